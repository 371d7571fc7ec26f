"""Random actions on real profiles: foreign lines keep their bytes, the check is never worse, and undoing all restores the file."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.desk.desk import Desk
from generator.errors import GeneratorError
from generator.profiles.check import check
from generator.profiles.merge import merge
from generator.profiles.shelf import Filed, Shelf
from generator.workspace import Workspace
from tests.desk.client import project
from tests.project import RULES

EXAMPLES, STEPS = 2, 12
NAMES = ["jiayuguan", "tongjiang-2024", "yanji-2023"]
TEXTS = st.sampled_from(
    ["改", "'单引号'", "a: b # c", "“引号”", "*x", "两\n行", "  空白  ", "12", "null", "", "1.2万", "2023", "over", "元"]
)
STEP = st.tuples(
    st.sampled_from(["put", "put", "delete", "move", "revert", "restore", "review", "add", "undo"]),
    st.integers(0, 999),
    st.integers(0, 999),
    TEXTS,
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose profiles have comments of people everywhere."""
    root = project(tmp_path_factory.mktemp("random") / "project")
    for name in NAMES:
        file = root / f"docs/profiles/{name}.yml"
        lines = file.read_text("utf-8").splitlines()
        text = "\n".join(
            f"{line}  # 注{n}" if n % 7 == 3 and re.match(r" *(- )?\w+: .*['\d\w\]]$", line) else line for n, line in enumerate(lines)
        )
        file.write_text(text + "\n# 末尾\n", "utf-8")
    yield root


def asked(shown: dict[str, Any], step: tuple[str, int, int, str]) -> dict[str, Any]:
    """An action on something that is shown."""
    do, one, other, text = step
    items = [entry for entry in shown["entries"] if "path" in entry]
    entry, within = items[one % len(items)], items[other % len(items)]
    names = sorted(entry["fields"])
    name = names[other % len(names)] if names else "item"
    value = text.split("、") if isinstance(entry["fields"].get(name), list) else text
    gone = [entry["base"] for entry in shown["entries"] if entry["kind"] == "deleted"] or [["regions", 0]]
    return {
        "put": {"path": entry["path"], "fields": {name: value}},
        "delete": {"path": entry["path"]},
        "move": {"path": entry["path"], "within": within["path"]},
        "revert": {"path": entry["path"]},
        "restore": {"base": gone[one % len(gone)]},
        "review": {"fields": {"status": ["checked", "unreviewed", "disputed"][one % 3], "note": text}},
        "add": {"kind": entry["kind"], "within": entry["within"] or [], "fields": entry["fields"] | {"note": text}},
        "undo": {},
    }[do]


def errors(workspace: Workspace, file: Path) -> list[str]:
    one = Filed(workspace, file)
    return sorted(p.message for p in (*one.problems, *check.of(RULES, one)) if p.severity == "error")


def foreign(text: str) -> list[str]:
    """The comments of a file, in order."""
    return re.findall(r"# (?:注\d+|末尾|yaml.*)$", text, re.MULTILINE)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(NAMES), steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
def test_random_actions_are_splices_that_can_be_undone(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, name: str, steps: list[tuple[str, int, int, str]]
) -> None:
    root = tmp_path_factory.mktemp("one") / "project"
    shutil.copytree(whole, root, symlinks=True)
    workspace, file = Workspace(root), root / f"docs/profiles/{name}.yml"
    desk, begun, was = Desk(RULES, workspace, print), file.read_bytes(), errors(Workspace(root), file)
    for step in steps:
        shown, before = desk.shown(name), file.read_text("utf-8")
        assert shown is not None
        try:
            answer = desk.act(name, {"do": step[0], "hash": shown["hash"], **asked(shown, step)})
        except GeneratorError as error:
            assert file.read_text("utf-8") == before, error
            assert all("an error of the program" not in problem.message for problem in error.problems)
            continue
        after = file.read_text("utf-8")
        assert answer["hash"] == (desk.stamp(name) or "") and errors(workspace, file) == was or set(errors(workspace, file)) <= set(was)
        if step[0] == "put":
            lines = before.splitlines(), after.splitlines()
            same = next((n for n, (a, b) in enumerate(zip(*lines, strict=False)) if a != b), len(lines[0]))
            tail = next((n for n, (a, b) in enumerate(zip(*(reversed(some) for some in lines), strict=False)) if a != b), len(lines[0]))
            assert len(lines[0]) - same - tail <= 6, (step, before, after)  # one field, or the entries of one set
        if step[0] not in ("delete", "undo"):  # what is taken out takes its own comments along
            assert Counter(foreign(before)) <= Counter(foreign(after)), step
        assert foreign(after)[-1] == "# 末尾" and foreign(after)[0].startswith("# yaml")
    done = file.read_bytes()
    if not any(problem.severity == "error" for problem in Filed(workspace, file).problems):
        report = merge.merge(Shelf(workspace), [name])
        assert not [p for p in report.problems if p.severity == "error"] and file.read_bytes() == done
    while (shown := desk.shown(name)) and shown["undo"]:
        desk.act(name, {"do": "undo", "hash": shown["hash"]})
    assert file.read_bytes() == begun
