"""What hands changed is seen, given back to the machine and settled; nothing else of the file changes, and a later update changes nothing."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.profiles import diff
from generator.profiles.format.shape import without_machine_only
from generator.profiles.hands import conflicts, revert
from generator.profiles.shelf import Filed, Shelf
from generator.workspace import Workspace
from tests.project import alone, copied

ID = "yanji-2023"
FILE = f"docs/profiles/{ID}.yml"
STEM = "000_bae2e2ca5f129531"
FIRST = "regions[0].measures[0].indicators[0]"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the report of Yanji, some of it changed by hand already."""
    return alone(copied(tmp_path, "docs/schema"), ID)


def run(root: Path, *words: str, given: str | None = None) -> Result:
    done = CliRunner().invoke(main, ["--root", str(root), *words], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}


def text(root: Path) -> str:
    return (root / FILE).read_bytes().decode("utf-8")


def edit(root: Path, old: str, new: str) -> None:
    assert old in text(root)
    (root / FILE).write_text(text(root).replace(old, new, 1), encoding="utf-8", newline="")


def changed(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def held(root: Path) -> tuple[Shelf, Filed]:
    shelf = Shelf(Workspace(root))
    return shelf, shelf.files[0]


def hands(root: Path) -> list[str]:
    return [str(one) for one in diff.of(held(root)[1]).all]


def settled(root: Path) -> None:
    """The merge contract: what a command left is what an update leaves."""
    before = files(root)
    for _ in range(2):
        done = run(root, "update")
        assert done.exit_code == 0 and "changed: 0, conflicts: 0" in done.output, done.output
    assert files(root) == before


# ---- negatives ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["revert", "yanji-2024"], 1, "yanji-2024: is not the id of a profile (did you mean yanji-2023?)"),
        (["revert", ID], 1, "18 to choose from (name one by its path, as it stands before the colon, or by more of its words)"),
        (["revert", ID, "没有这样一句"], 1, "没有这样一句 is none of these: regions[0].clues[2]: added: '立体化展示延吉市民族工作成就'"),
        (["revert", ID, FIRST], 1, f"{FIRST} is none of these"),
        (["revert", ID, "延吉"], 1, "延吉 may be: deleted: '延吉新闻网' (clues)"),
        (["revert", ID, ""], 1, "18 to choose from"),
        (["revert", ID, "regions", "--all"], 2, "name one thing, or --all"),
        (["revert"], 2, "Missing argument 'ID'"),
        (["settle", ID], 2, "say whose value holds: --mine or --machine"),
        (["settle", ID, FIRST, "--mine"], 1, "no conflict stands in it"),
        (["settle", "nobody", "--machine"], 1, "nobody: is not the id of a profile"),
        (["diff", "nobody"], 1, "nobody: is not the id of a profile"),
    ],
)
def test_what_is_not_clear_is_told_and_nothing_is_written(root: Path, words: list[str], status: int, said: str) -> None:
    before = files(root)
    done = run(root, *words)
    assert done.exit_code == status and said in done.output, done.output
    assert files(root) == before


def test_a_profile_that_breaks_the_format_is_told_and_left(root: Path) -> None:
    edit(root, "    level: county\n", "")
    before = files(root)
    for words in (["revert", ID, "--all"], ["settle", ID, "--mine"], ["diff", ID]):
        done = run(root, *words)
        assert done.exit_code == 1 and f"{FILE}:16:5: regions[0].level: is missing" in done.output, done.output
    assert files(root) == before


def test_a_profile_without_a_base_has_nothing_to_go_back_to(root: Path) -> None:
    (root / f"seeds/readings/merged/{STEM}.yml").unlink()
    done = run(root, "revert", ID, "--all")
    assert done.exit_code == 1 and "has no reading to go back to (run `make update`)" in done.output


