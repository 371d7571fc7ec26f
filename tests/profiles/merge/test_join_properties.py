"""Two branches with random hands and machines, merged by git and joined: no machine's value is a person's, no edit is lost."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.profiles.merge import hands, histories

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@cache
def cases() -> list[hands.Case]:
    return hands.cases()


@pytest.mark.parametrize("seed", range(15))
def test_two_branches(tmp_path: Path, seed: int) -> None:
    one = histories.history(seed, len(cases()))
    histories.play(tmp_path / "project", cases()[one.case], one)
