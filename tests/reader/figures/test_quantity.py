"""Numerals, units, qualifiers, periods and items: the examples that stand with the rules, and whole sentences."""

from __future__ import annotations

import time

import pytest

from generator.language.numerals import Quantity
from generator.reader.article.text import Span
from generator.reader.figures import quantity
from generator.reader.figures.indicators import figures
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


@pytest.mark.parametrize(("text", "want"), RULES.items.hit.items())
def test_item(text: str, want: str | list[str]) -> None:
    document = article(text + "。")
    assert [f.item for f in figures(RULES, document, Span(0, len(document.body)))] == ([want] if isinstance(want, str) else want)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("在6个街道78个社区,4个镇56个村设立联络员。", [(6, "街道"), (78, "社区"), (4, "镇"), (56, "村")]),
        ("省市单位分别采纳转载9条、48条。", [(9, "省"), (48, "市")]),
        ("种植蜜柚(300亩)、茶叶(240亩)。", [(300, "蜜柚"), (240, "茶叶")]),
        ("收入由8846元增加到13722元。", [(8846, "收入"), (13722, "收入")]),
    ],
)
def test_figures_that_share_a_clause_have_items_of_their_own(text: str, want: list[tuple[int, str]]) -> None:
    document = article(text)
    got = figures(RULES, document, Span(0, len(document.body)))
    assert [f.value for f in got] == [value for value, _ in want]
    for figure, (_, word) in zip(got, want, strict=True):
        assert word in figure.item
        assert str(figure.value) in document.quote(figure.start, figure.end)


def test_a_repeated_figure_counts_once() -> None:
    document = article("全市现有民族村123个。123个民族村中,怀柔就有36个。")
    assert [f.value for f in figures(RULES, document, Span(0, len(document.body)))] == [123, 36]


def test_divisions_in_a_row_are_quoted_from_the_first() -> None:
    document = article("全县辖4镇3乡、122个行政村。")
    got = figures(RULES, document, Span(0, len(document.body)))
    assert [(f.value, f.unit, document.quote(f.start, f.end)) for f in got[:2]] == [(4, "镇", "全县辖4镇"), (3, "乡", "全县辖4镇3乡")]


@pytest.mark.parametrize("heading", ["一、2023年工作总结", "二、2023年重点工作计划完成情况", "一、实施“春雨计划”"])
def test_a_part_about_what_was_done_is_no_plan(heading: str) -> None:
    document = article(f"{heading}\n打造示范社区6个。")
    assert [f.target for f in figures(RULES, document, Span(0, len(document.body)))] == [False]


@pytest.mark.parametrize("heading", ["三、2024年工作计划", "三、下一步打算", "四、今后工作思路"])
def test_a_part_about_plans_holds_targets_but_for_what_is_done(heading: str) -> None:
    document = article(f"{heading}\n打造示范社区6个。目前建成驿站3个。\n四、结语\n打造示范街区2个。")
    assert [f.target for f in figures(RULES, document, Span(0, len(document.body)))] == [True, False, False]


def test_targets_are_marked() -> None:
    document = article("到2025年,示范单位力争突破100个。")
    assert [f.item for f in figures(RULES, document, Span(0, len(document.body)))] == ["示范单位(目标)"]


def test_a_paragraph_that_opens_with_a_place_is_about_it() -> None:
    document = article("新桥村。下辖6个自然村,320户1180人,侗族460人。")
    assert [f.item for f in figures(RULES, document, Span(0, len(document.body)))] == [
        "新桥村自然村",
        "新桥村住户",
        "新桥村人口",
        "新桥村侗族人口",
    ]


def test_an_event_without_a_name_takes_that_of_its_heading() -> None:
    document = article("三是常办邻里文化活动。节日晚会、球赛轮番登场,全年办活动96场。\n2.做火“村超”赛事。球场连着大山内外,全年开赛72场。")
    assert [f.item for f in figures(RULES, document, Span(0, len(document.body)))] == ["邻里文化活动", "“村超”赛事"]


def test_some_of_what_was_counted() -> None:
    document = article("60个民族村中,青山镇就有18个,12个沿清水河分布。")
    got = figures(RULES, document, Span(0, len(document.body)))
    assert [(f.value, f.item) for f in got] == [(60, "民族村"), (18, "民族村"), (12, "沿清水河分布的民族村")]


def test_reading_takes_time_in_proportion() -> None:
    sentence = "投入少数民族发展资金1415万元,实施项目12个,带动320户1180人增收,参与率达95%。"

    def seconds(times: int) -> float:
        document = article(sentence * times)
        start = time.process_time()
        figures(RULES, document, Span(0, len(document.body)))
        return time.process_time() - start

    seconds(10)
    assert min(seconds(1200) for _ in range(3)) < 4 * min(seconds(600) for _ in range(3)) + 0.05


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
