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
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var wbr".split()
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

_ATTRIBUTES = r"""[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+"""
_SCRIPT = r"(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b"
# One tag; scripts and styles whole, since what stands in them is no markup; comments.
_MARKUP = rf"""<(?:/[a-zA-Z]{_ATTRIBUTES}|(?!{_SCRIPT})[a-zA-Z]{_ATTRIBUTES}|{_SCRIPT}.*?</{_SCRIPT}\s*|!--.*?--|[!?][^>]*|[a-zA-Z]{_ATTRIBUTES})>"""
# As many of them as follow one another.
_RUN = re.compile(rf"((?:{_MARKUP}\s*+)++)", re.S)
_PIECE = re.compile(rf"({_MARKUP})|\s+", re.S)
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*)({_ATTRIBUTES})>", re.S)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
# Attributes that hardly two elements share; without them most runs are old acquaintances.
_OWN = re.compile(r"""\s(?:href|src|style|aria-label|data-label|alt)="[^"]*\"""")
_ID = re.compile(r"""\sid="([^"]*)\"""")
_SOME_ID = "\0"
"""In the place of an id."""
_META = re.compile(rf"<meta\b({_ATTRIBUTES})>", re.I)
_PAGE_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.S | re.I)
# Where the HTML wraps a line between two Han characters, the text has no gap.
_WRAP = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")


class Place(NamedTuple):
    """Where a piece of text stands, its anchor aside."""

    silent: bool
    """Outside the article, or left out of search."""
    rank: int
    offered: bool
    """Inside a class whose names are offered where a search finds nothing."""


OUTSIDE = Place(True, TEXT, False)
INSIDE = Place(False, TEXT, False)


class Block(NamedTuple):
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
    blocks: list[Block]
    names: list[Name]


def read(html: str) -> Article:
    """What is searched of a page."""
    html = html.replace(_SOME_ID, "")
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
    """A tag and what it does to the text inside; without a name it opens and closes nothing."""

    name: str
    inline: bool
    closes: bool = False
    rank: int = TEXT
    offered: bool = False
    silent: bool = False
    anchor: str = ""


_SPACE = _Tag("", True)
_OPEN, _CLOSE = "open", "close"
"""An inline name begins, or ends."""
MANY = 50_000
"""Runs and states remembered: a site's templates have some hundreds."""


class _Run:
    """Tags that follow one another: either all inline, or the first of them ends a block."""

    def __init__(self, tags: list[_Tag]) -> None:
        self.tags = tags
        self.breaks = not tags[0].inline
        self.heading = tags[0].closes and tags[0].name in HEADINGS


class _Step(NamedTuple):
    """What a run of tags does where it stands."""

    state: _State
    """What is open behind it."""
    acts: tuple[str, ...]
    """What it does to inline names and, with a blank, to the text."""
    pops: int
    """Elements with an anchor of their own that it closes and that were open before it."""
    pushes: tuple[int | str, ...]
    """For each such element that it opens and leaves open its anchor, or which of the run's ids that is."""


class _State:
    """Elements that are open: name, place inside, whether it has an anchor of its own. Reading a page goes from state to state.

    Pages of one template take the same steps again and again, so each is worked out once.
    """

    __slots__ = ("place", "silent", "stack", "steps")

    def __init__(self, stack: tuple[tuple[str, Place, bool], ...]) -> None:
        self.stack = stack
        self.place = stack[-1][1] if stack else OUTSIDE
        self.silent = self.place.silent
        self.steps: dict[_Run, _Step] = {}

    def step(self, run: _Run) -> _Step:
        """What `run` does here."""
        stack, acts, pushes = list(self.stack), list[str](), list[int | str]()
        pops = ids = 0
        for tag in run.tags:
            place = stack[-1][1] if stack else OUTSIDE
            if tag is _SPACE:
                if not place.silent:
                    acts.append(" ")
            elif tag.closes:
                while any(name == tag.name for name, _, _ in stack):
                    name, _, anchored = stack.pop()
                    if anchored and pushes:
                        pushes.pop()
                    else:
                        pops += anchored
                    if name == tag.name:
                        break
                else:
                    continue
                if tag.inline and place.offered and not (stack and stack[-1][1].offered) and not place.silent:
                    acts.append(_CLOSE)
            elif tag.name:
                inside = _enter(tag, place)
                if tag.inline and inside.offered and not place.offered:
                    acts.append(_OPEN)
                stack.append((tag.name, inside, tag.name == "article" or tag.anchor != ""))
                if stack[-1][2]:
                    pushes.append("" if tag.name == "article" else ids if tag.anchor == _SOME_ID else tag.anchor)
            ids += tag.anchor == _SOME_ID
        self.steps[run] = step = _Step(_state(tuple(stack)), tuple(acts), pops, tuple(pushes))
        return step


