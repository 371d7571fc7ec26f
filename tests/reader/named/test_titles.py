"""Titles in 《》 and their kinds: made-up sentences."""

from __future__ import annotations

import pytest

from generator.reader.named.titles import documents_cited
from tests.project import RULES
from tests.reader.named.made import cases, document


def titles(text: str) -> list[str]:
    return [f"{f.item.title} | {f.item.kind}" for f in documents_cited(RULES, document(text))]


@pytest.mark.parametrize("text", cases("documents")["none"])
def test_what_is_no_title(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize(("text", "want"), cases("documents")["some"].items())
def test_titles(text: str, want: list[str]) -> None:
    assert titles(text) == want
