"""How much of a report is written on each theme: the share of its text, the one measure of emphasis.

The text under a measure counts once, for its first theme; what stands under no measure, or under one that only groups others, is other text.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from generator import model
from generator.publish.corpus.corpus import RegionReport, ReportedMeasure


@dataclass(frozen=True)
class Emphasis:
    """The characters of a report, by theme."""

    whole: int
    themes: Mapping[model.Theme, int]
    """Every theme, in the order of the format."""
    other: int
    lost: tuple[ReportedMeasure, ...]
    """Measures whose headings cannot be located: their text counts for the heading above them."""

    @property
    def shares(self) -> Mapping[model.Theme, float]:
        """The part of the text that each theme has, 0 to 1."""
        return {theme: count / self.whole for theme, count in self.themes.items()}


def of(report: RegionReport) -> Emphasis | None:
    """The emphasis of a report; None where its article is not known, or nothing of it is the region's."""
    if not report.characters:
        return None
    counts = Counter[model.Theme]()
    for one in report.headings:
        if one.characters is not None and one.measure.themes:
            counts[one.measure.themes[0]] += one.characters
    lost = tuple(one for one in report.headings if one.characters is None)
    return Emphasis(report.characters, {theme: counts[theme] for theme in model.THEMES}, report.characters - counts.total(), lost)
