"""Whose work a document reports where that is easily mistaken: donors and visitors, several regions in one sentence, no table knows it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator import yaml_io
from generator.reader.article.text import Document, read_text
from generator.reader.region.regions import RegionSpan, find_regions, whose
from generator.rules import Rules
from generator.rules.loader import Pattern
from generator.rules.places import Refusal, RegionRules
from tests.project import PLACES, READER, ROOT, RULES

CASES: list[dict[str, Any]] = yaml_io.load((ROOT / "tests/cases/regions.yml").read_text(encoding="utf-8"), "regions.yml").data
CUES = RULES.regions
SINGLE = ("giving", "visiting", "common", "beside", "apart", "both", "practice", "survey")


def named(case: dict[str, Any]) -> str:
    return f"{case['kind']}: {case['text'].split(chr(10), 1)[0]}"


def holders(document: Document, regions: list[RegionSpan], piece: str) -> list[str]:
    """The regions in whose parts a piece of the text stands."""
    at = document.body.index(piece)
    return [r.name for r in regions if any(s.start <= at < s.end for s in r.spans)]


@pytest.mark.parametrize("case", [case for case in CASES if "want" in case], ids=named)
def test_regions_are_those_reported_on(case: dict[str, Any]) -> None:
    document = read_text(RULES, case["text"], "case.txt")
    regions = find_regions(RULES, PLACES, document)
    assert [[r.name, r.adcode] for r in regions] == case["want"]
    assert {field: getattr(regions[0], field) for field in ("level", "basis", "parent") if field in case} == {
        field: case[field] for field in ("level", "basis", "parent") if field in case
    }
    owned = {name: {piece: holders(document, regions, piece) for piece in pieces} for name, pieces in case.get("owns", {}).items()}
    assert owned == {name: {piece: [name] for piece in pieces} for name, pieces in case.get("owns", {}).items()}


def answer(rules: Rules, case: dict[str, Any]) -> Any:
    """The regions a case is read with, with their parts, or the reason it is refused for."""
    found = whose(rules, PLACES, read_text(RULES, case["text"], "case.txt"))
    return found.id if isinstance(found, Refusal) else found


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=named)
def test_a_refusal_names_the_reason_that_holds(case: dict[str, Any]) -> None:
    assert answer(RULES, case) == case["refused"]


@pytest.mark.parametrize("reason", [case["refused"] for case in CASES if "refused" in case])
def test_every_reason_is_one_of_the_closed_list(reason: str) -> None:
    assert reason in {one.id for one in CUES.refusals}


RIGHT = [answer(RULES, case) for case in CASES]


def blank(rule: Pattern) -> Pattern:
    """A rule that finds nothing."""
    return type(rule).model_construct(pattern=re.compile("(?!)"), hit=rule.hit, miss=rule.miss)


LESS: list[tuple[str, dict[str, Any]]] = [
    *((name, {name: blank(getattr(CUES, name))}) for name in SINGLE),
    *((f"printed {kind.id}", {"printed": tuple(other for other in CUES.printed if other is not kind)}) for kind in CUES.printed),
    *((f"receiver {one.hit[0]}", {"receivers": tuple(other for other in CUES.receivers if other is not one)}) for one in CUES.receivers),
    *(
        (
            f"{reason.id} {mark.hit[0]}",
            {
                "refusals": tuple(
                    one.model_copy(update={"marks": tuple(m for m in one.marks if m is not mark)}) if one is reason else one
                    for one in CUES.refusals
                )
            },
        )
        for reason in CUES.refusals
        for mark in reason.marks
    ),
]


@pytest.mark.parametrize("update", [pytest.param(update, id=name) for name, update in LESS])
def test_every_field_is_needed_by_a_case(update: dict[str, Any]) -> None:
    rules = Rules()
    rules.__dict__["regions"] = RegionRules.model_construct(**{name: getattr(CUES, name) for name in RegionRules.model_fields} | update)
    assert any(answer(rules, case) != right for case, right in zip(CASES, RIGHT, strict=True))


def test_a_joint_figure_stands_once_under_the_first_with_all_their_names() -> None:
    text = (
        "云龙县、永平县携手铸牢中华民族共同体意识\n云龙县投入资金1860万元。永平县投入资金1320万元,开展宣讲64场次。两县联合举办活动9场。\n"
    )
    document = read_text(RULES, text, "case.txt")
    found = [
        (region["name"], row["value"], row.get("of"), "concept" in row)
        for region in READER.reading(document, "0" * 64)["regions"]
        for row in region["indicators"]
    ]
    assert found == [
        ("云龙县", 18600000, None, False),
        ("云龙县", 9, "云龙县、永平县", False),
        ("永平县", 13200000, None, False),
        ("永平县", 64, None, True),
    ]


IN_TURN = """山海携手促团结
——张家口怀来与云龙东西部协作情况
怀来县与云龙县建立协作关系以来,两地党委政府把民族团结贯穿全过程,推动各族群众交往交流交融。
一、怀来倾力帮扶
(一)资金支持。怀来县投入财政援助资金1860万元,实施项目26个。
(二)人才支持。选派干部42名,培训医护人员190人次。
二、云龙接力奋进
(一)产业兴旺。云龙县建成产业园4个,联农带农5700人。
(二)就业增收。全县建成示范村12个,开展宣讲64场次。
三、两地双向互动
(一)青少年往来。共同举办夏令营8期,760名学生参加。
(二)文化往来。互派艺术团演出24场。
云龙县还开展宣讲31场次。
"""
HEADED = """云龙永平宾川工作情况
近年来,各族群众交往交流交融。
一、云龙县倾力推进
云龙县投入资金1860万元,实施项目26个,选派干部42名。
二、永平县接力奋进
永平县建成示范村12个,开展宣讲64场次。
三、宾川县有序开展
宾川县开展宣讲21场次。
四、三县携手同行
举办夏令营8期,开展宣讲24场次。
"""
JOINT: dict[str, tuple[str, dict[str, list[tuple[Any, ...]]]]] = {
    "told in turn": (
        IN_TURN,
        {
            "怀来县": [
                (1, "一、怀来倾力帮扶"), (2, "(一)资金支持", (18600000, None), (26, None)), (2, "(二)人才支持", (42, None), (190, None)),
                (1, "三、两地双向互动"), (2, "(一)青少年往来", (8, "怀来县、云龙县"), (760, "怀来县、云龙县")), (2, "(二)文化往来", (24, "怀来县、云龙县")),
            ],
            "云龙县": [
                (0, "", (31, None)), (1, "二、云龙接力奋进"), (2, "(一)产业兴旺", (4, None), (5700, None)), (2, "(二)就业增收", (12, None), (64, None)),
            ],
        },
    ),
    "opened by headings": (
        HEADED,
        {
            "云龙县": [
                (1, "一、云龙县倾力推进", (18600000, None), (26, None), (42, None)),
                (1, "四、三县携手同行", (8, "云龙县、永平县、宾川县"), (24, "云龙县、永平县、宾川县")),
            ],
            "永平县": [(1, "二、永平县接力奋进", (12, None), (64, None))],
            "宾川县": [(1, "三、宾川县有序开展", (21, None))],
        },
    ),
}  # fmt: skip


def test_a_part_headed_by_no_word_for_all_is_not_theirs_together() -> None:
    text = HEADED.replace("四、三县携手同行\n举办", "四、加强宣传引导\n宾川县举办")
    regions = READER.reading(read_text(RULES, text, "case.txt"), "0" * 64)["regions"]
    rows = [row for region in regions for part in [region, *region["measures"]] for row in part.get("indicators", [])]
    assert sum("concept" in row for row in rows) >= 4
    assert [row for row in rows if "of" in row] == []


@pytest.mark.parametrize("kind", JOINT)
def test_a_part_of_all_regions_is_the_first_s_and_keeps_its_level(kind: str) -> None:
    text, want = JOINT[kind]
    found = {}
    for region in READER.reading(read_text(RULES, text, "case.txt"), "0" * 64)["regions"]:
        rows = [(0, "", region["indicators"])] if region["indicators"] else []
        rows += [(measure["level"], measure["heading"], measure.get("indicators", [])) for measure in region["measures"]]
        found[region["name"]] = [(level, heading, *((row["value"], row.get("of")) for row in figures)) for level, heading, figures in rows]
        assert not [row for _, _, figures in rows for row in figures if "of" in row and "concept" in row]
    assert found == want


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] == "area"], ids=named)
def test_figures_of_an_area_are_its_own(case: dict[str, Any]) -> None:
    (region,) = READER.reading(read_text(RULES, case["text"], "case.txt"), "0" * 64)["regions"]
    rows = [*region["indicators"], *(row for measure in region["measures"] for row in measure.get("indicators", []))]
    assert rows and [row for row in rows if "of" in row] == []


def test_a_page_of_many_regions_gives_each_its_line() -> None:
    counties = ["云龙县", "永平县", "宾川县", "弥渡县", "祥云县", "剑川县", "鹤庆县", "洱源县", "巍山县", "南涧县"]
    lines = "".join(f"{name}:开展宣讲{number + 100}场次\n" for number, name in enumerate(counties))
    regions = find_regions(RULES, PLACES, read_text(RULES, f"大理州民族团结进步工作一览\n{lines}", "case.txt"))
    assert [region.name[:2] for region in regions] == [name[:2] for name in counties]


def test_rows_of_a_table_are_never_another_region_s() -> None:
    lines = "".join(
        f"{name} {number + 100} {number + 3}\n" for number, name in enumerate(["云龙县", "永平县", "漾濞县", "宾川县", "弥渡县"] * 10)
    )
    document = read_text(
        RULES, f"民族团结进步工作一览,各县开展宣讲情况如下,请各单位认真学习并报送情况。\n县 宣讲(场次) 示范点(个)\n{lines}", "case.txt"
    )
    regions = find_regions(RULES, PLACES, document)
    rows = {"云龙县100 ": ["云龙县"], "弥渡县144 ": ["弥渡县"], "漾濞县112 ": ["漾濞彝族自治县"]}
    assert {row: holders(document, regions, row) for row in rows} == rows
