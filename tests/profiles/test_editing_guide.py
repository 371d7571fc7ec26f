"""The page 编辑指南: every example in it is run, in a copy of the frozen corpus whose profile of Yanji is the page's own.

`改之前` must stand in a profile, and with `改之后` in its place there is nothing to complain of; `错`, in the place of the
line with the same field, gives the message that stands below it; a console session prints what is shown, with the mistake
before it in the profile where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.profiles.check import check
from generator.profiles.shelf import Shelf
from generator.workspace import Workspace
from tests.project import ROOT, RULES, copied

GUIDE = (ROOT / "docs/about/editing.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, title, body) for kind, title, body in BLOCK.findall(GUIDE)]
PROFILE = "yanji-2023"


def pairs(first: str, second: str) -> list[tuple[str, str]]:
    """The bodies of blocks titled `first`, each with that of the next block, which must be titled `second`."""
    found = []
    for (_, title, body), (_, after, next_body) in zip(BLOCKS, BLOCKS[1:], strict=False):
        if title == first:
            assert after == second, body
            found.append((body, next_body))
    return found


EDITS = pairs("改之前", "改之后")
MISTAKES = pairs("错", "检查的提示")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The frozen corpus, with the guide's own profile in the place of the longer one."""
    copied(tmp_path)
    [example] = [body for kind, title, body in BLOCKS if title == f"docs/profiles/{PROFILE}.yml"]
    (tmp_path / f"docs/profiles/{PROFILE}.yml").write_text(example, encoding="utf-8")
    return tmp_path


def problems(project: Path, name: str = PROFILE) -> list[str]:
    return [str(problem) for problem in check.check(RULES, Shelf(Workspace(project)), [name])]


def test_every_example_is_of_a_known_kind() -> None:
    titles = {(kind, title) for kind, title, _ in BLOCKS}
    assert titles == {
        ("yaml", f"docs/profiles/{PROFILE}.yml"), ("yaml", "改之前"), ("yaml", "改之后"), ("yaml", "错"), ("text", "检查的提示"),
        ("yaml", "可以代改的错"), ("console", ""),
    }  # fmt: skip
    assert GUIDE.count("```") == 2 * len(BLOCKS)
    assert len(EDITS) >= 5 and len(MISTAKES) >= 6


def test_the_whole_profile_is_one_without_complaints(project: Path) -> None:
    assert problems(project) == []


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_every_edit_works_as_written(project: Path, before: str, after: str) -> None:
    files = sorted((project / "docs/profiles").glob("*.yml"), key=lambda path: path.stem != PROFILE)
    path = next((one for one in files if before in one.read_text(encoding="utf-8")), None)
    assert path, f"stands in no profile:\n{before}"
    old = problems(project, path.stem)
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    assert problems(project, path.stem) == old


@pytest.mark.parametrize(("wrong", "said"), MISTAKES)
def test_every_mistake_gets_the_message_shown(project: Path, wrong: str, said: str) -> None:
    spoil(project, wrong)
    assert problems(project) == said.splitlines()


def spoil(project: Path, wrong: str) -> None:
    """Puts a mistake into the guide's profile."""
    path = project / f"docs/profiles/{PROFILE}.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[_line(lines, wrong)] = wrong
    path.write_text("".join(lines), encoding="utf-8")


def _line(lines: list[str], wrong: str) -> int:
    """The line that `wrong` is a mistaken form of: the one most like it."""
    return max(range(len(lines)), key=lambda number: SequenceMatcher(None, lines[number], wrong, autojunk=False).ratio())


def test_every_console_session_prints_what_is_shown(project: Path) -> None:
    run: Callable[..., str] = lambda *words: CliRunner().invoke(main, ["--root", str(project), *words]).output  # noqa: E731
    sessions = [(body, before) for (_, *before), (kind, _, body) in zip(BLOCKS, BLOCKS[1:], strict=False) if kind == "console"]
    assert sessions
    for session, (title, wrong) in sessions:
        if title == "可以代改的错":
            spoil(project, wrong)
        command, _, shown = session.partition("\n")
        program, *words = command.removeprefix("$ ").split()
        assert (program, *words[:2]) == ("python", "-m", "generator")
        assert run(*words[2:]) == shown
