"""Search in a real browser: every page and no other, the right one first, by keyboard, without scripts, and when things go wrong."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from generator.search.pages import PageReader
from tests.conftest import PATIENCE, serve, until
from tests.project import ROOT, RULES

pytestmark = pytest.mark.browser

CASES = yaml.safe_load((ROOT / "tests/cases/search.yml").read_text(encoding="utf-8"))
SCRIPTS = ROOT / "templates/theme/assets/search"
ASK = "async ([query, filters]) => await siteSearch(query, filters)"
# The text of every page as the browser itself understands it, by what DESIGN.md says is searched: an own reading, not ours.
READ = """async (files) => {
  const mute = new Set(['SCRIPT', 'STYLE', 'SVG', 'TEMPLATE', 'NAV', 'NOSCRIPT']);
  const inline = new Set('A ABBR B BDI BDO CITE CODE DATA DEL DFN EM I INS KBD MARK Q RP RT RUBY S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR WBR'.split(' '));
  const walk = (node) => [...node.childNodes].map((child) => {
    if (child.nodeType === Node.TEXT_NODE) return child.data;
    if (child.nodeType !== Node.ELEMENT_NODE) return '';
    const name = child.nodeName.toUpperCase(), edge = inline.has(name) ? '' : '\\n';
    return mute.has(name) || child.hasAttribute('data-search-exclude') ? edge : edge + walk(child) + edge;
  }).join('');
  return Promise.all(files.map(async (file) => {
    const page = new DOMParser().parseFromString(await (await fetch('/' + file)).text(), 'text/html');
    return [...page.querySelectorAll('article')].map(walk).join('\\n');
  }));
}"""


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh page on the site's home; an error in a script fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    until(opened, "() => window.siteSearch !== undefined")
    yield opened
    context.close()
    assert errors == []


def ask(page: Any, query: str, filters: dict[str, Any] | None = None) -> list[str]:
    """Addresses of all hits, from the site's root."""
    answer = page.evaluate(ASK, [query, filters or {}])
    assert answer["total"] == len(answer["hits"]) == len({hit["url"] for hit in answer["hits"]})
    assert all(hit["title"] for hit in answer["hits"])
    return [re.sub(r"^https?://[^/]+/", "", hit["url"]) for hit in answer["hits"]]


def hits(page: Any, selector: str = ".finder-hits > li") -> Any:
    page.wait_for_selector(selector)
    return page.locator(selector)


# ---- what is found ---------------------------------------------------------------------------------------------


def test_every_case(page: Any, address: str) -> None:
    wrong = []
    for case in CASES:
        if "first" in case:
            found = ask(page, case["query"])
            if found[:1] != [case["first"]]:
                wrong.append(f"{case['query']}: {found[:3]}")
        else:
            page.goto(f"{address}search/?q={quote(case['query'])}")
            offered = page.wait_for_selector(".finder-rest li a").get_attribute("href")
            if offered != address + case["offers"]:
                wrong.append(f"{case['query']}: {offered}")
    assert len(CASES) >= 50
    assert wrong == []


def test_nothing_is_missed_and_nothing_else_found(page: Any, site: Path) -> None:
    files = [p.relative_to(site).as_posix() for p in sorted(site.rglob("*.html")) if p.name != "404.html"]
    truth = {file.removesuffix("index.html"): text for file, text in zip(files, page.evaluate(READ, files), strict=True)}
    rng = random.Random(11)
    runs = [run for text in truth.values() for run in re.findall(r"[\u4e00-\u9fff]+", text)]
    mixed = [
        m for text in truth.values() for m in re.findall(r"\d[\d.]*[\u4e00-\u9fff]{1,3}|[A-Za-z]{3,}|[\u4e00-\u9fff]{1,2}\d[\d.]*", text)
    ]
    queries = rng.sample(mixed, 40)
    for size in (1, 2, 3, 4, 6, 9, 14):
        for _ in range(30):
            run = rng.choice([one for one in runs if len(one) >= size])
            start = rng.randrange(len(run) - size + 1)
            queries.append(run[start : start + size])
    wrong = {}
    for query in queries:
        want = {name for name, text in truth.items() if query.lower() in text.lower()}
        found = set(ask(page, query))
        if found != want:
            wrong[query] = (sorted(want - found), sorted(found - want))
    assert wrong == {}


