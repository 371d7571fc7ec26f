"""Seed texts that report nothing: varied as the annotated documents are, which they are made of.

A source's sections are dropped, brought into another order, and joined by sections of another source; each division is
exchanged for another of its kind, each number for one written alike, each year for another. The page around the article
stays. Document `n` of a seed is the same whatever number of documents is made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice

import yaml

from tests.bench import forms
from tests.bench.places import Atlas, renamed
from tests.project import FROZEN, PLACES, ROOT

SETS = ("dev", "further", "fresh1", "fresh2")
"""Sets of annotated documents to make texts of; the held-back one is read by the gate alone."""
SHORTEST, LONGEST = 600, 6000
"""Characters."""
PLAIN, SHUFFLED, MERGED = 0.3, 0.35, 0.3
"""Shares of documents that keep all sections in order; of others in another order, and with sections of a source more than their length asks for."""
KINDS = {"plain": 80, "masked": 5, "cut": 4, "table": 5, "html": 4, "docx": 2}
"""Per cent of documents by what is done to them at last; joint ones are those of joint sources, a share of JOINT."""
JOINT = 0.05
_NUMERALS = "一二三四五六七八九十"
_LINE = 60
"""Characters from which a line is taken for one of the article."""
_OPENERS = (
    re.compile(r"^(\s*)([一二三四五六七八九十]{1,3})、"),
    re.compile(r"^(\s*[(（])([一二三四五六七八九十]{1,3})[)）]"),
)
_YEAR = re.compile(r"(?<!\d)20[012]\d(?!\d)")
_DAY = re.compile(r"(?P<year>20[012]\d)(?P<a>[-年/.])(?P<month>\d{1,2})(?P<b>[-月/.])(?P<day>\d{1,2})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.:：/A-Za-z-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d:：/A-Za-z])")
_KEPT = re.compile(r"^(?:20[012]\d|19\d\d|100|56|12345|[01])$")
"""Numbers that are names, years, or whole."""
_ENUMERATED = re.compile(r"^\s*[(（]?\d+[)）.．、]")


@dataclass(frozen=True)
class Source:
    """One document to make others of."""

    name: str
    text: str
    codes: tuple[str, ...]
    """The divisions whose work it reports; none where it is masked beyond knowing."""
    year: int

    @cached_property
    def _span(self) -> tuple[int, int]:
        lines = self.text.split("\n")
        least = min(_LINE, 0.8 * max(map(len, lines)))  # the lines of some documents are cut at a page's width
        long = [n for n, line in enumerate(lines) if len(line) >= least]
        return long[0], long[-1] + 1

    @property
    def before(self) -> list[str]:
        """The lines before the article's first paragraph: the page's head and the title."""
        return self.text.split("\n")[: self._span[0]]

    @property
    def after(self) -> list[str]:
        return self.text.split("\n")[self._span[1] :]

    @cached_property
    def sections(self) -> list[list[str]]:
        """The article's lines, from heading to heading; those before the first heading first."""
        lines = self.text.split("\n")[slice(*self._span)]
        opener = next((o for o in _OPENERS if sum(bool(o.match(line)) for line in lines) > 1), None)
        found: list[list[str]] = [[]]
        for line in lines:
            head = opener.match(line) if opener else 1 < len(line.strip()) < 30 and bool(found[-1]) and len(found[-1][-1]) >= _LINE
            if head:
                found.append([])
            found[-1].append(line)
        return found


def sources() -> list[Source]:
    """The annotated documents and the frozen seeds."""
    found = []
    for folder in SETS:
        for gold in sorted((ROOT / "tests/gold" / folder / "gold").glob("*.gold.yml")):
            regions = yaml.load(gold.read_text(encoding="utf-8"), yaml.CSafeLoader)["regions"]
            name = gold.name.removesuffix(".gold.yml")
            found.append(_source(name, (gold.parents[1] / f"docs/{name}.txt").read_text(encoding="utf-8-sig"), regions))
    for profile in sorted((FROZEN / "docs/profiles").glob("*.yml")):
        data = yaml.load(profile.read_text(encoding="utf-8"), yaml.CSafeLoader)
        text = (FROZEN / "seeds" / data["source"]["file"]).read_text(encoding="utf-8-sig")
        found.append(_source(profile.stem, text, data["regions"]))
    return found


def _source(name: str, text: str, regions: Sequence[Mapping[str, str]]) -> Source:
    codes = tuple(str(region["adcode"]) for region in regions if region["adcode"])
    years = [int(year) for year in _YEAR.findall(text)] or [2023]
    return Source(name, text.replace("\r\n", "\n"), codes, max(set(years), key=lambda year: (years.count(year), year)))


@dataclass(frozen=True)
class Made:
    """A seed to write, and what it is."""

    name: str
    data: bytes
    kind: str
    """One of KINDS, or `joint`."""
    source: str
    code: str


