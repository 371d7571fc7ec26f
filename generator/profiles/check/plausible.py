"""Whether a stated value can follow from the words of its quote: every number the quote can be read to state.

Wider than `quantity`, which decides what a document states: here a number counts if any reading of the numerals gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from generator.language.numerals import DIGIT, SCALE, han_number
from generator.reader.article.text import fold
from generator.reader.figures.quantity import find
from generator.rules import shared

_ARABIC = re.compile(r"\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_HAN = re.compile(r"(?<![\d.余多几])[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")
# A scale may follow behind 余, 多 or 几, and twice: 20余万, 3千多万, 1.2万亿.
_SCALE = re.compile(r"(?:[余多几]?[十百千万亿]){1,2}")


def stated(quote: str, unit: str) -> set[Decimal]:
    """All numbers that `quote` can be read to state; where the unit stands elsewhere (a table's head) with 万 and 亿 too."""
    # White space means nothing but between the figures of two columns.
    text = re.sub(r"\s+", "", re.sub(r"(?<=\d)\s+(?=\d)", ";", fold(shared(), quote)))
    found = {Decimal(str(quantity.value)) for quantity in find(shared(), text, 0, len(text))} | set(_numbers(text))
    if "半" in text:
        found |= {number + Decimal("0.5") for number in found} | {Decimal("0.5"), Decimal(50)}
    if fold(shared(), unit) not in text and unit != "%":
        found |= {number * scale for number in found for scale in (10_000, 100_000_000)}
    return found


def _numbers(text: str) -> Iterator[Decimal]:
    for match in _ARABIC.finditer(text):
        yield from _scaled(Decimal(re.sub("[,，]", "", match.group())), text, match.end())
    for match in _HAN.finditer(text):
        word = match.group()
        tenths = 10 if text.startswith("成", match.end()) else 1
        if (number := _han(word)) is not None:
            yield from _scaled(number * tenths, text, match.end())
            continue
        # Several in a row (两三个): any end of the run may be the numeral, and any digit.
        for start in range(1, len(word)):
            if (number := _han(word[start:])) is not None:
                yield from _scaled(number, text, match.end())
        yield from (Decimal(DIGIT[char]) * tenths for char in word if char in DIGIT)


def _scaled(number: Decimal, text: str, end: int) -> Iterator[Decimal]:
    scale = _SCALE.match(text, end)
    if not scale:
        yield number
        return
    for char in scale.group():
        if char in SCALE:
            number *= SCALE[char]
            yield number


def _han(word: str) -> Decimal | None:
    whole, point, rest = word.partition("点")
    try:
        number = han_number(whole)
        return number + Decimal("0." + "".join(str(DIGIT[c]) for c in rest)) if number is not None and point else number
    except (InvalidOperation, KeyError):
        return None


def multiplied(value: int | float | str, scale: str) -> str:
    """`value` times what 万, 千万 and the like stand for, written out: (1415, `万`) -> `14150000`."""
    number = Decimal(str(value))
    for char in scale:
        number *= SCALE[char]
    return plain(number)


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
