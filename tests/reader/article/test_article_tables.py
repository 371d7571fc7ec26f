"""Tables inside a text: their figures, and that none of their lines is taken for a heading."""

from __future__ import annotations

import pytest

from generator.reader.article.tables import cells, table_lines
from generator.reader.article.text import Document, Span, read_text
from generator.reader.outline.outline import outline
from tests.project import RULES

BEFORE = "某某县投入少数民族发展资金,实施一批项目,各族群众得到实惠,重点项目见下表。"
AFTER = "各项目均已完工,各族群众的生产生活条件得到改善,获得感、幸福感明显提升。"


def document(*table: str) -> Document:
    return read_text(RULES, "\n".join([BEFORE, *table, AFTER]), "case.txt")


def read(*table: str) -> list[tuple[str, float, str]]:
    found = document(*table)
    return [(cell.item, cell.value, cell.unit) for cell in cells(RULES, found, Span(0, len(found.body)))]


@pytest.mark.parametrize(
    "table",
    [
        ["项目名称\t建设地点", "灌溉渠改造\t凫冲村", "腐竹烘干房\t沙田村"],
        ["单位名称  荣誉称号  命名单位", "河阴镇  模范集体  省委省政府", "拉西瓦镇  先进集体  州委州政府"],
        ["聚焦组织领导 凝聚工作合力", "项目共20个,群众满意"],
        ["投入资金(万元)", "620"],
    ],
)
def test_lines_without_units_or_columns_state_no_figure(table: list[str]) -> None:
    assert read(*table) == []


PEOPLE = [("民宿集群资金", 6_200_000, "元"), ("民宿集群受益人口", 2180, "人"), ("绣坊资金", 11_355_000, "元")]
FIGURES: list[tuple[list[str], list[tuple[str, float, str]]]] = [
    (["项目名称\t资金（万元）\t受益人口（人）", "民宿集群\t620\t2180", "绣坊\t1,135.5\t-"], PEOPLE),
    (["项目名称  资金（万元）  受益人口（人）", "民宿集群  620  2180", "绣坊  1135.5  ——"], PEOPLE),
    (["项目名称 资金(单位:万元) 受益人口/人", "民宿集群 620 2180", "绣坊 1135.5 无"], PEOPLE),
    (["| 项目名称 | 资金(万元) | 受益人口(人) |", "| 民宿集群 | 620 | 2180 |", "| 绣坊 | 1135.5 | / |"], PEOPLE),
    # A row is named by its first words, not by its number.
    (["序号\t项目\t资金(万元)", "1\t民宿\t62", "2\t绣坊\t35"], [("民宿资金", 620_000, "元"), ("绣坊资金", 350_000, "元")]),
    # A unit said above the table is that of its columns, years and numbers left out.
    (["单位:万元", "项目\t中央\t省级", "民宿\t62\t8"], [("民宿中央", 620_000, "元"), ("民宿省级", 80_000, "元")]),
    (["单位:万元", "项目\t年份\t资金", "民宿\t2023\t62"], [("民宿资金", 620_000, "元")]),
    # A cell that spans several rows stands in the first and is empty in the others.
    (
        ["乡镇\t项目\t资金(万元)", "漕涧镇\t村道\t120", "\t广场\t85"],
        [("漕涧镇村道资金", 1_200_000, "元"), ("漕涧镇广场资金", 850_000, "元")],
    ),
    (["项目\t资金(万元)\t受益户数(户)", "村道\t\t120", "广场\t85\t"], [("村道受益户", 120, "户"), ("广场资金", 850_000, "元")]),
    (["项目\t受益户数(户)", "民宿\t62"], [("民宿受益户", 62, "户")]),
]
NAMED = ["重点项目资金安排一览表", "项目名称\t资金（万元）\t受益人口（人）", "民宿集群\t620\t2180", "绣坊\t135\t760"]


@pytest.mark.parametrize(("table", "figures"), FIGURES)
def test_units_come_from_the_header_or_from_above(table: list[str], figures: list[tuple[str, float, str]]) -> None:
    assert read(*table) == figures


def test_no_line_of_a_table_is_a_heading() -> None:
    found = document(*NAMED)
    assert outline(RULES, found, Span(0, len(found.body))) == []
    assert len(table_lines(RULES, found, Span(0, len(found.body)))) == 4


def test_headings_of_two_parts_are_no_table() -> None:
    found = document("强化组织领导  夯实创建基础", "深化宣传教育  凝聚思想共识")
    assert table_lines(RULES, found, Span(0, len(found.body))) == set()


INDICATORS = ["序号 指标名称 计量单位 2023年 2025年目标", "1 互嵌式社区 个 5 8", "2 旅游综合收入 亿元 9.8 11", "3 备注 无，待定 2 3"]
YEARS = [
    ("互嵌式社区", 5, "个", "2023", False),
    ("互嵌式社区", 8, "个", "2025", True),
    ("旅游综合收入", 980_000_000, "元", "2023", False),
    ("旅游综合收入", 1_100_000_000, "元", "2025", True),
]


def test_a_row_may_name_its_unit_and_a_column_its_year() -> None:
    found = document(*INDICATORS)
    assert [(c.item, c.value, c.unit, c.period, c.target) for c in cells(RULES, found, Span(0, len(found.body)))] == YEARS


def test_years_alone_are_no_units() -> None:
    assert read("项目名称 建设单位 2023年", "乡村大舞台 文旅局 3", "同心广场 住建局 2") == []
