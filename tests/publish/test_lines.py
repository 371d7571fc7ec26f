"""How lines break, measured in a real browser: none begins with a mark that belongs to what is before it, none ends a paragraph with one lone character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.publish.test_browser import PAGE_TYPES

pytestmark = pytest.mark.browser
MARKS = "，。、；：？！）”’》〉】」』…—～·,.;:?!)%"
# The lines of each element as they are seen: a line is what lies at one height; marks aside, what is small stands on the line of its neighbours.
LINES = """([selector, marks]) => [...document.querySelectorAll(selector)].flatMap((element) => {
  if (!element.checkVisibility() || element.querySelector("p, li, pre, table, svg")) return [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), range = document.createRange(), lines = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility()) continue;
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const rect = range.getClientRects()[0];
      if (!rect || !rect.width || !node.data[at].trim()) continue;
      const last = lines.at(-1);
      if (last && rect.top < last.bottom - 2) last.text += node.data[at], (last.bottom = Math.max(last.bottom, rect.bottom));
      else lines.push({ text: node.data[at], bottom: rect.bottom, code: node.parentElement.closest("code") });
    }
  }
  const wrong = lines.slice(1).filter((line) => !line.code && marks.includes(line.text[0])).map((line) => `begins with a mark: ${line.text}`);
  const last = lines.at(-1)?.text ?? "";
  const bare = [...last].filter((sign) => !marks.includes(sign));
  if (lines.length > 1 && bare.length < 2) wrong.push(`one lone character: ${lines.at(-2).text} / ${last}`);
  return wrong;
})"""
BY_HAND = ("about/", "about/adding/", "about/editing/", "about/tutorial/", "about/queries/", "about/library/", "about/engines/", "about/batch/",
           "about/architecture/", "search/", "404.html", "en/about/")  # fmt: skip


@pytest.fixture(params=[360, 1280])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


def test_a_bad_break_would_be_seen(page: Any) -> None:
    page.set_content(
        "<style>p{font:16px/2 monospace;width:64px;margin:0;line-break:anywhere;word-break:break-all}</style><p>一二三四五<p>一二三四。五六<p>一二三四五六"
    )
    assert page.evaluate(LINES, ["p", MARKS]) == ["one lone character: 一二三四 / 五", "begins with a mark: 。五六"]


def test_lines_of_headings_and_of_pages_by_hand_break_well(page: Any, address: str) -> None:
    phone = page.viewport_size["width"] == 360  # on a wide screen few lines break
    broken(page, address, {*PAGE_TYPES, *BY_HAND} if phone else BY_HAND)


def broken(page: Any, address: str, paths: Iterable[str]) -> None:
    """Demands that lines break well on the pages of these paths: of headings and claims everywhere, of paragraphs where a person wrote them."""
    found = []
    for path in sorted(paths):
        page.goto(address + path)
        where = "article :is(h1, h2, h3, h4)" + (", article :is(p, li)" if path in BY_HAND else ", article :is(.lede, .claim, .note)")
        found += [f"{path}: {one}" for one in page.evaluate(LINES, [where, MARKS])]
    assert found == []
