"""Chinese administrative divisions and their names.

In: rules and the tables beside them. Out: divisions by code, and the names in a text with the codes each may mean; made once
and handed on, for its tables are large. Not here: whose work a text reports (`reader.region`).
"""
