"""From bytes to the article: decode, fold, tell furniture from text, join hard-wrapped lines.

Offsets are always those of the decoded source. Rules read `Document.body`, a folded copy without the white space that
means nothing; what is quoted comes from the source as printed.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle, takewhile
from pathlib import Path
from typing import NamedTuple, Self

from generator.errors import SeedError
from generator.language.marks import Span as Span
from generator.language.numerals import GROUPED, unsealed
from generator.reader.article.furniture import Kind, PageBlock, find_article, listed, name_lines, states_figure
from generator.reader.article.inputs import extract, opened
from generator.reader.article.metadata import describe
from generator.rules import Rules
from generator.rules.article import INVISIBLE

_HAN, _NOT_HAN = re.compile(r"[\u4e00-\u9fff]+"), re.compile(r"[^\u4e00-\u9fff]+")
_SHORT = 40
"""Characters of a line that may be one of a list."""
_GOOD_DEAL = 24
"""Chinese characters: more than a signature, or the heading of what else the page shows."""
# A line break with the indentation around it: taken out of quotes from hard-wrapped text.
_WRAP = re.compile(r"[^\S\n]*\n\s*")
_SUBTITLE = re.compile(r"\s*\n\s*\u2014\u2014[^\n]{4,60}")


class SourceLine(NamedTuple):
    """One line of the source, its line end left off, and what it is."""

    start: int
    end: int
    kind: Kind
    rule: str


@dataclass(frozen=True)
class Document:
    """One source document, ready to be read.

    `source` is the decoded text; `folded` the same, character for character, folded (rules/fold.yml); `body` the
    article alone, one paragraph a line; `at[i]` the offset in `source` of `body[i]`.
    """

    file: str
    source: str
    folded: str
    lines: tuple[SourceLine, ...]
    blocks: tuple[PageBlock, ...]
    body: str
    at: tuple[int, ...]
    article: Span
    """From the article's first character to its last, in the source; furniture may stand between."""
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    lost: int = 0
    """Characters of live text that the file holds and `source` does not."""

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs of `body`."""
        return tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", self.body))

    @cached_property
    def heading(self) -> Self | None:
        """The title, with its subtitle, as a document of its own; None where there is none, or where the page does not print it."""
        printed = re.search(r"\s*".join(map(re.escape, "".join(self.title.split()))), self.source) if self.title else None
        if printed is None:
            return None
        below = _SUBTITLE.match(self.folded, printed.end())
        at = [
            n for n in range(printed.start(), below.end() if below else printed.end()) if n == printed.end() or not self.source[n].isspace()
        ]
        return replace(self, body="".join(self.folded[n] for n in at), at=tuple(at))

    def paragraphs_in(self, span: Span) -> tuple[Span, ...]:
        """Those that begin inside `span`."""
        # A span's start alone sorts before the paragraph that begins there.
        return self.paragraphs[bisect_left(self.paragraphs, (span.start,)) : bisect_left(self.paragraphs, (span.end,))]

    def place(self, start: int, end: int) -> Span:
        """Where `body[start:end]` stands in the source."""
        return Span(self.at[start], self.at[end - 1] + 1)

    def quote(self, start: int, end: int) -> str:
        """`body[start:end]` as the source prints it, line wraps taken out."""
        if end <= start:
            return ""
        return unwrap(self.source[self.at[start] : self.at[end - 1] + 1])


def unwrap(text: str) -> str:
    """Text without the breaks of hard-wrapped lines."""
    return _WRAP.sub("", text) if "\n" in text else text


def fold(rules: Rules, text: str) -> str:
    """`text` with variants folded, the same length; ASCII quotation marks become “ and ” in turn within a line."""
    table = rules.fold.table
    folded = unsealed(rules.fold.variant.sub(lambda match: table[match[0]], text))
    if '"' not in folded:
        return folded
    lines = ((line, cycle("“”")) for line in folded.split("\n"))
    return "\n".join("".join(next(turn) if char == '"' else char for char in line) if '"' in line else line for line, turn in lines)


def read_document(rules: Rules, path: Path) -> Document:
    """The document in the seed at `path`, of any kind `inputs` takes; raises SeedError."""
    return document(rules, opened(path), path.name)


def document(rules: Rules, data: bytes, file: str) -> Document:
    """The document in the bytes of a seed named `file`; raises SeedError."""
    seed = extract(data, file)
    return replace(read_text(rules, seed.text, file, seed.known), lost=seed.lost)


def read_text(rules: Rules, source: str, file: str, known: Mapping[str, str] | None = None) -> Document:
    """The document in `source`; `known` is what a saved web page says of itself, as `inputs` gives it.

    Raises SeedError where there is no Chinese article in it.
    """
    if problem := _unreadable(rules, source):
        raise SeedError.at(file, *problem)
    folded = fold(rules, source)
    blocks, article = find_article(rules, folded)
    if not any(b.kind == "body" for b in blocks):
        raise SeedError.at(file, "holds no article, only menus, links or notices", hint="save the page's main text")
    found, title_block = describe(rules, source, folded, blocks, article, known or {})
    if title_block is not None:
        # Above what a notice hands out the article may have begun with the notice.
        if article[0] == blocks[title_block].start:
            article = (next(b.start for b in blocks[title_block + 1 :] if b.kind == "body"), article[1])
        blocks[title_block] = blocks[title_block]._replace(kind="title", rule="title")
        for number in _opening_headings(folded, blocks, title_block):
            blocks[number] = blocks[number]._replace(kind="body", rule="heading")
            article = (min(article[0], blocks[number].start), article[1])
    lines = name_lines(rules, folded, blocks)
    body, at = _join(source, folded, blocks)
    return Document(
        file, source, folded, tuple(SourceLine(*line) for line in lines), tuple(blocks), body, at, Span(*article),
        **found._asdict(), url=(known or {}).get("url"),
    )  # fmt: skip


def left_out(document: Document) -> bool:
    """Whether a good deal of text stands right behind the article and no rule says why it is none of it."""
    last = max(n for n, block in enumerate(document.blocks) if block.kind == "body")
    behind = takewhile(lambda block: block.cause is None and block.kind == "furniture", document.blocks[last + 1 :])
    return sum(len(_NOT_HAN.sub("", document.folded[block.start : block.end])) for block in behind) >= _GOOD_DEAL


def breaks_off(rules: Rules, document: Document) -> bool:
    """Whether the article breaks off: the page ends with it, in the middle of a sentence or behind a bare enumerator."""
    page, last = rules.furniture, document.blocks[-1]
    end = document.folded[last.start : last.end].strip()
    if last.kind == "body":
        bare = rules.outline.sure.bare(end)
        return len(bare) < 3 or (not page.complete.search(end) and not _item_of_list(rules, document, end) and len(end) >= 4)
    # What is left of the next paragraph: its enumerator, or its first words right behind the one before.
    if last.cause is None and last.kind == "furniture":
        if rules.outline.sure.opens(end) or (document.blocks[-2].kind == "body" and page.broken_off.fullmatch(end)):
            return True
    body = document.body[document.paragraphs[-1].start :].rstrip()
    return len(body) >= 8 and not page.complete.search(body) and page.goes_on.search(body) is not None and not listed(rules, body)


def _item_of_list(rules: Rules, document: Document, end: str) -> bool:
    """Whether an article's last line, which has no full stop, is whole all the same: the last of a list, or a row of a table."""
    if len(end) > _SHORT or re.search("[,。;]", end):
        return False
    above = document.body[slice(*document.paragraphs[-2])].strip() if len(document.paragraphs) > 1 else ""
    counted = rules.outline.numbers.opens(end)
    alike = len(above) <= _SHORT and not re.search("[,。;]", above) and rules.outline.numbers.opens(above) == counted
    return listed(rules, end) or ((counted or states_figure(rules, end)) and not end[-1:].isdigit()) or above.endswith(":") or alike


