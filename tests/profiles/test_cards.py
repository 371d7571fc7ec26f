"""Of many profiles those alone are parsed that a command is about; what is kept of the others never says what is no longer so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator import workers
from generator.known import FILE
from generator.profiles import shelf as shelves
from generator.profiles.cards import FEW, ProfileCard
from generator.profiles.format.messages import examine
from generator.profiles.merge.merge import merge
from generator.profiles.shelf import Filed, Shelf
from generator.workspace import Workspace, write_text
from tests.project import FROZEN, copied

ONE = (FROZEN / "docs/profiles/yongdeng-2025.yml").read_text(encoding="utf-8")


def profile(number: int) -> str:
    """The same report under another name, of another seed."""
    text = re.sub(r"^id: .*$", f"id: report-{number}", ONE, count=1, flags=re.MULTILINE)
    return re.sub(r"^  file: .*$", f"  file: {number:03}.txt", text, count=1, flags=re.MULTILINE)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """FEW profiles."""
    made = Workspace(tmp_path)
    for number in range(FEW):
        write_text(made.profiles / f"report-{number}.yml", profile(number))
    return made


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from now on."""
    told = list[str]()

    def examined(text: str, file: str) -> Any:
        told.append(Path(file).stem)
        return examine(text, file)

    monkeypatch.setattr(shelves, "examine", examined)
    return told


def shown(shelf: Shelf) -> list[Any]:
    return [(one.file, one.card, [str(problem) for problem in one.problems]) for one in shelf.files] + [str(one) for one in shelf.clashes]


def test_what_was_parsed_once_is_not_parsed_again_but_for_what_is_asked(space: Workspace, parsed: list[str]) -> None:
    first = shown(Shelf(space))
    assert len(parsed) == FEW and first[0][1] == ProfileCard("report-0", "000.txt", (), ("620121",))
    parsed.clear()
    again = Shelf(space)
    assert shown(again) == first and not parsed and len(again.by_stem) == FEW and "report-3" in again.taken
    one = again.named(["report-3"])[0]
    assert one.profile.id == "report-3" and one.data["id"] == "report-3" and parsed == ["report-3"]


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text(path.read_text(encoding="utf-8").replace("id: report-7", "id: other"), encoding="utf-8"),
        lambda path: path.write_text(path.read_text(encoding="utf-8").replace("id: report-7", "id: report-8"), encoding="utf-8"),
        lambda path: path.write_text(path.read_text(encoding="utf-8").replace("schema: 1", "schema: one"), encoding="utf-8"),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.rename(path.with_name("renamed.yml")),
        lambda path: path.unlink(),
    ],
    ids=["another id", "the id of another", "no profile", "no text", "another name", "gone"],
)
def test_what_changed_is_seen(space: Workspace, change: Any) -> None:
    before = shown(Shelf(space))
    change(space.profiles / "report-7.yml")
    with_cards = shown(Shelf(space))
    (space.cache / FILE).unlink()
    assert with_cards == shown(Shelf(space)) != before


def test_a_damaged_cache_changes_nothing(space: Workspace) -> None:
    before = shown(Shelf(space))
    (space.cache / FILE).write_bytes(b"no database")
    assert shown(Shelf(space)) == before


def test_a_profile_that_was_put_back_is_read_as_it_is_now(space: Workspace) -> None:
    one = Filed(space, space.profiles / "report-1.yml")
    one.put_back()
    write_text(one.path, one.text.replace("schema: 1", "schema: 1 # seen"))
    one.put_back()
    assert "# seen" in one.text and one.profile.id == "report-1"
    broken = Filed(space, space.root / "none.yml")
    broken.put_back()
    assert broken.problems


def test_new_profiles_are_the_same_from_one_process_and_from_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of one region whose items have the same words, so that what each is called depends on those before."""
    made = list[dict[str, bytes]]()
    for cores in (1, 2):
        space = Workspace(copied(tmp_path / str(cores)))
        reading = space.reading_file("004_57b64ff83b65151d.yml").read_text(encoding="utf-8")
        for path in [*space.profile_files(), *space.readings.rglob("*.yml")]:
            path.unlink()
        for number in range(workers.FEW + 3):
            write_text(space.seeds / f"{number:03}.txt", "永登县")
            text = re.sub(r"^  file: .*$", f"  file: {number:03}.txt", reading, count=1, flags=re.MULTILINE)
            write_text(space.reading_file(f"{number:03}.yml"), text)
        monkeypatch.setattr(workers, "available", lambda cores=cores: cores)
        monkeypatch.setattr("generator.profiles.merge.merge.read_sealed", lambda path, file: path.read_text(encoding="utf-8"))
        report = merge(Shelf(space))
        assert not report.problems and len(report.merged) == workers.FEW + 3
        folders = (space.profiles, space.merged)
        made.append({p.relative_to(space.root).as_posix(): p.read_bytes() for folder in folders for p in folder.rglob("*") if p.is_file()})
    assert made[0] == made[1] and any("/kept/" in name for name in made[0])
