"""The article's title: what the page names as such and prints, else what stands above the article and is most like one.

Printed over two lines it is one; names of columns and sites beside it go. Patterns stand in rules/metadata.yml.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.reader.article.furniture import PageBlock
from generator.rules import Rules

PARTED = re.compile(r"(\s*[-\u2013\u2014_|\uff5c\u4e28·]+\s*)")
"""What parts a title from names of columns and sites."""
ABOUT = ("credit", "date", "sign")
"""Causes of lines that say where the article comes from."""
_BREAK = re.compile(r"\s*\n\s*")
_NEAR = 30
"""Lines above the article in which its title may be printed again."""
_SHORTEST = 6
_LINE = 40
"""Characters; a longer line of a title is not broken."""


class PageLine(NamedTuple):
    """A block with its place relative to the article, as rules/metadata.yml names places."""

    text: str
    printed: str
    places: frozenset[str]
    block: PageBlock


def page_title(
    rules: Rules,
    rows: Sequence[PageLine],
    source: str,
    folded: str,
    blocks: Sequence[PageBlock],
    article: tuple[int, int],
    told: Mapping[str, str],
) -> tuple[int | None, str | None]:
    """The number of the title's block, or of its first, and the title; `told` is what a web page says of itself."""
    number, title = _told_title(rules, rows, blocks, told)
    if number is not None:
        return number, title
    number, printed = _title(rules, rows, source, folded, blocks, article)
    return number, title if title and told.get("title") else printed or title


def _told_title(
    rules: Rules, rows: Sequence[PageLine], blocks: Sequence[PageBlock], told: Mapping[str, str]
) -> tuple[int | None, str | None]:
    """The title that the page names, as it prints it, and its block; without a block where no line prints it.

    A site's name before or behind it goes: it is not printed in one line with the title.
    """
    heads = [row for row in rows if "head" in row.places and row.block.cause in (None, "credit", "drop")]
    lines: dict[str, list[PageLine]] = {}
    for first in range(len(heads)):
        for last in range(first, min(first + 3, len(heads))):
            lines.setdefault(_dense("".join(row.text for row in heads[first : last + 1])), heads[first : last + 1])
    for key in ("title", "window"):
        pieces = PARTED.split(told.get(key, ""))[:9]
        runs = sorted({(a, b) for a in range(0, len(pieces), 2) for b in range(a + 1, len(pieces) + 1, 2)}, key=lambda run: run[0] - run[1])
        for a, b in runs:
            name = "".join(pieces[a:b])
            found = lines.get(_dense(name)) if len(_dense(name)) >= _SHORTEST else None
            if found and not rules.metadata.not_title.search(name) and not rules.metadata.outlets.search(name):
                return blocks.index(found[0].block), clean_title(rules, "".join(row.printed.strip() for row in found))
    name = told.get("title") or told.get("window") or ""
    return None, clean_title(rules, name) if name else None


def _title(
    rules: Rules, rows: Sequence[PageLine], source: str, folded: str, blocks: Sequence[PageBlock], article: tuple[int, int]
) -> tuple[int | None, str | None]:
    known = rules.metadata
    best: tuple[float, int, str] | None = None
    heads = [row for row in rows if "head" in row.places]
    # A title printed again line by line stands close by.
    printed = {row.text.strip() for row in heads[-_NEAR:]}
    upwards, distance = heads[::-1], 0
    for number, row in enumerate(upwards):
        text = row.text.strip()
        if row.block.cause in ABOUT or row.block.kind == "caption":
            continue
        distance += len(text) >= _SHORTEST
        if row.block.cause is not None or not _SHORTEST <= len(text) <= 70:
            continue
        if known.not_title.search(text):
            continue
        words = sum(word in text for word in known.title_words.words)
        score = min(words, 3) * 2 + (2 if 10 <= len(text) <= 45 else 0) - min(distance, 8) * 0.5
        # What stands right above a date or credit line is most often the title.
        # So it is the more where it is the first of the page.
        score += (3 if row is not heads[0] else 6) if number and upwards[number - 1].block.cause in ABOUT else 0
        # So is what a subtitle stands below.
        score += 10 if number and upwards[number - 1].text.strip().startswith(("——", "--", "―")) else 0
        score += 2 if folded.count(text) > 1 else 0
        # Printed whole, and once more line by line.
        score += 4 * any(6 <= len(other) < len(text) and other in text for other in printed) - 4 * any(
            6 <= len(text) < len(other) <= 70 and text in other and other.replace(text, "").strip() in printed for other in printed
        )
        score += 1 if known.title_cue.search(text) else 0
        if score >= (3 if words else 4) and (best is None or score > best[0]):
            best = (score, blocks.index(row.block), row.printed)
    if best is None:
        # A page that prints the title only as that of the text it took over.
        for row in heads:
            if match := known.taken_over.match(row.text.strip()):
                return blocks.index(row.block), clean_title(rules, row.printed.strip()[match.start("title") :])
        # A title that is made like a sentence, and so was taken for the first of the text.
        first, second = ([n for n, block in enumerate(blocks) if block.kind == "body"] + [-1, -1])[:2]
        text, following = (folded[blocks[n].start : blocks[n].end] for n in (first, second))
        if second > 0 and len(following) > len(text) and known.title_like_text.fullmatch(text) and known.title_words.finds(text):
            if all(row.block.cause for row in heads) and not rules.outline.signs.opens(text):
                return first, clean_title(rules, source[blocks[first].start : blocks[first].end])
        # All that stands before the text, whatever its words are.
        if len(heads) == 1 and heads[0].block.cause is None and known.title_alone.fullmatch(heads[0].text.strip()):
            return blocks.index(heads[0].block), clean_title(rules, heads[0].printed.strip())
        return None, None
    first, title = _both_lines(rules, blocks, rows, article, best[1])
    first, title = _handed_out(rules, source, folded, blocks, first, title)
    return first, clean_title(rules, title)


