"""Data files: what a spreadsheet and a program read back is what the profiles state."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish import escape
from generator.publish.corpus import corpus
from generator.publish.data import files as data
from generator.publish.data import tables
from generator.publish.data.lines import Tables
from generator.settings import Settings
from generator.workspace import Workspace, sha256
from tests.project import ROOT, RULES

CORPUS = corpus.load(RULES, Shelf(Workspace(ROOT / "tests/fixtures/two_years")))
TABLES = tables.build(RULES, CORPUS)
FILES = dict(data.build(RULES, Tables(RULES, CORPUS), Settings("某站")))
KINDS = {"integer": r"\d+", "number": r"-?\d+(\.\d+)?", "boolean": "[是否]", "string": ".+"}
PACKAGE = json.loads(FILES["data/datapackage.json"])


def read(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[path].removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+行动",
        "-3.5%",
        "@home",
        "---此处隐藏---",
        "'=1",
        " =1",
        "\t=1",
        "\u3000＝1",
        "＋行动",
        "－1",
        "＠",
        "\r\n+1",
        "\u200b=1",
        "\u2060\u00ad\ufe0f＝1",
        "\u3164\u115f@a",
        "\u202e=1",
    ],
)
def test_no_text_can_run_as_a_formula_and_one_apostrophe_away_it_is_itself(text: str) -> None:
    guarded = escape.cell(text)
    assert guarded[0] == "'"
    assert guarded[1:] == text


@pytest.mark.parametrize("text", ["", "**市", "10+6+N", "开展1次", "“+”", "三-五"])
def test_other_text_is_left_alone(text: str) -> None:
    assert escape.cell(text) == text


def test_numbers_are_never_guarded_and_keep_their_sign() -> None:
    rows = {row["统计对象"]: row for row in read("data/figures.csv")}
    assert rows["同比增长"]["数值"] == "-3.5"
    assert rows["同比增长"]["原文"] == "'-3.5%"
    assert rows["少数民族发展资金"]["数值"].isdigit()
    cells = [cell for path in FILES if path.endswith(".csv") for row in read(path) for cell in row.values()]
    assert len(cells) > 1000
    assert not [cell for cell in cells if cell.startswith("=")]


def test_csv_opens_in_excel_and_follows_the_standard() -> None:
    for path, text in FILES.items():
        if path.endswith(".csv"):
            assert text.startswith("\ufeff") and text.count("\ufeff") == 1
            assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize("name", TABLES)
def test_csv_gives_back_every_cell(name: str) -> None:
    table = TABLES[name]
    words = {"True": "是", "False": "否", "None": ""}
    for got, row in zip(read(f"data/{name}.csv"), table.rows, strict=True):
        assert list(got) == [column.label for column in table.columns]
        for column, cell in zip(table.columns, row, strict=True):
            text = got[column.label]
            if column.codes and cell is not None:
                assert text == RULES.vocabulary.by_name[column.codes][cell].label.zh
            elif isinstance(cell, str):
                assert text.removeprefix("'" if escape.cell(cell) != cell else "") == cell
            else:
                assert text == words.get(str(cell), str(cell))


@pytest.mark.parametrize("name", TABLES)
def test_json_has_every_row_with_the_formats_codes(name: str) -> None:
    read = json.loads(FILES[f"data/{name}.json"])
    assert (read["name"], read["title"]) == (name, TABLES[name].title)
    assert read["rows"] == list(TABLES[name].records())
    assert len(FILES[f"data/{name}.json"]) <= len(json.dumps(read, ensure_ascii=False, separators=(",", ":"))) + 2 * len(read["rows"]) + 4


def test_the_package_describes_every_table_as_it_is() -> None:
    assert [one["name"] for one in PACKAGE["resources"]] == list(TABLES)
    for one in PACKAGE["resources"]:
        content = FILES[f"data/{one['path']}"].encode()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{sha256(content)}")
        rows = read(f"data/{one['path']}")
        names = [field["name"] for field in one["schema"]["fields"]]
        assert len(names) == len(set(names))
        assert all(list(row) == names for row in rows)
        for field in one["schema"]["fields"]:
            cells = [row[field["name"]] for row in rows if row[field["name"]]]
            assert [cell for cell in cells if not re.fullmatch(KINDS[field["type"]], cell, re.DOTALL)] == []
            assert set(cells) <= set(field.get("constraints", {}).get("enum", cells))


def test_the_package_licenses_what_is_ours_and_no_words_of_a_source() -> None:
    licenses = {field["key"]: field["license"] for one in PACKAGE["resources"] for field in one["schema"]["fields"]}
    quoted = {key for key, name in licenses.items() if name == "quotation"}
    assert quoted == {"quote", "heading", "title", "cited", "normalised", "programme", "part_names", "honour", "holder"}
    assert {licenses[key] for key in ("value", "unit", "item", "theme", "concept", "theme_2", "education_main")} == {"CC-BY-4.0"}
    assert {licenses[key] for key in ("adcode", "region", "province")} == {"WTFPL"}
    # What a column is licensed under stands in the package, with its text's address; a quotation is under no licence.
    assert {one["name"] for one in PACKAGE["licenses"]} == {*licenses.values()} - {"quotation"}
    assert all(one["path"].startswith("http") and one["title"] for one in PACKAGE["licenses"])


def test_the_codebook_explains_every_code_and_column() -> None:
    book = json.loads(FILES["data/codebook.json"])
    assert book["codes"]["concepts"]["audience"]["families"][0]["units"] == ["人", "人次", "名"]
    over = {"label": "超过（余、多、以上）", "definition": "余、多、超过、突破、以上。", "before": "", "after": "余"}
    assert book["codes"]["qualifiers"]["over"] == over
    assert book["codes"]["themes"]["culture"]["borders"] == RULES.vocabulary.themes["culture"].borders.zh
    assert "hit" not in book["codes"]["concepts"]["audience"]["families"][0]
    used = {column.key for table in TABLES.values() for column in table.columns}
    assert set(book["columns"]) == used
    assert set(book["tables"]) == set(TABLES)


def test_a_region_has_its_own_figures_of_all_its_documents() -> None:
    rows = json.loads(FILES["data/regions/222401.json"])["rows"]
    assert {row["document"] for row in rows} == {"yanji-2024", "yanji-2023"}
    assert len(rows) == len(read("data/regions/222401.csv")) == 23
    assert data.addresses("regions/222401")[0] == ("CSV", "data/regions/222401.csv")


def test_addresses_lead_to_files() -> None:
    stems = [*TABLES, *(f"regions/{code}" for code in CORPUS.regions)]
    assert {address for stem in stems for _, address in data.addresses(stem)} <= set(FILES)


def test_the_same_profiles_give_the_same_bytes_in_any_order() -> None:
    again = corpus.gather(CORPUS.documents[::-1], gazetteer.load(RULES))
    assert dict(data.build(RULES, Tables(RULES, again), Settings("某站"))) == FILES
