"""Profiles made of the model alone: every field filled, every text one that is handed in, so that a new field comes in by itself."""

import types
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator import model
from generator.language.signs import one_line
from tests.project import PLACES, RULES

COUNTIES = [code for code, one in PLACES._upper.items() if one.level == "county"]
PLACES_USED = 25
"""So many counties take turns, so that of a hundred profiles four share a page."""
TWICE = {"measures", "indicators"}
"""Lists that hold two entries; all others hold one."""


@cache
def _takes(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def _fits(form: Any, value: Any) -> bool:
    try:
        _takes(form).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


def _forms(text: str, number: int) -> Iterator[str]:
    """What a field of text may take, the freest first: the text itself, as a file's name, as an address, as an id, then codes and dates."""
    yield text
    yield text.translate({ord("/"): None, ord("\\"): None})
    yield f"https://a.example/{''.join(one_line(text).split())}"
    yield from (f"x{number}", "2023-05-01", "222401", "0" * 64)  # ids of its own first: a former id is given once


class Walk:
    """Fills the model for one profile; `number` tells it from the others, and has the codes take turns from one to the next."""

    def __init__(self, texts: Callable[[str], str], number: int) -> None:
        self._texts, self._number = texts, number
        self.turns = Counter[str]()
        self.held: list[tuple[str, str]] = []
        """Each field that takes a text of its own, by its path without numbers, and what it holds."""

    def value(self, form: Any, path: str) -> Any:
        """What fits an annotation of the model."""
        kind = get_args(form)[0] if get_origin(form) is Annotated else form
        if get_origin(kind) in (Union, types.UnionType):
            return self.value(next(one for one in get_args(kind) if one is not type(None)), path)
        if get_origin(kind) is list and kind is not form and _fits(form, [1, 2]):  # a span, as `at`
            return [1, 2]
        if get_origin(kind) is list:
            return [self.value(get_args(kind)[0], path) for _ in range(1 + (path.rpartition(".")[2] in TWICE))]
        if get_origin(kind) is Literal:
            self.turns[path] += 1
            return get_args(kind)[(self._number + self.turns[path]) % len(get_args(kind))]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return {name: self.value(of, f"{path}.{name}".strip(".")) for name, of in _fields(kind)}
        found = _forms(self._texts(path), self._number) if kind is str else (self._number % 7 + 2, 3, 1, True)
        for one in found:
            if _fits(form, one):
                self.held += [(path, one)] if kind is str else []
                return one
        raise LookupError(f"nothing here fits {path}, which is {form}")


def _fields(kind: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for name, info in kind.model_fields.items():
        if name not in model.MACHINE_ONLY:
            yield info.alias or name, Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def county(number: int) -> str:
    """The code of the county that a profile is about."""
    return COUNTIES[number % PLACES_USED]


def profile(texts: Callable[[str], str], number: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A profile of two regions, one known and one masked, and its texts with their fields' paths."""
    walk = Walk(texts, number)
    made = {**walk.value(model.Profile, ""), "id": f"d{number}"}
    named = made["source"]["file"]
    made["source"]["file"] += f".{number}"  # a seed has one profile
    walk.held[walk.held.index(("source.file", named))] = "source.file", made["source"]["file"]
    known, masked = made["regions"][0], walk.value(model.Region, "regions")
    known |= {"adcode": county(number), "level": "county", "basis": ("stated", "inferred", "confirmed")[number % 3]}
    made["regions"] = [known, masked | {"adcode": None, "basis": "unknown"}]
    # What can be compared: a figure in a unit of its concept, and nobody else's.
    figure = known["measures"][0]["indicators"][1]
    figure["unit"] = RULES.vocabulary.concepts[figure["concept"]].families[0].units[0]
    figure.pop("of", None)
    return made, walk.held
