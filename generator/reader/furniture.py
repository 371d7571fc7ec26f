"""Tells the article from the page around it.

Lines are joined to blocks where a text is hard-wrapped, each block is named by the rules in rules/furniture.yml, and
the article is the run of blocks that is worth most: prose counts by its length, furniture and credits against.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from pydantic import Field

from generator import rules

Kind = Literal["body", "title", "caption", "credit", "date", "furniture", "blank"]
RuleKind = Literal["end", "credit", "date", "caption", "drop"]

# What a block adds to the run of blocks it stands in, in characters of prose. An article's end outweighs the teasers
# that follow it (five of about 100 characters after credits in the longest tail seen); a stray link line does not.
_COST: dict[RuleKind, int] = {"end": -500, "credit": -150, "date": -60, "caption": 0, "drop": -30}
_MOST = 400
_SENTENCE = re.compile(r"[,。;!?]")
_ENUMERATED = re.compile(
    r"^([一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十][,、章节部])"
)
_OPENS = re.compile(r"^([一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、][\u4e00-\u9fff“]|[——]{2})")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class FurnitureRule(rules.PatternRule):
    """See the head of rules/furniture.yml."""

    kind: RuleKind
    longest: int = Field(ge=0)


class FurnitureRules(rules.RuleModel):
    dateline: rules.PatternRule
    rules: list[FurnitureRule]


class Block(NamedTuple):
    """One paragraph or line: where it stands in the source, what it is, and the rule that said so."""

    start: int
    end: int
    kind: Kind
    rule: str
    cause: RuleKind | None = None
    """The kind of the furniture rule that named it."""


def furniture_rules() -> list[FurnitureRule]:
    return rules.load("furniture", FurnitureRules).rules


@lru_cache(maxsize=8192)
def name_line(line: str) -> FurnitureRule | None:
    """The first furniture rule that matches a folded line, blanks at its ends cut off."""
    for rule in furniture_rules():
        if (not rule.longest or len(line) <= rule.longest) and rule.regex.search(line[:2000]):
            return rule
    return None


def find_article(folded: str) -> tuple[list[Block], tuple[int, int]]:
    """Blocks in order and the article's bounds, both with offsets in the source."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\n?", folded) if m.end() > m.start()]
    spans = list(_join_wrapped(folded, lines))
    named = [name_line(folded[a:b]) for a, b in spans]
    kinds: list[RuleKind | None] = [rule.kind if rule else None for rule in named]
    first, last = _best_run(folded, spans, kinds)
    blocks = []
    for number, ((a, b), rule) in enumerate(zip(spans, named, strict=True)):
        kind: Kind = "furniture"
        cause = rule.kind if rule else None
        if cause in ("credit", "date", "caption"):
            kind = cause
        elif cause is None and first <= number <= last:
            kind = "body"
        blocks.append(Block(a, b, kind, rule.id if rule else "", cause))
    blocks = _cut_dateline(folded, _captions_before(folded, _without_contents(folded, blocks)))
    bodies = [b for b in blocks if b.kind == "body"]
    article = (bodies[0].start, bodies[-1].end) if bodies else (0, 0)
    return blocks, article


def name_lines(folded: str, blocks: list[Block]) -> Iterator[tuple[int, int, Kind, str]]:
    """Every line with the kind and rule of its block."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\n?", folded) if m.end() > m.start()]
    number = 0
    for start, end in lines:
        end -= folded[end - 1] == "\n"
        while number < len(blocks) and blocks[number].end <= start:
            number += 1
        if number < len(blocks) and blocks[number].start < max(end, start + 1) and folded[start:end].strip():
            yield start, end, blocks[number].kind, blocks[number].rule
        else:
            yield start, end, "blank", ""


@cache
def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _join_wrapped(folded: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: single lines, or runs of lines where the text is wrapped at a fixed width."""
    trimmed = []
    for start, end in lines:
        text = folded[start:end]
        trimmed.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
    full = _wrap_width([folded[a:b] for a, b in trimmed if b > a])
    begin = stop = -1
    for a, b in trimmed:
        if b <= a:
            if begin >= 0:
                yield begin, stop
            begin = -1
            continue
        if begin >= 0 and not (full and _continues(folded, begin, stop, a, b, full)):
            yield begin, stop
            begin = -1
        if begin < 0:
            begin = a
        stop = b
    if begin >= 0:
        yield begin, stop


