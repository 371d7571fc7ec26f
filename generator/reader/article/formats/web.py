"""Saved web pages: all the text they show, line by line, and what they say of themselves in their metadata.

Which of the lines are the article is the business of `furniture`, as for any other text; only lists of links go here, where they can be
told. Nothing is guessed: what the page does not state is left out.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.errors import SeedError
from generator.reader.article import limits
from generator.reader.article.formats.word import row_lines

_MUTE = frozenset(
    "head script style svg template noscript iframe object select datalist button textarea audio video canvas math rt rp dialog".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q s samp small span strike strong sub sup time tt u "
    "var wbr o:p".split()
)
_LISTED = frozenset(("li", "dd", "dt"))
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANK = re.compile(r"[ \t\r\n\f]+")
# Where the HTML wraps a line between two Han characters, the text has no gap.
_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uff60])[ \t\r\f]*\n[ \t\r\n\f]*(?=[\u3000-\u9fff\uff00-\uff60])")
_BEGINS = re.compile(
    r"[\s\ufeff]*+(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype|html|head|body|meta|title|base|link|style|script|div|p|section|article|main|table|tbody|tr|td|h[1-6]|span|font|center|ul|ol|pre|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSES = re.compile(r"</(?:p|div|span|td|li|h[1-6]|section|html)>|<br\s*/?>", re.IGNORECASE)
_SAVED = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(\S+)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
# Names of metadata, without case and punctuation, the first that is stated before the others: portals of governments (TRS, UCAP),
# then what is common to the web.
_NAMED = {
    "title": ("articletitle", "ogtitle", "title"),
    "published": ("pubdate", "publishdate", "publishtime", "firstpublishedtime", "articlepublishedtime", "datepublished", "ogreleasedate"),
    "source": ("contentsource", "source", "mediaid", "articlesource"),
    "byline": ("author", "articleauthor", "ogarticleauthor"),
    "site": ("sitename", "ogsitename", "applicationname"),
    "url": ("url", "ogurl", "contenturl"),
}
_WECHAT = "mp.weixin.qq.com"
_EPOCH = re.compile(r"\bvar (?:ct|createTimestamp)\s*=\s*[\"'](\d{10})[\"']")
_GAP = "\0"
"""Stands behind a link while the line is made: two links in a row are two words."""
_PARTS, _MULTIPARTS = 2000, 20
"""Parts of a saved page with its pictures, and how many of them hold further ones."""


def is_page(text: str) -> bool:
    """Whether a text is HTML: a page, or a piece of one."""
    return bool(_BEGINS.match(text[:10_000])) or sum(1 for _ in zip(_CLOSES.finditer(text[:10_000]), range(3), strict=False)) == 3


def archived(data: bytes, file: str) -> tuple[bytes, str]:
    """The HTML of a page that was saved as one file with its pictures (.mht), and its address; raises SeedError."""
    if data.count(b"\n--") > _PARTS:
        limits.refuse(file, _PARTS, "parts", limits.PLAIN)
    if data.lower().count(b"multipart/") > _MULTIPARTS:
        limits.refuse(file, _MULTIPARTS, "parts of parts", limits.PLAIN)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    content = parts[0].get_payload(decode=True) if parts else None
    if not isinstance(content, bytes) or not content.strip():
        raise SeedError.at(file, "holds no web page", hint="save the page again as «网页，仅HTML» (.html)")
    charset = parts[0].get_content_charset() or ""
    if charset.replace("-", "") not in ("", "utf8") and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(LookupError, UnicodeDecodeError):  # what is said of it is wrong: it is tried as any other text is
            content = content.decode(charset).encode()
    return content, str(parts[0].get("Content-Location") or message.get("Snapshot-Content-Location") or "")


def read(source: str, file: str) -> tuple[str, dict[str, str], int]:
    """A page's text; what it says of itself (`_NAMED` and `window`, the title of its window); the characters it holds, blanks left out.

    Raises SeedError.
    """
    limits.markup(source, file, limits.WEB_TAGS, limits.WEB_ATTRIBUTES, raw=True)
    tree = LexborHTMLParser(source.replace("\0", ""))
    body = tree.body
    if body is None:
        raise SeedError.at(file, "is a web page without text", hint="save the page's main text")
    held = _held(body, file)
    walk = _PageLines()
    walk.through(body)
    walk.end()
    if not walk.lines:
        raise SeedError.at(file, "is a web page without an article", hint="save the page's main text")
    return "\n".join(walk.lines), _told(tree, source), held - walk.links


def _held(body: LexborNode, file: str) -> int:
    """Characters of all text that a page shows, blanks left out; raises SeedError where elements stand too deep in each other."""
    count, depth, node, mute = 0, 0, body.first_child, 0
    while node is not None:
        if node.is_text_node and not mute:
            count += len("".join((node.text_content or "").split()))
        below = node.first_child
        if below is not None:
            depth += 1
            if depth > limits.NESTED:
                limits.refuse(file, limits.NESTED, "elements inside each other")
            mute = mute or (depth if _silent(node) else 0)
            node = below
            continue
        while node is not None and node.next is None:
            node = node.parent if depth else None
            if mute == depth:
                mute = 0
            depth -= 1
        node = node.next if node is not None else None
    return count


def _silent(node: LexborNode) -> bool:
    """Whether an element shows no text."""
    if node.tag in _MUTE:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(_GONE.search(attributes.get("style") or ""))


class _PageLines:
    """Goes through a page and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.links = 0
        """Characters of the lists of links that were left out."""
        self._pieces: list[str] = []
        self._linked = 0
        self._link = self._listed = False
        self._below: dict[int, int] = {}
        """Columns of the table that cells of rows above reach down to, and for how many rows still."""

    def end(self) -> None:
        """Ends the line."""
        text = _BLANK.sub(" ", "".join(self._pieces).replace(_GAP, "")).strip()
        if text:
            count = len("".join(text.split()))
            if self._listed and 2 * self._linked > count:
                self.links += count
            else:
                self.lines.append(text)
        self._pieces, self._linked = [], 0

    def through(self, node: LexborNode) -> None:
        """Takes in what is inside `node`."""
        child = node.first_child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                self._text(child.text_content or "")
            elif tag == "br":
                self.end()
            elif tag == "tr":
                self.end()
                self._row(child)
            elif not tag.startswith("-") and not _silent(child):
                self._element(child, tag)
            child = child.next

    def _element(self, node: LexborNode, tag: str) -> None:
        before = self._link, self._listed, self._below
        if tag == "table":
            self._below = {}
        if tag == "a":
            if self._pieces and self._pieces[-1] == _GAP:
                self._pieces[-1] = " "
            self._link = True
        self._listed = self._listed or tag in _LISTED
        if tag not in _INLINE:
            self.end()
        if tag == "pre":
            for line in (node.text() or "").split("\n"):
                self._text(line)
                self.end()
        else:
            self.through(node)
        if tag not in _INLINE:
            self.end()
        self._link, self._listed, self._below = before
        if tag == "a" and self._pieces:
            self._pieces.append(_GAP)

    def _text(self, text: str) -> None:
        if self._pieces and self._pieces[-1] == _GAP:
            self._pieces.pop()
        self._pieces.append(_WRAP.sub("", text) if "\n" in text else text)
        if self._link:
            self._linked += len("".join(text.split()))

    def _row(self, row: LexborNode) -> None:
        """One row of a table: a line with its cells parted by tabs, or their lines where the table only lays out the page."""
        cells = list[list[str]]()
        for cell in _cells(row):
            self._pass(cells)
            inner = _PageLines()
            inner._listed = self._listed
            inner.through(cell)
            inner.end()
            self.links += inner.links
            columns, rows = (_spans(cell, name) for name in ("colspan", "rowspan"))
            self._below |= {len(cells) + column: rows - 1 for column in range(columns)}
            cells += [inner.lines, *([] for _ in range(columns - 1))]
        self._pass(cells)
        self.lines += row_lines(cells)

    def _pass(self, cells: list[list[str]]) -> None:
        """Leaves the columns empty that cells above reach down to."""
        while self._below.get(len(cells), 0) > 0:
            self._below[len(cells)] -= 1
            cells.append([])


