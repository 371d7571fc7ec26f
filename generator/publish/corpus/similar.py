"""Which regions report on similar things: by the kinds of figures, cited titles and programmes that both have.

Nobody is measured: what is shared is told in words, rare things before common ones, and no number is shown. Only what a
reader finds on both pages counts; words that headings share are mostly the trade's own (载体, 格局) and tell nothing.
Regions are looked for among those that share something rare and lie near in the order of codes, so that ten thousand cost
a thousand times what ten cost.
"""

import json
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.known import Cache, code, digest
from generator.publish.corpus.corpus import ReportedRegion
from generator.publish.corpus.entries import folded
from generator.rules import Rules

SIMILAR = 4
"""Regions named on a page."""
TOLD = 3
"""Shared things named with each."""
LEAST = 2
"""Shared things that make two regions similar."""
_NEAR = 8
"""Regions looked at on either side in the list of one thing."""
_LOOKED_AT = 64
"""Regions compared with one region."""

Things = Mapping[str, str]
"""What a region has, by a key that is the same wherever it has it, with the words for it."""


@dataclass(frozen=True)
class Alike:
    """A region that reports on similar things."""

    region: ReportedRegion
    shared: tuple[str, ...]
    """At most TOLD of the things both have, the rarest first."""
    more: bool
    """Whether they share others."""


class Similar:
    """All regions by what they have. Nothing is worked out before the first region is asked for."""

    def __init__(self, rules: Rules, regions: Sequence[ReportedRegion], known: Cache | None = None) -> None:
        self._rules, self._regions, self._known = rules, regions, known

    def to(self, region: ReportedRegion) -> list[Alike]:
        """At most SIMILAR regions that share LEAST things or more with `region`, those sharing more and rarer things first,
        then by code."""
        if self._known:
            return [Alike(self._regions[at], tuple(shared), more) for at, shared, more in self._kept[self._place[region.adcode]]]
        return self._to(region)

    @cached_property
    def _kept(self) -> Sequence[Sequence[tuple[int, Sequence[str], bool]]]:
        """For each region the places of those like it: worked out anew only where some region has other things than before."""
        assert self._known
        key = digest(code(), repr([(region.adcode, self._things[region.adcode]) for region in self._regions]))
        if not (data := self._known.get([key])):
            told = [[(self._place[one.region.adcode], one.shared, one.more) for one in self._to(region)] for region in self._regions]
            data = {key: json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")}
            self._known.put(data, [])
        found: list[list[tuple[int, list[str], bool]]] = json.loads(data[key].decode("utf-8", "surrogatepass"))
        return found

    def _to(self, region: ReportedRegion) -> list[Alike]:
        things = self._things[region.adcode]
        found = []
        for at in self._candidates(region):
            other = self._regions[at]
            keys = sorted((key for key in things if key in self._things[other.adcode]), key=self._order)
            if len(keys) >= LEAST:
                found.append((-round(sum(self._rarity(key) for key in keys), 6), other.adcode, other, keys))
        return [
            Alike(other, tuple(things[key] for key in keys[:TOLD]), len(keys) > TOLD)
            for _, _, other, keys in sorted(found, key=lambda one: one[:2])[:SIMILAR]
        ]

    def _candidates(self, region: ReportedRegion) -> list[int]:
        """Places of regions that share something with `region`: by its rarest things first, near ones in the lists of each."""
        here, found = self._place[region.adcode], dict[int, None]()
        for key in sorted(self._things[region.adcode], key=self._order):
            holders = self._holders[key]
            at = bisect_left(holders, here)
            found.update(dict.fromkeys(holders[max(0, at - _NEAR) : at] + holders[at + 1 : at + 1 + _NEAR]))
            if len(found) >= _LOOKED_AT:
                break
        return list(found)

    def _order(self, key: str) -> tuple[int, str]:
        return len(self._holders[key]), key

    def _rarity(self, key: str) -> float:
        return math.log(1 + len(self._regions) / len(self._holders[key]))

    @cached_property
    def _place(self) -> dict[str, int]:
        return {region.adcode: at for at, region in enumerate(self._regions)}

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        """The places of the regions that have a thing, in order."""
        found = defaultdict[str, list[int]](list)
        for at, region in enumerate(self._regions):
            for key in self._things[region.adcode]:
                found[key].append(at)
        return found

    @cached_property
    def _things(self) -> dict[str, Things]:
        """By adcode; only what several regions have."""
        named = [_named(self._rules, region) for region in self._regions]
        spread = Counter(key for things in named for key in things)
        return {
            region.adcode: {key: words for key, words in things.items() if spread[key] > 1}
            for region, things in zip(self._regions, named, strict=True)
        }


def _named(rules: Rules, region: ReportedRegion) -> dict[str, str]:
    """Kinds of figures, cited titles and programmes by key."""
    found = {}
    for report in region.reports:
        for figure in report.figures:
            if concept := figure.indicator.compared:
                found[f"concept {concept}"] = rules.vocabulary.concepts[concept].label.zh
        for cited in report.entry.documents_cited:
            found.setdefault(f"title {folded(cited.title)}", cited.title)
        for programme in report.entry.programmes:
            found.setdefault(f"programme {folded(programme.name)}", f"“{programme.name}”")
    return found
