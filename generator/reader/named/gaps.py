"""Where the source itself shows that text is missing: hidden, masked or cut off. The marks stand in rules/gaps.yml."""

import re
from collections.abc import Iterator

from generator.model import Gap
from generator.reader.article.text import Document, SourceLine
from generator.reader.named.found import Found
from generator.rules import Rules
from generator.rules.named import GapRule, GapRules

AFTER_ARTICLE = 3
"""Lines after the article in which a site may say that it keeps the rest back."""
BEFORE_ARTICLE = 50
"""How far before the article its own heading and who signs it may stand."""
SIGNING = ("", "signature")
"""The rules of lines that may sign the article."""


def gaps(rules: Rules, document: Document) -> list[Found[Gap]]:
    """The places where the source itself shows that text is missing; `start` and `end` are offsets in the source."""
    data = rules.gaps
    anywhere = [rule for rule in data.ordered if rule.where == "anywhere"]
    found: list[Found[Gap]] = []
    for line, near in _gap_lines(document):
        text = document.folded[line.start : line.end]
        signs = data.signs.intersection(text)
        speaking = [rule for rule in (data.ordered if near else anywhere) if not signs.isdisjoint(rule.sign)] if signs else []
        taken = bytearray(len(text) if speaking else 0)
        for rule in speaking:
            if rule.where in ("article", "text") and not _of_article(data, rule, line, text):
                continue
            for match in rule.pattern.finditer(text):
                start, end = match.span()
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    found.append(_gap(document, line, rule, match))
    return sorted(found, key=lambda f: f.start)


def _gap_lines(document: Document) -> Iterator[tuple[SourceLine, bool]]:
    """The lines of the page, and whether each is of the article, its title or near its end."""
    after = 0
    for line in document.lines:
        if line.end > line.start:
            after += line.start >= document.article.end
            yield line, line.kind == "title" or (line.end > document.article.start - BEFORE_ARTICLE and after <= AFTER_ARTICLE)


def _of_article(data: GapRules, rule: GapRule, line: SourceLine, text: str) -> bool:
    """Whether a line is part of the article; a mask counts in what signs it too."""
    signs = rule.where == "article" and line.rule in SIGNING and data.signed.fullmatch(text.strip()) is not None
    return line.kind in ("body", "title", "caption") or signs


def _gap(document: Document, line: SourceLine, rule: GapRule, match: re.Match[str]) -> Found[Gap]:
    text = document.folded[line.start : line.end]
    start, end = match.span()
    if rule.kind == "masked":
        # A mask alone says nothing: the words around it make the quote.
        start -= len(re.split(r"[,。;:!?、*xX×]", text[max(0, start - 6) : start])[-1])
        end += len(re.split(r"[,。;:!?、*xX×]", text[end : end + 6])[0])
    start = end - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    number = match.groupdict().get("characters")
    item = Gap(kind=rule.kind, quote=document.source[line.start + start : line.start + end], characters=int(number) if number else None)
    return Found(line.start + start, line.start + end, item, rule.id, "high")
