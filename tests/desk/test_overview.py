"""The first page: what it tells of each document, and in which order."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from tests.desk.client import Client

PROFILE = "docs/profiles/yanji-2023.yml"


def test_what_deserves_a_look_comes_first(desk: Client, root: Path) -> None:
    assert [row["todo"] for row in desk.rows()] == [0] * 5  # all are checked, and fit their sources
    profile = root / PROFILE
    profile.write_text(re.sub("^review: .*$", "review: {status: unreviewed}", profile.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    broken = root / "docs/profiles/jiayuguan.yml"
    broken.write_text("schema: [", "utf-8")
    first, second, *others = desk.rows()
    assert first["id"] == "jiayuguan" and "is not valid YAML" in first["broken"][0]
    assert (second["id"], second["status"]) == ("yanji-2023", "unreviewed")
    assert [row["todo"] for row in others] == [0] * 3


def test_a_row_tells_what_the_desk_shows(desk: Client, root: Path) -> None:
    for path in (root / "docs/profiles").iterdir():
        path.write_text(re.sub("^review: .*$", "review: {status: unreviewed}", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    for row in desk.rows():
        entries = desk.get(f"/api/documents/{row['id']}")["entries"]
        assert row["todo"] == sum(bool(entry["todo"]) for entry in entries)
        assert row["unexplained"] == sum("unexplained" in entry["todo"] for entry in entries)
        assert row["hand"] == sum(entry["hand"] for entry in entries)
    assert any(row["todo"] for row in desk.rows())


def test_what_was_looked_at_is_no_longer_to_do_until_it_is_changed(desk: Client, root: Path) -> None:
    profile = root / "docs/profiles/neimenggu.yml"
    profile.write_text(re.sub("^review: .*$", "review: {status: unreviewed}", profile.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    target = "/api/documents/neimenggu"
    todo = [entry for entry in desk.get(target)["entries"] if entry["todo"]]
    one = next(entry for entry in todo if entry["kind"] == "indicators")
    assert desk.post(f"{target}/tick", {"key": one["key"], "on": True})[0] == 200
    assert len([entry for entry in desk.get(target)["entries"] if entry["todo"]]) == len(todo) - 1
    assert next(row for row in desk.rows() if row["id"] == "neimenggu")["todo"] == len(todo) - 1
    text = profile.read_text("utf-8")
    profile.write_text(text.replace(f"item: '{one['fields']['item']}'", "item: '另一名目'", 1), "utf-8")
    assert len([entry for entry in desk.get(target)["entries"] if entry["todo"]]) >= len(todo) - 1
    profile.write_text(text, "utf-8")
    assert desk.post(f"{target}/tick", {"key": one["key"], "on": False})[0] == 200
    assert len([entry for entry in desk.get(target)["entries"] if entry["todo"]]) == len(todo)


def test_every_numeral_has_the_state_that_the_account_gives_it(desk: Client, root: Path) -> None:
    """As `python -m generator account ID` prints it, told from that alone."""
    for path in sorted((root / "docs/profiles").iterdir()):
        run = CliRunner().invoke(main, ["--root", str(root), "account", path.stem])
        assert run.exit_code == 0
        fates = [line.split("numerals", 1)[1].strip() for line in run.output.splitlines() if re.match(r"\d+:\d+ +numerals ", line)]
        wanted = [
            "taken"
            if fate.startswith("taken:")
            else "unexplained"
            if fate.startswith("unexplained")
            else "doubtful"
            if " (in doubt)" in fate[:26]
            else "other"
            for fate in fates
        ]
        assert wanted and [state for _, _, state in desk.get(f"/api/documents/{path.stem}")["numerals"]] == wanted


def test_damaged_ticks_are_as_if_they_were_not_there(desk: Client, root: Path) -> None:
    before = desk.rows()
    (root / ".cache/desk").mkdir(parents=True, exist_ok=True)
    for content in (b"\xff", b"{}", b"[1, null]", b'"x"', b""):
        (root / ".cache/desk/neimenggu.json").write_bytes(content)
        assert desk.rows() == before


def test_asking_writes_nothing_but_below_the_cache(desk: Client, root: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}

    before = files()
    desk.rows()
    for path in (root / "docs/profiles").iterdir():
        desk.get(f"/api/documents/{path.stem}")
        desk.get(f"/api/documents/{path.stem}/article")
    assert files() == before
