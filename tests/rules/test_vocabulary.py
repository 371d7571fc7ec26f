"""The words of the format's codes, the families of units, and how a figure is printed."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from generator import model
from generator.rules import loader as rules
from generator.rules import vocabulary as labels

LABELS = labels.load()


def indicator(value: float, unit: str, quote: str, qualifier: model.Qualifier = "exact") -> model.Indicator:
    return model.Indicator(item="x", value=value, unit=unit, quote=quote, qualifier=qualifier)


def raw() -> dict[str, Any]:
    return {**rules.raw("labels")}


def test_a_code_without_a_label_is_refused() -> None:
    data = raw()
    data["levels"] = {name: label for name, label in data["levels"].items() if name != "township"}
    with pytest.raises(ValidationError, match="levels: missing .'township'."):
        labels.Labels.model_validate(data)


def test_a_label_without_a_code_is_refused() -> None:
    data = raw()
    data["themes"] = {**data["themes"], "sports": data["themes"]["culture"]}
    with pytest.raises(ValidationError, match="unknown .'sports'."):
        labels.Labels.model_validate(data)


def test_a_unit_in_two_families_of_a_concept_is_refused() -> None:
    data = raw()
    concept = data["concepts"]["lectures"]
    data["concepts"] = {**data["concepts"], "lectures": {**concept, "families": [*concept["families"]] * 2}}
    with pytest.raises(ValidationError, match="two families"):
        labels.Labels.model_validate(data)


@pytest.mark.parametrize("concept", model.CONCEPTS)
def test_families_take_and_leave_what_their_examples_say(concept: model.Concept) -> None:
    label = LABELS.concepts[concept]
    for family in label.families:
        assert [unit for unit in family.hit if label.family(unit) is not family] == []
        assert [unit for unit in family.miss if family.takes(unit)] == []


@pytest.mark.parametrize(
    ("value", "quote", "scale"),
    [
        (14150000, "投入资金1415万元", "万"),
        (14150000, "投入资金14150000元", ""),
        (182000000, "受众1.82亿人次", "亿"),
        (25000, "达2.5万余人", "万"),
        (200000, "20余万件", "万"),
        (9, "连续九届", ""),  # in words: printed out
        (48, "分别采纳转载9条、48条", ""),
        (9, "分别采纳转载9万条、48条", ""),  # 9 is not what 9万 says
        (15000, "１.５万册", "万"),
        (1234567, "共1,234,567元", ""),
        (10000, "一万人", ""),
    ],
)
def test_scale_is_the_sources(value: float, quote: str, scale: str) -> None:
    assert labels.printed_scale(value, quote) == scale


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (indicator(14150000, "元", "1415万元"), "1,415万元"),
        (indicator(25000, "人", "2.5万余人", "over"), "2.5万+人"),
        (indicator(10, "%", "不少于10%", "at_least"), "≥10%"),
        (indicator(300, "人", "近300人", "about"), "约300人"),
        (indicator(5, "天", "不足5天", "under"), "<5天"),
        (indicator(7000.3, "平方米", "7000.3平方米"), "7,000.3平方米"),
        (indicator(-3.5, "%", "-3.5%"), "-3.5%"),
        (indicator(0, "人", "0人"), "0人"),
        (indicator(30.0, "家", "30家"), "30家"),
    ],
)
def test_figures_are_printed_as_their_source_prints_them(given: model.Indicator, text: str) -> None:
    assert str(LABELS.shown(given)) == text
