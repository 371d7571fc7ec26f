"""Whether what a profile says fits its source, the table of divisions, and itself; works on profiles that break the format too.

The format itself is `complaints`' business, files and other profiles are `check`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from generator.errors import GeneratorError, Problem, Severity
from generator.language.signs import BREAK, REFUSED
from generator.model import LEVELS, MACHINE_ONLY
from generator.places import gazetteer
from generator.places.gazetteer import Gazetteer
from generator.profiles.check import figures, whose
from generator.profiles.check.entries import Entry, entries, quoted
from generator.profiles.format.shape import KEYS, PROSE, SETS, kind_of
from generator.profiles.shelf import Filed
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.mentions import MAX_SHARE
from generator.reader.article.text import fold
from generator.rules import Rules
from generator.yaml_io import Path, scalar, show_path

# The site republishes no articles: above MAX_SHARE of a source its quotes and headings are too much of it, where some of them are longer
# than a clause. A dense report has that share with clauses alone, as 37 of 46 annotated ones have, none of them with a longer quote:
# nobody could shorten those, so they are no error. Of a report of up to SHORT characters, and of words as they were read, `check` warns.
MAX_CLAUSE = 60
SHORT = 1_000
# Words that must stand in the source; of the fields after the bar a person may have composed one, so they only warn.
_EXACT = {
    "gaps": ("quote",), "measures": ("heading",), "indicators": ("quote",), "documents_cited": ("title",), "honours": ("quote",),
    "networks": ("quote",), "clues": ("text",), "source": ("title",),
}  # fmt: skip
_LIKELY = {"programmes": ("name", "parts"), "honours": ("title", "holder")}
_MENDED = "run `python -m generator check --fix`, which takes it out"
_NAMES = {"Cc": "a control character", "Cf": "a sign that turns or hides what follows", "Cn": "what is no character"}
# The fields by which two entries of a list are the same statement made twice.
_TWICE = {"indicators": ("quote", "item", "value"), "honours": ("quote", "title", "holder")}


class Scrutiny:
    """The checks of one profile that is YAML, whatever its shape."""

    def __init__(self, rules: Rules, one: Filed) -> None:
        self._rules = rules
        assert one.tree is not None
        self.text, self.tree, self.file, self.evidence = one.text.removeprefix("\ufeff"), one.tree, one.file, one.evidence
        self._one, self._page, self._malformed = one, one.page, {problem.field for problem in one.problems}
        self.entries = list(entries(one.tree.data))

    def problems(self) -> Iterator[Problem]:
        if isinstance(self.tree.data, Mapping):
            yield from self._machine_only(Entry("", (), self.tree.data))
        for entry in self.entries:
            yield from self._machine_only(entry)
            if self.evidence is not None:
                yield from self._words(entry)
            for fault in whose.private(self._rules, entry.data):
                yield self._problem(entry.at(fault.field), fault.message, fault.hint, fault.severity)
            if entry.kind == "indicators":
                yield from self._figure(entry)
            if entry.kind == "regions":
                yield from self._division(entry)
            if entry.kind == "ethnic_groups":
                yield from self._group(entry)
        yield from self._signs(self.tree.data, ())
        yield from self._duplicates()
        share = self.share()
        if share > MAX_SHARE and (long := self._long()):
            lines = ", ".join(str(self.tree.mark(path).line) for path in [*long][:6]) + (" …" if len(long) > 6 else "")
            message = f"quotes and headings make up more than {MAX_SHARE:.0%} of the source, and some are longer than a clause"
            # The figures stand in the hint: an edit that changes them makes no other error of it.
            hint = f"they make up {share:.0%}; shorten line {lines} to the clause that carries item, number and unit"
            theirs = self.evidence and len(self.evidence) > SHORT and not self._as_read().issuperset(long.values())
            yield self._problem(next(iter(long)), message, hint, "error" if theirs else "warning")

    def _long(self) -> dict[Path, str]:
        """The quotes and headings longer than a clause, the longest first."""
        found = [(-len(squeeze(words)), path, words) for path, words in quoted(self.entries)]
        return {path: words for length, path, words in sorted(found, key=lambda one: one[0]) if -length > MAX_CLAUSE}

    def _as_read(self) -> set[str]:
        """The quotes and headings of its base: what no person wrote stops no build."""
        with suppress(GeneratorError):  # a damaged base is told where bases are
            return {words for _, words in quoted(entries(self._one.base[0].data))} if self._one.base else set()
        return set()

    def share(self) -> float:
        """How much of the source the quotes and headings make up, 0 to 1; each place counts once."""
        if self.evidence is None or not len(self.evidence):
            return 0.0
        spans = sorted(span for _, words in quoted(self.entries) for span in self.evidence.find(words)[:1])
        covered = end = 0
        for start, stop in spans:
            covered += self.evidence.count(max(start, end), stop)
            end = max(end, stop)
        return covered / len(self.evidence)

    def _problem(self, path: Path, message: str, hint: str = "", severity: Severity = "error") -> Problem:
        mark = self.tree.mark(path)
        return Problem(self.file, mark.line, mark.column, show_path(path), message, hint, severity)

    def _machine_only(self, entry: Entry) -> Iterator[Problem]:
        for field in MACHINE_ONLY:
            if field in entry.data and entry.kind not in SETS:
                mark = self.tree.keys.get(entry.at(field), self.tree.mark(entry.path))
                yield Problem(self.file, mark.line, mark.column, show_path(entry.at(field)), "stands in readings only", "delete this line")

    # signs

    def _signs(self, data: Any, path: Path) -> Iterator[Problem]:
        """Texts in which nothing can be seen, signs that cannot, breaks in texts of one line; a text may have the signs that its source has."""
        if isinstance(data, str) and data:
            source = self.evidence.source if self.evidence is not None else ""
            unseen = sorted({sign for sign in REFUSED.findall(data) if sign not in source})
            if unseen:
                named = ", ".join(f"U+{ord(sign):04X}" for sign in unseen)
                kind = _NAMES.get(unicodedata.category(unseen[0]), "a sign that cannot be seen")
                yield self._problem(path, f"holds {kind}: {named}", _MENDED)
            elif not squeeze(data):
                yield self._problem(path, "is blank", "fill it in")
            elif (
                kind_of(path) not in PROSE
                and show_path(path) not in self._malformed
                and any(sign == "\n" or sign not in source for sign in BREAK.findall(data))
            ):
                yield self._problem(path, "holds a line break", f"write it on one line, or {_MENDED}")
        for key, value in data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ():
            yield from self._signs(value, (*path, key))

    # words

    def _words(self, entry: Entry) -> Iterator[Problem]:
        for field, path, words in self._texts(entry):
            if not isinstance(words, str) or not words or self.evidence is None:
                continue
            if (rest := self._cut_off(path)) and words + rest in self.evidence:
                yield self._problem(path, f"a bare `#` cuts it off: `{rest}` was taken for a comment", "put the text in single quotes")
            elif words not in self.evidence and not (entry.kind == "source" and self._page is not None and words in self._page):
                near = self.evidence.nearest(words)
                hint = f"the source has: {near}" if near else "copy the words from the source as they stand there"
                yield self._problem(path, "is not in the source", hint, "warning" if field in _LIKELY.get(entry.kind, ()) else "error")

    def _texts(self, entry: Entry) -> Iterator[tuple[str, Path, Any]]:
        """What must stand in the source, each with its field and place; the texts of a list one by one."""
        for field in (*_EXACT.get(entry.kind, ()), *_LIKELY.get(entry.kind, ())):
            words, path = entry.data.get(field), entry.at(field)
            yield from ((field, (*path, n), one) for n, one in enumerate(words)) if isinstance(words, list) else [(field, path, words)]

    def _cut_off(self, path: Path) -> str:
        """What follows an unquoted text as a comment on its line."""
        mark = self.tree.mark(path)
        rest = re.match(r"[ \t]+(#[^\r\n]*)", self.text[mark.end :]) if mark.plain else None
        return rest.group(1) if rest else ""

    # figures

    def _figure(self, entry: Entry) -> Iterator[Problem]:
        for fault in whose.faults(entry.data, self._region(entry)):
            yield self._problem(entry.at(fault.field), fault.message, fault.hint, fault.severity)
        formed = not any(field.startswith(show_path(entry.path)) for field in self._malformed)
        for fault in figures.faults(self._rules, entry.data, self.evidence, formed):
            yield self._problem(entry.at(fault.field), fault.message, fault.hint, fault.severity)

    def _region(self, entry: Entry) -> Mapping[str, Any]:
        """The region that holds an entry."""
        return next(region.data for region in self.entries if region.kind == "regions" and region.path == entry.path[:2])

    # places

    def _division(self, entry: Entry) -> Iterator[Problem]:
        code, name, level, parent, basis = (entry.data.get(k) for k in ("adcode", "name", "level", "parent", "basis"))
        if code is None and basis in ("stated", "inferred", "confirmed") and (basis == "inferred" or self._code_hint(name)):
            yield self._problem(entry.at("adcode"), f"is missing, though the basis is {basis}", self._code_hint(name), "warning")
        if not isinstance(code, str) or not re.fullmatch(r"\d{6}(\d{3})?", code):
            return
        if basis == "unknown":
            yield self._problem(entry.at("basis"), "is `unknown`, though there is an adcode", "write null for the adcode, or another basis")
        divisions = gazetteer.load(self._rules)
        try:
            division = divisions.get(code)
        except KeyError:
            yield self._problem(
                entry.at("adcode"),
                f"no division has the code {code}",
                self._code_hint(name),
                "warning" if _coded_above(divisions, code) else "error",
            )
            return
        called = isinstance(name, str) and divisions.official(code, name)
        if isinstance(name, str) and not called:
            hint = f"write '{division.name}'" if code in divisions.codes(name) else self._code_hint(name)
            yield self._problem(entry.at("adcode"), f"{code} is {division.name}, not {name}", hint)
        elif level in LEVELS and level != division.level:
            yield self._problem(entry.at("level"), f"{division.name} is a {division.level}, not a {level}", f"write {division.level}")
        above = divisions.parent(code)
        if (
            called
            and (isinstance(parent, str) or (parent is None and "parent" in entry.data))
            and parent != (above.name if above else None)
        ):
            yield self._problem(entry.at("parent"), f"{name} lies in {above.name if above else 'no other division'}, not in {scalar(parent)}",
                                f"write '{above.name}'" if above else "write null")  # fmt: skip

    def _code_hint(self, name: Any) -> str:
        """The codes of the divisions called so."""
        if not isinstance(name, str):
            return ""
        divisions = gazetteer.load(self._rules)
        told = []
        for code in divisions.codes(name)[:4]:
            above = divisions.parent(code)
            told.append(f"'{code}' ({above.name if above else ''}{divisions.get(code).name})")
        return f"did you mean {' or '.join(told)}?" if told else ""

    def _group(self, entry: Entry) -> Iterator[Problem]:
        official, name = list(self._rules.ethnic_groups.groups), entry.data["text"]
        if name not in official:
            near = get_close_matches(fold(self._rules, name), official, 1, 0.5)
            hint = "write [a, b] with ASCII commas" if re.search(r"[，、]", name) else f"did you mean {near[0]}?" if near else ""
            yield self._problem(entry.path, f"{scalar(name)} is none of the 56 official names", hint)

    # twice the same

    def _duplicates(self) -> Iterator[Problem]:
        seen: dict[tuple[Any, ...], Entry] = {}
        often: Counter[tuple[Any, ...]] = Counter()
        for entry in self.entries:
            if entry.kind not in KEYS:
                continue
            region = entry.path[:2] if entry.path[0] == "regions" and entry.kind != "regions" else ()
            names = _TWICE.get(entry.kind, ("adcode",) if entry.kind == "regions" else (KEYS[entry.kind],))
            key = (entry.kind, region, *(str(entry.data.get(name)) for name in names))
            if entry.kind == "regions" and not entry.data.get("adcode"):
                continue
            often[key] += 1
            first = seen.setdefault(key, entry)
            if first is not entry and often[key] > self._printed(entry):
                line = self.tree.mark(first.path).line
                yield self._problem(entry.path, f"the same as on line {line}", "delete one of the two")

    def _printed(self, entry: Entry) -> int:
        """How often the source has the words of an item that may stand there several times."""
        words = entry.data.get(KEYS[entry.kind])
        if self.evidence is None or entry.kind not in ("measures", "indicators", "gaps", "networks") or not isinstance(words, str):
            return 1
        return max(1, len(self.evidence.find(words)))


def _coded_above(divisions: Gazetteer, code: str) -> bool:
    """Whether a code is one of a known prefecture or county: a new division may stand in no table yet."""
    try:
        divisions.get(code[:6] if len(code) == 9 else code[:4] + "00")
    except KeyError:
        return False
    return True
