"""Whether a stated value can follow from the words of its quote: every number the quote can be read to state.

Wider than `quantity`, which decides what a document states: here a number counts if any reading of the numerals gives it.
"""

from __future__ import annotations

import re
from decimal import Decimal

from generator.language.numerals import readings, scaled
from generator.reader.article.text import fold
from generator.reader.figures.quantity import find
from generator.rules import Rules


def stated(rules: Rules, quote: str, unit: str) -> set[Decimal]:
    """All numbers that `quote` can be read to state; where the unit stands elsewhere (a table's head) with 万 and 亿 too."""
    text = written(rules, quote)
    found = {Decimal(str(quantity.value)) for quantity in find(rules, text, 0, len(text))} | set(readings(text))
    if "半" in text:
        found |= {number + Decimal("0.5") for number in found} | {Decimal("0.5"), Decimal(50)}
    if fold(rules, unit) not in text and unit != "%":
        found |= {number * scale for number in found for scale in (10_000, 100_000_000)}
    return found


def written(rules: Rules, quote: str) -> str:
    """A quote to look for numbers in: white space means nothing but between the figures of two columns."""
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", ";", fold(rules, quote)))


def multiplied(value: int | float | str, scale: str) -> str:
    """`value` times what 万, 千万 and the like stand for, written out: (1415, `万`) -> `14150000`."""
    return plain(scaled(Decimal(str(value)), scale))


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
