"""How sure a figure's name is, in single sentences; `tests/reader/test_reading.py` measures it on the gold annotation."""

from __future__ import annotations

import pytest

from tests.reader.figures.test_sentences import read

SURE = (
    "建成民族团结进步示范村12个。",
    "示范单位12个、示范社区8个,分别比上年增加6个和2个。",
    "举办民族工作干部培训班12期。",
    "民族干部占干部总数的58%。",
)
UNSURE = (
    "召开会议4次。",  # which
    "全县像她这样的护边员有260名。",  # no noun, a clause
    "县财政拿出80万元。",  # a verb
    "获得金牌6枚。",  # verb or noun alone
    "排查消防、建筑等安全隐患93处。",  # cut out of a list
    "安排少数民族发展资金900万元,安排项目16个。",  # named by what stands before
    "各领域各行业一个不缺。",  # no count
)


@pytest.mark.parametrize("sentence", SURE)
def test_a_noun_that_stands_whole_is_sure(sentence: str) -> None:
    assert {row["confidence"] for row in read(sentence)} == {"high"}


@pytest.mark.parametrize("sentence", UNSURE)
def test_a_name_that_was_made_or_cut_is_not_sure(sentence: str) -> None:
    assert [row["confidence"] for row in read(sentence)][-1:] != ["high"]
