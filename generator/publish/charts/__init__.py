"""The site's pictures.

In: the corpus and the words of rules/charts.yml. Out: SVG files, each wide and narrow, light and dark, and their alternative texts.
Not here: the tables that stand under them.
"""
