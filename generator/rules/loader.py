"""Loads the domain knowledge in `generator/rules/`: YAML files, each checked against a model at load.

Nothing of the domain stands here. A rule is a pattern (a regular expression over folded text) or a list of words, and
carries examples: texts in which it must be found (`hit`) and texts in which it must not (`miss`); the tests run them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

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


Example = Annotated[str, Field(min_length=1)]
Examples = Annotated[tuple[Example, ...], Field(min_length=1)]


class Pattern(RuleModel):
    """A regular expression over folded text with its examples."""

    pattern: re.Pattern[str]
    hit: Examples
    """Texts in which it is found."""
    miss: Examples
    """Texts in which it is not."""

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self.pattern.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self.pattern.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self.pattern.fullmatch

    @cached_property
    def source(self) -> str:
        """The expression as one alternative of a larger one."""
        return f"(?:{self.pattern.pattern})"


class Words(RuleModel):
    """A class of words, one a line, with examples of texts in which one of them stands and in which none does."""

    words: Annotated[tuple[Example, ...], Field(min_length=1)]
    hit: Examples
    miss: tuple[Example, ...] = ()

    @field_validator("words")
    @classmethod
    def _once(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        if twice := sorted({word for word in words if words.count(word) > 1}):
            raise ValueError(f"stand twice: {', '.join(twice)}")
        return words

    @cached_property
    def all(self) -> frozenset[str]:
        """The words as a set."""
        return frozenset(self.words)

    @cached_property
    def source(self) -> str:
        """The words as one alternative of a pattern, the longest first."""
        return f"(?:{'|'.join(re.escape(w) for w in sorted(self.words, key=lambda w: (-len(w), w)))})"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds any of the words, the longest first."""
        return re.compile(self.source)


class PatternRule(Pattern):
    """A named regular expression with its examples."""

    id: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression."""
        return self.pattern


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
