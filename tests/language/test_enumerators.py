"""Enumerators: whether one opens a line, where it ends, which number it has."""

from __future__ import annotations

import pytest

from generator.language.enumerators import number
from tests.project import RULES

ALL = RULES.outline.signs


@pytest.mark.parametrize("text", ["", "首要任务", "一批示范单位", "2023年", "民族"])
def test_what_is_no_enumerator(text: str) -> None:
    assert not ALL.opens(text) and ALL.end(text) == 0 and ALL.number(text) == 0 and ALL.bare(text) == text


@pytest.mark.parametrize("form", RULES.outline.forms, ids=lambda form: form.id)
def test_every_form_of_the_outline_is_known(form: object) -> None:
    for text in form.hit:  # type: ignore[attr-defined]
        assert ALL.opens(text), text
        assert ALL.opens(f"某县\n{text}", 3), text


@pytest.mark.parametrize(
    ("text", "count", "rest"),
    [
        ("三、加强领导", 3, "加强领导"),
        ("(十二)宣传", 12, "宣传"),
        ("③机制", 3, "机制"),
        ("二是抓落实", 2, "抓落实"),
        ("首先,强化", 1, "强化"),
    ],
)
def test_number_and_what_follows(text: str, count: int, rest: str) -> None:
    assert (ALL.number(text), ALL.bare(text)) == (count, rest)


@pytest.mark.parametrize(("text", "count"), [("C", 3), ("最后", 9), ("再次", 3), ("柒", 7), ("十一", 11), ("", 0), ("县", 0)])
def test_numbers(text: str, count: int) -> None:
    assert number(text) == count
