"""The corpus as tables for reuse, and the citation of each document.

In: the corpus and the words of rules/tables.yml. Out: CSV, JSON, a data package that describes them, a codebook.
Not here: the tables of pages, which templates make of the same records.
"""
