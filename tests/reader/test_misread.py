"""Documents that were misread once, one of each kind, are read as a careful reader would."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.errors import GeneratorError
from generator.reader.article.text import read_text
from tests.project import READER, ROOT, RULES

CASES = yaml.safe_load((ROOT / "tests/cases/misread.yml").read_text(encoding="utf-8"))
FIELDS = {"value": None, "unit": None, "qualifier": "exact", "period": None, "item": None, "of": None, "concept": None}


def reading(case: dict[str, Any]) -> dict[str, Any]:
    return READER.reading(read_text(RULES, case["text"], "case.txt"), "0" * 64)


@pytest.mark.parametrize("case", [c for c in CASES if "want" in c], ids=lambda c: c["kind"])
def test_a_document_is_read_as_a_careful_reader_would(case: dict[str, Any]) -> None:
    read = reading(case)
    assert (read["source"]["title"], read["source"]["completeness"]) == (case["title"], case["completeness"])
    got = []
    for region in read["regions"]:
        rows = region["indicators"] + [row for measure in region["measures"] for row in measure.get("indicators", [])]
        figures = [{field: row.get(field, default) for field, default in FIELDS.items()} for row in rows]
        headings = [measure["heading"] for measure in region["measures"]]
        got.append({"name": region["name"], "adcode": region["adcode"], "headings": headings, "figures": figures})
    for region, wanted in zip(got, case["want"], strict=True):
        figures = [dict(zip(FIELDS, row, strict=True)) for row in wanted["figures"]]
        for figure, right in zip(region["figures"], figures, strict=True):
            assert figure | ({} if right["item"] else {"item": None}) == right
        assert {key: value for key, value in region.items() if key != "figures"} == {k: v for k, v in wanted.items() if k != "figures"}


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["kind"])
def test_what_is_no_report_is_refused_with_its_reason(case: dict[str, Any]) -> None:
    with pytest.raises(GeneratorError) as error:
        reading(case)
    assert error.value.problems[0].message.startswith(case["refused"])
