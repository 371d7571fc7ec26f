"""What the examples of a whole rule file are asked of, and what each of them should give.

A stage yields a line for every example of its file that goes wrong under the rules it is handed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.reader.article.text import Span
from generator.reader.figures import quantity
from generator.reader.figures.indicators import figures
from generator.reader.figures.period import Periods
from generator.rules import Rules
from tests.reader.outline.test_outline import article
from tests.rules.article_stages import ARTICLES
from tests.rules.named_stages import NAMED
from tests.rules.owner_stages import OWNERS


def _units(rules: Rules) -> Iterator[str]:
    for text, want in [*rules.units.hit.items(), *((text, None) for text in rules.units.miss)]:
        found = [(q.value, q.unit) for q in quantity.find(rules, text, 0, len(text))]
        if found != ([] if want is None else list(want) if isinstance(want[0], tuple) else [want]):
            yield f"{text}: {found}, not {want}"


def _qualifiers(rules: Rules) -> Iterator[str]:
    for text, want in rules.qualifiers.hit.items():
        found = [(q.qualifier, text[q.start : q.end]) for q in quantity.find(rules, text, 0, len(text))]
        if found != [want]:
            yield f"{text}: {found}, not {want}"
    for text in rules.qualifiers.miss:
        if (kinds := [q.qualifier for q in quantity.find(rules, text, 0, len(text))]) != ["exact"]:
            yield f"{text}: {kinds}, not one that is exact"
    for texts, said, want in (
        (rules.qualifiers.targets, "target", True),
        (rules.qualifiers.reached, "target", False),
        (rules.qualifiers.norms, "norm", True),
    ):
        for text in texts:
            title, _, body = text.rpartition(" | ")
            document = replace(article(body), published="2024-05-08", title=title or None)
            if any(getattr(figure, said) != want for figure in figures(rules, document, Span(0, len(body)))):
                yield f"{text}: {said} is not {want}"


def _periods(rules: Rules) -> Iterator[str]:
    for example, want in [*rules.periods.hit.items(), *((text, None) for text in rules.periods.miss)]:
        dated, _, rest = example.rpartition("@")
        title, _, text = rest.rpartition(" | ")
        above, _, text = text.rpartition("⇑")
        before, _, part = text.rpartition("‖")
        document = replace(article(before + part), published=dated or "2024-05-08", title=title or None)
        document = replace(document, folded=above + document.folded, article=Span(len(above), len(above) + len(document.folded)))
        span = Span(len(before), len(before + part))
        numbers = [q.number for q in quantity.find(rules, document.body, *span)]
        if not numbers or Periods(rules, document, span, numbers).at(numbers[-1]) != want:
            yield f"{example}: not {want}"


STAGES: dict[str, Callable[[Rules], Iterator[str]]] = (
    {"units": _units, "qualifiers": _qualifiers, "periods": _periods} | NAMED | ARTICLES | OWNERS
)
