"""Tables as they are printed: the lines of every report in CSV and JSON, made once and kept, put together for the whole corpus.

A line depends on its report alone, so that one that changes costs its own lines and not those of ten thousand others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from generator import workers
from generator.known import Cache, code, digest
from generator.publish.corpus.corpus import Corpus, RegionReport
from generator.publish.data import tables
from generator.publish.data.printing import csv_head, csv_lines, json_head, json_lines
from generator.publish.data.tables import Table
from generator.rules import Rules
from generator.workspace import Workspace

_WAITING = 2000
"""Lines kept in one go, about 10 MB."""
_FETCHED = 100
"""Reports whose lines are fetched in one go."""


class Lines(NamedTuple):
    """Some rows of a table as its files have them."""

    rows: int
    csv: str
    """Each line with its end."""
    json: str
    """Lines with a comma and a line's end between them."""


class Piece(NamedTuple):
    """The lines of one report in one table, without themselves."""

    report: int
    """Its place in the corpus."""
    name: str
    """The table; for that of a concept, with the place of their group in it."""
    rows: int
    digest: str


@dataclass(frozen=True)
class Printed:
    """A table and the lines it is put together of, which are fetched when they are asked for: a large one is never whole in memory."""

    form: Table
    key: str
    """Changes whenever a line does."""
    lines: Callable[[], Iterator[Lines]]

    def csv(self) -> Iterator[str]:
        """The CSV file bit by bit."""
        yield csv_head(self.form)
        for one in self.lines():
            yield one.csv

    def json(self) -> Iterator[str]:
        """The JSON file bit by bit."""
        between = json_head(self.form)
        for one in self.lines():
            if one.rows:
                yield between + one.json
                between = ",\n"
        yield between * (between != ",\n") + "\n]}\n"


@dataclass(frozen=True)
class Known:
    """Where lines are kept, and the digest of each report, in the order of the corpus."""

    workspace: Workspace
    keys: Sequence[str]

    def of(self, stage: str) -> Cache:
        """What is kept of a stage."""
        return Cache(self.workspace, stage)


class Tables:
    """All tables of a corpus, printed."""

    def __init__(self, rules: Rules, corpus: Corpus, known: Known | None = None) -> None:
        self._rules, self._corpus, self._known = rules, corpus, known
        self.forms = tables.forms(rules)
        self._held: dict[str, Lines] = {}
        """By their digest, lines that are kept nowhere else."""

    @cached_property
    def _pieces(self) -> list[list[Piece]]:
        """What each report has lines of."""
        keys = self._known.keys if self._known else [str(number) for number in range(len(self._corpus.reports))]
        kept = self._known.of("lines").get(keys) if self._known else {}
        missing = [number for number, key in enumerate(keys) if key not in kept]
        made, waiting = dict[str, bytes](), dict[str, bytes]()
        for number, (told, lines) in zip(missing, workers.each(self._of, missing), strict=True):
            made[keys[number]] = told
            waiting |= lines
            if len(waiting) > _WAITING:
                self._keep(waiting)
                waiting = {}
        self._keep(waiting)
        kept |= made
        pieces = [[Piece(number, *one) for one in json.loads(kept[key])] for number, key in enumerate(keys)]
        if self._known:
            self._known.of("lines").put(made, keys)
            if made:
                self._known.of("printed").put({}, (one.digest for found in pieces for one in found))
        return pieces

    def _of(self, number: int) -> tuple[bytes, dict[str, bytes]]:
        """What one report has lines of, and the lines by their digest, as they are kept."""
        lines = {digest(key, data): (key, rows, data) for key, rows, data in _packed(self._rules, self.forms, self._corpus.reports[number])}
        told = [[key, rows, name] for name, (key, rows, _) in lines.items()]
        return json.dumps(told).encode(), {name: data for name, (_, _, data) in lines.items()}

    def _keep(self, lines: Mapping[str, bytes]) -> None:
        if not (self._known and self._known.of("printed").add(lines)):
            self._held |= {name: _unpacked(data) for name, data in lines.items()}

    def _fetched(self, pieces: Sequence[Piece]) -> Iterator[Lines]:
        """The lines of `pieces`, some at a time; what was lost meanwhile is made again."""
        for start in range(0, len(pieces), _FETCHED):
            some = pieces[start : start + _FETCHED]
            wanted = {one.digest for one in some} - self._held.keys()
            found = self._known.of("printed").get(wanted) if self._known else {}
            for one in some:
                if one.digest in self._held:
                    yield self._held[one.digest]
                else:
                    yield _unpacked(found[one.digest] if one.digest in found else self._of(one.report)[1][one.digest])

    def _printed(self, form: Table, pieces: Sequence[Piece]) -> Printed:
        return Printed(form, digest(code(), form.name, *(one.digest for one in pieces)), partial(self._fetched, pieces))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows each table has."""
        counts = {
            name: sum(1 for _ in tables.BY_CORPUS[name](self._rules, self._corpus)) if name in tables.BY_CORPUS else 0
            for name in self.forms
        }
        for found in self._pieces:
            for one in found:
                counts[one.name.partition(" ")[0]] += one.rows
        return counts

    @cached_property
    def all(self) -> Mapping[str, Printed]:
        """Every table by its name, in the order of the package."""
        by_report, by_concept = defaultdict[str, list[Piece]](list), defaultdict[str, dict[tuple[int, str], list[Piece]]](dict)
        for found in self._pieces:
            for one in found:
                name, _, place = one.name.partition(" ")
                number, _, unit = place.partition(" ")
                (by_concept[name].setdefault((int(number), unit), []) if place else by_report[name]).append(one)
        made = {}
        for name, form in self.forms.items():
            if name in tables.BY_CORPUS:
                lines = printed(self._rules, form.of(tables.BY_CORPUS[name](self._rules, self._corpus)))
                made[name] = Printed(form, digest(code(), name, lines.csv, lines.json), partial(iter, (lines,)))
            else:
                groups = sorted(by_concept[name].items())
                made[name] = self._printed(form, [*by_report[name], *(one for _, group in groups for one in group)])
        return made

    @cached_property
    def regions(self) -> Mapping[str, Printed]:
        """The figures of each region by its code; a region without figures has an empty table."""
        pieces: dict[str | None, list[Piece]] = {}
        for report, found in zip(self._corpus.reports, self._pieces, strict=True):
            pieces.setdefault(report.place.adcode, []).extend(one for one in found if one.name == "figures")
        return {region: self._printed(self.forms["figures"], pieces[region]) for region in self._corpus.regions}


def printed(rules: Rules, table: Table) -> Lines:
    """The rows of a table as lines."""
    return Lines(len(table.rows), csv_lines(rules, table), json_lines(table))


def _packed(rules: Rules, forms: Mapping[str, Table], report: RegionReport) -> Iterator[tuple[str, int, bytes]]:
    """The lines of one report as they are kept, each with its table and their number."""
    rows = {name: list(of(rules, report)) for name, of in tables.BY_REPORT.items()}
    rows |= {f"{name} {place} {unit}": found for (name, (place, unit)), found in tables.by_concept(rules, report).items()}
    for key, found in rows.items():
        if found:
            lines = printed(rules, forms[key.partition(" ")[0]].of(found))
            yield key, lines.rows, json.dumps(lines, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> Lines:
    return Lines(*json.loads(data.decode("utf-8", "surrogatepass")))
