"""What a figure counts: the noun cut out of the clause, and what it is called."""
