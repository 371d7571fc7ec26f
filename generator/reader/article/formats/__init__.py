"""One module a format: from a file's bytes to its text, line by line, nothing left out that the file shows.

In: bytes, or decoded HTML. Out: text, and how much live text the file holds, counted another way. Not here: which lines are the article.
"""
