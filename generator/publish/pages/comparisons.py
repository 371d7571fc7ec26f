"""The pages below compare/ and programmes/: themes by region, figures of one kind, titles, networks, honours, names that several have."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

from generator.publish.corpus import comparison, emphasis, entries
from generator.publish.corpus.corpus import Corpus, RegionReport
from generator.publish.pages.templates import Contents, Make, show
from generator.publish.pages.words import by_issuer, by_kind, neighbours, shared
from generator.rules import Rules
from generator.rules.vocabulary import CODES

ROWS = 300
"""Rows of a table on a page; its CSV file has all. 300 rows of honours are about 26 kB as they are sent."""
TITLES = 120
"""Cited titles of one level or kind on a page; each names up to twelve regions, or five where titles are many."""
SCREEN = 40
"""Entries from which on a list can be narrowed by typing and is led into by its groups; a phone shows about ten at once."""
MANY = 60
"""Reports whose programmes stand on one page; with more they stand by province. A report has about twenty, of 400 bytes."""
POSTER = 100
"""Numbered plans shown together at most, where reports are many."""
NOWHERE = "other"
"""The address of the reports whose province cannot be known."""


class Comparisons:
    """Them, of one corpus."""

    def __init__(self, rules: Rules, corpus: Corpus) -> None:
        self._rules, self._corpus = rules, corpus
        self.concepts = comparison.concepts(rules, corpus)
        self.split = len(corpus.reports) > MANY

    def sources(self) -> Iterator[tuple[str, Make]]:
        """What makes each of them, by its path below `docs/`."""
        reports = self._corpus.reports
        yield "compare/index.md", self._matrix
        for before, concept, after in neighbours(self.concepts):
            values = {"concept": concept, "before": before, "after": after, "limit": ROWS}
            yield f"compare/{concept.id}/index.md", partial(show, "concept", **values)
        yield "compare/documents/index.md", self._cited
        linked, honoured = [r for r in reports if r.networks], [r for r in reports if r.honours]
        yield "compare/networks/index.md", partial(show, "networks", reports=linked, limit=ROWS)
        yield "compare/honours/index.md", partial(show, "honours", reports=honoured, limit=ROWS)
        yield "programmes/index.md", self._programmes
        for place, some in self._shelves.items():
            yield f"programmes/{place}/index.md", partial(self._province_s, some)

    def _matrix(self) -> Contents:
        rows = [(report, emphasis.of(report)) for report in self._corpus.reports[:ROWS]]
        return show("compare", rows=rows, total=len(self._corpus.reports), concepts=self.concepts)

    def _cited(self) -> Contents:
        titles = comparison.titles(self._rules, self._corpus)
        others = by_kind(one for one in titles if one.kind not in ("policy", "law"))
        return show("cited", titles=titles, shared=shared(titles), by_issuer=by_issuer(titles), others=others, limit=TITLES)

    def programme_page(self, report: RegionReport, name: str) -> str:
        """The address, from the site's root, of the entry of a programme that a report names."""
        place = f"{_province(report)}/" if self.split else ""
        return f"programmes/{place}#{entries.anchor(name)}"

    def shown(self) -> Iterator[tuple[str, Sequence[RegionReport]]]:
        """The path of each province's page of programmes, and the reports it is made of."""
        yield from ((f"programmes/{place}/index.md", some) for place, some in self._shelves.items())

    @cached_property
    def _shelves(self) -> dict[str, list[RegionReport]]:
        """The reports that name programmes by province, where these have pages of their own."""
        found: dict[str, list[RegionReport]] = {}
        for report in self._corpus.reports if self.split else ():
            if report.programmes:
                found.setdefault(_province(report), []).append(report)
        return dict(sorted(found.items()))

    def _programmes(self) -> Contents:
        found, reports = comparison.programmes(self._rules, self._corpus.reports), [r for r in self._corpus.reports if r.programmes]
        values = {"entries": found, "shared": shared(found), "reports": reports, "shelves": self._shelves, "limit": ROWS}
        return show(
            "programmes", kinds=_by_kind(found), dots=((), ()) if self.split else _dots(found), poster=_poster(found, self.split), **values
        )

    def _province_s(self, some: Sequence[RegionReport]) -> Contents:
        return show("programmes_province", some=some, kinds=_by_kind(comparison.programmes(self._rules, some)))


def _province(report: RegionReport) -> str:
    return report.place.province.code if report.place.province else NOWHERE


def _dots(found: Iterable[comparison.ProgrammeEntry]) -> tuple[list[comparison.ProgrammeEntry], list[tuple[RegionReport, list[bool]]]]:
    """Formulas of several regions, and of each of these regions the report that names one first and which of them it names; nothing where
    they are fewer than three, which is no picture."""
    formulas = [one for one in found if one.kind == "formula" and len(one.places) > 1]
    reports = {report.place: report for one in reversed(formulas) for report in reversed(one.reports)}
    rows = [(report, [place in one.places for one in formulas]) for place, report in sorted(reports.items(), key=lambda at: at[0].order)]
    return (formulas, rows) if len(rows) > 2 else ([], [])


def _poster(found: Iterable[comparison.ProgrammeEntry], split: bool) -> list[comparison.ProgrammeEntry]:
    """Numbered plans; where reports are many the first POSTER that several regions have; nothing where fewer than three regions have any."""
    numbered = [one for one in found if one.kind == "numbered"]
    if len({place for one in numbered for place in one.places}) < 3:
        return []
    return [one for one in numbered if len(one.places) > 1][:POSTER] if split else numbered


def _by_kind(found: Iterable[comparison.ProgrammeEntry]) -> list[tuple[str, list[comparison.ProgrammeEntry]]]:
    """Entries by their kind, those without any left out."""
    kinds: dict[str, list[comparison.ProgrammeEntry]] = {kind: [] for kind in CODES["programmes"]}
    for one in found:
        kinds[one.kind].append(one)
    return [(kind, some) for kind, some in kinds.items() if some]
