"""What the page says of the article: title, date, publisher, byline. Patterns stand in rules/metadata.yml."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from generator.language import numerals
from generator.reader.article.furniture import PageBlock
from generator.reader.article.title import ABOUT, PARTED, PageLine, page_title
from generator.rules import Rules


class Metadata(NamedTuple):
    """As the page prints it; None where it states none. `published` is ISO, as precise as stated."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None


_UNDER = 3
"""Lines above the article that may name its author where it has no title."""
_SIGNED = 4
"""Lines right behind the article that may be signature, date and credits."""
_BLANK = re.compile(r"[\s|]+")
_MENU = re.compile(r"\w{2,6}(?:\s+\w{2,6}){2,}")
"""Short words with blanks between them."""
_LABEL = re.compile(r"(?:^|\s)\S*$")
_COLON = re.compile(r"\s*[:\uff1a]")
_NEARBY = frozenset({"under", "signed"})


def describe(
    rules: Rules, source: str, folded: str, blocks: Sequence[PageBlock], article: tuple[int, int], told: Mapping[str, str]
) -> tuple[Metadata, int | None]:
    """The metadata, and the number of the block that is the title; `told` is what a web page says of itself."""
    rows = list(_rows(source, folded, blocks, article))
    number, title = page_title(rules, rows, source, folded, blocks, article, told)
    rows = _placed(rules, rows, blocks[number] if number is not None else None, article)
    rows += _handed(rules, source, folded, blocks[: number or 0])
    rows += _told(rules, told, article)
    publisher, author = _sources(rules, rows)
    publisher = publisher or _site(rules, told, title)
    person, place = _byline(rules, rows)
    person, author = (None if name == publisher else name for name in (person, author))
    beside = person and author and author not in person and not person.startswith(("记者", "通讯员"))
    if beside and (not publisher or (told and _aside(rows, publisher))):
        # An organisation named beside the author is where the text was published.
        publisher, author = author, None
    if place == "signed" and author:
        # Who is named as the source beside the title goes before who signed.
        person = author
    return Metadata(title, _date(rules, rows), publisher, person or author), number


def _told(rules: Rules, told: Mapping[str, str], article: tuple[int, int]) -> list[PageLine]:
    """What a page says of itself as lines that stand before the article, so that it is read like what the page prints."""
    block = PageBlock(article[0], article[0], "credit", "told", "credit")
    lines = (label + told[key] for key, label in rules.metadata.labels.items() if key in told)
    return [PageLine(line, line, frozenset({"head"}), block) for line in lines]


def _handed(rules: Rules, source: str, folded: str, above: Sequence[PageBlock]) -> Iterator[PageLine]:
    """The lines between a notice and what it hands out, the title of which they stand above: who signs it is one of them."""
    texts = [folded[block.start : block.end].strip() for block in above]
    notice = next((n for n, text in enumerate(texts) if rules.metadata.notice.fullmatch(text)), len(texts))
    for block, text in zip(above[notice + 1 :], texts[notice + 1 :], strict=True):
        yield PageLine(text, source[block.start : block.end].strip(), frozenset({"handed"}), block)


def _site(rules: Rules, told: Mapping[str, str], title: str | None) -> str | None:
    """The site's own name; where the page does not state it, what stands beside the title in its window."""
    known, beside = rules.metadata, PARTED.split(told.get("window", ""))[::-2]
    names = (
        [told["site"]]
        if "site" in told
        else [name for name in beside if (known.outlets.search(name) or known.organs.search(name)) and name not in (title or name)]
    )
    return next((name for name in names if not known.platform.search(name)), None)


def _rows(source: str, folded: str, blocks: Sequence[PageBlock], article: tuple[int, int]) -> Iterator[PageLine]:
    for block in blocks:
        text, printed = folded[block.start : block.end], source[block.start : block.end]
        if block.end == article[1]:
            yield PageLine(text[-40:], printed[-40:], frozenset({"end"}), block)
        if block.kind == "body" or len(text) > 200:
            continue
        if block.rule == "dateline":
            yield PageLine(text, printed, frozenset({"dateline"}), block)
        else:
            yield PageLine(text, printed, frozenset({"head" if block.start < article[0] else "tail"}), block)


