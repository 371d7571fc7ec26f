"""Places are found by what else they are called."""

from __future__ import annotations

from generator.places.gazetteer import Gazetteer
from generator.places.synonyms import called, synonyms
from tests.project import RULES

PLACES = Gazetteer(RULES)


def test_other_names_of_a_place_are_those_that_are_no_part_of_its_own() -> None:
    assert called(PLACES, "150700") == ["呼伦贝尔市", "呼伦贝尔盟", "呼盟"]
    assert called(PLACES, "222400")[0] == "延边朝鲜族自治州" and "延边州" in called(PLACES, "222400")
    assert called(PLACES, "222401") == [], "延吉 finds 延吉市 as it is typed"


def test_other_names_are_those_of_the_places_above_too() -> None:
    found = synonyms(PLACES, ["222401", "150700201", "tongjiang-2024", "000000"])
    assert [names[0] for names in found] == ["呼伦贝尔市", "延边朝鲜族自治州"]
