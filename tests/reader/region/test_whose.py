"""Whose work a document reports where that is easily mistaken: donors and visitors, several regions in one sentence, no table knows it."""

from __future__ import annotations

from typing import Any

import pytest

from generator import yaml_io
from generator.reader.article.text import Document, read_text
from generator.reader.region.regions import RegionSpan, find_regions
from tests.project import PLACES, READER, ROOT, RULES

CASES: list[dict[str, Any]] = yaml_io.load((ROOT / "tests/cases/regions.yml").read_text(encoding="utf-8"), "regions.yml").data


def named(case: dict[str, Any]) -> str:
    return f"{case['kind']}: {case['text'].split(chr(10), 1)[0]}"


def holders(document: Document, regions: list[RegionSpan], piece: str) -> list[str]:
    """The regions in whose parts a piece of the text stands."""
    at = document.body.index(piece)
    return [r.name for r in regions if any(s.start <= at < s.end for s in r.spans)]


@pytest.mark.parametrize("case", [case for case in CASES if "want" in case], ids=named)
def test_regions_are_those_reported_on(case: dict[str, Any]) -> None:
    document = read_text(RULES, case["text"], "case.txt")
    regions = find_regions(RULES, PLACES, document)
    assert [[r.name, r.adcode] for r in regions] == case["want"]
    assert {field: getattr(regions[0], field) for field in ("level", "basis", "parent") if field in case} == {
        field: case[field] for field in ("level", "basis", "parent") if field in case
    }
    owned = {name: {piece: holders(document, regions, piece) for piece in pieces} for name, pieces in case.get("owns", {}).items()}
    assert owned == {name: {piece: [name] for piece in pieces} for name, pieces in case.get("owns", {}).items()}


def test_a_joint_figure_stands_once_under_the_first_with_all_their_names() -> None:
    text = (
        "云龙县、永平县携手铸牢中华民族共同体意识\n云龙县投入资金1860万元。永平县投入资金1320万元,开展宣讲64场次。两县联合举办活动9场。\n"
    )
    document = read_text(RULES, text, "case.txt")
    found = [
        (region["name"], row["value"], row.get("of"), "concept" in row)
        for region in READER.reading(document, "0" * 64)["regions"]
        for row in region["indicators"]
    ]
    assert found == [
        ("云龙县", 18600000, None, False),
        ("云龙县", 9, "云龙县、永平县", False),
        ("永平县", 13200000, None, False),
        ("永平县", 64, None, True),
    ]
