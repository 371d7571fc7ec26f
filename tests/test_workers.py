"""Work divided among cores: as many as the process may use, and results in their order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import workers
from tests.conftest import PATIENCE
from tests.project import ROOT

SLEEPERS = """import os, time
from pathlib import Path
from generator import workers
workers.available = lambda: 2
list(workers.each(lambda n: (Path(str(os.getpid())).touch(), time.sleep(600)), range(40)))
"""


def test_cores_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 3, 5}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert workers.available() == 3


def test_where_a_system_does_not_tell_which_they_are_all_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    for told, cores in ((64, 64), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda told=told: told)
        assert workers.available() == cores


@pytest.mark.skipif(sys.platform != "linux", reason="one process does all the work elsewhere")
def test_processes_end_with_a_command_that_is_killed(tmp_path: Path) -> None:
    command = subprocess.Popen([sys.executable, "-c", SLEEPERS], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    end = time.monotonic() + PATIENCE
    while len(working := [int(path.name) for path in tmp_path.iterdir()]) < 2:
        assert command.poll() is None and time.monotonic() < end
        time.sleep(0.02)
    command.kill()
    command.wait()
    try:
        while any(map(_runs, working)):
            assert time.monotonic() < end
            time.sleep(0.02)
    finally:
        for process in filter(_runs, working):
            os.kill(process, signal.SIGKILL)


def _runs(process: int) -> bool:
    """Whether it is there and no corpse that nobody has taken away."""
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
