"""Where the project stands, for tests in any folder, and copies of it to work on.

Tests hold the code, not the data: seeds and profiles change with every editor's commit, so tests read the frozen corpus.
Only `tests/live/` reads the live ones.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from generator.places.gazetteer import Gazetteer
from generator.reader import fingerprint
from generator.reader.reading import Reader
from generator.rules import Rules
from generator.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests/fixtures/corpus"
"""Five seeds with readings, bases and profiles, laid out as a project; `python -m tests.fixtures.renew` keeps them up to the reader."""
YEARS = ROOT / "tests/fixtures/years"
"""The same of made-up reports: one region in three years, with two reports of one year and one without a date, and a region with one."""
RULES = Rules()
"""The rules as they stand, for tests that ask a stage."""
PLACES = Gazetteer(RULES)
"""The divisions by those rules."""
READER = Reader(RULES, PLACES)
DATA = ("seeds", "docs/profiles")
"""What is data in a project: everything else in it is code."""
_BUILT = (
    "changes",
    "charts",
    "compare",
    "data",
    "documents",
    "en",
    "figures",
    "index.md",
    "llms.txt",
    "opensearch.xml",
    "profiles",
    "programmes",
    "regions",
    "robots.txt",
    "themes",
)
PAGES = tuple(f"docs/{path.name}" for path in sorted((ROOT / "docs").iterdir()) if path.name not in _BUILT and path.name[0] != ".")
"""The pages and files below docs/ that are written by hand and are code: no profiles, nothing that `build` makes."""
_MADE = shutil.ignore_patterns("__pycache__", ".generated*", ".writing-*")


def copied(folder: Path, *parts: str, data: Path = FROZEN) -> Path:
    """`folder` with those `parts` of the project, given as paths from its root, and the seeds and profiles of `data`."""
    for part, source in [*((part, ROOT / part) for part in parts), *((part, data / part) for part in DATA)]:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, ignore=_MADE)  # a tool of Node is found beside what its link leads to
        elif source.exists():
            shutil.copy2(source, target)
    if data in (FROZEN, YEARS):  # whose readings are held to be the reader's by a test of their own
        space = Workspace(folder)
        space.cache.mkdir(exist_ok=True)
        (space.cache / fingerprint.TREES).write_bytes(_trees())
        fingerprint.record(space)
    return folder


@cache
def _trees() -> bytes:
    """What is kept of the reader's modules, so that not every copy parses all of them again."""
    with tempfile.TemporaryDirectory() as folder:
        fingerprint.reader(Path(folder))
        return (Path(folder) / fingerprint.TREES).read_bytes()


def alone(root: Path, profile: str) -> Path:
    """A copied project with one of its documents, and nothing of the others: for what needs no more."""
    seed = re.search(r"^  file: '(.*)\.\w+'$", (root / f"docs/profiles/{profile}.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert seed is not None
    for part in DATA:
        for path in (root / part).rglob("*"):
            if path.is_file() and path.stem not in (profile, seed[1]) and path.name != fingerprint.FILE:
                path.unlink()
    return root
