"""Which items of base, reading and profile are the same: those that stand at the same place in the source.

Profiles hold no offsets and people re-quote, so places are told by offset where there is one, else by where the quote
stands in the source, else by likeness of words; content, measure and neighbours decide between several at one place.
What is done with items that belong together is `merge`'s and `edits`' business.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from generator.profiles.format.shape import FIELDS, KEYS, SETS
from generator.profiles.items import Item, code_of, members, region_of
from generator.profiles.text.evidence import Evidence, Span

# The order counts: a measure's items are told by their measure, a region by its items, a set's entries by their region.
ORDER = (
    "source", "gaps", "measures", "indicators", "documents_cited", "programmes", "honours", "networks", "regions", "clues",
    "ethnic_groups",
)  # fmt: skip


@dataclass(eq=False)
class Place:
    """One place in the source and what stands for it in each of the three texts."""

    kind: str
    base: Item | None = None
    mine: Item | None = None
    new: Item | None = None


@dataclass
class Places:
    """All places of three texts; `of` has the place of every item."""

    all: list[Place]
    of: dict[Item, Place]


def places(base: Sequence[Item], mine: Sequence[Item], new: Sequence[Item], evidence: Evidence | None) -> Places:
    """Aligns base with reading, then the profile's items with the places found; each item has exactly one place."""
    found = Places([], {})
    where = _Where(evidence)
    groups = [_by_kind(base), _by_kind(new), _by_kind(mine)]
    for kind in ORDER:
        left, right = groups[0][kind], groups[1][kind]
        pairs = _pair(kind, left, [(item,) for item in right], found, where)
        taken = set(pairs.values())
        for item in left:
            found.all.append(Place(kind, base=item, new=right[pairs[item]] if item in pairs else None))
        found.all += [Place(kind, new=item) for number, item in enumerate(right) if number not in taken]
        for place in found.all:
            if place.kind == kind:
                found.of.update({item: place for item in (place.base, place.new) if item})
    for kind in ORDER:
        known = [place for place in found.all if place.kind == kind]
        sides = [tuple(item for item in (place.base, place.new) if item) for place in known]
        pairs = _pair(kind, groups[2][kind], sides, found, where)
        for item in groups[2][kind]:
            place = known[pairs[item]] if item in pairs else Place(kind)
            if item not in pairs:
                found.all.append(place)
            place.mine = item
            found.of[item] = place
    return found


