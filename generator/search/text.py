"""From a built page to what is searched of it: the text inside `<article>`, block by block, as it is shown.

Inline elements join their text, all others and `<br>` break it; `MUTE` elements and whatever carries
`data-search-exclude` are left out. What a match is worth where, stands in rules/search.yml. No folding here, no index.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.rules import Rules
from generator.rules.site import NAME, TEXT, TITLE, SearchRules

MUTE = frozenset(["script", "style", "svg", "template", "nav", "noscript"])
INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr".split()
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
# Where the HTML wraps a line between two Han characters, the text has no gap.
_WRAP = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")


class TextBlock(NamedTuple):
    """Text that nothing breaks, blanks made single."""

    text: str
    rank: int
    anchor: str
    """The nearest id a link can point to; empty where there is none."""
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
    blocks: list[TextBlock]
    names: list[Name]


class _Effect(NamedTuple):
    """What an element of some kind does to the text inside."""

    place: Standing
    breaks: bool
    mute: bool
    heading: bool
    named: bool
    """Whether its text is a name that is offered."""


_Kind = tuple[str, str | None, bool]
"""Tag and classes of an element, and whether it is left out of search."""


class Standing(dict[_Kind, _Effect]):
    """Where a piece of text stands, its anchor aside; holds what each kind of element does there, which is looked into once."""

    def __init__(self, rules: SearchRules, rank: int, silent: bool, offered: bool) -> None:
        super().__init__()
        self._rules, self.rank, self.silent, self.offered = rules, rank, silent, offered

    def __missing__(self, kind: _Kind) -> _Effect:
        tag, classes, excluded = kind
        inline, some = tag in INLINE, (classes or "").split()
        silent = tag != "article" and (self.silent or excluded)
        rank = min([self.rank, self._rules.by_element.get(tag, TEXT), *(self._rules.by_class.get(one, TEXT) for one in some)])
        offered = self.offered or any(one in self._rules.offered.classes for one in some)
        inside = self
        if (silent, rank, offered) != (self.silent, self.rank, self.offered):
            inside = Standing(self._rules, rank, silent, offered)
        named = inline and offered and not self.offered and not silent
        self[kind] = effect = _Effect(inside, not inline, tag in MUTE or tag[0] == "-", tag in HEADINGS, named)
        return effect


class PageText:
    """Reads pages."""

    def __init__(self, rules: Rules) -> None:
        self._outside = Standing(rules.search, TEXT, silent=True, offered=False)

    def read(self, html: str) -> Article:
        """What is searched of a page."""
        html = html.replace("\0", "")
        start, end = html.find("<article"), html.rfind("</article>")
        # What is around the article is half of a page, and costs as much to parse.
        head = LexborHTMLParser(html[: html.find("<body")])
        facets: dict[str, list[str]] = {}
        for meta in head.css('meta[name^="search:"]'):
            facets.setdefault((meta.attributes["name"] or "").removeprefix("search:"), []).append(meta.attributes.get("content") or "")
        walk = _Walk(self._outside)
        if 0 <= start < end and (body := LexborHTMLParser(html[start:end]).body):
            walk.through(body, self._outside)
        title = next((block.text for block in walk.blocks if block.rank == TITLE), "")
        if not title and (shown := head.css_first("title")):
            title = _single(shown.text())
        return Article(title, facets, walk.blocks, walk.names)


class _Walk:
    """Goes through an article and gathers its blocks and names."""

    def __init__(self, place: Standing) -> None:
        self.blocks: list[TextBlock] = []
        self.names: list[Name] = []
        self._pieces: list[str] = []
        self._begun, self._anchor = place, ""  # where the first of them stands
        self._anchors = [""]
        self._heading = ""

    def through(self, node: LexborNode, place: Standing) -> None:
        """Takes in what is inside `node`, which stands at `place`."""
        pieces, child, silent = self._pieces, node.first_child, place.silent
        while child is not None:
            tag = child.tag
            if tag == "-text":
                if not silent:
                    text = child.text_content or ""
                    if pieces or not text.isspace():
                        if not pieces:
                            self._begun, self._anchor = place, self._anchors[-1]
                        pieces.append(_WRAP.sub("", text) if "\n" in text else text)
            elif tag and tag != "-comment":
                attributes = child.attributes
                inside, breaks, mute, heading, named = place[tag, attributes.get("class"), "data-search-exclude" in attributes]
                if breaks and pieces:
                    self._end(place, False)
                if not mute:
                    first, anchor = len(pieces), attributes.get("id")
                    if anchor:
                        self._anchors.append(anchor)
                    self.through(child, inside)
                    if breaks and pieces:
                        self._end(inside, heading)
                    elif named:
                        self.names.append(Name(_single("".join(pieces[first:])), NAME, True))
                    if anchor:
                        self._anchors.pop()
            child = child.next

    def _end(self, place: Standing, heading: bool) -> None:
        """Ends a block at `place`; the text of a `heading` stands over all that follows."""
        whole = _single("".join(self._pieces))
        self._pieces.clear()
        if not whole:
            return
        if heading:
            self._heading = whole
            # Nearer to what follows than any id further out, also once the elements around it are closed.
            self._anchors = [self._anchors[-1]] * len(self._anchors)
        self.blocks.append(TextBlock(whole, self._begun.rank, self._anchor, self._heading))
        if self._begun.rank <= NAME:
            self.names.append(Name(whole, self._begun.rank, place.offered or self._begun.rank == TITLE))


def _single(text: str) -> str:
    return " ".join(text.split())
