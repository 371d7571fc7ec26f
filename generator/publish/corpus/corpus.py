"""All profiles together: documents, regions with their reports, and every figure with its place.

Regions stand in the order of their level (province, prefecture, county, township, area), then their adcode; nothing is ever
ordered by a value. Documents stand newest first, those without a date last. Nothing is summed or chosen between.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from generator import model, yaml_io
from generator.errors import Problem, ProfileError
from generator.places import gazetteer
from generator.places.divisions import Division
from generator.profiles.diff import Edits
from generator.profiles.shelf import Shelf
from generator.profiles.text import extent
from generator.profiles.text.contexts import QuoteContext
from generator.profiles.text.extent import Extent
from generator.publish.corpus.anchors import Anchors, anchored, page_of
from generator.rules import Rules

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ReportedPlace:
    """What a report is about: a known division, or one that is masked beyond knowing or in no table (`adcode` None)."""

    adcode: str | None
    name: str
    """Official name; where `adcode` is None as the source prints it (某县, **市)."""
    level: model.Level
    parent: str | None
    """Name of the next level up, as the newest profile has it."""
    chain: tuple[Division, ...]
    """The divisions above it, province first; empty for a province and where nothing above it is known."""

    @property
    def province(self) -> Division | None:
        """The province it lies in, a province itself included; None where it cannot be known."""
        if self.chain:
            return self.chain[0]
        return Division(self.adcode, self.name, self.level, None) if self.adcode and self.level == "province" else None

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: level, adcode; unknown places follow the known ones of their level."""
        return model.LEVELS.index(self.level), self.adcode or "~", self.name


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One indicator and where it stands."""

    place: ReportedPlace
    profile: model.Profile
    entry: model.Region
    heading: model.Measure | None
    """The measure it stands under; None for a figure outside any."""
    indicator: model.Indicator
    number: int
    """Its position among the report's figures, from 1; those outside any measure come last."""
    path: yaml_io.Path
    """Its place in the profile's file."""
    anchor: str
    """`f-` and 8 hexadecimal digits, unique on its page."""
    page: str
    """Address of its page from the site's root, with a slash at its end."""
    context: QuoteContext | None
    """The words around its quote; None where they are not known."""

    @property
    def link(self) -> str:
        return f"{self.page}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class ReportedMeasure:
    """One measure of a report, with its figures."""

    measure: model.Measure
    path: yaml_io.Path
    anchor: str
    figures: tuple[ReportedFigure, ...]
    characters: int | None
    """How much text stands under it, down to the next heading of any level; None where its heading cannot be located."""


@dataclass(frozen=True, slots=True)
class Reported(Generic[Item]):
    """An item of a report that has an address of its own: an honour or a network."""

    item: Item
    path: yaml_io.Path
    anchor: str


@dataclass(frozen=True, slots=True)
class ReportedProgramme:
    """A programme of a report, and where the article first names it."""

    item: model.Programme
    path: yaml_io.Path
    quote: str | None
    """The sentence or clause that names it; None where the article is not known or shows too much already."""
    heading: ReportedMeasure | None
    """The measure it stands under."""
    listed: bool | None
    """Whether the article may say what its number stands for; None where that is not known."""


@dataclass(frozen=True, slots=True)
class RegionReport:
    """What one document reports of one region."""

    place: ReportedPlace
    profile: model.Profile
    entry: model.Region
    path: yaml_io.Path
    page: str
    """The region's page; for a place that cannot be known, the document's."""
    headings: tuple[ReportedMeasure, ...]
    loose: tuple[ReportedFigure, ...]
    """Figures outside any measure."""
    honours: tuple[Reported[model.Honour], ...]
    networks: tuple[Reported[model.Network], ...]
    characters: int | None
    """How much of the article is the region's part; None where the article is not known."""
    programmes: tuple[ReportedProgramme, ...]

    @property
    def figures(self) -> Iterator[ReportedFigure]:
        """All figures in reading order, those outside any measure last."""
        for heading in self.headings:
            yield from heading.figures
        yield from self.loose


@dataclass(frozen=True, slots=True)
class ReportedRegion:
    """A division that one or several documents report on, and its page."""

    adcode: str
    place: ReportedPlace
    page: str
    reports: tuple[RegionReport, ...]
    """Newest document first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All profiles, and the regions and reports made of them."""

    documents: tuple[model.Profile, ...]
    """Newest first; those without a date last, by id."""
    regions: Mapping[str, ReportedRegion]
    """By adcode, in order of level and adcode."""
    reports: tuple[RegionReport, ...]
    """One for each region of each document, in order of level, adcode and document, unknown places included."""
    by_document: Mapping[str, tuple[RegionReport, ...]] = field(repr=False)
    """The reports of a document by its id, in the order of its profile."""
    edits: Mapping[str, Edits] = field(default_factory=dict, repr=False)
    """What people changed in a document, and what became of its numerals, by its id; only of those it is known of."""

    def figures(self) -> Iterator[ReportedFigure]:
        """Every figure, in the order of `reports`."""
        for report in self.reports:
            yield from report.figures


def load(rules: Rules, shelf: Shelf, known: Anchors | None = None, edits: Mapping[str, Edits] | None = None) -> Corpus:
    """The corpus of all profiles of a workspace.

    `known` has the anchors that outlive edits, which `edits` has too; lengths of text are measured in the seeds. Raises ProfileError with the problems of all profiles.
    """
    folder = shelf.workspace.show(shelf.workspace.profiles)
    if problems := [*shelf.problems, *clashes((one.profile for one in shelf.held), folder)]:
        raise ProfileError(problems)
    if not shelf.held:
        raise ProfileError.at(folder, "holds no profile", hint="run `make update` to read the seeds")
    return gather((one.profile for one in shelf.held), gazetteer.load(rules), known, extent.load(rules, shelf), edits)


