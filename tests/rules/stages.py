"""What the examples of a whole rule file are asked of, and what each of them should give.

A stage yields a line for every example of its file that goes wrong under the rules it is handed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.reader.article.text import Span
from generator.reader.figures import quantity
from generator.reader.figures.period import Periods
from generator.rules import Rules
from tests.reader.outline.test_outline import article


def _units(rules: Rules) -> Iterator[str]:
    for text, want in [*rules.units.hit.items(), *((text, None) for text in rules.units.miss)]:
        found = [(q.value, q.unit) for q in quantity.find(rules, text, 0, len(text))]
        if found != ([want] if want else []):
            yield f"{text}: {found}, not {want}"


def _qualifiers(rules: Rules) -> Iterator[str]:
    for text, want in rules.qualifiers.hit.items():
        found = [(q.qualifier, text[q.start : q.end]) for q in quantity.find(rules, text, 0, len(text))]
        if found != [want]:
            yield f"{text}: {found}, not {want}"
    for text in rules.qualifiers.miss:
        if (kinds := [q.qualifier for q in quantity.find(rules, text, 0, len(text))]) != ["exact"]:
            yield f"{text}: {kinds}, not one that is exact"


def _periods(rules: Rules) -> Iterator[str]:
    for text, want in [*rules.periods.hit.items(), *((text, None) for text in rules.periods.miss)]:
        document = article(text)
        object.__setattr__(document, "published", "2024-05-08")
        numbers = [q.number for q in quantity.find(rules, text, 0, len(text))]
        if not numbers or Periods(rules, document, Span(0, len(text)), numbers).at(numbers[-1]) != want:
            yield f"{text}: not {want}"


STAGES: dict[str, Callable[[Rules], Iterator[str]]] = {"units": _units, "qualifiers": _qualifiers, "periods": _periods}
