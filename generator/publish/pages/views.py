"""The corpus as pages show it: the picture of a report, the cards of a region, shelves of regions, neighbours.

Orders are those of places and of the source; nothing is ordered by a value.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote as quoted

from generator import model
from generator.places.divisions import Division
from generator.profiles.text import contexts
from generator.publish.corpus import emphasis
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure, ReportedMeasure, ReportedRegion
from generator.publish.corpus.emphasis import Emphasis
from generator.rules import Rules

KIN = 12
"""Neighbouring regions named at the end of a region's page."""


@dataclass(frozen=True)
class Segment:
    """One part of the picture of a report."""

    anchor: str
    number: int
    heading: str
    theme: model.Theme | None
    steps: int
    """Measures below it."""
    figures: int
    """Figures under it and under the measures below it."""
    characters: int | None
    """The text under it and under the measures below it; None where no heading of them can be located."""


@dataclass(frozen=True)
class View:
    """A report as its page shows it."""

    report: RegionReport
    segments: tuple[Segment, ...]
    suffix: str
    """Keeps the ids of headings apart where a page has several reports."""
    emphasis: Emphasis | None
    """How its text is shared among themes; None where its article is not known."""

    @property
    def anchor(self) -> str:
        """Of its heading on a page of several reports; without underscores, which Markdown takes for emphasis, and no id has a point."""
        return f"document-{self.report.profile.id.replace('_', '.')}"

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the picture's parts by their anchors."""
        return {segment.anchor: segment.number for segment in self.segments} if len(self.segments) > 1 else {}


@dataclass(frozen=True)
class Card:
    """The first figure of a concept in a region, with the way to the others."""

    concept: model.Concept
    figure: ReportedFigure
    more: int
    """Further figures of the concept in the same region."""
    others: int
    """Other regions that state the concept."""


@dataclass(frozen=True)
class ProvinceShelf:
    """The regions of one province."""

    province: Division | None
    """None for places that cannot be known."""
    reports: tuple[RegionReport, ...]
    """The newest report of each region; of places that cannot be known, every report."""


def views(reports: Sequence[RegionReport]) -> list[View]:
    """The reports of one page."""
    many = len(reports) > 1
    return [View(report, segments(report), f"-{n}" if many else "", emphasis.of(report)) for n, report in enumerate(reports, start=1)]


def segments(report: RegionReport) -> tuple[Segment, ...]:
    """The parts of `report`: its top measures; a top measure that only groups others gives way to those below it."""
    blocks = _blocks(report.headings, 1)
    parts: list[list[ReportedMeasure]] = []
    for block in blocks:
        inner = _blocks(block[1:], 2)
        groups = not block[0].measure.themes and not block[0].figures and inner and len(blocks) + len(inner) > 2
        parts += inner if groups or (len(blocks) == 1 and len(inner) > 1) else [block]
    return tuple(
        Segment(
            part[0].anchor,
            number,
            part[0].measure.heading,
            part[0].measure.themes[0] if part[0].measure.themes else None,
            len(part) - 1,
            sum(len(heading.figures) for heading in part),
            sum(known) if (known := [one.characters for one in part if one.characters is not None]) else None,
        )
        for number, part in enumerate(parts, start=1)
    )


def _blocks(headings: Iterable[ReportedMeasure], level: int) -> list[list[ReportedMeasure]]:
    """Cuts `headings` before each one at `level` or above."""
    blocks: list[list[ReportedMeasure]] = []
    for heading in headings:
        if heading.measure.level <= level or not blocks:
            blocks.append([])
        blocks[-1].append(heading)
    return blocks


def cards(region: ReportedRegion, stated: Mapping[model.Concept, int]) -> list[Card]:
    """One for each concept the region states, in the order of the format; `stated` counts regions by concept."""
    found: dict[model.Concept, list[ReportedFigure]] = defaultdict(list)
    for report in region.reports:
        for figure in report.figures:
            if concept := figure.indicator.compared:
                found[concept].append(figure)
    return [
        Card(concept, found[concept][0], len(found[concept]) - 1, stated[concept] - 1) for concept in model.CONCEPTS if concept in found
    ]


