"""Of what each page of a region or document is made: digests that change whenever its text does.

Beside its reports such a page shows of the rest of the corpus only the names of its neighbours, which of the divisions above
it have a page, how many regions state the same, and what similar regions share with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.known import digest
from generator.publish.corpus.corpus import RegionReport, ReportedPlace
from generator.publish.pages.pages import Pages


def keys(frame: str, pages: Pages, documents: Mapping[str, str]) -> dict[str, str]:
    """The digests of the pages of all regions and documents by their paths; `frame` is that of what all pages are made of, `documents`
    has those of the profiles by id."""
    reports = {(report.profile.id, report.path): _report(report, documents[report.profile.id], pages) for report in pages.corpus.reports}

    def of(shown: object, told: tuple[RegionReport, ...]) -> str:
        return digest(frame, repr(shown), *(reports[report.profile.id, report.path] for report in told))

    made = {path: of(shown, region.reports) for path, region, shown in pages.beside_regions()}
    for path, profile, shown in pages.beside_documents():
        made[path] = of((documents[profile.id], shown), pages.corpus.by_document[profile.id])
    return made


def _report(report: RegionReport, document: str, pages: Pages) -> str:
    """What a page shows of a report: its profile, its place, and the anchors its items were given among others on the page."""
    return digest(document, report.page, repr(_place(report.place, pages)), *_anchors(report))


def _place(place: ReportedPlace, pages: Pages) -> object:
    return place, [step.code for step in place.chain if step.code in pages.corpus.regions]


def _anchors(report: RegionReport) -> Iterator[str]:
    for heading in report.headings:
        yield heading.anchor
        yield from (figure.anchor for figure in heading.figures)
    yield from (figure.anchor for figure in report.loose)
    yield from (one.anchor for one in report.honours)
    yield from (one.anchor for one in report.networks)
