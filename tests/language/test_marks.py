"""Pairs of marks: what is one, what stands inside, what was never closed."""

from __future__ import annotations

import pytest

from generator.language.marks import BRACKETS, QUOTES, TITLES, balanced, covered, inside, pairs, without


@pytest.mark.parametrize("text", ["没有引号", "“没有关", "没有开”", "“断\n行”", "”倒“"])
def test_no_pair(text: str) -> None:
    assert pairs(text, QUOTES) == []


@pytest.mark.parametrize(
    ("text", "marks", "want"),
    [
        ("实施“七项工程”和“十户联防”", QUOTES, ["“七项工程”", "“十户联防”"]),
        ("“实施“双语”工程”", QUOTES, ["“实施“双语”工程”"]),
        ("“没有关\n“双语”工程", QUOTES, ["“双语”"]),
        ("“多开了“双语”工程", QUOTES, ["“双语”"]),
        ("印发《关于《条例》的通知》", TITLES, ["《关于《条例》的通知》"]),
        ("县(市、区)", BRACKETS, ["(市、区)"]),
    ],
)
def test_outermost_pairs_of_a_line(text: str, marks: str, want: list[str]) -> None:
    assert [text[a:b] for a, b in pairs(text, marks)] == want


def test_a_pair_that_is_too_long_is_none_but_those_in_it_are() -> None:
    text = "《关于《条例》的通知》"
    assert [text[a:b] for a, b in pairs(text, TITLES, longest=4)] == ["《条例》"]


def test_bounds_are_kept() -> None:
    text = "“甲”“乙”“丙”"
    assert [text[a:b] for a, b in pairs(text, QUOTES, start=1, end=8)] == ["“乙”"]


def test_what_is_covered() -> None:
    text = "在“甲”处"
    assert list(covered(text, pairs(text, QUOTES))) == [0, 1, 1, 1, 0]


def test_whether_marks_are_closed() -> None:
    assert balanced("“甲”(乙)《丙》") and not balanced("“甲") and not balanced("甲)") and not balanced("《丙")
    text = "建成“团结,进步”广场(一期)"
    assert inside(text, 0, text.index(",")) and inside(text, 0, text.index("期)"))
    assert not inside(text, 0, text.index("广场")) and not inside(text, text.index("团"), text.index(","))


def test_what_never_closes_is_forgotten() -> None:
    assert not inside("“" + "县" * 500, 0, 400)


def test_a_text_without_what_stands_in_marks() -> None:
    assert without("实施“七项工程”和《条例》3年") == "实施和3年"
    assert without("实施“七项工程”和《条例》", QUOTES, "“”") == "实施“”和《条例》"
