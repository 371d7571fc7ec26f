"""The site's charts: which there are, what each shows, their words, and their files.

How rows are laid out is `picture`'s business, how they are drawn `drawing`'s. Words stand in `rules/charts.yml`. Everything keeps
the corpus's order: level, then adcode; documents newest first.
"""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TypeVar, get_args

from generator import model
from generator.known import code, digest
from generator.publish.charts.drawing import SCHEMES, Scheme, svgs
from generator.publish.charts.picture import FRAMES, NARROW, Panel, Picture, Row, height
from generator.publish.corpus import comparison
from generator.publish.corpus.corpus import Corpus, ReportedFigure, ReportedPlace
from generator.publish.corpus.printed import amount, shown
from generator.rules import Rules
from generator.rules.site import ChartList
from generator.rules.vocabulary import Language

FOLDER = "charts"
# A reader follows sixty bars down a page; past that the figures are gathered by province, and the table has each.
MANY = 60
# Two regions are compared in their own words, on the page where they stand side by side.
FEW = 3
# Figures an alternative text names; a screen reader's user has the table for the rest.
TOLD = 8

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Chart:
    """One picture in four files: wide and narrow, each for the light and the dark page. Names of places and items are Chinese in every language."""

    name: str
    """Stem of its files: `timeline` or a concept's id, with -en behind it where its words are English."""
    picture: Picture
    alt: str

    @property
    def sizes(self) -> tuple[tuple[float, int], ...]:
        """Width and height of the wide one and of the narrow one."""
        return tuple((frame.width, height(self.picture, frame)) for frame in FRAMES)

    @cached_property
    def key(self) -> str:
        """Changes whenever its files do."""
        return digest(code(), self.name, repr(self.picture))

    def path(self, scheme: Scheme, narrow: bool = False) -> str:
        """Address of one of its files from the site's root, and its path below `docs/`."""
        return f"{FOLDER}/{self.name}{'-narrow' if narrow else ''}-{scheme}.svg"

    def paths(self) -> list[str]:
        """Those of all its files."""
        return [self.path(scheme, narrow) for narrow in (False, True) for scheme in SCHEMES]


def build(rules: Rules, corpus: Corpus) -> dict[str, Chart]:
    """Every chart in each language by its name, not drawn yet. A concept that fewer than FEW regions state in one unit has none."""
    made, concepts = dict[str, Chart](), comparison.concepts(rules, corpus)
    for language in get_args(Language):
        maker, suffix = _Maker(rules, corpus, language), "" if language == "zh" else f"-{language}"
        for chart in (maker.timeline(), *map(maker.concept, concepts)):
            if chart:
                made[chart.name + suffix] = replace(chart, name=chart.name + suffix)
    return made


def files(charts: Iterable[Chart]) -> dict[str, str]:
    """The SVG of all charts by their path below `docs`."""
    texts = {}
    for chart in charts:
        for frame in FRAMES:
            for scheme, text in svgs(chart.picture, frame).items():
                texts[chart.path(scheme, frame is NARROW)] = text
    return texts


