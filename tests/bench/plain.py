"""The words of a built site as ordinary Markdown: headings, paragraphs, lists, tables, links. What stock tools are measured on.

Every page of the site becomes one file at the same place, so that they build as many pages of the same words as we do; no
attributes, no HTML, no charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NONE = frozenset(("script", "style", "svg", "nav", "form", "button", "template", "input", "select", "img", "-comment"))
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer", "header")
    + ("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul")
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_SPACES = re.compile(r"\s+")
CONFIG = """site_name: 地方民族工作报告档案
use_directory_urls: true
{theme}
nav:
  - 首页: index.md
  - 地区: regions/index.md
  - 文件: documents/index.md
markdown_extensions:
  - tables
  - toc
"""
"""With a navigation of hubs alone: one that lists every page would have to be written into every page."""
MATERIAL = (
    "theme:\n  name: material\n  language: zh\n  font: false\nplugins:\n  - search:\n      separator: '[\\s\\u200b\\-、。，．？！；]+'"
)
BARE = "theme:\n  name: mkdocs\nplugins: []"


def convert(site: Path, folder: Path) -> tuple[int, str]:
    """Writes the pages of `site` as Markdown below `folder`; how many, and the sha256 of all of it."""
    pages, digest = 0, sha256()
    for file in sorted(site.rglob("index.html")):
        text = markdown(file.read_text(encoding="utf-8"))
        target = folder / file.relative_to(site).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        digest.update(text.encode())
        pages += 1
    return pages, digest.hexdigest()


def markdown(page: str) -> str:
    """The article of one page."""
    article = LexborHTMLParser(page).css_first("article, [role=article]")
    return "\n\n".join(filter(None, _blocks(article))) + "\n" if article else ""


def _blocks(node: LexborNode) -> Iterator[str]:
    """The blocks below `node`; what stands between them in a line is a paragraph."""
    inline = list[str]()
    for child in _children(node):
        if child.tag in _BLOCKS:
            yield "".join(inline).strip()
            inline.clear()
            yield from _block(child)
        else:
            inline.append(_inline(child))
    yield "".join(inline).strip()


def _block(node: LexborNode) -> Iterator[str]:
    if re.fullmatch("h[1-6]", node.tag or ""):
        yield f"{'#' * int((node.tag or '')[1])} {_inside(node)}"
    elif node.tag in ("ul", "ol"):
        yield "\n".join(_items(node, ""))
    elif node.tag == "table":
        yield "\n".join(_rows(node))
    else:
        yield from _blocks(node)


def _items(node: LexborNode, pad: str) -> Iterator[str]:
    for item in _children(node):
        if item.tag != "li":
            continue
        below = [child for child in _children(item) if child.tag in ("ul", "ol")]
        words = " ".join(
            "".join(_inside(child) if child.tag in _BLOCKS else _inline(child)) for child in _children(item) if child not in below
        )
        yield f"{pad}- {_SPACES.sub(' ', words).strip()}"
        for inner in below:
            yield from _items(inner, f"{pad}    ")


def _rows(table: LexborNode) -> Iterator[str]:
    rows = [[_inside(cell) for cell in row.css("th, td")] for row in table.css("tr")]
    width = max(map(len, rows), default=0)
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row + [''] * (width - len(row)))} |"
        if number == 0:
            yield f"|{' --- |' * width}"


def _inside(node: LexborNode) -> str:
    """The words of `node` in one line."""
    parts = [f" {_inside(child)} " if child.tag in _BLOCKS or child.tag == "br" else _inline(child) for child in _children(node)]
    return _SPACES.sub(" ", "".join(parts)).strip()


def _inline(node: LexborNode) -> str:
    if node.tag == "-text":
        return _SPACES.sub(" ", _SPECIAL.sub(r"\\\1", node.text() or ""))
    words = _inside(node)
    href = (node.attributes.get("href") or "") if node.tag == "a" else ""
    if words and re.fullmatch(r"[\w./-]*/(#.*)?", href) and ":" not in href:
        path, sign, anchor = href.partition("#")
        return f"[{words}]({path}index.md{sign}{anchor})"
    return f"**{words}**" if node.tag in ("strong", "b") and words else words


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter(include_text=True) if child.tag not in _NONE)