class Maker:
    """Makes texts of the sources."""

    def __init__(self, seed: int = 1) -> None:
        self._seed, self._atlas = seed, Atlas(PLACES)
        every = sources()
        self._joint = [one for one in every if len(one.codes) > 1]
        self._masked = [one for one in every if not one.codes]
        self._by_kind: dict[tuple[str, str], list[Source]] = {}
        for one in every:
            if len(one.codes) == 1:
                self._by_kind.setdefault(self._atlas.kind(one.codes[0]), []).append(one)

    def texts(self, size: int, first: int = 0) -> Iterator[Made]:
        """Seeds number `first` to `size`, in the order of their names."""
        draws = self._atlas.draws(set(self._by_kind), self._seed)
        for number, (code, year) in islice(zip(count(), draws, strict=False), first, size):
            yield self._make(random.Random(f"{self._seed}/{number}"), number, code, year)

    def _make(self, rng: random.Random, number: int, code: str, year: int) -> Made:
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        source = rng.choice(self._by_kind[self._atlas.kind(code)])
        own = dict.fromkeys(source.codes, code)
        fitting = [one for one in self._joint if self._atlas.kind(one.codes[0]) == self._atlas.kind(code)]
        if fitting and rng.random() < JOINT / (1 - JOINT):
            kind, source = "joint", rng.choice(fitting)
            own = self._together(rng, source.codes, code)
        if kind == "masked" and self._atlas.kind(code)[0] == "county":
            source = rng.choice([source, *self._masked])
        before, body, after = source.before, self._body(rng, source, code, kind), source.after
        if kind == "table" and not any("\t" in line for line in body):
            body[len(body) // 2 : len(body) // 2] = forms.table(rng)
        if kind == "cut":
            body, after = forms.cut(rng, body, after)
        words = self._atlas.renaming(rng, source.text, own)
        if kind == "masked":
            words = forms.masked(rng, self._atlas, source.codes, words)
        whole = "\n".join(renamed(line, words) for line in (*before, "\0", *body, "\0", *after))
        head, article, foot = (part.strip("\n") for part in _redrawn(rng, whole, year - source.year).split("\0"))
        data, ending = forms.written(kind, head, article, foot)
        return Made(f"{number:05d}_{rng.getrandbits(64):016x}{ending}", data, kind, source.name, code)

    def _together(self, rng: random.Random, codes: Sequence[str], code: str) -> dict[str, str]:
        """Stand-ins of the divisions of a joint document: those below the first below its own, others beside it."""
        own = {codes[0]: code}
        for old in codes[1:]:
            above = PLACES.within(old, codes[0])
            pool = self._atlas.below[code] if above else self._atlas.unique[PLACES.get(old).level]
            near = [c for c in pool if c not in own.values() and (above or self._atlas.kind(c) == self._atlas.kind(old))]
            near = near if above else ([c for c in near if c[:2] == code[:2]] or near)
            own[old] = rng.choice(near or pool)
        return own

    def _body(self, rng: random.Random, source: Source, code: str, kind: str) -> list[str]:
        """The article: sections of one source or two, as many as the length drawn asks for."""
        target = min(LONGEST, max(SHORTEST, rng.lognormvariate(7.45, 0.45)))
        sections = [list(section) for section in source.sections]
        first, rest = sections[0], sections[1:]
        if kind == "joint" or rng.random() < PLAIN:
            return _lines([first, *rest])
        while sum(map(len, _lines(rest))) < target or rng.random() < MERGED:
            donor = rng.choice(self._by_kind[self._atlas.kind(code)])
            words = self._atlas.renaming(rng, donor.text, {donor.codes[0]: source.codes[0]}) if source.codes else {}
            rest += [[renamed(line, words) for line in section] for section in donor.sections[1:] or donor.sections]
        if rng.random() < SHUFFLED:
            rng.shuffle(rest)
        while len(rest) > 1 and sum(map(len, _lines([first, *rest]))) > target:
            rest.pop(rng.randrange(len(rest)))
        return _numbered(_lines([first, *rest]))


def _lines(sections: Sequence[Sequence[str]]) -> list[str]:
    return [line for section in sections for line in section]


def _numbered(lines: list[str]) -> list[str]:
    """Headings numbered anew, as some were dropped."""
    counts = [0, 0]
    done = []
    for line in lines:
        for level, opener in enumerate(_OPENERS):
            if found := opener.match(line):
                counts[level] += 1
                counts[level + 1 :] = [0] * (len(counts) - level - 1)
                line = line[: found.start(2)] + _numeral(counts[level]) + line[found.end(2) :]
        done.append(line)
    return done


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十") + (_NUMERALS[ones - 1] if ones else "")


def _redrawn(rng: random.Random, text: str, years: int) -> str:
    """Other numbers of the same writing, one for each, and days; years moved by so many."""
    known: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        old = found[0]
        if (
            _KEPT.match(old)
            or text.startswith("年", found.end())
            or text.startswith("月", found.end())
            or text.startswith("日", found.end())
        ):
            return old
        if _ENUMERATED.match(text[text.rfind("\n", 0, found.start()) + 1 : found.end() + 1]):
            return old
        if old not in known:
            digits = [rng.choice("0123456789") if sign.isdigit() else sign for sign in old]
            digits[0], digits[-1] = rng.choice("23456789" if len(old) == 1 else "123456789"), rng.choice("123456789")
            known[old] = "".join(digits) if not old.startswith("0") else old
        return known[old]

    def day(found: re.Match[str]) -> str:
        new = str(rng.randint(1, 28))
        return found[0][: found.start("day") - found.start()] + (new.zfill(2) if len(found["day"]) == 2 else new)

    text = _NUMBER.sub(number, text)
    text = _DAY.sub(day, text)
    return _YEAR.sub(lambda found: str(int(found[0]) + years), text)
