"""The query of the first page: it is what `edit` is, shown before it is made, and made only as it was shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.desk.client import Client

QUERY: dict[str, Any] = {"where": ["indicators.unit=次"], "set": ["indicators.unit=场次"]}


def texts(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "docs/profiles").glob("*.yml"))}


def command(root: Path, *words: str) -> list[str]:
    run = CliRunner().invoke(main, ["--root", str(root), "edit", *words])
    assert run.exit_code == 0, run.output
    return run.output.splitlines()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"where": [], "set": ["unit=场"]}, "has no condition"),
        ({"where": ["unit=次"], "set": []}, "has nothing to set"),
        ({"where": "unit=次", "set": ["unit=场"]}, "`where` is no list of texts"),
        ({"where": ["unit=次"], "set": [7]}, "`set` is no list of texts"),
        ({"where": ["units=次"], "set": ["unit=场"]}, "units is no field"),
        ({"where": ["unit=次"], "set": ["unit~场"]}, "is not of the form FIELD=VALUE"),
        ({"where": ["indicators.unit=次"], "set": ["indicators.unit="]}, "unit"),
        ({"where": ["indicators.unit=次"], "set": ["indicators.quote=原文没有这句话"]}, "is not in the source"),
    ],
)
def test_what_cannot_be_made_of_all_is_told_and_made_of_none(desk: Client, root: Path, asked: dict[str, Any], said: str) -> None:
    before = texts(root)
    for sent in (asked, asked | {"hash": "0"}):
        status, answer = desk.post("/api/edit", sent)
        assert status == 422 and any(said in f"{one['field']}: {one['message']}" for one in answer["problems"]), answer
    assert texts(root) == before


def test_nothing_is_written_before_it_was_shown_or_where_it_is_something_else_by_now(desk: Client, root: Path) -> None:
    before = texts(root)
    assert desk.post("/api/edit", QUERY, Origin="http://evil.example")[0] == 403
    status, shown = desk.post("/api/edit", QUERY)
    assert status == 200 and len(shown["changes"]) >= 2 and "done" not in shown
    assert desk.post("/api/edit", QUERY | {"hash": "0"})[0] == 409
    assert texts(root) == before
    file = root / f"docs/profiles/{shown['changes'][0]['id']}.yml"
    file.write_text(file.read_text("utf-8") + "# 别处\n", "utf-8")
    status, again = desk.post("/api/edit", QUERY | {"hash": shown["hash"]})
    assert status == 409 and again["changes"] == shown["changes"] and again["hash"] != shown["hash"]
    assert texts(root) == before | {file.name: before[file.name] + "# 别处\n".encode()}


def test_undo_is_refused_where_nothing_is_to_undo_or_a_file_was_changed_since(desk: Client, root: Path) -> None:
    assert desk.post("/api/edit/undo", {})[0] == 422
    shown = desk.post("/api/edit", QUERY)[1]
    assert desk.post("/api/edit", QUERY | {"hash": shown["hash"]})[1]["done"]
    file = root / f"docs/profiles/{shown['changes'][0]['id']}.yml"
    file.write_text(file.read_text("utf-8") + "# 别处\n", "utf-8")
    now = texts(root)
    status, answer = desk.post("/api/edit/undo", {})
    assert status == 422 and "was changed since" in answer["problems"][0]["message"] and file.name in answer["problems"][0]["file"]
    assert texts(root) == now


def test_what_is_shown_is_what_the_command_shows_and_what_is_made_what_it_makes(desk: Client, root: Path) -> None:
    before = texts(root)
    told = command(root, "--where", QUERY["where"][0], "--set", QUERY["set"][0], "--dry-run")
    shown = desk.post("/api/edit", QUERY)[1]
    places = [re.match(r"docs/profiles/(.*)\.yml:(\d+): ", line) for line in told]
    assert [(found[1], int(found[2])) for found in places if found] == [(one["id"], one["line"]) for one in shown["changes"]]
    assert {(one["kind"], one["field"], one["before"], one["after"]) for one in shown["changes"]} == {("indicators", "unit", "次", "场次")}
    assert desk.post("/api/edit", QUERY | {"hash": shown["hash"]})[0] == 200
    made = texts(root)
    assert sum(made[name] != before[name] for name in before) == shown["profiles"]
    assert desk.post("/api/edit/undo", {})[1]["files"] and texts(root) == before
    command(root, "--where", QUERY["where"][0], "--set", QUERY["set"][0])
    assert texts(root) == made
    assert desk.post("/api/edit", QUERY)[1]["changes"] == []  # it is all there


def test_an_open_document_shows_it_and_an_edit_on_top_of_the_old_one_is_refused(desk: Client, root: Path) -> None:
    shown = desk.post("/api/edit", QUERY)[1]
    name, line = shown["changes"][0]["id"], shown["changes"][0]["words"]
    was = desk.get(f"/api/documents/{name}")
    desk.post("/api/edit", QUERY | {"hash": shown["hash"]})
    one = next(entry for entry in was["entries"] if entry["kind"] == "indicators")
    asked = {"do": "put", "path": one["path"], "fields": {"value": "9"}, "hash": was["hash"]}
    status, now = desk.post(f"/api/documents/{name}/act", asked)
    assert status == 409 and any(
        entry["words"] == line and entry["fields"]["unit"] == "场次" for entry in now["entries"] if "unit" in entry["fields"]
    )