def _by_kind(found: Iterable[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in found:
        groups[item.kind].append(item)
    return groups


class _Where:
    """Spans of items in the source: their own offsets, else every place their words stand at."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._evidence = evidence
        self._known: dict[Item, list[Span]] = {}

    def __call__(self, item: Item) -> list[Span]:
        if item not in self._known:
            at = item.data.get("at")
            spans = [(at[0], at[1])] if at else self._evidence.find(item.key) if self._evidence else []
            self._known[item] = spans
        return self._known[item]


Side = tuple[Item, ...]


def _pair(kind: str, left: Sequence[Item], right: Sequence[Side], found: Places, where: _Where) -> dict[Item, int]:
    """For each item on the left, the number of the place on the right that it stands at; every place at most once."""
    if kind == "source":
        return {item: 0 for item in left if right}
    if kind == "regions":
        return _pair_regions(left, right, found)
    pairs: dict[Item, int] = {}
    open_ = set(range(len(right)))

    def exact(key_of: Callable[[Item], Any], only_equal: bool) -> None:
        """Pairs what has equal keys (None is no key), in order; where `only_equal`, only keys both sides have equally often."""
        lefts, rights = defaultdict(list), defaultdict(list)
        for item in left:
            if item not in pairs:
                lefts[key_of(item)].append(item)
        for number in sorted(open_):
            for key in dict.fromkeys(map(key_of, right[number])):
                rights[key].append(number)
        for key, group in lefts.items():
            numbers = [n for n in rights.get(key, ()) if n in open_ and key is not None]
            if not only_equal or len(group) == len(numbers):
                for item, number in zip(group, numbers, strict=False):
                    if any(_may_be_one(item, other, where) for other in right[number]):
                        pairs[item] = number
                        open_.discard(number)

    if kind in SETS:
        exact(lambda i: (i.key, _home(i, found)), only_equal=False)
        return pairs
    exact(lambda i: (i.signature, tuple(i.data["at"])) if i.data.get("at") else None, only_equal=False)
    exact(lambda i: (i.signature, _home(i, found)), only_equal=True)
    exact(lambda i: i.signature, only_equal=True)
    _pair_alike(left, right, open_, pairs, found, where)
    return pairs


def _home(item: Item, found: Places) -> Any:
    """What tells where an item stands: the place of its measure, or its region's code or name."""
    parent = item.parent
    if parent is None or parent.kind == "source":
        return None
    if parent.kind == "measures" or item.kind in SETS:
        return found.of.get(parent, parent)
    return code_of(parent)


def _pair_alike(left: Sequence[Item], right: Sequence[Side], open_: set[int], pairs: dict[Item, int], found: Places, where: _Where) -> None:
    """Pairs what is left by likeness, the most alike first; a shared measure and paired neighbours speak for a pair."""
    settled = {at: pairs[item] for at, item in enumerate(left) if item in pairs}
    ranked = []
    for at, item in enumerate(left):
        for number in open_ if item not in pairs else ():
            scores = [likeness(item, other, where) for other in right[number] if _may_be_one(item, other, where)]
            if any(scores):
                together = any(_home(item, found) == _home(other, found) for other in right[number])
                beside = (settled.get(at - 1) == number - 1) + (settled.get(at + 1) == number + 1)
                ranked.append((-max(scores) - 0.25 * together - 0.1 * beside, abs(at - number), at, number))
    for _, _, at, number in sorted(ranked):
        if left[at] not in pairs and number in open_:
            pairs[left[at]] = number
            open_.discard(number)


def _may_be_one(a: Item, b: Item, where: Callable[[Item], list[Span]]) -> bool:
    """Whether two items do not tell the same of two regions, each at a place of its own."""
    region, other = region_of(a), region_of(b)
    if region is None or other is None or code_of(region) == code_of(other):
        return True
    return not (where(a) and where(b)) or any(_overlap(x, y) > 0 for x in where(a) for y in where(b))


def likeness(a: Item, b: Item, where: Callable[[Item], list[Span]]) -> float:
    """How surely two items stand at one place: 0 where they do not, else up to 2, place and content one each."""
    spans, others = where(a), where(b)
    if spans and others:
        place = max(_overlap(x, y) for x in spans for y in others)
        if not place and a.key == b.key:
            place = 0.5  # the same words elsewhere: the machine may have taken another of several mentions
    elif a.key == b.key:
        place = 1.0
    else:
        place = _common(a.key, b.key)
    names = [n for n in a.values if n != KEYS[a.kind] and (a.values[n], b.values[n]) != (FIELDS[a.kind][n],) * 2]
    content = sum(a.values[n] == b.values[n] for n in names) / len(names) if names else 0.0
    # Quotes that overlap a little are one place only where they tell the same.
    if place >= 0.5 or (place >= 0.1 and content >= 0.5):
        return place + content
    return 0.0


def _common(a: str, b: str) -> float:
    """How much of their words two quotes share that stand nowhere in the source: by the longest run, as in `_overlap`, or
    by all characters where only a few differ."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    run = matcher.find_longest_match().size
    share = run / (len(a) + len(b) - run) if run >= 4 else 0.0
    ratio = matcher.ratio() if matcher.quick_ratio() > 0.7 else 0.0
    return max(share, ratio if ratio > 0.7 else 0.0)


def _overlap(a: Span, b: Span) -> float:
    """What two spans share, as a part of what they cover together."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def _pair_regions(left: Sequence[Item], right: Sequence[Side], found: Places) -> dict[Item, int]:
    """Regions by code, else by the majority of their items, else by name; the only one on both sides whatever it is."""
    pairs: dict[Item, int] = {}
    open_ = set(range(len(right)))

    def take(item: Item, number: int | None) -> None:
        if number is not None and number in open_ and item not in pairs:
            pairs[item] = number
            open_.discard(number)

    for item in left:
        if code := item.data.get("adcode"):
            take(item, next((n for n in sorted(open_) if any(o.data.get("adcode") == code for o in right[n])), None))
    votes = []
    for item in left:
        homes = Counter(n for child in members(item) for n in open_ if _shared(child, right[n], found))
        total = len(list(members(item)))
        votes += [(-count, left.index(item), number) for number, count in homes.items() if 2 * count > total]
    for _, number_left, number in sorted(votes):
        take(left[number_left], number)
    for item in left:
        take(item, next((n for n in sorted(open_) if any(o.key == item.key for o in right[n])), None))
    if len(left) == len(right) == 1:
        take(left[0], 0)
    return pairs


def _shared(child: Item, sides: Side, found: Places) -> bool:
    """Whether the place of `child` is one of an item of the region on either side."""
    place = found.of.get(child)
    return place is not None and any(item and item.region in sides for item in (place.base, place.new))
