"""The pages 编辑指南 and 添加、更换、撤下文件: every example in them is run, in a copy of the frozen corpus.

Each section of the first begins anew, with the page's own profile of Yanji, which is its own reading too; the second is one story.
`改之前` must stand in a profile, and with `改之后` in its place there is nothing to complain of; `错`, in the place of the
line with the same field, gives the message that stands below it; a console session prints what is shown; `张三改成` and `李四改成`
are made on two branches that git then brings together.
"""

from __future__ import annotations

import re
import shutil
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import load
from generator.cli import main
from generator.profiles.check import check
from generator.profiles.shelf import Shelf
from generator.reader import seal
from generator.workspace import Workspace
from tests.profiles.merge.histories import git
from tests.project import ROOT, RULES, copied

Block = tuple[str, str, str]
"""Language, title and content of an example."""
GUIDE = (ROOT / "docs/about/editing.md").read_text(encoding="utf-8")
DOCUMENTS = (ROOT / "docs/about/adding.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^##+ .*\{ #([\w-]+) \}$", re.MULTILINE)
PROFILE, STEM = "yanji-2023", "000_bae2e2ca5f129531"
FILE = f"docs/profiles/{PROFILE}.yml"
TASKS = {
    "change", "add", "delete", "split", "move", "region", "confirm", "note", "review", "web", "bulk", "undo", "revert", "revert-all", "branches",
}  # fmt: skip
"""What an editor does to a profile; what is done to whole documents stands on the other page, in the order of `STORY`."""
STORY = ["steps", "again", "replace", "rename", "remove"]
TAKEN_BACK = {"bulk", "undo", "revert", "revert-all"}


def blocks(page: str) -> list[Block]:
    """All examples of a page."""
    return [(kind, title, body) for kind, title, body in BLOCK.findall(page)]


def sections(page: str) -> dict[str, list[Block]]:
    """The examples below each heading, by its anchor."""
    _, *parts = SECTION.split(page)
    return {anchor: blocks(text) for anchor, text in zip(parts[::2], parts[1::2], strict=True)}


def pairs(found: list[Block], first: str, second: str) -> list[tuple[str, str]]:
    """The contents of examples titled `first`, each with that of the next where that is titled `second`."""
    return [(one[2], two[2]) for one, two in zip(found, found[1:], strict=False) if (one[1], two[1]) == (first, second)]


