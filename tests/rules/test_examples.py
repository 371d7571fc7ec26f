"""Every pattern and word class of the rule files, with the texts in which it must be found and must not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pytest
from pydantic import BaseModel

from generator.reader.article.text import fold
from generator.rules import Rules
from generator.rules.loader import Pattern, Words
from tests.project import RULES


def rules(value: object, name: str) -> Iterator[tuple[str, Pattern | Words]]:
    """The patterns and word classes in `value`, each with the fields that lead to it."""
    if isinstance(value, Pattern | Words):
        yield name, value
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from rules(getattr(value, field), f"{name}.{field}")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from rules(entry, f"{name}.{key}")
    elif isinstance(value, tuple | list):
        for number, entry in enumerate(value):
            yield from rules(entry, f"{name}.{getattr(entry, 'id', number)}")


FILES = [name for name, member in vars(Rules).items() if isinstance(member, cached_property)]
FOUND = [found for name in FILES for found in rules(getattr(RULES, name), name)]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=name) for name, rule in FOUND])
def test_a_rule_keeps_its_examples(rule: Pattern | Words) -> None:
    assert [text for text in rule.hit if not rule.finds(fold(RULES, text))] == []
    assert [text for text in rule.miss if rule.finds(fold(RULES, text))] == []
