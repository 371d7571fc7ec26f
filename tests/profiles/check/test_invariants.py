"""What must hold between the items of one document: first what is right and must not be told, then what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from generator.profiles.check.invariants import broken
from generator.profiles.text.evidence import Evidence, placed
from tests.project import RULES


def told(source: str, figures: list[tuple[float, str, str]] = [], **region: Any) -> list[str]:  # noqa: B006
    """What fails of a region with `figures` (value, unit, quote) and whatever else it has."""
    indicators = [{"item": "某", "value": value, "unit": unit, "quote": quote} for value, unit, quote in figures]
    data = {"source": {}, "regions": [{"measures": [], "indicators": indicators} | region]}
    return [one.message for one in broken(RULES, placed(data, Evidence(source)), source)]


def heads(*headings: str, level: int = 1) -> list[dict[str, Any]]:
    return [{"heading": heading, "level": level, "themes": []} for heading in headings]


@pytest.mark.parametrize(
    ("source", "figures"),
    [
        (
            "国家级2个、省级14个、州级66个，共82个。",
            [(2, "个", "国家级2个"), (14, "个", "省级14个"), (66, "个", "州级66个"), (82, "个", "共82个")],
        ),
        ("培训12期、讲座9场，共投入35万元。", [(12, "期", "培训12期"), (9, "场", "讲座9场"), (350000, "元", "共投入35万元")]),
        ("培训3期。讲座9期。共20期。", [(3, "期", "培训3期"), (9, "期", "讲座9期"), (20, "期", "共20期")]),
        ("建成村2个、社区10余个，共20个。", [(2, "个", "建成村2个"), (20, "个", "共20个")]),
        ("办理实事420件，其中上年180件。", [(420, "件", "实事420件"), (180, "件", "其中上年180件")]),
        ("汉族、苗族分别占60%、40%。", [(60, "%", "分别占60%"), (40, "%", "40%")]),
        ("参保率、就业率分别为99%、95%。", [(99, "%", "分别为99%"), (95, "%", "95%")]),
        ("老人、妇女分别占30%、42%。", [(30, "%", "分别占30%"), (42, "%", "42%")]),
        ("资金(万元)\n村道 120", [(1200000, "元", "村道 120")]),
        ("七成群众参与。", [(70, "%", "七成群众参与")]),
    ],
)
def test_what_holds_is_not_told(source: str, figures: list[tuple[float, str, str]]) -> None:
    assert told(source, figures) == []


@pytest.mark.parametrize(
    ("source", "figures", "message"),
    [
        (
            "国家级2个、省级14个、州级66个，共83个。",
            [(2, "个", "国家级2个"), (14, "个", "省级14个"), (66, "个", "州级66个"), (83, "个", "共83个")],
            "83 in all, but its parts add up to 82",
        ),
        (
            "办理实事420件，其中上年480件。",
            [(420, "件", "实事420件"), (480, "件", "其中上年480件")],
            "480, more than the 420 it is part of",
        ),
        ("汉族、苗族分别占60%、46%。", [(60, "%", "分别占60%"), (46, "%", "46%")], "the shares of its sentence add up to 106 %"),
        ("建成驿站12处。", [(12, "个", "建成驿站12处")], "个 stands neither in its quote nor before it"),
    ],
)
def test_what_does_not_hold_is_told(source: str, figures: list[tuple[float, str, str]], message: str) -> None:
    assert told(source, figures) == [message]


FOCUS = ("聚焦产业", "聚焦就业", "聚焦教育", "聚焦生态")


@pytest.mark.parametrize(
    ("programme", "measures"),
    [
        ({"name": "四个聚焦", "count": 4}, heads(*FOCUS)),
        ({"name": "四个聚焦", "count": 4}, heads("聚焦产业", "加强领导", "夯实基础", "强化保障")),
        ({"name": "四个聚焦", "count": 4}, [*heads("聚焦产业", "聚焦就业"), *heads("一", level=2), *heads("聚焦教育", "聚焦生态")]),
        ({"name": "七进", "count": 7}, heads("七进机关", "七进学校")),
        ({"name": "七项工程", "count": 7, "parts": list("甲乙丙丁戊己庚")}, heads("加强领导")),
        ({"name": "石榴籽工程"}, heads("工程甲", "工程乙")),
    ],
)
def test_parts_and_headings_of_the_number_named_are_not_told(programme: dict[str, Any], measures: list[dict[str, Any]]) -> None:
    assert told("", programmes=[programme], measures=measures) == []


def test_parts_and_headings_of_another_number_are_told() -> None:
    assert told("", programmes=[{"name": "四个聚焦", "count": 4}], measures=heads(*FOCUS[:3])) == ["4 are named, 3 headings are of them"]
    assert told("", programmes=[{"name": "四个聚焦", "count": 4}], measures=heads(*FOCUS[:3], "加强保障")) == [
        "4 are named, 3 headings are of them"
    ]
    parts = {"name": "七项工程", "count": 7, "parts": list("甲乙丙丁戊己庚辛")}
    assert told("", programmes=[parts]) == ["7 are named, 8 are listed"]


def test_a_text_may_list_some_parts_and_take_up_some_in_headings() -> None:
    assert told("", programmes=[{"name": "七项工程", "count": 7, "parts": list("甲乙丙丁戊己")}]) == []
    assert told("", programmes=[{"name": "七个聚焦", "count": 7}], measures=heads(*FOCUS[:3])) == []


def test_a_long_list_takes_no_longer_than_its_length() -> None:
    source = "".join(f"项目{n}个、" for n in range(4000)) + "共5个。"
    found = told(source, [*((n, "个", f"项目{n}个") for n in range(4000)), (5, "个", "共5个")])
    assert found == ["5 in all, but its parts add up to 7998000"]


def test_items_are_placed_in_their_order() -> None:
    source = "开展宣讲12场。开展宣讲12场。"
    rows = [{"quote": "开展宣讲12场"}, {"quote": "开展宣讲12场"}, {"quote": "不在原文"}]
    data = placed({"regions": [{"indicators": rows}]}, Evidence(source))
    assert [row.get("at") for row in data["regions"][0]["indicators"]] == [[0, 7], [8, 15], None]
    both = placed({"regions": [{"indicators": [{"quote": "增收5—8万元"}] * 2}]}, Evidence("每户增收5—8万元。"))
    assert [row["at"] for row in both["regions"][0]["indicators"]] == [[2, 9], [2, 9]]
