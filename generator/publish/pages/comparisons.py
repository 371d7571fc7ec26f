"""The pages below compare/ and programmes/: themes by region, figures of one kind, titles, networks, honours, names that several have."""

from collections.abc import Callable, Iterator
from functools import partial

from generator.publish import escape
from generator.publish.corpus import comparison, emphasis, trust
from generator.publish.corpus.corpus import Corpus
from generator.publish.pages.words import by_kind, neighbours, shared
from generator.rules import Rules

ROWS = 500
"""Rows of a table on a page; its CSV file has all. 500 rows are about 200 kB."""
NAMED = 100
"""Reports whose programmes are listed one by one; a report has about twenty."""
Render = Callable[..., str]
"""A template's name and its values to a page's source."""
Make = Callable[[], str]


class Comparisons:
    """Them, of one corpus."""

    def __init__(self, rules: Rules, corpus: Corpus, render: Render) -> None:
        self._rules, self._corpus, self._render = rules, corpus, render
        self.concepts = comparison.concepts(rules, corpus)

    def sources(self) -> Iterator[tuple[str, Make]]:
        """What makes each of them, by its path below `docs/`."""
        reports = self._corpus.reports
        yield "compare/index.md", self._matrix
        for before, concept, after in neighbours(self.concepts):
            values = {"concept": concept, "before": before, "after": after, "limit": ROWS}
            yield f"compare/{concept.id}/index.md", partial(self._render, "concept", **values)
        yield "compare/documents/index.md", self._cited
        names = {concept.id: concept.label for concept in self.concepts}
        yield "compare/regions/index.md", partial(self._render, "side", concept_names=names)
        yield "compare/regions/names.json", partial(_names, self._rules, self._corpus)
        linked, honoured = [r for r in reports if r.networks], [r for r in reports if r.honours]
        yield "compare/networks/index.md", partial(self._render, "networks", reports=linked, limit=ROWS)
        yield "compare/honours/index.md", partial(self._render, "honours", reports=honoured, limit=ROWS)
        yield "programmes/index.md", self._programmes

    def _matrix(self) -> str:
        rows = [(report, emphasis.of(report)) for report in self._corpus.reports[:ROWS]]
        return self._render("compare", rows=rows, total=len(self._corpus.reports), concepts=self.concepts)

    def _cited(self) -> str:
        titles = comparison.titles(self._corpus)
        return self._render("cited", titles=titles, shared=shared(titles), by_kind=by_kind(titles), limit=ROWS)

    def _programmes(self) -> str:
        programmes = comparison.programmes(self._corpus)
        named = [report for report in self._corpus.reports if report.entry.programmes]
        values = {"programmes": programmes, "shared": shared(programmes), "reports": named[:NAMED], "total": len(named), "limit": ROWS}
        return self._render("programmes", **values)


def _names(rules: Rules, corpus: Corpus) -> str:
    """Adcode, name, what it lies in and the words of its mark of every region, a region a line."""
    rows = []
    for region in corpus.regions.values():
        above = region.place.chain[-1].name if region.place.chain else ""
        mark = "、".join(trust.words(rules, region.reports[0]).values())
        rows.append(escape.json_text([region.adcode, region.place.name, above, *([mark] if mark else [])]))
    return "[\n" + ",\n".join(rows) + "\n]\n"
