"""What has a name is found in time that grows no faster than the text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from generator.reader.article.text import Document
from generator.reader.named import gaps, groups, honours, networks, programmes, titles
from generator.rules import Rules
from tests.project import PLACES, RULES
from tests.reader.named.made import document


def received_honours(rules: Rules, document: Document) -> list[Any]:
    return honours.honours(rules, PLACES, document)


FINDERS: list[Callable[[Rules, Document], list[Any]]] = [
    titles.documents_cited, networks.networks, groups.ethnic_groups, gaps.gaps, programmes.programmes, received_honours,
]  # fmt: skip


@pytest.mark.parametrize("find", FINDERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "“”",
        "“甲”、",
        "‘",
        "‘甲’",
        "公布,",
        "实施甲、",
        "获评全省甲先进县,",
        "《",
        "《》",
        "、",
        "三级",
        "*",
        "x",
        "汉、",
        "乡镇",
        "被",
        "获全国、",
        "“石榴",
        "苗族",
        "(",
        "。",
    ],
)
def test_time_grows_no_faster_than_the_text(find: Callable[[Rules, Document], list[Any]], piece: str) -> None:
    find(RULES, document("某县荣获全国文明县城称号,“石榴”活动"))
    start = time.process_time()
    find(RULES, document((piece * 20_000)[:20_000]))
    assert time.process_time() - start < 2
