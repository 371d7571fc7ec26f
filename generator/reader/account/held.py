"""What a reading or profile holds, by where it stands in the source."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.language.marks import Span
from generator.language.numerals import HALVES, SHARE, neighbours, readings, share

Row = Mapping[str, Any]

_LISTS = {"networks": "network", "documents_cited": "title", "honours": "honour", "programmes": "programme"}
# What two numerals of one quantity may share: 5—8万元, and a unit that stands in the head of a table.
_SHARED = (Decimal(10_000), Decimal(100_000_000), Decimal(1000), Decimal(100))
_WAYS = ("", "quote", "heading", "network", "honour", "title", "programme", "gap")
"""What may hold a character, the narrowest last."""


class Held:
    """The items of a reading or profile; those without `at` are left out."""

    def __init__(self, data: Row, size: int) -> None:
        rows = [(way, row) for way, row in _rows(data) if row.get("at")]
        self.figures: list[Row] = [row for way, row in rows if way == "quote"]
        self.titles = {row["title"] for way, row in rows if way == "title"}
        self.programmes = {row["name"] for way, row in rows if way == "programme"}
        self._by = bytearray(size)
        for way in _WAYS[1:]:
            for start, end in (row["at"] for other, row in rows if other == way):
                self._by[start:end] = bytes([_WAYS.index(way)]) * (end - start)

    def way(self, place: int) -> str:
        """What holds the character of the source at `place`, the narrowest; '' where nothing does."""
        return _WAYS[self._by[place]]

    def numbers(self, numerals: Sequence[Span], words: Sequence[str]) -> dict[int, Row]:
        """Which of `numerals`, places in the source in order with their `words`, are the numbers of figures, and of which."""
        starts, taken = [number.start for number in numerals], dict[int, Row]()
        for figure in self.figures:
            first, last = (bisect_left(starts, place) for place in figure["at"])
            free = [index for index in range(first, last) if index not in taken]
            if last - first == 1:
                taken.update(dict.fromkeys(free, figure))
                continue
            value = Decimal(str(figure["value"]))
            known = {index: values(words[index]) for index in free}
            exact = [index for index in free if value in known[index]]
            shared = [index for index in free if any(number * scale == value for number in known[index] for scale in _SHARED)]
            taken.update(dict.fromkeys((exact or shared)[:1], figure))
        return taken


def _rows(data: Row) -> Iterator[tuple[str, Row]]:
    for region in data["regions"]:
        for measure in region["measures"]:
            yield "heading", measure
            yield from (("quote", figure) for figure in measure.get("indicators", ()))
        yield from (("quote", figure) for figure in region.get("indicators", ()))
        for name, way in _LISTS.items():
            yield from ((way, row) for row in region.get(name, ()))
    yield from (("gap", gap) for gap in data["source"].get("gaps", ()))


def values(numeral: str) -> set[Decimal]:
    """Every number a numeral may stand for: 三分之一, 两三万, 3万2千."""
    if match := SHARE.fullmatch(numeral):
        number = share(match)
        return {Decimal(50) if number is None else number}
    if numeral in HALVES:
        return {Decimal(50)}
    return {*readings(numeral), *(neighbours(numeral) or ())}
