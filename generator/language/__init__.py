"""What every stage asks of the language: numerals, sentences and clauses, pairs of marks, enumerators.

In: folded text and offsets into it. Out: values, offsets, spans. Nobody else has a regular expression of their own for these.
Not here: words of the field (they are rules), and anything that knows a rule file; rules may use this package, not the reverse.
"""
