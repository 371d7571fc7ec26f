"""The items of a profile that has the shape of one, though it may break the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.profiles.format.shape import LISTS, SETS
from generator.yaml_io import Path


@dataclass(frozen=True)
class Entry:
    """One mapping of the profile, or one text of a set as `{'text': …}`."""

    kind: str
    path: Path
    data: Mapping[str, Any]

    def at(self, field: str) -> Path:
        return self.path if self.kind in SETS else (*self.path, field)


def entries(data: Any) -> Iterator[Entry]:
    """Every item of a profile that has the shape of one, in the order of the file."""
    if not isinstance(data, Mapping):
        return
    if isinstance(data.get("source"), Mapping):
        yield Entry("source", ("source",), data["source"])
        yield from _listed(data["source"], ("source",))
    yield from _listed({"regions": data.get("regions")}, ())


def _listed(data: Mapping[str, Any], path: Path) -> Iterator[Entry]:
    for kind, values in data.items():
        for index, value in enumerate(values) if kind in LISTS and isinstance(values, list) else ():
            here = (*path, kind, index)
            if kind in SETS and isinstance(value, str):
                yield Entry(kind, here, {"text": value})
            elif kind not in SETS and isinstance(value, Mapping):
                yield Entry(kind, here, value)
                yield from _listed(value, here)


def quoted(found: Iterable[Entry]) -> Iterator[tuple[Path, str]]:
    """Every quote and heading, and where it stands."""
    for entry in found:
        for field in ("quote", "heading"):
            if isinstance(words := entry.data.get(field), str):
                yield entry.at(field), words
