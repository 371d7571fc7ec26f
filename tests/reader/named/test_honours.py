"""Honours and who received them: the examples of the rules as a whole and made-up sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.reader.article.text import fold
from generator.reader.named.holders import Ground
from generator.reader.named.honours import honours
from generator.rules import Rules
from tests.project import PLACES, RULES
from tests.reader.named.made import cases, document


def received(text: str, rules: Rules = RULES) -> list[str]:
    """The honours in a text of 河东县, each with holder and level."""
    doc = document(text)
    found = honours(rules, PLACES, doc, [Ground(0, len(doc.body), "河东县", "county")])
    return [f"{f.item.title} | {f.item.holder} | {f.item.level}" for f in found]


def test_a_verb_begins_as_the_search_expects() -> None:
    for verb in RULES.honours.verbs:
        for example in verb.hit:
            assert all(RULES.honours.begins.match(match.group()) for match in verb.pattern.finditer(fold(RULES, example))), example


@pytest.mark.parametrize("text", [*cases("honours")["none"], *RULES.honours.miss])
def test_what_is_no_honour(text: str) -> None:
    assert received(text) == []


@pytest.mark.parametrize(("text", "want"), (cases("honours")["some"] | RULES.honours.hit).items())
def test_honours(text: str, want: Sequence[str]) -> None:
    assert received(text) == list(want)


def test_an_honour_without_a_subject_takes_the_one_before() -> None:
    text = "近年来,石桥镇坚持党建引领。走出一条新路,2021年荣获“全国民族团结进步模范集体”称号。"
    (found,) = honours(RULES, PLACES, document(text))
    assert found.item.holder == "石桥镇"
    assert found.item.quote == "荣获“全国民族团结进步模范集体”称号"
    assert text[found.start : found.end] == found.item.quote


def test_holders_and_titles_in_lists() -> None:
    text = "2019年,清泉镇先后荣获全省文明单位,全省“双拥”工作先进镇,全省普法工作先进单位等荣誉称号,面貌一新。"
    assert received(text) == [
        f"{title} | 清泉镇 | provincial" for title in ("全省文明单位", "全省“双拥”工作先进镇", "全省普法工作先进单位")
    ]
    assert received("清泉县白石村以产业兴村。2020年获评“全国文明村”。") == ["全国文明村 | 清泉县白石村 | national"]
    assert received("该县还获“国家卫生县城”命名。") == ["国家卫生县城 | 河东县 | national"]
