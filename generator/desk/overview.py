"""The first page: every document with how much of it is to be looked at, worked out once for each state of its files."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.desk.sheet import sheet
from generator.desk.ticks import Ticks
from generator.desk.view import DeskView
from generator.errors import GeneratorError, contained
from generator.known import Cache, digest
from generator.places import gazetteer
from generator.profiles import product
from generator.profiles.shelf import Filed
from generator.rules import Rules
from generator.workspace import Workspace

_BATCH = 20
"""Documents after which what was worked out is kept."""


class Overview:
    """The rows of the first page, by the names of the profiles' files."""

    def __init__(self, rules: Rules, workspace: Workspace, ticks: Ticks) -> None:
        self._rules, self._workspace, self._ticks = rules, workspace, ticks
        self._cache, self._keys = Cache(workspace, "desk"), product.Keys(workspace)
        self._known: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def rows(self, paths: Mapping[Path, str]) -> tuple[list[dict[str, Any]], list[Path]]:
        """The rows that are known of profiles, given with their digests, what deserves a look most first; and the profiles of which none is."""
        wanted = set(paths.values())
        with self._lock:
            for key in self._known.keys() - wanted:
                del self._known[key]
            self._known |= {key: json.loads(data) for key, data in self._cache.get(wanted - self._known.keys()).items()}
            return sorted(self._known.values(), key=pressing), [path for path, key in paths.items() if key not in self._known]

    def digests(self) -> dict[Path, str]:
        """Every profile with the digest of all that its row is worked out of."""
        return {path: digest(key, *sorted(self._ticks.of(path.stem))) for path, key in self._keys.now().items()}

    def work_out(self, paths: Mapping[Path, str]) -> Iterator[Path]:
        """Works out and keeps the rows of the profiles given with their digests, one by one; gives each when it is there."""
        fresh = dict[str, bytes]()
        for number, (path, key) in enumerate(paths.items(), 1):
            found = row(self._rules, Filed(self._workspace, path), self._ticks.of(path.stem))
            fresh[key] = json.dumps(found).encode()
            with self._lock:
                self._known[key] = found
                if not number % _BATCH or number == len(paths):
                    self._cache.put(fresh, list(self._known))
                    fresh = {}
            yield path


def row(rules: Rules, one: Filed, ticked: frozenset[str]) -> dict[str, Any]:
    """What the first page tells of one profile, one that cannot be read included."""
    named: dict[str, Any] = {
        "id": one.path.stem,
        "file": one.file,
        "title": "",
        "regions": [],
        "status": "",
        "published": None,
        "checked": None,
    }
    if one.model is None:
        return {**named, "broken": [str(problem) for problem in one.problems[:3]]}
    source, review = one.model.source, one.model.review
    named |= {"title": source.title or "", "published": source.published, "regions": [region.name for region in one.model.regions]}
    named |= {"status": review.status, "checked": review.date}
    try:
        with contained(one.file, "cannot be shown"):
            return {**named, **DeskView(rules, gazetteer.load(rules), sheet(rules, one), ticked).counts()}
    except GeneratorError as error:
        return {**named, "broken": [str(problem) for problem in error.problems[:3]]}


def pressing(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What orders the rows: profiles that are broken, then conflicts, errors, what nothing explains, what is doubtful, the oldest first."""
    counts = (row.get(name, 0) for name in ("conflicts", "wrong", "unexplained", "low", "todo"))
    return (not row.get("broken"), *(-count for count in counts), row["status"] == "checked", row["published"] or "", row["id"])
