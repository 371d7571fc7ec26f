"""The English pages: in English but for names and quotes, the same numbers as their Chinese twins, and out of the search."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator import settings
from generator.profiles import diff
from generator.profiles.shelf import Shelf
from generator.publish import build, escape
from generator.publish.pages import templates, words
from generator.workspace import Workspace
from tests.project import RULES, copied

HAN = re.compile(r"[\u3400-\u9fff]")
NUMBERS = "td.n, table.matrix td, .totals dd, .about.end"
"""Where the pages have numbers that were counted or stated."""
SCALES = {"万": 10_000, "亿": 100_000_000}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("english") / "site", "mkdocs.yml", "templates/pages", "tests/gold/scores.yml")
    shelf = Shelf(Workspace(root))
    build.build(RULES, shelf, diff.load(shelf))
    return root / "docs"


def body(text: str) -> LexborHTMLParser:
    """A page's source without its head."""
    return LexborHTMLParser(text.split("\n---\n", 1)[1])


def chinese(page: LexborHTMLParser) -> list[str]:
    """What stands in Chinese outside what is marked as Chinese; headings in Markdown are text here."""
    for node in page.css("[lang|=zh], a[download]"):
        node.decompose()
    said = [page.body.text(separator="\n") if page.body else ""]
    said += [node.attributes.get(name) or "" for name in ("aria-label", "title", "alt") for node in page.css(f"[{name}]")]
    return [line for text in said for line in text.split("\n") if HAN.search(line)]


def numbers(page: LexborHTMLParser) -> list[Decimal]:
    """All numbers of tables and counts in order, 万 and 亿 multiplied out; dates are left out."""
    for node in page.css("time"):
        node.decompose()
    text = "\n".join(node.text() for node in page.css(NUMBERS))
    found = re.findall(r"(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)", text)
    return [Decimal(number.replace(",", "")) * SCALES.get(scale, 1) for number, scale in found]


def test_chinese_and_other_numbers_would_be_found() -> None:
    page = LexborHTMLParser('<p>All <q lang="zh-Hans">原文</q></p><p>说明</p><td></td><img alt="图">')
    assert chinese(page) == ["说明", "图"]
    row = "<table><tr><td class=n>{}</td></tr></table>"
    assert numbers(LexborHTMLParser(row.format("2.5万余人"))) == numbers(LexborHTMLParser(row.format("more than 25,000 人")))
    assert numbers(LexborHTMLParser(row.format("2.5万人"))) != numbers(LexborHTMLParser(row.format("2,500 人")))


@pytest.mark.parametrize("path", [*templates.TWINS, templates.ABOUT])
def test_a_page_is_in_english_but_for_names_and_quotes(docs: Path, path: str) -> None:
    assert chinese(body((docs / "en" / path).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", templates.TWINS)
def test_twins_have_the_same_numbers(docs: Path, path: str) -> None:
    found = [numbers(body((docs / folder / path).read_text(encoding="utf-8"))) for folder in ("", "en")]
    assert found[0] == found[1]
    assert found[0] or path in (
        "themes/index.md",
        "data/codebook/index.md",
        "documents/index.md",
        "compare/documents/index.md",
        "compare/honours/index.md",
        "programmes/index.md",
    )


def test_twins_name_each_other(docs: Path) -> None:
    found = {}
    for path in docs.rglob("index.md"):
        if twin := re.search(r"^twin: (.+)$", path.read_text(encoding="utf-8").split("\n---\n")[0], re.MULTILINE):
            found[path.relative_to(docs).as_posix().removesuffix("index.md") or "./"] = twin[1]
    assert len(found) == 2 * len(templates.TWINS) + 1  # the Chinese page about the site is written by hand, and not in this copy
    assert {one: other for one, other in found.items() if found.get(other) != one} == {"en/about/": "about/"}


def test_english_pages_lead_to_regions_and_documents_in_chinese(docs: Path) -> None:
    for path in templates.TWINS:
        page = body((docs / "en" / path).read_text(encoding="utf-8"))
        for link in page.css("a[href*='regions/'], a[href*='documents/']"):
            href = str(link.attributes["href"])
            if re.search(r"(^|/)(regions/\d+|documents/[\w-]+)/", href) and "/en/" not in href and href.startswith(".."):
                assert link.attributes.get("hreflang") == "zh-Hans" or "compare/" in href or link.attributes.get("rel"), (path, link.html)


@pytest.mark.parametrize(
    ("value", "printed"),
    [("2023", "2023"), ("2023-05", "May 2023"), ("2023-12-01", "1 December 2023"), ("2016-2020", "2016–2020")],
)
def test_dates_in_english(value: str, printed: str) -> None:
    assert words.date(value) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [(14150000.0, "14,150,000"), (10.5, "10.5"), (3.2e8, "320,000,000"), (0.0, "0"), (1204, "1,204")]
)
def test_values_in_english(value: float, printed: str) -> None:
    assert words.amount(value) == printed


def test_numbers_of_things_in_english() -> None:
    assert [words.plural(n, "region") for n in (0, 1, 1204)] == ["0 regions", "1 region", "1,204 regions"]
    assert words.plural(2, "entry", "entries") == "2 entries"


def test_chinese_in_an_english_sentence_is_marked() -> None:
    assert escape.marked("<b> 万 and 亿、") == '&lt;b&gt; <span lang="zh-Hans">万</span> and <span lang="zh-Hans">亿、</span>'


def test_a_site_without_an_english_name_has_its_own(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("site_name: 档案\n", encoding="utf-8")
    assert settings.load(tmp_path).english == "档案"
