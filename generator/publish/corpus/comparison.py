"""Like with like: figures by concept and unit, titles and programmes by name.

Everything keeps the corpus's order (level, adcode, newest document first); nothing is summed or ordered by a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from generator import model, yaml_io
from generator.publish.corpus import entries
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure, ReportedPlace, ReportedProgramme
from generator.rules import Rules
from generator.rules.vocabulary import ConceptEntry, Issuer, ProgrammeKind, UnitFamily, Wording


@dataclass(frozen=True)
class Group:
    """Figures of one concept that may stand side by side."""

    family: UnitFamily | None
    """None where the unit belongs to no family: then all its figures have the same unit."""
    unit: str
    """What the group is named after."""
    figures: tuple[ReportedFigure, ...]

    @property
    def caution(self) -> Wording | None:
        """What the reader has to know where the units in it are not quite the same."""
        units = {figure.indicator.unit for figure in self.figures}
        return self.family.caution if self.family and len(units) > 1 else None

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
class Cited:
    """A title and the reports that cite it, one for each region and document."""

    name: str
    """As the first of the reports prints it."""
    kind: model.DocumentKind
    """As the first of the reports has it."""
    issuer: Issuer | None
    """The level of who issued it, as the first title that tells it does."""
    reports: tuple[RegionReport, ...]

    @property
    def places(self) -> tuple[ReportedPlace, ...]:
        """Its regions, each once."""
        return tuple(dict.fromkeys(report.place for report in self.reports))


@dataclass(frozen=True)
class ProgrammeEntry:
    """A programme, and where each report that has it names it."""

    name: str
    """As the first of the reports prints it."""
    anchor: str
    kind: ProgrammeKind
    uses: tuple[tuple[RegionReport, ReportedProgramme], ...]
    """Each report once."""

    @property
    def count(self) -> int | None:
        """Its parts, as the first report that states them has it."""
        return next((one.item.count for _, one in self.uses if one.item.count), None)

    @property
    def reports(self) -> tuple[RegionReport, ...]:
        """Those that have it."""
        return tuple(report for report, _ in self.uses)

    @property
    def places(self) -> tuple[ReportedPlace, ...]:
        """Its regions, each once."""
        return tuple(dict.fromkeys(report.place for report, _ in self.uses))


def concepts(rules: Rules, corpus: Corpus) -> tuple[Concept, ...]:
    """Every concept of the format, in its order, with or without figures."""
    found: dict[str, list[ReportedFigure]] = {concept: [] for concept in model.CONCEPTS}
    for figure in corpus.figures():
        if concept := figure.indicator.compared:
            found[concept].append(figure)
    entries = ((concept, rules.vocabulary.concepts[concept]) for concept in model.CONCEPTS)
    return tuple(Concept(id, e.label.zh, e.definition.zh, e.borders.zh, tuple(groups(e, found[id]))) for id, e in entries)


def place_of(entry: ConceptEntry, unit: str) -> tuple[int, str]:
    """Where the group of a unit stands among those of a concept: the number of its family, or behind all families."""
    family = entry.family(unit)
    return (entry.families.index(family), "") if family else (len(entry.families), unit)


def groups(entry: ConceptEntry, figures: Iterable[ReportedFigure]) -> list[Group]:
    """The figures of a concept: families in the order of the rules, then the units that belong to none, by their characters."""
    inside: dict[str, list[ReportedFigure]] = {}
    alone: dict[str, list[ReportedFigure]] = {}
    for figure in figures:
        if family := entry.family(figure.indicator.unit):
            inside.setdefault(family.id, []).append(figure)
        else:
            alone.setdefault(figure.indicator.unit, []).append(figure)
    groups = [Group(f, f.label.zh, tuple(inside[f.id])) for f in entry.families if f.id in inside]
    return groups + [Group(None, unit, tuple(alone[unit])) for unit in sorted(alone)]


def titles(rules: Rules, corpus: Corpus) -> tuple[Cited, ...]:
    """Titles cited, each once, in the order of the first report that cites it."""
    groups: dict[str, list[tuple[model.CitedDocument, RegionReport]]] = {}
    for report in corpus.reports:
        for cited in report.entry.documents_cited:
            groups.setdefault(entries.normalised(rules, cited.title), []).append((cited, report))
    made = []
    for found in groups.values():
        issuer = next((level for cited, report in found if (level := entries.issuer(rules, cited, report.place))), None)
        reports = {(report.profile.id, report.path): report for _, report in found}
        made.append(Cited(found[0][0].title, found[0][0].kind, issuer, tuple(reports.values())))
    return tuple(made)


def programmes(rules: Rules, reports: Iterable[RegionReport]) -> tuple[ProgrammeEntry, ...]:
    """Programmes and formulas of `reports`, each once, in the order of the first that names it."""
    groups: dict[str, dict[tuple[str, yaml_io.Path], tuple[RegionReport, ReportedProgramme]]] = {}
    for report in reports:
        for one in report.programmes:
            groups.setdefault(entries.folded(one.item.name), {}).setdefault((report.profile.id, report.path), (report, one))
    made = []
    for found in groups.values():
        _, first = next(iter(found.values()))
        kinds = {entries.programme_kind(rules, one.item): None for _, one in found.values()}
        made.append(ProgrammeEntry(first.item.name, entries.anchor(first.item.name), next(iter(kinds)), tuple(found.values())))
    return tuple(made)
