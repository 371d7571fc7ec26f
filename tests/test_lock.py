"""Two commands that write: the second waits, says for whom, and gives up in the end; those that only read never wait."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator import lock
from generator.errors import GeneratorError
from generator.workspace import Workspace
from tests.project import ROOT, copied

PATIENCE = 120.0


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(copied(tmp_path, "docs/schema"))


def start(workspace: Workspace, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *command], cwd=workspace.root, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize("command", [["update"], ["read"], ["merge"], ["check", "--fix"], ["add", "new.txt"]])
def test_a_command_that_writes_waits_and_says_for_whom(workspace: Workspace, command: list[str]) -> None:
    (workspace.root / "new.txt").write_text(
        "云龙县民族团结进步工作总结\n\n一、加强领导。召开专题会议12次。\n\n二、发展产业。实施项目23个。\n", encoding="utf-8"
    )
    with lock.writing(workspace, "merge", print):
        second = start(workspace, *command)
        assert second.stderr is not None
        said = second.stderr.readline()
        assert said.startswith(f"waiting: `merge` (process {os.getpid()}) has been writing since ")
        assert second.poll() is None
    _, rest = second.communicate(timeout=PATIENCE)
    assert (second.returncode, rest) == (0, "")


@pytest.mark.parametrize("command", [["check"], ["update", "--check"], ["merge", "--dry-run"], ["read", "--out", "elsewhere"], ["todo"]])
def test_a_command_that_only_reads_does_not_wait(workspace: Workspace, command: list[str]) -> None:
    with lock.writing(workspace, "update", print):
        second = start(workspace, *command)
        assert "waiting" not in second.communicate(timeout=PATIENCE)[1]
    assert second.returncode == 0


def test_it_gives_up_after_a_time_and_says_for_whom_it_waited(workspace: Workspace) -> None:
    said: list[str] = []
    with lock.writing(workspace, "update", said.append):
        with pytest.raises(GeneratorError, match=rf"\.cache/writing\.lock: waited 0 seconds: `update` \(process {os.getpid()}\)"):
            with lock.writing(workspace, "merge", said.append, patience=0.1):
                pass
    assert len(said) == 1
    with lock.writing(workspace, "merge", said.append):
        assert json.loads((workspace.cache / "writing.json").read_text(encoding="utf-8"))["command"] == "merge"
    assert len(said) == 1


def test_what_a_killed_command_held_is_free(workspace: Workspace) -> None:
    code = "import sys, time; from pathlib import Path; from generator import lock; from generator.workspace import Workspace\n"
    code += "with lock.writing(Workspace(Path(sys.argv[1])), 'update', print):\n  print('holds', flush=True); time.sleep(600)"
    first = subprocess.Popen([sys.executable, "-c", code, str(workspace.root)], cwd=ROOT, stdout=subprocess.PIPE)
    assert first.stdout is not None and first.stdout.readline() == b"holds\n"
    first.kill()
    first.wait()
    said: list[str] = []
    with lock.writing(workspace, "merge", said.append):
        assert said == []


def test_only_one_holds_it_at_a_time(workspace: Workspace) -> None:
    inside, most = 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(10):
            with lock.writing(workspace, "merge", lambda line: None):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
