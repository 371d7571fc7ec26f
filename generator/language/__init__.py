"""What every stage asks of the language: numerals, sentences and clauses, pairs of marks, enumerators."""
