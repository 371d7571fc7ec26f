"""Quantities and the times they are tied to, in whole sentences."""

from __future__ import annotations

import pytest

from generator.language.numerals import Quantity
from generator.reader.article.text import Span
from generator.reader.figures import quantity
from generator.reader.figures.period import Periods
from generator.reader.outline.headings import Heading
from tests.project import RULES
from tests.reader.outline.test_outline import article


def found(text: str) -> list[Quantity]:
    return quantity.find(RULES, text, 0, len(text))


@pytest.mark.parametrize(
    "text", ["第36个宣传月", "xx个村", "9x.x%", "成员**名", "２０２３年".translate({0xFF12: "2", 0xFF10: "0", 0xFF13: "3"})]
)
def test_what_is_no_quantity(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("10—20户", [10, 20]),
        ("3000元到2万元", [3000, 20000]),
        ("5—8万元", [50000, 80000]),
        ("5-8万元", [50000, 80000]),
        ("五六百户", [500, 600]),
        ("三千元至五千元", [3000, 5000]),
        ("两三万元", [20000, 30000]),
        ("三四个村", [3, 4]),
        ("四百五六十户", [450, 460]),
    ],
)
def test_ranges_are_two_figures(text: str, want: list[int]) -> None:
    assert [q.value for q in found(text)] == want
    assert [q.bound for q in found(text)] == ["low", "high"]


REPORTS = [
    ("2023年,某县成功创建示范县。\n某县坚持党建引领。投入资金300万元。", None),
    ("2023年以来,某县推进创建工作。\n近年来,投入资金300万元。", None),
    ("某县推进创建工作。\n今年一季度,接待游客196万人次。投入资金300万元。", None),
    ("2023年,甲县推进创建工作。\n投入资金300万元。", "2023"),
    ("2024年以来,某县推进创建工作。\n投入资金300万元。", "2024"),
    ("重点项目见下表。\n表1 2022年重点项目\n民宿 投入资金300万元", "2022"),
]


@pytest.mark.parametrize(("text", "want"), REPORTS)
def test_period_that_governs_a_report(text: str, want: str | None) -> None:
    document = article(text)
    object.__setattr__(document, "published", "2024-05-08")
    numbers = [q.number for q in found(text)]
    assert Periods(RULES, document, Span(0, len(text)), numbers).at(numbers[-1]) == want


def test_preface_and_headings_govern_the_parts_below_them() -> None:
    text = "2023年,甲县、乙县推进创建工作。\n甲县:同心圆\n投入资金300万元。\n二、2022年工作情况\n举办讲座46期。"
    document, part = article(text), Span(text.index("甲县:"), len(text))
    heading = Heading(text.index("二、"), text.index("\n举办"), 1, "ideographic", len(text))
    periods = Periods(RULES, document, part, [], [heading])
    assert periods.at(text.index("300")) == "2023"
    assert periods.at(text.index("46")) == "2022"
