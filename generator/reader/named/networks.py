"""Layered organisational networks (四级网络, 县、乡、村三级…). Tiers, numbers and nouns stand in rules/networks.yml."""

import re

from generator.language.clauses import clause_before
from generator.language.numerals import small
from generator.model import Network
from generator.reader.article.text import Document
from generator.reader.named.found import Found
from generator.rules import Rules

GRADE = 4
"""How soon behind 三级 a word stands that makes it a grade (三级甲等)."""


def networks(rules: Rules, document: Document) -> list[Found[Network]]:
    """Layered networks, one for each place that states how many layers there are."""
    body, data = document.body, rules.networks
    lists = {end: start - (body[start - 1 : start] == "“") for start, end in (m.span() for m in data.list_of_tiers.finditer(body))}
    found = []
    for match in data.level.finditer(body):
        count, behind = small(match[1]), body[match.end() : match.end() + 8]
        if data.not_after.finds(behind[:GRADE]):
            continue
        start = lists.get(match.start())
        named = data.noun.match(body, match.end())
        if count == 2 and not data.two.finds(behind) or start is None and not named:
            continue
        if start is None:
            start = match.start() - len(clause_before(body, match.start(), 24))
        end = named.end() if named else match.end() + len(re.split(r"[,。;:!?\d\n]", body[match.end() : match.end() + 14])[0])
        if body[end : end + 1].isdigit() and body[:end].endswith(data.people.words):
            continue
        item = Network(quote=document.quote(start, end), levels=count)
        found.append(Found(start, end, item, "tiers" if match.start() in lists else "noun", "high" if named else "medium"))
    return found