def _spans(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or ""
    return max(1, min(int(value), limits.SPANNED)) if value.isdecimal() else 1


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    cell = row.first_child
    while cell is not None:
        if cell.tag in ("td", "th") and not _silent(cell):
            yield cell
        cell = cell.next


def _told(tree: LexborHTMLParser, source: str) -> dict[str, str]:
    """What the page says of itself."""
    stated: dict[str, str] = {}
    for meta in tree.css("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property") or meta.attributes.get("itemprop") or ""
        content = " ".join((meta.attributes.get("content") or "").split())
        if content:
            stated.setdefault(re.sub(r"[\W_]+", "", name.lower()), content)
    told = {key: stated[found] for key, names in _NAMED.items() if (found := next((name for name in names if name in stated), None))}
    if window := tree.css_first("title"):
        told["window"] = " ".join(window.text().split())
    saved, link = _SAVED.search(source[:5000]), tree.css_first("link[rel=canonical]")
    addresses = (saved[1] if saved else "", (link.attributes.get("href") or "") if link else "", told.pop("url", ""))
    if address := next(filter(None, map(_ADDRESS.match, addresses)), None):
        told["url"] = address[0]
    return {key: value for key, value in (told | _account(tree, source, told.get("url", ""))).items() if value}


def _account(tree: LexborHTMLParser, source: str, address: str) -> dict[str, str]:
    """What a page of a WeChat account says in its own ways."""
    account = tree.css_first("#js_name")
    if account is None and _WECHAT not in address:
        return {}
    day, stamp = tree.css_first("#publish_time"), _EPOCH.search(source)
    named = tree.css_first("span.rich_media_meta_text:not([id]), #js_author_name")
    told = {"site": " ".join(account.text().split()) if account else "", "byline": named.text().strip() if named else ""}
    if day and day.text().strip():
        told["published"] = day.text().strip()
    elif stamp:
        # The accounts' own clock.
        told["published"] = (datetime.fromtimestamp(int(stamp[1]), UTC) + timedelta(hours=8)).date().isoformat()
    return told
