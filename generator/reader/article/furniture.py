"""Tells the article from the page around it.

Each block, a line or several that `wraps` joins, is named by the rules in rules/furniture.yml, and the article is the run
of blocks that is worth most: prose counts by its length, furniture and credits against; lists, tables and headings around it belong to it.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Literal, NamedTuple

from generator.reader.article.wraps import join_wrapped
from generator.rules import Rules
from generator.rules.article import RuleKind

Kind = Literal["body", "title", "caption", "credit", "date", "furniture", "blank"]

# What a block adds to the run of blocks it stands in, in characters of prose. An article's end outweighs the teasers
# that follow it (five of about 100 characters after credits in the longest tail seen); a stray link line does not.
_COST: dict[RuleKind, int] = {"end": -500, "credit": -150, "date": -60, "sign": -5, "caption": 0, "drop": -30}
_MOST = 400
_SENTENCE = re.compile(r"[,。;!?]")
_EIGHT_HAN = re.compile(r"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){8}")
_WORDS = re.compile(r"[\u4e00-\u9fff]{4}")
_NUMBERS = re.compile(r"[\d.,%\s]+")
_BRACKETED = re.compile(r"[(\[【].*[)\]】]$")
_ENDED = re.compile(r"[。;!?:…]”?$")
_LINE = re.compile(r"[^\n]*\n?(?<=[\s\S])")
_LONG_LINE = 200
"""Characters; the longest line that is taken for one paragraph whatever blanks stand in it."""
_INDENT = re.compile(r"(?<=\S)[^\S\n]{2,}(?=\S)")
_BLANK = re.compile(r"(?<=[。!?”])[^\S\n](?=[\u4e00-\u9fff“(])")


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
    spans = list(join_wrapped(rules, folded, list(_lines(rules, folded))))
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


def _prose(text: str) -> bool:
    return bool(_EIGHT_HAN.match(text) and _SENTENCE.search(text))


def _best_run(rules: Rules, folded: str, spans: list[tuple[int, int]], kinds: list[RuleKind | None]) -> tuple[int, int]:
    """First and last block of the run worth most, with the headings, lists and tables around it."""
    texts = [folded[a:b] for a, b in spans]
    best, best_run = 0, (0, -1)
    total, begin = 0, -1
    for number, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if kind is None and _prose(text):
            if begin < 0:
                begin = number
            total += min(len(text), _MOST)
            if total > best:
                best, best_run = total, (begin, number)
        elif begin >= 0:
            total += _COST[kind] if kind else 0 if listed(rules, text) else -5
            if total <= 0:
                total, begin = 0, -1
    if not best:
        return _short_lines(rules, texts, kinds)
    first, last = best_run
    while first > 0 and kinds[first - 1] is None and rules.outline.numbers.opens(texts[first - 1]):
        first -= 1
    return first, _closing(rules, texts, kinds, last)


def _closing(rules: Rules, texts: list[str], kinds: list[RuleKind | None], last: int) -> int:
    """The article's last block: behind its last sentence, lists and tables go on with it, as far as nothing else is told to begin."""
    stop = next((n for n in range(last + 1, len(texts)) if kinds[n] is not None and not _above_table(rules, texts, kinds, n)), len(texts))
    # Where no page stands around it, and before those who wrote it are named, all is text but what is set in brackets.
    alone = kinds[stop] in ("credit", "sign") if stop < len(texts) else not any(kind not in (None, "sign") for kind in kinds)
    for number in range(last + 1, stop):
        text, after = texts[number], texts[last].rstrip()
        opened = after.endswith(":") or rules.outline.numbers.opens(after)
        goes_on = number == last + 1 and not _ENDED.search(after)
        belongs = (
            listed(rules, text)
            or (_NUMBERS.fullmatch(text) and listed(rules, after))
            or _ENDED.search(text)
            or (goes_on and (opened or states_figure(rules, text)))
        )
        if belongs or (alone and _WORDS.search(text) and not _BRACKETED.match(text)) or (number == len(texts) - 1 and "," in text):
            last = number
    return last


def _above_table(rules: Rules, texts: list[str], kinds: list[RuleKind | None], number: int) -> bool:
    """Whether a line that would end the article only names a table that follows."""
    following = number + 1 < len(texts) and kinds[number + 1] is None and rules.furniture.listed.match(texts[number + 1])
    return kinds[number] == "drop" and bool(following)


def _short_lines(rules: Rules, texts: list[str], kinds: list[RuleKind | None]) -> tuple[int, int]:
    """First and last block of a report that has no sentences: headings and short lines that state figures, or hardly any but such lines."""
    begin, best = -1, (0, -1)
    alone = all(kind in (None, "sign", "credit", "date") for kind in kinds)
    for number in range(len(texts) + 1):
        if number < len(texts) and kinds[number] is None:
            begin = number if begin < 0 else begin
        elif begin >= 0:
            told = [n for n in range(begin, number) if rules.outline.numbers.opens(texts[n]) or states_figure(rules, texts[n])]
            headed, counted = (
                sum(map(of, [texts[n] for n in told])) for of in (rules.outline.numbers.opens, partial(states_figure, rules))
            )
            # Headlines of other news state figures, too; where a page stands around them, headings alone tell a report.
            enough = counted >= 2 and headed >= 2 or (alone and counted >= 3 and 4 * counted >= 3 * (number - told[0]))
            if enough and 2 * len(told) >= number - told[0] and number - told[0] > best[1] - best[0]:
                best = told[0], number - 1
            begin = -1
    return best


def states_figure(rules: Rules, text: str) -> bool:
    """Whether a line counts or measures anything but time."""
    return any(match["unit"] not in rules.units.durations.all for match in rules.quantity.finditer(text[:_LONG_LINE]))


def listed(rules: Rules, text: str) -> bool:
    """Whether a line is one of a list, a table or an outline."""
    line = text.strip()
    return rules.outline.numbers.opens(line) or rules.furniture.listed.match(line) is not None


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
