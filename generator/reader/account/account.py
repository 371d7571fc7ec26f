"""What became of each thing an article names; the reasons that cues tell stand in rules/account.yml, the others are decided here."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.language.clauses import clause_end
from generator.language.marks import Span
from generator.language.numerals import SHARE
from generator.model import ACCOUNTED, Accounted
from generator.places.gazetteer import Gazetteer, Mention
from generator.reader.account.held import Held
from generator.reader.account.things import Stretch, names, signs, stretches
from generator.reader.article.text import Document, unwrap
from generator.rules import Rules

NEAR = 12
"""Characters shown around what is to be looked at."""
MOST = 200
"""Things to be looked at that a reading lists; its totals count all."""
_LONGEST = 24
"""Characters of a programme that is looked for again."""
_NOUN = 2
"""Characters behind a numeral and its unit that tell what it counts."""
_OFTEN = 20
"""Figures of one number and unit that are looked at; a text of thousands of them is none that anyone compares."""


class Fate(NamedTuple):
    """One thing: where it stands in the source, what holds it or why nothing does."""

    kind: Accounted
    start: int
    end: int
    why: str
    """A key of `taken`, or the id of a reason."""


@dataclass(frozen=True)
class Accounts:
    """Everything an article and the page around it name, in the order of the source."""

    rules: Rules
    fates: Sequence[Fate]

    def taken(self, entry: Fate) -> bool:
        """Whether something of the reading holds it."""
        return entry.why in self.rules.account.taken

    def doubtful(self, entry: Fate) -> bool:
        """Whether a person should look."""
        return not self.taken(entry) and self.rules.account.reason[entry.why].doubt == "yes"

    def totals(self) -> dict[str, dict[str, int]]:
        """By kind how many are `taken`, and how many are not, by reason, in the order of the rules."""
        counts = Counter((e.kind, "taken" if self.taken(e) else e.why) for e in self.fates)
        order = ("taken", *self.rules.account.reason)
        return {kind: {why: counts[kind, why] for why in order if counts[kind, why]} for kind in ACCOUNTED}

    def ways(self, kind: Accounted) -> dict[str, int]:
        """What holds those of a kind that are taken, and how many each."""
        counts = Counter(e.why for e in self.fates if e.kind == kind)
        return {way: counts[way] for way in self.rules.account.taken if counts[way]}

    def plain(self, document: Document) -> dict[str, Any]:
        """As a reading keeps it: the totals and what is to be looked at."""
        open_ = [entry for entry in self.fates if self.doubtful(entry)][:MOST]
        shown = [{"kind": e.kind, "why": e.why, "quote": "".join(around(document, e, NEAR)).strip(), "at": [e.start, e.end]} for e in open_]
        return {**self.totals(), **({"open": shown} if shown else {})}


def around(document: Document, fate: Fate, near: int) -> tuple[str, str, str]:
    """What stands up to `near` characters before a thing in its line, the thing itself, and what stands behind it."""
    source = document.source
    start = max(source.rfind("\n", 0, fate.start) + 1, fate.start - near)
    end = source.find("\n", fate.end, fate.end + near)
    return source[start : fate.start], unwrap(source[fate.start : fate.end]), source[fate.end : end if end >= 0 else fate.end + near]


def account(
    rules: Rules, places: Gazetteer, document: Document, data: Mapping[str, Any], named: Sequence[Mention] | None = None
) -> Accounts:
    """The account of a document against `data`, a reading or profile of it whose items have `at`.

    `named` are the place names of the body, where they are known already.
    """
    held = Held(data, len(document.source))
    body, *others = stretches(rules, document)
    found = [
        *_numerals(body, held),
        *_titles(body, held),
        *_signs(rules, document, held),
        *_places(places, document, data, held, named if named is not None else names(places, document)),
    ]
    near = _near(document)
    for stretch in others:
        found += _aside(rules, stretch, near)
    return Accounts(rules, sorted(found, key=lambda entry: (entry.start, ACCOUNTED.index(entry.kind))))


def _near(document: Document) -> Span:
    """The article with the blocks around it up to the first on either side that a rule tells to be something else."""
    start, end = document.article
    known = [block for block in document.blocks if block.cause or block.rule]
    return Span(
        max((block.end for block in known if block.end <= start), default=0),
        min((block.start for block in known if block.start >= end), default=len(document.source)),
    )


def _aside(rules: Rules, stretch: Stretch, near: Span) -> Iterator[Fate]:
    """What stands beside the body: what the page says of the article, and furniture."""
    block = stretch.block
    assert block is not None
    said = "source" if block.kind in ("title", "credit", "date") else "furniture"
    unnamed = not (block.cause or block.rule) and near.start <= block.start and block.end <= near.end
    for number in stretch.numerals:
        lost = block.kind == "date" or (unnamed and stretch.counts(number.start))
        told = stretch.told(number.start)
        sure = told is not None and rules.account.reason[told].doubt == "no"
        yield Fate("numerals", *stretch.place(number), "cut-away" if lost and not sure else said)
    yield from (Fate("titles", *stretch.place(title), said) for title in stretch.titles)


def _numerals(body: Stretch, held: Held) -> Iterator[Fate]:
    text = body.text
    places = [body.place(number) for number in body.numerals]
    words = [text[number.start : number.end] for number in body.numerals]
    figures = held.numbers(places, words)
    items = defaultdict[tuple[str, str], list[str]](list)
    for index, figure in figures.items():
        items[words[index], figure["unit"]].append(figure["item"])
    lengths = sorted({len(name) for name in held.programmes if len(name) <= _LONGEST})
    for index, (number, place) in enumerate(zip(body.numerals, places, strict=True)):
        way = "figure" if index in figures else held.way(place.start)
        if way in ("", "quote") or (way == "heading" and body.counts(number.start)):
            unit = body.unit(number.start) or ""
            again = _again(text[number.end + len(unit) : number.end + len(unit) + _NOUN], items.get((words[index], unit), ())[:_OFTEN])
            again = again or any(text[number.start : number.start + size] in held.programmes for size in lengths)
            way = body.told(number.start) or ("duplicate" if again else _untold(body, number, unit))
        yield Fate("numerals", *place, way)


def _again(noun: str, items: Sequence[str]) -> bool:
    """Whether what a numeral counts is what a figure of the same number and unit counts: 4个民族村 of 民族村."""
    return any(noun[:2] in item or item.endswith(noun[:1]) for item in items if noun)


def _untold(body: Stretch, number: Span, unit: str) -> str:
    """Why a numeral that no cue tells is not taken."""
    if body.counts(number.start) or SHARE.fullmatch(body.text, *number):
        return "unexplained"
    return "wording" if unit else "unit"


def _titles(body: Stretch, held: Held) -> Iterator[Fate]:
    for title in body.titles:
        place = body.place(title)
        again = "duplicate" if body.text[title.start : title.end] in held.titles else "unexplained"
        yield Fate("titles", *place, "title" if held.way(place.start) == "title" else again)


def _signs(rules: Rules, document: Document, held: Held) -> Iterator[Fate]:
    found = list(signs(rules, document))
    series = {(sign.series, sign.number) for sign in found}
    for sign in found:
        place = document.place(sign.start, sign.end)
        if held.way(place.start) == "heading":
            why = "heading"
        elif series.isdisjoint({(sign.series, sign.number - 1), (sign.series, sign.number + 1)}):
            why = "no-series"
        else:
            why = "sentence" if _sentence(rules, document.body, sign.end) else "unexplained"
        yield Fate("enumerators", *place, why)


def _sentence(rules: Rules, body: str, start: int) -> bool:
    """Whether what a sign opens goes on to the end of its clause at greater length than a lead-in, or counts something."""
    stop = clause_end(body, start)
    return stop - start > rules.outline.limits.lead or rules.quantity.search(body, start, stop) is not None


def _places(places: Gazetteer, document: Document, data: Mapping[str, Any], held: Held, named: Sequence[Mention]) -> Iterator[Fate]:
    own = [region["adcode"] for region in data["regions"] if region.get("adcode")]
    for mention in named:
        place = document.place(mention.start, mention.end)
        yield Fate("places", *place, _place(places, mention, own, held.way(place.start)))


def _place(places: Gazetteer, mention: Mention, own: Sequence[str], way: str) -> str:
    if not set(own).isdisjoint(mention.codes):
        return "region"
    if way:
        return way
    if any(places.within(code, region) for code in mention.codes for region in own):
        return "within"
    if any(places.within(region, code) for code in mention.codes for region in own):
        return "above"
    return "elsewhere" if len(mention.codes) == 1 else "several"
