"""What a figure counts: the noun cut out of the clause, and what it is called.

In: a quantity in its setting, with the figure before it. Out: an item such as 学习活动, and the bounds of its quote.
`nouns` cuts, `predicates` tells what is said of a noun behind it, `subjects` completes what says too little, `naming` decides between them.
Not here: the words (rules/nouns.yml and items.yml), and which numerals are figures (`indicators`).
"""
