"""How figures are printed."""

from __future__ import annotations

import pytest

from generator import model
from generator.language.numerals import printed_scale
from generator.publish.corpus.printed import shown
from tests.project import RULES


def indicator(value: float, unit: str, quote: str, qualifier: model.Qualifier = "exact") -> model.Indicator:
    return model.Indicator(item="x", value=value, unit=unit, quote=quote, qualifier=qualifier)


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
    assert printed_scale(value, quote) == scale


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (indicator(14150000, "元", "1415万元"), "1415万元"),
        (indicator(25000, "人", "2.5万余人", "over"), "2.5万余人"),
        (indicator(10, "%", "不少于10%", "at_least"), "至少10%"),
        (indicator(300, "人", "近300人", "about"), "约300人"),
        (indicator(5, "天", "不足5天", "under"), "不到5天"),
        (indicator(7000.3, "平方米", "7000.3平方米"), "7000.3平方米"),
        (indicator(-3.5, "%", "-3.5%"), "-3.5%"),
        (indicator(0, "人", "0人"), "0人"),
        (indicator(30.0, "家", "30家"), "30家"),
    ],
)
def test_figures_are_printed_as_their_source_prints_them(given: model.Indicator, text: str) -> None:
    assert str(shown(RULES, given)) == text
