"""One desk: the documents that lie on it, what was done to each, and the one way to write a profile.

A profile is written where its file still holds what the browser was shown, with no other command writing, and only if the
profile is then no worse than before. Web addresses and answers are `server`'s business.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from generator import lock
from generator.desk.changes import ACTIONS, Draft, path, settled
from generator.desk.overview import Overview
from generator.desk.selection import listed, proposed
from generator.desk.sheet import Sheet, article, sheet
from generator.desk.ticks import Ticks
from generator.desk.view import DeskView
from generator.errors import GeneratorError, Problem
from generator.files import FullStamp, read_bytes, stamp
from generator.places import gazetteer
from generator.profiles.check import check
from generator.profiles.format.shape import kind_of
from generator.profiles.hands import bulk
from generator.profiles.shelf import Filed, Shelf
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_bytes
from generator.yaml_io import MAX_BYTES, Path

PATIENCE = 10.0
"""Seconds that an action waits for another command that writes."""
_OPEN = 6
"""Documents that are kept as they were opened."""
_STEPS = 500
"""Actions on one document that can be undone."""
_TURN = 0.0005
"""Seconds after which what works out rows lets others go on: an answer looks at thousands of files, and waits for its turn at many of them."""
Files = Mapping[FilePath, bytes | None]
"""What files held, or are to hold; None where there is none."""


class Desk:
    """The documents of a workspace; `say` prints one line."""

    def __init__(self, rules: Rules, workspace: Workspace, say: Callable[[str], None]) -> None:
        self._rules, self._workspace, self._say = rules, workspace, say
        self._places = gazetteer.load(rules)
        self._ticks = Ticks(workspace)
        self._overview = Overview(rules, workspace, self._ticks)
        self._overview.digests()  # the first look at thousands of files takes ten times as long as each later one
        self._lock = threading.RLock()
        self._sheets: dict[str, tuple[list[FullStamp | None], Sheet]] = {}
        self._done: dict[str, list[tuple[Files, Files]]] = {}
        self._worker: threading.Thread | None = None

    # the first page

    def documents(self) -> dict[str, Any]:
        """The rows of the first page, and how many are still to be worked out, which begins when they are first asked for; those have
        their ids alone."""
        digests = self._overview.digests()
        rows, missing = self._overview.rows(digests)
        with self._lock:
            if missing and (self._worker is None or not self._worker.is_alive()):
                self._worker = threading.Thread(target=self._work_out, args=({path: digests[path] for path in missing},), daemon=True)
                self._worker.start()
        return {"rows": [*rows, *({"id": path.stem, "waiting": True} for path in missing)], "pending": len(missing)}

    def _work_out(self, paths: Mapping[FilePath, str]) -> None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)
        try:
            for _ in self._overview.work_out(paths):
                pass
        finally:
            sys.setswitchinterval(usual)

    # many documents at once

    def edit(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Every change of a query over all profiles (`bulk`), nothing written; made where `asked` has the hash of what was shown.

        Raises GeneratorError with what is wrong with it, SavedElsewhere where it would change something else by now.
        """
        conditions = bulk.query(_texts(asked, "where"), _texts(asked, "set"))
        if asked.get("hash") is None:
            return _told(*bulk.edit(self._rules, Shelf(self._workspace), *conditions))
        with self._lock, lock.writing(self._workspace, "review", self._say, PATIENCE):
            found, left_out = bulk.edit(self._rules, Shelf(self._workspace), *conditions)
            shown = _told(found, left_out)
            if asked["hash"] != shown["hash"]:
                raise SavedElsewhere(shown)
            if found:
                bulk.write(self._workspace, found)
        return {**shown, "done": True}

    def unedit(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Takes the last such edit back; the files. Raises GeneratorError where there is none, or one of them was changed since."""
        with self._lock, lock.writing(self._workspace, "review", self._say, PATIENCE):
            return {"files": bulk.undo(self._workspace)}

    # one document

    def path(self, name: str) -> FilePath | None:
        """The file of the profile so named; None where there is none."""
        return next((file for file in self._workspace.profile_files() if file.stem == name), None)

    def opened(self, name: str) -> Sheet | None:
        """A profile with its article, read anew where one of its files changed; None where there is none of that name."""
        file = self.path(name)
        if file is None:
            return None
        with self._lock:
            known = self._sheets.pop(name, None)
            if known is None or known[0] != self._stamps(file, known[1]):
                paper = sheet(self._rules, Filed(self._workspace, file))
                known = (self._stamps(file, paper), paper)
            self._sheets[name] = known
            while len(self._sheets) > _OPEN:
                del self._sheets[next(iter(self._sheets))]
            return known[1]

    def _stamps(self, file: FilePath, paper: Sheet) -> list[FullStamp | None]:
        one = paper.one
        return [stamp(each) for each in (file, one.seed, self._workspace.base_file(f"{one.stem}.yml"), one.kept_file)]

    def article(self, name: str) -> dict[str, Any] | None:
        """The source of a document, as `view.article` gives it."""
        paper = self.opened(name)
        return article(paper) if paper else None

    def shown(self, name: str) -> dict[str, Any] | None:
        """What the desk shows of a document; of a profile that breaks the format what is wrong. None where there is none."""
        paper = self.opened(name)
        return {**self._shown(name, paper), "undo": len(self._done.get(name, ()))} if paper else None

    def _shown(self, name: str, paper: Sheet) -> dict[str, Any]:
        if paper.one.model is None:
            broken = [{"line": p.line, "field": p.field, "message": p.message, "hint": p.hint} for p in paper.one.problems]
            return {"file": paper.one.file, "hash": paper.hash, "broken": broken}
        return DeskView(self._rules, self._places, paper, self._ticks.of(name)).plain()

    def stamp(self, name: str) -> str | None:
        """Changes when the profile does; None where there is none."""
        paper = self.opened(name)
        return paper.hash if paper else None

    def propose(self, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What is proposed for selected words; raises GeneratorError where nothing can be."""
        paper = self._there(name)
        if paper.one.model is None:
            raise GeneratorError(paper.one.problems)
        return proposed(self._rules, paper, *listed(asked, paper))

    def _there(self, name: str) -> Sheet:
        paper = self.opened(name)
        if paper is None:
            raise GeneratorError.at(name, "is gone: it was deleted or renamed")
        return paper

    # writing

    def tick(self, name: str, key: str, on: bool) -> None:
        """Marks what was looked at, or takes the mark away."""
        with self._lock:
            self._ticks.put(name, self._ticks.of(name) | {key} if on else self._ticks.of(name) - {key})

    def act(self, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Does one action to the profile that has the hash `asked`; what the desk then shows, and the item to look at.

        Raises SavedElsewhere where the file holds something else by now, GeneratorError with what is wrong where the profile would be
        worse than before. Nothing is written then.
        """
        with self._lock, lock.writing(self._workspace, "review", self._say, PATIENCE):
            paper, do = self._there(name), str(asked.get("do"))
            if paper.one.path.read_bytes() != paper.one.text.encode():  # of the same size, within one tick of the clock
                del self._sheets[name]
                paper = self._there(name)
            if asked.get("hash") != paper.hash:
                raise SavedElsewhere(self._shown(name, paper))
            focus: Path = ()
            if do == "undo":
                self._undo(name)
            else:
                written, focus = self._made(paper, do, asked)
                self._write(name, written)
                if do == "review" and asked.get("fields", {}).get("status") == "checked":
                    self._tick_all(name)
        return {**self._shown(name, self._there(name)), "focus": list(focus), "undo": len(self._done.get(name, ()))}

    def _made(self, paper: Sheet, do: str, asked: Mapping[str, Any]) -> tuple[dict[FilePath, str | None], Path]:
        """The files an action writes, by their paths, and the item it is about."""
        if paper.one.model is None:
            raise GeneratorError(paper.one.problems)
        if do == "mine":
            at, field = path(asked, "path"), str(asked.get("field"))
            return {paper.one.kept_file: settled(paper, at, field)}, at
        draft = Draft(paper)
        if do not in ACTIONS:
            raise GeneratorError.at("action", f"`{do}` cannot be done here")
        ACTIONS[do](draft, asked)
        text = draft.result()
        if worse := check.worse(self._rules, paper.one, paper.with_text(text).one):
            raise GeneratorError(worse)
        return {paper.one.path: text}, draft.focus

    def _write(self, name: str, texts: Mapping[FilePath, str | None]) -> None:
        """Writes files, or takes away those without a text, and remembers what they held."""
        before = {file: read_bytes(file, MAX_BYTES) if file.exists() else None for file in texts}
        after = {file: text.encode() if text is not None else None for file, text in texts.items()}
        if before == after:
            return
        for file, data in after.items():
            _put(file, data)
        steps = self._done.setdefault(name, [])
        steps.append((before, after))
        del steps[:-_STEPS]

    def _undo(self, name: str) -> None:
        """Gives the files of the last action the bytes they had; raises GeneratorError where they were changed since."""
        steps = self._done.get(name)
        if not steps:
            raise GeneratorError.at(name, "nothing is left to undo")
        before, after = steps[-1]
        for file, data in after.items():
            if (read_bytes(file, MAX_BYTES) if file.exists() else None) != data:
                steps.clear()
                raise GeneratorError.at(self._workspace.show(file), "was changed elsewhere since: what was done before stays as it is")
        for file, data in before.items():
            _put(file, data)
        steps.pop()

    def _tick_all(self, name: str) -> None:
        """What was checked as a whole was looked at item by item: after the next reading only what it changed is to be looked at."""
        entries = DeskView(self._rules, self._places, self._there(name)).entries
        self._ticks.put(name, {entry["key"] for entry in entries})


class SavedElsewhere(GeneratorError):
    """A profile is other than it was shown; `shown` is what the desk shows now."""

    def __init__(self, shown: dict[str, Any]) -> None:
        super().__init__(Problem(str(shown.get("file", "profiles")), message="was changed meanwhile; nothing was written"))
        self.shown = shown


def _texts(asked: Mapping[str, Any], name: str) -> Sequence[str]:
    texts = asked.get(name)
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise GeneratorError(Problem("edit", message=f"`{name}` is no list of texts"))
    return texts


def _told(found: Sequence[bulk.Edited], left_out: Sequence[Problem]) -> dict[str, Any]:
    """The changes of a query as the page takes them, with a hash that changes when they do."""
    changes = [
        {"id": each.one.path.stem, "line": one.line, "kind": kind_of(one.path[:-1]), "field": one.path[-1], "before": one.before,
         "after": one.after, "words": one.words}
        for each in found for one in each.changes
    ]  # fmt: skip
    texts = "\0".join(text for each in found for text in (each.one.file, each.one.text, each.text))
    return {"changes": changes, "profiles": len(found), "left_out": [str(one) for one in left_out], "hash": sha256(texts.encode())}


def _put(file: FilePath, data: bytes | None) -> None:
    if data is None:
        file.unlink(missing_ok=True)
    else:
        write_bytes(file, data)
