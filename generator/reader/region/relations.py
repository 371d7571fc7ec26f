"""What the places that a text names are to the region it reports on: the region itself, above it, a part of it, or another.

Names come from the gazetteer, kinds (县, 州 …) from rules/regions.yml and owners.yml. Whose a figure is, is decided in `figures.owner`.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from generator.model import LEVELS
from generator.places.gazetteer import Gazetteer, Mention
from generator.reader.region.regions import RegionSpan
from generator.rules import Rules
from generator.rules.loader import either

Relation = Literal["own", "above", "part", "other"]
# Provinces whose people say 全区 of all of it.
_AUTONOMOUS = frozenset({"15", "45", "54", "64", "65"})


class Relations:
    """The names in one body, seen from one of the regions it reports on."""

    def __init__(self, rules: Rules, places: Gazetteer, body: str, mentions: Sequence[Mention], region: RegionSpan) -> None:
        self._rules, self._places, self._region = rules, places, region
        self._body, self._mentions = body, mentions
        self._starts = [mention.start for mention in mentions]
        self.name = region.name

    def official(self, mention: Mention) -> str | None:
        """The full name of a division that is named; None where it may be several."""
        return self._places.get(mention.codes[0]).name if len(mention.codes) == 1 else None

    def upper(self, kind: str, level: str = "") -> str | None:
        """The division above the region that is called by its kind alone, of that level if one is given."""
        above = self._places.ancestors(self._region.adcode) if self._region.adcode else []
        return next((d.name for d in above if d.name.endswith(kind) and level in ("", d.level)), None)

    def named_at(self, place: int) -> Mention | None:
        """The division whose name begins at `place`."""
        number = bisect_left(self._starts, place)
        return self._mentions[number] if number < len(self._starts) and self._starts[number] == place else None

    def nested(self, upper: Mention | None, mention: Mention) -> bool:
        """Whether a division named right behind another one lies in it."""
        return upper is not None and any(code != u and self._places.within(code, u) for code in mention.codes for u in upper.codes)

    def named(self, relation: Relation, start: int, end: int) -> list[Mention]:
        """The divisions named in `body[start:end]` that are this to the region."""
        inside = self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [mention for mention in inside if self.relation(mention) == relation]

    def own_between(self, start: int, end: int) -> int | None:
        """Where the region is first named or called so (我县) in `body[start:end]`."""
        places = [mention.start for mention in self.named("own", start, end)]
        called = self._called.search(self._body, start, end) if self._called else None
        return min([*places, *([called.start()] if called else [])], default=None)

    @cached_property
    def _called(self) -> re.Pattern[str] | None:
        """What the region calls itself: 我县, 全县."""
        words = self._rules.regions
        ways = [which + kind for which in (*words.ours.words, *words.whole.words) for kind in self._kinds]
        return re.compile(either(ways)) if ways else None

    def relation(self, mention: Mention) -> Relation:
        """What a named division is to the region."""
        if mention.text == self._region.name:
            return "own"
        code = self._region.adcode
        if code is None:
            return "other"
        if code in mention.codes:
            return "own"
        if any(self._places.within(code, other) for other in mention.codes):
            return "above"
        return "part" if any(self._places.within(other, code) for other in mention.codes) else "other"

    def kind(self, word: str) -> Relation:
        """What the text means by all of a kind, or this one of it (全县, 该州), said of the region reported on."""
        if word in self._kinds:
            return "own"
        if word == "国":
            return "above"
        levels = self._rules.regions.kinds.get(word)
        if levels is None:
            return "part"
        region, areas = self._region, ("county", "area")
        here = LEVELS.index("county" if region.level in areas else region.level)
        above = LEVELS.index(levels[0]) if word != "区" or (region.adcode or "")[:2] not in _AUTONOMOUS else 0
        return "above" if above < here else "part"

    @cached_property
    def _kinds(self) -> set[str]:
        """The kinds that the region goes by."""
        region = self._region
        kinds = self._rules.regions.kinds
        return {kind for kind, levels in kinds.items() if region.name.endswith(kind) and (region.level in levels or region.level == "area")}
