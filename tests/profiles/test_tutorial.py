"""The tutorial: laid into a folder of its own, marked without mercy or malice, and mended from its page's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.profiles.test_editing_guide import blocks, pairs, sections
from tests.project import ROOT

PAGE = (ROOT / "docs/about/tutorial.md").read_text(encoding="utf-8")
FILE = "练习/docs/profiles/qingshi-2024.yml"
# Which of the ten each edit of the page mends: the eighth takes two, a cut and a paste.
MENDED = [1, 2, 3, 4, 5, 6, 7, None, 8, 9, 10]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def standing() -> list[int]:
    """The numbers of the corrections that stand."""
    return [int(line[1:4]) for line in run("tutorial").output.splitlines() if line.startswith("✓")]


def test_a_folder_that_holds_something_else_is_left_alone(folder: Path) -> None:
    (folder / "notes").mkdir()
    (folder / "notes/a.txt").write_text("mine", encoding="utf-8")
    for name in ("notes", "notes/a.txt"):
        done = run("tutorial", name)
        assert done.exit_code == 1 and f"{name}: holds something else" in done.output
    assert [path.name for path in (folder / "notes").iterdir()] == ["a.txt"]


def test_a_profile_that_cannot_be_read_is_told_and_nothing_is_lost(folder: Path) -> None:
    run("tutorial")
    path = folder / FILE
    whole = path.read_text(encoding="utf-8")
    for wrong, said in (("regions:\n", "regions: [\n"), ("schema: 1\n", "schema: 1\nreview: {\n")):
        path.write_text(broken := whole.replace(wrong, said, 1), encoding="utf-8")
        done = run("tutorial")
        assert done.exit_code == 1 and "qingshi-2024.yml:" in done.output and "is not valid YAML" in done.output
        assert path.read_text(encoding="utf-8") == broken
    path.write_bytes("schema: 1\n".encode("utf-16"))
    assert run("tutorial").exit_code == 1


@pytest.mark.parametrize(
    "text", ["regions: 3\n", "regions: [{measures: 1, indicators: 青}]\n", "- 1\n", "regions:\n  - measures: [{indicators: [1]}]\n"]
)
def test_whatever_stands_there_is_marked(folder: Path, text: str) -> None:
    run("tutorial")
    (folder / FILE).write_text(text, encoding="utf-8")
    done = run("tutorial")
    assert done.exit_code == 0 and "1 of 10 stand" in done.output  # what was to be taken out is not there


def test_each_correction_of_the_page_mends_what_it_says(folder: Path) -> None:
    for session in (body for kind, _, body in blocks(PAGE.partition("## 十处怎样改")[0]) if kind == "console"):
        command, _, shown = session.partition("\n")
        assert run(*command.removeprefix("$ python -m generator ").split()).output == shown
    done = list[int]()
    for (before, after), number in zip(pairs(sections(PAGE)["answers"], "改之前", "改之后"), MENDED, strict=True):
        text = (folder / FILE).read_text(encoding="utf-8")
        assert before in text
        (folder / FILE).write_text(text.replace(before, after, 1), encoding="utf-8")
        done += [number] if number else []
        assert standing() == done
    command, _, shown = next(body for kind, _, body in blocks(PAGE)[::-1] if kind == "console").partition("\n")
    assert run("tutorial").output == shown
    assert run("--root", "练习", "check").output.endswith("\n0 errors, 0 warnings\n")


def test_what_was_harmed_on_the_way_is_told_in_the_end(folder: Path) -> None:
    run("tutorial")
    text = (folder / FILE).read_text(encoding="utf-8")
    for before, after in pairs(sections(PAGE)["answers"], "改之前", "改之后"):
        text = text.replace(before, after, 1)
    (folder / FILE).write_text(text.replace("骨干培训班6期", "培训班六期"), encoding="utf-8")
    done = run("tutorial").output
    assert "10 of 10 stand" in done and f"{FILE}:" in done and "is not in the source" in done