def _handed_out(rules: Rules, source: str, folded: str, blocks: Sequence[PageBlock], number: int, title: str) -> tuple[int, str]:
    """The title of what a notice hands out, where it stands below in a line of its own with the text under it; else the notice's."""
    texts = [folded[block.start : block.end].strip() for block in blocks[number : number + 2]]
    notice = next(filter(None, map(rules.metadata.notice.fullmatch, (texts[0], "".join(texts)))), None)
    name = _dense(notice["title"]) if notice else ""
    last = max(n for n, block in enumerate(blocks) if block.kind == "body")
    for n in range(number + 1, last if name else 0):
        start, end = blocks[n].start, blocks[n].end
        if blocks[n].cause is None and end - start <= 2 * _LINE and _dense(folded[start:end]).endswith(name):
            return n, _BREAK.sub("", source[start:end].strip())
    return number, title


def _both_lines(
    rules: Rules, blocks: Sequence[PageBlock], rows: Sequence[PageLine], article: tuple[int, int], number: int
) -> tuple[int, str]:
    """The block that a title begins with, and the title whole where it is printed in two lines; `number` is one of them."""
    lines = {row.block: row for row in rows if "end" not in row.places}
    for above in (number, number - 1):
        pair = blocks[max(0, above) : above + 2]
        if len(pair) < 2 or pair[1].end > article[0] or any(b.cause not in (None, "sign") or b.end - b.start > _LINE for b in pair):
            continue
        if not all(block in lines for block in pair):
            continue
        one, other = (lines[block].text.strip() for block in pair)
        if "\n" in one + other or other.endswith((":", "。", ";")):
            continue
        if _headline(rules, blocks, above, one, other):
            return above, " ".join(lines[block].printed.strip() for block in pair)
        if one.count("“") > one.count("”") or rules.metadata.title_goes_on.search(f"{one}\n{other}"):
            return above, "".join(lines[block].printed.strip() for block in pair)
    return number, _BREAK.sub("", lines[blocks[number]].printed.strip())


def _headline(rules: Rules, blocks: Sequence[PageBlock], above: int, one: str, other: str) -> bool:
    """Whether two lines stand alone between the page and a line of credits, and the first only names the place."""
    alone = (above == 0 or blocks[above - 1].cause is not None) and above + 2 < len(blocks) and blocks[above + 2].cause in ABOUT
    known = rules.metadata
    if known.outlets.search(other) or known.organs.search(other) or any(block.cause for block in blocks[above : above + 2]):
        return False
    placed = known.title_cue.search(one) and not known.outlets.search(one) and not known.not_title.search(one)
    return bool(alone and placed and len(one) >= _SHORTEST + 2 and known.lower_line.fullmatch(other))


def clean_title(rules: Rules, printed: str) -> str:
    """A title without the outlet or column before it and the tag or site name behind it."""
    known = rules.metadata
    text = printed.translate({0xFF5C: "|", 0x4E28: "丨", 0xFF1A: ":", 0xFF03: "#"})
    prefix = known.title_prefix.match(text)
    start = prefix.end() if prefix else 0
    suffix = known.title_suffix.search(text, start)
    title = printed[start : suffix.start() if suffix else len(printed)].strip()
    return title or printed.strip()


def _dense(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
