"""The corpus that is measured on, read, edited and merged: few of its documents are refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import corpus, hands


def test_few_are_refused_and_a_merge_after_the_edits_has_conflicts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "project"
    kinds = corpus.project(folder, 20)
    corpus.update(folder)
    profiles = list((folder / "docs/profiles").glob("*.yml"))
    assert len(profiles) >= len(kinds) * 0.98
    monkeypatch.setattr(hands, "SHARE", 0.5)
    monkeypatch.setattr(hands, "CHANGED", 1.0)
    before = {path: path.read_text(encoding="utf-8") for path in profiles}
    edited, changed = hands.edit(folder)
    assert edited == sum(path.read_text(encoding="utf-8") != before[path] for path in profiles) == 10 and changed
    done = subprocess.run([sys.executable, "-m", "generator", "update"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    found = re.search(r"conflicts: (\d+)", done.stdout)
    assert found and int(found[1]), done.stdout + done.stderr
