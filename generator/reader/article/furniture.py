"""Tells the article from the page around it.

Lines are joined to blocks where a text is hard-wrapped, each block is named by the rules in rules/furniture.yml, and
the article is the run of blocks that is worth most: prose counts by its length, furniture and credits against.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from generator.rules import Rules
from generator.rules.article import RuleKind

Kind = Literal["body", "title", "caption", "credit", "date", "furniture", "blank"]

# What a block adds to the run of blocks it stands in, in characters of prose. An article's end outweighs the teasers
# that follow it (five of about 100 characters after credits in the longest tail seen); a stray link line does not.
_COST: dict[RuleKind, int] = {"end": -500, "credit": -150, "date": -60, "sign": -5, "caption": 0, "drop": -30}
_MOST = 400
_SENTENCE = re.compile(r"[,。;!?]")
_EIGHT_HAN = re.compile(r"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){8}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDED = re.compile(r"[。;!?:…]”?$")
_LINE = re.compile(r"[^\n]*\n?(?<=[\s\S])")
_LONG_LINE = 200
"""Characters; the longest line that is taken for one paragraph whatever blanks stand in it."""
_INDENT = re.compile(r"(?<=\S)[^\S\n]{2,}(?=\S)")
_BLANK = re.compile(r"(?<=[。!?”])[^\S\n](?=[\u4e00-\u9fff“(])")
_WORD = re.compile(r"[\x21-\x7e]+[,.;:!?%)]*|.[,。、;:!?)》”]*")
"""What no line break divides."""


class PageBlock(NamedTuple):
    """One paragraph or line: where it stands in the source, what it is, and the rule that said so."""

    start: int
    end: int
    kind: Kind
    rule: str
    cause: RuleKind | None = None
    """The kind of the furniture rule that named it."""


def find_article(rules: Rules, folded: str) -> tuple[list[PageBlock], tuple[int, int]]:
    """Blocks in order and the article's bounds, both with offsets in the source."""
    spans = list(_join_wrapped(rules, folded, list(_lines(rules, folded))))
    named = [rules.furniture.name(folded[a:b]) for a, b in spans]
    kinds: list[RuleKind | None] = [rule.kind if rule else None for rule in named]
    first, last = _best_run(rules, folded, spans, kinds)
    blocks = []
    for number, ((a, b), rule, cause) in enumerate(zip(spans, named, kinds, strict=True)):
        kind: Kind = "furniture"
        if cause in ("credit", "date", "caption"):
            kind = cause
        elif cause in (None, "sign") and first <= number <= last:
            kind = "body"
        blocks.append(PageBlock(a, b, kind, rule.id if rule else "", cause))
    blocks = _cut_dateline(rules, folded, _captions_before(rules, folded, _without_contents(rules, folded, blocks)))
    bodies = [b for b in blocks if b.kind == "body"]
    article = (bodies[0].start, bodies[-1].end) if bodies else (0, 0)
    return blocks, article


def name_lines(rules: Rules, folded: str, blocks: list[PageBlock]) -> Iterator[tuple[int, int, Kind, str]]:
    """Every line with the kind and rule of its block."""
    number = 0
    for start, end in _lines(rules, folded):
        end -= folded[end - 1] == "\n"
        while number < len(blocks) and blocks[number].end <= start:
            number += 1
        if number < len(blocks) and blocks[number].start < max(end, start + 1) and folded[start:end].strip():
            yield start, end, blocks[number].kind, blocks[number].rule
        else:
            yield start, end, "blank", ""


