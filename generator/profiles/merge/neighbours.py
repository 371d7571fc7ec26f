"""Which anchors the documents of a region have on its page, for merges that follow one another.

A document's anchors are worked out when another one of the same region is merged, and not before: most regions have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from generator.errors import GeneratorError
from generator.model import Profile
from generator.profiles.check.evidence import Evidence
from generator.profiles.format.messages import parse
from generator.profiles.merge import kept
from generator.profiles.merge.addresses import LETTERS, of_profile, page, stem_of
from generator.profiles.merge.align import items, places
from generator.profiles.merge.kept import Kept
from generator.profiles.shelf import Held, read_text, source_text
from generator.workspace import Workspace

Anchors = dict[str, set[str]]
"""By the code of the page's region."""


class Neighbours:
    """All documents, by the regions they report on."""

    def __init__(self, workspace: Workspace, held: Iterable[Held]) -> None:
        self._workspace = workspace
        self._stems: dict[str, set[str]] = defaultdict(set)
        self._made: dict[str, Anchors | Callable[[], Anchors]] = {}
        for one in held:
            self._put(one.stem, one.profile, partial(self._held, one))

    def anchors(self, stem: str, code: str) -> set[str]:
        """Those that documents other than `stem` have on the page of region `code`."""
        found = set[str]()
        for other in sorted(self._stems.get(code, set()) - {stem}):
            made = self._made[other]
            if callable(made):
                made = self._made[other] = made()
            found |= made.get(code, set())
        return found

    def take(self, stem: str, text: str, base: str, known: Kept) -> None:
        """Puts what a merge made of a document in the place of what stood there."""
        self._put(stem, parse(text, stem)[1], partial(self._anchors, text, base, known))

    def _put(self, stem: str, profile: Profile, make: Callable[[], Anchors]) -> None:
        for region in profile.regions:
            if region.adcode:
                self._stems[region.adcode].add(stem)
        self._made[stem] = make

    def _held(self, one: Held) -> Anchors:
        path = self._workspace.base_file(one.stem + ".yml")
        try:
            base = read_text(path, self._workspace.show(path)) if path.exists() else None
            return self._anchors(one.text, base, kept.of(self._workspace, one.stem))
        except GeneratorError:  # told when that document is merged or checked
            return self._anchors(one.text, None, Kept())

    def _anchors(self, text: str, base_text: str | None, known: Kept) -> Anchors:
        tree, profile = parse(text, "profile")
        mine, base = items(tree.data), items(parse(base_text, "base")[0].data) if base_text else []
        source = source_text(self._workspace, profile)
        evidence = Evidence(source) if source is not None else None
        given = of_profile(mine, base, known, places(base, mine, [], evidence), evidence)
        found: Anchors = defaultdict(set)
        for item in mine:
            if item.kind in LETTERS:
                found[page(item)].add(given.get(item) or stem_of(item))
        return found
