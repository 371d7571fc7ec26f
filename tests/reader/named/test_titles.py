"""Titles in 《》 and their kinds: made-up sentences."""

from __future__ import annotations

import pytest

from generator.reader.named.titles import document_kind, documents_cited
from generator.rules.named import KindRule
from tests.project import RULES
from tests.reader.named.made import cases, document


def titles(text: str) -> list[str]:
    return [f"{f.item.title} | {f.item.kind}" for f in documents_cited(RULES, document(text))]


@pytest.mark.parametrize("rule", RULES.document_kinds, ids=lambda r: r.id)
def test_a_rule_decides_some_of_its_own_examples(rule: KindRule) -> None:
    asked = {"title": "", "before": "", "after": ""}
    assert (rule.kind, rule.id) in {document_kind(RULES, **asked | {rule.where: text}) for text in rule.hit}


@pytest.mark.parametrize("text", cases("documents")["none"])
def test_what_is_no_title(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize(("text", "want"), cases("documents")["some"].items())
def test_titles(text: str, want: list[str]) -> None:
    assert titles(text) == want
