"""What became of the documents from day to day, as the repository's history has it.

In: git's log of the profiles and their bases. Out: the page 更新记录, its Atom feed, `data/history.json`: documents, days and what
was done, never who did it. Nothing else that is published depends on git; without a whole history all of it is left out, and the page says so.
"""