def _enter(tag: _Tag, above: Place) -> Place:
    if tag.name == "article":
        return INSIDE
    return Place(above.silent or tag.silent, min(tag.rank, above.rank), above.offered or tag.offered)


@lru_cache(maxsize=MANY)
def _state(stack: tuple[tuple[str, Place, bool], ...]) -> _State:
    return _State(stack)


def _walk(html: str) -> tuple[list[Block], list[Name]]:
    blocks: list[Block] = []
    names: list[Name] = []
    pieces: list[str] = []
    state, anchors = _state(()), [""]
    begun, anchor = OUTSIDE, ""  # where the first of `pieces` stands
    heading = ""
    name_at = 0  # first of `pieces` inside the inline name that is open
    known = _known()
    tokens = iter(_RUN.split(html))
    for text, markup in zip(tokens, tokens, strict=False):
        if text and not state.silent and (pieces or not text.isspace()):
            if not pieces:
                begun, anchor = state.place, anchors[-1]
            if "&" in text:
                text = unescape(text.replace("&#34;", '"'))  # nearly all there are, and fifty times as fast
            pieces.append(_WRAP.sub("", text) if "\n" in text else text)
        runs, ids = known.get(markup) or _runs(markup)
        for run in runs:
            behind, acts, pops, pushes = state.steps.get(run) or state.step(run)
            if pieces and run.breaks:
                whole = " ".join("".join(pieces).split())
                pieces.clear()
                if whole:
                    if run.heading:
                        heading = whole
                        # Nearer to what follows than any id further out, also once the elements around it are closed.
                        anchors = [anchors[-1]] * len(anchors)
                    blocks.append(Block(whole, begun.rank, anchor, heading))
                    if begun.rank <= NAME:
                        names.append(Name(whole, begun.rank, state.place.offered or begun.rank == TITLE))
            for act in acts:
                if act == _OPEN:
                    name_at = len(pieces)
                elif act == _CLOSE:
                    names.append(Name(_single("".join(pieces[name_at:])), NAME, True))
                elif pieces:
                    pieces.append(act)
            if pops:
                del anchors[-pops:]
            for one in pushes:
                anchors.append((unescape(ids[one]) or anchors[-1]) if isinstance(one, int) else one)
            state = behind
    return blocks, names


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[list[_Run], list[str]]]:
    """Runs without attributes of their own, which come again and again, by their markup."""
    return {}


def _runs(markup: str) -> tuple[list[_Run], list[str]]:
    """A run of tags, its inline beginning for itself; and the ids in it."""
    parts = _ID.split(markup) if ' id="' in markup else [markup]
    common = _OWN.sub("", f' id="{_SOME_ID}"'.join(parts[::2]))
    found = _common(common), parts[1::2]
    if common == markup and len(_known()) < MANY:
        _known()[markup] = found
    return found


@lru_cache(maxsize=MANY)
def _common(markup: str) -> list[_Run]:
    tags = [_tag(piece[1]) if piece[1] else _SPACE for piece in _PIECE.finditer(markup)]
    first = next((number for number, tag in enumerate(tags) if not tag.inline), len(tags))
    return [_Run(some) for some in (tags[:first], [tag for tag in tags[first:] if tag is not _SPACE]) if some]


def _tag(markup: str) -> _Tag:
    match = _TAG.fullmatch(markup)
    if not match:
        return _Tag("", markup[:2] in ("<!", "<?"))
    name = match[2].lower()
    if match[1]:
        return _Tag(name, name in INLINE, True)
    rules, found = search_rules.load(), _attributes(match[3])
    classes = found.get("class", "").split()
    rank = min([rules.by_element.get(name, TEXT), *(rules.by_class.get(one, TEXT) for one in classes)])
    offered = any(one in rules.offered.classes for one in classes)
    silent = name in MUTE or "data-search-exclude" in found
    return _Tag("" if name in VOID else name, name in INLINE, False, rank, offered, silent, found.get("id", ""))


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(text)}


def _single(text: str) -> str:
    return " ".join(text.split())
