"""The site's charts: which there are, what each shows, their words, and their files.

How rows are laid out is `plots`' business, how they look `canvas`'. Words stand in `rules/charts.yml`. Everything keeps
the corpus's order: level, then adcode; documents newest first.
"""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from generator import model
from generator.publish.charts import bars, plots
from generator.publish.charts.canvas import COLOURS, Canvas, Scheme, drawn_key
from generator.publish.corpus import comparison
from generator.publish.corpus.corpus import Corpus, ReportedFigure, ReportedPlace
from generator.publish.corpus.printed import shown
from generator.rules import Rules

FOLDER = "charts"
# A reader follows sixty bars down a page; past that the figures are gathered by province, and the table has each.
MANY = 60
# Figures an alternative text names; a screen reader's user has the table for the rest.
TOLD = 8


Sizes = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Chart:
    """One picture in four files: wide and narrow, each for the light and the dark page."""

    name: str
    """Stem of its files: `timeline` or a concept's id."""
    title: str
    alt: str
    draw: Callable[[plots.Frame], Canvas]

    @cached_property
    def wide(self) -> Canvas:
        return self.draw(plots.WIDE)

    @cached_property
    def narrow(self) -> Canvas:
        return self.draw(plots.NARROW)

    @cached_property
    def sizes(self) -> Sizes:
        """Width and height of the wide one and of the narrow one."""
        return tuple((round(one.width), round(one.height)) for one in (self.wide, self.narrow))

    def path(self, scheme: Scheme, narrow: bool = False) -> str:
        """Address of one of its files from the site's root, and its path below `docs/`."""
        return f"{FOLDER}/{self.name}{'-narrow' if narrow else ''}-{scheme}.svg"

    def paths(self) -> list[str]:
        """Those of all its files."""
        return [self.path(scheme, narrow) for narrow in (False, True) for scheme in COLOURS]


def build(rules: Rules, corpus: Corpus) -> dict[str, Chart]:
    """Every chart by its name, neither laid out nor painted yet. A concept without figures has none."""
    maker = _Maker(rules, corpus)
    made = [maker.timeline()]
    made += [maker.concept(one) for one in comparison.concepts(rules, corpus) if one.groups]
    return {chart.name: chart for chart in made}


def files(charts: Iterable[Chart], docs: Path) -> dict[str, str]:
    """The SVG of all charts by their path below `docs`; what stands there and has not changed is not painted again."""
    texts = {}
    for chart in charts:
        for narrow, canvas in ((False, chart.wide), (True, chart.narrow)):
            found = {scheme: _drawn(docs / chart.path(scheme, narrow), canvas.key(scheme)) for scheme in COLOURS}
            for scheme, text in (found if all(found.values()) else canvas.svgs(chart.title)).items():
                texts[chart.path(scheme, narrow)] = text or ""
    return texts


def _drawn(path: Path, key: str) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return text if drawn_key(text) == key else None


