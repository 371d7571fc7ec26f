"""Programmes and formulas: made-up sentences."""

from __future__ import annotations

import pytest

from generator.reader.named.programmes import parts, programmes
from tests.project import RULES
from tests.reader.named.made import cases, document


def names(text: str) -> list[str]:
    return [f.item.name for f in programmes(RULES, document(text))]


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


@pytest.mark.parametrize(("name", "want"), cases("programmes")["counts"].items())
def test_parts_of_a_programme(name: str, want: int | None) -> None:
    assert parts(RULES, name) == want
