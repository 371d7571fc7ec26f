"""What people changed, told from profile and base."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import model
from generator.errors import GeneratorError
from generator.profiles import diff as edits
from generator.profiles.diff import Edit, differences
from generator.profiles.shelf import Shelf
from generator.workspace import Workspace, write_text
from tests.profiles.merge.test_merge import AUDIENCE, BASE, BOOKS, SITES, SOURCE, TALKS, document, everything, measure, text
from tests.project import FROZEN


def told(mine: dict[str, object]) -> list[tuple[str, tuple[str | int, ...], str, object, object]]:
    found = differences(model.Profile.model_validate(BASE), model.Profile.model_validate(mine), SOURCE)
    return [(e.kind, e.path, e.field, e.yours, e.read) for e in found.all]


def test_nothing_changed_is_nothing_told() -> None:
    assert told(BASE) == []
    assert told(BASE | {"id": "another", "review": {"status": "checked", "by": "王"}}) == []


def test_fields_items_and_places_a_person_changed() -> None:
    mine = document(
        measure("一是抓宣传", TALKS | {"value": 380, "period": "2023"}, BOOKS),
        measure("二是抓创建", SITES | {"quote": "示范点12个"}, AUDIENCE),
    )
    assert told(mine) == [
        ("changed", ("regions", 0, "measures", 0, "indicators", 0), "value", 380, 370),
        ("changed", ("regions", 0, "measures", 0, "indicators", 0), "period", "2023", None),
        ("added", ("regions", 0, "measures", 0, "indicators", 1), "", BOOKS, None),
        ("changed", ("regions", 0, "measures", 1), "themes", ["education"], ["demonstration"]),
        ("changed", ("regions", 0, "measures", 1, "indicators", 0), "quote", "示范点12个", "打造示范点12个"),
        ("moved", ("regions", 0, "measures", 1, "indicators", 1), "within", "二是抓创建", "一是抓宣传"),
    ]


def test_what_a_person_deleted_stands_last_with_all_the_machine_had_read() -> None:
    mine = document(measure("一是抓宣传", TALKS), measure("二是抓创建", SITES, themes=("demonstration",)))
    (edit,) = differences(model.Profile.model_validate(BASE), model.Profile.model_validate(mine)).all
    assert edit == Edit("deleted", ("regions", 0, "measures", 0, "indicators", 1), "", None, AUDIENCE, "受众2.5万人次")


def test_what_the_machine_reads_by_the_paths_of_the_profile() -> None:
    mine = document(measure("一是抓宣传", BOOKS, TALKS | {"quote": "宣讲370余场次"}, AUDIENCE), BASE["regions"][0]["measures"][1])
    found = differences(model.Profile.model_validate(BASE), model.Profile.model_validate(mine), SOURCE)
    first = ("regions", 0, "measures", 0, "indicators")
    assert found.machine() == {(*first, 1, "quote"): "开展宣讲370余场次", (*first, 0): None}


def test_a_damaged_base_is_told(tmp_path: Path) -> None:
    made = Workspace(tmp_path)
    write_text(made.profiles / "a.yml", text(BASE))
    write_text(made.base_file("a.txt"), "schema: 2\n")
    with pytest.raises(GeneratorError, match="seeds/readings/merged/a.yml:1:1: id: is missing"):
        edits.load(Shelf(made))


def test_a_projects_edits_are_told_and_nothing_is_written() -> None:
    project = Workspace(FROZEN)
    before = everything(project)
    found = edits.load(Shelf(project))
    assert set(found) == {path.stem for path in project.profile_files()}
    assert any(done.all for done in found.values())
    assert everything(project) == before
