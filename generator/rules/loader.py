"""Loads the domain knowledge in `generator/rules/`: YAML files, each checked against a model at load.

Nothing of the domain stands here. A rule with a `pattern` is a regular expression over folded text and carries examples:
what it must match (`hit`) and what it must not (`miss`); the tests run them all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from generator import yaml_io
from generator.errors import Problem, RuleError
from generator.workspace import RULES

Model = TypeVar("Model", bound=BaseModel)
_PART = re.compile(r"@([a-z]+)@")


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


Regex = Annotated[str, AfterValidator(_compiles)]


class RuleModel(BaseModel):
    """Base of everything read from a rule file: no unknown keys, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PatternRule(RuleModel):
    """A named regular expression with its examples."""

    id: str
    pattern: Regex
    hit: Annotated[list[str], Field(min_length=1)]
    miss: Annotated[list[str], Field(min_length=1)]

    @property
    def regex(self) -> re.Pattern[str]:
        return compiled(self.pattern)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression, compiled once."""
    return re.compile(pattern)


@cache
def raw(name: str) -> Any:
    """The plain data of `rules/<name>.yml`, `@name@` replaced by what `rules/parts.yml` has for it.

    Raises RuleError where it is not valid YAML or names no part.
    """
    file = f"generator/rules/{name}.yml"
    data = yaml_io.load((RULES / f"{name}.yml").read_text(encoding="utf-8"), file).data
    return data if name == "parts" else _with_parts(data, file)


def _with_parts(data: Any, file: str) -> Any:
    if isinstance(data, dict):
        return {key: _with_parts(value, file) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_parts(value, file) for value in data]
    if not isinstance(data, str) or "@" not in data:
        return data
    parts = raw("parts")
    unknown = [name for name in _PART.findall(data) if name not in parts]
    if unknown:
        raise RuleError(
            [Problem(file, message=f"@{unknown[0]}@ is none of the parts: {', '.join(parts)}", hint="rules/parts.yml has them")]
        )
    return _PART.sub(lambda match: f"(?:{parts[match[1]]})", data)


def load(name: str, model: type[Model]) -> Model:
    """`rules/<name>.yml` as `model`; raises RuleError naming every field that breaks it."""
    return _load(name, model)  # type: ignore[no-any-return]


@cache
def _load(name: str, model: type[BaseModel]) -> Any:
    try:
        return model.model_validate(raw(name))
    except ValidationError as error:
        file = f"generator/rules/{name}.yml"
        raise RuleError(Problem(file, field=yaml_io.show_path(tuple(e["loc"])), message=e["msg"]) for e in error.errors()) from None
