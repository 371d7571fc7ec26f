"""What has a name: cited titles, programmes, honours and their holders, networks, ethnic groups, and what the source lacks.

In: rules, a document, for honours the divisions and whose part of the text is where. Out: `Found` items with their place in
the body, each mention. Not here: which region an item belongs to, and that a region lists it once; `reading` decides that.
"""
