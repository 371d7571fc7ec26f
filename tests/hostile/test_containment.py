"""One bad document costs only itself: whatever goes wrong in it is one line that names it, and the others go on."""

from __future__ import annotations

import logging
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.profiles.check import check, scrutiny
from generator.profiles.format import messages
from generator.profiles.merge import merge
from generator.profiles.shelf import Shelf
from generator.publish.pages.pages import Pages
from generator.reader import reading
from generator.reader.article.text import Document
from generator.workspace import Workspace
from tests.hostile import fuzz
from tests.project import FROZEN, READER, RULES, copied

SLIPS = [path for path in sorted(fuzz.CASES.iterdir()) if not path.name.startswith(tuple(fuzz.KINDS))]
"""Reports that once ended the program, or kept it from ending, by a slip of the hand that typed them."""
BAD = "000_bae2e2ca5f129531"
ERRORS = [RecursionError("too deep"), IndexError("out of range"), MemoryError(), re.error("bad"), KeyError("x"), AssertionError()]
LINE = re.compile(r"seeds/000_bae2e2ca5f129531\.txt: cannot be read: an error of the program \(\w+: .*\) \(please report it, .*\)")


def fault() -> Any:
    raise IndexError("string index out of range")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path)


def run(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(project), *arguments])


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Has the reader fail on one document, as a fault in any stage would."""
    gaps: Callable[..., Any] = reading.gaps

    def fails(rules: Any, document: Document) -> Any:
        if document.file.startswith(BAD):
            raise error
        return gaps(rules, document)

    monkeypatch.setattr(reading, "gaps", fails)


@pytest.mark.parametrize("path", SLIPS, ids=lambda path: path.name)
def test_a_slip_of_the_hand_does_not_keep_a_report_from_being_read(path: Path) -> None:
    assert READER.read(path)["regions"]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_in_one_seed_is_one_line_and_the_others_are_read(project: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    failing(monkeypatch, error)
    shutil.rmtree(project / "seeds/readings")
    done = run(project, "read")
    assert done.exit_code == 1 and len(list((project / "seeds/readings").glob("*.yml"))) == 4
    assert [line for line in done.stderr.splitlines() if LINE.fullmatch(line)] == done.stderr.splitlines() != []


@pytest.mark.parametrize("command", ["update", "read"])
def test_the_old_reading_and_profile_stay(project: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    failing(monkeypatch, IndexError("string index out of range"))
    (project / "seeds/readings/reader.txt").unlink()  # so that all are read
    before = {path: path.read_bytes() for path in project.rglob("*.yml")}
    done = run(project, command)
    assert done.exit_code == 1 and "(IndexError: string index out of range)" in done.stderr
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("command", ["text", "lines", "outline", "todo"])
def test_one_document_alone_is_told_likewise(project: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    failing(monkeypatch, IndexError("string index out of range"))
    monkeypatch.setattr("generator.reader.article.text.describe", lambda *_: fault())
    done = run(project, command, str(project / f"seeds/{BAD}.txt"))
    assert done.exit_code == 1 and done.stderr.count("\n") == 1 and "an error of the program (IndexError: " in done.stderr


def test_the_traceback_is_printed_where_it_is_asked_for(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(monkeypatch, IndexError("string index out of range"))
    run(project, "read")
    assert "Traceback" not in caplog.text
    try:
        run(project, "--debug", "read")
    finally:
        logging.getLogger("generator").setLevel(logging.NOTSET)
    assert "Traceback" in caplog.text and "in fails" in caplog.text


def test_a_document_that_is_never_read_to_its_end_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object) -> None:
        while True:
            time.sleep(0.01)

    gaps = reading.gaps
    monkeypatch.setattr(reading, "gaps", lambda rules, document: (hangs if document.file.startswith(BAD) else gaps)(rules, document))
    monkeypatch.setattr("generator.reader.seeds.PATIENCE", 3)
    shutil.rmtree(project / "seeds/readings")
    done = run(project, "read")
    assert done.exit_code == 1 and len(list((project / "seeds/readings").glob("*.yml"))) == 4
    assert f"seeds/{BAD}.txt: was not read within 3 seconds" in done.stderr


def test_an_error_in_one_profile_is_one_line_and_the_others_are_checked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = sorted((project / "docs/profiles").glob("*.yml"))
    broken[1].write_text(broken[1].read_text(encoding="utf-8").replace("schema: 1", "schema: 7"), encoding="utf-8")
    problems = scrutiny.Scrutiny.problems
    monkeypatch.setattr(scrutiny.Scrutiny, "problems", lambda self: fault() if self.file.endswith(broken[0].name) else problems(self))
    found = check.check(RULES, Shelf(Workspace(project)))
    assert any(p.file == f"docs/profiles/{broken[0].name}" and "cannot be checked: an error of the program" in p.message for p in found)
    assert any(p.file == f"docs/profiles/{broken[1].name}" and p.field == "schema" for p in found)
    assert run(project, "check").exit_code == 1


def test_a_profile_that_breaks_the_parser_leaves_the_others_on_the_shelf(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examine = messages.examine
    name = sorted((project / "docs/profiles").glob("*.yml"))[0].name

    def breaks(text: str, file: str) -> Any:
        return {}["x"] if file.endswith(name) else examine(text, file)

    monkeypatch.setattr("generator.profiles.shelf.examine", breaks)
    shelf = Shelf(Workspace(project))
    assert len(shelf.held) == 4 and [p.file for p in shelf.problems] == [f"docs/profiles/{name}"]


def test_an_error_in_one_merge_leaves_the_others_be(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(project / "seeds/readings/merged")
    shutil.rmtree(project / "docs/profiles")
    bare = merge.without_machine_only
    monkeypatch.setattr(merge, "without_machine_only", lambda data: fault() if data["source"]["file"].startswith(BAD) else bare(data))
    done = run(project, "merge")
    assert done.exit_code == 1 and len(list((project / "docs/profiles").glob("*.yml"))) == 4
    assert f"seeds/readings/{BAD}.yml: cannot be merged: an error of the program (IndexError: " in done.stderr


def test_an_error_in_one_page_names_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pages, "_quality", lambda self: fault())
    shutil.copytree(FROZEN.parents[2] / "templates", project / "templates")
    shutil.copy(FROZEN.parents[2] / "mkdocs.yml", project)
    done = run(project, "build")
    assert done.exit_code == 1 and done.stderr.startswith(
        "docs/data/quality/index.md: cannot be made: an error of the program (IndexError: "
    )
    assert done.stderr.count("\n") == 1
