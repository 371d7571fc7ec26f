"""The figure explorer: its page, and the figures of each province in one small file, which the page's script loads as they are asked for.

A file is rows of bare values, with what many of them share once and by number: its script (templates/theme/assets/figures/) reads the
columns in the order of `_row`. Nothing here is ordered by a value.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from generator import model
from generator.publish import escape
from generator.publish.corpus import trust
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure
from generator.publish.corpus.printed import shown
from generator.publish.pages.templates import Contents, Make, show
from generator.rules import Rules
from generator.rules.vocabulary import CodeEntry

NOWHERE = "other"
"""The file of the figures whose province cannot be known."""
AT_ONCE = 3000
"""Figures of all provinces together that are loaded without being asked for: some 100 kB as they are sent."""
QUALIFIERS = get_args(model.Qualifier)


class Explorer:
    """Them, of one corpus."""

    def __init__(self, rules: Rules, corpus: Corpus) -> None:
        self._rules, self._corpus = rules, corpus
        self._shelves: dict[str, list[RegionReport]] = {}
        for report in corpus.reports:
            province = report.place.province
            self._shelves.setdefault(province.code if province else NOWHERE, []).append(report)
        self._shelves = dict(sorted(self._shelves.items()))

    def sources(self) -> Iterator[tuple[str, Make]]:
        """What makes the page and each file, by its path below `docs/`."""
        yield "figures/index.md", self._page
        for code, reports in self._shelves.items():
            yield f"figures/{code}.json", partial(_file, self._rules, reports)

    def shown(self) -> Iterator[tuple[str, Sequence[RegionReport]]]:
        """The path of each file, and the reports it is made of."""
        for code, reports in self._shelves.items():
            yield f"figures/{code}.json", reports

    def _page(self) -> Contents:
        shelves = [(code, reports, sum(1 for one in reports for _ in one.figures)) for code, reports in self._shelves.items()]
        return show("figures", shelves=shelves, words=self._words(), at_once=AT_ONCE)

    def _words(self) -> Mapping[str, Any]:
        """Codes and their words, in the order in which the files number them."""
        labels = self._rules.vocabulary
        named: dict[str, Sequence[str]] = {"level": model.LEVELS, "theme": model.THEMES, "concept": model.CONCEPTS, "qualifier": QUALIFIERS}
        entries: Mapping[str, Mapping[str, CodeEntry]] = {
            "level": labels.levels, "theme": labels.themes, "concept": labels.concepts, "qualifier": labels.qualifiers,
        }  # fmt: skip
        return {name: [[code, entries[name][code].label.zh] for code in codes] for name, codes in named.items()}


def _file(rules: Rules, reports: Sequence[RegionReport]) -> str:
    """The figures of one province: its reports, the headings, and a row a line."""
    headings: dict[str, int] = {}
    told, rows = [], []
    for number, report in enumerate(reports):
        place, published = report.place, report.profile.source.published
        caution = "；".join(trust.words(rules, report).values())
        told.append(
            [
                place.adcode or 0,
                place.name,
                model.LEVELS.index(place.level),
                report.profile.id,
                published[:4] if published else 0,
                caution or 0,
            ]
        )
        rows += [_row(rules, number, figure, headings) for figure in report.figures]
    lines = ",\n".join(escape.compact(row) for row in rows)
    return f'{{"reports":{escape.compact(told)},\n"headings":{escape.compact(list(headings))},\n"rows":[\n{lines}\n]}}\n'


def _row(rules: Rules, report: int, figure: ReportedFigure, headings: dict[str, int]) -> list[str | int | float]:
    """Report, heading, theme, item, owner, value, unit, qualifier, number as printed, period, concept, anchor, quote; 0 or -1 for nothing."""
    one, above = figure.indicator, figure.heading
    return [
        report,
        headings.setdefault(above.heading, len(headings)) if above else -1,
        model.THEMES.index(above.themes[0]) if above and above.themes else -1,
        one.item,
        one.of or 0,
        one.value,
        one.unit,
        QUALIFIERS.index(one.qualifier),
        shown(rules, one).number,
        one.period or 0,
        model.CONCEPTS.index(one.compared) if one.compared else -1,
        figure.anchor,
        one.quote,
    ]
