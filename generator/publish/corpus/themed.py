"""A theme across all reports: its measures by report, its share of each text, and the words that tell its headings from the others'."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import model
from generator.known import Cache, code, digest
from generator.language.words import nouns
from generator.publish.corpus import emphasis
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedMeasure

WORDS = 12
"""Words a theme."""


@dataclass(frozen=True)
class Themed:
    """What one report says on a theme."""

    report: RegionReport
    measures: tuple[ReportedMeasure, ...]
    """Those of the theme, in reading order; their text counts where it is the first of their themes."""
    characters: int | None
    """The text under those whose first theme it is; None where the article is not known."""
    share: float | None
    """That as part of the region's text, 0 to 1."""

    @property
    def figures(self) -> int:
        return sum(len(one.figures) for one in self.measures)

    @property
    def id(self) -> str:
        """Where it stands on the theme's page."""
        return f"r-{self.report.profile.id}-{self.report.path[1]}"


def reports_on(corpus: Corpus, theme: model.Theme) -> tuple[Themed, ...]:
    """The reports with a measure of the theme, in the order of the corpus."""
    found = []
    for report in corpus.reports:
        if measures := tuple(one for one in report.headings if theme in one.measure.themes):
            text = emphasis.of(report)
            found.append(Themed(report, measures, text.themes[theme] if text else None, text.shares[theme] if text else None))
    return tuple(found)


def distinctive(corpus: Corpus, known: Cache | None = None) -> Mapping[str, Sequence[str]]:
    """The words of each theme that its headings say more often than all headings do, the most telling first.

    `known` keeps them as long as no heading changes: finding the words of all headings takes seconds.
    """
    headings: dict[str, list[str]] = {theme: [] for theme in model.THEMES}
    for report in corpus.reports:
        for one in report.headings:
            if one.measure.themes:
                headings[one.measure.themes[0]].append(one.measure.heading)
    key = digest(code(), json.dumps(headings, ensure_ascii=False))
    if known and (data := known.get([key])):
        kept: dict[str, list[str]] = json.loads(data[key])
        return kept
    counts = {theme: nouns(texts) for theme, texts in headings.items()}
    every = sum(counts.values(), Counter[str]())
    found = {theme: _telling(words, every) for theme, words in counts.items()}
    if known:
        known.put({key: json.dumps(found, ensure_ascii=False).encode("utf-8", "surrogatepass")}, [])
    return found


def _telling(words: Mapping[str, int], every: Mapping[str, int]) -> list[str]:
    """Words said at least twice, by how often and how much more often than elsewhere."""
    here, all_ = sum(words.values()), sum(every.values())
    worth = {word: count * math.log(count / here / (every[word] / all_)) for word, count in words.items() if count > 1}
    return sorted((word for word in worth if worth[word] > 0), key=lambda word: (-round(worth[word], 9), word))[:WORDS]
