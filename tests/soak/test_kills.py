"""`kill -9` at a hundred random moments of `update`, `build` and `site` over 200 documents: every file is the old or the new one, and
the next run ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.reader.seal import seal
from tests.project import DATA, PAGES, ROOT, copied

DOCUMENTS = 200
COMMANDS = ("update", "build", "site")
KILLS = 34
"""Of each command."""
Tree = dict[str, bytes]


def run(root: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--root", root, command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


def killed(root: Path, command: str, after: float) -> bool:
    """Whether the command was still running when it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "--root", root, command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def tree(root: Path) -> Tree:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts
    }


def restore(root: Path, wanted: Tree) -> None:
    """Makes the folder what it was, writing only what differs."""
    now = tree(root)
    for name in now.keys() - wanted.keys():
        (root / name).unlink()
    for name, data in wanted.items():
        if now.get(name) != data:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, tuple[Tree, Tree, float]]]:
    """A folder, and by command its files before and after and how long it takes."""
    root = copied(tmp_path_factory.mktemp("kills"), *PAGES, "templates", "generator/publish/verbatim.py", "mkdocs.yml")
    seeds = [path.read_text(encoding="utf-8") for path in sorted((root / "seeds").glob("*.txt"))]
    for part in DATA:
        shutil.rmtree(root / part)
    (root / "seeds").mkdir()
    for number in range(DOCUMENTS):
        text = seeds[number % len(seeds)]
        (root / "seeds" / f"doc{number:03}.txt").write_text(f"{text}\n第{number}份\n", encoding="utf-8")
    run(root, "update")
    run(root, "site")
    age(root)
    found, before = {}, tree(root)
    for command in COMMANDS:
        for _ in range(2):  # the second time it knows what the first worked out, as after a kill
            restore(root, before)
            start = time.monotonic()
            run(root, command)
        found[command] = (before, tree(root), time.monotonic() - start)
        before = found["update"][1]  # what is built is built of what was merged
    return root, found


def age(root: Path) -> None:
    """Makes the readings older than the rules, and profiles edited; some are not there yet."""
    for path in sorted((root / "docs/profiles").glob("*.yml")):
        number = int(path.stem.removeprefix("doc"))
        others = [root / "seeds/readings" / path.name, root / "seeds/readings/merged" / path.name]
        if number % 10 == 9:
            for one in (path, *others):
                one.unlink()
            continue
        for one in (path, *others):
            sign, _, text = one.read_text(encoding="utf-8").partition("\n")
            text = text.replace("unit: '个'", "unit: '件'").replace("themes: [education]", "themes: [culture]")
            one.write_text(seal(text) if one in others else f"{sign}\n{text}", encoding="utf-8")
        if number % 2:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"value: (\d+)", r"value: 1\1  # 编辑改过", text, count=3).replace("unit: '件'", "unit: '处'", 2)
            path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_run_leaves_whole_files_and_the_next_ends_the_same(
    stages: tuple[Path, dict[str, tuple[Tree, Tree, float]]], command: str
) -> None:
    root, found = stages
    before, after, seconds = found[command]
    rng = random.Random(command)
    hits = tries = 0
    while hits < KILLS:
        restore(root, before)
        hits, tries = hits + killed(root, command, rng.uniform(0.2, 1.0) * seconds), tries + 1
        now = tree(root)
        torn = [name for name, data in now.items() if data not in (before.get(name), after.get(name)) and not unfinished(name)]
        assert not torn
        assert not [name for name in before.keys() & after.keys() if name not in now]
        run(root, command)
        assert tree(root) == after
        assert tries < 3 * KILLS


def unfinished(name: str) -> bool:
    """Files that are there only while others are written."""
    return Path(name).name.startswith(".writing-") or name.endswith(".next")
