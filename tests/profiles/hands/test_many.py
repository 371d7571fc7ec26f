"""`edit`: one change to many profiles, told before it is written, refused as a whole, undone as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.project import copied

YANJI, YONGDENG = "docs/profiles/yanji-2023.yml", "docs/profiles/yongdeng-2025.yml"
SESSIONS = ("--where", "list=indicators", "--where", "unit=场次")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The frozen corpus, with comments in its profiles."""
    copied(tmp_path)
    for path in (tmp_path / "docs/profiles").glob("*.yml"):
        text = path.read_text(encoding="utf-8").replace(
            "            unit: '场次'\n", "            # 照原文\n            unit: '场次'  # 非“场”\n"
        )
        path.write_text(text + "# 完\n", encoding="utf-8", newline="\n")
    return tmp_path


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "edit", *words])


def texts(root: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted((root / "docs/profiles").glob("*"))}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "say what to look for (--where) and what to set (--set)"),
        (("--where", "unit=场次"), "say what to look for"),
        (("--set", "unit=场"), "say what to look for"),
        (("--where", "unit", "--set", "unit=场"), "`unit` is not FIELD=VALUE or FIELD~TEXT"),
        (("--where", "unit>1", "--set", "unit=场"), "`unit>1` is not FIELD=VALUE or FIELD~TEXT"),
        (("--where", "unti=场次", "--set", "unit=场"), "`unti` is no field that can stand here: did you mean `unit`?"),
        (("--where", "unit~", "--set", "unit=场"), "`unit~` names no text to look for"),
        (("--where", "unit=场次", "--set", "unit~场"), "`unit~场` is not FIELD=VALUE"),
        (("--where", "unit=场次", "--set", "rule=x"), "`rule` is no field that can stand here"),
        (("--where", "unit=场次", "--set", "sha256=x"), "`sha256` is no field that can stand here"),
        (("--where", "unit=场次", "--set", "unit=场", "--undo"), "--undo stands alone"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(root: Path, words: tuple[str, ...], said: str) -> None:
    before = texts(root)
    done = run(root, *words)
    assert done.exit_code == 2 and said in done.output
    assert texts(root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "unit="), "must be text, not null"),
        (("--set", "concept=sessions"), "'sessions' is not allowed"),
        (("--set", "value=很多"), "must be a number, not '很多'"),
        (("--set", "quote=开展了很多活动"), "is not in the source"),
        (("--set", "unit=万场次"), "`万` belongs to the value"),
        (("--set", "of=漕涧镇"), "stands beside `of: 漕涧镇`"),
    ],
)
def test_an_edit_that_makes_one_profile_worse_is_refused_as_a_whole(root: Path, words: tuple[str, ...], said: str) -> None:
    before = texts(root)
    done = run(root, *SESSIONS, *words)
    assert done.exit_code == 1 and said in done.output
    assert texts(root) == before and not (root / ".cache/edit").exists()


def test_nothing_is_edited_where_a_profile_breaks_the_format(root: Path) -> None:
    (root / YONGDENG).write_text("a: [", encoding="utf-8")
    before = texts(root)
    done = run(root, *SESSIONS, "--set", "unit=场")
    assert done.exit_code == 1 and done.output.startswith(f"{YONGDENG}:")
    assert texts(root) == before


def test_there_may_be_nothing_to_undo_or_too_much(root: Path) -> None:
    done = run(root, "--undo")
    assert done.exit_code == 1 and "has no edit to undo" in done.output
    assert run(root, *SESSIONS, "--set", "unit=场").exit_code == 0
    (root / YANJI).write_text((root / YANJI).read_text(encoding="utf-8") + "# 后来\n", encoding="utf-8")
    before = texts(root)
    done = run(root, "--undo")
    assert done.exit_code == 1 and "yanji-2023.yml: was changed in the meantime; nothing was written" in done.output
    assert texts(root) == before
    (root / ".cache/edit/last.json").write_text("[", encoding="utf-8")
    assert run(root, "--undo").exit_code == 1


def test_all_is_told_and_nothing_written_in_a_dry_run(root: Path) -> None:
    before = texts(root)
    done = run(root, *SESSIONS, "--set", "unit=场", "--dry-run")
    assert done.exit_code == 0 and texts(root) == before
    lines = done.output.splitlines()
    number = before["yongdeng-2025.yml"].splitlines().index("            unit: '场次'  # 非“场”") + 1
    assert f"{YONGDENG}:{number}: regions[0].measures[11].indicators[0].unit: '场次' -> '场'" in lines
    assert lines[-1] == f"profiles: 5, would change: 3, values: {len(lines) - 1}"


def test_only_what_is_meant_changes_and_it_can_be_undone(root: Path) -> None:
    before = texts(root)
    assert run(root, *SESSIONS, "--set", "unit=场").exit_code == 0
    assert texts(root) == {name: text.replace("unit: '场次'", "unit: '场'") for name, text in before.items()} != before
    done = run(root, "--undo")
    assert done.exit_code == 0 and done.output.count("as it was before the last edit") == 3
    assert texts(root) == before


def test_fields_come_and_go(root: Path) -> None:
    before = texts(root)
    assert run(root, "--where", "quote~370余场次", "--set", "qualifier=", "--set", "note=核对过").exit_code == 0
    now = texts(root)["yanji-2023.yml"]
    assert (
        now.count("            note: '核对过'\n") == 2
        and now.count("qualifier: over\n") == before["yanji-2023.yml"].count("qualifier: over\n") - 2
    )
    assert run(root, "--where", "note=核对过", "--set", "note=", "--set", "qualifier=over").exit_code == 0
    assert texts(root) == before


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (("id=yanji-2023", "list=indicators", "value=370"), 2),
        (("id=yanji-2023", "value=37"), 0),
        (("value~37", "id=yanji-2023", "unit=场次"), 2),
        (("themes=education,exchange",), 1),
        (("themes=exchange,education",), 0),
        (("list=programmes", "confidence=low"), 1),
        (("rule=nothing",), 0),
        (("text~七项 工程", "list=programmes"), 1),
        (("concept=", "list=measures"), 0),  # a measure has none
    ],
)
def test_all_conditions_must_hold(root: Path, words: tuple[str, ...], changed: int) -> None:
    done = run(root, *(part for word in words for part in ("--where", word)), "--set", "note=看", "--dry-run")
    assert done.output.splitlines()[-1].endswith(f"values: {changed}"), done.output


def test_what_has_not_all_the_fields_is_passed_over(root: Path) -> None:
    done = run(root, "--where", "list=measures", "--set", "unit=场", "--dry-run")
    assert done.exit_code == 0 and done.output == "profiles: 5, would change: 0, values: 0\n"


def test_lists_and_numbers_are_set_as_such(root: Path) -> None:
    words = ("--where", "id=yanji-2023", "--where", "themes=development", "--set", "themes=development、exchange")
    assert run(root, *words).exit_code == 0
    assert "themes: [development, exchange]\n" in texts(root)["yanji-2023.yml"]
    assert run(root, "--where", "name=七项工程", "--set", "count=8").exit_code == 0
    assert "count: 8\n" in texts(root)["yanji-2023.yml"]
