"""Figures and what they count: the whole-path examples of rules/items.yml, what each field does for them, and whole sentences."""

from __future__ import annotations

import re
import time
from functools import cache

import pytest

from generator.reader.article.text import Document, Span
from generator.reader.figures.figure import Figure
from generator.reader.figures.indicators import figures
from generator.rules import Rules
from generator.rules.items import ItemRules, NounRules
from generator.rules.loader import Pattern, Words
from tests.project import RULES
from tests.reader.outline.test_outline import article


def read(text: str, rules: Rules = RULES) -> list[Figure]:
    document = document_of(text)
    return figures(rules, document, Span(0, len(document.body)))


@cache
def document_of(text: str) -> Document:
    return article(text)


EXAMPLES = [(text + "。", [want] if isinstance(want, str) else want) for text, want in RULES.items.hit.items()]


@pytest.mark.parametrize(("text", "want"), EXAMPLES)
def test_item(text: str, want: list[str]) -> None:
    assert [f.item for f in read(text)] == want


# What they say changes a quote, a norm, a target or how sure an item is, and no item: the sentences below hold them.
BESIDE_ITEMS = {"items.joints", "items.yearly", "items.done", "items.told"}
FIELDS = {
    f"{file}.{field}": (file, field)
    for file, model in (("nouns", NounRules), ("items", ItemRules))
    for field in model.model_fields
    if isinstance(getattr(getattr(RULES, file), field), Pattern | Words)
}


def without(file: str, field: str) -> Rules:
    """The rules with one field that finds nothing."""
    model = getattr(RULES, file)
    rule = getattr(model, field)
    nothing = {"words": ("\0",)} if isinstance(rule, Words) else {"pattern": re.compile("(?!)")}
    values = {name: getattr(model, name) for name in type(model).model_fields}
    values[field] = type(rule).model_construct(hit=rule.hit, miss=rule.miss, **nothing)
    rules = Rules()
    vars(rules).update(vars(RULES))
    vars(rules)[file] = type(model).model_construct(**values)
    return rules


@pytest.mark.parametrize("name", sorted(FIELDS.keys() - BESIDE_ITEMS))
def test_every_field_is_needed_by_an_item(name: str) -> None:
    rules = without(*FIELDS[name])
    assert any([f.item for f in read(text, rules)] != want for text, want in EXAMPLES)


def test_a_quote_begins_behind_what_joins_it_to_the_figure_before() -> None:
    text = "建成广场3处与公园2个。"
    assert [text[f.start : f.end] for f in read(text)] == ["建成广场3处", "公园2个"]


@pytest.mark.parametrize(("text", "norm"), [("每年举办培训班2期。", True), ("每户补助3000元。", False), ("举办培训班2期。", False)])
def test_what_is_done_again_and_again_is_a_norm(text: str, norm: bool) -> None:
    assert [f.norm for f in read(text)] == [norm]


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
    assert [f.value for f in read("全市现有民族村123个。123个民族村中,怀柔就有36个。")] == [123, 36]


def test_divisions_in_a_row_are_quoted_from_the_first() -> None:
    document = article("全县辖4镇3乡、122个行政村。")
    got = figures(RULES, document, Span(0, len(document.body)))
    assert [(f.value, f.unit, document.quote(f.start, f.end)) for f in got[:2]] == [(4, "镇", "全县辖4镇"), (3, "乡", "全县辖4镇3乡")]


@pytest.mark.parametrize("heading", ["一、2023年工作总结", "二、2023年重点工作计划完成情况", "一、实施“春雨计划”"])
def test_a_part_about_what_was_done_is_no_plan(heading: str) -> None:
    assert [f.target for f in read(f"{heading}\n打造示范社区6个。")] == [False]


@pytest.mark.parametrize("heading", ["三、2024年工作计划", "三、下一步打算", "四、今后工作思路"])
def test_a_part_about_plans_holds_targets_but_for_what_is_done(heading: str) -> None:
    assert [f.target for f in read(f"{heading}\n打造示范社区6个。目前建成驿站3个。\n四、结语\n打造示范街区2个。")] == [True, False, False]


def test_targets_are_marked() -> None:
    assert [f.item for f in read("到2025年,示范单位力争突破100个。")] == ["示范单位(目标)"]


def test_a_paragraph_that_opens_with_a_place_is_about_it() -> None:
    assert [f.item for f in read("新桥村。下辖6个自然村,320户1180人,侗族460人。")] == [
        "新桥村自然村",
        "新桥村住户",
        "新桥村人口",
        "新桥村侗族人口",
    ]


def test_an_event_without_a_name_takes_that_of_its_heading() -> None:
    assert [
        f.item
        for f in read("三是常办邻里文化活动。节日晚会、球赛轮番登场,全年办活动96场。\n2.做火“村超”赛事。球场连着大山内外,全年开赛72场。")
    ] == ["邻里文化活动", "“村超”赛事"]


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
