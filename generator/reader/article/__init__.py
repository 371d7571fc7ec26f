"""From a seed's bytes to the article.

In: the bytes of a file of any kind `inputs` takes. Out: a `Document`, folded text with the source offset of every character,
its lines named, title, date, publisher and byline, and the plain tables inside it.
Not here: what the article says. Words and patterns stand in rules/fold.yml, furniture.yml, metadata.yml and columns.yml.
"""
