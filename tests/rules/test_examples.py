"""Rules carry their examples: every pattern and word class finds what it says it finds, and an example needs each of them.

`STAGES` has, for a rule file, what its own examples are asked of; each field, word class and entry is then taken out in
turn, and one of the file's examples must go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import pytest
from pydantic import BaseModel

from generator.reader.article.text import fold
from generator.rules import Rules
from generator.rules.loader import Pattern, RuleModel, Words
from tests.project import RULES
from tests.rules.stages import STAGES

FILES = [name for name, value in vars(Rules).items() if isinstance(value, cached_property)]


def exampled(value: object, path: str) -> Iterator[tuple[str, Pattern | Words]]:
    """Every pattern and word class below a rule model, with where it stands."""
    if isinstance(value, Pattern | Words):
        yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from exampled(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from exampled(entry, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            yield from exampled(entry, f"{path}[{getattr(entry, 'id', number)}]")


EXAMPLED = dict(pair for name in FILES for pair in exampled(getattr(RULES, name), name))


@pytest.mark.parametrize("path", EXAMPLED)
def test_a_rule_finds_its_hits_and_none_of_its_misses(path: str) -> None:
    rule = EXAMPLED[path]
    assert [text for text in rule.miss if rule.finds(fold(RULES, text))] == []
    assert [text for text in rule.hit if not rule.finds(fold(RULES, text))] == []


def remade(model: Any, **changed: object) -> Any:
    """A rule model with some fields replaced, and nothing remembered of what was made of the others."""
    return type(model).model_construct(**{name: getattr(model, name) for name in type(model).model_fields} | changed)


def blanked(value: object) -> Iterator[tuple[str, object]]:
    """A field without what it says: a pattern that never matches, a class without words, a mapping or list without each of its entries."""
    if isinstance(value, Pattern):
        yield "", remade(value, pattern=re.compile("(?!)"))
    elif isinstance(value, Words):
        yield "", remade(value, words=("\0",))
    elif isinstance(value, Mapping):
        for key in value:
            yield f"[{key}]", {other: entry for other, entry in value.items() if other != key}
    elif isinstance(value, list | tuple):
        for number, entry in enumerate(value):
            yield f"[{getattr(entry, 'id', entry)}]", type(value)(other for place, other in enumerate(value) if place != number)
    elif isinstance(value, RuleModel):
        for name in type(value).model_fields:
            yield from ((f".{name}{which}", remade(value, **{name: other})) for which, other in blanked(getattr(value, name)))
    elif isinstance(value, int | float):
        yield "=0", 0


def without(name: str, model: object) -> Rules:
    """All rules, one file of which says something else."""
    rules = Rules()
    rules.__dict__[name] = model
    return rules


EXAMPLES = ("hit", "miss", "targets", "reached", "norms")
FIELDS = [(name, field) for name in STAGES for field in type(getattr(RULES, name)).model_fields if field not in EXAMPLES]


@pytest.mark.parametrize("name", STAGES)
def test_examples_of_a_file(name: str) -> None:
    assert list(STAGES[name](RULES)) == []


def idle(name: str, field: str, model: object) -> list[str]:
    """What of a field can be taken out without an example of its file going wrong."""
    taken_out = [(which, remade(model, **{field: other})) for which, other in blanked(getattr(model, field))]
    return [f"{name}.{field}{which}" for which, other in taken_out if next(STAGES[name](without(name, other)), None) is None]


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[".".join(pair) for pair in FIELDS])
def test_every_field_is_needed_by_an_example(name: str, field: str) -> None:
    assert idle(name, field, getattr(RULES, name)) == [], "take it out, or add an example that needs it"


def test_what_no_example_needs_is_named() -> None:
    known = RULES.qualifiers
    assert idle("qualifiers", "before", remade(known, before={**known.before, "略多于": "over"})) == ["qualifiers.before[略多于]"]
