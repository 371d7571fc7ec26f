"""Which division a made document is of, and its names in place of those of the division that its source is of.

Each division of the tables comes once before one comes again, each time with another year.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.places.divisions import Division
from generator.places.gazetteer import Gazetteer

YEARS = range(2016, 2026)
SHARES = {"county": 70, "prefecture": 20, "township": 6, "province": 4}
"""Per cent of documents by level, as among the annotated ones."""
_ENDINGS = ("区", "县", "市", "旗", "州", "盟", "省", "街道", "乡", "镇")
ALIKE = {"盟": "州", "地区": "市", "旗": "县"}
"""What a division is called where no source is of its own kind."""


@dataclass(frozen=True)
class Atlas:
    """The divisions that documents can be of."""

    known: Gazetteer

    def kind(self, code: str) -> tuple[str, str]:
        """Level and ending: documents of one kind say 全县, 县委 alike."""
        one = self.known.get(code)
        ending = next((e for e in ("自治区", "地区", *_ENDINGS) if one.name.endswith(e)), "")
        return one.level, ALIKE.get(ending, ending)

    @cached_property
    def unique(self) -> dict[str, list[str]]:
        """Codes by level, without those whose name another has too, so that a text tells which it is of."""
        every = [self.known.get(code) for code in (*self.known._upper, *self.known._townships)]
        names = Counter(one.name for one in every)
        levels: dict[str, list[str]] = defaultdict(list)
        for one in every:
            if names[one.name] == 1 and len(one.name) > 2 and one.code[:2] < "70":
                levels[one.level].append(one.code)
        return levels

    @cached_property
    def below(self) -> dict[str, list[str]]:
        """Codes of the divisions right below each."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in (*self.known._upper, *self.known._townships):
            if above := self.known.get(code).parent_code:
                found[above].append(code)
        return found

    def draws(self, kinds: set[tuple[str, str]], seed: int) -> Iterator[tuple[str, int]]:
        """Divisions of those kinds and years, without end; none comes twice with a year."""
        rng = random.Random(f"places {seed}")
        pools = {level: [c for c in self.unique[level] if self.kind(c) in kinds] for level in SHARES}
        for pool in pools.values():
            rng.shuffle(pool)
        years = list(YEARS)
        rng.shuffle(years)
        taken = Counter[str]()
        while True:
            level = rng.choices(list(SHARES), list(SHARES.values()))[0]
            if taken[level] == len(pools[level]) * len(years):
                level = "county"
            turn, at = divmod(taken[level], len(pools[level]))
            taken[level] += 1
            yield pools[level][at], years[(turn + at) % len(years)]

    def names(self, one: Division) -> list[str]:
        """What texts call it, the official name first."""
        bare, ending = self.known.bare(one.name, one.level), self.known.ending(one.name, one.level)
        short = [bare + form for form in (self.known.rules.autonomous.get(ending), ending) if form and bare != one.name]
        return list(dict.fromkeys([one.name, *short, *([bare] if len(bare) > 1 else [])]))

    def renaming(self, rng: random.Random, text: str, own: Mapping[str, str]) -> dict[str, str]:
        """What each name in `text` becomes: of the divisions `own` that of their stand-ins, and so of those above, below and beside them."""
        pairs: dict[str, str] = {}
        for old, new in own.items():
            above = dict(zip(self._above(old), self._above(new), strict=False))
            for one, other in {**above, old: new}.items():
                pairs.setdefault(one, other)
        for old, new in own.items():
            for one, other in ((old, new), *zip(self._above(old)[-1:], self._above(new)[-1:], strict=True)):
                self._stand_in(rng, text, one, other, pairs)
        words: dict[str, str] = {}
        for code, stand_in in pairs.items():
            mine, theirs = self.names(self.known.get(code)), self.names(self.known.get(stand_in))
            for number, name in enumerate(mine):
                form = theirs[0] if number == 0 else theirs[-1] if number == len(mine) - 1 else theirs[min(1, len(theirs) - 1)]
                words.setdefault(name, form)
        return words

    def _above(self, code: str) -> list[str]:
        """The codes above, the province first: a prefecture's stand-in is a prefecture where there is one."""
        return [one.code for one in reversed(self.known.ancestors(code))]

    def _stand_in(self, rng: random.Random, text: str, old: str, new: str, pairs: dict[str, str]) -> None:
        """Gives those below `old` that `text` names a stand-in below `new` each, and theirs in turn."""
        named = [c for c in self.below[old] if c not in pairs and _in(text, self.names(self.known.get(c)))]
        free = [c for c in self.below[new] if c not in pairs.values()]
        rng.shuffle(free)
        for code, other in zip(named, free, strict=False):
            pairs[code] = other
            self._stand_in(rng, text, code, other, pairs)


def _in(text: str, names: Iterable[str]) -> bool:
    return any(len(name) > 2 and name in text for name in names)


def renamed(text: str, words: Mapping[str, str]) -> str:
    """`text` with every word of `words` exchanged at once, the longest first."""
    if not words:
        return text
    return re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), lambda found: words[found[0]], text)
