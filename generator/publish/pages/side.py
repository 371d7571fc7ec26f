"""The page that puts chosen regions side by side, and what its script loads: the names of all regions, and by prefecture what their
reports say besides figures, which come from each region's own data file.

A file is bare values that the script (templates/theme/assets/side.js) reads in the order of `_told`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from generator import model
from generator.publish import escape
from generator.publish.corpus import emphasis, trust
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedRegion
from generator.publish.pages.templates import Make, show
from generator.publish.years import years
from generator.rules import Rules

SHELF = 4
"""Digits of the code that the regions in one file share: at most some twenty."""


class SidePages:
    """Them, of one corpus."""

    def __init__(self, rules: Rules, corpus: Corpus, split: bool) -> None:
        """`split` says whether the measures of a theme stand by province."""
        self._rules, self._corpus, self._split = rules, corpus, split
        self._shelves: dict[str, list[ReportedRegion]] = {}
        for region in corpus.regions.values():
            self._shelves.setdefault(region.adcode[:SHELF], []).append(region)
        self._shelves = dict(sorted(self._shelves.items()))

    def sources(self) -> Iterator[tuple[str, Make]]:
        """What makes the page and each file, by its path below `docs/`."""
        yield "compare/regions/index.md", lambda: show("side", words=self._words(), split=self._split)
        yield "compare/regions/names.json", self._names
        for shelf, regions in self._shelves.items():
            yield f"compare/regions/{shelf}.json", partial(self._file, regions)

    def shown(self) -> Iterator[tuple[str, Sequence[RegionReport]]]:
        """The path of each file of a prefecture, and the reports it is made of."""
        for shelf, regions in self._shelves.items():
            yield f"compare/regions/{shelf}.json", [report for region in regions for report in region.reports]

    def _words(self) -> Mapping[str, Any]:
        """Codes and their words, in the order of the format."""
        labels = self._rules.vocabulary
        return {
            "concepts": [[code, labels.concepts[code].label.zh] for code in model.CONCEPTS],
            "themes": [[code, labels.themes[code].label.zh] for code in model.THEMES],
            "bases": {code: one.label.zh for code, one in labels.bases.items()},
            "completeness": {code: one.label.zh for code, one in labels.completeness.items()},
            "review": {code: one.label.zh for code, one in labels.review.items()},
        }

    def _names(self) -> str:
        """Adcode, name, what it lies in and the words of its mark of every region, a region a line."""
        rows = []
        for region in self._corpus.regions.values():
            above = region.place.chain[-1].name if region.place.chain else ""
            mark = "、".join(trust.words(self._rules, region.reports[0]).values())
            rows.append(escape.json_text([region.adcode, region.place.name, above, *([mark] if mark else [])]))
        return "[\n" + ",\n".join(rows) + "\n]\n"

    def _file(self, regions: Sequence[ReportedRegion]) -> str:
        lines = (f'"{one.adcode}":{escape.compact([self._told(report) for report in one.reports])}' for one in regions)
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def _told(self, report: RegionReport) -> list[Any]:
        """Document, its date and number as far as they tell it apart, title, place in its profile, text by theme, other, whole, programmes,
        titles cited, and its trust; 0 for nothing."""
        entry, source, among = report.entry, report.profile.source, years.among(self._corpus, report)
        text, found = emphasis.of(report), trust.of(self._rules, self._corpus, report.profile, (report,))
        return [
            report.profile.id,
            (among and among.date) or (source.published or "")[:4] or 0,
            among.number if among and among.twin else 0,
            source.title or 0,
            report.path[1],
            list(text.themes.values()) if text else 0,
            text.other if text else 0,
            text.whole if text else 0,
            [one.name for one in entry.programmes],
            [one.title for one in entry.documents_cited],
            [entry.basis, found.completeness, found.missing, found.figures, found.dated, found.exact, found.review.status, found.corrected],
        ]
