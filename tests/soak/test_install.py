"""`pip install .` in an empty environment, with what the index has today, and the page's examples in a folder that holds nothing but their input."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.project import FROZEN, ROOT
from tests.test_door import EXAMPLES, published


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment into which this project and what its examples import were installed, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    found = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([found, "-m", "pip", "install", "--quiet", ROOT, "pandas", "duckdb"], cwd=folder, check=True)
    return found


@pytest.mark.parametrize("number", range(1, len(EXAMPLES) + 1))
def test_an_example_prints_what_the_page_says(number: int, python: Path, tmp_path: Path) -> None:
    code, printed = EXAMPLES[number - 1]
    shutil.copytree(FROZEN, tmp_path / "tests/fixtures/corpus")
    (tmp_path / "site/data").mkdir(parents=True)
    published(tmp_path / "site/data", FROZEN, ".csv", "datapackage.json")
    done = subprocess.run([python, "-X", "utf8", "-c", code], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert [line.rstrip() for line in done.stdout.splitlines()] == printed.splitlines(), done.stderr
