"""What the documents cover: provinces by year, figures with and without a period, figures to a length of text.

Counts of what was taken up, never of what is so; order is the corpus's: level, then adcode; provinces by code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.places.divisions import Division
from generator.publish.corpus.corpus import Corpus, RegionReport

FEW = 3
"""Fewer regions than this are no picture."""
MANY = 60
"""Reports that a reader follows down a page; more stand by province."""
SPAN = 20
"""Years in a row, those without a document too; where they lie farther apart only those with one."""
DEEPER = (2, 5, 10, 20)
"""Documents at which a shade gives way to the next deeper one."""


@dataclass(frozen=True)
class Counted:
    """Some reports, and what they state."""

    reports: tuple[RegionReport, ...]
    figures: int
    dated: int
    """Figures the text ties to a time."""
    density: float | None
    """Figures to 1,000 characters of text; None where no report's article is known."""


def counted(reports: Sequence[RegionReport]) -> list[Counted]:
    """Each report, or those of each province where they are more than MANY; nothing below FEW regions."""
    if len({report.place for report in reports}) < FEW:
        return []
    if len(reports) <= MANY:
        return [_counted([report]) for report in reports]
    return [_counted(some) for _, some in _by_province(reports)]


def _counted(reports: Sequence[RegionReport]) -> Counted:
    figures = [figure for report in reports for figure in report.figures]
    known = [report for report in reports if report.characters]
    text = sum(report.characters or 0 for report in known)
    density = sum(1 for report in known for _ in report.figures) / text * 1000 if text else None
    return Counted(tuple(reports), len(figures), sum(1 for one in figures if one.indicator.period), density)


def _by_province(reports: Sequence[RegionReport]) -> list[tuple[Division | None, list[RegionReport]]]:
    """Reports by province, those whose province cannot be known last."""
    found: dict[str, list[RegionReport]] = {}
    for report in reports:
        found.setdefault(report.place.province.code if report.place.province else "~", []).append(report)
    return [(some[0].place.province, some) for _, some in sorted(found.items())]


@dataclass(frozen=True)
class Tiles:
    """How many documents there are of each province and year."""

    years: tuple[str, ...]
    """The last is empty where documents have no date."""
    rows: tuple[tuple[Division | None, tuple[int, ...]], ...]


def tiles(corpus: Corpus) -> Tiles | None:
    """The tiles of a corpus; None below FEW regions. A document of several provinces counts in each."""
    if len({report.place for report in corpus.reports}) < FEW:
        return None
    dates = {profile.source.published or "" for profile in corpus.documents}
    found = sorted({int(date[:4]) for date in dates if date})
    if found and found[-1] - found[0] < SPAN:
        found = list(range(found[0], found[-1] + 1))
    years = (*(str(year) for year in found), *([""] if "" in dates else []))
    rows = []
    for province, reports in _by_province(corpus.reports):
        documents = {report.profile.id: (report.profile.source.published or "")[:4] for report in reports}
        counts = Counter(documents.values())
        rows.append((province, tuple(counts[year] for year in years)))
    return Tiles(years, tuple(rows))


def depth(count: int) -> int:
    """The shade of a tile, 1 to 5."""
    return 1 + sum(count >= step for step in DEEPER)
