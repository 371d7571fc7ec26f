"""What the page says of the article: title, date, publisher, byline. Patterns stand in rules/metadata.yml."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.language import numerals
from generator.reader.article.furniture import PageBlock
from generator.rules import Rules


class Metadata(NamedTuple):
    """As the page prints it; None where it states none. `published` is ISO, as precise as stated."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None


class _PageLine(NamedTuple):
    """A block with its place relative to the article."""

    text: str
    printed: str
    places: frozenset[str]
    block: PageBlock


_PARTED = re.compile(r"(\s*[-\u2013\u2014_|\uff5c\u4e28·]+\s*)")
"""What parts a title from names of columns and sites."""
_NEAR = 30
"""Lines above the article in which its title may be printed again."""
_BREAK = re.compile(r"\s*\n\s*")
_SHORTEST_TITLE = 6
_LINE = 40
"""Characters; a longer line of a title is not broken."""
_UNDER = 3
"""Lines above the article that may name its author where it has no title."""
_SIGNED = 4
"""Lines right behind the article that may be signature, date and credits."""
_NEARBY = frozenset({"under", "signed"})
_ABOUT = ("credit", "date", "sign")
"""Causes of lines that say where the article comes from."""


def describe(
    rules: Rules, source: str, folded: str, blocks: Sequence[PageBlock], article: tuple[int, int], told: Mapping[str, str]
) -> tuple[Metadata, int | None]:
    """The metadata, and the number of the block that is the title; `told` is what a web page says of itself."""
    rows = list(_rows(source, folded, blocks, article))
    number, title = _told_title(rules, rows, blocks, told)
    if number is None:
        number, printed = _title(rules, rows, folded, blocks, article)
        title = title if title and told.get("title") else printed or title
    rows = _placed(rules, rows, blocks[number] if number is not None else None, article)
    rows += _told(rules, told, article)
    publisher, author = _sources(rules, rows)
    publisher = publisher or _site(rules, told, title)
    person = _byline(rules, rows)
    if person and person == publisher:
        person = None
    beside = person and author and author not in person and not person.startswith(("记者", "通讯员"))
    if beside and (not publisher or (told and _aside(rows, publisher))):
        # An organisation named beside the author is where the text was published.
        publisher, author = author, None
    return Metadata(title, _date(rules, rows), publisher, person or author), number


def _told(rules: Rules, told: Mapping[str, str], article: tuple[int, int]) -> list[_PageLine]:
    """What a page says of itself as lines that stand before the article, so that it is read like what the page prints."""
    block = PageBlock(article[0], article[0], "credit", "told", "credit")
    lines = (label + told[key] for key, label in rules.metadata.labels.items() if key in told)
    return [_PageLine(line, line, frozenset({"head"}), block) for line in lines]


def _site(rules: Rules, told: Mapping[str, str], title: str | None) -> str | None:
    """The site's own name; where the page does not state it, what stands beside the title in its window."""
    known, beside = rules.metadata, _PARTED.split(told.get("window", ""))[::-2]
    names = [told["site"]] if "site" in told else [name for name in beside if known.outlets.search(name) and name not in (title or name)]
    return next((name for name in names if not known.platform.search(name)), None)


