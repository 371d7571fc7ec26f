"""Side by side in a real browser, with a region of five reports: what it shows is what the data package holds; what was asked for and is not there is told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import model
from generator.profiles import diff
from generator.profiles.shelf import Shelf
from generator.publish import build
from generator.workspace import Workspace
from tests.conftest import serve, until
from tests.project import ROOT, RULES, YEARS, copied

pytestmark = pytest.mark.browser
MANY, ONE = "450226", "450225"
LABELS = {
    "sanjiang-2022": "2022", "sanjiang-2023": "2023", "sanjiang-2024-03": "2024-03-15", "sanjiang-2024": "2024-11-28",
    "sanjiang-undated": "日期未注明", "rongshui-2024": "",
}  # fmt: skip
"""What tells a report from the others of its region."""
OTHERS = [["320106", "鼓楼区", "南京市"], ["350102", "鼓楼区", "福州市"], ["410204", "鼓楼区", "开封市"]]
Open = Callable[[str], Any]


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `build` makes, with the page as its HTML alone: the theme has no part in it."""
    root = copied(tmp_path_factory.mktemp("side") / "site", "mkdocs.yml", "templates/pages", data=YEARS)
    shelf = Shelf(Workspace(root))
    build.build(RULES, shelf, diff.load(shelf))
    shutil.copytree(ROOT / "templates/theme/assets", root / "docs/assets")
    page = root / "docs/compare/regions/index.md"
    body = page.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    page.with_suffix(".html").write_text(
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>t</title><body>{body}', encoding="utf-8"
    )
    return root / "docs"


@pytest.fixture
def side(browser: Any, docs: Path) -> Iterator[Open]:
    """Opens the page with a query, among three other places of one name; what it logs as an error fails the test."""
    server, address = serve(docs)
    context, told = browser.new_context(), list[str]()

    def opened(query: str = "") -> Any:
        page = context.new_page()
        page.on("pageerror", lambda error: told.append(str(error)))
        names = json.loads((docs / "compare/regions/names.json").read_text(encoding="utf-8"))
        page.route("**/names.json", lambda route: route.fulfill(json=[*names, *OTHERS]))
        page.goto(f"{address}compare/regions/{query}")
        until(page, "!document.getElementById('side-form').hidden")
        return page

    yield opened
    context.close()
    server.shutdown()
    assert told == []


