"""Like with like: figures by concept and unit, titles and programmes by name.

Everything keeps the corpus's order (level, adcode, newest document first); nothing is summed or ordered by a value.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from generator import model
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure, ReportedPlace
from generator.rules import Rules
from generator.rules.vocabulary import ConceptEntry, UnitFamily


@dataclass(frozen=True)
class Group:
    """Figures of one concept that may stand side by side."""

    family: UnitFamily | None
    """None where the unit belongs to no family: then all its figures have the same unit."""
    unit: str
    """What the group is named after."""
    figures: tuple[ReportedFigure, ...]

    @property
    def caution(self) -> str | None:
        """What the reader has to know where the units in it are not quite the same."""
        units = {figure.indicator.unit for figure in self.figures}
        return self.family.caution.zh if self.family and self.family.caution and len(units) > 1 else None

    @property
    def places(self) -> tuple[ReportedPlace, ...]:
        """Its regions, each once."""
        return tuple(dict.fromkeys(figure.place for figure in self.figures))


@dataclass(frozen=True)
class Concept:
    """One page of the comparison; without figures `groups` is empty."""

    id: model.Concept
    label: str
    definition: str
    borders: str
    groups: tuple[Group, ...]

    @property
    def places(self) -> tuple[ReportedPlace, ...]:
        """The regions with a figure in any of its groups, each once, in order."""
        return tuple(sorted({p for group in self.groups for p in group.places}, key=lambda place: place.order))


@dataclass(frozen=True)
class Mentioned:
    """A title or programme and the reports that have it, one for each region and document."""

    name: str
    """As the first of the reports prints it."""
    kind: model.DocumentKind | None
    """Of a title, as the first of the reports has it."""
    count: int | None
    """Parts of a programme, as the first report that states them has it."""
    reports: tuple[RegionReport, ...]

    @property
    def places(self) -> tuple[ReportedPlace, ...]:
        """Its regions, each once."""
        return tuple(dict.fromkeys(report.place for report in self.reports))


def concepts(rules: Rules, corpus: Corpus) -> tuple[Concept, ...]:
    """Every concept of the format, in its order, with or without figures."""
    found: dict[str, list[ReportedFigure]] = {concept: [] for concept in model.CONCEPTS}
    for figure in corpus.figures():
        if concept := figure.indicator.compared:
            found[concept].append(figure)
    entries = ((concept, rules.vocabulary.concepts[concept]) for concept in model.CONCEPTS)
    return tuple(Concept(id, e.label.zh, e.definition.zh, e.borders.zh, tuple(_groups(e, found[id]))) for id, e in entries)


def place_of(entry: ConceptEntry, unit: str) -> tuple[int, str]:
    """Where the group of a unit stands among those of a concept: the number of its family, or behind all families."""
    family = entry.family(unit)
    return (entry.families.index(family), "") if family else (len(entry.families), unit)


def _groups(entry: ConceptEntry, figures: Iterable[ReportedFigure]) -> list[Group]:
    """Families in the order of the rules, then the units that belong to none, by their characters."""
    inside: dict[str, list[ReportedFigure]] = {}
    alone: dict[str, list[ReportedFigure]] = {}
    for figure in figures:
        if family := entry.family(figure.indicator.unit):
            inside.setdefault(family.id, []).append(figure)
        else:
            alone.setdefault(figure.indicator.unit, []).append(figure)
    groups = [Group(f, f.label.zh, tuple(inside[f.id])) for f in entry.families if f.id in inside]
    return groups + [Group(None, unit, tuple(alone[unit])) for unit in sorted(alone)]


def titles(corpus: Corpus) -> tuple[Mentioned, ...]:
    """Titles cited, each once, in the order of the first report that cites it."""
    return _named((cited.title, cited.kind, None, report) for report in corpus.reports for cited in report.entry.documents_cited)


def programmes(corpus: Corpus) -> tuple[Mentioned, ...]:
    """Programmes and formulas, each once, in the order of the first report that names it."""
    return _named((one.name, None, one.count, report) for report in corpus.reports for one in report.entry.programmes)


def _named(found: Iterable[tuple[str, model.DocumentKind | None, int | None, RegionReport]]) -> tuple[Mentioned, ...]:
    """Groups by folded name; a report that has a name twice stands in its group once."""
    groups: dict[str, list[tuple[str, model.DocumentKind | None, int | None, RegionReport]]] = {}
    for entry in found:
        groups.setdefault(folded(entry[0]), []).append(entry)
    made = []
    for entries in groups.values():
        name, kind, _, _ = entries[0]
        count = next((count for _, _, count, _ in entries if count is not None), None)
        # Reports of one profile follow one another, so the last one seen is enough to keep each once.
        reports = [report for n, (_, _, _, report) in enumerate(entries) if n == 0 or entries[n - 1][3] is not report]
        made.append(Mentioned(name, kind, count, tuple(reports)))
    return tuple(made)


def folded(name: str) -> str:
    """`name` without white space and differences of width: two spellings of one title are one."""
    return "".join(unicodedata.normalize("NFKC", name).split())