SECTIONS = sections(GUIDE)
EDITS = pairs(blocks(GUIDE), "改之前", "改之后")
MISTAKES = pairs(blocks(GUIDE), "错", "检查的提示")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The frozen corpus as the folder that commands run in, with the guide's own profile in the place of the longer one."""
    copied(tmp_path, "docs/schema")
    [example] = [body for _, title, body in blocks(GUIDE) if title == FILE]
    (tmp_path / FILE).write_text(example, encoding="utf-8")
    for folder in ("seeds/readings", "seeds/readings/merged"):
        (tmp_path / folder / f"{STEM}.yml").write_text(seal.seal(example), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(project: Path, name: str = PROFILE) -> list[str]:
    return [str(problem) for problem in check.check(RULES, Shelf(Workspace(project)), [name])]


def ran(*words: str) -> str:
    """What a command prints."""
    return CliRunner().invoke(main, list(words)).output


def edited(project: Path, before: str, after: str) -> Path:
    """Puts `after` in the place of `before`, in the guide's profile if that has it; the file."""
    files = sorted((project / "docs/profiles").glob("*.yml"), key=lambda path: path.stem != PROFILE)
    path = next((one for one in files if before in one.read_text(encoding="utf-8")), None)
    assert path, f"stands in no profile:\n{before}"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    return path


def spoil(project: Path, wrong: str) -> None:
    """Puts a mistake into the guide's profile, in the place of the line it is a mistaken form of: the one most like it."""
    path = project / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    like = max(range(len(lines)), key=lambda number: SequenceMatcher(None, lines[number], wrong, autojunk=False).ratio())
    lines[like] = wrong
    path.write_text("".join(lines), encoding="utf-8")


def told(project: Path, session: str) -> str:
    """A console session as it is when its commands are run."""
    lines = ""
    for command in re.findall(r"^\$ (.+)$", session, re.MULTILINE):
        program, *words = command.split()
        if program == "git":
            said = git(project, *words)
        else:
            assert (program, *words[:2]) == ("python", "-m", "generator"), command
            said = ran(*words[2:])
        lines += f"$ {command}\n{said}"
    return lines


def brought_together(project: Path, before: str, first: str, second: str) -> None:
    """Two people's edits of one place, each on a branch that begins at what stands there, and what git makes of them."""
    git(project, "add", "-A")
    git(project, "commit", "-q", "--allow-empty", "-m", "before")
    git(project, "checkout", "-q", "-B", "main")
    git(project, "branch", "-f", "second")
    edited(project, before, first)
    git(project, "commit", "-qam", "first")
    git(project, "checkout", "-q", "second")
    edited(project, before, second)
    git(project, "commit", "-qam", "second")
    git(project, "merge", "-q", "main", fails=True)


def play(project: Path, found: list[Block]) -> None:
    """Does what a section says, in its order; raises AssertionError where something else comes of it."""
    for number, (kind, title, body) in enumerate(found):
        following = [one[1:] for one in found[number + 1 : number + 3]]
        if title.endswith((".txt", ".html")):
            (project / title).write_text(body, encoding="utf-8")
        elif title == "改之前" and following[0][0] == "改之后":
            edited(project, body, following[0][1])
        elif title == "改之前":
            assert [one for one, _ in following] == ["张三改成", "李四改成"]
            brought_together(project, body, following[0][1], following[1][1])
        elif title == "可以代改的错":
            spoil(project, body)
        elif title == "合在一起":
            assert body in (project / FILE).read_text(encoding="utf-8")
        elif kind == "console":
            assert told(project, body) == body


def test_every_task_has_a_section_with_an_example() -> None:
    assert {anchor for anchor, found in SECTIONS.items() if found} >= TASKS
    assert [anchor for anchor, found in sections(DOCUMENTS).items() if found] == [*STORY[:2], "without", *STORY[2:]]
    assert "(adding.md#replace)" in GUIDE and "(editing.md" in DOCUMENTS


@pytest.mark.parametrize("page", [GUIDE, DOCUMENTS])
def test_every_example_is_of_a_known_kind(page: str) -> None:
    titles = {(kind, title) for kind, title, _ in blocks(page)}
    assert titles <= {
        ("yaml", FILE), ("yaml", "改之前"), ("yaml", "改之后"), ("yaml", "错"), ("text", "检查的提示"), ("yaml", "张三改成"), ("yaml", "李四改成"),
        ("yaml", "合在一起"), ("yaml", "可以代改的错"), ("console", ""), ("sh", ""), ("text", "延吉市2024年.txt"), ("text", "延吉市2024年全文.txt"),
    }  # fmt: skip
    assert page.count("```") == 2 * len(blocks(page))


def test_the_whole_profile_is_one_without_complaints(project: Path) -> None:
    assert problems(project) == []
    assert ran("merge", PROFILE) == "profiles: 1, changed: 0, conflicts: 0\n"


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_every_edit_works_as_written_and_outlives_a_merge(project: Path, before: str, after: str) -> None:
    old = {path.stem: problems(project, path.stem) for path in (project / "docs/profiles").glob("*.yml")}
    path = edited(project, before, after)
    written = path.read_bytes()
    assert problems(project, path.stem) == old[path.stem]
    ran("merge")
    assert path.read_bytes() == written


@pytest.mark.parametrize(("wrong", "said"), MISTAKES)
def test_every_mistake_gets_the_message_shown(project: Path, wrong: str, said: str) -> None:
    spoil(project, wrong)
    assert problems(project) == said.splitlines()


@pytest.mark.parametrize("anchor", [anchor for anchor, found in SECTIONS.items() if any(kind == "console" for kind, _, _ in found)])
def test_every_section_does_what_it_shows(project: Path, anchor: str) -> None:
    if anchor == "branches":  # which reads the document anew: its profile is to be the whole one
        shutil.rmtree(project / "seeds")
        shutil.rmtree(project / "docs")
        copied(project, "docs/schema")
    (project / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
    (project / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "before")
    before = (project / FILE).read_bytes()
    play(project, SECTIONS[anchor])
    if anchor in TAKEN_BACK:
        assert (project / FILE).read_bytes() == before


def test_the_page_of_documents_is_one_story_that_leaves_no_trace(project: Path) -> None:
    story = sections(DOCUMENTS)
    for anchor in STORY[:-1]:
        play(project, story[anchor])
    assert {row["document"] for row in load("figures", project) if row["adcode"] == "222401"} == {PROFILE, "yanji-2024"}
    [words] = [body for _, title, body in blocks(DOCUMENTS) if title == "延吉市2024年全文.txt"]
    for file in project.glob("*.txt"):
        file.unlink()
    others = "".join(path.read_text(encoding="utf-8") for path in (project / "seeds").glob("*.txt") if path.stem != "延吉市2024年")
    own = {words[at : at + 8] for at in range(len(words) - 7)} - {others[at : at + 8] for at in range(len(others) - 7)}
    assert len(own) > 150 and traces(project, own)
    play(project, story["remove"])
    assert not traces(project, own)


def traces(project: Path, words: set[str]) -> list[str]:
    """The files that hold any of those words, or are named by them; what may be deleted at any time too."""
    sought = [word.encode() for word in words if "\n" not in word]
    return [str(path) for path in project.rglob("*") if path.is_file() and any(word in path.read_bytes() for word in sought)]


def test_a_file_uploaded_to_the_seeds_is_read_by_an_update(project: Path) -> None:
    [words] = [body for _, title, body in blocks(DOCUMENTS) if title == "延吉市2024年.txt"]
    (project / "seeds/延吉市2024年.txt").write_text(words, encoding="utf-8")
    play(project, sections(DOCUMENTS)["without"])
    assert problems(project, "222401-2024") == []
