"""What the last run of the index read and wrote: where all of it is as it was, nothing need be loaded, read or made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import time_ns

from generator.files import Stamp, scan
from generator.known import Cache, code, digest
from generator.publish.site.ledger import INDEX, settled
from generator.workspace import Workspace, sha256

Known = tuple[int, int, str]
"""Size, time and digest of a page's file."""


@dataclass(frozen=True)
class Indexed:
    """What a run made."""

    pages: int
    characters: int
    files: int
    written: int
    removed: int

    def __str__(self) -> str:
        return (
            f"search index: {self.pages} pages, {self.characters:,} characters, "
            f"{self.files} files, {self.written} written, {self.removed} removed"
        )


@dataclass(frozen=True)
class LastRun:
    """What one run left."""

    pages: int = 0
    characters: int = 0
    files: Mapping[str, Stamp] = field(default_factory=dict)
    """Those of the index, by name."""
    read: Mapping[str, Known] = field(default_factory=dict)
    """Pages by their file in the site."""

    def sound(self, site: Path) -> set[str]:
        """The index's files that nobody touched since."""
        there = scan(site / INDEX)[0] if self.files and (site / INDEX).is_dir() else {}
        return {name for name, stamp in self.files.items() if there.get(name) == tuple(stamp)}


def last(site: Path, workspace: Workspace | None) -> LastRun:
    """What the last run left in `site`; nothing where that is not known."""
    key = digest(code(), "index")
    found = _cache(site, workspace).get([key]) if workspace else {}
    return LastRun(*json.loads(found[key])) if key in found else LastRun()


def keep(site: Path, workspace: Workspace, pages: int, characters: int, read: Mapping[str, Known]) -> None:
    """Notes what a run read, and what is there now."""
    held = [pages, characters, scan(site / INDEX)[0], read]
    _cache(site, workspace).put({digest(code(), "index"): json.dumps(held).encode()}, ())


def unchanged(site: Path, workspace: Workspace) -> Indexed | None:
    """What there is, where it is whole and no page changed since it was written."""
    kept = last(site, workspace)
    if not kept.files or kept.sound(site) != kept.files.keys() or len(scan(site / INDEX)[0]) != len(kept.files):
        return None
    read = hashed(site, kept.read)
    same = {name: one[2] for name, one in read.items()} == {name: one[2] for name, one in kept.read.items()}
    return Indexed(kept.pages, kept.characters, len(kept.files), 0, 0) if same else None


def hashed(site: Path, known: Mapping[str, Known]) -> dict[str, Known]:
    """Size, time and digest of every page; those of `known` that nobody touched are not read."""
    began, found = time_ns(), dict[str, Known]()
    for name, stamp in scan(site)[0].items():
        if name.endswith(".html") and name != "404.html":
            before = known.get(name)
            same = before is not None and tuple(before[:2]) == stamp
            found[name] = (*settled(stamp, began), before[2] if before and same else sha256((site / name).read_bytes()))
    return found


def _cache(site: Path, workspace: Workspace) -> Cache:
    return Cache(workspace, f"index of {site.resolve()}")
