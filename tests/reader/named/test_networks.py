"""Layered networks: the examples of the rules as a whole."""

from __future__ import annotations

import pytest

from generator.reader.named.networks import networks
from tests.project import RULES
from tests.reader.named.made import document


@pytest.mark.parametrize("text", RULES.networks.miss)
def test_what_is_no_network(text: str) -> None:
    assert networks(RULES, document(text)) == []


@pytest.mark.parametrize(("text", "want"), RULES.networks.hit.items())
def test_networks(text: str, want: str) -> None:
    assert [f"{f.item.levels} | {f.item.quote}" for f in networks(RULES, document(text))] == [want]