def _lines(rules: Rules, folded: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines, line ends included; a line that holds several paragraphs, blanks for line breaks, is cut there."""
    for match in _LINE.finditer(folded):
        start, end = match.span()
        if end - start > _LONG_LINE:
            line = match.group()
            wide = [m.end() for m in (rules.furniture.genre.match(line), *_INDENT.finditer(line)) if m]
            narrow = [m.end() for m in _BLANK.finditer(line)]
            # A blank behind every full stop is a habit of typing.
            if len(narrow) < 0.8 * line.count("。"):
                wide = sorted({*wide, *narrow})
            for place in wide:
                yield start, match.start() + place
                start = match.start() + place
        if start < end:
            yield start, end


@cache
def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _width(text: str) -> int:
    rest = _HAN.sub("", text)
    return 2 * (len(text) - len(rest)) + sum(map(_columns, rest))


def _join_wrapped(rules: Rules, folded: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: single lines, or runs of lines where the text is wrapped at a fixed width."""
    trimmed = []
    for start, end in lines:
        text = folded[start:end]
        trimmed.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
    # The first line of a paragraph is as wide as the others with its indentation; longer ones are no lines of a wrapped text.
    wrap = _wrapped(
        rules, [folded[folded.rfind("\n", max(0, a - _LONG_LINE), a) + 1 or max(0, a - _LONG_LINE) : b] for a, b in trimmed if b > a]
    )
    begin = stop = -1
    for number, (a, b) in enumerate(trimmed):
        if begin >= 0 and (b <= a or not (wrap and _continues(rules, folded, begin, stop, trimmed[number : number + 2], wrap))):
            yield begin, stop
            begin = -1
        if b > a:
            begin, stop = a if begin < 0 else begin, b
    if begin >= 0:
        yield begin, stop


class _Wrap(NamedTuple):
    """How a text is wrapped."""

    width: int
    measure: Callable[[str], int]
    """Width of a text, in columns or in characters."""
    even: bool
    """Whether lines are filled up to the width."""


def _wrapped(rules: Rules, lines: list[str]) -> _Wrap | None:
    """How a text is wrapped, None where it is not.

    Wrapped is a text whose lines of prose hardly pass one width and often stop there in the middle of a sentence. The
    width is that in columns or that in characters, in which the lines are filled more evenly.
    """
    prose = [line for line in lines if len(line) >= 12 and _SENTENCE.search(line) and rules.furniture.name(line.strip()) is None]
    if len(prose) < 6:
        return None
    ways = []
    for measure in (_width, len):
        widths = [measure(line) for line in prose]
        width = sorted(widths)[int(0.9 * (len(widths) - 1))]
        if width > (160 if measure is _width else 80) or max(widths) > 1.25 * width:
            continue
        reach = [(wide, line) for wide, line in zip(widths, prose, strict=True) if wide >= 0.75 * width]
        broken = [wide for wide, line in reach if not _ENDED.search(line)]
        if len(reach) >= 0.4 * len(prose) and len(broken) >= max(4, 0.4 * len(reach)):
            filled = sum(wide >= width - measure("宽") for wide in broken) / len(broken)
            ways.append((filled, _Wrap(width, measure, filled >= 0.85)))
    return max(ways, key=lambda way: way[0])[1] if ways else None


def _continues(rules: Rules, folded: str, begin: int, stop: int, following: list[tuple[int, int]], wrap: _Wrap) -> bool:
    """Whether the first line of `following`, spans of one or two lines, goes on with the paragraph [begin:stop)."""
    previous = folded[folded.rfind("\n", 0, stop) + 1 : stop]
    line, *later = (folded[a:b] for a, b in following)
    if rules.furniture.name(previous.strip()) or rules.furniture.name(line):
        return False
    if wrap.even and _had_room(previous, line, wrap):
        return False
    width = wrap.measure(previous)
    ended = _ENDED.search(previous)
    if ended and (rules.outline.signs.opens(line) or folded.endswith("  ", 0, following[0][0]) or width < 0.92 * wrap.width):
        return False
    if ended and wrap.even and later and later[0] and not re.search(r"[,、。;!?:]$", line) and _had_room(line, later[0], wrap):
        # A paragraph that ends without a full stop in its first line is a heading.
        return False
    return width >= 0.7 * wrap.width or (not ended and folded.find("\n", begin, stop) >= 0 and width >= 0.6 * wrap.width)


def _had_room(line: str, following: str, wrap: _Wrap) -> bool:
    """Whether the first word of the following line would have found room in this one: so that a paragraph ended here."""
    word = _WORD.match(following)
    return word is not None and wrap.measure(line) + wrap.measure(word[0]) < wrap.width


def _prose(text: str) -> bool:
    return bool(_EIGHT_HAN.match(text) and _SENTENCE.search(text))


def _best_run(rules: Rules, folded: str, spans: list[tuple[int, int]], kinds: list[RuleKind | None]) -> tuple[int, int]:
    """First and last block of the run worth most; both are prose, or a heading that opens the article."""
    best, best_run = 0, (0, -1)
    total, begin = 0, -1
    for number, ((a, b), kind) in enumerate(zip(spans, kinds, strict=True)):
        text = folded[a:b]
        if kind is None and _prose(text):
            if begin < 0:
                begin = number
            total += min(b - a, _MOST)
            if total > best:
                best, best_run = total, (begin, number)
        elif begin >= 0:
            total += _COST[kind] if kind else -5
            if total <= 0:
                total, begin = 0, -1
    first, last = best_run
    while first > 0 and kinds[first - 1] is None and rules.outline.numbers.opens(folded, spans[first - 1][0]):
        first -= 1
    if last + 2 == len(spans) and kinds[last + 1] is None and "," in (end := folded[slice(*spans[last + 1])]) and not _ENDED.search(end):
        # The page ends with a sentence that breaks off after a few words.
        last += 1
    return first, last


def _captions_before(rules: Rules, folded: str, blocks: list[PageBlock]) -> list[PageBlock]:
    """Short sentences before the first real paragraph are captions of pictures."""
    bodies = [n for n, block in enumerate(blocks) if block.kind == "body"]
    longest = max((blocks[n].end - blocks[n].start for n in bodies), default=0)
    out = list(blocks)
    for n in bodies:
        text = folded[blocks[n].start : blocks[n].end]
        plain = len(text) < 60 and longest >= 120 and text.count(",") <= 1 and not text.endswith(":")
        if not plain or rules.outline.numbers.opens(text) or rules.furniture.dated.match(text):
            break
        out[n] = blocks[n]._replace(kind="caption")
    return out


def _without_contents(rules: Rules, folded: str, blocks: list[PageBlock]) -> list[PageBlock]:
    """A list of contents before the text is furniture: lines that the text repeats as its headings."""
    bodies = [n for n, block in enumerate(blocks) if block.kind == "body"]
    texts = ["".join(folded[blocks[n].start : blocks[n].end].split()) for n in bodies]
    first_long = next((i for i, text in enumerate(texts) if len(text) >= 60), 0)
    repeated = [i for i in range(first_long) if any(later.startswith(texts[i][:8]) for later in texts[i + 1 :])]
    if len(repeated) < 2:
        return blocks
    out = list(blocks)
    for i in range(max(repeated) + 1):
        if i in repeated or rules.outline.numbers.opens(texts[i]):
            out[bodies[i]] = out[bodies[i]]._replace(kind="furniture", rule="contents")
    return out


def _cut_dateline(rules: Rules, folded: str, blocks: list[PageBlock]) -> list[PageBlock]:
    """Splits “某某网讯(通讯员 …)” off the first paragraph."""
    n, block = next(((n, block) for n, block in enumerate(blocks) if block.kind == "body"), (0, None))
    match = rules.furniture.dateline.match(folded, block.start, block.end) if block else None
    if not block or not match:
        return blocks
    head = PageBlock(block.start, match.end(), "credit", "dateline", "credit")
    return [*blocks[:n], head, block._replace(start=match.end()), *blocks[n + 1 :]]
