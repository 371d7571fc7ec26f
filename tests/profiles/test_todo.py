"""What an editor is told to look at first, and how the account of a document goes through the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.profiles import todo
from generator.reader.article.text import read_text
from tests.project import READER, RULES, copied

REPORT = """云龙县民族团结进步工作情况汇报
近年来，云龙县以铸牢中华民族共同体意识为主线，扎实推进民族团结进步创建，各族群众手足相亲、守望相助，经济社会发展呈现新气象。
2023年，开展宣讲64场次，编译出版106卷经典，国家级示范单位2个、省级示范单位14个，共17个。
各族群众手足相亲、守望相助，社会和谐稳定。
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return copied(tmp_path)


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *words])


def test_tasks_name_what_is_in_doubt_and_what_does_not_hold() -> None:
    document = read_text(RULES, REPORT, "report.txt")
    found = [str(task) for task in todo.tasks(RULES, READER.reading(document, "0" * 64), document.source)]
    assert any(task.startswith("account.numerals: not recorded, perhaps wrongly: unit (单位不明)") and "106" in task for task in found)
    assert any("17 in all, but its parts add up to 16" in task for task in found)


def test_what_is_unexplained_comes_first() -> None:
    document = read_text(RULES, REPORT, "report.txt")
    reading = READER.reading(document, "0" * 64)
    assert todo.unexplained(reading) == 0
    one = {"kind": "numerals", "why": "unexplained", "quote": "宣讲64场", "at": [0, 1]}
    reading["account"] |= {"numerals": {"taken": 3, "unexplained": 1}, "open": [one]}
    assert todo.unexplained(reading) == 1
    assert str(todo.tasks(RULES, reading, document.source)[0]) == (
        "account.numerals: nothing records it, and nothing explains why  「宣讲64场」"
    )


def test_a_profile_is_opened_without_the_account_and_merged_in_peace(root: Path) -> None:
    assert run(root, "add", str(root / "report.txt"), "--id", "report").exit_code == 0
    (profile,) = (path for path in (root / "docs/profiles").iterdir() if "report" in path.name)
    reading = root / "seeds/readings/report.yml"
    assert "\naccount:\n  numerals: {taken: " in reading.read_text(encoding="utf-8")
    text = profile.read_text(encoding="utf-8")
    assert "account" not in text
    assert run(root, "merge", profile.stem).exit_code == 0
    assert profile.read_text(encoding="utf-8") == text


def test_check_warns_of_what_does_not_hold_and_refuses_an_account_in_a_profile(root: Path) -> None:
    run(root, "add", str(root / "report.txt"), "--id", "report")
    (profile,) = (path for path in (root / "docs/profiles").iterdir() if "report" in path.name)
    done = run(root, "check", profile.stem)
    assert done.exit_code == 0
    assert ": warning: regions[0].indicators[" in done.output and "17 in all, but its parts add up to 16" in done.output
    with profile.open("a", encoding="utf-8") as more:
        more.write("account:\n  numerals: {taken: 1}\n  titles: {}\n  enumerators: {}\n  places: {}\n")
    done = run(root, "check", profile.stem)
    assert done.exit_code == 1 and "account: stands in readings only (delete this line)" in done.output


def test_the_account_of_a_file_and_of_a_profile(root: Path) -> None:
    done = run(root, "account", str(root / "report.txt"))
    assert done.exit_code == 0 and "numerals: 6, taken 4 (figure 4), not taken: date 1, unit 1" in done.output
    run(root, "add", str(root / "report.txt"), "--id", "report")
    (profile,) = (path for path in (root / "docs/profiles").iterdir() if "report" in path.name)
    assert run(root, "account", profile.stem).output == done.output
    text = profile.read_text(encoding="utf-8")
    start = text.index("      - item: '宣讲'")
    profile.write_text(text[:start] + text[text.index("      - item:", start + 1) :], encoding="utf-8")
    mine = run(root, "account", profile.stem)
    assert mine.exit_code == 0 and "unexplained 1" in mine.output and "【64】" in mine.output
    assert run(root, "account", "nobody").exit_code == 2
