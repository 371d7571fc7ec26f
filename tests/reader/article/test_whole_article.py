"""The whole article, and nothing but it: ends, lists, tables, short lines, hard wraps, the title above credits."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.errors import SeedError
from generator.reader.article.text import read_text
from tests.project import READER, ROOT, RULES
from tests.reader.article.test_files import taken

CASES = yaml.safe_load((ROOT / "tests/cases/article.yml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_article_and_nothing_else_is_read(case: dict[str, Any]) -> None:
    if case.get("refused"):
        with pytest.raises(SeedError, match="holds no article"):
            read_text(RULES, case["text"], "case.txt")
        return
    got = taken(READER.reading(read_text(RULES, case["text"], "case.txt"), "0" * 64))
    right = {field: value for field, value in case.items() if field not in ("name", "text")}
    assert {field: got[field] for field in right} == right