class _Maker:
    def __init__(self, rules: Rules, corpus: Corpus, language: Language) -> None:
        self.rules, self.corpus, self.labels = rules, corpus, rules.vocabulary
        self.language, self.words = language, rules.charts.of(language)

    def concept(self, concept: comparison.Concept) -> Chart | None:
        """Panels by unit and level, each on a scale of its own, of what FEW regions state in one unit."""
        groups = [group for group in concept.groups if len(group.places) >= FEW]
        figures = [figure for group in groups for figure in group.figures]
        if not figures:
            return None
        # 万元 where every label has it, the name of the first group otherwise.
        units = {one.scale + one.unit for figure in figures for one in [shown(self.rules, figure.indicator)]}
        unit = units.pop() if len(units) == 1 and self.language == "zh" else self._unit(groups[0])
        places, label = len({figure.place for figure in figures}), self.labels.concepts[concept.id].label.of(self.language)
        alt = self.words.alt_concept.format(label=label, places=places, figures=len(figures), **self._list(figures, self._figure))
        picture = Picture(
            self.words.title_concept.format(label=label, unit=unit),
            tuple(panel for group in groups for panel in self._panels(group, len(groups) > 1)),
            self.words.note_concept.format(documents=len({figure.profile.id for figure in figures})),
            self.language,
        )
        return Chart(concept.id, picture, alt)

    def _panels(self, group: comparison.Group, several: bool) -> Iterator[Panel]:
        """One for each level: bars or dots of every figure; strokes by province where they are more than MANY."""
        many = len(group.figures) > MANY
        lines = [self.words.unit_other.format(unit=self._unit(group))] if several else []
        lines += [caution.of(self.language)] if (caution := group.caution) else []
        if many:
            lines.append(self.words.unit_strip)
        elif not all(figure.indicator.period for figure in group.figures):
            lines.append(self.words.unit_undated)
        if len({figure.place.level for figure in group.figures}) > 1:
            lines.append(self.words.unit_level)
        for level, found in groupby(group.figures, lambda figure: self._level(figure.place)):
            figures = list(found)
            panel = Panel((), level, "strokes" if many else "bars", tuple((self._strokes if many else self._bars)(figures)))
            yield replace(panel, subtitles=(*lines, *([self.words.unit_log] if panel.logarithmic else [])))
            lines = []

    def _bars(self, figures: Sequence[ReportedFigure]) -> Iterator[Row]:
        reports = dict.fromkeys((figure.place, figure.profile.id) for figure in figures)
        several = {place for place, times in Counter(place for place, _ in reports).items() if times > 1}
        before = None
        for figure in figures:
            indicator, period = figure.indicator, self._period(figure)
            if figure.place in several:
                period = self.words.period_of_several.format(period=period, date=self._date(figure.profile))
            name = "" if (figure.place, figure.profile.id) == before else figure.place.name
            before = figure.place, figure.profile.id
            yield Row(name, indicator.item, (indicator.value,), self._value(indicator), period, undated=not indicator.period)

    def _strokes(self, figures: Sequence[ReportedFigure]) -> Iterator[Row]:
        found: dict[str, list[model.Indicator]] = {}
        for figure in figures:
            found.setdefault(self._province(figure.place), []).append(figure.indicator)
        for place, some in found.items():
            undated = sum(not one.period for one in some)
            words = self.words.count_undated if undated else self.words.count
            yield Row(words.format(place=place, n=len(some), undated=undated), "", tuple(one.value for one in some))

    def timeline(self) -> Chart:
        """A line for each document, newest first; a bar for each year where there are more than MANY."""
        words, documents = self.words, self.corpus.documents
        none = self.labels.absent["published"].label.of(self.language)
        names = [self._regions(profile) for profile in documents[:MANY]]
        alt = words.alt_timeline.format(documents=len(documents), **self._list(documents, self._event))
        note = words.note_timeline.format(documents=len(documents))
        if len(documents) > MANY:
            years = Counter(date[:4] if (date := profile.source.published) else none for profile in documents)
            counts = tuple(Row(year, "", (n,), words.documents.format(n=n)) for year, n in years.items())
            return Chart("timeline", Picture(words.title_timeline_many, (Panel((), "", "bars", counts),), note, self.language), alt)
        rows: dict[bool, list[Row]] = {}
        for name, source in zip(names, (profile.source for profile in documents), strict=True):
            date = source.published
            row = Row(name, source.title or self.labels.absent["title"].label.of(self.language), span(date) if date else (), date or "")
            rows.setdefault(bool(date), []).append(row)
        panels = tuple(Panel((), "" if dated else none, "spans", tuple(some)) for dated, some in rows.items())
        return Chart("timeline", Picture(words.title_timeline, panels, note, self.language), alt)

    def _unit(self, group: comparison.Group) -> str:
        """What a group of figures is named after."""
        if self.language == "zh" or not group.family:
            return group.unit
        return f"{group.family.label.en.lower()}, {group.unit}"

    def _value(self, indicator: model.Indicator) -> str:
        """A figure as the pages of the language print it."""
        if self.language == "zh":
            return str(shown(self.rules, indicator))
        sign = "" if indicator.qualifier == "exact" else f"{self.labels.qualifiers[indicator.qualifier].label.en} "
        return f"{sign}{amount(indicator.value)} {indicator.unit}"

    def _level(self, place: ReportedPlace) -> str:
        return self.labels.levels[place.level].label.of(self.language)

    def _regions(self, profile: model.Profile) -> str:
        places = [report.place.name for report in self.corpus.by_document[profile.id]]
        if len(places) == 1:
            return places[0]
        return self.words.several_regions.format(place=places[0], n=len(places))

    def _date(self, profile: model.Profile) -> str:
        return profile.source.published or self.labels.absent["published"].label.of(self.language)

    def _province(self, place: ReportedPlace) -> str:
        return place.province.name if place.province else self.words.unknown_province

    def _period(self, figure: ReportedFigure) -> str:
        return figure.indicator.period or self.labels.absent["period"].label.of(self.language)

    def _list(self, things: Sequence[Thing], name: Callable[[ChartList, Thing], str]) -> dict[str, str]:
        """The first of them in words, and how many more there are; nothing where the language has no words for it."""
        if not (words := self.words.told):
            return {}
        left = len(things) - TOLD
        return {"list": "；".join(name(words, one) for one in things[:TOLD]), "more": words.more.format(n=left) if left > 0 else ""}

    def _figure(self, words: ChartList, figure: ReportedFigure) -> str:
        place, period, value = figure.place, self._period(figure), self._value(figure.indicator)
        return words.figure.format(place=place.name, level=self._level(place), period=period, item=figure.indicator.item, value=value)

    def _event(self, words: ChartList, profile: model.Profile) -> str:
        return words.event.format(place=self._regions(profile), date=self._date(profile))


def span(published: str) -> tuple[float, float]:
    """A date as precise as stated, as the part of its year it may fall in: '2024-07' -> (2024.5, 2024.58)."""
    year, *rest = map(int, published.split("-"))
    if not rest:
        return year, year + 1
    month = rest[0]
    if len(rest) == 1:
        return year + (month - 1) / 12, year + month / 12
    days = calendar.monthrange(year, month)[1]
    start = year + (month - 1 + (rest[1] - 1) / days) / 12
    return start, start + 1 / 366
