"""The line of a document's page about its numerals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator import settings
from generator.model import Account
from generator.profiles.diff import Edits
from generator.publish.corpus import trust
from generator.publish.data.scores import Quality
from generator.publish.pages import pages
from generator.publish.pages.extras import Extras
from generator.workspace import Workspace
from tests.project import RULES, copied
from tests.publish.corpus.test_similar import CODES, gather, having


def account(**numerals: int) -> Account:
    return Account(numerals={key.replace("_", "-"): count for key, count in numerals.items()}, titles={}, enumerators={}, places={})


def test_furniture_is_left_out_and_doubt_is_set_apart() -> None:
    found = trust.numerals(RULES, account(taken=8, furniture=40, ordinal=2, date=5, table=1, unexplained=2, cut_away=1))
    assert found is not None
    assert (found.taken, found.sure, found.doubtful, found.all) == (8, (("日期", 5), ("序数", 2)), 4, 19)
    assert trust.numerals(RULES, None) is None


@pytest.mark.parametrize(
    ("numerals", "said"),
    [
        ({"taken": 8, "date": 5, "ordinal": 2, "unit": 1}, "机器记下 8 个；未记的有日期 5 个、序数 2 个，另有 1 个不能确定是否该记。"),
        ({"taken": 8, "date": 5}, "机器记下 8 个；未记的有日期 5 个。"),
        ({"taken": 8, "unit": 2}, "机器记下 8 个；未记的有 2 个不能确定是否该记。"),
        ({"taken": 8, "furniture": 3}, "原文有数词 8 个（日期、序数等也算在内），机器全部记下。"),
        ({"furniture": 3}, None),
    ],
)
def test_the_line(tmp_path: Path, numerals: dict[str, int], said: str | None) -> None:
    made = gather(having(CODES[0], names=("丙",)))
    (document,) = made.documents
    made = replace(made, edits={document.id: Edits(account=account(**numerals))})
    root = Workspace(copied(tmp_path, "templates", "mkdocs.yml"))
    extras = Extras(RULES, made, made.edits, Quality([], []))
    text = pages.Pages(RULES, root, made, settings.load(root.root), extras).sources()[f"documents/{document.id}/index.md"]()
    assert ("<dt>数词</dt>" in text) == (said is not None)
    assert said is None or said in text
