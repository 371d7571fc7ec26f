"""The reports of one region over time.

In: the reports of a region, of the corpus. Out: their order, what tells them apart, what each says of a concept, a theme, a programme.
Not here: regions beside one another, and what pages say of it (templates/pages/).
"""
