"""What a document names besides its figures: titles in 《》, layered networks, ethnic groups.

Programmes, honours and gaps have modules of their own. Everything is found in the whole body; which region an item belongs to,
and that a region lists it once, is decided in `reading`. What counts as what stands in rules/*.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from generator.model import CitedDocument, Confidence, DocumentKind, Network
from generator.reader.article.text import Document, Span
from generator.rules import Rules, loader
from generator.rules.named import GroupRules

Item = TypeVar("Item")

CLAUSE = re.compile(r"[,。;:!?\n]")
"""Ends a clause. The enumeration comma 、 does not."""
LONGEST_TITLE = 160
"""Title marks further apart than this do not belong together."""
NEAR = 12
"""How much of the text behind a title or a quoted name says what it is."""
GRADE = 4
"""How soon behind 三级 a word stands that makes it a grade (三级甲等)."""


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """One item and its evidence: `start` and `end` in the document's body (of a gap: in its source)."""

    start: int
    end: int
    item: Item
    rule: str
    confidence: Confidence


def brackets(text: str, opening: str, closing: str, longest: int) -> list[Span]:
    """The outermost pairs of brackets within one line, brackets included; what is never closed is left out."""
    found: list[Span] = []
    open_at: list[int] = []
    for match in re.finditer(f"[{opening}{closing}\n]", text):
        if match.group() == "\n":
            open_at.clear()
        elif match.group() == opening:
            open_at.append(match.start())
        elif open_at:
            start = open_at.pop()
            if match.end() - start <= longest:
                while found and found[-1].start > start:
                    found.pop()
                found.append(Span(start, match.end()))
    return found


def marked(text: str, spans: Iterable[Span]) -> bytearray:
    """For each character of `text` whether one of the spans covers it."""
    flags = bytearray(len(text))
    for start, end in spans:
        flags[start:end] = b"\1" * (end - start)
    return flags


def clause_before(text: str, start: int, longest: int = 40) -> str:
    """The clause up to `start`."""
    window = text[max(0, start - longest) : start]
    return CLAUSE.split(window)[-1]


# Documents cited


def document_kind(rules: Rules, title: str, before: str = "", after: str = "") -> tuple[DocumentKind, str]:
    """The kind of what `title` (without 《》) names and the rule that says so."""
    texts = {"title": title, "before": before, "after": after}
    for rule in rules.document_kinds:
        if rule.regex.search(texts[rule.where]):
            return rule.kind, rule.id
    return "work", "work"


def documents_cited(rules: Rules, document: Document) -> list[Found[CitedDocument]]:
    """Every title in 《》, each mention."""
    body = document.body
    titles = [span for span in brackets(body, "《", "》", LONGEST_TITLE) if span.end - span.start > 3]
    # Titles listed side by side share what stands behind the last of them.
    last: dict[int, int] = {}
    for (start, end), later in zip(reversed(titles), [None, *reversed(titles)], strict=False):
        beside = later and later.start - end <= 2 and not body[end : later.start].strip("、和及与")
        last[start] = last[later.start] if later and beside else end
    found = []
    for start, end in titles:
        before = _without_titles(clause_before(body, start))
        after = body[last[start] : last[start] + NEAR].split("\n")[0]
        kind, rule = document_kind(rules, body[start + 1 : end - 1], before, after)
        found.append(Found(start, end, CitedDocument(title=document.quote(start, end), kind=kind), rule, "high"))
    return found


def _without_titles(text: str) -> str:
    return re.sub(r"《[^《》]*》[、和及与]?", "", text)


# Networks


def _any(words: Sequence[str]) -> str:
    """Alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _network_patterns(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = rules.networks
    # Patterns begin with plain words, never with an atomic group: the search then skips to their first characters.
    tier = rf"(?:{_any(data.tiers)})(?:\([^()\n]{{1,14}}\))?+[、和及与到至/,]?+"
    tiers = re.compile(rf"{tier}(?:{tier}){{1,11}}+”?")
    level = re.compile(rf"({_any(list(data.digits))}){''.join(f'(?<!{re.escape(word)}.)' for word in data.not_before)}级")
    noun = re.compile(rf"[^,。;:!?\d\n]{{0,10}}(?:{_any(data.nouns)})(?:\([^()\n]{{1,6}}\))?[”]?(?:体系|机制)?")
    return tiers, level, noun


def networks(rules: Rules, document: Document) -> list[Found[Network]]:
    """Layered organisational networks, one for each place that states how many layers there are."""
    body, data = document.body, rules.networks
    tiers, level, noun = _network_patterns(rules)
    lists = {end: start - (body[start - 1 : start] == "“") for start, end in (match.span() for match in tiers.finditer(body))}
    found = []
    for match in level.finditer(body):
        count, behind = data.digits[match[1]], body[match.end() : match.end() + 8]
        if any(word in behind[:GRADE] for word in data.not_after):
            continue
        start = lists.get(match.start())
        named = noun.match(body, match.end())
        if count == 2 and not any(word in behind for word in data.two) or start is None and not named:
            continue
        if start is None:
            start = match.start() - len(clause_before(body, match.start(), 24))
        end = named.end() if named else match.end() + len(re.split(r"[,。;:!?\d\n]", body[match.end() : match.end() + 14])[0])
        item = Network(quote=document.quote(start, end), levels=count)
        found.append(Found(start, end, item, "tiers" if match.start() in lists else "noun", "high" if named else "medium"))
    return found


# Ethnic groups


@cache
def _group_patterns(rules: Rules) -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Short to official names; patterns of names in full, of lists of short names, of short names side by side."""
    data = rules.ethnic_groups
    official = {short: name for name, shorts in data.groups.items() for short in shorts} | {name: name for name in data.groups}
    name, short, compact = _any(list(data.groups)), _any(list(official)), _any(data.compact)
    full = re.compile(rf"(?:{name})(?:{name})*+(?!{data.not_after})")
    listed = re.compile(rf"(?:{short})(?:[、和与及](?:{short})){{1,56}}+(?={data.lists})")
    return official, full, listed, re.compile(rf"(?:{compact})(?:{compact}){{1,3}}+(?={data.people})")


@cache
def _group_names(rules: Rules) -> re.Pattern[str]:
    return re.compile(_any(list(_group_patterns(rules)[0])))


def ethnic_groups(rules: Rules, document: Document) -> list[Found[str]]:
    """Official names of the groups named, each mention; the name of a place names no group."""
    body, data = document.body, rules.ethnic_groups
    official, full, listed, compact = _group_patterns(rules)
    names = _group_names(rules)
    found: list[Found[str]] = []
    for rule, pattern in (("name", full), ("list", listed), ("side-by-side", compact)):
        for match in pattern.finditer(body):
            if rule == "name" and _in_place(body, match.span(), data):
                continue
            for part in names.finditer(match.group()):
                start = match.start() + part.start()
                before = data.not_before.get(part.group(), "")
                if not (before and start and body[start - 1] in before):
                    end = match.start() + part.end()
                    found.append(Found(start, end, official[part.group()], rule, "medium" if rule == "side-by-side" else "high"))
    return sorted(found, key=lambda f: f.start)


def _in_place(body: str, span: tuple[int, int], data: GroupRules) -> bool:
    """Whether the name at `span` is part of the name of a division or village."""
    start, end = span
    before = body[start - 1] if start else "\n"
    counted = not re.match(r"[\u4e00-\u9fff]", before) or before in data.counted
    if place := loader.compiled(data.places).match(body, end):
        return place.group() == "自治" or not (counted and before == "个")
    return bool(loader.compiled(data.villages).match(body, end)) and not counted
