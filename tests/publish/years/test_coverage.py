"""What the documents cover: provinces by year, figures with and without a period and to a length of text, nothing below three regions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.publish.years import coverage
from tests.publish.charts.test_charts import DUNHUA, HUNCHUN, JILIN, YANJI, YONGDENG, gathered, many


@pytest.mark.parametrize("codes", [[YANJI], [YANJI, YANJI, DUNHUA]])
def test_nothing_is_shown_of_fewer_than_three_regions(codes: list[str]) -> None:
    some = gathered(*((code, [("宣讲", 1, "次", None)], "2024") for code in codes))
    assert coverage.tiles(some) is None and coverage.counted(some.reports) == []


def test_tiles_count_documents_by_province_and_year_with_the_years_between() -> None:
    some = gathered(*((code, [], date) for code, date in [(YANJI, "2021-05"), (YANJI, "2021"), (DUNHUA, "2023-07-25"), (YONGDENG, None)]))
    found = coverage.tiles(some)
    assert found and found.years == ("2021", "2022", "2023", "")
    assert [(province and province.name, counts) for province, counts in found.rows] == [("吉林省", (2, 0, 1, 0)), ("甘肃省", (0, 0, 0, 1))]


def test_years_far_apart_stand_without_those_between() -> None:
    some = gathered(*((code, [], date) for code, date in [(YANJI, "1955"), (DUNHUA, "2023"), (HUNCHUN, "2024")]))
    found = coverage.tiles(some)
    assert found and found.years == ("1955", "2023", "2024")


def test_each_report_is_counted_and_its_length_may_be_unknown() -> None:
    two = [("宣讲", 1, "次", None), ("宣讲", 2, "次", "2024")]
    reports = [replace(one, characters=500) for one in gathered((JILIN, two, None), (YANJI, two, None), (DUNHUA, [], None)).reports]
    reports[1] = replace(reports[1], characters=None)
    assert [(one.figures, one.dated, one.density) for one in coverage.counted(reports)] == [(2, 1, 4.0), (2, 1, None), (0, 0, 0.0)]


def test_many_reports_are_counted_by_province_and_do_not_grow_without_bound() -> None:
    reports = [replace(one, characters=100) for one in many(400).reports]
    found = coverage.counted(reports)
    codes = [one.reports[0].place.province.code for one in found if one.reports[0].place.province]
    assert len(found) <= 34 and codes == sorted(set(codes))
    assert sum(one.figures for one in found) == 400 == sum(len(one.reports) for one in found)
    assert {one.density for one in found} == {10.0}


@pytest.mark.parametrize(("count", "shade"), [(1, 1), (2, 2), (4, 2), (5, 3), (10, 4), (20, 5), (999, 5)])
def test_more_documents_are_a_deeper_shade(count: int, shade: int) -> None:
    assert coverage.depth(count) == shade
