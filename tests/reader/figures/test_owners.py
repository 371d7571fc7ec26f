"""Whose a figure is: only the region's own is compared, and what is its own is never given away."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.reader.article.text import read_text
from tests.gold.score import flatten
from tests.project import READER, ROOT, RULES

CASES = yaml.safe_load((ROOT / "tests/cases/owners.yml").read_text(encoding="utf-8"))


def read(case: dict[str, Any]) -> list[dict[str, Any]]:
    region = case.get("region", "云龙县")
    opening = f"近年来,{region}以铸牢中华民族共同体意识为主线,扎实推进民族团结进步创建,各族群众手足相亲、守望相助。"
    text = f"{region}民族团结进步工作情况汇报\n2024-03-05\n{opening}\n{case['text']}\n"
    found: list[dict[str, Any]] = flatten(READER.reading(read_text(RULES, text, "a.txt"), "0" * 64))["indicators"]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:12])
def test_a_figure_is_whose_it_is(case: dict[str, Any]) -> None:
    found = read(case)
    assert [[row["value"], row["unit"], row.get("of"), row.get("concept")] for row in found] == case["figures"]
    assert "items" not in case or [row["item"] for row in found] == case["items"]
    for row in found:
        assert not (row.get("of") and row.get("concept"))
        assert not row.get("of") or row["of"] not in row["item"]


def test_no_private_person_is_named() -> None:
    names = ("王某某", "杨秀英", "黄某", "李某", "黄大爷")
    for case in CASES:
        for row in read(case):
            assert not any(name in str(row[field]) for name in names for field in ("item", "of", "quote") if field in row)
