"""One desk: the documents that lie on it, what was done to each, and the one way to write a profile.

A profile is written where its file still holds what the browser was shown, with no other command writing, and only if the
profile is then no worse than before. Web addresses and answers are `server`'s business.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator import lock
from generator.desk.overview import Overview
from generator.desk.sheet import Sheet, article, sheet
from generator.desk.ticks import Ticks
from generator.desk.view import View
from generator.files import Stamp
from generator.places import gazetteer
from generator.profiles.shelf import Filed
from generator.rules import Rules
from generator.workspace import Workspace

PATIENCE = 10.0
"""Seconds that an action waits for another command that writes."""
_OPEN = 6
"""Documents that are kept as they were opened."""


class Desk:
    """The documents of a workspace; `say` prints one line."""

    def __init__(self, rules: Rules, workspace: Workspace, say: Callable[[str], None]) -> None:
        self._rules, self._workspace, self._say = rules, workspace, say
        self._places = gazetteer.load(rules)
        self._ticks = Ticks(workspace)
        self._overview = Overview(rules, workspace, self._ticks)
        self._lock = threading.RLock()
        self._sheets: dict[str, tuple[list[Stamp | None], Sheet]] = {}
        self._worker: threading.Thread | None = None

    # the first page

    def documents(self) -> dict[str, Any]:
        """The rows of the first page, and how many are still to be worked out, which begins when they are first asked for."""
        digests = self._overview.digests()
        rows, missing = self._overview.rows(digests)
        with self._lock:
            if missing and (self._worker is None or not self._worker.is_alive()):
                self._worker = threading.Thread(target=self._work_out, args=({path: digests[path] for path in missing},), daemon=True)
                self._worker.start()
        return {"rows": rows, "pending": len(missing)}

    def _work_out(self, paths: Mapping[Path, str]) -> None:
        for _ in self._overview.work_out(paths):
            pass

    # one document

    def path(self, name: str) -> Path | None:
        """The file of the profile so named; None where there is none."""
        return next((path for path in self._workspace.profile_files() if path.stem == name), None)

    def opened(self, name: str) -> Sheet | None:
        """A profile with its article, read anew where one of its files changed; None where there is none of that name."""
        path = self.path(name)
        if path is None:
            return None
        with self._lock:
            known = self._sheets.pop(name, None)
            if known is None or known[0] != self._stamps(path, known[1]):
                paper = sheet(self._rules, Filed(self._workspace, path))
                known = (self._stamps(path, paper), paper)
            self._sheets[name] = known
            while len(self._sheets) > _OPEN:
                del self._sheets[next(iter(self._sheets))]
            return known[1]

    def _stamps(self, path: Path, paper: Sheet) -> list[Stamp | None]:
        one = paper.one
        return [_stamp(file) for file in (path, one.seed, self._workspace.base_file(f"{one.stem}.yml"), one.kept_file)]

    def article(self, name: str) -> dict[str, Any] | None:
        """The source of a document, as `view.article` gives it."""
        paper = self.opened(name)
        return article(paper) if paper else None

    def shown(self, name: str) -> dict[str, Any] | None:
        """What the desk shows of a document; of a profile that breaks the format what is wrong. None where there is none."""
        paper = self.opened(name)
        return self._shown(name, paper) if paper else None

    def _shown(self, name: str, paper: Sheet) -> dict[str, Any]:
        if paper.one.model is None:
            broken = [{"line": p.line, "field": p.field, "message": p.message, "hint": p.hint} for p in paper.one.problems]
            return {"file": paper.one.file, "hash": paper.hash, "broken": broken}
        return View(self._rules, self._places, paper, self._ticks.of(name)).plain()

    def stamp(self, name: str) -> str | None:
        """Changes when the profile does; None where there is none."""
        paper = self.opened(name)
        return paper.hash if paper else None

    # writing

    def tick(self, name: str, key: str, on: bool) -> None:
        """Marks what was looked at, or takes the mark away."""
        with self._lock:
            self._ticks.put(name, self._ticks.of(name) | {key} if on else self._ticks.of(name) - {key})

    def _alone(self) -> Any:
        return lock.writing(self._workspace, "review", self._say, PATIENCE)


def _stamp(path: Path | None) -> Stamp | None:
    try:
        told = path.stat() if path else None
    except OSError:
        return None
    return (told.st_size, told.st_mtime_ns) if told else None
