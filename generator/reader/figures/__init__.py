"""Stated quantities: numeral, unit, qualifier, what is counted, the time it is tied to, its concept."""
