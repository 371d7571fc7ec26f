"""The built site: every page is there, every link and anchor leads somewhere, nothing is foreign; and a reader's way through it."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.profiles.shelf import Shelf
from generator.publish import build, engine
from generator.publish.pages import comparisons, explorer, themes
from generator.publish.pages import pages as pages_of
from generator.workspace import Workspace
from tests import built
from tests.project import FROZEN, PAGES, RULES, copied

REGIONS = "222401 620200 230881 150000 150200 150700 152200 150400 150600 620121".split()
DOCUMENTS = "yanji-2023 jiayuguan tongjiang-2024 neimenggu yongdeng-2025".split()
# Words a Chinese page may print in Latin letters: names of formats, codes and tools.
LATIN = re.compile(
    r"^(https?|www|CSV|JSON|YAML|BibTeX|CSL|SHA|GB|Data|Package|Frictionless|UTF|ID|adcode|docs|profiles?|seeds|txt|yml|VS|Code|python|generator|make|schema|AAA|api|Material|MkDocs)$",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def pages(site: Path) -> built.Pages:
    return built.parsed(site)


def test_contracted_addresses_are_there(site: Path) -> None:
    wanted = [f"regions/{code}/index.html" for code in REGIONS] + [f"documents/{name}/index.html" for name in DOCUMENTS]
    assert set(wanted) <= set(built.addresses(FROZEN))
    assert [path for path in built.addresses(FROZEN) if not (site / path).exists()] == []


def test_every_link_and_anchor_leads_somewhere(site: Path, pages: built.Pages) -> None:
    assert built.broken_links(site, pages) == []


def test_nothing_loads_from_third_parties(site: Path, pages: built.Pages) -> None:
    assert built.foreign(site, pages) == []


def test_what_every_site_must_hold_can_fail(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(
        '<p id="here"></p><a href="#here"></a><a href="../a/"></a><a href="#gone"></a>', encoding="utf-8"
    )
    (tmp_path / "b.html").write_text('<a href="a/#here"></a><a href="c/"></a><a href="a/#gone"></a><a href="https://a.example/"></a>'
                                     '<script src="//b.example/x.js"></script>', encoding="utf-8")  # fmt: skip
    (tmp_path / "c.css").write_text("a{background:url(https://c.example/x.png)}", encoding="utf-8")
    pages = built.parsed(tmp_path)
    assert built.broken_links(tmp_path, pages) == ["a/index.html: #gone", "b.html: c/", "b.html: a/#gone"]
    assert built.foreign(tmp_path, pages) == ["b.html: //b.example/x.js", "c.css: https://c.example/x.png"]


def test_pages_are_chinese(pages: built.Pages) -> None:
    english: list[str] = []
    for name, page in pages.items():
        html = page.css_first("html")
        assert html is not None and html.attributes.get("lang") == ("en" if name.startswith("en/") else "zh-CN"), name
        if name.startswith("en/"):
            continue
        texts = [node.text() for node in page.css("header, nav, footer, title")]
        texts += [
            node.attributes.get(key) or ""
            for node in page.css("[aria-label], [placeholder], [title], [alt]")
            for key in ("aria-label", "placeholder", "title", "alt")
        ]
        for text in texts:
            words = re.findall(r"[A-Za-z]{4,}", text)
            if not re.search(r"[\u4e00-\u9fff]", text) and any(not LATIN.match(word) for word in words):
                english.append(f"{name}: {text.strip()[:60]}")
    assert english == []


def test_the_frame_of_english_pages_is_english(pages: built.Pages) -> None:
    found = {name: page for name, page in pages.items() if name.startswith("en/")}
    assert len(found) > 30
    for name, original in found.items():
        page = LexborHTMLParser(original.html or "")
        for node in page.css("[lang|=zh]"):
            node.decompose()
        said = [node.text() for node in page.css("title, header, nav, footer, .skip")]
        said += [node.attributes.get(key) or "" for key in ("aria-label", "title", "content") for node in page.css(f"[{key}]")]
        assert [text for text in said if re.search(r"[\u3400-\u9fff]", text)] == [], name


def test_pages_lead_to_their_other_language(pages: built.Pages) -> None:
    for name, page in pages.items():
        link = page.css_first("a.other")
        assert link is not None, name
        english = name.startswith("en/")
        twin = name.removeprefix("en/") if english else f"en/{name}" if f"en/{name}" in pages else "en/index.html"
        target = urljoin(f"/{name}", str(link.attributes["href"])).lstrip("/") + "index.html"
        assert (target, link.attributes["hreflang"]) == (twin, "zh-CN" if english else "en"), name
        assert not page.css("link[rel~=alternate][hreflang]"), f"{name}: without SITE_URL there is no whole address to give"


def test_no_whole_source_is_published(site: Path, tmp_path: Path) -> None:
    assert built.republished(FROZEN, site) == []
    paragraph = max((FROZEN / "seeds/000_bae2e2ca5f129531.txt").read_text(encoding="utf-8-sig").split("\n"), key=len)
    (tmp_path / "page.html").write_text(f"<p>{escape(paragraph, quote=False)}</p>", encoding="utf-8")
    assert len(built.republished(FROZEN, tmp_path)) == 1


@pytest.mark.browser
def test_a_reader_finds_a_figure_its_quote_its_like_and_searches(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
    page.goto(address)
    page.get_by_role("link", name="延吉市").first.click()
    page.wait_for_url("**/regions/222401/")
    assert page.get_by_text("投入少数民族发展资金1415万元").first.is_visible()
    page.locator("a[href*='compare/minority_development_funds']").first.click()
    page.wait_for_url("**/compare/minority_development_funds/**")
    assert page.get_by_text("3456").first.is_visible()
    total = page.evaluate("async () => (await window.siteSearch('石榴籽', {})).total")
    assert total >= 1
    context.close()
    assert errors == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "path",
    [
        "",
        "regions/150000/",
        "compare/",
        "compare/demonstration_sites/",
        "documents/tongjiang-2024/",
        "data/",
        "about/editing/",
        "en/",
        "en/compare/",
        "en/themes/exchange/",
        "en/data/codebook/",
    ],
)
def test_no_page_scrolls_sideways_on_a_phone(browser: Any, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


LIMITS = (
    (comparisons, "MANY"),
    (comparisons, "ROWS"),
    (comparisons, "TITLES"),
    (pages_of, "SCREEN"),
    (themes, "MANY"),
    (explorer, "AT_ONCE"),
    (pages_of, "COMPACT"),
    (pages_of, "YEARLY"),
    (pages_of, "PICTURED"),
)
"""From where on pages are laid out for many."""


@pytest.mark.parametrize("some", [DOCUMENTS, ["tongjiang-2024", "yongdeng-2025"]])
def test_pages_of_many_reports_lead_where_something_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, some: list[str]) -> None:
    """What five reports have on one page stands on one for each province here, and lists are cut; of two reports no name is shared."""
    space = Workspace(
        copied(tmp_path / "project", *PAGES, "templates", "generator/publish/verbatim.py", "mkdocs.yml", "tests/gold/scores.yml")
    )
    for path in space.profiles.glob("*.yml"):
        if path.stem not in some:
            path.unlink()
    for module, limit in LIMITS:
        monkeypatch.setattr(module, limit, 1)
    build.build(RULES, Shelf(space))
    engine.build(space, space.root / "site")  # which stops where a link leads nowhere
    years = {path.parent.name: path.read_text(encoding="utf-8") for path in space.docs.glob("documents/years/*/index.md")}
    assert set(years) == {"undated" if "-" not in one else one.rpartition("-")[2] for one in some}
    assert sorted(re.findall(r'<li><a href="../../([a-z][^/"]*)/"', "".join(years.values()))) == sorted(some)
    assert set(re.findall(r'href="years/([^/"]+)/"', (space.docs / "documents/index.md").read_text(encoding="utf-8"))) == set(years)
    hub = (space.docs / "programmes/index.md").read_text(encoding="utf-8")
    assert len(list(space.docs.glob("programmes/*/index.md"))) == len({code[:2] for code in re.findall(r'href="(\d{6})/"', hub)}) > 1
    assert ('id="shared"' in hub) == (some == DOCUMENTS)
