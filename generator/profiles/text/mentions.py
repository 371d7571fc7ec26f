"""Where an article first names each programme of a profile: the measure it stands under, a short quote, and whether its sentence lists anything.

All places are offsets in the article without white space. Quotes are taken only while what the site shows of the article stays below
the share that `check` warns of; what a programme is called always shows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import Measure, Programme, Region
from generator.profiles.text.evidence import squeeze
from generator.reader.article.text import fold
from generator.rules import Rules

Span = tuple[int, int]
MAX_SHARE = 0.35
"""The part of a source that the site shows at most: above it `check` warns, and no quotes are taken for programmes."""
LONGEST = 45
"""Characters of the longest quote."""
STOPS = "。；！？;!?"
"""End a sentence."""
BREAKS = STOPS + "，：,:"
"""End a clause."""
_PLACES = 20


@dataclass(frozen=True)
class FirstMention:
    """The first place in the article that names a programme."""

    measure: int | None
    """The number of the measure it stands under; None above the first."""
    quote: str | None
    """The sentence or clause it stands in, without white space; None where that would be too much of the article."""
    listed: bool
    """Whether a sentence that names it, or headings of the number it states, may say what its number stands for."""


class Mentions:
    """Those of one article."""

    def __init__(self, rules: Rules, text: str, paragraphs: Sequence[Span], shown: Iterable[Span]) -> None:
        """`shown` are the places of what the site quotes of the article anyway."""
        self._rules, self._text, self._paragraphs = rules, text, paragraphs
        self._starts = [start for start, _ in paragraphs]
        self._shown = bytearray(len(text))
        for start, end in shown:
            self._shown[start:end] = b"\1" * (end - start)
        self._free = int(MAX_SHARE * len(text)) - sum(self._shown)

    @property
    def shown(self) -> bytes:
        """A 1 for each character of the article that the site shows, those of the mentions found so far included."""
        return bytes(self._shown)

    def all(
        self, regions: Sequence[Region], parts: Sequence[Sequence[Span]], headings: Sequence[Sequence[int | None]]
    ) -> tuple[tuple[FirstMention | None, ...], ...]:
        """The mentions of each region's programmes, None where its part does not name one; quotes are given to names with numbers first.

        `parts` are the places of each region's text, `headings` those of its measures' headings.
        """
        found = [[(one, n, k) for k, one in enumerate(region.programmes)] for n, region in enumerate(regions)]
        asked = sorted((one for some in found for one in some), key=lambda one: not (one[0].count or any(map(str.isdigit, one[0].name))))
        made = {(n, k): self._of(one, parts[n], headings[n], regions[n].measures) for one, n, k in asked}
        return tuple(tuple(made[n, k] for _, n, k in some) for some in found)

    def _of(
        self, programme: Programme, parts: Sequence[Span], headings: Sequence[int | None], measures: Sequence[Measure]
    ) -> FirstMention | None:
        found = [place for start, end in parts for place in self._places(programme.name, start, end)]
        if not found:
            return None
        under = [number for number, place in enumerate(headings) if place is not None and place <= found[0]]
        sentences = [self._around(place, place + len(squeeze(programme.name)), STOPS) for place in found]
        listed = any(self._lists(programme.name, *sentence) for sentence in sentences) or self._numbered(programme, parts, measures)
        return FirstMention(under[-1] if under else None, self._quoted(found[0], programme.name, sentences[0]), listed)

    def _places(self, name: str, start: int, end: int) -> Iterable[int]:
        wanted, place = squeeze(name), start - 1
        for _ in range(_PLACES if wanted else 0):
            if (place := self._text.find(wanted, place + 1, end)) < 0:
                return
            yield place

    def _around(self, start: int, end: int, marks: str) -> Span:
        """The stretch between `marks` that holds a place, within its paragraph."""
        number = bisect_right(self._starts, start) - 1
        first, last = self._paragraphs[number] if number >= 0 and start < self._paragraphs[number][1] else (start, end)
        left = max((self._text.rfind(mark, first, start) for mark in marks), default=-1)
        rights = [place for mark in marks if (place := self._text.find(mark, end, last)) >= 0]
        return max(first, left + 1), max(end, min([*rights, last]))

    def _lists(self, name: str, start: int, end: int) -> bool:
        """Whether a sentence says more than the name in a way that may list its parts."""
        rest = self._text[start:end].replace(squeeze(name), "")
        return self._rules.entries.listing.finds(fold(self._rules, rest))

    def _numbered(self, programme: Programme, parts: Sequence[Span], measures: Sequence[Measure]) -> bool:
        """Whether so many headings stand side by side as the name counts, or its last word is said again so often: 强化…，强化…，强化…."""
        if not programme.count:
            return False
        said = sum(self._text[start:end].replace(squeeze(programme.name), "").count(programme.name[-2:]) for start, end in parts)
        return programme.count in _siblings(measures) or said >= programme.count

    def _quoted(self, place: int, name: str, sentence: Span) -> str | None:
        """The sentence where it is short, else what of it can be had from the clause on; None where that is too much of the article."""
        end = place + len(squeeze(name))
        start, stop = clause = self._around(place, end, BREAKS)
        if sentence[1] - start <= LONGEST:
            stop = sentence[1]
        for first, last in dict.fromkeys(((start, stop), clause)):
            cost = (last - first) - sum(self._shown[first:last])
            if last - first <= LONGEST and cost <= max(self._free, 0):
                self._shown[first:last] = b"\1" * (last - first)
                self._free -= cost
                return self._text[first:last]
        return None


def _siblings(measures: Sequence[Measure]) -> set[int]:
    """How many headings stand side by side: below each measure, and at the top."""
    counts, above = Counter[tuple[int, ...]](), list[tuple[int, int]]()
    for number, measure in enumerate(measures):
        while above and above[-1][0] >= measure.level:
            above.pop()
        counts[tuple(step for _, step in above)] += 1
        above.append((measure.level, number))
    return set(counts.values())