def test_several_words_phrases_and_filters(page: Any) -> None:
    both = ask(page, "延吉 资金")
    assert set(both) == set(ask(page, "延吉")) & set(ask(page, "资金"))
    assert ask(page, "“四聚焦”推进") and not ask(page, "四聚焦推进")
    assert ask(page, '"进步事业 高质量发展"') and ask(page, "高质量发展 进步事业") != ask(page, '"高质量发展 进步事业"')
    assert ask(page, "  ") == [] and ask(page, '""') == []
    assert ask(page, "民族", {"kind": "地区", "province": "吉林省"}) == ["regions/222401/"]
    assert set(ask(page, "民族", {"level": ["地级", "省级"], "kind": "地区"})) == {
        f"regions/{code}/" for code in ("150000", "150200", "150400", "150600", "150700", "152200", "620200")
    }
    assert ask(page, "民族", {"province": "海南省"}) == []


def test_a_filter_may_be_a_number_or_nothing(page: Any) -> None:
    everything, of_2023 = ask(page, "民族"), ask(page, "民族", {"year": "2023"})
    assert [] != of_2023 != everything
    for filters in ({"year": 2023}, {"year": [2023]}, {"year": [None, 2023]}, {"year": 2023, "province": None}):
        assert ask(page, "民族", filters) == of_2023, filters
    for value in (1900, 0):
        assert ask(page, "民族", {"year": value}) == []
    for given in ("null", "undefined", "{}", "{province: null}", "{province: undefined}", "{year: ''}", "{year: []}", "{year: [null]}"):
        assert page.evaluate(f"async () => (await siteSearch('民族', {given})).total") == len(everything), given


def test_folding_is_the_same_in_both_languages(page: Any, site: Path) -> None:
    signs = "".join(
        map(
            chr,
            [
                *range(0x20, 0x180),
                *range(0x2000, 0x2100),
                *range(0x2E80, 0x2FE0),
                *range(0x3000, 0x3100),
                *range(0x4E00, 0xA000),
                *range(0xF900, 0xFB00),
                *range(0xFF00, 0xFFF0),
            ],
        )
    )
    lines = [signs.replace('"', ""), '他说"石榴籽"和"一家亲"', "７＋Ｎ，團結"]
    script = """async (lines) => {
      const engine = await (await import('/assets/search/engine.js')).open(location.origin + '/');
      engine.learn(await engine.store.json(engine.root.typed));
      return lines.map((line) => engine.fold(line));
    }"""
    reader = PageReader(RULES)
    for line, found in zip(lines, page.evaluate(script, lines), strict=True):
        want = reader.folded(line)
        assert len(found) == len(line)
        assert [(a, b, c) for a, b, c in zip(line, found, want, strict=True) if b != c and len(c.encode("utf-16-le")) == 2] == []


def test_queries_are_text(page: Any, address: str) -> None:
    for query in ("<img src=x onerror=alert(1)>", "</dialog><b>", ".*", "[民族]", "(?:", "\\d+", "&lt;", "' OR 1=1"):
        assert ask(page, query) == []
        page.goto(f"{address}search/?q={quote(query)}")
        page.wait_for_selector(".finder-rest p")
        assert query in page.locator(".finder-rest").inner_text()
        assert page.locator("#finder-page img, #finder-page dialog").count() == 0


