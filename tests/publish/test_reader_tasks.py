"""What readers come for, each from the home page in at most three clicks or one search."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from generator import model
from generator.profiles.shelf import Shelf
from generator.profiles.text.contexts import CUT
from generator.profiles.text.evidence import squeeze
from generator.reader.article.text import read_document
from generator.workspace import Workspace
from tests.conftest import until
from tests.project import FROZEN, RULES

pytestmark = pytest.mark.browser
CLICKS = 3


class Visit:
    """A reader on the home page, whose clicks are counted."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(address)

    def click(self, name: str, role: str = "link", within: str = "main", leads: bool = True) -> None:
        """Clicks what is called `name`; in the article, or in the tabs of the hubs. Where a link leads, its page has come."""
        self._click(self.page.locator(within).get_by_role(role, name=name, exact=True).first, leads and role == "link")

    def click_at(self, selector: str) -> None:
        self._click(self.page.locator(selector).first, leads=True)

    def _click(self, what: Any, leads: bool) -> None:
        self.clicks += 1
        assert self.clicks <= CLICKS
        before = self.page.url
        what.click()
        if leads:
            self.page.wait_for_url(lambda url: url != before)

    def hub(self, name: str) -> None:
        self.click(name, within=".md-tabs")

    def read(self, selector: str) -> str:
        """The text of the first that fits."""
        return " ".join(self.page.locator(selector).first.inner_text().split())


@pytest.fixture
def reader(browser: Any, address: str) -> Iterator[Visit]:
    context = browser.new_context(
        accept_downloads=True, permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900}
    )
    yield Visit(context.new_page(), address)
    context.close()


def rows(site: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / f"data/{table}.json").read_text(encoding="utf-8"))["rows"]
    return found


def test_a_county_s_demonstration_sites_and_the_quote(reader: Visit, site: Path) -> None:
    reader.click("示范点与基地")
    wanted = [row for row in rows(site, "concept-demonstration_sites") if row["region"] == "永登县"]
    shown = reader.page.locator("tr", has=reader.page.get_by_role("link", name="永登县", exact=True))
    assert [" ".join(one.split()) for one in shown.locator("q").all_inner_texts()] == [row["quote"] for row in wanted] != []
    reader.click_at("tr:has(a[href$='620121/']) td a")
    assert reader.read(":target q") == wanted[0]["quote"]


@pytest.mark.parametrize("word", ["宣讲", "宣传"])
def test_all_figures_of_a_province_with_a_word_as_csv(reader: Visit, site: Path, word: str) -> None:
    reader.hub("查数字")
    reader.page.fill("[name=q]", word)
    reader.page.wait_for_url("**q=*")
    reader.clicks += 1
    reader.page.select_option("[name=province]", "620000")
    reader.page.wait_for_url("**province=620000*")
    said = ("item", "quote", "heading")
    wanted = [row for row in rows(site, "figures") if str(row["adcode"]).startswith("62") and any(word in (row[one] or "") for one in said)]
    until(reader.page, f"document.querySelector('#figures-form output').textContent.startsWith('{len(wanted)} 条')")
    assert bool(wanted) == (word == "宣传"), "of 宣讲 no report of the province has a figure, and the page says so"
    if wanted:
        with reader.page.expect_download() as begun:
            reader.click("下载筛选结果 CSV", leads=False)
        text = Path(begun.value.path()).read_text(encoding="utf-8-sig")
        found = sorted(row["原文"] for row in csv.DictReader(io.StringIO(text, newline="")))
        assert found == sorted(row["quote"] for row in wanted)


def test_how_much_each_region_writes_on_a_theme_and_what(reader: Visit, site: Path) -> None:
    reader.click("三交")
    shown = reader.page.locator(".shares-table tbody tr:not(.group)").all_inner_texts()
    wanted = [row for row in rows(site, "themes") if row["exchange"]]
    assert len(shown) == len(wanted) > 2
    for line, row in zip(shown, wanted, strict=True):
        assert row["region"] in line and f"{row['exchange_text'] / row['text'] * 100:.0f}%" in line
    headings = [row["heading"] for row in rows(site, "measures") if "exchange" in (row["theme"], row["theme_2"], row["theme_3"])]
    assert reader.page.locator(".outline li").count() == len(headings)
    reader.click_at(".outline li a")
    assert reader.page.locator(":target").count() == 1


def test_what_a_number_slogan_belongs_to_and_that_nobody_explains_it(reader: Visit, site: Path) -> None:
    (row,) = [row for row in rows(site, "programmes") if row["programme"] == "13610"]
    reader.hub("工程与提法")
    entry = reader.page.locator("ul.programmes > li", has=reader.page.locator(".item", has_text="13610")).inner_text()
    assert row["region"] in entry and f"数字所指：{RULES.vocabulary.meanings[row['meaning']].label.zh}" in entry
    assert row["meaning"] in ("unexplained", "unclear") and row["part_names"] is None


def test_two_counties_side_by_side(reader: Visit, site: Path) -> None:
    reader.hub("比较")
    reader.click("并排看几个地区")
    reader.page.fill("#side-form input", "延吉市、永登县")
    reader.clicks += 1
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**?r=222401,620121")
    until(reader.page, "document.querySelectorAll('#side thead th').length === 3")
    shown = reader.page.locator("#side").inner_text()
    for row in rows(site, "figures"):
        if row["region"] in ("延吉市", "永登县") and row["concept"]:
            assert row["shown"] in shown
    assert "报告与可信程度" in shown and "主题占正文的篇幅" in shown