def test_a_dry_run_shows_what_an_update_would_change_and_writes_nothing(root: Path) -> None:
    assert run(root, "update", "--check", "--dry-run").exit_code == 2
    path = root / f"seeds/readings/merged/{STEM}.yml"
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1].replace(b"value: 370", b"value: 360"))
    edit(root, "            value: 370\n", "            value: 360\n")
    (root / "seeds/readings/reader.txt").unlink()
    before = files(root)
    done = run(root, "update", "--dry-run")
    assert done.exit_code == 0 and "-            value: 360\n+            value: 370\n" in done.output, done.output
    assert "profiles: 1, would change: 1, conflicts: 0" in done.output
    assert files(root) == before


# ---- giving back --------------------------------------------------------------------------------------------------


def test_hands_are_told_item_by_item(root: Path) -> None:
    edit(root, "            value: 370\n", "            value: 380\n")
    done = run(root, "diff", ID)
    assert done.exit_code == 0
    assert f"{FILE}: {FIRST}.value: 370 -> 380: '开展各类学习活动370余场次'\n" in done.output
    assert f"{FILE}: deleted: '延吉新闻网' (clues)\n" in done.output
    assert done.output.endswith(
        f"{FILE}: 19 by hand, 1 of them of a value, unit, period, place or owner\nprofiles: 1, changed by hand: 19\n"
    )


@pytest.mark.parametrize("what", [f"{FIRST}.value", "开展各类学习活动370余场次", "学习活动370"])
def test_one_field_goes_back_and_nothing_else_of_the_file(root: Path, what: str) -> None:
    before = text(root)
    edit(root, "            value: 370\n", "            value: 380  # 数过\n")
    done = run(root, "revert", ID, what)
    assert done.exit_code == 0 and f"{FIRST}.value: 370 -> 380" in done.output, done.output
    assert changed(before, text(root)) == ["-            value: 370", "+            value: 370  # 数过"]
    settled(root)


def test_every_single_thing_goes_back_by_itself(root: Path) -> None:
    while deeds := hands(root):
        before = text(root)
        shelf, one = held(root)
        revert.revert(shelf, one, lambda deeds: deeds[:1])
        assert unnumbered(hands(root)) == unnumbered(deeds[1:]), deeds[0]
        assert len(changed(before, text(root))) <= 2, deeds[0]
    settled(root)


def unnumbered(deeds: list[str]) -> list[str]:
    """What is said of each, without numbers: those behind an entry that was taken out move up."""
    return sorted(re.sub(r"\[\d+\]", "[]", deed) for deed in deeds)


def test_the_whole_profile_goes_back_with_its_comments_and_other_lines(root: Path) -> None:
    edit(root, "id: yanji-2023\n", "id: yanji-2023  # 建档时定下\n")
    (review,) = re.findall(r"^review: .*\n", text(root), re.MULTILINE)
    edit(root, review, "review: {status: checked, by: '张三'}\n")
    done = run(root, "revert", ID, "--all")
    assert done.exit_code == 0 and f"{FILE}: 18 given back to the machine's reading" in done.output, done.output
    assert hands(root) == []
    _, one = held(root)
    assert one.base is not None
    machine, mine = without_machine_only(one.base[0].data), one.data
    assert (mine["source"], mine["regions"]) == (machine["source"], machine["regions"])
    assert "id: yanji-2023  # 建档时定下\n" in text(root) and "review: {status: checked, by: '张三'}" in text(root)
    settled(root)


def test_what_was_deleted_comes_back_with_the_measure_it_stood_in(root: Path) -> None:
    run(root, "revert", ID, "--all")
    before, data = text(root), held(root)[1].data["regions"][0]["measures"]
    number = next(n for n, measure in enumerate(data) if len(measure.get("indicators", [])) > 1)
    heading, quote = data[number]["heading"], data[number]["indicators"][1]["quote"]
    at = before.index(f"      - heading: '{heading}'")
    edit(root, before[at : before.index("      - heading:", at + 1)], "")
    assert any("deleted" in deed for deed in hands(root))
    done = run(root, "revert", ID, quote)
    assert done.exit_code == 0, done.output
    measures = held(root)[1].data["regions"][0]["measures"]
    assert [one for one in measures if one["heading"] == heading][0]["indicators"] == [data[number]["indicators"][1]]
    assert run(root, "revert", ID, heading).exit_code == 1  # it is there again
    assert run(root, "revert", ID, "--all").exit_code == 0
    assert text(root) == before
    settled(root)


