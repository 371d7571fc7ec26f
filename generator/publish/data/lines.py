"""Tables as they are printed: the lines of every report in CSV and JSON, made once and kept, put together for the whole corpus.

A line depends on its report alone, so that one that changes costs its own lines and not those of ten thousand others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from generator import workers
from generator.known import Cache
from generator.publish.corpus.corpus import Corpus, RegionReport
from generator.publish.data import tables
from generator.publish.data.printing import csv_lines, json_lines
from generator.publish.data.tables import Column, Table
from generator.rules import Rules
from generator.workspace import Workspace


class Lines(NamedTuple):
    """Some rows of a table as its files have them."""

    rows: int
    csv: str
    """Each line with its end."""
    json: str
    """Lines with a comma and a line's end between them."""


class Printed(NamedTuple):
    """A table and its lines."""

    form: Table
    lines: Lines

    @property
    def columns(self) -> Sequence[Column]:
        return self.form.columns


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

    @cached_property
    def _reports(self) -> list[dict[str, list[Lines]]]:
        """The lines of each report by table; those of a concept under its name and the place of their group."""
        cache, keys = (self._known.of("lines"), self._known.keys) if self._known else (None, [])
        kept = cache.get(keys) if cache else {}
        missing = [n for n in range(len(self._corpus.reports)) if not cache or keys[n] not in kept]
        made = dict(zip(missing, workers.each(partial(_lines, self._rules, self.forms, self._corpus.reports), missing), strict=True))
        if cache:
            cache.put({keys[n]: data for n, data in made.items()}, keys)
        return [_unpacked(made[n] if n in made else kept[keys[n]]) for n in range(len(self._corpus.reports))]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows each table has."""
        counts = {
            name: sum(1 for _ in tables.BY_CORPUS[name](self._rules, self._corpus)) if name in tables.BY_CORPUS else 0
            for name in self.forms
        }
        for found in self._reports:
            for key, lines in found.items():
                counts[key.partition(" ")[0]] += sum(one.rows for one in lines)
        return counts

    def all(self) -> Iterator[Printed]:
        """Every table in the order of the package."""
        groups: dict[str, dict[tuple[int, str], list[Lines]]] = defaultdict(lambda: defaultdict(list))
        for found in self._reports:
            for key, lines in found.items():
                name, _, place = key.partition(" ")
                if place:
                    number, _, unit = place.partition(" ")
                    groups[name][int(number), unit] += lines
        for name, form in self.forms.items():
            if name in tables.BY_CORPUS:
                yield Printed(form, printed(self._rules, form.of(tables.BY_CORPUS[name](self._rules, self._corpus))))
            elif name in tables.BY_REPORT:
                yield Printed(form, joined(one for found in self._reports for one in found.get(name, ())))
            else:
                yield Printed(form, joined(one for _, lines in sorted(groups[name].items()) for one in lines))

    def regions(self) -> Iterator[tuple[str, Printed]]:
        """The figures of each region by its code; a region without figures has an empty table."""
        found: dict[str | None, list[Lines]] = {}
        for report, lines in zip(self._corpus.reports, self._reports, strict=True):
            found.setdefault(report.place.adcode, []).extend(lines.get("figures", ()))
        for code in self._corpus.regions:
            yield code, Printed(self.forms["figures"], joined(found[code]))


def joined(some: Iterable[Lines]) -> Lines:
    """Lines of several reports as those of one table."""
    lines = [one for one in some if one.rows]
    return Lines(sum(one.rows for one in lines), "".join(one.csv for one in lines), ",\n".join(one.json for one in lines))


def printed(rules: Rules, table: Table) -> Lines:
    """The rows of a table as lines."""
    return Lines(len(table.rows), csv_lines(rules, table), json_lines(table))


def _lines(rules: Rules, forms: Mapping[str, Table], reports: Sequence[RegionReport], number: int) -> bytes:
    """The lines of one report as they are kept."""
    report = reports[number]
    made = {name: printed(rules, forms[name].of(of(rules, report))) for name, of in tables.BY_REPORT.items()}
    for (name, (place, unit)), rows in tables.by_concept(rules, report).items():
        made[f"{name} {place} {unit}"] = printed(rules, forms[name].of(rows))
    return json.dumps({name: lines for name, lines in made.items() if lines.rows}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> dict[str, list[Lines]]:
    return {name: [Lines(*lines)] for name, lines in json.loads(data.decode("utf-8", "surrogatepass")).items()}
