"""The command without the packages it needs: every other command works, and it says what to install."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch import corpora
from tests.project import ROOT


@pytest.mark.parametrize("missing", ["dask", "distributed", "pyarrow"])
def test_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('gone', name={missing!r})\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "generator", "batch", ".", "out"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env={**corpora.ENVIRONMENT, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done.stderr
    assert re.search("(dask|distributed|pyarrow) is not installed", done.stderr) and "requirements-batch.txt" in done.stderr
