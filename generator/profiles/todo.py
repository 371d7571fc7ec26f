"""What an editor should look at first: what a reading leaves out and cannot say why, where it is least sure, what no rule can settle.

Works on readings and their sources, so that it can be asked before and after profiles are opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.model import ACCOUNTED
from generator.profiles.check.invariants import broken
from generator.rules import Rules
from generator.yaml_io import show_path

_ITEM = {"indicators": "item", "documents_cited": "title", "programmes": "name", "honours": "title", "networks": "quote"}


class Task(NamedTuple):
    """One thing to look at; `weight` orders them, the most pressing highest."""

    weight: int
    what: str
    why: str
    quote: str

    def __str__(self) -> str:
        return f"{self.what}: {self.why}" + (f"  「{self.quote}」" if self.quote else "")


def tasks(rules: Rules, reading: Mapping[str, Any], source: str) -> list[Task]:
    """What to look at in one reading of `source`, the decoded text: the most pressing first, else in reading order."""
    found = [*_account(rules, reading), *_source(reading["source"]), *(task for region in reading["regions"] for task in _region(region))]
    found += [Task(6, show_path(one.path), one.message, one.quote) for one in broken(rules, reading, source)]
    return sorted(found, key=lambda task: -task.weight)


def unexplained(reading: Mapping[str, Any]) -> int:
    """How many of the things its source names a reading neither has nor can say why not."""
    return sum(counts.get("unexplained", 0) for kind, counts in reading["account"].items() if kind in ACCOUNTED)


def _account(rules: Rules, reading: Mapping[str, Any]) -> Iterator[Task]:
    for one in reading["account"].get("open", []):
        label = rules.account.reason[one["why"]].zh
        if one["why"] == "unexplained":
            yield Task(10, f"account.{one['kind']}", "nothing records it, and nothing explains why", one["quote"])
        else:
            yield Task(3, f"account.{one['kind']}", f"not recorded, perhaps wrongly: {one['why']} ({label})", one["quote"])


def _source(source: Mapping[str, Any]) -> Iterator[Task]:
    for field in ("title", "published", "publisher"):
        if not source.get(field):
            yield Task(4, f"source.{field}", "none found on the page", "")
    if source.get("completeness") == "partial" and not any(gap["kind"] != "masked" for gap in source.get("gaps", [])):
        yield Task(6, "source.completeness", "text is missing and no mark tells of it: compare the page with what was read", "")
    for gap in source.get("gaps", []):
        if gap["kind"] == "hidden":
            yield Task(5, "source.gaps", "text is hidden: nothing of it is read", gap["quote"])


def _region(region: Mapping[str, Any]) -> Iterator[Task]:
    name = region["name"]
    if region["basis"] == "inferred":
        yield Task(9, name, "the region is inferred: confirm it (basis: confirmed) or correct it", "；".join(region["clues"][:2]))
    if region["basis"] == "unknown":
        yield Task(9, name, "the region cannot be known from the text", "；".join(region["clues"][:2]))
    if not region["measures"]:
        yield Task(3, name, "no outline found", "")
    for measure in region["measures"]:
        if not measure["themes"]:
            yield Task(2, name, "a heading without a theme: right only where it merely contains others", measure["heading"])
        yield from _items(name, "indicators", measure.get("indicators", []))
    for key in _ITEM:
        yield from _items(name, key, region.get(key, []))


def _items(name: str, key: str, rows: list[Mapping[str, Any]]) -> Iterator[Task]:
    for row in rows:
        if row["confidence"] != "high":
            weight = 7 if row["confidence"] == "low" else 1
            yield Task(
                weight,
                f"{name} {key}",
                f"read by a rule of {row['confidence']} confidence ({row['rule']}): {row[_ITEM[key]]}",
                row.get("quote", ""),
            )
