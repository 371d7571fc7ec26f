"""Single sentences as reports print them: every figure's value, unit, qualifier and item, its period, and no figure too many."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.reader.article.text import read_text
from tests.gold.score import flatten
from tests.project import READER, ROOT, RULES

HEAD = (
    "云龙县民族团结进步工作情况汇报\n2024-03-05 来源:云龙县民宗局\n近年来,云龙县以铸牢中华民族共同体意识为主线,扎实推进民族团结进步创建。\n"
)
CASES = [row for file in ("sentences", "lists") for row in yaml.safe_load((ROOT / f"tests/cases/{file}.yml").read_text(encoding="utf-8"))]
# A change between two years is of neither: these answers give it no period, the gold annotation the span or the later year.
SPANS = ("年均增长", "下降87.1")


def read(sentence: str) -> list[dict[str, Any]]:
    rows = flatten(READER.reading(read_text(RULES, HEAD + sentence + "\n", "a.txt"), "0" * 64))["indicators"]
    return [row for row in rows if not row.get("of")]


def said(row: dict[str, Any]) -> tuple[float, str, str]:
    return float(row["value"]), row["unit"], row.get("qualifier", "exact")


@pytest.mark.parametrize("case", CASES, ids=lambda row: row["sentence"][:8])
def test_a_sentence_is_read_as_a_careful_reader_would(case: dict[str, Any]) -> None:
    found = read(case["sentence"])
    assert sorted(map(said, found)) == sorted(map(said, case["figures"]))
    for want in case["figures"]:
        same = [row for row in found if said(row) == said(want)]
        assert any((want["item"] or "") in row["item"] for row in same), (want["item"], [row["item"] for row in same])
        if not any(span in case["sentence"] for span in SPANS):
            assert any(row.get("period") == want["period"] for row in same), (want, [row.get("period") for row in same])


# What is counted decides, not a word beside it: a sentence, and the concept of each of its figures.
COMPARED = {
    "民族团结进步示范县创建领导小组成员单位由39个增至52个。": [None, None],
    "全年开展宣讲比计划少12场。": [None],
    "宣讲减少6场,培训班少办2期。": [None, None],
    "建成核桃高产示范园3处、5千亩苹果示范基地1个。": [None, None, None],
    "打造生态文明示范村6个、电商示范点4个、平安示范社区9个。": [None, None, None],
    "建成民族团结进步示范村6个、示范社区9个、机关示范点2个。": ["demonstration_sites"] * 3,
    "设立石榴籽驿站6个、石榴籽服务站9个,打造红石榴家园2个。": [None, None, "demonstration_sites"],
    "全年举办宣讲120余场、培训30余期、演出60余场。": ["lectures", "study_sessions", "cultural_events"],
    "其中宣讲、培训、演出受众分别为2万人次、900人次、3万人次。": ["audience", "trainees", "audience"],
    "举办少数民族进城务工人员语言文化政策培训班1期,80余人参训。": ["study_sessions", "trainees"],
    "到2025年,建成示范村12个、培训干部300人次。": [None, None],
    "到2023年,建成示范村12个。": ["demonstration_sites"],
    "每个乡镇建成示范村2个。": [None],
    "全年培训干部不少于900人次。": [None],
    "争创自治区级示范单位4个、市级示范单位7个。": [None, None],
    "两县将按照“三联”思路,共建示范村6个,每年互办联谊活动3场。": [None, None],
    "在2025年底前共建示范村6个。": [None],
    "办夜校148期,学习国家通用语言文字的牧民达900人次。": ["study_sessions", "trainees"],
    "刊发稿件16篇,其中《石桥日报》4篇。": ["media_reports", "media_reports"],
    "投入衔接资金1.2亿元,其中少数民族发展任务资金2160万元。": [None, "minority_development_funds"],
}


@pytest.mark.parametrize(("sentence", "concepts"), COMPARED.items())
def test_what_is_counted_decides_what_a_figure_compares_with(sentence: str, concepts: list[str | None]) -> None:
    assert [row.get("concept") for row in read(sentence)] == concepts