def test_a_query_of_ten_thousand_characters_answers_at_once(page: Any, site: Path) -> None:
    text = re.sub(r"<[^>]*>|\s", "", (site / "regions/222401/index.html").read_text(encoding="utf-8").partition("<article")[2])
    for query in ("铸牢中华民族共同体意识" * 1000, (text * 10)[:10_000], "民 族 " * 2500):
        times = list[float]()
        while not times or (min(times) >= 1 and len(times) < 5):  # a busy machine may need another try
            began = time.perf_counter()
            ask(page, query[:10_000])
            times.append(time.perf_counter() - began)
        assert min(times) < 1, times


# ---- the dialog and the page -----------------------------------------------------------------------------------


def test_a_whole_search_by_keyboard(page: Any, address: str) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("石榴街")
    page.wait_for_selector("dialog .finder-hits > li:first-child .finder-title:text-is('延吉市')")
    assert re.fullmatch(r"找到 \d+ 页", page.locator("dialog [role=status]").inner_text())
    for _ in range(60):  # the focus stays inside, whichever way
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.querySelector('dialog').contains(document.activeElement) || document.activeElement === document.body"
        )
    while page.evaluate("document.activeElement.tagName") != "BUTTON":  # in the field the first Escape takes away what was typed
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    assert page.evaluate("document.activeElement.value") == "石榴街"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}regions/222401/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("民族团结")
    hits(page, "dialog .finder-hits > li")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}search/?q=*")
    assert page.locator("#finder-page input[type=search]").input_value() == "民族团结"


def test_the_header_opens_the_dialog(page: Any) -> None:
    page.click("a[data-finder]")
    page.wait_for_selector("dialog[open]")
    page.fill("dialog input", "呼倫貝爾")
    assert hits(page, "dialog .finder-hits > li").first.locator("mark").first.inner_text() == "呼伦贝尔"
    page.click("dialog button")
    assert page.locator("dialog[open]").count() == 0


