"""What became of every numeral, 《title》, outline sign and place name of an article: taken into the reading, or why not.

In: a document and a reading or profile of it whose items have `at`. Out: an entry for each, and their totals.
Not here: reading anything. The reasons stand in rules/account.yml.
"""
