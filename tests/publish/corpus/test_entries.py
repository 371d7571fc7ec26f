"""What the site says of programmes, titles and networks: kinds, what a number stands for, who issued a title, one entry for all spellings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator import model
from generator.profiles.shelf import Shelf
from generator.publish.corpus import comparison, corpus, entries
from generator.publish.corpus.corpus import RegionReport, ReportedPlace, ReportedProgramme
from generator.workspace import Workspace
from tests.project import FROZEN, PLACES, RULES

CORPUS = corpus.load(RULES, Shelf(Workspace(FROZEN)))
YONGDENG = next(report for report in CORPUS.reports if report.place.name == "永登县")


def named(report: RegionReport, name: str) -> ReportedProgramme:
    return next(one for one in report.programmes if one.item.name == name)


def place(code: str) -> ReportedPlace:
    own = PLACES.get(code)
    chain = tuple(PLACES.get(above) for above in (code[:2] + "0000", code[:4] + "00") if above != code)
    return ReportedPlace(code, own.name, own.level, None, chain)


def test_a_number_that_the_source_does_not_explain_is_said_with_the_place_and_the_words() -> None:
    one = named(YONGDENG, "13610")
    assert entries.meaning(RULES, one) == "unexplained"
    assert one.heading is not None and one.heading.measure.heading == "狠抓机制建设,激发工作动能"
    assert one.quote == "着力实施“13610”计划,为全力争创全国民族团结进步示范县指明目标方向"


@pytest.mark.parametrize("name", ["四个聚焦", "七个一"])
def test_what_may_be_explained_elsewhere_is_not_said_to_be_unexplained(name: str) -> None:
    assert entries.meaning(RULES, named(YONGDENG, name)) == "unclear"


def test_without_its_article_nothing_is_said_to_be_unexplained() -> None:
    unknown = replace(named(YONGDENG, "13610"), listed=None)
    assert entries.meaning(RULES, unknown) == "unclear"


def test_what_the_text_lists_is_told_and_a_name_without_number_has_no_meaning() -> None:
    assert entries.meaning(RULES, named(YONGDENG, "三大工程")) == "listed"
    assert entries.meaning(RULES, named(YONGDENG, "石榴红")) is None


@pytest.mark.parametrize(
    ("name", "count", "kind"),
    [
        ("石榴红", None, "brand"),
        ("一把手", None, "brand"),
        ("七项工程", 7, "numbered"),
        ("民族工作四支队伍", 4, "numbered"),
        ("13610", None, "numbered"),
        ("三个离不开", 3, "formula"),
        ("民族法治宣传周", None, "campaign"),
    ],
)
def test_the_kind_of_a_programme(name: str, count: int | None, kind: str) -> None:
    assert entries.programme_kind(RULES, model.Programme(name=name, count=count)) == kind


@pytest.mark.parametrize(
    ("title", "kind", "code", "issuer"),
    [
        ("《民族团结进步条例》", "law", "620121", None),
        ("《中国共产党内蒙古历史》", "work", "150000", None),
        ("《兰州市民族团结进步条例》", "law", "620121", "prefecture"),
        ("《永登县创建实施方案》", "policy", "620121", "county"),
        ("《甘肃省民族团结进步条例》", "law", "620121", "province"),
        ("《中华人民共和国民族区域自治法》", "law", "620121", "central"),
        ("《关于加强和改进新形势下民族工作的意见》", "policy", "230881", "central"),
    ],
)
def test_who_issued_a_title_is_told_by_the_title_alone(title: str, kind: model.DocumentKind, code: str, issuer: str | None) -> None:
    assert entries.issuer(RULES, model.CitedDocument(title=title, kind=kind), place(code)) == issuer


def test_spellings_of_one_title_are_one() -> None:
    spelt = ("《中华人民共和国民族区域自治法》", "《民族区域自治法》", "《 民族区域自治法（修正）》")
    assert {entries.normalised(RULES, one) for one in spelt} == {"民族区域自治法"}
    assert entries.normalised(RULES, "《规划(2021-2025年)》") != entries.normalised(RULES, "《规划(2016-2020年)》")


def test_every_programme_of_every_report_stands_in_one_entry_with_its_own_anchor() -> None:
    found = comparison.programmes(RULES, CORPUS.reports)
    assert len({one.anchor for one in found}) == len(found)
    assert sum(len(one.uses) for one in found) == sum(len({entries.folded(p.item.name) for p in r.programmes}) for r in CORPUS.reports)
    (formula,) = [one for one in found if one.name == "三个离不开"]
    assert {"永登县", "嘉峪关市", "呼伦贝尔市"} <= {one.name for one in formula.places}


def test_people_and_places_of_networks_are_told_apart() -> None:
    found = {one.item.quote: entries.network_kind(RULES, one.item) for report in CORPUS.reports for one in report.networks}
    assert found["市乡村三级公共法律服务中心(站)"] == "facility"
    assert found["“市、各部门、各镇(街道)、村(社区)”四级创建工作网络"] == "organisation"
