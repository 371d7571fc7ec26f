"""How much of an article stands under each measure of its profile, in characters: the one measure of emphasis; where it names programmes,
and what stands around its figures.

A heading is located in the article by its words and its order among the others; its text runs from it to the next heading of any level
or to the end of its region's part. White space and masks (`**`) are not counted. Nothing here is kept in a profile.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError
from generator.model import Profile, Region
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.contexts import QuoteContext, contexts
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.mentions import FirstMention, Mentions
from generator.reader.article.text import Document, read_document
from generator.rules import Rules

_PLACES = 20
"""Places of one heading that are looked at; past that its words say nothing about which one is meant."""
_INTRODUCES = 45
"""Characters of the longest line that is taken for the one that opens a region's part."""


@dataclass(frozen=True)
class Extent:
    """The lengths of one profile's parts, each list in the order of the profile."""

    regions: tuple[int, ...]
    """Characters of the article that are each region's part; what several regions share is counted for each."""
    measures: tuple[tuple[int | None, ...], ...]
    """By region, the characters under each measure, its heading included; None for a heading that cannot be located."""
    programmes: tuple[tuple[FirstMention | None, ...], ...]
    """By region, where each programme is first named; None where the region's part does not name it."""
    contexts: tuple[tuple[QuoteContext | None, ...], ...]
    """By region, the words around the quote of each figure, in the order of `Region.figures`; None where it is not known which place is meant."""


def of(rules: Rules, one: Filed) -> Extent | None:
    """The extent of a profile on disk; None where its seed is gone or cannot be read, which `check` tells."""
    return beside(rules, one.model, one.seed) if one.model and one.seed else None


def beside(rules: Rules, profile: Profile, seed: Path) -> Extent | None:
    """The same of a profile whose seed is the file `seed`."""
    try:
        return measured(rules, profile, read_document(rules, seed))
    except (GeneratorError, OSError):
        return None


def unpacked(kept: Mapping[str, Any] | None) -> Extent | None:
    """The extent that was kept as JSON of its fields."""
    if kept is None:
        return None
    named = tuple(tuple(one and FirstMention(**one) for one in region) for region in kept["programmes"])
    around = tuple(tuple(one and QuoteContext(**one) for one in region) for region in kept["contexts"])
    return Extent(tuple(kept["regions"]), tuple(map(tuple, kept["measures"])), named, around)


def load(rules: Rules, shelf: Shelf) -> dict[str, Extent]:
    """The extents of all profiles that have one, by id."""
    return {one.profile.id: found for one in shelf.held if (found := of(rules, one))}


def measured(rules: Rules, profile: Profile, document: Document) -> Extent:
    """The extent of `profile` in the article of its seed."""
    article = _Article(rules, document)
    located = [_located(article, region) for region in profile.regions]
    owned = _parts(article, profile.regions, located)
    starts = sorted({place for places in located for place in places if place is not None})
    ends = dict(pairwise([*starts, len(article.text)]))
    lengths = [
        tuple(None if place is None else article.count(place, _end(owned[n], place, ends[place])) for place in places)
        for n, places in enumerate(located)
    ]
    whole = tuple(sum(article.count(*part) for part in parts) for parts in owned)
    mentions = Mentions(rules, article.text, article.paragraphs, _shown(article, profile.regions, located))
    programmes = mentions.all(profile.regions, owned, located)
    quotes = [
        _quoted(article, region, places, owned[n], ends) for n, (region, places) in enumerate(zip(profile.regions, located, strict=True))
    ]
    around = iter(contexts(article.text, article.paragraphs, list(chain(*quotes)), mentions.shown))
    return Extent(whole, tuple(lengths), programmes, tuple(tuple(islice(around, len(places))) for places in quotes))


class _Article:
    """An article as printed, without white space; all places are offsets in `text`."""

    def __init__(self, rules: Rules, document: Document) -> None:
        source, pieces, masked, size = document.source + "\n", list[str](), set[int](), 0
        masks = [rule for rule in rules.gaps.ordered if rule.kind == "masked"]
        signs = set().union(*(rule.sign for rule in masks))
        self.paragraphs = list[tuple[int, int]]()  # those without anything to see are empty
        for start, end in document.paragraphs:
            folded, printed = document.body[start:end], "".join(map(source.__getitem__, document.at[start:end]))
            for rule in () if signs.isdisjoint(folded) else masks:
                for match in rule.pattern.finditer(folded):
                    masked.update(range(*(size + len(squeeze(printed[:place])) for place in match.span())))
            pieces.append(squeeze(printed))
            self.paragraphs.append((size, size := size + len(pieces[-1])))
        self.text = "".join(pieces)
        self.starts = [start for start, _ in self.paragraphs]
        self._masked = sorted(masked)

    def count(self, start: int, end: int) -> int:
        """Characters between two places, masks left out."""
        return max(0, end - start - bisect_left(self._masked, end) + bisect_left(self._masked, start))

    def paragraph(self, place: int) -> int:
        """The number of the paragraph a place is in."""
        return bisect_right(self.starts, place) - 1

    def find(self, words: str) -> Iterator[int]:
        """Where `words` stand, in order, the first of them."""
        wanted, place = squeeze(words), -1
        for _ in range(_PLACES if wanted else 0):
            if (place := self.text.find(wanted, place + 1)) < 0:
                return
            yield place


