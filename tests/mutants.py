"""How much of the code the tests hold: small faults put into `generator/` one at a time, and whether a test goes red.

`python -m tests.mutants [--number 60] [--seed 1]` draws faults by the seed, tries each in a copy of the project and prints
what became of it; it can be stopped and goes on where it was. A fault meets the tests of its own package first; where it
survives those, the readings of all annotated documents; then all other tests of the code but those in a browser.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.project import ROOT

STATE = ROOT / ".cache/mutants.json"
PATIENCE = 900
"""Seconds; a fault that makes the tests hang is a fault that was seen."""
READINGS = ["tests/reader/test_reading.py"]
OTHERS = ["-m", "not browser", "--ignore=tests/live", "--ignore=tests/soak", "tests"]
_COMPARED = {
    "Lt": "<=",
    "LtE": "<",
    "Gt": ">=",
    "GtE": ">",
    "Eq": "!=",
    "NotEq": "==",
    "In": "not in",
    "NotIn": "in",
    "Is": "is not",
    "IsNot": "is",
}
_WHOLE = re.compile(r"^ (?:[<>=!+*/-]+|in|not in|is|is not|and|or) $|^[^\s)][^\n]*$")
"""An operator without the brackets or line breaks around it, or an expression in one line: what replacing it leaves whole."""
_SIGNS = {"Add": "-", "Sub": "+", "Mult": "//", "FloorDiv": "*", "Div": "*"}


class Fault(NamedTuple):
    """`new` in the place of `old`, which begins at that byte of a file."""

    file: str
    line: int
    at: int
    old: str
    new: str

    @property
    def key(self) -> str:
        return f"{self.file}:{self.line}:{self.at}: {self.old} -> {self.new}"


def faults(path: Path) -> Iterator[Fault]:
    """Every fault that can be put into one module."""
    data = path.read_bytes()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    file = path.relative_to(ROOT).as_posix()

    def text(first: ast.expr, last: ast.expr) -> tuple[int, str]:
        """What stands between two expressions, and where."""
        begin, end = starts[(first.end_lineno or 1) - 1] + (first.end_col_offset or 0), starts[last.lineno - 1] + last.col_offset
        return begin, data[begin:end].decode("utf-8")

    def whole(node: ast.expr) -> tuple[int, str]:
        begin = starts[node.lineno - 1] + node.col_offset
        return begin, data[begin : starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)].decode("utf-8")

    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            at, old = text(node.left, node.comparators[0])
            yield Fault(file, node.lineno, at, old, f" {_COMPARED[type(node.ops[0]).__name__]} ")
        elif isinstance(node, ast.BoolOp):
            at, old = text(node.values[0], node.values[1])
            if old.strip() in ("and", "or"):
                yield Fault(file, node.lineno, at, old, " or " if old.strip() == "and" else " and ")
        elif isinstance(node, ast.BinOp) and type(node.op).__name__ in _SIGNS and not isinstance(node.left, ast.Constant | ast.JoinedStr):
            at, old = text(node.left, node.right)
            yield Fault(file, node.lineno, at, old, f" {_SIGNS[type(node.op).__name__]} ")
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            at, old = whole(node)
            yield Fault(file, node.lineno, at, old, f"bool({old.removeprefix('not ')})")
        elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.NamedExpr):
            at, old = whole(node.test)
            if old != "TYPE_CHECKING":
                yield Fault(file, node.lineno, at, old, f"not ({old})")


def drawn(number: int, seed: int) -> list[Fault]:
    """That many faults of all modules, each as likely as the other. What is changed in one place leaves the faults drawn elsewhere as they are."""
    found: dict[str, Fault] = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        lines, seen = path.read_text(encoding="utf-8").splitlines(), Counter[str]()
        for fault in faults(path):
            if _WHOLE.search(fault.old):
                place = f"{seed} {fault.file} {lines[fault.line - 1].strip()} {fault.old}"
                seen[place] += 1
                found[hashlib.sha256(f"{place} {seen[place]}".encode()).hexdigest()] = fault
    return [found[digest] for digest in sorted(found)[:number]]


def nearest(file: str) -> str:
    """The tests of a module's package: `tests/` mirrors `generator/`; of a module at its top those that are named after it."""
    folder, own = Path("tests", *Path(file).parts[1:-1]), f"tests/test_{Path(file).stem}.py"
    if folder.as_posix() == "tests" and (ROOT / own).exists():
        return own
    while not list((ROOT / folder).glob("**/test_*.py")):
        folder = folder.parent
    return folder.as_posix() if folder.as_posix() != "tests" else "tests/test_structure.py"


def red(copy: Path, *words: str) -> str:
    """The first test that fails in a copy of the project, `hang` where they do not end, nothing where all pass."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-rfE", "-o", f"cache_dir={ROOT / '.pytest_cache'}", *words]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return "hang"
    told = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return "" if done.returncode in (0, 5) else told[1] if told else "no test could run"


def fate(copy: Path, fault: Fault) -> str:
    """The test that sees a fault; nothing where none does."""
    path = copy / fault.file
    right = path.read_bytes()
    path.write_bytes(right[: fault.at] + fault.new.encode() + right[fault.at + len(fault.old.encode()) :])
    own = nearest(fault.file)
    try:
        return red(copy, own) or red(copy, *READINGS) or red(copy, f"--ignore={own}", f"--ignore={READINGS[0]}", *OTHERS)
    finally:
        path.write_bytes(right)


def copied(folder: Path) -> Path:
    """The project as it stands, compiled so that only what is changed is compiled anew; stops where its tests fail without any fault."""
    copy = folder / "project"
    left = shutil.ignore_patterns("__pycache__", "*_cache")
    shutil.copytree(
        ROOT, copy, symlinks=True, ignore=lambda at, names: {*left(at, names), *({".cache", "site"} if at == str(ROOT) else ())}
    )
    compiled = ["-m", "compileall", "-qq", "--invalidation-mode", "checked-hash", "generator", "tests"]
    subprocess.run([sys.executable, *compiled], cwd=copy, check=True)
    if seen := red(copy, *OTHERS):
        sys.exit(f"{seen} fails without any fault: mend it first")
    return copy


def main() -> None:
    """Draws, tries and tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=60, help="how many faults")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    chosen = parser.parse_args()
    known: dict[str, str] = json.loads(STATE.read_text(encoding="utf-8")) if STATE.exists() else {}
    todo = drawn(chosen.number, chosen.seed)
    with tempfile.TemporaryDirectory() as folder:
        copy: Path | None = None
        for count, fault in enumerate(todo, 1):
            if fault.key not in known:
                copy = copy or copied(Path(folder))
                known[fault.key] = fate(copy, fault)
                STATE.parent.mkdir(exist_ok=True)
                STATE.write_text(json.dumps(known, ensure_ascii=False, indent=0), encoding="utf-8")
            print(f"{count}/{len(todo)} {fault.key}: {known[fault.key] or 'SURVIVES'}", flush=True)
    dead = sum(bool(known[fault.key]) for fault in todo)
    print(f"{dead} of {len(todo)} faults were seen: {dead / len(todo):.0%}")


if __name__ == "__main__":
    main()
