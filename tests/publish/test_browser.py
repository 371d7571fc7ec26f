"""What pages do beyond links, in a real browser under their own policy: side by side, copies, print, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import until

pytestmark = pytest.mark.browser
TWO = "compare/regions/?r=150000,222401"
CHROME = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .skip, form, .onward, .doors, .fold, .side button, .find, img[src$='#only-dark']"
"""What helps on a screen and says nothing on paper."""
SEEN = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true })
  && one.getClientRects().length).map((one) => `${one.localName}.${one.className}`)"""
# The colours of a text and of what it stands on, as 0 (black) to 255.
SHADES = """(selector) => {
  const shade = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return a ? (r + g + b) / 3 : null; };
  const element = document.querySelector(selector);
  let under = element;
  while (under && shade(getComputedStyle(under).backgroundColor) === null) under = under.parentElement;
  return [shade(getComputedStyle(element).color), under ? shade(getComputedStyle(under).backgroundColor) : 255];
}"""
Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Open]:
    """Opens pages of the site; whatever one of them loads from elsewhere, logs as an error or does against its policy fails the test."""
    told, contexts = list[str](), list[Any]()

    def opened(path: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(f"{page.url}: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
        page.on("request", lambda request: told.append(request.url) if not request.url.startswith((address, "data:image/")) else None)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []


def test_no_page_breaks_its_policy_or_logs_an_error(open_page: Open, site: Path, address: str) -> None:
    opened(open_page, site, address, 3)


def opened(open_page: Open, site: Path, address: str, step: int = 1) -> None:
    """Opens every `step`-th of the pages that axe does not open."""
    page = open_page("search/?q=石榴籽")
    until(page, "document.querySelector('.finder-hits > li') !== null")
    paths = [path.relative_to(site).as_posix().removesuffix("index.html") for path in sorted(site.rglob("*.html"))]
    assert len(paths) > 40
    for path in [path for path in paths if path not in PAGE_TYPES][::step]:
        page.goto(address + path, wait_until="load")


PAGE_TYPES = (
    "", "regions/", "regions/222401/", "documents/", "documents/yanji-2023/", "compare/", "compare/demonstration_sites/", TWO,
    "compare/documents/", "compare/networks/", "compare/honours/", "figures/", "themes/", "themes/exchange/", "programmes/", "data/",
    "data/codebook/", "data/quality/", "data/trust/", "data/corrections/", "changes/", "about/", "about/editing/", "about/tutorial/",
    "about/queries/", "en/", "en/regions/", "en/documents/", "en/compare/", "en/compare/demonstration_sites/", "en/compare/documents/",
    "en/compare/networks/", "en/compare/honours/", "en/themes/", "en/themes/exchange/", "en/programmes/", "en/data/", "en/data/codebook/",
    "en/data/quality/", "en/about/",
)  # fmt: skip
"""One of each; the search has a test of its own."""
WAYS = ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark"))
SHORTENED = """(most) => document.querySelectorAll(`article :has(> :nth-child(${most + 1}))`).forEach((parent) => {
  const seen = {};
  for (const one of [...parent.children]) {
    const kind = `${one.localName} ${one.className}`;
    if ((seen[kind] = (seen[kind] ?? 0) + 1) > most) one.remove();
  }
})"""
"""Leaves the first few of what stands many times in one place."""


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_nothing_for_axe_to_find_on_any_page_type(open_page: Open, address: str, width: int, scheme: str) -> None:
    # What English pages are laid out in is the Chinese pages', which are held in all four ways.
    types = PAGE_TYPES if (width, scheme) in (WAYS[0], WAYS[-1]) else [path for path in PAGE_TYPES if not path.startswith("en/")]
    violated(open_page, address, types, width, scheme, 6)


CUT = "() => [...document.querySelectorAll('.md-content .frame')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)"


def violated(open_page: Open, address: str, types: Sequence[str], width: int, scheme: str, rows: int | None = None) -> None:
    """Demands that axe finds nothing on pages of these types, and that on a wide screen every table is there in its whole width; of what
    stands many times in one place axe looks at the first `rows`, or at all."""
    from axe_playwright_python.sync_playwright import Axe

    page, found = open_page("", viewport={"width": width, "height": 900}, color_scheme=scheme), list[str]()
    for path in types:
        answer = page.goto(address + path, wait_until="load")
        assert answer.status == 200, path
        if path in (TWO, "figures/"):
            until(page, "document.querySelector('#side tbody td, #figures tbody td') !== null")
        until(page, "document.getAnimations().every(one => one.playState !== 'running')")
        found += [f"{path}: the table {name!r} is cut" for name in page.evaluate(CUT) if width >= 1280]
        if rows:
            page.evaluate(SHORTENED, rows)
        violations = Axe().run(page).response["violations"]
        found += [f"{path}: {one['id']} {[node['html'][:120] for node in one['nodes']]}" for one in violations]
    assert found == []


def test_on_a_phone_a_report_is_short_and_its_words_come_when_asked_for(open_page: Open) -> None:
    page = open_page("regions/620121/", viewport={"width": 360, "height": 740}, has_touch=True)
    figures = page.locator(".figures > li")
    assert figures.count() == 26 and not page.locator(".figures q:visible").count()
    measures, appendices = (
        page.evaluate(f"document.getElementById('{id}').getBoundingClientRect().top + scrollY") for id in ("measures", "programmes")
    )
    assert measures <= 3 * 740 and appendices <= 6 * 740
    figures.first.locator("summary").tap()
    assert figures.first.locator("q").is_visible() and figures.first.get_by_role("button", name="引用").is_visible()
    page.goto(page.url + "#" + figures.nth(3).get_attribute("id"))
    assert figures.nth(3).locator("q").is_visible(), "what a link leads to is shown with its words"


def test_what_breaks_the_policy_is_seen(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)><p style=color:red>')")
    page.wait_for_timeout(200)
    context.close()
    assert sum("Content Security Policy" in text for text in told) == 2


# ---- side by side ---------------------------------------------------------------------------------------------------


def test_regions_are_put_side_by_side(open_page: Open, address: str, site: Path) -> None:
    page = open_page("compare/regions/")
    field, said = page.locator("#side-form input"), page.locator("#side-form output")
    field.fill("延吉市")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/regions/?r=222401")
    field.fill("150000")
    page.get_by_role("button", name="添加").click()
    page.wait_for_url("**/compare/regions/?r=222401,150000")
    until(page, "document.querySelectorAll('#side thead th').length === 3")
    assert page.locator("#side thead a").all_inner_texts() == ["延吉市", "内蒙古自治区"]
    rows = page.locator("#side tbody tr")
    assert rows.count() > 2 and "1415" in page.locator("#side").inner_text() and "未载" in page.locator("#side").inner_text()
    for wrong, words in (("延吉市", "延吉市已经在表里。"), ("没有的地方", "没有收录名称或代码以“没有的地方”开头的地区。")):
        field.fill(wrong)
        page.keyboard.press("Enter")
        until(page, f"document.querySelector('#side-form output').textContent === '{words}'")
    page.locator("#side tbody a[href*='regions/222401/#f-']").first.click()
    page.wait_for_url("**/regions/222401/#f-*")
    assert page.evaluate("document.querySelector(':target') !== null")
    page.go_back()
    until(page, "document.querySelectorAll('#side thead th').length === 3")
    page.get_by_role("button", name="移除延吉市").click()
    page.wait_for_url("**/compare/regions/?r=150000")
    assert said.inner_text() == "再添加一个地区，就可以并排看了。" and page.locator("#side thead a").all_inner_texts() == ["内蒙古自治区"]


@pytest.mark.parametrize(
    "query", ["?r=", "?r=999999", "?r=<img src=x onerror=alert(1)>", "?r=222401,222401", "?r=__proto__,constructor", "?r=%00"]
)
def test_an_address_names_regions_or_nothing(open_page: Open, query: str) -> None:
    page = open_page(f"compare/regions/{query}")
    until(page, "!document.getElementById('side-form').hidden")
    assert page.locator("#side thead a").count() <= 1 and page.locator("#side img").count() == 0


# ---- copies ---------------------------------------------------------------------------------------------------------


def test_a_citation_is_copied_as_it_stands(open_page: Open) -> None:
    page = open_page("documents/yanji-2023/", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("引用原文").click()
    boxes = page.locator(".citable:visible")
    assert boxes.count() == 3
    for number in range(3):
        box = boxes.nth(number)
        box.get_by_role("button", name="复制").click()
        box.get_by_role("button", name="已复制").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
        assert text == box.locator("code").evaluate("(code) => code.textContent") and "延吉" in text


# ---- print ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "contents"),
    [
        ("", "article h1"),
        ("regions/222401/", "article h1, .measure h3, .figures .value, .figures .item, .quote q, .claim, .from, .strip"),
        ("documents/tongjiang-2024/", "article h1, .sheet dd, .gaps q, .outline li"),
        ("compare/", "article h1, table td"),
        ("compare/demonstration_sites/", "article h1, table td, .claim, .chart"),
        (TWO, "article h1, #side tbody td"),
        ("data/corrections/", "article h1, .changes p"),
        ("about/editing/", "article h1, article p, article code"),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_the_content_and_nothing_of_the_screen(open_page: Open, path: str, contents: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    if path == TWO:
        until(page, "document.querySelectorAll('#side tbody td').length > 0")
    shown = {one: page.evaluate(SEEN, one) for one in contents.split(", ")}
    assert all(shown.values()), shown
    page.emulate_media(media="print", color_scheme=scheme)
    assert {one: page.evaluate(SEEN, one) for one in shown} == shown
    assert page.evaluate(SEEN, CHROME) == []
    text, under = page.evaluate(SHADES, "article h1")
    assert text < 110 and under > 230, "is not dark on light"


# ---- light and dark -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "width", "file"), [("light", 1280, "light"), ("dark", 1280, "dark"), ("dark", 360, "narrow-dark")])
def test_only_the_picture_that_is_shown_is_loaded(open_page: Open, scheme: str, width: int, file: str) -> None:
    page = open_page("compare/demonstration_sites/", color_scheme=scheme, viewport={"width": width, "height": 900})
    until(page, "[...document.querySelectorAll('.chart img')].some(one => one.complete && one.naturalWidth)")
    page.wait_for_load_state("networkidle")
    names = "performance.getEntriesByType('resource').map(one => one.name.split('/').pop().split('#')[0]).filter(one => /-(light|dark).svg$/.test(one))"
    assert page.evaluate(names) == [f"demonstration_sites-{file}.svg"]


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_light_and_dark_are_switched_and_kept(open_page: Open, address: str, scheme: str, other: str) -> None:
    names = {"light": "default", "dark": "slate"}
    page = open_page("", color_scheme=scheme)

    def is_now(wanted: str) -> None:
        until(page, f"document.body.dataset.mdColorScheme === '{names[wanted]}'")
        text, under = page.evaluate(SHADES, "article h1")
        assert (text < under) == (wanted == "light")
        assert page.evaluate(SEEN, f"img[src$='#only-{'dark' if wanted == 'light' else 'light'}']") == []

    is_now(scheme)
    page.locator("label[for^='__palette']:visible").click()
    is_now(other)
    page.goto(f"{address}compare/demonstration_sites/")
    is_now(other)
    assert page.evaluate(SEEN, f"img[src$='#only-{other}']") != []
    page.reload()
    is_now(other)
    page.locator("label[for^='__palette']:visible").click()
    is_now(scheme)
