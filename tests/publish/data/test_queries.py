"""The page 五个查询: each query gives what is printed below it, over the files as they are published of the frozen corpus.

Neither R nor Excel is here: their queries are held to the columns that the files have, and their answers are worked out beside them.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from tests.project import FROZEN, ROOT, RULES
from tests.test_door import published

PAGE = (ROOT / "docs/about/queries.md").read_text(encoding="utf-8")
EXAMPLES = {
    anchor: (kind, code, shown)
    for anchor, kind, code, shown in re.findall(
        r"^## [^\n]*\{ #(\w+) \}$.*?^```(\w+)(?: title=\"公式\")?\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
}
Row = dict[str, str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that somebody downloaded the data into."""
    return published(tmp_path_factory.mktemp("data"), FROZEN, ".json", ".csv")


@pytest.fixture(scope="module")
def figures(data: Path) -> list[Row]:
    with (data / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_page_has_one_query_for_each_of_five_tools() -> None:
    assert {anchor: kind for anchor, (kind, _, _) in EXAMPLES.items()} == {
        "pandas": "python", "duckdb": "python", "sqlite": "sql", "r": "r", "excel": "text",
    }  # fmt: skip
    assert PAGE.count("```") == 4 * len(EXAMPLES)


@pytest.mark.parametrize("tool", ["pandas", "duckdb"])
def test_a_query_in_python_prints_what_the_page_says(
    tool: str, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(tool)
    monkeypatch.chdir(data)
    _, code, shown = EXAMPLES[tool]
    exec(compile(code, f"queries.md#{tool}", "exec"), {})
    assert capsys.readouterr().out == shown


def test_the_query_in_sql_gives_what_the_page_says(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")
    from generator.batch import export

    export.export(RULES, data, tmp_path)
    _, code, shown = EXAMPLES["sqlite"]
    rows = sqlite3.connect(tmp_path / export.SQLITE).execute(code).fetchall()
    assert "".join("|".join(str(cell) for cell in row) + "\n" for row in rows) == shown


def test_the_query_in_r_names_what_there_is(figures: list[Row]) -> None:
    _, code, shown = EXAMPLES["r"]
    named = set(re.findall(r'\[\["(.*?)"\]\]|c\("(.*?)" =', code))
    assert {one or other for one, other in named} == {"级别", "时期", "区划代码"} <= set(figures[0])
    assert code.count("(") == code.count(")") and code.count('"') % 2 == 0
    counted = Counter((row["级别"], "有时期" if row["时期"] else "时期未注明") for row in figures)
    columns = shown.splitlines()[0].split()
    lines = {line.split()[0]: [int(number) for number in line.split()[1:]] for line in shown.splitlines()[1:]}
    assert lines == {level: [counted[level, column] for column in columns] for level in {row["级别"] for row in figures}}


def test_the_formula_in_excel_names_what_there_is(figures: list[Row]) -> None:
    _, code, shown = EXAMPLES["excel"]
    asked = re.findall(r'figures\[(.+?)\],"(.+?)"', code)
    assert re.fullmatch(r'=COUNTIFS\((?:figures\[\w+\],"\w+",?)+\)\n', code) and {column for column, _ in asked} <= set(figures[0])
    assert shown == f"{sum(all(row[column] == value for column, value in asked) for row in figures)}\n"
