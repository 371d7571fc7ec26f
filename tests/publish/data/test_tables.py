"""Tables and groups: like with like, nothing summed, nothing ranked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from generator import model
from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish.corpus import comparison, corpus, similar
from generator.publish.data import tables
from generator.publish.pages import views
from generator.rules.site import TableRules
from generator.workspace import Workspace
from tests.project import ROOT, RULES

CORPUS = corpus.load(RULES, Shelf(Workspace(ROOT / "tests/fixtures/two_years")))
TABLES = tables.build(RULES, CORPUS)


def column(name: str, key: str) -> list[Any]:
    return [record[key] for record in TABLES[name].records()]


@pytest.mark.parametrize("change", ["undefined", "unused", "codes"])
def test_rules_that_do_not_fit_together_are_refused(change: str) -> None:
    data = RULES.tables.model_dump(exclude_unset=True)
    some = {"label": "x", "help": "x", "type": "string"}
    if change == "undefined":
        data["columns"] = {key: rule for key, rule in data["columns"].items() if key != "quote"}
    elif change == "unused":
        data["columns"] = {**data["columns"], "spare": some}
    else:
        data["columns"] = {**data["columns"], "quote": {**some, "codes": "colours"}}
    with pytest.raises(ValidationError, match={"undefined": "quote", "unused": "spare", "codes": "colours"}[change]):
        TableRules.model_validate(data)


def test_units_of_different_families_stand_apart() -> None:
    (concept,) = [one for one in comparison.concepts(RULES, CORPUS) if one.id == "study_sessions"]
    assert [(group.unit, len(group.figures)) for group in concept.groups] == [("场次", 3), ("天", 1)]
    assert [group.family is None for group in concept.groups] == [False, True]
    assert column("concept-study_sessions", "comparable") == [True, True, True, False]


def test_a_caution_is_given_only_where_units_are_mixed() -> None:
    groups = {one.id: one.groups for one in comparison.concepts(RULES, CORPUS)}
    assert groups["audience"][0].caution == RULES.vocabulary.concepts["audience"].families[0].caution
    audience = groups["audience"][0]
    visits = tuple(figure for figure in audience.figures if figure.indicator.unit == "人")
    assert len(visits) == 2
    assert comparison.Group(audience.family, audience.unit, visits).caution is None


def test_every_concept_has_a_table_and_without_figures_it_is_empty() -> None:
    assert [name for name in TABLES if name.startswith("concept-")] == [f"concept-{one}" for one in model.CONCEPTS]
    assert TABLES["concept-ethnic_affairs_staff"].rows == ()
    assert TABLES["concept-ethnic_affairs_staff"].title == "民族工作人员"


def test_every_figure_stands_once_as_stated_and_nothing_is_summed() -> None:
    stated = Counter((f.indicator.item, f.indicator.value, f.indicator.unit) for f in CORPUS.figures())
    assert Counter((r["item"], r["value"], r["unit"]) for r in TABLES["figures"].records()) == stated
    inside = [f for f in CORPUS.figures() if f.indicator.concept]
    rows = [record for name in TABLES if name.startswith("concept-") for record in TABLES[name].records()]
    assert Counter(row["link"] for row in rows) == Counter(figure.link for figure in inside)


def test_a_figure_that_is_not_the_region_s_own_is_compared_with_nothing_whatever_its_profile_says() -> None:
    def region(name: str, code: str, **figure: str) -> dict[str, Any]:
        talks = {"item": "宣讲", "value": 9, "unit": "场次", "quote": "宣讲9场次", "concept": "lectures"}
        heard = {"item": "受众", "value": 90, "unit": "人", "quote": "受众90人", "concept": "audience"}
        return {"name": name, "adcode": code, "level": "county", "indicators": [talks | figure, heard | figure]}

    def corpus_of(**figure: str) -> corpus.Corpus:
        regions = [region("云龙县", "532929", **figure), region("永平县", "532928", **figure)]
        source = {"file": "a.txt", "sha256": "0" * 64}
        profile = model.Profile.model_validate({"schema": 1, "id": "a", "source": source, "regions": regions})
        return corpus.gather([profile], gazetteer.load(RULES))

    own, town = corpus_of(), corpus_of(of="漕涧镇")
    for one, there in ((own, True), (town, False)):
        made = tables.build(RULES, one)
        assert bool(made["concept-lectures"].rows) is there
        told = {(row["of"], row["concept"], row["comparable"]) for row in made["figures"].records()}
        assert told == ({(None, "lectures", True), (None, "audience", True)} if there else {("漕涧镇", None, False)})
        assert bool(views.cards(one.regions["532929"], {"lectures": 2, "audience": 2})) is there
        assert bool(similar.Similar(RULES, list(one.regions.values())).to(one.regions["532929"])) is there


def test_rows_of_one_region_are_document_by_document_newest_first() -> None:
    records = TABLES["concept-minority_development_funds"].records()
    assert [(r["region"], r["document"], r["period"], r["shown"]) for r in records] == [
        ("延吉市", "yanji-2024", "2024", "1520万元"),
        ("延吉市", "yanji-2023", "2023", "1415万元"),
        ("**县", "masked", None, "至少90万元"),
    ]


def test_themes_count_all_themes_of_a_measure_and_mark_the_main_one() -> None:
    rows = {record["document"]: record for record in TABLES["themes"].records()}
    new = rows["yanji-2024"]
    assert (new["measures"], new["education"], new["education_main"]) == (3, 1, 1)
    assert (new["culture"], new["culture_main"], new["development_main"], new["security"]) == (1, 0, 1, 0)
    measures = [m for profile in CORPUS.documents if profile.id == "yanji-2023" for m in profile.regions[0].measures]
    for theme in model.THEMES:
        assert rows["yanji-2023"][theme] == sum(theme in m.themes for m in measures)
        assert rows["yanji-2023"][f"{theme}_main"] == sum(m.themes[:1] == [theme] for m in measures)


def test_measures_without_a_theme_and_figures_without_a_measure_have_empty_cells() -> None:
    plain = [record for record in TABLES["measures"].records() if record["heading"] == "三是其他"]
    assert [(r["theme"], r["theme_2"], r["theme_3"]) for r in plain] == [(None, None, None)]
    loose = [f for f in CORPUS.figures() if f.heading is None]
    assert len([1 for heading in column("figures", "heading") if heading is None]) == len(loose)


def test_titles_of_another_width_are_one_title_and_a_report_counts_once() -> None:
    (named,) = [one for one in comparison.titles(RULES, CORPUS) if "城市民族工作" in one.name]
    assert named.name == "《关于加强和改进城市民族工作的意见（试行）》"
    assert [report.profile.id for report in named.reports] == ["yanji-2024", "masked"]


def test_a_programme_of_two_years_is_one_region() -> None:
    (named,) = [one for one in comparison.programmes(RULES, CORPUS.reports) if one.name == "七项工程"]
    assert (named.count, [report.profile.id for report in named.reports]) == (7, ["yanji-2024", "yanji-2023"])
    assert [place.name for place in named.places] == ["延吉市"]


def test_the_parts_of_a_programme_stand_in_its_row() -> None:
    first = CORPUS.reports[0]
    listed = replace(first.programmes[0], item=model.Programme(name="双百", count=2, parts=["百场宣讲", "百人培训"]))
    report = replace(first, programmes=(first.programmes[0], listed))
    rows = list(tables.build(RULES, replace(CORPUS, reports=(report,)))["programmes"].records())
    assert [(row["parts"], row["part_names"]) for row in rows] == [(7, None), (2, "百场宣讲、百人培训")]


def test_documents_and_regions_are_told_with_what_they_hold() -> None:
    assert column("documents", "document") == ["yanji-2024", "yanji-2023", "masked"]
    assert column("documents", "regions") == ["延吉市", "延吉市", "**县"]
    assert column("documents", "gaps")[0] == 1
    (yanji,) = TABLES["regions"].records()
    assert (yanji["documents"], yanji["document"], yanji["published"]) == (2, "yanji-2024", "2024-07")


def test_codes_of_a_column_all_have_a_label() -> None:
    for table in TABLES.values():
        for index, one in enumerate(table.columns):
            if one.codes:
                assert {row[index] for row in table.rows} - {None} <= set(RULES.vocabulary.by_name[one.codes]), one.key