def _wrap_width(lines: list[str]) -> int:
    """The width in columns at which a text is wrapped; 0 where it is not.

    Wrapped is a text whose lines of prose hardly pass one width and often stop there in the middle of a sentence.
    """
    prose = [line for line in lines if len(line) >= 12 and _SENTENCE.search(line) and name_line(line) is None]
    if len(prose) < 6:
        return 0
    widths = sorted(_width(line) for line in prose)
    width = widths[int(0.9 * (len(widths) - 1))]
    if width > 160 or widths[-1] > 1.25 * width:
        return 0
    reach = [line for line in prose if _width(line) >= 0.75 * width]
    broken = [line for line in reach if not re.search(r"[。;!?:…]”?$", line)]
    return width if len(reach) >= 0.4 * len(prose) and len(broken) >= max(4, 0.4 * len(reach)) else 0


def _continues(folded: str, begin: int, stop: int, a: int, b: int, width: int) -> bool:
    """Whether the line [a:b) goes on with the paragraph [begin:stop)."""
    previous = folded[folded.rfind("\n", 0, stop) + 1 : stop].strip()
    line = folded[a:b]
    if name_line(previous) or name_line(line):
        return False
    ended = re.search(r"[。!?:]”?$", previous)
    if ended and (_OPENS.match(line) or folded[max(0, a - 2) : a] == "  " or _width(previous) < 0.92 * width):
        return False
    return _width(previous) >= 0.7 * width or (not ended and folded[begin:stop].count("\n") > 0 and _width(previous) >= 0.6 * width)


def _prose(text: str) -> bool:
    return len(_HAN.findall(text)) >= 8 and bool(_SENTENCE.search(text))


def _best_run(folded: str, spans: list[tuple[int, int]], kinds: list[RuleKind | None]) -> tuple[int, int]:
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
    while first > 0 and kinds[first - 1] is None and (_ENUMERATED.match(folded[slice(*spans[first - 1])])):
        first -= 1
    return first, last


def _captions_before(folded: str, blocks: list[Block]) -> list[Block]:
    """Short sentences before the first real paragraph are captions of pictures."""
    bodies = [n for n, block in enumerate(blocks) if block.kind == "body"]
    longest = max((blocks[n].end - blocks[n].start for n in bodies), default=0)
    out = list(blocks)
    for n in bodies:
        text = folded[blocks[n].start : blocks[n].end]
        if len(text) >= 60 or longest < 120 or text.count(",") > 1 or _ENUMERATED.match(text) or text.endswith(":"):
            break
        out[n] = blocks[n]._replace(kind="caption")
    return out


def _without_contents(folded: str, blocks: list[Block]) -> list[Block]:
    """A list of contents before the text is furniture: lines that the text repeats as its headings."""
    bodies = [n for n, block in enumerate(blocks) if block.kind == "body"]
    texts = [folded[blocks[n].start : blocks[n].end] for n in bodies]
    first_long = next((i for i, text in enumerate(texts) if len(text) >= 60), 0)
    repeated = [i for i in range(first_long) if any(later.startswith(texts[i][:8]) for later in texts[i + 1 :])]
    if len(repeated) < 2:
        return blocks
    out = list(blocks)
    for i in range(max(repeated) + 1):
        if i in repeated or _ENUMERATED.match(texts[i]) or re.match(r"[一二三四五六七八九十]是", texts[i]):
            out[bodies[i]] = out[bodies[i]]._replace(kind="furniture", rule="contents")
    return out


def _cut_dateline(folded: str, blocks: list[Block]) -> list[Block]:
    """Splits “某某网讯(通讯员 …)” off the first paragraph."""
    for n, block in enumerate(blocks):
        if block.kind != "body":
            continue
        match = rules.load("furniture", FurnitureRules).dateline.regex.match(folded, block.start, block.end)
        if not match:
            return blocks
        head = Block(block.start, match.end(), "credit", "dateline", "credit")
        return [*blocks[:n], head, block._replace(start=match.end()), *blocks[n + 1 :]]
    return blocks