def _placed(rules: Rules, rows: Sequence[PageLine], title: PageBlock | None, article: tuple[int, int]) -> list[PageLine]:
    """The rows with what their place says besides: under the title, right behind the article, on the page's edge."""
    heads = [row.block for row in rows if "head" in row.places]
    under = {block for block in heads if block.start > title.start} if title else {*heads[-_UNDER:]}
    tails = [row.block for row in rows if "tail" in row.places and row.block.start >= article[1]]
    signed = list(itertools.takewhile(lambda block: block.cause in (None, *ABOUT), tails[:_SIGNED]))
    issue = next((n for n, row in enumerate(rows) if "head" in row.places and rules.metadata.issue.match(row.text.strip())), len(rows))
    masthead = {row.block for row in rows[issue:] if "head" in row.places and row.block not in under and row.block is not title}
    more = {"masthead": masthead, "under": under, "signed": {*signed}, "foot": {*tails[len(signed) :]}, "first": {*heads[:1]}}
    menu = next((row.text.strip() for row in rows if heads[1:] and row.block is heads[1]), "")
    more["site"] = {*heads[:1]} if len(heads) > 1 and (heads[1].cause == "drop" or _MENU.fullmatch(menu)) else set()
    out = []
    for row in rows:
        places = row.places | {place for place, those in more.items() if "end" not in row.places and row.block in those}
        out.append(row._replace(places=frozenset({"title"}) if row.block is title else places))
    return out


def _stands(row: PageLine, place: str) -> bool:
    return "end" not in row.places if place == "any" else place in row.places


def _sources(rules: Rules, rows: Sequence[PageLine]) -> tuple[str | None, str | None]:
    """Publisher and, where an organisation is credited, author."""
    known = rules.metadata
    publisher = author = None
    texts = [row.text.strip() for row in rows]
    for finder in known.sources:
        for row, text in zip(rows, texts, strict=True):
            if not _stands(row, finder.place) or (finder.place not in ("any", "foot") and row.block.cause == "end"):
                continue
            match = finder.pattern.search(text)
            if not match:
                continue
            offset = len(row.text) - len(row.text.lstrip())
            name = _before_label(row.printed[offset + match.start("name") :], match.end("name") - match.start("name"))
            if not name or name.startswith("本") or known.nobody.match(name):
                continue
            is_outlet = bool(known.outlets.search(name)) or (finder.named and not known.organs.search(name))
            if finder.only == "issuer":
                host = next(
                    (
                        _BLANK.split(r.printed.strip())[0]
                        for r in rows
                        if "first" in r.places and known.government.fullmatch(_BLANK.split(r.text.strip())[0])
                    ),
                    None,
                )
                publisher, author = publisher or host or name, author or (name if host and host != name else None)
            elif finder.only == "publisher" or (is_outlet and finder.only != "author"):
                publisher = publisher or name
            elif finder.only != "outlet":
                author = author or name
    return publisher, author


def _before_label(printed: str, length: int) -> str:
    """The first `length` characters, without a last word that is the label of what follows: a name, or nothing."""
    name = printed[:length]
    return (_LABEL.sub("", name) if _COLON.match(printed, length) else name).strip()


def _aside(rows: Sequence[PageLine], name: str) -> bool:
    """Whether a name stands far from the article alone: it is that of the site, or of who keeps it."""
    return not any(name in row.printed for row in rows if row.places & {"title", "under", "dateline", "signed"} or row.block.rule == "told")


def _byline(rules: Rules, rows: Sequence[PageLine]) -> tuple[str | None, str | None]:
    """Who wrote it, and the place that says so."""
    for finder in rules.metadata.bylines:
        for row in rows:
            if not _stands(row, finder.place) or (finder.place == "any" and row.block.cause not in ABOUT and not row.places & _NEARBY):
                continue
            if match := finder.pattern.search(row.text.strip()):
                offset = len(row.text) - len(row.text.lstrip())
                name = _before_label(row.printed[offset + match.start("name") :], match.end("name") - match.start("name"))
                if name and not rules.metadata.nobody.match(name):
                    return name, finder.place
    return None, None


def _date(rules: Rules, rows: Sequence[PageLine]) -> str | None:
    """The first date of the most trusted kind near the article: before it, or in the lines just behind it."""
    told = [row.text for row in rows if row.block.rule == "told"]
    head = [row.text for row in rows if row.places & {"head", "dateline", "title"} and row.block.rule != "told"]
    tail = [row.text for row in rows if "tail" in row.places and row.block.cause in ABOUT][:3]
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
