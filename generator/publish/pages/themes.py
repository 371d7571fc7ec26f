"""The pages of the themes: who writes how much on each, and every measure of it. Where many regions do, their measures stand by province."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from generator import model
from generator.known import Cache
from generator.publish.corpus import themed
from generator.publish.corpus.corpus import Corpus, RegionReport
from generator.publish.corpus.themed import Themed
from generator.publish.pages.comparisons import NOWHERE, ROWS
from generator.publish.pages.templates import Contents, Make, show
from generator.publish.pages.words import neighbours

MANY = 60
"""Reports whose measures stand on the theme's own page; with more they stand by province. A report has some three, of 1 kB."""


class ThemePages:
    """Them, of one corpus."""

    def __init__(self, corpus: Corpus, known: Cache | None) -> None:
        self._corpus, self._known = corpus, known
        self.split = len(corpus.reports) > MANY

    def sources(self) -> Iterator[tuple[str, Make]]:
        """What makes each of them, by its path below `docs/`."""
        yield "themes/index.md", partial(show, "themes", on=self._on)
        for before, theme, after in neighbours(model.THEMES):
            yield f"themes/{theme}/index.md", partial(self._theme, theme, before, after)
            for place, some in self._shelves(theme).items():
                yield f"themes/{theme}/{place}/index.md", partial(show, "theme_province", theme=theme, some=some)

    def shown(self) -> Iterator[tuple[str, Sequence[RegionReport]]]:
        """The path of each page of a province, and the reports it is made of."""
        for theme in model.THEMES:
            for place, some in self._shelves(theme).items():
                yield f"themes/{theme}/{place}/index.md", [one.report for one in some]

    def where(self, report: RegionReport, theme: model.Theme) -> str:
        """The address, from the site's root, of what a report says on a theme."""
        place = f"{_place(report)}/" if self.split else ""
        return f"themes/{theme}/{place}#r-{report.profile.id}-{report.path[1]}"

    @cached_property
    def _on(self) -> Mapping[model.Theme, tuple[Themed, ...]]:
        return {theme: themed.reports_on(self._corpus, theme) for theme in model.THEMES}

    @cached_property
    def _words(self) -> Mapping[str, Sequence[str]]:
        return themed.distinctive(self._corpus, self._known)

    def _shelves(self, theme: model.Theme) -> dict[str, list[Themed]]:
        """The reports on a theme by province, where they stand on pages of their own."""
        found: dict[str, list[Themed]] = {}
        for one in self._on[theme] if self.split else ():
            found.setdefault(_place(one.report), []).append(one)
        return dict(sorted(found.items()))

    def _theme(self, theme: model.Theme, before: model.Theme | None, after: model.Theme | None) -> Contents:
        values = {"on": self._on[theme], "shelves": self._shelves(theme), "words": self._words[theme], "limit": ROWS}
        return show("theme", theme=theme, before=before, after=after, **values)


def _place(report: RegionReport) -> str:
    return report.place.province.code if report.place.province else NOWHERE
