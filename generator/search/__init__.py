"""The search index: from the built pages to the files that a browser loads.

In: a built site's folder. Out: `search/data/` in it, with positions of every run of characters, names, facets and excerpts.
Not here: the search itself, which the scripts in templates/theme/assets/search/ do.
"""
