"""Names of Chinese administrative divisions in running text.

Which names mean which divisions, and where they stand. Whose work a text reports is decided in `regions`, not here.
Names in use and guards stand in rules/places.yml.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from generator.model import LEVELS
from generator.places.divisions import Divisions
from generator.rules import Rules

_TELLING = 4
"""The fewest characters of a name that tells a place by itself."""


class Mention(NamedTuple):
    """A name at `text[start:end]`; several codes, in order, where it may mean several divisions.

    `official` names are the present and former ones; `short` is everything else, with its ending (延边州) or bare (延边).
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    kind: Literal["official", "short"]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """What a string of characters may mean; no codes where it is an ordinary word."""

    codes: tuple[str, ...]
    kind: Literal["official", "short"]
    bare: bool = False
    guarded: bool = False


class Gazetteer(Divisions):
    """All divisions and their names; the matcher is built when first needed, so make one and hand it on."""

    @cached_property
    def _names(self) -> dict[str, _Name]:
        """What is looked for, townships left out."""
        official: dict[str, set[str]] = defaultdict(set)
        short: dict[str, set[str]] = defaultdict(set)
        bare: dict[str, set[str]] = defaultdict(set)
        for division in self._upper.values():
            name, level = division.name, division.level
            official[name].add(division.code)
            rest, ending = self.bare(name, level), self.ending(name, level)
            if rest == name:
                continue
            if rest not in self.rules.ethnic.all:
                bare[rest].add(division.code)
            if self.rules.autonomous.get(ending):
                short[rest + self.rules.autonomous[ending]].add(division.code)
                short[rest + ending].add(division.code)
        for name, code in self.rules.former.items():
            official.setdefault(name, set()).add(code)
        for name, code in self.rules.short.items():
            (short if self._ends(name) else bare)[name].add(code)
        names = {word: _Name((), "official") for word in self.rules.inside.words}
        for name, codes in bare.items():
            names.setdefault(name, self._bare_name(name, codes))
        for name, codes in short.items():
            names[name] = _Name(tuple(sorted(codes)), "short")
        for name, codes in official.items():
            names[name] = _Name(tuple(sorted(codes)), "official", guarded=name in self.rules.inside.all)
        return names

    @cached_property
    def _towns(self) -> dict[str, list[str]]:
        """Codes of townships by official name, ethnic ones also without the groups; names of two characters (水乡) are often words."""
        towns: dict[str, list[str]] = {}
        for code, name in self._townships.items():
            if len(name) > 2:
                towns.setdefault(name, []).append(code)
            if "族" in name:
                ending = self.ending(name, "township")
                short = self.bare(name, "township") + self.rules.autonomous.get(ending, ending)
                if short != name and len(short) > 2:
                    towns.setdefault(short, []).append(code)
        return towns

    def _name(self, text: str) -> _Name | None:
        return self._names.get(text) or (_Name(tuple(self._towns[text]), "official") if text in self._towns else None)

    def _ends(self, name: str) -> bool:
        return any(name.endswith(s) for suffixes in self.rules.suffixes.values() for s in suffixes) or name.endswith("州")

    def _bare_name(self, name: str, codes: set[str]) -> _Name:
        provinces = {c for c in codes if self.get(c).level == "province"}
        found = sorted(provinces or codes)
        nested = all(self.related(a, b) for a in found for b in found)
        district = all(self.get(c).name.endswith("区") and self.get(c).level == "county" for c in found)
        return _Name(tuple(found), "short", True, name in self.rules.guarded.all or not nested or district)

    # What is looked for are the two characters that begin a name, and there the names that begin with the two; townships,
    # five times as many, are looked up by their last three, as they end in one of five characters. An automaton of all
    # names takes three times as long: its first state alone has thousands of branches, tried one by one.

    @cached_property
    def _openings(self) -> dict[str, list[str]]:
        """Names, townships left out, by their first two characters."""
        openings: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            openings[name[:2]].append(name)
        return dict(openings)

    @cached_property
    def _opens(self) -> re.Pattern[str]:
        """Where a name, townships left out, can begin: its search looks at five characters out of six without a step of ours."""
        first, second = ({name[at] for name in self._names} for at in (0, 1))
        return re.compile(f"[{re.escape(''.join(sorted(first)))}](?=[{re.escape(''.join(sorted(second)))}])")

    @cached_property
    def _town_end(self) -> re.Pattern[str]:
        return re.compile(f"[{''.join(sorted({name[-1] for name in self._towns}))}]")

    @cached_property
    def _town_sizes(self) -> dict[str, set[int]]:
        """The lengths of the names of townships by their last three characters."""
        sizes: dict[str, set[int]] = defaultdict(set)
        for name in self._towns:
            sizes[name[-3:]].add(len(name))
        return dict(sizes)

    # finding

    def find(self, text: str, named: Collection[str] = ()) -> list[Mention]:
        """All names in `text`, the leftmost and longest first, in reading order.

        Ordinary words that are names too count only behind the place above or where the division is named in full in
        the text or among `named`, codes known from elsewhere in the document.
        """
        found: list[tuple[Mention, bool]] = []
        position = 0
        for start, candidates in self._candidates(text):
            if start < position:
                continue
            for length, name in candidates:
                if self._fits(text, start, start + length, name, found[-1][0].end if found else -1):
                    position = start + length
                    if name.codes:
                        mention = Mention(start, position, text[start:position], name.codes, name.kind, name.bare)
                        found.append((mention, name.guarded))
                    break
        sure = {c for m, guarded in found if not guarded and not m.bare and len(m.codes) == 1 for c in m.codes} | set(named)
        sure |= {c for m, guarded in found if not guarded and not m.bare for c in m.codes if len(m.codes) < 9}
        return list(self._guard(found, sure))

    @cached_property
    def meant(self) -> dict[str, list[str]]:
        """By code, the names that mean that division alone; townships and bare names left out."""
        meant: dict[str, list[str]] = defaultdict(list)
        for name, known in self._names.items():
            if len(known.codes) == 1 and not known.bare:
                meant[known.codes[0]].append(name)
        return dict(meant)

    def codes(self, name: str) -> tuple[str, ...]:
        """What `name` as a whole may mean; nothing where it is no name."""
        return tuple(code for mention in self.find(name) if mention.text == name for code in mention.codes)

    def official(self, code: str, name: str) -> bool:
        """Whether the division is called so; of an ethnic township, whose name the table may shorten, the full name too."""
        known = self.get(code)
        return name == known.name or (known.level == "township" and len(name) > len(known.name) and code in self.codes(name))

    def _candidates(self, text: str) -> list[tuple[int, list[tuple[int, _Name]]]]:
        """By start, ascending, the names that begin there, longest first."""
        starts: dict[int, list[tuple[int, _Name]]] = defaultdict(list)
        openings = self._openings
        for opening in self._opens.finditer(text):
            start = opening.start()
            words = openings.get(text[start : start + 2], ())
            if begun := [(len(word), self._names[word]) for word in words if text.startswith(word, start)]:
                starts[start] = begun
        for last in self._town_end.finditer(text):
            end = last.end()
            for size in self._town_sizes.get(text[max(0, end - 3) : end], ()):
                word = text[max(0, end - size) : end]
                if word in self._towns and word not in self._names:
                    starts[end - len(word)].append((len(word), _Name(tuple(self._towns[word]), "official")))
        # The table shortens 街津口赫哲族乡 to 街津口乡.
        for ending in self.rules.ethnic_units.pattern.finditer(text):
            match = self.rules.groups_at_end.search(text, max(0, ending.start() - 12), ending.start())
            if not match:
                continue
            for size in (4, 3, 2):
                begin = match.start() - size
                name = self._name(text[begin : match.start()] + ending[0]) if begin >= 0 else None
                if name and name.codes:
                    starts[begin].append((ending.end() - begin, name))
                    break
        return [(start, sorted(starts[start], key=lambda c: -c[0])) for start in sorted(starts)]

    def _fits(self, text: str, start: int, end: int, name: _Name, previous: int) -> bool:
        """Whether what stands around allows a name here; `previous` is the end of the name before."""
        if name.bare or not name.codes:
            return True
        if self.rules.not_before.match(text, end):
            return False
        return end - start != 2 or not start or start == previous or self.rules.boundary.match(text, start - 1) is not None

    def _guard(self, found: list[tuple[Mention, bool]], sure: set[str]) -> Iterator[Mention]:
        previous: Mention | None = None
        for mention, guarded in found:
            if guarded:
                codes = tuple(c for c in mention.codes if c in sure)
                if previous and previous.end == mention.start:
                    codes = tuple(c for c in mention.codes if any(self.within(c, p) for p in previous.codes)) or codes
                if not codes:
                    continue
                mention = mention._replace(codes=codes)
            previous = mention
            yield mention

    def resolve(self, mentions: Sequence[Mention], context: Iterable[str] = ()) -> list[Mention]:
        """The same mentions, each with only the codes that the places above them leave.

        A place above is one named just before (贵港市覃塘区), anywhere among `mentions`, or in `context` (codes). Where
        several codes are left the name stays ambiguous.
        """
        known = {m.codes[0] for m in mentions if len(m.codes) == 1 and not m.bare} | set(context)
        known |= {m.codes[0] for m in mentions if len(m.codes) == 1}
        resolved: list[Mention] = []
        for mention in mentions:
            codes = mention.codes
            if len(codes) > 1 and resolved and resolved[-1].end == mention.start:
                codes = tuple(c for c in codes if any(self.within(c, p) and c != p for p in resolved[-1].codes)) or codes
            if len(codes) > 1:
                codes = tuple(c for c in codes if c in known) or self._nearest(codes, known)
            resolved.append(mention._replace(codes=codes) if codes != mention.codes else mention)
        return resolved

    def _nearest(self, codes: tuple[str, ...], known: set[str]) -> tuple[str, ...]:
        """Those of `codes` whose nearest known ancestor is the lowest in level; all where none is known."""
        depth = {c: max((LEVELS.index(a.level) + 1 for a in self.ancestors(c) if a.code in known), default=0) for c in codes}
        best = max(depth.values())
        return tuple(c for c in codes if depth[c] == best)

    # places that give a masked division away

    @cached_property
    def _ethnic_towns(self) -> dict[str, list[str]]:
        """Codes of ethnic townships by bare name (三工河)."""
        towns: dict[str, list[str]] = defaultdict(list)
        for name, codes in self._towns.items():
            if "族" in name:
                towns[self.bare(name, "township")] += codes
        return towns

    def _counties(self, name: str) -> tuple[str, ...]:
        """Codes of the counties that have a township of that bare name."""
        if name in self.rules.guarded.all or name in self.rules.inside.all or name in self.rules.not_seats.all:
            return ()
        codes = [c for suffix in self.rules.suffixes["township"] for c in self._towns.get(name + suffix, [])]
        codes += self._ethnic_towns.get(name, [])
        return tuple(sorted({self._division(code, name).parent_code or code for code in codes}))

    def telling(self, name: str) -> bool:
        """Whether a bare name of a township can hardly be another place's: long ones (可可托海) are, but for streets of towns (人民广场)."""
        return len(name) >= _TELLING and any(name + suffix in self._towns for suffix in self.rules.ethnic_units.words)

    def localities(self, text: str) -> list[Mention]:
        """Names of townships, also as names of villages and in lists (八岔、街津口两个赫哲族乡); codes are their counties'."""
        found: dict[int, Mention] = {}
        for match in self.rules.seat.finditer(text):
            end = match.start()
            while end > 0:
                sizes = [n for n in (5, 4, 3, 2) if n <= end and self._counties(text[end - n : end])]
                if not sizes:
                    break
                start = end - sizes[0]
                name = text[start:end]
                found[start] = Mention(start, end, name, self._counties(name), "short", True)
                end = start - 1 if text.startswith("、", start - 1) else 0
        return [found[start] for start in sorted(found)]


@lru_cache(maxsize=1)
def load(rules: Rules) -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer(rules)