def shelves(corpus: Corpus) -> list[ProvinceShelf]:
    """Regions by province, in code order; places that cannot be known stand last."""
    found: dict[Division | None, list[RegionReport]] = defaultdict(list)
    names: dict[str, Division] = {}
    for region in corpus.regions.values():
        step = region.place.province
        found[names.setdefault(step.code, step) if step else None].append(region.reports[0])
    for report in corpus.reports:
        if report.place.adcode is None:
            found[None].append(report)
    order = sorted(found, key=lambda step: step.code if step else "~")
    return [ProvinceShelf(step, tuple(found[step])) for step in order]


def facets(rules: Rules, reports: Iterable[RegionReport]) -> dict[str, list[str]]:
    """What a search can be narrowed to on the page of `reports`: the values of each facet, in the site's words."""
    labels = rules.vocabulary
    found: dict[str, set[str]] = {"province": set(), "level": set(), "theme": set(), "year": set()}
    for report in reports:
        place, published = report.place, report.profile.source.published
        if place.province:
            found["province"].add(place.province.name)
        found["level"].add(labels.levels[place.level].label.zh)
        found["theme"] |= {labels.themes[theme].label.zh for heading in report.headings for theme in heading.measure.themes}
        if published:
            found["year"].add(published[:4])
    return {name: sorted(values) for name, values in found.items() if values}


def source_link(figure: ReportedFigure) -> str:
    """The address of the source's page, at the figure's quote where that can be told from the rest of the article (a text fragment: a browser
    that knows none shows the page from its top); empty where the page is not known."""
    url, quote, context = figure.profile.source.url, figure.indicator.quote, figure.context
    if not url or not context or not context.unique or "\n" in quote:
        return url or ""
    parts = [_encoded(quote)]
    if context.unique == "between":
        before, after = context.before.strip(contexts.CUT), context.after.strip(contexts.CUT)
        parts = [*([f"{_encoded(before)}-"] if before else ()), *parts, *([f"-{_encoded(after)}"] if after else ())]
    return f"{url.partition('#')[0]}#:~:text={','.join(parts)}"


def _encoded(words: str) -> str:
    """As a part of a text fragment, in which a hyphen is a sign."""
    return quoted(words, safe="").replace("-", "%2D")


class Kin:
    """Which regions are near which, by place alone."""

    def __init__(self, regions: Iterable[ReportedRegion]) -> None:
        self._by_parent: dict[str, list[ReportedRegion]] = defaultdict(list)
        self._by_province: dict[tuple[str, str], list[ReportedRegion]] = defaultdict(list)
        for region in regions:
            chain = region.place.chain
            if chain:
                self._by_parent[chain[-1].code].append(region)
                self._by_province[chain[0].code, region.place.level].append(region)
            else:
                self._by_province["", region.place.level].append(region)

    def below(self, region: ReportedRegion) -> list[ReportedRegion]:
        """The regions directly under it."""
        return self._by_parent.get(region.adcode, [])[:KIN]

    def beside(self, region: ReportedRegion) -> list[ReportedRegion]:
        """Regions of the same parent; where it has none, those of the same province and level."""
        chain, near = region.place.chain, list[ReportedRegion]()
        if chain:
            near = _around(self._by_parent[chain[-1].code], region)
        return near or _around(self._by_province[chain[0].code if chain else "", region.place.level], region)


def _around(regions: list[ReportedRegion], centre: ReportedRegion) -> list[ReportedRegion]:
    """At most KIN of `regions`, those next to `centre` in their order, without it."""
    place = next(index for index, region in enumerate(regions) if region.adcode == centre.adcode)
    first = max(0, min(place - KIN // 2, len(regions) - KIN - 1))
    return [region for region in regions[first : first + KIN + 1] if region.adcode != centre.adcode]
