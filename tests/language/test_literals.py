"""Which strings an expression cannot do without, and which rows a sieve of them keeps."""

from __future__ import annotations

import re

import pytest

from generator.language.literals import Seeker, Sieve, literals
from tests.project import RULES


@pytest.mark.parametrize(
    "pattern", [".{3}", "(?:行动)?", "行动|.", "[^工]", r"\d+", "(?=行动)", "(?<!行)(?!动)", "(?i)app", "(?i:app)", "[一-龥]"]
)
def test_nothing_tells_of_what_may_be_left_out(pattern: str) -> None:
    assert literals(re.compile(pattern)) is None


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("行动|工程", {"行动", "工程"}),
        ("(?P<name>.{2}(?:行动|计划))(?=[成立])", {"行动", "计划"}),
        ("[a-c]+", {"a", "b", "c"}),
        ("[0-2]支", {"支"}),
        ("“.{2,4}”(?:广场)?[县市]", {"县", "市"}),
        ("“.*”", {"“"}),
        ("石?榴花开+", {"榴花"}),
        ("(?>创建)[一二]{2}", {"创建"}),
    ],
)
def test_one_of_the_strings_is_part_of_every_match(pattern: str, needed: set[str]) -> None:
    assert literals(re.compile(pattern)) == needed


def test_a_sieve_keeps_the_rows_that_may_be_found_in_their_order() -> None:
    rows = [(re.compile(pattern), pattern) for pattern in ("行动", "^.$", "工程|计划", "石榴")]
    assert Sieve(rows).rows("石榴籽工程") == ["^.$", "工程|计划", "石榴"]
    assert Sieve(rows).rows("") == ["^.$"]
    assert Sieve([]).rows("行动") == []


def test_no_cue_is_lost_that_a_search_finds() -> None:
    cues = RULES.programmes.cues
    sieve = Sieve((cue.pattern, cue.id) for cue in cues)
    texts = [text for cue in cues for text in (*cue.hit, *cue.miss)]
    for text in texts:
        kept = sieve.rows(text)
        assert [cue.id for cue in cues if cue.search(text) and cue.id not in kept] == []
    assert sum(len(sieve.rows(text)) for text in texts) < len(texts) * len(cues) / 3


@pytest.mark.parametrize(
    "pattern", ["[^,。]{0,8}?(?:荣誉|奖项)(?=:)", "近年来|(?:成立|年)以来(?!的)", "(?<!多)年.{0,2}来", ".{0,3}年$", "^.{0,3}年"]
)
def test_a_seeker_finds_what_the_search_finds(pattern: str) -> None:
    expression = re.compile(pattern)
    for text in (
        "年年来来",
        "主要荣誉:甲,奖项:乙",
        "近年来成立以来的,三年以来",
        f"多年来{'某' * 90}第三年来{'某' * 90}十年",
        "荣誉" * 9 + ":",
        "",
    ):
        for start, end in ((0, len(text)), (1, len(text) - 1), (2, len(text) // 2)):
            found = [match.span() for match in Seeker(expression).finditer(text, start, end)]
            assert found == [match.span() for match in expression.finditer(text, start, end)]


@pytest.mark.parametrize("pattern", [r"\d{2}", "年(?!.{4}来)", "年(?=.{5}来)", "[年来](?=一)", "年.?(?!一{3})"])
def test_a_seeker_looks_as_far_as_its_expression_in_a_long_text(pattern: str) -> None:
    expression = re.compile(pattern)
    for sample in ("12年", "年一二三四来", "年一二三四五来", "来一二三四年", "年年一一一"):
        text = "余" * 500 + sample + "余" * 500
        found = [match.span() for match in Seeker(expression).finditer(text)]
        assert found == [match.span() for match in expression.finditer(text)], sample
