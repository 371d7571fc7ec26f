"""One command at a time writes readings, profiles or bases: the next waits for it and says for which."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import GeneratorError, Problem
from generator.workspace import Workspace

PATIENCE = 300.0
"""Seconds: longer than `update` takes over ten thousand documents."""


@contextmanager
def writing(workspace: Workspace, command: str, say: Callable[[str], None], patience: float = PATIENCE) -> Iterator[None]:
    """Holds the workspace for `command`, once nobody else does; `say` prints one line where it has to wait.

    Raises GeneratorError after `patience` seconds. The system lets go of what a killed command held.
    """
    workspace.cache.mkdir(parents=True, exist_ok=True)
    file = workspace.cache / "writing.lock"
    holder = workspace.cache / "writing.json"  # a file of its own: Windows lets nobody read one that is locked
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say(f"waiting: {_told(holder)}")
        try:
            lock.acquire(timeout=patience)
        except Timeout:
            message = f"waited {patience:.0f} seconds: {_told(holder)}"
            raise GeneratorError(Problem(workspace.show(file), message=message, hint="run it again when that has ended")) from None
    try:
        holder.write_text(json.dumps({"command": command, "pid": os.getpid(), "since": time.strftime("%H:%M:%S")}), encoding="utf-8")
        yield
    finally:
        lock.release()


def _told(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f"`{who['command']}` (process {who['pid']}) has been writing since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # it has not got round to saying so
        return "another command is writing"
