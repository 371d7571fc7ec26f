"""A whole project to measure on: code as it stands, as many seed texts as wanted, and what editors did to their profiles.

    python -m tests.bench.corpus FOLDER --size N [--seed S] [--edits]

The texts are made by `texts`; then the first `update` reads them and opens their profiles. With --edits a tenth of the
profiles are edited as a hand does, and some of their seeds change afterwards, so that the next `update` meets conflicts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.bench import hands
from tests.bench.texts import Maker
from tests.project import PAGES, ROOT

PARTS = ("generator", "templates", "mkdocs.yml", "tests/gold/scores.yml", "tests/gold/history.yml", ".gitignore", *PAGES)
"""What of the project is code or written by hand."""


def project(folder: Path, size: int, seed: int = 1) -> dict[str, str]:
    """Lays out `folder` as a project with that many seeds that nothing has read; the kind of each seed, by its name."""
    folder.mkdir(parents=True)
    for part in dict.fromkeys(PARTS):
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("__pycache__", ".generated*"))
        else:
            shutil.copy2(ROOT / part, target)
    return seeds(folder / "seeds", size, seed)


def seeds(folder: Path, size: int, seed: int = 1, first: int = 0) -> dict[str, str]:
    """Writes seeds number `first` to `size` into `folder`; the kind of each, by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {}
    for made in Maker(seed).texts(size, first):
        (folder / made.name).write_bytes(made.data)
        kinds[made.name] = made.kind
    return kinds


def refused(folder: Path) -> list[Path]:
    """Puts aside the seeds that an `update` could not read, as no site is built where one is left; where they are now."""
    aside = folder / "refused"
    for seed in sorted((folder / "seeds").glob("*_*")):
        if not (folder / "seeds/readings" / f"{seed.stem}.yml").exists():
            aside.mkdir(exist_ok=True)
            seed.rename(aside / seed.name)
    return sorted(aside.glob("*"))


def update(folder: Path) -> list[str]:
    """Reads and merges by the project's own command; what it complained of, line by line."""
    done = subprocess.run([sys.executable, "-m", "generator", "update"], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return done.stderr.splitlines()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path, help="is made; must not be there")
    options.add_argument("--size", type=int, required=True, help="how many seeds")
    options.add_argument("--seed", type=int, default=1, help="another number gives other texts")
    options.add_argument("--edits", action="store_true", help="edits a tenth of the profiles, and changes some seeds then")
    given = options.parse_args()
    if given.folder.exists():
        options.error(f"{given.folder} is there already: name a folder that is not, or remove it")
    kinds = project(given.folder, given.size, given.seed)
    print(f"{len(kinds)} seeds:", ", ".join(f"{number} {kind}" for kind, number in Counter(kinds.values()).most_common()), flush=True)
    said = update(given.folder)
    aside = refused(given.folder)
    print(f"{len(aside)} refused ({len(aside) / given.size:.1%}), put aside in refused/", *sorted(said)[:40], sep="\n", flush=True)
    if given.edits:
        edited, changed = hands.edit(given.folder, given.seed)
        print(f"{edited} profiles edited; {changed} of their seeds changed: the next `update` merges them", flush=True)


if __name__ == "__main__":
    main()
