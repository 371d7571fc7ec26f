"""Stated quantities of a document: what is counted, how much of it, of which time, and which kind it compares with.

In: a document, a span of its body, the headings in it. Out: figures with their item, value, unit, qualifier, owner, period, concept and quote.
The flow: `quantity` (numerals and units) → `owner` (whose they are) → `item` (what they count) → `indicators` → `period` and `concepts`.
Not here: words of the field (rules), numerals and clauses as such (language), and which regions there are (region).
"""
