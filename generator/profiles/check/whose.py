"""Whose figure an indicator says it is, and what of private persons stands in an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.errors import Severity
from generator.reader.article.text import fold
from generator.rules import Rules


class Fault(NamedTuple):
    """What is wrong with a field of an entry."""

    field: str
    message: str
    hint: str
    severity: Severity = "error"


def faults(indicator: Mapping[str, Any], region: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the owner of an indicator of `region`."""
    owner = indicator.get("of")
    if not isinstance(owner, str) or not owner:
        return
    if indicator.get("concept"):
        yield Fault("concept", f"stands beside `of: {owner}`: only a region's own figures are compared",
                    "delete the concept, as `check --fix` does, or `of` where the figure is the region's own")  # fmt: skip
    if owner == region.get("name"):
        yield Fault("of", f"{owner} is the region itself", "delete `of`: a figure without it is the region's own")


# Fields that the site prints as they stand.
_PRINTED = ("item", "of", "quote", "heading", "title", "name", "holder", "byline", "summary", "note", "text")


def private(rules: Rules, data: Mapping[str, Any]) -> Iterator[Fault]:
    """What in the printed fields of an entry tells a private person's name, telephone or identity card."""
    for field in _PRINTED:
        words = data.get(field)
        text = fold(rules, words) if isinstance(words, str) else ""
        if number := rules.private.numbers.search(text):
            yield Fault(field, f"holds what looks like a telephone or identity number: {number.group()}", _WITHOUT, "warning")
        if named := rules.private.named.search(text):
            yield Fault(field, f"names a private person: {named.group()}", _WITHOUT, "warning")


_WITHOUT = "write the role alone, 村民 or 受访者, and shorten a quote to what stands beside it"
