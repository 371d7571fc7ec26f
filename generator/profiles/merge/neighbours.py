"""Which anchors the documents of a region have on its page, for merges that follow one another.

A document's anchors are worked out when another one of the same region is merged, and not before: most regions have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from generator.errors import GeneratorError
from generator.profiles.cards import ProfileCard
from generator.profiles.format.messages import parse
from generator.profiles.items import Item, items
from generator.profiles.merge.addresses import LETTERS, of_profile, page, stem_of
from generator.profiles.merge.align import places
from generator.profiles.merge.kept import Kept
from generator.profiles.shelf import Filed
from generator.profiles.text.evidence import Evidence

Anchors = dict[str, set[str]]
"""By the code of the page's region."""


class Neighbours:
    """All documents, by the regions they report on."""

    def __init__(self, held: Iterable[Filed]) -> None:
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._made: dict[str, Anchors | Callable[[], Anchors]] = {}
        for one in held:
            if one.stem and one.card:
                self.put(one.stem, one.card.codes, partial(_of, one))

    def anchors(self, stem: str, code: str) -> set[str]:
        """Those that documents other than `stem` have on the page of region `code`."""
        found = set[str]()
        for other in sorted(self._stems.get(code, set()) - {stem}):
            made = self._made[other]
            if callable(made):
                made = self._made[other] = made()
            found |= made.get(code, set())
        return found

    def take(self, stem: str, text: str, base: str, known: Kept, evidence: Callable[[], Evidence | None]) -> None:
        """Puts what a merge made of a document in the place of what stood there; `evidence` gives its decoded seed."""

        def make() -> Anchors:
            return _anchors(items(parse(text, stem)[0].data), items(parse(base, stem)[0].data), known, evidence())

        self.put(stem, ProfileCard.of(parse(text, stem)[1]).codes, make)

    def put(self, stem: str, codes: Iterable[str], anchors: Anchors | Callable[[], Anchors]) -> None:
        """Puts a document that reports on the regions of those `codes` in its place, with its anchors or what gives them."""
        for code in codes:
            self._stems[code].add(stem)
        self._made[stem] = anchors


def _of(one: Filed) -> Anchors:
    mine = items(one.data)
    try:
        return _anchors(mine, items(one.base[0].data) if one.base else [], one.kept, one.evidence)
    except GeneratorError:  # told when that document is merged or checked
        return _anchors(mine, [], Kept(), one.evidence)
    finally:
        one.put_back()


def _anchors(mine: list[Item], base: list[Item], known: Kept, evidence: Evidence | None) -> Anchors:
    given = of_profile(mine, base, known, places(base, mine, [], evidence), evidence)
    found: Anchors = defaultdict(set)
    for item in mine:
        if item.kind in LETTERS:
            found[page(item)].add(given.get(item) or stem_of(item))
    return found
