"""All profiles together: what is refused, in which order everything stands, and where anchors point."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator import model, yaml_io
from generator.errors import ProfileError
from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.publish.corpus.anchors import Anchors
from generator.workspace import Workspace
from tests.project import FROZEN, ROOT, RULES

TWO_YEARS = Workspace(ROOT / "tests/fixtures/two_years")


def profile(name: str, *regions: dict[str, Any], published: str | None = None) -> dict[str, Any]:
    return {
        "schema": 1,
        "id": name,
        "source": {"file": f"{name}.txt", "sha256": "0" * 64, "published": published},
        "regions": list(regions),
    }


def region(name: str, adcode: str | None, level: str, *indicators: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "adcode": adcode, "level": level, "indicators": list(indicators)}


def indicator(quote: str, value: int = 1) -> dict[str, Any]:
    return {"item": "活动", "value": value, "unit": "次", "quote": quote}


def gather(*profiles: dict[str, Any], known: Anchors | None = None) -> corpus.Corpus:
    models = [model.Profile.model_validate(one) for one in profiles]
    return corpus.gather(models, gazetteer.load(RULES), known)


def workspace(folder: Path, files: dict[str, str | bytes]) -> Workspace:
    profiles = folder / "docs/profiles"
    profiles.mkdir(parents=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (profiles / name).write_bytes(data)
    return Workspace(folder)


def problems(folder: Workspace) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        corpus.load(RULES, Shelf(folder))
    return [str(problem) for problem in caught.value.problems]


def test_no_profile_is_an_error_that_names_the_command(tmp_path: Path) -> None:
    (told,) = problems(workspace(tmp_path, {}))
    assert told == "docs/profiles: holds no profile (run `make update` to read the seeds)"


def test_all_problems_of_all_profiles_are_told_at_once(tmp_path: Path) -> None:
    good = yaml_io.dump(profile("good", region("延吉市", "222401", "county")))
    bad = good.replace("level: county", "level: city").replace("schema: 1", "schema: 2").replace("good", "bad")
    files: dict[str, str | bytes] = {
        "bad.yml": bad,
        "good.yml": good,
        "latin.yml": "延吉".encode("gb18030"),
        "open.yml": "schema: [",
    }
    told = problems(workspace(tmp_path, files))
    assert len(told) == 4
    assert told[0].startswith("docs/profiles/bad.yml:1:9: schema: ")
    assert told[1].startswith("docs/profiles/bad.yml:10:12: regions[0].level: ")
    assert told[2].startswith("docs/profiles/latin.yml: is not UTF-8 text")
    assert told[3].startswith("docs/profiles/open.yml:2:1: is not valid YAML")


def test_one_id_twice_and_one_region_twice_are_refused(tmp_path: Path) -> None:
    text = yaml_io.dump(profile("same", region("延吉市", "222401", "county"), region("延吉", "222401", "county")))
    told = problems(workspace(tmp_path, {"one.yml": text, "two.yml": text}))
    assert "docs/profiles/one.yml:2:5: id: is also that of docs/profiles/two.yml (give each profile an id and a seed of its own)" in told
    assert "docs/profiles/same.yml: regions: two regions have the adcode 222401" in told


def test_a_masked_region_has_no_page_and_its_figures_stand_with_the_document() -> None:
    made = corpus.load(RULES, Shelf(TWO_YEARS))
    (report,) = made.by_document["masked"]
    assert list(made.regions) == ["222401"]
    assert (report.place.adcode, report.place.name, report.place.province) == (None, "**县", None)
    assert [figure.page for figure in report.figures] == ["documents/masked/"]


def test_two_documents_on_one_region_share_a_page_newest_first() -> None:
    made = corpus.load(RULES, Shelf(TWO_YEARS))
    assert [document.id for document in made.documents] == ["yanji-2024", "yanji-2023", "masked"]
    assert [report.profile.id for report in made.regions["222401"].reports] == ["yanji-2024", "yanji-2023"]
    assert {report.page for report in made.regions["222401"].reports} == {"regions/222401/"}


def test_anchors_are_unique_and_a_newer_document_moves_none() -> None:
    made = corpus.load(RULES, Shelf(TWO_YEARS))
    links = [figure.link for figure in made.figures()]
    assert len(links) == len(set(links)) == 24
    anchors = {f.profile.id: f.anchor for f in made.figures() if f.indicator.quote == "开展各类学习活动370余场次"}
    assert anchors == {"yanji-2023": "f-05540055", "yanji-2024": "f-05540055-2"}
    before = gather(profile("old", region("延吉市", "222401", "county", indicator("办1次")), published="2020"))
    undated = gather(
        profile("any", region("延吉市", "222401", "county", indicator("办1次"))),
        profile("old", region("延吉市", "222401", "county", indicator("办1次")), published="2020"),
    )
    (anchor,) = [figure.anchor for figure in before.figures()]
    assert {f.profile.id: f.anchor for f in undated.figures()} == {"old": anchor, "any": f"{anchor}-2"}


def test_editing_a_quote_does_not_move_its_anchor() -> None:
    read = gather(profile("one", region("延吉市", "222401", "county", indicator("办 会1次"))))
    edited = profile("one", region("延吉市", "222401", "county", indicator("今年办会1次")))
    (anchor,) = [figure.anchor for figure in read.figures()]
    known: Anchors = {"one": {("regions", 0, "indicators", 0): anchor}}
    assert [figure.anchor for figure in gather(edited, known=known).figures()] == [anchor]
    assert [figure.anchor for figure in gather(edited).figures()] != [anchor]


def test_what_a_person_added_takes_no_address_of_what_was_read() -> None:
    twice = profile("new", region("延吉市", "222401", "county", indicator("办1次", 2), indicator("办1次")), published="2020")
    other = profile("other", region("延吉市", "222401", "county", indicator("办1次", 3)), published="2024")
    (plain,) = [figure.anchor for figure in gather(other).figures()]
    path = ("regions", 0, "indicators")
    known: Anchors = {"new": {(*path, 0): None, (*path, 1): f"{plain}-2"}}
    for order in ((twice, other), (other, twice)):
        made = {(f.profile.id, f.indicator.value): f.anchor for f in gather(*order, known=known).figures()}
        assert made == {("other", 3): plain, ("new", 1): f"{plain}-2", ("new", 2): f"{plain}-3"}


def test_order_is_level_then_adcode_whatever_the_values_and_the_order_given() -> None:
    masked, yongdeng = (
        region("某县", None, "county", indicator("1次", 9)),
        region("永登县", "620121", "county", indicator("2次", 9000)),
    )
    gansu, yanji = (
        region("甘肃省", "620000", "province", indicator("3次", 1)),
        region("延吉市", "222401", "county", indicator("4次", 5)),
    )
    street, lanzhou = region("东华门街道", "110101001", "township"), region("兰州市", "620100", "prefecture")
    given = [profile("a", masked, yongdeng), profile("b", gansu, yanji), profile("c", street, lanzhou)]
    names = ["甘肃省", "兰州市", "延吉市", "永登县", "某县", "东华门街道"]
    for order in (given, given[::-1]):
        made = gather(*order)
        assert [report.place.name for report in made.reports] == names
        assert list(made.regions) == ["620000", "620100", "222401", "620121", "110101001"]
        assert [figure.indicator.value for figure in made.figures()] == [1, 5, 9000, 9]


def test_dates_of_any_precision_order_documents_and_the_undated_come_last() -> None:
    dates = {"a": None, "b": "2024", "c": "2024-08", "d": "2024-08-15", "e": None, "f": "2023-12-31"}
    yanji = region("延吉市", "222401", "county")
    made = gather(*(profile(name, yanji, published=date) for name, date in dates.items()))
    assert [document.id for document in made.documents] == ["d", "c", "b", "f", "a", "e"]


def test_the_newest_document_names_the_region() -> None:
    made = gather(
        profile("new", region("新名市", "222401", "county"), published="2024"),
        profile("old", region("旧名市", "222401", "county"), published="2020"),
    )
    assert {report.place.name for report in made.reports} == {"新名市"}


@pytest.mark.parametrize(
    ("adcode", "level", "chain"),
    [
        ("220000", "province", []),
        ("222400", "prefecture", ["吉林省"]),
        ("222401", "county", ["吉林省", "延边朝鲜族自治州"]),
        ("110101", "county", ["北京市"]),
        ("222499", "county", ["吉林省", "延边朝鲜族自治州"]),  # newer than the table of divisions
        ("990101", "county", []),
        ("110101001", "township", ["北京市", "东城区"]),
    ],
)
def test_divisions_above_a_region(adcode: str, level: str, chain: list[str]) -> None:
    (report,) = gather(profile("one", region("某地", adcode, level))).reports
    assert [step.name for step in report.place.chain] == chain
    province = report.place.province
    assert (province.name if province else None) == (chain[0] if chain else "某地" if level == "province" else None)


def test_figures_know_their_place_in_the_file() -> None:
    made = corpus.load(RULES, Shelf(TWO_YEARS))
    for figure in made.figures():
        data: Any = figure.profile.model_dump()
        for part in figure.path:
            data = data[part]
        assert data["quote"] == figure.indicator.quote
    for report in made.reports:
        assert [figure.number for figure in report.figures] == list(range(1, len(list(report.figures)) + 1))
        assert [figure.indicator for figure in report.figures] == [found for _, found in report.entry.figures()]


def test_a_projects_profiles_make_a_corpus() -> None:
    made = corpus.load(RULES, Shelf(Workspace(FROZEN)))
    assert {"yanji-2023", "jiayuguan", "tongjiang-2024", "neimenggu", "yongdeng-2025"} <= set(made.by_document)
    assert {"222401", "620200", "230881", "150000", "620121"} <= set(made.regions)
    assert all(region.place.province for region in made.regions.values())
