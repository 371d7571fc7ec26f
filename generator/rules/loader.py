"""Loads the domain knowledge in `generator/rules/`: YAML files, each checked against a model at load.

Nothing of the domain stands here. A rule is a pattern (a regular expression over folded text) or a list of words, and
carries examples: texts in which it must be found (`hit`) and texts in which it must not (`miss`); the tests run them all.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from generator import yaml_io
from generator.errors import Problem, RuleError
from generator.language.literals import Seeker
from generator.workspace import RULES

Loaded = TypeVar("Loaded")
Fault = tuple[yaml_io.Path, str, str]
"""The path to what is wrong, from the model that tells it; what is wrong, what to do."""
_PART = re.compile(r"@([a-z]+)@")


def _expression(pattern: Any) -> Any:
    try:
        return re.compile(pattern) if isinstance(pattern, str) and pattern else pattern
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None


Expression = Annotated[re.Pattern[str], BeforeValidator(_expression)]


def either(words: Iterable[str]) -> str:
    """Words as the alternatives of an expression, the longest first, without brackets around them."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


class Faults(ValueError):
    """What a model finds wrong at places below its own."""

    def __init__(self, *places: Fault) -> None:
        super().__init__("; ".join(f"{yaml_io.show_path(path)}: {message}" for path, message, _ in places))
        self.places = places


