"""Ethnic groups: the examples of the rules as a whole."""

from __future__ import annotations

import pytest

from generator.reader.named.groups import ethnic_groups
from tests.project import RULES
from tests.reader.named.made import document


@pytest.mark.parametrize("text", RULES.ethnic_groups.miss)
def test_what_names_no_group(text: str) -> None:
    assert ethnic_groups(RULES, document(text)) == []


@pytest.mark.parametrize(("text", "want"), RULES.ethnic_groups.hit.items())
def test_groups(text: str, want: tuple[str, ...]) -> None:
    assert tuple(dict.fromkeys(f.item for f in ethnic_groups(RULES, document(text)))) == want


def test_all_groups_are_known() -> None:
    data = RULES.ethnic_groups
    assert len(data.groups) == 56
    for name in data.groups:
        assert [f.item for f in ethnic_groups(RULES, document(f"有{name}干部"))] == [name]