def _located(article: _Article, region: Region) -> list[int | None]:
    """Where each heading of a region stands. Of all ways to place them in their order, the one that places the most; then the one with
    the most at the beginnings of paragraphs, as an opening may name all headings in a row; then the first."""
    opening = set(article.starts)
    found = [
        (number, place, place + len(squeeze(measure.heading)))
        for number, measure in enumerate(region.measures)
        for place in article.find(measure.heading)
    ]
    best: list[tuple[tuple[int, int, int], int | None]] = []  # of the chains that end with each: their worth, and the one before
    for here, (number, place, _) in enumerate(found):
        worth, before = (0, 0, 0), None
        for there in range(here):
            if found[there][0] < number and found[there][2] <= place and best[there][0] > worth:
                worth, before = best[there][0], there
        best.append(((worth[0] + 1, worth[1] + (place in opening), worth[2] - place), before))
    places = list[int | None]([None] * len(region.measures))
    last: int | None = max(range(len(best)), key=lambda n: best[n][0], default=None)
    while last is not None:
        places[found[last][0]] = found[last][1]
        last = best[last][1]
    return places


def _parts(article: _Article, regions: Sequence[Region], located: Sequence[Sequence[int | None]]) -> list[list[tuple[int, int]]]:
    """Which paragraphs, joined where they touch, are the part of each region.

    Of several regions each has the paragraphs with its headings and quotes, and those behind them up to another region's; before
    the first of them stands the opening, which is nobody's.
    """
    if len(regions) == 1:
        return [[(0, len(article.text))]]
    own = list[set[int]]([set() for _ in article.paragraphs])
    for number, (region, places) in enumerate(zip(regions, located, strict=True)):
        for place in (*places, *(place for words in _quotes(region) for place in list(article.find(words))[:2])):
            if place is not None:
                own[article.paragraph(place)].add(number)
    names = {region.name[:2]: number for number, region in enumerate(regions)}
    whose = set[int]()
    for number, (start, end) in enumerate(article.paragraphs):
        named = {of for name, of in names.items() if name in article.text[start:end]} if end - start <= _INTRODUCES else set[int]()
        whose = own[number] or (named if len(named) == 1 else whose)
        own[number] = whose
    return [list(_joined([part for part, owners in zip(article.paragraphs, own, strict=True) if n in owners])) for n in range(len(regions))]


def _shown(article: _Article, regions: Sequence[Region], located: Sequence[Sequence[int | None]]) -> Iterator[tuple[int, int]]:
    """The places of all headings and quotes, which pages show."""
    for region, places in zip(regions, located, strict=True):
        for measure, place in zip(region.measures, places, strict=True):
            if place is not None:
                yield place, place + len(squeeze(measure.heading))
        for words in _quotes(region):
            yield from ((place, place + len(squeeze(words))) for place in list(article.find(words))[:1])


def _quotes(region: Region) -> Iterator[str]:
    for _, figure in region.figures():
        yield figure.quote
    yield from (honour.quote for honour in region.honours)
    yield from (network.quote for network in region.networks)


def _quoted(
    article: _Article, region: Region, headings: Sequence[int | None], parts: Sequence[tuple[int, int]], ends: Mapping[int, int]
) -> list[tuple[int, int] | None]:
    """Where the quote of each figure stands: the only place in the text under its measure, or else in the region's part; None where there are several."""
    under = {id(measure): place for measure, place in zip(region.measures, headings, strict=True)}
    found = list[tuple[int, int] | None]()
    for measure, figure in region.figures():
        long, heading = len(squeeze(figure.quote)), under.get(id(measure))
        places = [place for place in article.find(figure.quote) if any(start <= place and place + long <= end for start, end in parts)]
        near = [place for place in places if heading is not None and heading <= place < ends[heading]]
        one = near if len(near) == 1 else places
        found.append((one[0], one[0] + long) if len(one) == 1 else None)
    return found


def _joined(parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Parts in order, those that touch as one."""
    cuts = [0, *(n for n, (left, right) in enumerate(pairwise(parts), start=1) if left[1] != right[0]), len(parts)]
    for first, last in pairwise(cuts):
        if last > first:
            yield parts[first][0], parts[last - 1][1]


def _end(parts: Sequence[tuple[int, int]], start: int, end: int) -> int:
    """Where the text of a heading at `start` ends: at `end`, or with the part of its region it stands in."""
    return min(end, next(stop for begin, stop in parts if begin <= start < stop))
