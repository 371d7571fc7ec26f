"""How much text stands under each measure: counted by hand in made-up articles, and again from the words of real ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generator import model
from generator.profiles.shelf import Shelf
from generator.profiles.text import extent
from generator.profiles.text.extent import Extent
from generator.reader.article.text import read_text
from generator.workspace import Workspace
from tests.project import FROZEN, RULES

OPENING = "近年来，自治县坚持以铸牢中华民族共同体意识为主线，全面推进民族团结进步事业高质量发展，成效明显。"
FIRST = "县委多次专题研究民族工作，把责任落到每一个部门和乡镇，形成了齐抓共管的工作格局。"
SECOND = "全县举办各类宣讲活动，组织干部群众走进社区、走进学校、走进企业，各族群众踊跃参加。"
HEADS = ("一、加强组织领导", "二、深入宣传教育")
TEXT = f"自治县民族团结进步工作情况\n{OPENING}\n{HEADS[0]}\n{FIRST}\n{HEADS[1]}\n{SECOND}\n"


def profile(*regions: Sequence[str], quotes: Sequence[Sequence[str]] = (), names: Sequence[str] = ("甲县", "乙县")) -> model.Profile:
    """One that has those headings in each region, and outside them figures with those quotes."""
    made: list[dict[str, Any]] = []
    for number, headings in enumerate(regions):
        figures = [{"item": "事", "value": 1, "unit": "个", "quote": one} for one in (quotes[number] if quotes else ())]
        measures = [{"heading": one, "level": 1, "themes": ["education"]} for one in headings]
        made.append({"name": names[number], "level": "county", "measures": measures, "indicators": figures})
    return model.Profile.model_validate({"schema": 1, "id": "a", "source": {"file": "a.txt", "sha256": "0" * 64}, "regions": made})


def of(text: str, one: model.Profile) -> Extent:
    return extent.measured(RULES, one, read_text(RULES, text, "a.txt"))


def test_a_heading_that_does_not_stand_in_the_article_has_no_length() -> None:
    found = of(TEXT, profile([HEADS[0], "三、并无此题", HEADS[1]]))
    assert found.measures == ((len(HEADS[0] + FIRST), None, len(HEADS[1] + SECOND)),)


def test_a_heading_out_of_order_has_none_either() -> None:
    found = of(TEXT, profile([*HEADS, HEADS[0]]))
    assert found.measures == ((len(HEADS[0] + FIRST), len(HEADS[1] + SECOND), None),)


def test_without_headings_all_is_the_region_s() -> None:
    assert of(TEXT, profile([])) == Extent((len(OPENING + HEADS[0] + FIRST + HEADS[1] + SECOND),), ((),), ((),), ((),))


def test_a_profile_without_its_seed_has_no_extent(tmp_path: Path) -> None:
    assert extent.beside(RULES, profile(HEADS), tmp_path / "a.txt") is None
    (tmp_path / "a.txt").write_text("not Chinese", encoding="utf-8")
    assert extent.beside(RULES, profile(HEADS), tmp_path / "a.txt") is None


def test_white_space_and_masks_are_not_counted() -> None:
    masked = FIRST.replace("县委", "**县委").replace("部门", "部 门")
    found = of(TEXT.replace(FIRST, masked), profile(HEADS))
    assert found.measures == ((len(HEADS[0] + FIRST), len(HEADS[1] + SECOND)),)
    assert found.regions == (len(OPENING + HEADS[0] + FIRST + HEADS[1] + SECOND),)


def test_an_opening_that_names_the_headings_is_not_taken_for_them() -> None:
    names = [head[2:] for head in HEADS]
    opening = f"{OPENING}一手抓{names[0]}，一手抓{names[1]}，工作取得新的进展。"
    found = of(TEXT.replace(OPENING, opening).replace("一、", "").replace("二、", ""), profile(names))
    assert found.measures == ((len(names[0] + FIRST), len(names[1] + SECOND)),)


def test_the_text_of_one_region_ends_where_another_s_begins() -> None:
    text = f"两县民族团结进步工作情况\n{OPENING}\n甲县的做法\n{HEADS[0]}\n{FIRST}\n乙县的做法\n{HEADS[1]}\n{SECOND}\n"
    found = of(text, profile([HEADS[0]], [HEADS[1]]))
    assert found.measures == ((len(HEADS[0] + FIRST),), (len(HEADS[1] + SECOND),))
    assert found.regions == (len("甲县的做法" + HEADS[0] + FIRST), len("乙县的做法" + HEADS[1] + SECOND))


def test_a_region_without_headings_is_known_by_its_quotes() -> None:
    text = f"两县民族团结进步工作情况\n{HEADS[0]}\n{FIRST}\n{SECOND}\n"
    found = of(text, profile([HEADS[0]], [], quotes=([], [SECOND[:12]])))
    assert found.measures == ((len(HEADS[0] + FIRST),), ())
    assert found.regions == (len(HEADS[0] + FIRST), len(SECOND))


@pytest.mark.parametrize("one", Shelf(Workspace(FROZEN)).held, ids=lambda one: one.profile.id)
def test_lengths_of_real_reports_are_the_distances_of_their_headings(one: Any) -> None:
    found = extent.of(RULES, one)
    assert found is not None
    source = re.sub(r"\s", "", one.seed.read_text(encoding="utf-8"))
    for region, lengths, whole in zip(one.profile.regions, found.measures, found.regions, strict=True):
        assert None not in lengths and sum(filter(None, lengths)) <= whole
        heads = [re.sub(r"\s", "", measure.heading) for measure in region.measures]
        for head, behind, length in zip(heads, heads[1:], lengths, strict=False):
            ways = [source.find(behind, m.end()) - m.start() for m in re.finditer(re.escape(head), source)]
            # Furniture and masks between two headings make the text shorter than their distance in the page, never longer.
            assert length is not None and len(head) <= length <= max(ways)
            assert any(abs(way - length) <= 0.05 * way + 4 for way in ways) or one.profile.source.gaps
