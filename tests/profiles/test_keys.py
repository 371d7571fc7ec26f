"""What is asked for again and again is what it would be if it were worked out anew, and costs no reading."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.profiles import product
from generator.workspace import Workspace
from tests.project import copied

ID, STEM = "yongdeng-2025", "004_57b64ff83b65151d"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A project whose files were all written a while ago."""
    made = Workspace(copied(tmp_path / "project"))
    for path in made.root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return made


def replaced(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "profile": lambda space: replaced(space.profiles / f"{ID}.yml", b"status", b"Status"),
    "seed": lambda space: replaced((space.seeds / f"{STEM}.txt"), b"\n", b"\n\n"),
    "reading": lambda space: replaced(space.reading_file(f"{STEM}.yml"), b"0", b"1"),
    "base": lambda space: replaced(space.base_file(f"{STEM}.yml"), b"0", b"1"),
    "kept": lambda space: ((space.merged / "kept").mkdir(exist_ok=True), (space.merged / f"kept/{STEM}.next").write_bytes(b"x")),
    "seed gone": lambda space: (space.seeds / f"{STEM}.txt").unlink(),
    "profile gone": lambda space: (space.profiles / f"{ID}.yml").unlink(),
    "profile come": lambda space: (space.profiles / "another.yml").write_bytes((space.profiles / f"{ID}.yml").read_bytes()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen(space: Workspace, change: str) -> None:
    keys = product.Keys(space)
    before = keys.now()
    assert before == keys.now() == product.keys(space)
    CHANGES[change](space)
    assert keys.now() == product.keys(space) != before


def test_a_change_within_one_tick_of_the_clock_is_seen(space: Workspace) -> None:
    keys, path = product.Keys(space), space.profiles / f"{ID}.yml"
    replaced(path, b"status", b"Status")
    told, stat = keys.now(), path.stat()
    replaced(path, b"Status", b"sTatus")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert keys.now() == product.keys(space) != told


def test_nothing_is_read_where_nothing_changed(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = product.Keys(space)
    before = keys.now()
    monkeypatch.setattr(product, "bytes_of", None)
    assert keys.now() == before and len(before) == 5


def test_the_next_command_reads_nothing_where_nothing_changed(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = product.keys(space)
    monkeypatch.setattr(product, "bytes_of", None)
    assert product.keys(space) == before and len(before) == 5


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_command_sees_what_changed(space: Workspace, change: str) -> None:
    before = product.keys(space)
    CHANGES[change](space)
    seen = product.keys(space)
    shutil.rmtree(space.cache)
    assert seen == product.keys(space) != before


def test_a_file_whose_time_was_set_back_is_read(space: Workspace) -> None:
    path = space.profiles / f"{ID}.yml"
    before, stat = product.keys(space), path.stat()
    replaced(path, b"status", b"Status")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size and product.keys(space) != before


def test_a_file_of_a_time_to_come_is_read_each_time(space: Workspace) -> None:
    path = space.profiles / f"{ID}.yml"
    os.utime(path, (4_000_000_000, 4_000_000_000))
    keys = product.Keys(space)
    keys.now()
    assert path.name not in keys.known and len(keys.known) == 4
