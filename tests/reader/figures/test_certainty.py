"""How sure a figure's name is, in single sentences; `tests/reader/test_reading.py` measures it on the gold annotation."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml

from generator.reader.article.text import read_text
from tests.gold import score
from tests.project import READER, ROOT, RULES
from tests.reader.figures.test_sentences import HEAD, read


def test_what_is_sure_of_a_sentence_is_right_with_its_owner_and_concept() -> None:
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in yaml.safe_load((ROOT / "tests/cases/certainty.yml").read_text(encoding="utf-8"))["cases"]:
        text = HEAD.replace("云龙县", case["region"]) + case["text"] + "\n"
        left = list(case["figures"])
        for row in score.flatten(READER.reading(read_text(RULES, text, "a.txt"), "0" * 64))["indicators"]:
            same = [f for f in left if float(f[0]) == float(row["value"]) and score.core(f[1]) == score.core(row["unit"])]
            want = max(same, key=lambda f: score.similar(f[2], row["item"]), default=None)
            count[row["confidence"]] += 1
            if want is None:
                continue
            left.remove(want)
            alike = score.similar(want[2], row["item"]) >= 0.6
            right[row["confidence"]] += alike and (row.get("of"), row.get("concept")) == (want[3], want[4])
    assert right["high"] / count["high"] >= 0.97
    assert count["high"] / count.total() >= 0.6
    assert right["medium"] / count["medium"] < 0.85, "what is not sure should not be right as often"


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
