"""Stated quantities: value, unit, qualifier, item, period, concept, and the shortest quote.

In: a region's span of the article. Out: figures in reading order, each with its place.
`quantity` finds the numerals that have a unit, `indicators` makes figures of them, `item` names them, `period` dates them, `concepts` compares.
Not here: whose figure it is by its place in the outline, and the words of all these, which are rules.
"""
