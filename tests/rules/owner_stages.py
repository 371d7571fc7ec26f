"""The stage of whose a figure is: see `tests.rules.stages`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reader.article.text import Span
from generator.reader.figures.indicators import figures
from generator.reader.region.regions import RegionSpan
from generator.reader.region.relations import Relations
from generator.rules import Rules
from tests.project import PLACES
from tests.reader.figures.test_owners import CASES
from tests.reader.outline.test_outline import article


def _owners(rules: Rules) -> Iterator[str]:
    for case in CASES:
        text = case["text"]
        code = PLACES.codes(case.get("region", "云龙县"))[0]
        division, above = PLACES.get(code), PLACES.parent(code)
        region = RegionSpan(division.name, code, division.level, above.name if above else None, "stated", (), (Span(0, len(text)),))
        relations = Relations(rules, PLACES, text, PLACES.resolve(PLACES.find(text), [code]), region)
        found = figures(rules, article(text), Span(0, len(text)), relations)
        items = case.get("items", [figure.item for figure in found])
        want = [(value, of, item) for (value, _, of, _), item in zip(case["figures"], items, strict=False)]
        if (told := [(figure.value, figure.of, figure.item) for figure in found]) != want:
            yield f"{text}: {told}, not {want}"


OWNERS: dict[str, Callable[[Rules], Iterator[str]]] = {"owners": _owners}
