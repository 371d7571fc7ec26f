"""Documents cited: titles in 《》 and what kind of document each names. The kinds stand in rules/document_kinds.yml."""

import re

from generator.language.clauses import JOINTS, clause_before
from generator.language.marks import TITLES, pairs
from generator.model import CitedDocument, DocumentKind
from generator.reader.article.text import Document
from generator.reader.named.found import Found
from generator.rules import Rules

LONGEST = 160
"""Title marks further apart than this do not belong together."""
NEAR = 12
"""How much of the text behind a title says what it is."""
_CITED = re.compile(f"《[^《》]*》[{JOINTS}]?")


def document_kind(rules: Rules, title: str, before: str = "", after: str = "") -> tuple[DocumentKind, str]:
    """The kind of what `title` (without 《》) names and the rule that says so."""
    texts = {"title": title, "before": before, "after": after}
    for rule in rules.document_kinds:
        if rule.search(texts[rule.where]):
            return rule.kind, rule.id
    return "work", "work"


def documents_cited(rules: Rules, document: Document) -> list[Found[CitedDocument]]:
    """Every title in 《》, each mention."""
    body = document.body
    titles = [span for span in pairs(body, TITLES, LONGEST) if span.end - span.start > 3]
    # Titles listed side by side share what stands behind the last of them.
    last: dict[int, int] = {}
    for (start, end), later in zip(reversed(titles), [None, *reversed(titles)], strict=False):
        beside = later and later.start - end <= 2 and not body[end : later.start].strip(JOINTS)
        last[start] = last[later.start] if later and beside else end
    found = []
    for start, end in titles:
        before = _CITED.sub("", clause_before(body, start))
        after = body[last[start] : last[start] + NEAR].split("\n")[0]
        kind, rule = document_kind(rules, body[start + 1 : end - 1], before, after)
        found.append(Found(start, end, CitedDocument(title=document.quote(start, end), kind=kind), rule, "high"))
    return found
