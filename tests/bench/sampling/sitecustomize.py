"""Notes where the main thread of a Python process is, fifty times a second, and at the end how long each stage took.

Python imports it by itself where this folder is on its path. STAGE_TIMES names the file to write: seconds and MB by stage.
A stage is told by the module that the innermost frame of ours belongs to, so code that is rewritten is measured on.
"""

import _thread
import atexit
import json
import os
import sys
import time
from pathlib import Path
from types import FrameType

INTERVAL = 0.02
STAGES = {
    "generator.publish.charts": "charts",
    "generator.publish.data.tables": "tables",
    "generator.publish.data": "data",
    "generator.publish.pages": "pages",
    "generator.publish.corpus": "load",
    "generator.publish.engine": "mkdocs",
    "generator.publish.verbatim": "mkdocs",
    "generator.search": "index",
    "generator.profiles.check": "check",
    "generator.profiles.merge": "merge",
    "generator.profiles.shelf": "load",
    "generator.profiles.diff": "load",
    "generator.reader": "read",
    "mkdocs": "mkdocs",
}
"""By the beginning of a module's name, the longer before the shorter."""


def stage(frame: FrameType | None) -> str:
    """What the innermost frame that belongs to a stage is of; `other` where none does. Text that another stage reads again is that stage's."""
    found = "other"
    while frame and found in ("other", "read"):
        name = frame.f_globals.get("__name__", "")
        found = next((one for module, one in STAGES.items() if name == module or name.startswith(f"{module}.")), found)
        frame = frame.f_back
    return found


def watch(target: str) -> None:
    """Starts to sample this process; writes `target` when it ends."""
    main, process, seconds, memory = _thread.get_ident(), os.getpid(), dict[str, float](), dict[str, float]()

    def sample() -> None:
        last = time.perf_counter()
        while True:
            time.sleep(INTERVAL)
            now = time.perf_counter()
            found = stage(sys._current_frames().get(main))
            seconds[found] = seconds.get(found, 0) + now - last
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
            memory[found] = max(memory.get(found, 0), pages * 4096 / 1e6)
            last = now

    def end() -> None:
        if os.getpid() == process:
            Path(target).write_text(
                json.dumps({name: [round(seconds[name], 2), round(memory.get(name, 0))] for name in sorted(seconds)}), encoding="utf-8"
            )

    _thread.start_new_thread(sample, ())  # not of `threading`: what forks only where it is alone is to be measured as it is
    atexit.register(end)


if found := os.environ.pop("STAGE_TIMES", ""):
    watch(found)
