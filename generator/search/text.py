"""From a built page to what is searched of it: the text inside `<article>`, block by block, as it is shown.

Inline elements join their text, all others and `<br>` break it; `MUTE` elements and whatever carries
`data-search-exclude` are left out. What a match is worth where, stands in rules/search.yml. No folding here, no index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from generator.search import rules as search_rules
from generator.search.rules import NAME, TEXT, TITLE

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
MUTE = frozenset(["script", "style", "svg", "template", "nav", "noscript"])
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_ATTRIBUTES = r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*"""
# Scripts and styles whole, since what stands in them is no markup; comments; else one tag.
_MARKUP = re.compile(rf"(<(?:(?:script|style)\b.*?</(?:script|style)\s*|!--.*?--|/?[a-zA-Z]{_ATTRIBUTES}|[!?][^>]*)>)", re.S | re.I)
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*)({_ATTRIBUTES})>", re.S)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
# Attributes that hardly two elements share; without them most tags are old acquaintances.
_OWN = re.compile(r"""\s(?:id|href|src|style|aria-label|data-label|alt)="[^"]*\"""")
_ID = re.compile(r"""\sid="([^"]*)\"""")
_META = re.compile(rf"<meta\b({_ATTRIBUTES})>", re.I)
_PAGE_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.S | re.I)
# Where the HTML wraps a line between two Han characters, the text has no gap.
_WRAP = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")


class Place(NamedTuple):
    """Where a piece of text stands."""

    silent: bool
    """Outside the article, or left out of search."""
    rank: int
    offered: bool
    """Inside a class whose names are offered where a search finds nothing."""
    anchor: str
    """The nearest id a link can point to; empty where there is none."""


OUTSIDE = Place(True, TEXT, False, "")
INSIDE = Place(False, TEXT, False, "")


class Block(NamedTuple):
    """Text that nothing breaks, blanks made single."""

    text: str
    rank: int
    anchor: str
    heading: str
    """The heading it stands under or is; empty before the first."""


class Name(NamedTuple):
    """What a reader may type in full to find the page."""

    text: str
    rank: int
    offered: bool


class Article(NamedTuple):
    """What is searched of one page; without blocks where it has no article."""

    title: str
    facets: dict[str, list[str]]
    """Contents of `<meta name="search:…">` by what follows the colon."""
    blocks: list[Block]
    names: list[Name]


def read(html: str) -> Article:
    """What is searched of a page."""
    start, end = html.find("<article"), html.rfind("</article>")
    head = html if start < 0 else html[:start]
    facets: dict[str, list[str]] = {}
    for match in _META.finditer(head):
        meta = _attributes(match[1])
        if meta.get("name", "").startswith("search:"):
            facets.setdefault(meta["name"].removeprefix("search:"), []).append(meta.get("content", ""))
    blocks, names = _walk(html[start : end + len("</article>")]) if 0 <= start < end else ([], [])
    title = next((block.text for block in blocks if block.rank == TITLE), "")
    if not title and (shown := _PAGE_TITLE.search(head)):
        title = _single(unescape(shown[1]))
    return Article(title, facets, blocks, names)


class _Tag(NamedTuple):
    """A tag and what it does to the text inside."""

    name: str
    inline: bool
    closes: bool
    plain: bool
    """It opens an element in which nothing is other than around it."""
    rank: int = TEXT
    offered: bool = False
    silent: bool = False
    anchor: str = ""


_COMMENT = _Tag("", True, False, True)
_SCRIPT = _Tag("", False, False, True)


def _walk(html: str) -> tuple[list[Block], list[Name]]:
    blocks: list[Block] = []
    names: list[Name] = []
    pieces: list[str] = []
    begun = place = OUTSIDE
    stack: list[tuple[str, Place]] = []
    heading = ""
    name_at = 0  # first of `pieces` inside the inline name that is open
    known = _known()
    tokens = iter(_MARKUP.split(html))
    for text, markup in zip(tokens, tokens, strict=False):
        if text and not place.silent and (pieces or not text.isspace()):
            if not pieces:
                begun = place
            if "&" in text:
                text = unescape(text)
            pieces.append(_WRAP.sub("", text) if "\n" in text else text)
        tag = known.get(markup) or _tag(markup)
        if pieces and not tag.inline:
            whole = " ".join("".join(pieces).split())
            pieces.clear()
            if whole:
                if tag.closes and tag.name in HEADINGS:
                    heading = whole
                    # Nearer to what follows than any id further out, also once the elements around it are closed.
                    stack[:-1] = [(name, one._replace(anchor=place.anchor)) for name, one in stack[:-1]]
                blocks.append(Block(whole, begun.rank, begun.anchor, heading))
                if begun.rank <= NAME:
                    names.append(Name(whole, begun.rank, place.offered or begun.rank == TITLE))
        if tag.closes:
            if stack and stack[-1][0] == tag.name:
                stack.pop()
            elif any(name == tag.name for name, _ in stack):
                while stack.pop()[0] != tag.name:
                    pass
            above = stack[-1][1] if stack else OUTSIDE
            if tag.inline and place.offered and not above.offered and not place.silent:
                names.append(Name(_single("".join(pieces[name_at:])), NAME, True))
            place = above
        elif tag.name:
            if not tag.plain:
                above, place = place, _enter(tag, place)
                if tag.inline and place.offered and not above.offered:
                    name_at = len(pieces)
            stack.append((tag.name, place))
    return blocks, names


def _enter(tag: _Tag, above: Place) -> Place:
    if tag.name == "article":
        return INSIDE
    return Place(
        above.silent or tag.silent, min(tag.rank, above.rank), above.offered or tag.offered, tag.anchor or above.anchor
    )  # fmt: skip


@lru_cache(maxsize=1)
def _known() -> dict[str, _Tag]:
    """Tags without attributes of their own, which come again and again, by their markup."""
    return {}


def _tag(markup: str) -> _Tag:
    common = _OWN.sub("", markup)
    tag = _common(common)
    if common == markup:
        _known()[markup] = tag
        return tag
    own = _ID.search(markup)
    if not own or not tag.name:
        return tag
    return _Tag(tag.name, tag.inline, False, False, tag.rank, tag.offered, tag.silent, unescape(own[1]))


@lru_cache(maxsize=1 << 14)
def _common(markup: str) -> _Tag:
    match = _TAG.fullmatch(markup)
    if not match:
        return _COMMENT if markup[:2] in ("<!", "<?") else _SCRIPT
    name = match[2].lower()
    if match[1]:
        return _Tag(name, name in INLINE, True, True)
    rules, found = search_rules.load(), _attributes(match[3])
    classes = found.get("class", "").split()
    rank = min([rules.by_element.get(name, TEXT), *(rules.by_class.get(one, TEXT) for one in classes)])
    offered = any(one in rules.offered.classes for one in classes)
    silent, anchor = name in MUTE or "data-search-exclude" in found, found.get("id", "")
    plain = rank == TEXT and name != "article" and not (offered or silent or anchor)
    return _Tag("" if name in VOID else name, name in INLINE, False, plain, rank, offered, silent, anchor)


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def _single(text: str) -> str:
    return " ".join(text.split())