def gather(
    profiles: Iterable[model.Profile],
    divisions: gazetteer.Gazetteer,
    known: Anchors | None = None,
    extents: Mapping[str, Extent | None] | None = None,
    edits: Mapping[str, Edits] | None = None,
) -> Corpus:
    """The corpus of `profiles`, whose ids differ; `known` and `edits` as in `load`, `extents` by id the lengths of those whose article is known."""
    known = {name: done.anchors for name, done in edits.items()} if edits is not None else known
    by_id = sorted(profiles, key=lambda profile: profile.id)
    documents = sorted(by_id, key=lambda profile: profile.source.published or "", reverse=True)
    entries = [(profile, index, entry) for profile in documents for index, entry in enumerate(profile.regions)]
    places: dict[str, ReportedPlace] = {}
    for _, _, entry in entries:  # newest first, so that the newest profile names the region
        if entry.adcode and entry.adcode not in places:
            chain = _chain(divisions, entry.adcode)
            places[entry.adcode] = ReportedPlace(entry.adcode, entry.name, entry.level, entry.parent, chain)

    addresses = anchored(sorted(entries, key=lambda item: item[0].source.published or "~"), known or {})
    made: dict[tuple[str, int], RegionReport] = {}
    for profile, index, entry in entries:
        place = places[entry.adcode] if entry.adcode else ReportedPlace(None, entry.name, entry.level, entry.parent, ())
        made[profile.id, index] = _report(place, profile, index, addresses[profile.id], (extents or {}).get(profile.id))

    newest_first = [made[profile.id, index] for profile, index, _ in entries]
    reports = tuple(sorted(newest_first, key=lambda report: report.place.order))  # stable: documents stay newest first
    regions, by_document = defaultdict[str, list[RegionReport]](list), defaultdict[str, list[RegionReport]](list)
    for report in reports:
        if report.place.adcode:
            regions[report.place.adcode].append(report)
    for report in newest_first:
        by_document[report.profile.id].append(report)
    return Corpus(
        tuple(documents),
        {code: ReportedRegion(code, found[0].place, found[0].page, tuple(found)) for code, found in regions.items()},
        reports,
        {name: tuple(found) for name, found in by_document.items()},
        edits or {},
    )


def _chain(divisions: gazetteer.Gazetteer, adcode: str) -> tuple[Division, ...]:
    """The divisions above `adcode`, province first; by its digits, as a new division may stand in no table yet."""
    steps = []
    for code in (adcode[:2] + "0000", adcode[:4] + "00", adcode[:6]):
        if code == adcode:
            break
        with suppress(KeyError):
            steps.append(divisions.get(code))
    return tuple(steps)


def clashes(profiles: Iterable[model.Profile], folder: str) -> list[Problem]:
    """Two profiles of one id would share an address; two of one region in a document would share a heading."""
    problems, seen = list[Problem](), set[str]()
    for profile in profiles:
        file = f"{folder}/{profile.id}.yml"
        if profile.id in seen:
            problems.append(Problem(file, field="id", message=f"two profiles have the id `{profile.id}`"))
        seen.add(profile.id)
        codes = Counter(entry.adcode for entry in profile.regions if entry.adcode)
        for code in sorted(code for code, times in codes.items() if times > 1):
            problems.append(Problem(file, field="regions", message=f"two regions have the adcode {code}"))
    return problems


def _report(
    place: ReportedPlace, profile: model.Profile, index: int, addresses: Mapping[yaml_io.Path, str], lengths: Extent | None
) -> RegionReport:
    entry, root, numbers = profile.regions[index], ("regions", index), count(1)
    page = page_of(profile, entry)
    contexts = iter(lengths.contexts[index] if lengths else ())

    def figures(heading: model.Measure | None, above: yaml_io.Path) -> tuple[ReportedFigure, ...]:
        stated = enumerate(heading.indicators if heading else entry.indicators)
        told = ((indicator, (*above, "indicators", number)) for number, indicator in stated)
        return tuple(
            ReportedFigure(place, profile, entry, heading, one, next(numbers), path, addresses[path], page, next(contexts, None))
            for one, path in told
        )

    headings = []
    for number, measure in enumerate(entry.measures):
        path: yaml_io.Path = (*root, "measures", number)
        characters = lengths.measures[index][number] if lengths else None
        headings.append(ReportedMeasure(measure, path, addresses[path], figures(measure, path), characters))
    loose = figures(None, root)

    def reported(kind: str, items: Iterable[Item]) -> tuple[Reported[Item], ...]:
        placed = (((*root, kind, number), item) for number, item in enumerate(items))
        return tuple(Reported(item, path, addresses[path]) for path, item in placed)

    honours, networks = reported("honours", entry.honours), reported("networks", entry.networks)
    named = list[ReportedProgramme]()
    for number, programme in enumerate(entry.programmes):
        mention = lengths.programmes[index][number] if lengths else None
        above = headings[mention.measure] if mention and mention.measure is not None else None
        path = (*root, "programmes", number)
        quote, listed = (mention.quote, mention.listed) if mention else (None, None)
        named.append(ReportedProgramme(programme, path, quote, above, listed))
    whole = lengths.regions[index] if lengths else None
    return RegionReport(place, profile, entry, root, page, tuple(headings), loose, honours, networks, whole, tuple(named))
