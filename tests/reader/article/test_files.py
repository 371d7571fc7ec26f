"""Files of every kind as editors bring them: the whole report comes out of each, with what the page says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from tests.project import READER, ROOT

FILES = ROOT / "tests/cases/files"
CASES = yaml.safe_load((FILES / "cases.yml").read_text(encoding="utf-8"))
FIELDS = ("title", "published", "publisher", "byline", "url", "completeness")


def taken(reading: Mapping[str, Any]) -> dict[str, Any]:
    """What a case tells of a reading."""
    measures = [measure for region in reading["regions"] for measure in region["measures"]]
    rows = [row for region in reading["regions"] for row in region["indicators"]]
    rows += [row for measure in measures for row in measure.get("indicators", [])]
    figures = [" ".join(map(str, (row["value"], row["unit"], *([row["qualifier"]] if "qualifier" in row else [])))) for row in rows]
    source = {field: reading["source"][field] for field in FIELDS}
    return source | {"headings": [measure["heading"] for measure in measures], "figures": figures}


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["file"])
def test_the_whole_report_is_read(case: dict[str, Any]) -> None:
    right = dict.fromkeys(FIELDS) | CASES["report"] | case
    got = taken(READER.read(FILES / right.pop("file")))
    assert {field: got[field] for field in right} == right
