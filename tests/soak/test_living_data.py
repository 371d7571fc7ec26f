"""What editors commit never turns a test of the code red: hands, new and withdrawn documents, then a broken profile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.profiles.merge.test_merge_session import EDITS
from tests.project import DATA, PAGES, ROOT, copied

ADDED = ("m01_qintang.txt", "m04_songpan.txt", "m08_taijiang.txt")
GONE, SEED = "yongdeng-2025", "004_57b64ff83b65151d"
_LEFT = {".git", ".venv", "site", "docs", *DATA, ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis"}


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m` those words in the project, as in a checkout of its own."""
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=project, env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after a season of editing: its live data was the frozen corpus, and is not any more."""
    root = copied(tmp_path_factory.mktemp("living"), *PAGES, *(path.name for path in ROOT.iterdir() if path.name not in _LEFT))
    for what, name, old, new in EDITS:
        path = root / f"docs/profiles/{name}.yml"
        text = path.read_text(encoding="utf-8")
        at = text.rfind(old) if what.startswith("…") else text.find(old)
        assert at >= 0, what
        path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    assert sum(name != GONE for _, name, _, _ in EDITS) >= 30
    for name in ADDED:
        done = run(root, "generator", "add", str(ROOT / "tests/gold/dev/docs" / name))
        assert done.returncode == 0, done.stdout + done.stderr
    belongings = [*(root / "seeds").rglob(f"{SEED}.*"), root / f"docs/profiles/{GONE}.yml"]
    assert len(belongings) == 5
    for path in belongings:
        path.unlink()
    done = run(root, "generator", "update")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_data_that_was_edited_added_and_withdrawn_is_good(project: Path) -> None:
    done = run(project, "pytest", "tests/live")
    assert done.returncode == 0, done.stdout
    assert "SKIPPED [1] tests/live/test_gold.py" in done.stdout and f"seeds/{SEED}.txt was withdrawn" in done.stdout


def test_a_broken_profile_turns_the_data_red_and_no_test_of_the_code(project: Path) -> None:
    path = project / "docs/profiles/neimenggu.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("themes: [", "themes: [教育, ", 1), encoding="utf-8")
    done = run(project, "pytest", "tests/live")
    assert done.returncode == 1 and "did you mean `education`?" in done.stdout, done.stdout
    done = run(project, "pytest", "--ignore=tests/live")
    assert done.returncode == 0, done.stdout