def test_results_by_page_and_heading_as_printed(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=14150000")
    first = hits(page).first
    assert first.locator(".finder-title").inner_text() == "延吉市"
    assert "地区 · 吉林省 · 县级 · 2023" in first.inner_text()
    place = first.locator("ul a", has_text="投入少数民族发展资金1415万元").first
    assert place.locator("b").inner_text() == "坚持不懈抓好民族政策与乡村振兴相衔接"
    assert place.locator("mark").all_inner_texts() == ["1415万"]
    anchor = place.get_attribute("href")
    assert anchor.startswith(f"{address}regions/222401/#")
    place.click()
    page.wait_for_url(anchor)
    assert "1415万元" in page.locator(":target").inner_text()


def test_facets_counts_show_all_and_the_back_button(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=民")
    assert hits(page).count() == 20
    total = int(re.findall(r"\d+", page.locator("#finder-page [role=status]").inner_text())[0])
    assert total == len(ask(page, "民")) > 20
    page.click(".finder-rest button")
    until(page, f"document.querySelectorAll('.finder-hits > li').length === {min(total, 70)}")
    page.select_option("select[name=kind]", "地区")
    page.wait_for_url(f"{address}search/?q=*&kind=*")
    until(page, "document.querySelector('#finder-page [role=status]').textContent === '找到 10 页'")
    assert "吉林省 1" in page.locator("select[name=province]").inner_text()
    page.select_option("select[name=province]", "内蒙古自治区")
    until(page, "document.querySelector('#finder-page [role=status]').textContent === '找到 6 页'")
    page.go_back()
    until(page, "document.querySelector('#finder-page [role=status]').textContent === '找到 10 页'")
    assert page.locator("select[name=province]").input_value() == ""
    page.go_back()
    until(page, f"document.querySelector('#finder-page [role=status]').textContent === '找到 {total} 页'")
    page.goto(f"{address}search/?q=民族&province=吉林省&level=县级&kind=地区")
    assert hits(page).first.locator(".finder-title").inner_text() == "延吉市"
    page.goto(f"{address}search/?q=石榴街&province=甘肃省")
    page.click(".finder-rest a")
    assert hits(page).count() > 0


def test_related_words_lead_on(page: Any, address: str) -> None:
    page.goto(f"{address}search/?q=赫哲族")
    link = page.wait_for_selector(".finder-kin a")
    word = link.inner_text()
    link.click()
    page.wait_for_url(f"{address}search/?q={quote(word)}")
    assert hits(page).count() > 0


# ---- other words for the same --------------------------------------------------------------------------------------


def test_a_query_is_widened_where_that_is_asked_for_and_says_by_what(page: Any, address: str) -> None:
    assert ask(page, "国通语") == [] and ask(page, "国通语", {"widen": False}) == []
    wide = ask(page, "国通语", {"widen": True})
    assert wide and set(wide) >= set(ask(page, "国家通用语言文字"))
    exact = ask(page, "宣讲")
    assert ask(page, "宣讲", {"widen": True})[: len(exact)] == exact
    page.goto(f"{address}search/?q=国通语")
    hits(page)
    assert "国家通用语言文字" in page.locator(".finder-also").inner_text()
    assert "没有一页含有原词" in page.locator("#finder-page [role=status]").inner_text()
    page.get_by_label("只找原词").check()
    page.wait_for_url("**exact=1**")
    page.wait_for_selector("#finder-page [role=status]:text-is('没有找到')")
    assert page.locator(".finder-hits > li").count() == 0


def test_a_question_in_words_of_ones_own_finds_its_place(page: Any) -> None:
    assert ask(page, "延吉一共投入多少经费", {"widen": True})[0] == "regions/222401/"
    assert "regions/222401/" in ask(page, "延边州", {"widen": True}) and "regions/222401/" in ask(page, "吉林省"), (
        "the places above are its own words"
    )
    assert ask(page, "哪个地方得奖最多", {"widen": True})[0] == "compare/honours/", "a page is found by what it is called, too"
    assert ask(page, "zzzz", {"widen": True}) == []


def test_nine_of_ten_paraphrases_find_their_page_among_the_first_five(page: Any) -> None:
    asked = yaml.safe_load((ROOT / "tests/search/paraphrases.yml").read_text(encoding="utf-8"))
    lost = [one["query"] for one in asked if not set(one["pages"]) & set(ask(page, one["query"], {"widen": True})[:5])]
    assert len(asked) >= 60 and len(lost) <= len(asked) // 10, lost


def test_the_pages_of_the_thesaurus_are_there_under_those_titles(site: Path) -> None:
    titles = {re.search(r"<title>(.*?)( · [^·]*)?</title>", path.read_text(encoding="utf-8"))[1] for path in site.rglob("index.html")}  # type: ignore[index]
    assert [title for title, *_ in RULES.thesaurus.pages if title not in titles] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_find(browser: Any, address: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    found = []
    for path in ("regions/222401/", f"search/?q={quote('民族')}", f"search/?q={quote('延吉巿')}", "search/"):
        page.goto(address + path)
        if path.startswith("regions"):
            page.keyboard.press("/")
            page.wait_for_selector("dialog[open]")
            page.keyboard.type("民族")
        page.wait_for_selector(
            "dialog .finder-hits li, #finder-page .finder-hits li, #finder-page .finder-rest li"
            if path != "search/"
            else "#finder-page form"
        )
        until(page, "() => document.getAnimations().every(one => one.playState !== 'running')")  # the dialog fades in
        result = Axe().run(page)
        found += [f"{path}: {v['id']} {[n['html'][:120] for n in v['nodes']]}" for v in result.response["violations"]]
    context.close()
    assert found == []


# ---- when things are not as they should be ---------------------------------------------------------------------


def test_a_missing_file_gives_a_message_and_another_try(page: Any, address: str) -> None:
    page.route("**/search/data/*.bin", lambda route: route.fulfill(status=404))
    page.goto(f"{address}search/?q=石榴籽")
    page.wait_for_selector("[role=alert]")
    assert "加载失败" in page.locator("[role=alert]").inner_text()
    page.unroute("**/search/data/*.bin")
    page.click("text=重试")
    assert hits(page).count() > 0
    # A new index under a page that has read the old root: the next try reads the new one.
    roots: list[str] = []

    def answer(route: Any) -> None:
        roots.append(route.request.url)
        body = route.fetch().json()
        route.fulfill(json=body if len(roots) > 1 else body | {"forward": body["forward"] | {"f": ["0" * 10] * len(body["forward"]["f"])}})

    page.route("**/search/data/index-1.json", answer)
    page.goto(f"{address}search/?q=石榴籽")
    page.click("text=重试")
    assert hits(page).count() > 0
    page.unroute("**/search/data/index-1.json")
    page.route("**/assets/search/finder.js", lambda route: route.abort())  # before the page, or the browser may have the script at hand
    page.goto(address)
    until(page, "() => window.siteSearch !== undefined")
    page.keyboard.press("/")
    page.wait_for_url(f"{address}search/")


def test_without_scripts_the_field_leads_to_the_indexes(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}regions/222401/")
    page.click("a[data-finder]")
    page.wait_for_url(f"{address}search/")
    links = [link.get_attribute("href") for link in page.locator("#finder-page a").all()]
    assert links == ["../regions/", "../programmes/", "../documents/", "../compare/documents/"]
    context.close()


def test_from_a_folder_below_the_root(browser: Any, site: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").symlink_to(site)
    server, url = serve(tmp_path)
    page = browser.new_page()
    page.goto(f"{url}a/b/regions/222401/")
    until(page, "() => window.siteSearch !== undefined")
    assert page.evaluate(ASK, ["延吉市", {}])["hits"][0]["url"] == f"{url}a/b/regions/222401/"
    page.goto(f"{url}a/b/search/?q=石榴街")
    assert hits(page).count() > 0
    page.close()
    server.shutdown()


def test_from_the_file_system_it_says_what_it_needs(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "search/index.html").as_uri())
    until(page, "document.querySelector('#finder-page').textContent.includes('网页服务器')")
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto((site / "regions/222401/index.html").as_uri())
    page.click("a[data-finder]")
    deadline = time.monotonic() + PATIENCE
    while not said and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert said and "网页服务器" in said[0]
    page.close()


def test_nothing_of_the_theme_s_search(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}search/?q=民族")
    hits(page)
    assert [url for url in asked if "search_index" in url or "workers" in url or not url.startswith(address)] == []
    assert page.locator("[data-md-component^=search]").count() == 0


def test_a_first_search_costs_little(browser: Any, address: str) -> None:
    costs = []
    for query in ("民族", "石榴籽", "铸牢中华民族共同体意识", "1415万元", "族工"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        until(page, "() => window.siteSearch !== undefined")
        fetched: dict[str, int] = {}
        page.on(
            "response", lambda response, fetched=fetched: fetched.update({response.url: int(response.headers.get("content-length", 0))})
        )
        page.evaluate(ASK, [query, {}])
        page.wait_for_timeout(50)
        costs.append(sum(fetched.values()))
        context.close()
    assert sorted(costs)[2] <= 60_000, costs


# ---- the scripts -----------------------------------------------------------------------------------------------


def test_scripts_are_small() -> None:
    assert sum(path.stat().st_size for path in SCRIPTS.glob("*.js")) < 40_000


def test_scripts_are_well_typed() -> None:
    client = ROOT / "tests/client"
    compiler = shutil.which("tsc", path=f"{client / 'node_modules/.bin'}{os.pathsep}{os.environ['PATH']}")
    if compiler is None:
        message = "no TypeScript compiler; get it with: npm ci --prefix tests/client"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    done = subprocess.run([compiler, "-p", str(client)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert json.loads((client / "tsconfig.json").read_text(encoding="utf-8"))["compilerOptions"]["checkJs"]