def rows(docs: Path, table: str, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((docs / f"data/{table}.json").read_text(encoding="utf-8"))["rows"]
    return [row for row in found if row.get("adcode") == code]


def shown(page: Any, codes: str) -> dict[str, list[list[str]]]:
    """The paragraphs of every cell, by the text of its row's head."""
    until(page, f"document.querySelectorAll('#side thead th').length === {len(codes.split(',')) + 1}")
    found: dict[str, list[list[str]]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#side tbody tr:not(.group)')].map((row) => [
          row.querySelector('th').textContent, [...row.querySelectorAll('td')].map((cell) => [...cell.children].map((one) => one.textContent))]))"""
    )
    return found


def said(page: Any, words: str) -> None:
    until(page, f"document.querySelector('#side-form output').textContent.includes({json.dumps(words, ensure_ascii=False)})")


def type_in(page: Any, text: str) -> None:
    page.fill("#side-form input", text)
    page.keyboard.press("Enter")


def test_what_stands_side_by_side_is_what_the_data_says(side: Open, docs: Path) -> None:
    codes = f"{MANY},{ONE}"
    found = shown(side(f"?r={codes}"), codes)
    wanted: dict[str, list[list[str]]] = {}

    def of(row: dict[str, Any]) -> str:
        return f" · 报告 {LABELS[row['document']]}" if LABELS[row["document"]] else ""

    for number, code in enumerate((MANY, ONE)):
        for row in (row for row in rows(docs, "figures", code) if row["concept"]):
            period = f"{row['period']}年" if row["period"] else "时期未注明"
            label = RULES.vocabulary.concepts[row["concept"]].label.zh
            cells = wanted.setdefault(label, [[], []])
            cells[number].append(f"{row['shown']} {row['item']}{period}{of(row)}")
        for row in rows(docs, "themes", code):
            for theme in model.THEMES:
                cells = wanted.setdefault(RULES.vocabulary.themes[theme].label.zh, [[], []])
                if row[f"{theme}_text"]:
                    cells[number].append(f"{row[f'{theme}_text'] / row['text'] * 100:.0f}%{of(row).removeprefix(' · ')}")
    themes = {one.label.zh for one in RULES.vocabulary.themes.values()}
    for label, cells in wanted.items():
        assert found[label] == [cell or ["·" if label in themes else "未载"] for cell in cells], label
    for name, table, key in (("工程与提法", "programmes", "programme"), ("引用文件", "documents_cited", "cited")):
        told = [[word for line in cell for word in line.split("；") if word != "未载"] for cell in found[name]]
        assert [sorted(cell) for cell in told] == [sorted({row[key] for row in rows(docs, table, code)}) for code in (MANY, ONE)]
    reports: list[dict[str, Any]] = json.loads((docs / "data/documents.json").read_text(encoding="utf-8"))["rows"]
    for cell in found["报告"]:
        for line in cell:
            (one,) = [row for row in reports if line.startswith(row["title"]) and (row["published"] or "日期未注明")[:4] in line]
            assert f"数字 {one['figures']} 个，系于时间的 {one['dated']} 个，确数 {one['exact']} 个" in line
    assert [len(cell) for cell in found["报告"]] == [5, 1]


def test_what_both_write_of_is_bold_and_figures_lead_to_their_quotes(side: Open, docs: Path) -> None:
    page = side(f"?r={MANY},{ONE}")
    shown(page, f"{MANY},{ONE}")
    assert page.locator("#side .mentioned b").all_inner_texts() == ["石榴红"] * 2
    links = page.evaluate("[...document.querySelectorAll('#side td a[href*=\"#f-\"]')].map((one) => one.getAttribute('href'))")
    wanted = {f"../../{row['link']}" for code in (MANY, ONE) for row in rows(docs, "figures", code) if row["concept"]}
    assert set(links) == wanted and len(links) == len(wanted)


def test_units_that_do_not_compare_have_a_line_each(side: Open) -> None:
    page = side()
    row = {"concept": "study_sessions", "of": None, "document": "rongshui-2024", "item": "甲", "period": None, "link": "x/#f-1"}
    units = [row | {"shown": "3期", "family": "期、班", "unit": "期"}, row | {"shown": "9场次", "family": "场次", "unit": "场次"}]
    page.route(
        f"**/data/regions/{ONE}.json",
        lambda route: route.fulfill(json={"rows": [*units, row | {"shown": "5期", "of": "乙", "family": None, "unit": "期"}]}),
    )
    type_in(page, ONE)
    found = shown(page, ONE)
    assert found["学习、研讨与培训班 期、班"] == [["3期 甲时期未注明"]] and found["学习、研讨与培训班 场次"] == [["9场次 甲时期未注明"]]
    assert "5期" not in page.locator("#side").inner_text(), "a figure of somebody else's"


def test_names_are_taken_as_people_type_them(side: Open) -> None:
    page = side()
    type_in(page, "三江、融水")
    page.wait_for_url(f"**?r={MANY},{ONE}")
    assert page.evaluate("document.activeElement.name") == "place" and page.input_value("#side-form input") == ""
    type_in(page, "三江侗族自治县")
    said(page, "已经在表里")
    type_in(page, "")
    said(page, "请写出地区的名称或代码")
    type_in(page, "没有的地方")
    said(page, "没有收录名称或代码以“没有的地方”开头的地区")
    page.get_by_role("button", name="移除三江侗族自治县").click()
    page.wait_for_url(f"**?r={ONE}")
    until(page, "document.activeElement.getAttribute('aria-label') === '移除融水苗族自治县'")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.name === 'place'")
    assert page.url.endswith("compare/regions/")


def test_a_name_of_several_is_a_choice(side: Open) -> None:
    page = side()
    type_in(page, "融水、鼓楼、三江")
    said(page, "有 3 个地区，请选一个")
    assert page.locator("#side-choice button").all_inner_texts() == [f"{name}（{above}，{code}）" for code, name, above in OTHERS]
    assert page.url.endswith(f"?r={ONE}") and page.input_value("#side-form input") == "鼓楼、三江"
    page.route("**/regions/3501*.json", lambda route: route.abort())
    page.get_by_role("button", name="福州市").click()
    page.wait_for_url(f"**?r={ONE},350102,{MANY}")
    said(page, "部分地区的资料加载失败")
    assert not page.locator("#side-choice").is_visible()
    type_in(page, "4502")
    said(page, "有 2 个地区")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (f"?r={MANY},999999,%3Cimg%20src%3Dx%3E", "网址中的999999、<img src=x>不是收录的地区。"),
        (f"?r={MANY},{MANY}", "再添加一个地区"),
        ("?r=__proto__", "不是收录的地区"),
    ],
)
def test_an_address_that_asks_for_more_than_there_is_is_told(side: Open, query: str, words: str) -> None:
    page = side(query)
    said(page, words)
    assert page.locator("#side img").count() == 0 and not re.search("999999|img", page.url if MANY in query else "")


def test_more_than_six_are_not_shown_and_it_is_said(side: Open) -> None:
    page = side()
    names = [[str(code), f"地{code}", ""] for code in range(110101, 110109)]
    page.unroute("**/names.json")
    page.route("**/names.json", lambda route: route.fulfill(json=names))
    page.route("**/data/regions/*.json", lambda route: route.fulfill(json={"rows": []}))
    page.route("**/compare/regions/1101.json", lambda route: route.fulfill(json={code: [] for code, *_ in names}))
    page.goto(f"{page.url}?r={','.join(code for code, *_ in names)}")
    said(page, "最多 6 个地区，网址中的其余 2 个没有列出。")
    until(page, "document.querySelectorAll('#side thead th').length === 7")
    assert page.url.endswith(",110106")
    type_in(page, "110108")
    said(page, "最多 6 个地区。")
