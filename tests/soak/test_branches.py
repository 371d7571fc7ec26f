"""300 random histories of two branches; a run that was cut short or failed goes on where it was with `--stepwise`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.profiles.merge import histories
from tests.profiles.merge.test_join_properties import cases

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.parametrize("seed", range(300))
def test_two_branches(tmp_path: Path, seed: int) -> None:
    one = histories.history(seed, len(cases()))
    histories.play(tmp_path / "project", cases()[one.case], one)