def test_a_figure_under_a_measure_of_ones_own_goes_home_when_that_goes(root: Path) -> None:
    run(root, "revert", ID, "--all")
    before = text(root)
    own = "      - heading: '以铸牢中华民族共同体意识为主线'\n        level: 2\n        themes: []\n        indicators:\n"
    at = before.index("        indicators:\n", before.index("    measures:\n"))
    edit(root, before[at : at + len("        indicators:\n")], own)
    assert any("moved from" in deed for deed in hands(root))
    done = run(root, "revert", ID, "以铸牢中华民族共同体意识为主线")
    assert done.exit_code == 0, done.output
    assert hands(root) == []
    assert held(root)[1].data["regions"][0] == without_machine_only(held(root)[1].base[0].data["regions"][0])  # type: ignore[index]
    settled(root)


# ---- settling -----------------------------------------------------------------------------------------------------


@pytest.fixture
def torn(root: Path) -> Path:
    """The machine reads 370 now and 360 before, a person has written 380."""
    base = root / f"seeds/readings/merged/{STEM}.yml"
    base.write_bytes(base.read_bytes().split(b"\n", 1)[1].replace(b"value: 370", b"value: 360"))
    edit(root, "            value: 370\n", "            value: 380\n")
    done = run(root, "merge")
    assert "conflict: " in done.output and f"{FIRST}.value: yours 380, was 360, now reads 370" in done.output, done.output
    return root


def test_a_standing_conflict_is_told_with_what_ends_it(torn: Path) -> None:
    done = run(torn, "check", ID)
    assert f"`python -m generator settle {ID} '{FIRST}.value' --mine` keeps yours, `--machine` takes what is read now" in done.output


@pytest.mark.parametrize("what", [[], [FIRST], [f"{FIRST}.value"], ["学习活动370余场次"]])
@pytest.mark.parametrize(("whose", "value"), [("--mine", 380), ("--machine", 370)])
def test_a_conflict_ends_one_way_or_the_other(torn: Path, what: list[str], whose: str, value: int) -> None:
    before = text(torn)
    done = run(torn, "settle", ID, *what, whose)
    assert done.exit_code == 0 and f"{FILE}: 1 settled" in done.output, done.output
    assert conflicts.standing(held(torn)[1]) == [] and "conflict" not in run(torn, "check", ID).output
    assert text(torn) == before.replace("value: 380", f"value: {value}")
    assert any(f"{FIRST}.value" in deed for deed in hands(torn)) == (whose == "--mine")
    settled(torn)


def test_of_several_conflicts_the_one_that_is_named_ends(torn: Path) -> None:
    base = torn / f"seeds/readings/merged/{STEM}.yml"
    base.write_bytes(
        base.read_bytes().split(b"\n", 1)[1].replace(b"item: '\xe5\xad\xa6\xe4\xb9\xa0\xe6\xb4\xbb\xe5\x8a\xa8'", b"item: 'x'", 1)
    )
    edit(torn, "item: '学习活动'", "item: '各类学习活动'")
    run(torn, "merge")
    assert len(conflicts.standing(held(torn)[1])) == 2
    assert run(torn, "settle", ID, f"{FIRST}.item", "--machine").exit_code == 0
    assert [one.field for one in conflicts.standing(held(torn)[1])] == ["value"]
    assert "item: '学习活动'" in text(torn) and "value: 380" in text(torn)
