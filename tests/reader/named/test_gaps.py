"""Where a source lacks text: made-up pages."""

from __future__ import annotations

from typing import Any

import pytest

from generator.reader.article.text import read_text
from generator.reader.named.gaps import gaps
from tests.project import RULES
from tests.reader.named.made import cases


@pytest.mark.parametrize("case", cases("gaps"), ids=lambda c: c["name"])
def test_gaps(case: dict[str, Any]) -> None:
    source = "\n\n".join(filter(None, (case["title"], case["body"], case["after"])))
    found = gaps(RULES, read_text(RULES, source, "case.txt"))
    assert [f"{f.item.kind} | {f.item.quote} | {f.item.characters or ''}" for f in found] == case["want"]
    for gap in found:
        assert source[gap.start : gap.end] == gap.item.quote
