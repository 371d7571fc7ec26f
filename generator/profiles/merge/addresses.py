"""The addresses of items on their pages: made of an item's words as first read, and never changed while the item is there.

An item read for the first time gets a hash of its words, numbered where its page has them already. Base and profile show
that anchor again as long as the machine reads the same and only people change things; `merge` remembers the rest in
`kept`: anchors that the new base would not give, and those of items that only the profile has. Which document came first
is known at a merge alone, whatever the dates of documents say; so what a page's other documents have then is passed over,
and remembered likewise. Not remembered: what a person added and changed again before any merge saw it, and what clashes
because a region was renamed or two branches were joined; `publish.corpus` numbers that anew.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import count

from generator.profiles.format.shape import KEYS
from generator.profiles.items import Item, region_of
from generator.profiles.merge.align import Places, places
from generator.profiles.merge.kept import Anchored, Kept, Stray
from generator.profiles.text.evidence import Evidence
from generator.yaml_io import Path, show_path

LETTERS = {"measures": "m", "indicators": "f", "honours": "h", "networks": "n"}
"""The kinds that have anchors, and what their anchors begin with."""

Others = Callable[[str], Collection[str]]
"""The anchors that a page's other documents have, by its region's code."""


def stem(kind: str, words: str) -> str:
    """`f-` and the first 8 digits of the SHA-256 of `words`; white space does not count."""
    return f"{LETTERS[kind]}-{hashlib.sha256(''.join(words.split()).encode()).hexdigest()[:8]}"


def numbered(stem: str, *taken: Collection[str]) -> str:
    """`stem`, or `stem-2`, `stem-3` …: the first that is in none of `taken`."""
    numbers = count(2)
    anchor = stem
    while any(anchor in one for one in taken):
        anchor = f"{stem}-{next(numbers)}"
    return anchor


def plain(found: Iterable[Item]) -> dict[Item, str]:
    """The anchors that a text's items have where nothing is remembered, numbered by page, in the order of the file."""
    made, taken = dict[Item, str](), defaultdict[str, set[str]](set)
    for item in found:
        if item.kind in LETTERS:
            made[item] = numbered(stem_of(item), taken[page(item)])
            taken[page(item)].add(made[item])
    return made


NewItem = tuple[str, str, str]
"""Of an item of a profile that is opened: its path as messages print it, the code of its page, the stem of its anchor."""


def new_items(found: Iterable[Item]) -> list[NewItem]:
    """Those that have anchors, in the order of the file."""
    return [(show_path(item.path), page(item), stem_of(item)) for item in found if item.kind in LETTERS]


def first(found: Iterable[NewItem], others: Others) -> tuple[list[Anchored], dict[str, set[str]]]:
    """The anchors of a profile that is opened: those to remember, as other documents have what would be theirs; and all, by code of region."""
    elsewhere, usual, made = cache(others), defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    changed = list[Anchored]()
    for path, code, stem in found:
        usual[code].add(alone := numbered(stem, usual[code]))
        made[code].add(anchor := numbered(stem, made[code], elsewhere(code)))
        if anchor != alone:
            changed.append(Anchored(path=path, anchor=anchor))
    return changed, {code: anchors for code, anchors in made.items() if code}


def given(base: Sequence[Item], kept: Kept) -> dict[Item, str]:
    """The anchors of a base's items."""
    by_path = {show_path(item.path): item for item in base}
    return plain(base) | {by_path[one.path]: one.anchor for one in kept.anchors if one.path in by_path}


def of_profile(mine: Sequence[Item], base: Sequence[Item], kept: Kept, found: Places, source: Evidence | None) -> dict[Item, str]:
    """The anchors of a profile's items; an item that a person added and no merge has seen has none yet.

    `found` has base and profile aligned, and nothing else: so the pages and the next merge find the same.
    """
    known = given(base, kept)
    made = {item: known[was] for item in mine if (was := found.of[item].base) in known}
    loose = [item for item in mine if item.kind in LETTERS and item not in made]
    strays = {Item(one.kind, ("strays", n), one.item): one.anchor for n, one in enumerate(kept.strays)}
    if loose and strays:
        again = places(list(strays), loose, [], source)
        made.update((item, strays[was]) for item in loose if (was := again.of[item].base))
    return made


def remember(
    mine: Sequence[Item], new: Sequence[Item], known: Mapping[Path, str], gone: Mapping[Item, str],
    others: Others, source: Evidence | None,
) -> tuple[list[Anchored], list[Stray]]:  # fmt: skip
    """What the next merge and the pages must know of a profile that was just merged.

    `new` is its base from now on; `known` has the anchors its items had, by their paths now, `gone` those of items of `new`
    that people deleted, which are not given to others.
    """
    found = places(new, mine, [], source)
    deleted = [item for item in new if item.kind in LETTERS and not found.of[item].mine]
    anchors = {item: known[item.path] for item in mine if item.path in known}
    taken = defaultdict[str, set[str]](set)
    for item, anchor in anchors.items():
        taken[page(item)].add(anchor)
    for item in deleted:
        if (was := gone.get(item)) and was not in taken[page(item)]:
            anchors[item] = was
            taken[page(item)].add(was)
    for item in (*mine, *deleted):  # what stands on the page goes first
        if item.kind in LETTERS and item not in anchors:
            anchors[item] = numbered(stem_of(item), taken[page(item)], others(page(item)))
            taken[page(item)].add(anchors[item])
    usual, changed, strays = plain(new), list[Anchored](), list[Stray]()
    for item, anchor in anchors.items():
        read = found.of[item].base
        if read is None:
            strays.append(Stray(kind=item.kind, item=item.bare, anchor=anchor))
        elif usual[read] != anchor:
            changed.append(Anchored(path=show_path(read.path), anchor=anchor))
    return changed, strays


def stem_of(item: Item) -> str:
    return stem(item.kind, str(item.data[KEYS[item.kind]]))


def page(item: Item) -> str:
    """The code of the region whose page an item stands on; empty for the document's own page."""
    region = region_of(item)
    return str(region.data.get("adcode") or "") if region else ""