def test_which_national_documents_are_cited_by_most(reader: Visit, site: Path) -> None:
    reader.click("各地引用文件")
    cited: dict[str, set[str]] = {}
    for row in rows(site, "documents_cited"):
        if row["issuer"] == "central":
            cited.setdefault(row["normalised"], set()).add(row["region"])
    section = reader.page.locator("h2#central ~ ul").first
    regions = [len(set(line.locator(".about a").all_inner_texts())) for line in section.locator("li").all()]
    assert len(regions) == len(cited) > 0
    assert regions == sorted(map(len, cited.values()), reverse=True)


def test_what_is_uncertain(reader: Visit, site: Path) -> None:
    reader.hub("数据")
    reader.click("资料状况")
    for row in rows(site, "documents"):
        assert row["regions"].split("、")[0] in reader.read(f"#d-{row['document']}")
    assert "据线索推断" in reader.read("#d-tongjiang-2024") and "缺 1,853 字" in reader.read("#d-tongjiang-2024")


def test_what_changed_last(reader: Visit) -> None:
    reader.hub("数据")
    reader.click("更新记录")
    assert "没有版本库" in reader.read("article .empty"), "the site of this test is built without one; its other pages say the same"


def test_one_figure_is_cited(reader: Visit, site: Path, address: str) -> None:
    (row,) = [row for row in rows(site, "concept-minority_development_funds") if row["region"] == "延吉市"]
    reader.click("少数民族发展资金")
    reader.click_at("tr:has(a[href$='222401/']) td a")
    target = reader.page.locator(":target")
    target.hover()
    reader.clicks += 1
    target.get_by_role("button", name="引用").click()
    target.get_by_role("button", name="已复制").wait_for()
    text = reader.page.evaluate("navigator.clipboard.readText()")
    for part in ("延吉市", row["item"], row["shown"], row["quote"], "延吉新闻网，2023-07-25", f"{address}{row['link']}", "访问日期 20"):
        assert part in text, text


def test_a_figure_in_its_context(reader: Visit, site: Path) -> None:
    (row,) = [row for row in rows(site, "figures") if row["concept"] == "minority_development_funds" and row["region"] == "延吉市"]
    reader.click("少数民族发展资金")
    reader.click_at("tr:has(a[href$='222401/']) td a")
    assert row["quote"] in reader.read(":target q")
    assert row["heading"].strip("。") in reader.read(".measure:has(:target) .head")
    assert [one for one in model.THEMES if reader.page.locator(f".measure:has(:target).t-{one}").count()] == [row["theme"]]


def test_what_stands_around_a_figure_s_words_in_its_report(reader: Visit, site: Path) -> None:
    (source,) = [one.source.file for one in (held.profile for held in Shelf(Workspace(FROZEN)).held) if one.id == "jiayuguan"]
    article = squeeze(read_document(RULES, FROZEN / "seeds" / source).source)
    reader.hub("地区")
    reader.click("嘉峪关市")
    words = reader.page.locator(".figures summary", has=reader.page.locator(".around")).first
    assert not words.locator(".around").first.is_visible()
    reader.clicks += 1
    words.click()
    text = words.inner_text().removeprefix("原文").strip()
    own = words.locator("q").inner_text()
    assert squeeze(text).strip(CUT) in article and len(squeeze(text)) > len(squeeze(own)) and reader.clicks <= CLICKS


def test_a_figure_is_reported_by_its_own_address(browser: Any, site: Path, address: str) -> None:
    page = browser.new_page()
    page.route("**/regions/620200/", lambda route: route.fulfill(body=linked, content_type="text/html"))
    plain = (site / "regions/620200/index.html").read_text(encoding="utf-8")
    body = quote("页面：嘉峪关市（https://example.org/regions/620200/）", safe="")
    link = f'<a class="report" href="mailto:a@b.example?body={body}" data-document="jiayuguan" data-address="https://example.org/regions/620200/">报告错误</a>'
    linked = plain.replace("</article>", f"{link}</article>")
    page.goto(f"{address}regions/620200/")
    figure = page.locator(".figures > li").first
    told = figure.locator("a.report").get_attribute("href")
    assert unquote(told) == f"mailto:a@b.example?body=页面：嘉峪关市（{address}regions/620200/#{figure.get_attribute('id')}）"
    page.close()


def test_when_a_figure_was_first_read_and_changed(browser: Any, site: Path, address: str) -> None:
    page = browser.new_page()
    first, second = [row["link"].partition("#")[2] for row in rows(site, "figures") if row["region"] == "嘉峪关市"][:2]
    history = {
        "changes": [{"day": "2026-11-21", "kind": "added", "document": "jiayuguan"}],
        "figures": {"jiayuguan": {first: ["2026-11-21", "2026-11-29"]}},
    }
    page.route("**/data/history.json", lambda route: route.fulfill(json=history))
    page.goto(f"{address}regions/620200/")
    for anchor, said in ((first, "2026-11-21 首次收录，2026-11-29 改动"), (second, "2026-11-21 首次收录")):
        words = page.locator(f"#{anchor} details")
        words.locator("summary").click()
        words.locator(".since").wait_for()
        assert words.locator(".since").inner_text() == said
    page.close()
