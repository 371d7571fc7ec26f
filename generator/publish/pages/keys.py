"""Of what each page of a region or document is made: digests that change whenever its text does.

Beside its reports such a page shows of the rest of the corpus only the names of its neighbours, which of the divisions above
it have a page, how many regions state the same, and what similar regions share with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.known import digest
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedPlace
from generator.publish.pages.pages import Pages
from generator.publish.years import years


def of_reports(corpus: Corpus, documents: Mapping[str, str]) -> list[str]:
    """The digest of each report in the order of the corpus: of its profile, its place, what tells it from the others of its region, and the
    anchors its items were given among others on the page. `documents` has the digests of the profiles by id."""
    return [
        digest(
            documents[report.profile.id],
            report.page,
            repr((report.path, _place(report.place, corpus), _among(corpus, report))),
            *_anchors(report),
        )
        for report in corpus.reports
    ]


def keys(frame: str, pages: Pages, documents: Mapping[str, str], of_report: Sequence[str]) -> dict[str, str]:
    """The digests of the pages of all regions and documents, and of what shows some reports on a theme or their figures, by their paths; `frame` is that of what all pages are made of, the others are
    those of the profiles by id and what `of_reports` gives."""
    frame = digest(frame, repr((pages.themes.split, pages.comparisons.split)))
    told = {(report.profile.id, report.path): key for report, key in zip(pages.corpus.reports, of_report, strict=True)}

    def of(shown: object, reports: Sequence[RegionReport]) -> str:
        return digest(frame, repr(shown), *(told[report.profile.id, report.path] for report in reports))

    made = {path: of(shown, region.reports) for path, region, shown in pages.beside_regions()}
    for path, profile, shown in pages.beside_documents():
        made[path] = of((documents[profile.id], shown), pages.corpus.by_document[profile.id])
    for path, listed in pages.by_year.items():
        made[path] = digest(frame, repr([(one.id, one.source.title, one.source.published) for one in listed]))
    for path, reports in (*pages.themes.shown(), *pages.comparisons.shown(), *pages.explorer.shown(), *pages.side.shown()):
        made[path] = of(None, reports)
    return made


def _place(place: ReportedPlace, corpus: Corpus) -> object:
    return place, [step.code for step in place.chain if step.code in corpus.regions]


def _among(corpus: Corpus, report: RegionReport) -> object:
    one = years.among(corpus, report)
    return one and (one.number, one.year, one.date, one.twin)


def _anchors(report: RegionReport) -> Iterator[str]:
    for heading in report.headings:
        yield heading.anchor
        yield from (figure.anchor for figure in heading.figures)
    yield from (figure.anchor for figure in report.loose)
    yield from (one.anchor for one in report.honours)
    yield from (one.anchor for one in report.networks)
