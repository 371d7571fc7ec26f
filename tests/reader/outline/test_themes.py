"""Themes: every rule's own examples, the cases, and that the rule file is held to its promises."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from generator import yaml_io
from generator.model import THEMES
from generator.reader.outline import themes
from tests.project import ROOT, RULES

CASES: list[dict[str, Any]] = yaml_io.load((ROOT / "tests/cases" / "themes.yml").read_text(encoding="utf-8"), "themes.yml").data["cases"]
HITS = [(theme.id, heading) for theme in RULES.themes.themes for heading in theme.hit]
MISSES = [(theme.id, heading) for theme in RULES.themes.themes for heading in theme.miss]


@pytest.mark.parametrize(("theme", "heading"), HITS)
def test_hit(theme: str, heading: str) -> None:
    assert themes.classify(RULES, heading, "")[:1] == [theme]


@pytest.mark.parametrize(("theme", "heading"), MISSES)
def test_miss(theme: str, heading: str) -> None:
    assert themes.classify(RULES, heading, "")[:1] != [theme]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["heading"])
def test_case(case: dict[str, Any]) -> None:
    got = themes.classify(RULES, case["heading"], case.get("text", ""), case.get("children", ()))
    if "themes" in case:
        assert got == case["themes"]
    else:
        assert got[:1] == [case["main"]]


def test_a_measure_has_at_most_three_themes_each_once() -> None:
    everything = "".join(theme.hit[0] for theme in RULES.themes.themes)
    got = themes.classify(RULES, everything, everything)
    assert len(got) == 3
    assert len(set(got)) == 3


def test_what_has_text_of_its_own_is_no_container() -> None:
    text = "全县总人口18万人,产业以种植为主"
    assert themes.classify(RULES, "一、基本情况", text) == []
    assert themes.classify(RULES, "一、基本情况", text, told=True) == ["development"]
    assert themes.classify(RULES, "一、基本情况", "", told=True) == []


def test_a_long_text_does_not_outweigh_the_heading() -> None:
    text = "发展产业，带动就业增收，改善民生。" * 40
    assert themes.classify(RULES, "弘扬优秀传统文化，传承非遗技艺", text)[0] == "culture"


def test_a_word_that_is_repeated_counts_little_more() -> None:
    once = themes.points(RULES, "", "宣讲、调解")
    often = themes.points(RULES, "", "宣讲、调解" + "、调解" * 50)
    assert often["governance"] < 1.5 * once["governance"]
    assert often["education"] > 0.5 * once["education"]


def test_the_longest_word_is_taken() -> None:
    # 文化旅游局 and 党的民族工作 are neutral; the words inside them must not speak.
    assert themes.points(RULES, "文化和旅游局", "") == {}
    assert themes.points(RULES, "新时代党的民族工作", "") == {}


def test_a_word_of_the_text_alone_hides_nothing_in_a_heading() -> None:
    # 产业发展 is a cue of texts only; in a heading 产业 must still be seen inside it.
    assert themes.classify(RULES, "赋能产业发展", "")[0] == "development"


def test_every_theme_has_examples() -> None:
    for theme in RULES.themes.themes:
        assert len(theme.hit) >= 3
        assert len(theme.miss) >= 2


def test_every_word_is_found_where_it_speaks() -> None:
    for theme in RULES.themes.themes:
        for cue in theme.cues:
            for word in cue.words:
                if cue.where != "text":
                    assert theme.id in themes.points(RULES, word, ""), word
                if cue.where != "heading":
                    assert theme.id in themes.points(RULES, "", word), word


def test_a_word_that_stands_twice_is_refused() -> None:
    data = yaml_io.load((ROOT / "generator/rules/themes.yml").read_text(encoding="utf-8"), "themes.yml").data
    data["themes"][0]["cues"][0]["words"].append(data["themes"][0]["cues"][0]["words"][0])
    with pytest.raises(ValueError, match="stand twice"):
        type(RULES.themes).model_validate(data)


def test_a_missing_theme_is_refused() -> None:
    data = yaml_io.load((ROOT / "generator/rules/themes.yml").read_text(encoding="utf-8"), "themes.yml").data
    del data["themes"][-1]
    with pytest.raises(ValueError, match="in this order"):
        type(RULES.themes).model_validate(data)


def test_speed() -> None:
    words = [word for theme in RULES.themes.themes for cue in theme.cues for word in cue.words]
    random.seed(1)
    text = "".join(random.choice(words) + random.choice("，的和在") for _ in range(700))[:2000]
    themes.classify(RULES, "", text)
    took = []
    for _ in range(20):
        start = time.process_time()
        themes.classify(RULES, "推进宣传教育", text)
        took.append(time.process_time() - start)
    # Text made of cue words alone is the worst case: many times what prose has.
    assert min(took) < 0.005


def test_order_is_the_models() -> None:
    assert tuple(theme.id for theme in RULES.themes.themes) == THEMES
