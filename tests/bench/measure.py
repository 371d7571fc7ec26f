"""Runs a command to its end and says what it took: time by the clock and by the processors, memory of all its processes together."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SAMPLING = Path(__file__).with_name("sampling")
_EVERY = 0.1
"""Seconds between two looks at the memory: each costs a few milliseconds of the process that is looked at."""
_OURS = ("SITE_URL", "REPO_URL", "CONTACT", "EDIT_URI")


@dataclass(frozen=True)
class Run:
    """One command. `memory` counts what processes share once."""

    wall: float
    """Seconds."""
    busy: float
    """Seconds of the processors' time, those of its children too."""
    memory: float
    """MB at the peak."""
    stages: dict[str, list[float]] = field(default_factory=dict)
    """Seconds and MB of the main process by stage."""
    said: str = ""
    """The last line of its output."""

    def cell(self) -> dict[str, Any]:
        """The same as what is kept, rounded; what it said may name folders of the machine."""
        kept = {key: value for key, value in asdict(self).items() if value and key != "said"}
        return {key: round(value, 2) if isinstance(value, float) else value for key, value in kept.items()}


def run(folder: Path, *command: str, allowed: Collection[int] = (0,)) -> Run:
    """Runs a command in `folder`, with the folder's own code; raises CalledProcessError where it ends with a status not `allowed`."""
    environment = {key: value for key, value in os.environ.items() if key not in (*_OURS, "SOURCE_DATE_EPOCH", "PYTHONPATH")}
    with tempfile.TemporaryDirectory() as place:
        stages, out = Path(place, "stages.json"), Path(place, "out")
        environment |= {"PYTHONPATH": os.pathsep.join([str(folder), str(SAMPLING)]), "STAGE_TIMES": str(stages), "NO_MKDOCS_2_WARNING": "1"}
        began = time.perf_counter()
        with out.open("wb") as output:
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        ended, peak = threading.Event(), [0.0]
        watcher = threading.Thread(target=_watch, args=(process.pid, ended, peak))
        watcher.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            ended.set()
            watcher.join()
        wall, process.returncode = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        said = out.read_text(encoding="utf-8", errors="replace")
        if process.returncode not in allowed:
            raise subprocess.CalledProcessError(process.returncode, command, said)
        found = json.loads(stages.read_text(encoding="utf-8")) if stages.exists() else {}
        last = (said.strip().splitlines() or [""])[-1]
        # What the system says of the peak counts what this process held when it began the other: for one too short to be looked at, better than nothing.
        return Run(wall, usage.ru_utime + usage.ru_stime, peak[0] or usage.ru_maxrss / 1024, found, last[:200])


def _watch(process: int, ended: threading.Event, peak: list[float]) -> None:
    while not ended.wait(_EVERY):
        peak[0] = max(peak[0], memory(process))


def memory(process: int) -> float:
    """MB of a process and all below it."""
    return sum(map(_memory, _family(process)))


def _family(process: int) -> Iterator[int]:
    """A process and all below it; none where /proc does not tell."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found = [int(child) for child in children.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in found:
            yield from _family(child)


def _memory(process: int) -> float:
    """MB of a process, its part of what it shares with others; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def size(folder: Path, *without: str) -> int:
    """Bytes of all files below `folder`, those left out whose path begins so."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files if not path.relative_to(folder).as_posix().startswith(tuple(without) or ("\0",)))
