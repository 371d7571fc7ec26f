"""Whose own work a document reports: one region, several in parts of their own, a masked one, or none.

What speaks for a division comes from `clues`, the parts of a document from `parts`; here each region gets its name, its
place above and its quotes. Nothing is guessed: what the clues do not settle keeps the name as printed and no code.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.language.clauses import clause_end, clause_start
from generator.model import LEVELS, Basis, Level
from generator.places.gazetteer import Gazetteer
from generator.reader.article.text import Document, Span
from generator.reader.region.clues import Clues
from generator.reader.region.parts import main, split
from generator.reader.region.printed import MARK
from generator.reader.region.refusals import refusal, unfounded
from generator.reader.region.spots import Spot, coded
from generator.reader.region.stated import resolve
from generator.rules import Rules
from generator.rules.places import Refusal

_PRIORITY = (
    "title_open", "title", "credit_organ", "subject", "organ", "document", "outlet", "credit", "name", "unit", "place", "above",
)  # fmt: skip
_MOST_CLUES = 6
_LONGEST_CLUE = 32


@dataclass(frozen=True)
class RegionSpan:
    """A region and its part of the document.

    `spans` are its parts of the body in reading order, empty where all it has a part in is shared; `shared` are those of
    them that are of all regions together, under the first alone; `start` is where the first begins; `clues` are exact
    quotes; `adcode` and `parent` are None where they cannot be known.
    """

    name: str
    adcode: str | None
    level: Level
    parent: str | None
    basis: Basis
    clues: tuple[str, ...]
    spans: tuple[Span, ...]
    shared: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        return self.spans[0].start if self.spans else 0


def find_regions(rules: Rules, places: Gazetteer, document: Document) -> list[RegionSpan]:
    """The regions whose own work `document` reports, in the order of their parts; empty where there is none."""
    found = whose(rules, places, document)
    return [] if isinstance(found, Refusal) else found


def whose(rules: Rules, places: Gazetteer, document: Document) -> list[RegionSpan] | Refusal:
    """The regions whose own work `document` reports, in the order of their parts, or why there is none."""
    known = Clues(rules, places, document)
    if reason := refusal(known):
        return reason
    shares = split(known)
    if len(shares.parts) > 1:
        first, *others = (_region(known, key, spans) for key, spans in shares.parts.items())
        return [replace(first, shared=tuple(shares.shared)), *others]
    if key := main(known):
        return [_region(known, key, [Span(0, len(document.body))])]
    return [unnamed] if (unnamed := _unnamed(known)) else unfounded(known)


def stated(rules: Rules, places: Gazetteer, document: Document, given: str) -> RegionSpan:
    """The region that an editor named by code or name, for the whole document; raises GeneratorError where none is called so."""
    known, named = Clues(rules, places, document), resolve(rules, places, given)
    key = named.adcode or MARK + named.name
    spots = [s for s in known.spots if key in s.keys]
    spans = (Span(0, len(document.body)),)
    basis: Basis = "stated" if spots or named.name in known.said else "confirmed"
    parent = places.parent(named.adcode) if named.adcode else None
    return RegionSpan(named.name, named.adcode, named.level, parent.name if parent else None, basis, _clues(known, spots, spans), spans)


# one region


def _region(known: Clues, key: str, parts: Sequence[Span]) -> RegionSpan:
    spans = tuple(parts)
    spots = [s for s in known.spots if key in s.keys or (key[0] == "?" and s.name == key[1:])]
    clues = _clues(known, spots, spans or (Span(0, len(known.document.body)),))
    if key[0] == "*":
        return _masked(known, key, spans, clues)
    if key[0] == MARK:
        return _printed_name(known, key, spans, clues)
    if key[0] == "?":
        codes = [c for m in known.places.find(key[1:]) for c in m.codes]
        level = known.places.get(codes[0]).level if codes else known.level(key)
        return RegionSpan(key[1:], None, level, None, "unknown", clues, spans)
    return _known(known, key, spans, "stated", clues, spots)


def _known(
    known: Clues, code: str, spans: tuple[Span, ...], basis: Literal["stated", "inferred"],
    clues: tuple[str, ...], spots: Sequence[Spot] = (),
) -> RegionSpan:  # fmt: skip
    division, parent = known.places.get(code), known.places.parent(code)
    # The table shortens the names of many ethnic townships.
    printed = max((s.name for s in spots if division.level == "township"), key=len, default="")
    name = printed if len(printed) > len(division.name) else division.name
    return RegionSpan(name, code, division.level, parent.name if parent else None, basis, clues, spans)


def _printed_name(known: Clues, key: str, spans: tuple[Span, ...], clues: tuple[str, ...]) -> RegionSpan:
    """A division or area that no table has, under its name as printed; above it is what the text names right before it."""
    level = known.level(key)
    upper = _above(known, key)
    # An area lies in whatever it is said to lie in; of other divisions only the next level up is the parent.
    parent = known.places.get(upper) if upper else None
    if parent and level != "area" and LEVELS.index(parent.level) != LEVELS.index(level) - 1:
        parent = None
    return RegionSpan(key[1:], None, level, parent.name if parent else None, "stated", clues, spans)


# masked and unnamed regions


def _above(known: Clues, key: str) -> str | None:
    """The code of the first division that is named right before the names of `key`."""
    ends = {s.start for s in known.spots if key in s.keys}
    return next((s.keys[0] for s in known.spots if s.role == "above" and s.end in ends and len(s.keys) == 1 and coded(s.keys[0])), None)


def _masked(known: Clues, key: str, spans: tuple[Span, ...], clues: tuple[str, ...]) -> RegionSpan:
    kind, level = next(iter(known.kinds(key)), ""), known.level(key)
    upper = _above(known, key)
    found = _infer(known, kind, level, upper)
    if found:
        return _known(known, found[0], spans, "inferred", found[1])
    parent = None
    if upper and LEVELS.index(known.level(upper)) == LEVELS.index(level) - 1:
        parent = known.places.get(upper).name
    return RegionSpan(key[1:], None, level, parent, "unknown", clues, spans)


def _unnamed(known: Clues) -> RegionSpan | None:
    """A report that only says 我县 or 全州: inferred where the places named in it settle it, else as it calls itself."""
    kinds = known.itself()
    if not kinds:
        return None
    kind = max(kinds, key=lambda k: (kinds[k], k))
    if kinds[kind] < 3 or kinds[kind] < 0.6 * sum(kinds.values()):
        return None
    body = known.document.body
    ours = {word + kind for word in known.rules.ours.words}
    said = [(place, name) for name in ours | {word + kind for word in known.rules.whole.words} if (place := body.find(name)) >= 0]
    if not said:
        return None
    place, name = min(said)
    key, spans = "*" + name, (Span(0, len(body)),)
    level = known.level(key)
    found = _infer(known, kind, level, None)
    if found:
        return _known(known, found[0], spans, "inferred", found[1])
    if ours.isdisjoint(name for _, name in said):
        return None
    clue = _clause(known, place, place + len(name))
    return RegionSpan(name, None, level, None, "unknown", (clue,), spans)


def _infer(known: Clues, kind: str, level: Level, upper: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The one division of that kind that the clues leave, with the clues; None where they do not settle it.

    A name that escaped the mask settles it; else two places named in the text that only one such division has.
    """
    places, body = known.places, known.document.body

    def fits(code: str) -> bool:
        division = places.get(code)
        inside = upper is None or places.within(code, upper)
        return inside and (not kind or kind in known.kinds(code)) and division.level == level

    def printed(name: str, start: int) -> str:
        end = start + len(name)
        following = places.rules.ethnic_township.match(body, end, end + 12)
        return name + (following[0] if following else "")

    named = {s.keys[0] for s in known.spots if s.role in ("organ", "document", "credit_organ") and len(s.keys) == 1}
    leaks = {key for key in named if coded(key) and fits(key)}
    if len(leaks) == 1:
        code = leaks.pop()
        spots = [s for s in known.spots if code in s.keys]
        return code, _clues(known, spots, [Span(0, len(body))])
    votes: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, start, codes in _places_inside(known, level):
        for code in {c for c in codes if fits(c)}:
            votes[code][name].append(start)
            ethnic = places.rules.ethnic_township.search(printed(name, start))
            if len(codes) == 1 and (ethnic or places.telling(name)):
                # No other place is called so: worth two.
                votes[code][name + "族"].append(start)
    ranked = sorted(votes, key=lambda c: (-len(votes[c]), c))
    if not ranked or len(votes[ranked[0]]) < 2 or (len(ranked) > 1 and len(votes[ranked[1]]) * 2 > len(votes[ranked[0]])):
        return None
    found = sorted((start, start + len(name)) for name, starts in votes[ranked[0]].items() for start in starts)
    clues = [_clause(known, start, end) for start, end in found]
    return ranked[0], tuple(dict.fromkeys(clues))[:_MOST_CLUES]