class RuleModel(BaseModel):
    """Base of everything read from a rule file: no unknown keys, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if found := list(self.faults()):
            raise Faults(*found)
        return self

    def faults(self) -> Iterable[Fault]:
        """What is wrong with it beyond the types of its fields."""
        return ()


class Composed(cached_property[re.Pattern[str]]):
    """An expression made of the fields of a model, when it is first asked for."""

    def __init__(self, made: Callable[[Any], str]) -> None:
        super().__init__(lambda model: re.compile(made(model)))


Example = Annotated[str, Field(min_length=1)]
Examples = Annotated[tuple[Example, ...], Field(min_length=1)]


class Pattern(RuleModel):
    """A regular expression that is looked for anywhere in folded text, with its examples."""

    pattern: Expression
    hit: Annotated[tuple[str, ...], Field(min_length=1)]
    """Texts in which it is found; an empty one may be meant, as the address of the home page is."""
    miss: Annotated[tuple[str, ...], Field(min_length=1)]
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

    def finds(self, text: str) -> bool:
        """Whether a text is one in which it is found, as its examples mean it."""
        return self.search(text) is not None


class Opening(Pattern):
    """A regular expression that is asked for at one place: its examples begin there."""

    def finds(self, text: str) -> bool:
        return self.match(text) is not None


class Sparse(Pattern):
    """A regular expression that costs much at every character, and so is looked for only around the strings it cannot do without."""

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return Seeker(self.pattern).finditer

    def finds(self, text: str) -> bool:
        return any(self.finditer(text))


class Whole(Pattern):
    """A regular expression for a whole text: its examples are all of it."""

    def finds(self, text: str) -> bool:
        return self.fullmatch(text) is not None


class PatternRule(Pattern):
    """One of several regular expressions, by name."""

    id: str


class Words(RuleModel):
    """A class of words, one a line, with examples of texts in which one of them stands and in which none does."""

    words: Examples
    hit: Examples
    miss: tuple[Example, ...] = ()

    def faults(self) -> Iterable[Fault]:
        """Words that stand twice."""
        if twice := sorted({word for word in self.words if self.words.count(word) > 1}):
            yield ("words",), f"stands twice: {', '.join(twice)}; leave one of them", ""

    @cached_property
    def all(self) -> frozenset[str]:
        """The words as a set."""
        return frozenset(self.words)

    @cached_property
    def source(self) -> str:
        """The words as one alternative of a larger expression, the longest first."""
        # Where no word begins, one look tells; trying hundreds of them takes a hundred times as long.
        begins = re.escape("".join(sorted({word[0] for word in self.words})))
        return f"(?:(?=[{begins}])(?:{either(self.words)}))"

    pattern = Composed(lambda self: either(self.words))
    """Finds any of the words, the longest first."""

    def finds(self, text: str) -> bool:
        """Whether one of the words stands in a text."""
        return self.pattern.search(text) is not None


def load(name: str, model: type[Loaded]) -> Loaded:
    """`rules/<name>.yml` as `model`.

    Raises RuleError with one line for every field that is wrong, all of them at once: what is not YAML, names no part,
    breaks the model, or stands twice.
    """
    tree, file = _tree(name), _file(name)
    problems = [
        _problem(tree, file, path, f"`{value}` is the id of another rule too", "an id stands once") for path, value in _twice(tree.data)
    ]
    try:
        loaded = TypeAdapter(model).validate_python(tree.data)
    except ValidationError as error:
        problems += [_problem(tree, file, *fault) for detail in error.errors() for fault in _faults(detail)]
    if problems:
        raise RuleError(problems)
    return loaded


def _file(name: str) -> str:
    return f"generator/rules/{name}.yml"


def _problem(tree: yaml_io.Tree, file: str, path: yaml_io.Path, message: str, hint: str = "") -> Problem:
    mark = tree.keys.get(path) or tree.mark(path)
    return Problem(file, mark.line, mark.column, yaml_io.show_path(path), message, hint)


def problem(name: str, path: yaml_io.Path, message: str, hint: str) -> Problem:
    """What another file does not fit at `path` of `rules/<name>.yml`."""
    return _problem(_tree(name), _file(name), path, message, hint)


def _faults(detail: Mapping[str, Any]) -> Iterator[Fault]:
    """Where something is wrong, what, and what to do: what pydantic found, or what a model did below the place it stands at."""
    path, error = tuple(detail["loc"]), detail.get("ctx", {}).get("error")
    if isinstance(error, Faults):
        yield from (((*path, *below), message, hint) for below, message, hint in error.places)
    else:
        yield path, *_told(detail["type"], detail["msg"])


def _told(kind: str, message: str) -> tuple[str, str]:
    """What is wrong with a field, in the words of who writes rules, and what to do about it."""
    if kind == "extra_forbidden":
        return "nothing uses this", "take it out, or correct its name: the head of the file lists what there is"
    if kind == "missing":
        return "is missing", "the head of the file says what it holds"
    return message.removeprefix("Value error, "), ""


def _twice(data: Any, path: yaml_io.Path = ()) -> Iterator[tuple[yaml_io.Path, str]]:
    """Every rule of a list whose id another one before it has."""
    seen = set[str]()
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _twice(value, (*path, key))
        if isinstance(data, list) and isinstance(value, dict) and isinstance(name := value.get("id"), str):
            if name in seen:
                yield (*path, key, "id"), name
            seen.add(name)


def _tree(name: str) -> yaml_io.Tree:
    """`rules/<name>.yml` and where everything stands in it, `@name@` replaced by what `rules/parts.yml` has for it."""
    text, file = (RULES / f"{name}.yml").read_text(encoding="utf-8"), _file(name)
    tree = yaml_io.load(text, file)
    if name == "parts" or not _PART.search(text):
        return tree
    parts, problems = _tree("parts").data, list[Problem]()

    def put(data: Any, path: yaml_io.Path) -> Any:
        if isinstance(data, dict):
            return {key: put(value, (*path, key)) for key, value in data.items()}
        if isinstance(data, list):
            return [put(value, (*path, key)) for key, value in enumerate(data)]
        if not isinstance(data, str):
            return data
        for part in set(_PART.findall(data)) - set(parts):
            message = f"@{part}@ is none of the parts: {', '.join(parts)}"
            problems.append(_problem(tree, file, path, message, "rules/parts.yml has them"))
        return _PART.sub(lambda match: f"(?:{parts.get(match[1], '')})", data)

    tree.data = put(tree.data, ())
    if problems:
        raise RuleError(problems)
    return tree
