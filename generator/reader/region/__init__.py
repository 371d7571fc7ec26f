"""Which divisions a document reports on, and which part of it is whose.

In: rules, divisions, a document. Out: `RegionSpan`s, each with its code where it can be known, its quotes and its parts of
the body. Not here: how places are named (`places`), and what the parts say.
"""
