"""What must be accounted for: every numeral, 《title》, outline sign and place name, and where it stands.

A numeral is what `language.numerals` takes for one. Of characters that write no number by themselves 二 to 十 are one where the quantity
rule finds a unit behind them (三种), 一 and scales only where that rule takes them for a count (各一个, 近百名); 二 to 十 also where a
cue of the account's rules knows them (三级), 一 where such a cue leaves it in doubt (每周一次).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.language import enumerators
from generator.language.marks import TITLES, Span, pairs
from generator.language.numerals import DIGIT, SMALL, numerals
from generator.places.gazetteer import Gazetteer, Mention
from generator.reader.article.furniture import PageBlock
from generator.reader.article.text import Document
from generator.reader.figures import quantity
from generator.rules import Rules

_BOUNDARY = re.compile(r"[。;:,!?”)]\s?")
LONGEST = 160
"""Title marks further apart than this do not belong together."""


@dataclass(frozen=True)
class Stretch:
    """A piece of folded text with the source offset of each of its characters: the body, or a block beside it."""

    rules: Rules
    text: str
    at: tuple[int, ...] | range
    block: PageBlock | None = None
    """None for the body."""

    def place(self, span: Span) -> Span:
        """Where a span of it stands in the source."""
        return Span(self.at[span.start], self.at[span.end - 1] + 1)

    def counts(self, place: int) -> bool:
        """Whether the reader takes the numeral at `place` for that of a quantity."""
        if place not in self._counted:
            self._counted[place] = quantity.counts(self.rules, self.text, place)
        return self._counted[place]

    @cached_property
    def _counted(self) -> dict[int, bool]:
        """What `counts` has told, which is asked more than once of a place."""
        return {}

    @cached_property
    def numerals(self) -> list[Span]:
        """Its numerals, in order."""
        return numerals(self.text, self._numeral)

    def _numeral(self, place: int) -> bool:
        """Whether characters that alone write no number count something, or are known to count nothing."""
        char = self.text[place]
        if char not in DIGIT or char == SMALL[0]:
            told = self.told(place) if char in DIGIT else None
            return self.counts(place) or (told is not None and self.rules.account.reason[told].doubt == "yes")
        return self.unit(place) is not None or self.told(place) is not None

    def told(self, place: int) -> str | None:
        """The reason whose cue begins at the numeral at `place`; None where none does."""
        match = self.rules.account.cued.match(self.text, place)
        return self.rules.account.told[int(match.lastgroup.removeprefix("told"))] if match and match.lastgroup else None

    def unit(self, place: int) -> str | None:
        """The unit behind the numeral at `place`; None where none stands there."""
        match = self.rules.quantity.match(self.text, place)
        return match["unit"] if match else None

    @cached_property
    def titles(self) -> list[Span]:
        """Its titles in 《》, marks included."""
        return [span for span in pairs(self.text, TITLES, LONGEST) if span.end - span.start > 3]


def stretches(rules: Rules, document: Document) -> Iterator[Stretch]:
    """The body, then every block of the page that is none of it."""
    yield Stretch(rules, document.body, document.at)
    for block in document.blocks:
        if block.kind not in ("body", "blank"):
            yield Stretch(rules, document.folded[block.start : block.end], range(block.start, block.end), block)


class Sign(NamedTuple):
    """A sign that counts, at a place where it could open a division of the outline; `series` tells its form."""

    start: int
    end: int
    series: int
    number: int


def signs(rules: Rules, document: Document) -> Iterator[Sign]:
    """Every such sign of the body, in order; notes and annexes are none."""
    known, body = rules.outline, document.body
    for start, end in document.paragraphs:
        if known.notes.match(body, start):
            continue
        places = [(start, known.numbers), *((match.end(), known.inside) for match in _BOUNDARY.finditer(body, start, end))]
        for place, forms in places:
            sign = forms.pattern.match(body, place, end)
            if sign and sign.lastindex and (number := enumerators.number(sign[sign.lastindex])):
                yield Sign(place, sign.end(), forms.pattern.groups - sign.lastindex, number)


def names(places: Gazetteer, document: Document) -> list[Mention]:
    """The place names of the body, with the divisions each may mean."""
    return places.resolve(places.find(document.body))