def _places_inside(known: Clues, level: Level) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Names of lower places that may lie in the region, each with the divisions of `level` it may lie in."""
    away = {s.start for s in known.spots if s.where == "body" and s.role == "partner"}
    if level == "county":
        townships = {s.start: s for s in known.spots if s.where == "body" and len(s.keys) == 1 and known.level(s.keys[0]) == "township"}
        for start, spot in townships.items():
            above = known.places.parent(spot.keys[0]) if start not in away and coded(spot.keys[0]) else None
            if above and above.level == level:  # a city without districts has its townships itself
                yield spot.name, start, (above.code,)
        for place in known.places.localities(known.document.body):
            if place.start not in away and place.start not in townships:
                yield place.text, place.start, place.codes
    for spot in known.spots:
        codes = [k for k in spot.keys if coded(k)]
        if spot.where == "body" and spot.role != "partner" and codes and level in ("province", "prefecture"):
            upper = {a.code for c in codes for a in known.places.ancestors(c) if a.level == level}
            if upper:
                yield spot.name, spot.start, tuple(sorted(upper))


# clues


def _clues(known: Clues, spots: Sequence[Spot], spans: Sequence[Span]) -> tuple[str, ...]:
    """Up to six exact quotes that name the region, the strongest first, no more than two of a role."""
    starts = [p.start for p in spans]

    def within(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and place < spans[number].end

    inside = [s for s in spots if s.where != "body" or within(s.start)]
    # What says little counts where nothing else is there.
    inside = [s for s in inside if s.role in _PRIORITY] or inside
    order = {role: place for place, role in enumerate(_PRIORITY)}
    clues: dict[str, None] = {}
    used: dict[str, int] = defaultdict(int)
    for spot in sorted(inside, key=lambda s: (order.get(s.role, len(order)), s.where == "body", s.start)):
        if used[spot.role] == 2 or len(clues) == _MOST_CLUES:
            continue
        quote = _clause(known, spot.start, spot.end) if spot.where == "body" else _printed(known.document, spot)
        if quote and not any(quote in clue or clue in quote for clue in clues):
            clues[quote] = None
            used[spot.role] += 1
    return tuple(clues)


def _clause(known: Clues, start: int, end: int) -> str:
    """The clause around `body[start:end]` as printed, cut short where it is long, drawn on where it is the name alone."""
    body = known.document.body
    left, right = clause_start(body, start, 60), clause_end(body, end)
    if right - left < end - start + 4 and right < len(body) and body[right] != "\n":
        right = clause_end(body, right + 1)
    if start - left > 12:
        left = start
    right = min(right, max(end, left + _LONGEST_CLUE))
    return known.document.quote(left, right).strip().lstrip("”》、)")


def _printed(document: Document, spot: Spot) -> str:
    """The part of a title or credit that names the region, as the source prints it; empty where it is not found."""
    text = spot.text
    left, right = text.rfind(" ", 0, spot.start) + 1, text.find(" ", spot.end)
    clause = text[left : right if right > 0 else len(text)]
    if len(clause) > _LONGEST_CLUE:
        clause = text[spot.start : spot.start + _LONGEST_CLUE].split(" ")[0]
    at = document.folded.find(clause)
    return document.source[at : at + len(clause)] if at >= 0 else ""
