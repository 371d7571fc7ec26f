"""Programmes and formulas: made-up sentences."""

from __future__ import annotations

import pytest

from generator.reader.named.programmes import parts, programmes
from generator.rules import Rules
from tests.project import RULES
from tests.reader.named.made import cases, document


def names(text: str) -> list[str]:
    return [f.item.name for f in programmes(RULES, document(text))]


def listed(text: str, rules: Rules = RULES) -> list[str]:
    """The parts of the first numbered programme in a text."""
    return next((f.item.parts for f in programmes(rules, document(text)) if f.item.count), [])


@pytest.mark.parametrize("text", cases("programmes")["none"])
def test_what_is_no_programme(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(("text", "want"), cases("programmes")["some"].items())
def test_programmes(text: str, want: list[str]) -> None:
    assert names(text) == want


@pytest.mark.parametrize(("text", "want"), cases("programmes")["lists"].items())
def test_programmes_in_lists_and_beside_their_look_alikes(text: str, want: list[str]) -> None:
    assert names(text) == want


@pytest.mark.parametrize(("text", "want"), cases("programmes")["confidence"].items())
def test_how_sure_a_reading_is(text: str, want: str) -> None:
    assert [f.confidence for f in programmes(RULES, document(text))] == [want]


@pytest.mark.parametrize(("text", "want"), cases("programmes")["listed"].items())
def test_the_parts_that_a_text_lists(text: str, want: list[str]) -> None:
    assert listed(text) == want


def test_the_first_mention_has_the_parts_that_a_later_one_lists() -> None:
    first, later = programmes(RULES, document("实施“两送”行动,群众欢迎。“两送”行动即送政策、送岗位。"))
    assert first.start < later.start and first.item == later.item
    assert first.item.parts == ["送政策", "送岗位"]


@pytest.mark.parametrize(("name", "want"), cases("programmes")["counts"].items())
def test_parts_of_a_programme(name: str, want: int | None) -> None:
    assert parts(RULES, name) == want
