"""The profile format as tables, derived from the model: kinds of items, their own fields, defaults and order of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from generator import model
from generator.model import MACHINE_ONLY, names

MODELS: dict[str, type[BaseModel]] = {
    "source": model.Source, "gaps": model.Gap, "review": model.Review, "regions": model.Region, "measures": model.Measure,
    "indicators": model.Indicator, "documents_cited": model.CitedDocument, "programmes": model.Programme,
    "honours": model.Honour, "networks": model.Network,
}  # fmt: skip
# The words that tell where in the source an item stands.
KEYS = {
    "gaps": "quote", "regions": "name", "measures": "heading", "indicators": "quote", "documents_cited": "title",
    "programmes": "name", "honours": "quote", "networks": "quote", "clues": "text", "ethnic_groups": "text",
}  # fmt: skip
# Lists of plain texts, each entry an item with the one field `text`.
SETS = ("clues", "ethnic_groups")
LISTS = frozenset(KEYS)
# An editor's own words, which may have paragraphs; every other text is one line.
PROSE = ("summary", "note")
# Left out of the file at their default; all other keys are always written.
OMITTED = frozenset({"of", "qualifier", "period", "concept", "count", "parts", "characters", "summary", "note"})


def kind_of(path: tuple[str | int, ...]) -> str:
    """What stands at a path: ('regions', 0, 'measures', 2) -> `measures`; () -> ``."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")


def key_order(kind: str) -> list[str]:
    """The keys of a kind as the file has them; of the whole profile for ``."""
    return names(MODELS[kind] if kind else model.Profile)


def own_fields(kind: str) -> dict[str, Any]:
    """A kind's own fields with their defaults (None for required ones); lists of items are not among them."""
    if kind in SETS:
        return {"text": None}
    found = MODELS[kind].model_fields
    return {n: None if f.is_required() else f.default for n, f in found.items() if n not in LISTS and n not in MACHINE_ONLY}


FIELDS: dict[str, dict[str, Any]] = {kind: own_fields(kind) for kind in (*MODELS, *SETS)}


def without_machine_only(data: Any) -> Any:
    """A reading's data without the fields of readings only."""
    if isinstance(data, Mapping):
        return {key: without_machine_only(value) for key, value in data.items() if key not in MACHINE_ONLY}
    return [without_machine_only(value) for value in data] if isinstance(data, list) else data