def _dense(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _told_title(
    rules: Rules, rows: Sequence[_PageLine], blocks: Sequence[PageBlock], told: Mapping[str, str]
) -> tuple[int | None, str | None]:
    """The title that the page names, as it prints it, and its block; without a block where no line prints it.

    A site's name before or behind it goes: it is not printed in one line with the title.
    """
    heads = [row for row in rows if "head" in row.places and row.block.cause in (None, "credit", "drop")]
    lines: dict[str, list[_PageLine]] = {}
    for first in range(len(heads)):
        for last in range(first, min(first + 3, len(heads))):
            lines.setdefault(_dense("".join(row.text for row in heads[first : last + 1])), heads[first : last + 1])
    for key in ("title", "window"):
        pieces = _PARTED.split(told.get(key, ""))[:9]
        runs = sorted({(a, b) for a in range(0, len(pieces), 2) for b in range(a + 1, len(pieces) + 1, 2)}, key=lambda run: run[0] - run[1])
        for a, b in runs:
            name = "".join(pieces[a:b])
            found = lines.get(_dense(name)) if len(_dense(name)) >= _SHORTEST_TITLE else None
            if found and not rules.metadata.not_title.search(name) and not rules.metadata.outlets.search(name):
                return blocks.index(found[0].block), clean_title(rules, "".join(row.printed.strip() for row in found))
    name = told.get("title") or told.get("window") or ""
    return None, clean_title(rules, name) if name else None


def _rows(source: str, folded: str, blocks: Sequence[PageBlock], article: tuple[int, int]) -> Iterator[_PageLine]:
    for block in blocks:
        text, printed = folded[block.start : block.end], source[block.start : block.end]
        if block.end == article[1]:
            yield _PageLine(text[-40:], printed[-40:], frozenset({"end"}), block)
        if block.kind == "body" or len(text) > 200:
            continue
        if block.rule == "dateline":
            yield _PageLine(text, printed, frozenset({"dateline"}), block)
        else:
            yield _PageLine(text, printed, frozenset({"head" if block.start < article[0] else "tail"}), block)


def _placed(rules: Rules, rows: Sequence[_PageLine], title: PageBlock | None, article: tuple[int, int]) -> list[_PageLine]:
    """The rows with what their place says besides: under the title, right behind the article, on the page's edge."""
    heads = [row.block for row in rows if "head" in row.places]
    under = {block for block in heads if block.start > title.start} if title else {*heads[-_UNDER:]}
    tails = [row.block for row in rows if "tail" in row.places and row.block.start >= article[1]]
    signed = list(itertools.takewhile(lambda block: block.cause in (None, *_ABOUT), tails[:_SIGNED]))
    issue = next((n for n, row in enumerate(rows) if "head" in row.places and rules.metadata.issue.match(row.text.strip())), len(rows))
    masthead = {row.block for row in rows[issue:] if "head" in row.places and row.block not in under and row.block is not title}
    more = {"masthead": masthead, "under": under, "signed": {*signed}, "foot": {*tails[len(signed) :]}, "first": {*heads[:1]}}
    more["site"] = {*heads[:1]} if len(heads) > 1 and heads[1].cause == "drop" else set()
    out = []
    for row in rows:
        places = row.places | {place for place, those in more.items() if "end" not in row.places and row.block in those}
        out.append(row._replace(places=frozenset({"title"}) if row.block is title else places))
    return out


def _stands(row: _PageLine, place: str) -> bool:
    return "end" not in row.places if place == "any" else place in row.places


def _title(
    rules: Rules, rows: Sequence[_PageLine], folded: str, blocks: Sequence[PageBlock], article: tuple[int, int]
) -> tuple[int | None, str | None]:
    known = rules.metadata
    best: tuple[float, int, str] | None = None
    heads = [row for row in rows if "head" in row.places]
    # A title printed again line by line stands close by.
    printed = {row.text.strip() for row in heads[-_NEAR:]}
    upwards, distance = heads[::-1], 0
    for number, row in enumerate(upwards):
        text = row.text.strip()
        if row.block.cause in _ABOUT or row.block.kind == "caption":
            continue
        distance += len(text) >= _SHORTEST_TITLE
        if row.block.cause is not None or not _SHORTEST_TITLE <= len(text) <= 70:
            continue
        if known.not_title.search(text):
            continue
        words = sum(word in text for word in known.title_words.words)
        score = min(words, 3) * 2 + (2 if 10 <= len(text) <= 45 else 0) - min(distance, 8) * 0.5
        # What stands right above a date or credit line is most often the title.
        score += 3 if number and upwards[number - 1].block.cause in _ABOUT else 0
        # So is what a subtitle stands below.
        score += 5 if number and upwards[number - 1].text.strip().startswith(("——", "--", "―")) else 0
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
        # All that stands before the text, whatever its words are.
        if len(heads) == 1 and heads[0].block.cause is None and known.title_alone.fullmatch(heads[0].text.strip()):
            return blocks.index(heads[0].block), clean_title(rules, heads[0].printed.strip())
        return None, None
    first, title = _both_lines(rules, blocks, rows, article, best[1])
    return first, clean_title(rules, title)


def _both_lines(
    rules: Rules, blocks: Sequence[PageBlock], rows: Sequence[_PageLine], article: tuple[int, int], number: int
) -> tuple[int, str]:
    """The block that a title begins with, and the title whole where it is printed in two lines; `number` is one of them."""
    lines = {row.block: row for row in rows if "end" not in row.places}
    for above in (number, number - 1):
        pair = blocks[max(0, above) : above + 2]
        if len(pair) < 2 or pair[1].end > article[0] or any(b.cause is not None or b.end - b.start > _LINE for b in pair):
            continue
        if not all(block in lines for block in pair):
            continue
        one, other = (lines[block].text.strip() for block in pair)
        if "\n" in one + other or other.endswith((":", "。", ";")):
            continue
        if one.count("“") > one.count("”") or rules.metadata.title_goes_on.search(f"{one}\n{other}"):
            return above, "".join(lines[block].printed.strip() for block in pair)
    return number, _BREAK.sub("", lines[blocks[number]].printed.strip())


def clean_title(rules: Rules, printed: str) -> str:
    """A title without the outlet or column before it and the tag or site name behind it."""
    known = rules.metadata
    text = printed.translate({0xFF5C: "|", 0x4E28: "丨"})
    prefix = known.title_prefix.match(text)
    start = prefix.end() if prefix else 0
    suffix = known.title_suffix.search(text, start)
    title = printed[start : suffix.start() if suffix else len(printed)].strip()
    return title or printed.strip()


def _sources(rules: Rules, rows: Sequence[_PageLine]) -> tuple[str | None, str | None]:
    """Publisher and, where an organisation is credited, author."""
    known = rules.metadata
    publisher = author = None
    for finder in known.sources:
        for row in rows:
            if not _stands(row, finder.place) or (finder.place not in ("any", "foot") and row.block.cause == "end"):
                continue
            match = finder.pattern.search(row.text.strip())
            if not match:
                continue
            offset = len(row.text) - len(row.text.lstrip())
            name = row.printed[offset + match.start("name") : offset + match.end("name")].strip()
            if name.startswith("本") or known.nobody.match(name):
                continue
            is_outlet = bool(known.outlets.search(name)) or (finder.named and not known.organs.search(name))
            if finder.only == "publisher" or (is_outlet and finder.only != "author"):
                publisher = publisher or name
            elif finder.only != "outlet":
                author = author or name
    return publisher, author


def _aside(rows: Sequence[_PageLine], name: str) -> bool:
    """Whether a name stands far from the article alone: it is that of the site, or of who keeps it."""
    return not any(name in row.printed for row in rows if row.places & {"title", "under", "dateline", "signed"} or row.block.rule == "told")


def _byline(rules: Rules, rows: Sequence[_PageLine]) -> str | None:
    for finder in rules.metadata.bylines:
        for row in rows:
            if not _stands(row, finder.place) or (finder.place == "any" and row.block.cause not in _ABOUT and not row.places & _NEARBY):
                continue
            if match := finder.pattern.search(row.text.strip()):
                offset = len(row.text) - len(row.text.lstrip())
                name = row.printed[offset + match.start("name") : offset + match.end("name")].strip()
                if not rules.metadata.nobody.match(name):
                    return name
    return None


def _date(rules: Rules, rows: Sequence[_PageLine]) -> str | None:
    """The first date of the most trusted kind near the article: before it, or in the lines just behind it."""
    told = [row.text for row in rows if row.block.rule == "told"]
    head = [row.text for row in rows if row.places & {"head", "dateline", "title"} and row.block.rule != "told"]
    tail = [row.text for row in rows if "tail" in row.places and row.block.cause in _ABOUT][:3]
    for rule in rules.metadata.dates:
        for text in [*reversed(head), *told, *tail]:
            if (match := rule.search(text)) and (found := _iso(match)):
                return found
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = [match.group("year")]
    for name in ("month", "day"):
        value = match.groupdict().get(name)
        if not value:
            break
        parts.append(value)
    numbers = [numerals.year(parts[0])] + [numerals.small(part) for part in parts[1:]]
    try:
        date(*(numbers + [1, 1])[:3])
    except ValueError:
        return None
    return "-".join(f"{n:02d}" for n in numbers)
