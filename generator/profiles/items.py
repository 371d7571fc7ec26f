"""The items of a profile or reading: every measure, figure, name, entry of a set … with what it stands in.

What belongs together in two texts is `merge.align`'s business, what was changed in one `diff`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.profiles.format.shape import FIELDS, KEYS, LISTS, SETS
from generator.profiles.text.evidence import squeeze
from generator.yaml_io import Path

Data = Mapping[str, Any]


@dataclass(eq=False)
class Item:
    """One item of one text: a measure, a figure, an entry of a set … or the source itself."""

    kind: str
    path: Path
    data: Data
    parent: Item | None = None
    children: list[Item] = field(default_factory=list)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Its own fields, those left out with their defaults."""
        return {name: self.data.get(name, default) for name, default in FIELDS[self.kind].items()}

    @cached_property
    def key(self) -> str:
        """The words that tell its place, white space aside."""
        return squeeze(str(self.data.get(KEYS.get(self.kind, ""), "")))

    @property
    def words(self) -> str:
        """What to call it: its quote, heading, title or name."""
        return str(next((self.data[key] for key in ("quote", "heading", "title", "name", "text") if key in self.data), ""))

    @property
    def bare(self) -> Data:
        """The item without the items in it."""
        return {key: value for key, value in self.data.items() if key not in LISTS}

    @cached_property
    def signature(self) -> tuple[Any, ...]:
        return (self.key, *(tuple(v) if isinstance(v, list) else v for v in self.values.values()))

    @property
    def region(self) -> Item | None:
        return self.parent.region if self.parent and self.parent.kind == "measures" else self.parent


def items(data: Data) -> list[Item]:
    """All items of a profile or reading, in the order of the file."""
    source = Item("source", ("source",), data["source"])
    found = [source]
    _collect(source, data["source"], found)
    for index, region in enumerate(data["regions"]):
        item = Item("regions", ("regions", index), region)
        found.append(item)
        _collect(item, region, found)
    return found


def _collect(parent: Item, data: Data, found: list[Item]) -> None:
    for kind, entries in data.items():
        if kind not in LISTS:
            continue
        for index, entry in enumerate(entries):
            item = Item(kind, (*parent.path, kind, index), {"text": entry} if kind in SETS else entry, parent)
            parent.children.append(item)
            found.append(item)
            if kind == "measures":
                _collect(item, entry, found)


def region_of(item: Item) -> Item | None:
    """The region an item stands in; None for a region itself and for what stands in none."""
    parent = item.parent
    while parent and parent.kind != "regions":
        parent = parent.parent
    return parent


def code_of(region: Item) -> str:
    """What tells a region from others: its code, or where there is none its name."""
    return str(region.data.get("adcode") or region.key)


def members(region: Item) -> Iterable[Item]:
    """The items of a region that tell which it is: all but the entries of its sets."""
    for child in region.children:
        if child.kind not in SETS:
            yield child
            yield from child.children
