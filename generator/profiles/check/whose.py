"""Whose figure an indicator says it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.errors import Severity


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
