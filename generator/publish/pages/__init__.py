"""The corpus as Markdown pages.

In: the corpus, its tables and charts, the templates in templates/pages/, where all page text stands. Out: each page's source by its path.
Not here: writing files, and how pages look (templates/theme/).
"""