class _Maker:
    def __init__(self, rules: Rules, corpus: Corpus) -> None:
        self.rules, self.corpus, self.labels, self.words = rules, corpus, rules.vocabulary, rules.charts

    def concept(self, concept: comparison.Concept) -> Chart:
        """Bars or dots of every figure; strips by province where a unit has more than MANY."""
        figures = [figure for group in concept.groups for figure in group.figures]
        printed = [shown(self.rules, figure.indicator) for figure in figures]
        # 万元 where every label has it, the name of the first group otherwise.
        units = {one.scale + one.unit for one in printed}
        unit = units.pop() if len(units) == 1 else concept.groups[0].unit
        title = self.words.title_concept.format(label=concept.label, unit=unit)
        note = self.words.note_concept.format(documents=len({figure.profile.id for figure in figures}))
        told = [
            self.words.alt_figure.format(
                place=figure.place.name,
                level=self.labels.levels[figure.place.level].label.zh,
                period=self._period(figure),
                item=figure.indicator.item,
                value=value,
            )
            for figure, value in zip(figures[:TOLD], printed, strict=False)
        ]
        alt = self.words.alt_concept.format(
            label=concept.label, places=len(concept.places), figures=len(figures), **self._list(told, len(figures))
        )
        return Chart(concept.id, title, alt, partial(self._drawn, concept, title, note))

    def _drawn(self, concept: comparison.Concept, title: str, note: str, frame: plots.Frame) -> Canvas:
        panels = [self._panel(group, len(concept.groups) > 1) for group in concept.groups]
        return bars.concept(title, panels, note, frame)

    def _panel(self, group: comparison.Group, several: bool) -> bars.Panel:
        lines = [self.words.unit_other.format(unit=group.unit)] if several else []
        lines += [group.caution] if group.caution else []
        if bars.logarithmic([figure.indicator.value for figure in group.figures]):
            lines.append(self.words.unit_log)
        if len(group.figures) > MANY:
            return bars.Panel((*lines, self.words.unit_strip), self._strips(group.figures))
        return bars.Panel(tuple(lines), self._bars(group.figures))

    def _bars(self, figures: Sequence[ReportedFigure]) -> bars.Bars:
        reports = dict.fromkeys((figure.place, figure.profile.id) for figure in figures)
        several = {place for place, times in Counter(place for place, _ in reports).items() if times > 1}
        sections: dict[str, list[bars.Bar]] = {}
        before = None
        for figure in figures:
            indicator, period = figure.indicator, self._period(figure)
            if figure.place in several:
                period = self.words.period_of_several.format(period=period, date=self._date(figure.profile))
            name = "" if (figure.place, figure.profile.id) == before else figure.place.name
            before = figure.place, figure.profile.id
            row = bars.Bar(name, indicator.item, indicator.value, str(shown(self.rules, indicator)), period)
            sections.setdefault(self.labels.levels[figure.place.level].label.zh, []).append(row)
        return list(sections.items())

    def _strips(self, figures: Sequence[ReportedFigure]) -> bars.Strips:
        values: dict[str, dict[str, list[float]]] = {}
        for figure in figures:
            rows = values.setdefault(self.labels.levels[figure.place.level].label.zh, {})
            rows.setdefault(self._province(figure.place), []).append(figure.indicator.value)
        return [
            (level, [bars.Strip(n, tuple(found), self.words.count.format(n=len(found))) for n, found in rows.items()])
            for level, rows in values.items()
        ]

    def timeline(self) -> Chart:
        """A line for each document, newest first; a bar for each year where there are more than MANY."""
        words, documents = self.words, self.corpus.documents
        note = words.note_timeline.format(documents=len(documents))
        undated = self.labels.absent["published"].label.zh
        names = [self._regions(profile) for profile in documents]
        told = [
            words.alt_event.format(place=name, date=self._date(profile)) for name, profile in zip(names[:TOLD], documents, strict=False)
        ]
        alt = words.alt_timeline.format(documents=len(documents), **self._list(told, len(documents)))
        if len(documents) > MANY:
            dates = (profile.source.published for profile in documents)
            years = Counter(date[:4] if date else undated for date in dates)
            rows = [bars.Bar(year, "", n, words.documents.format(n=n), "") for year, n in years.items()]
            panels = [bars.Panel((), [("", rows)])]
            title = words.title_timeline_many
            draw = partial(bars.concept, title, panels, note)
        else:
            title = words.title_timeline
            events = []
            for name, source in zip(names, (profile.source for profile in documents), strict=True):
                start, end = span(source.published) if source.published else (None, None)
                detail = source.title or self.labels.absent["title"].label.zh
                events.append(plots.Event(name, detail, start, end, source.published or ""))
            draw = partial(plots.timeline, title, events, undated, note)
        return Chart("timeline", title, alt, draw)

    def _regions(self, profile: model.Profile) -> str:
        places = [report.place.name for report in self.corpus.by_document[profile.id]]
        if len(places) == 1:
            return places[0]
        return self.words.several_regions.format(place=places[0], n=len(places))

    def _date(self, profile: model.Profile) -> str:
        return profile.source.published or self.labels.absent["published"].label.zh

    def _province(self, place: ReportedPlace) -> str:
        return place.province.name if place.province else self.words.unknown_province

    def _period(self, figure: ReportedFigure) -> str:
        return figure.indicator.period or self.labels.absent["period"].label.zh

    def _list(self, told: Sequence[str], total: int) -> dict[str, str]:
        left = total - len(told)
        return {"list": "；".join(told), "more": self.words.alt_more.format(n=left) if left else ""}


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