def _opening_headings(folded: str, blocks: list[PageBlock], title: int) -> list[int]:
    """Short lines between title and first paragraph that are headings: where the article has others of their kind."""
    first = next(n for n, b in enumerate(blocks) if b.kind == "body")

    def short(block: PageBlock) -> bool:
        text = folded[block.start : block.end]
        return 4 <= len(text) <= 40 and not re.search(r"[。;!?:,]$|^——|^[(]", text)

    if sum(short(b) for b in blocks if b.kind == "body") < 2:
        return []
    above = ((n, blocks[n]) for n in range(first - 1, title, -1))
    heads = takewhile(lambda at: at[1].cause is None and at[1].rule != "contents" and short(at[1]), above)
    return [number for number, _ in heads][:2]


def _unreadable(rules: Rules, source: str) -> tuple[str, str] | None:
    """What makes a text no Chinese text, with a hint; None where nothing does."""
    dense = "".join(source.split())
    if not dense:
        return "is empty", "put the document's text into it, or delete the file"
    if "\x00" in source:
        return "is not text: it holds NUL characters", "save the document as text, HTML, DOCX or PDF"
    sample = dense[:100_000]
    if len(rules.fold.garbled.pattern.findall(sample)) > 0.08 * len(sample):
        return "is garbled: it was saved in a wrong encoding", "get the document again and save it as UTF-8"
    if len(sample) - len(_HAN.sub("", sample)) < max(20, 0.2 * len(sample)):
        return "is not Chinese", "only Chinese reports can be read"
    return None


def _join(source: str, folded: str, blocks: list[PageBlock]) -> tuple[str, tuple[int, ...]]:
    """The body's characters and the source offset of each."""
    parts: list[str] = []
    at: list[int] = []
    for block in blocks:
        if block.kind != "body":
            continue
        if at:
            parts.append("\n")
            at.append(at[-1] + 1)
        text = folded[block.start : block.end]
        last, grouped = 0, [m.span() for m in GROUPED.finditer(text)]
        for match in re.finditer(r"\s+", text):
            seen = source[block.start + match.start() : block.start + match.end()].strip(INVISIBLE)
            blank = bool(seen) and not _means_nothing(text, match) and not any(a < match.start() < b for a, b in grouped)
            parts += [text[last : match.start()], " " * blank]
            at += range(block.start + last, block.start + match.start() + blank)
            last = match.end()
        parts.append(text[last:])
        at += range(block.start + last, block.end)
    return "".join(parts), tuple(at)


def _means_nothing(text: str, match: re.Match[str]) -> bool:
    """Whether white space inside a paragraph is only typesetting: a wrap, or one blank beside a figure."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    latin = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    if "\n" in match.group():
        return not (latin and before.isalpha() and after.isalpha())
    if match.end() - match.start() > 1:
        return False
    return not latin and (before.isascii() or after.isascii() or before in "、。“《" or after in "、。”》")
