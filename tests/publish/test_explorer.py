"""The figure explorer in a real browser: what it lists is what the data package holds, counted here anew."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import until
from tests.publish.test_weight import MOVED, WATCH

pytestmark = pytest.mark.browser
READY = "!document.querySelector('#figures-form').hidden && / 条/.test(document.querySelector('#figures-form output').textContent)"
ROWS = "#figures tbody tr"
LEVELS = ("省级", "地级", "县级", "乡级", "功能区")


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page; what it logs as an error fails the test."""
    context, told = browser.new_context(accept_downloads=True), list[str]()
    one = context.new_page()
    one.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    one.on("pageerror", lambda error: told.append(str(error)))
    yield one
    context.close()
    assert told == []


@pytest.fixture(scope="module")
def figures(site: Path) -> list[dict[str, str]]:
    """All figures, as the site's table has them."""
    text = (site / "data/figures.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def said(page: Any) -> str:
    return str(page.locator("#figures-form output").inner_text())


def explored(page: Any, address: str, query: str = "") -> Any:
    page.goto(f"{address}figures/{query}")
    until(page, READY)
    return page.locator(ROWS)


def choose(page: Any, name: str, value: str) -> None:
    page.select_option(f"#figures-form [name={name}]", value)
    page.wait_for_url(f"**{name}={quote(value)}*")
    until(page, READY)


def test_an_empty_answer_says_so_and_moves_nothing(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.add_init_script(WATCH)
    assert not explored(page, address, "?q=没有的词").count() and said(page).startswith("0 条")
    assert "没有符合条件的数字" in page.locator("#figures").inner_text()
    page.wait_for_timeout(200)
    assert page.evaluate("moved") <= MOVED


def test_every_figure_is_there_once_by_level_and_code(page: Any, address: str, figures: list[dict[str, str]]) -> None:
    rows = explored(page, address)
    assert said(page).startswith(f"{len(figures)} 条")
    while page.get_by_role("button", name="再显示 200 条").is_visible():
        page.get_by_role("button", name="再显示 200 条").click()
    assert rows.count() == len(figures)
    quotes = page.locator("#figures td.c-quote").all_inner_texts()
    assert Counter(quotes) == Counter(one["原文"] for one in figures)
    codes = [href.split("/")[-2] for href in (one.get_attribute("href") for one in page.locator("#figures tbody th a").all())]
    order = [(LEVELS.index(one["级别"]), one["区划代码"] or "~") for one in figures]
    assert [code for code in dict.fromkeys(codes) if code.isdigit()] == [code for _, code in sorted(set(order)) if code.isdigit()]


def test_facets_count_what_a_choice_would_leave(page: Any, address: str, figures: list[dict[str, str]]) -> None:
    rows = explored(page, address)
    unit, count = Counter(one["单位"] for one in figures).most_common(1)[0]
    assert f"{unit}（{count}）" in page.locator("[name=unit] option").all_inner_texts()
    choose(page, "unit", unit)
    left = [one for one in figures if one["单位"] == unit]
    assert said(page) == f"{count} 条" and rows.count() == min(count, 200)
    qualifiers = Counter(one["限定"] for one in left)
    page.get_by_text("更多条件").click()
    assert {*page.locator("[name=qualifier] option").all_inner_texts()[1:]} == {
        f"{name}（{number}）" for name, number in qualifiers.items()
    }
    choose(page, "qualifier", "exact")
    assert said(page) == f"{next(number for name, number in qualifiers.items() if name == '等于')} 条"


def test_words_are_looked_for_in_what_stands_in_the_row(page: Any, address: str, figures: list[dict[str, str]]) -> None:
    rows = explored(page, address, f"?q={quote('学习')}&province=150000")
    wanted = [
        one for one in figures if one["区划代码"].startswith("15") and any("学习" in one[name] for name in ("统计对象", "原文", "措施"))
    ]
    assert 1 < len(wanted) == rows.count() < len(figures)
    page.fill("[name=q]", "没有这样的话")
    until(page, "document.querySelector('#figures-form output').textContent.startsWith('0 条')")
    assert rows.count() == 0 and not page.locator("#figures-more a").is_visible()


def test_the_address_holds_the_choice_and_never_an_order_of_values(page: Any, address: str, figures: list[dict[str, str]]) -> None:
    rows = explored(page, address)
    assert page.locator("[name=sort]").is_disabled()
    unit = Counter(one["单位"] for one in figures).most_common(1)[0][0]
    choose(page, "unit", unit)
    before = page.locator("#figures td.c-number").all_inner_texts()
    page.select_option("[name=sort]", "down")
    until(page, f"document.querySelector('#figures td.c-number').textContent !== {json.dumps(before[0], ensure_ascii=False)}")
    values = sorted((float(one["数值"]) for one in figures if one["单位"] == unit), reverse=True)
    first = page.locator(f"{ROWS} td.c-number").first.inner_text()
    assert any(float(one["数值"]) == values[0] and one["原文"] in rows.first.inner_text() for one in figures), first
    assert "sort" not in page.url and "down" not in page.url
    page.get_by_text("选择列").click()
    page.get_by_label("措施").check()
    page.wait_for_url("**cols=*heading*")
    address_now = page.url
    page.goto(f"{address}figures/")
    page.goto(address_now)
    until(page, READY)
    assert page.locator("#figures thead th").all_inner_texts() == ["地区", "数字", "统计对象", "时期", "原文", "措施"]
    assert page.locator("#figures td.c-number").all_inner_texts() == before


@pytest.mark.parametrize(
    "query", ["?unit=斛&concept=nonsense", "?province=990000", "?cols=__proto__,constructor&theme=%00", "?q=<img src=x>"]
)
def test_a_link_to_what_is_gone_is_told_and_nothing_breaks(page: Any, address: str, figures: list[dict[str, str]], query: str) -> None:
    explored(page, address, query)
    if "q=" in query:
        assert said(page).startswith("0 条") and page.locator("#figures img").count() == 0
    else:
        assert f"{len(figures)} 条" in said(page)
        assert ("已不存在" in said(page)) == ("cols" not in query or "theme" in query)


def test_what_is_found_is_a_table_to_take_along(page: Any, address: str, figures: list[dict[str, str]]) -> None:
    explored(page, address, f"?q={quote('宣讲')}")
    wanted = Counter(
        (one["区划代码"], float(one["数值"]), one["单位"], one["原文"]) for one in figures if "宣讲" in one["原文"] + one["统计对象"]
    )
    with page.expect_download() as begun:
        page.get_by_text("下载筛选结果 CSV").click()
    text = Path(begun.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    found = Counter((one["区划代码"], float(one["数值"]), one["单位"], one["原文"]) for one in rows)
    assert wanted <= found and begun.value.suggested_filename == "figures.csv"
    page.goto(address + rows[0]["页内位置"])
    assert rows[0]["原文"][:8] in page.locator(":target").inner_text()


def test_a_file_that_does_not_come_is_told(page: Any, address: str) -> None:
    page.route("**/figures/620000.json", lambda route: route.fulfill(status=200, body="no json"))
    page.goto(f"{address}figures/")
    until(page, "document.querySelector('#figures-form output').textContent.includes('加载失败')")
    page.unroute("**/figures/620000.json")
    page.select_option("[name=province]", "620000")
    until(page, READY)


def test_without_scripts_each_province_and_concept_is_a_link(browser: Any, address: str, figures: list[dict[str, str]]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}figures/")
    assert not page.locator("#figures-form").is_visible()
    counts = [
        int(text.split()[0].replace(",", ""))
        for text in page.locator("#provinces ~ .names small, .names small").all_inner_texts()
        if "条" in text
    ]
    assert sum(counts) == len(figures)
    page.locator(".names a").first.click()
    page.wait_for_url("**/regions/**")
    context.close()
