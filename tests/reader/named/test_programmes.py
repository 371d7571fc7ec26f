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


LISTS: dict[str, list[str]] = {
    # a neighbour with enough points carries one that lacks a single point, but no slogan
    "建设“清泉夜校”“白石画坊”,": ["清泉夜校", "白石画坊"],
    "组织开展“同心清泉”“中华民族一家亲、同心共筑中国梦”等主题宣传": ["同心清泉"],
    # what closes a list says what each of its phrases is
    "实行领导“包片”、部门“包村”、干部“包户”三大工作机制": ["包片", "包村", "包户", "三大工作机制"],
    "实行走访“定人”、回访“定时”的“两定”办法": ["两定"],
    # names of one make inside one pair of marks
    "以“青年结对计划、乡村共富计划”为重要抓手": ["青年结对计划", "乡村共富计划"],
    # unquoted parts, where the number behind them counts them; where it does not, they are none
    "实施干部培根铸魂、学生立德启智、群众凝心聚力三大工程": ["干部培根铸魂", "学生立德启智", "群众凝心聚力", "三大工程"],
    "实施干部培根铸魂、学生立德启智四大工程": ["四大工程"],
    # single marks inside speech and inside a name
    "“我们把‘清泉’志愿服务队分成三组。”站长说": ["清泉"],
    "打造“‘清泉’工程”": ["‘清泉’工程"],
    # a question mark that stands for a lost dot
    "开展“清泉?同心”帮扶行动": ["清泉?同心"],
    # the mainline itself, festivals, crafts, companies, meetings and offices
    "推出3条“铸牢中华民族共同体意识”主题线路": [],
    "如“四月八”等民族节日": [],
    "村里的“八音坐唱”传了五代": [],
    "成立“五彩坊”有限公司": [],
    "根据“全省民族工作视频会议”要求": [],
    "各镇“一把手”亲自挂帅的领导小组": [],
    "抓成“一把手”工程": ["一把手"],
    # an aim is none unless it is a formula; what a formula achieves is one
    "实现“强镇富民”目标,": [],
    "建成“三城两带一中心”目标任务": ["三城两带一中心"],
    "做到“四个不少”,确保“零事故”": ["四个不少"],
    # without marks
    "开展智慧+普法行动": ["智慧+普法行动"],
    "举办清泉杯篮球赛": ["清泉杯"],
    "实施中华文化基因传承工程": ["中华文化基因传承工程"],
}


@pytest.mark.parametrize(("text", "want"), LISTS.items())
def test_programmes_in_lists_and_beside_their_look_alikes(text: str, want: list[str]) -> None:
    assert names(text) == want


@pytest.mark.parametrize(("name", "want"), cases("programmes")["counts"].items())
def test_parts_of_a_programme(name: str, want: int | None) -> None:
    assert parts(RULES, name) == want
