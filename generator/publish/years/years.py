"""A region's reports in the order of time: what each says of a concept, how its text is shared, which programmes it names.

A report stands in the year it was published, whatever period its figures name; nothing is summed, no change is computed, and what a
report does not say is not taken for something that ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from generator import model
from generator.publish.corpus import comparison, emphasis, entries
from generator.publish.corpus.comparison import Group
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure
from generator.publish.corpus.emphasis import Emphasis
from generator.rules import Rules

Course = Literal["always", "came", "went", "again", "undated"]
"""In every year; not in the first, but in the last; not in the last; in the first and the last, but not in all; in undated reports alone."""


@dataclass(frozen=True)
class ReportYear:
    """One report among those of its region."""

    report: RegionReport
    number: int
    """Its position on the region's page, from 1."""
    year: str | None
    """In which it was published; None where that is not known."""
    date: str | None
    """As precise as stated, where another report has the same year."""
    twin: bool
    """Whether not even the date tells it from another, so that its number has to."""

    @cached_property
    def emphasis(self) -> Emphasis | None:
        """How its text is shared among themes; None where its article is not known."""
        return emphasis.of(self.report)


@dataclass(frozen=True)
class ConceptYears:
    """The figures of one concept that may stand side by side, by report."""

    concept: model.Concept
    group: Group
    cells: tuple[tuple[ReportedFigure, ...], ...]
    """One for each report; empty where it states none."""

    @property
    def id(self) -> str | None:
        """Where the row stands on its page; None where its unit belongs to no family."""
        return f"y-{self.concept}-{self.group.family.id}" if self.group.family else None


@dataclass(frozen=True)
class ProgrammeYears:
    """A programme and the reports that name it."""

    name: str
    """As the newest of them prints it."""
    years: tuple[ReportYear, ...]


@dataclass(frozen=True)
class Years:
    """The reports of one region, oldest first, those without a date last."""

    years: tuple[ReportYear, ...]
    concepts: tuple[ConceptYears, ...]
    programmes: Mapping[Course, tuple[ProgrammeYears, ...]]
    """Only courses that some programme took; empty where fewer than two years are known."""

    @property
    def several(self) -> bool:
        """Whether the reports are of different years."""
        return len({one.year for one in self.years if one.year}) > 1


def of(rules: Rules, reports: Sequence[RegionReport]) -> Years:
    """The years of a region's `reports`, which are given in the order of its page."""
    years = told_apart(reports)
    return Years(years, tuple(_concepts(rules, years)), _courses(years))


def told_apart(reports: Sequence[RegionReport]) -> tuple[ReportYear, ...]:
    """The `reports` of a region in the order of time, each with no more than tells it from the others."""
    tell = _teller(reports)
    made = [tell(number, report) for number, report in enumerate(reports, start=1)]
    return tuple(sorted(made, key=lambda one: (one.report.profile.source.published or "~", one.report.profile.id)))


def among(corpus: Corpus, report: RegionReport | ReportedFigure) -> ReportYear | None:
    """A report, or that of a figure, among those of its region; None where it is the only one, or nobody knows what region it is of."""
    region = corpus.regions.get(report.place.adcode or "")
    if region is None or len(region.reports) < 2:
        return None
    found = next(at for at in enumerate(region.reports, start=1) if at[1].profile.id == report.profile.id)
    return _teller(region.reports)(*found)


def _teller(reports: Sequence[RegionReport]) -> Callable[[int, RegionReport], ReportYear]:
    """What tells one of `reports`, with its number, from the others."""
    dates = Counter(report.profile.source.published for report in reports)
    years = Counter(date[:4] for date in dates.elements() if date)

    def tell(number: int, report: RegionReport) -> ReportYear:
        date = report.profile.source.published
        year = date[:4] if date else None
        return ReportYear(report, number, year, date if year and years[year] > 1 else None, dates[date] > 1)

    return tell


def ahead(figure: ReportedFigure) -> bool:
    """Whether the period of a figure begins after its report was published: one of the two is wrong, or it is a plan."""
    published, begins = figure.profile.source.published, (figure.indicator.period or "").split("-")
    if not published or not figure.indicator.period:
        return False
    start = begins[:1] if len(begins) == 2 and len(begins[1]) == 4 else begins
    precision = min(len(start), len(published.split("-")))
    return start[:precision] > published.split("-")[:precision]


def _concepts(rules: Rules, years: Sequence[ReportYear]) -> Iterable[ConceptYears]:
    """A row for each group of units of each concept, in the order of the concepts' own pages."""
    figures = {concept: list[ReportedFigure]() for concept in model.CONCEPTS}
    for year in years:
        for figure in year.report.figures:
            if concept := figure.indicator.compared:
                figures[concept].append(figure)
    for concept, found in figures.items():
        for group in comparison.groups(rules.vocabulary.concepts[concept], found):
            cells = tuple(tuple(one for one in group.figures if one.profile.id == year.report.profile.id) for year in years)
            yield ConceptYears(concept, group, cells)


def _courses(years: Sequence[ReportYear]) -> Mapping[Course, tuple[ProgrammeYears, ...]]:
    """The programmes by what became of them, each in the order of the first report that names it."""
    all_years = sorted({one.year for one in years if one.year})
    if len(all_years) < 2:
        return {}
    named: dict[str, tuple[str, list[ReportYear]]] = {}
    for year in years:
        for programme in year.report.entry.programmes:
            key = entries.folded(programme.name)
            _, reports = named.get(key, ("", []))
            named[key] = programme.name, [*reports, *([year] if year not in reports else [])]
    found = {course: list[ProgrammeYears]() for course in get_args(Course)}
    for name, reports in named.values():
        told = {one.year for one in reports if one.year}
        found[_course(told, all_years)].append(ProgrammeYears(name, tuple(reports)))
    return {course: tuple(some) for course, some in found.items() if some}


def _course(told: set[str], all_years: Sequence[str]) -> Course:
    if not told:
        return "undated"
    if all_years[-1] not in told:
        return "went"
    if all_years[0] not in told:
        return "came"
    return "always" if told == set(all_years) else "again"
