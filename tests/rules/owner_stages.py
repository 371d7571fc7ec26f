"""The stage of whose a figure is: see `tests.rules.stages`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reader.article.text import Span
from generator.reader.figures.indicators import Figure, figures
from generator.reader.region.regions import RegionSpan
from generator.reader.region.relations import Relations
from generator.rules import Rules
from tests.project import PLACES
from tests.reader.figures.test_owners import CASES
from tests.reader.outline.test_outline import article


def _figures(rules: Rules, text: str, name: str = "云龙县") -> list[Figure]:
    """The figures of a text as that of a report of a region."""
    code = PLACES.codes(name)[0]
    division, above = PLACES.get(code), PLACES.parent(code)
    region = RegionSpan(division.name, code, division.level, above.name if above else None, "stated", (), (Span(0, len(text)),))
    relations = Relations(rules, PLACES, text, PLACES.resolve(PLACES.find(text), [code]), region)
    return figures(rules, article(text), Span(0, len(text)), relations)


def _owners(rules: Rules) -> Iterator[str]:
    for case in CASES:
        text = case["text"]
        found = _figures(rules, text, case.get("region", "云龙县"))
        items = case.get("items", [figure.item for figure in found])
        want = [(value, of, item) for (value, _, of, _), item in zip(case["figures"], items, strict=False)]
        if (told := [(figure.value, figure.of, figure.item) for figure in found]) != want:
            yield f"{text}: {told}, not {want}"


def _certainty(rules: Rules) -> Iterator[str]:
    for texts, want in ((rules.certainty.hit, "high"), (rules.certainty.miss, "medium")):
        for text in texts:
            if [figure.confidence for figure in _figures(rules, text)][-1:] != [want]:
                yield f"{text}: not {want}"


OWNERS: dict[str, Callable[[Rules], Iterator[str]]] = {"owners": _owners, "certainty": _certainty}
