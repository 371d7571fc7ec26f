"""The profile format as a JSON Schema for editors, with its Chinese help: `docs/schema/profile.schema.json`.

Shapes come from the model, words from `rules/fields.yml`, `themes.yml`, `concepts.yml` and `labels.yml`. Draft-07 without
references, because editors' YAML servers read that best: a draft-07 reader ignores what stands beside a `$ref`, and
with it the help of the field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel, model_validator

from generator import model
from generator.model import Text
from generator.profiles.format.shape import MACHINE_ONLY, names
from generator.rules import shared
from generator.rules import vocabulary as labels
from generator.rules.loader import RuleModel, load
from generator.workspace import Workspace, write_text

FILE = "schema/profile.schema.json"
"""Where the schema stands, below `docs/`."""

CLASSES: tuple[type[BaseModel], ...] = (
    model.Profile,
    model.Source,
    model.Gap,
    model.Review,
    model.Region,
    model.Measure,
    model.Indicator,
    model.CitedDocument,
    model.Programme,
    model.Honour,
    model.Network,
)
"""Every kind of entry a profile holds, in the order in which the codebook explains them."""

_VOCABULARIES: Mapping[str, Any] = {
    "Theme": model.Theme,
    "Concept": model.Concept,
    "Qualifier": model.Qualifier,
    "Level": model.Level,
    "Basis": model.Basis,
    "HonourLevel": model.HonourLevel,
    "DocumentKind": model.DocumentKind,
    "GapKind": model.GapKind,
    "Completeness": model.Completeness,
    "Status": model.Status,
    "Confidence": model.Confidence,
}
# The model refuses an entry that stands twice in these lists; pydantic does not tell its schema.
_WITHOUT_REPEATS = ("themes", "ethnic_groups")


class FieldHelp(RuleModel):
    """What an editor is told about one field."""

    label: Text
    help: Text
    example: Text | None = None


class EntryHelp(RuleModel):
    """What an editor is told about one kind of entry."""

    label: Text
    fields: dict[str, FieldHelp]


class ValueHelp(RuleModel):
    """When to use one code; `label` only where `rules/labels.yml` names none."""

    help: Text
    label: Text | None = None


class FieldRules(RuleModel):
    """The whole of `rules/fields.yml`; refuses a field the model does not have, and the lack of one it has."""

    models: dict[str, EntryHelp]
    reading: dict[str, FieldHelp]
    values: dict[str, dict[str, ValueHelp]]

    @model_validator(mode="after")
    def _match_the_model(self) -> FieldRules:
        want = {f"models.{entry.__name__}.{name}" for entry in CLASSES for name in names(entry)}
        want |= {f"reading.{name}" for name in MACHINE_ONLY}
        elsewhere = ("Theme", "Concept")
        want |= {f"values.{v}.{code}" for v, codes in _VOCABULARIES.items() if v not in elsewhere for code in get_args(codes)}
        have = {f"models.{entry}.{name}" for entry, text in self.models.items() for name in text.fields}
        have |= {f"reading.{name}" for name in self.reading}
        have |= {f"values.{vocabulary}.{code}" for vocabulary, codes in self.values.items() for code in codes}
        if have != want:
            raise ValueError(f"missing {sorted(want - have)}, unknown {sorted(have - want)}")
        return self


@dataclass(frozen=True)
class Value:
    """One code of a closed vocabulary: its name on the site and when to use it."""

    code: str
    label: str
    help: str

    def __str__(self) -> str:
        return f"{self.label}：{self.help}"


@cache
def rules() -> FieldRules:
    """The rule file, read once; raises RuleError where it does not match the model."""
    return load("fields", FieldRules)


@cache
def values(vocabulary: str) -> tuple[Value, ...]:
    """The codes of a vocabulary of the model (`Theme`, `Qualifier` …), in the model's order."""
    site = labels.load()
    codes: Sequence[str] = get_args(_VOCABULARIES[vocabulary])
    if vocabulary == "Theme":
        return tuple(Value(theme.id, theme.label, theme.covers) for theme in shared().themes.themes)
    if vocabulary == "Concept":
        told = {concept.id: concept for concept in shared().concepts.concepts}
        return tuple(Value(code, told[code].label, told[code].counts) for code in model.CONCEPTS)
    named: Mapping[str, Mapping[str, labels.Label]] = {
        "Qualifier": site.qualifiers,
        "Level": site.levels,
        "Basis": site.bases,
        "HonourLevel": site.honours,
        "DocumentKind": site.kinds,
        "GapKind": site.gaps,
        "Completeness": site.completeness,
        "Status": site.review,
        "Confidence": {},
    }
    told_values = rules().values[vocabulary]
    return tuple(Value(code, told_values[code].label or named[vocabulary][code].label, told_values[code].help) for code in codes)


def build() -> dict[str, Any]:
    """The schema as plain data."""
    raw = model.Profile.model_json_schema(by_alias=True)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": FILE.rpartition("/")[2],
        "$comment": "generated from generator/model.py and generator/rules/fields.yml; edit those",
        **_entry("Profile", raw, raw["$defs"]),
    }


def text() -> str:
    """The schema file's content; the same bytes for the same model and rules."""
    return json.dumps(build(), ensure_ascii=False, indent=2) + "\n"


def write(workspace: Workspace) -> bool:
    """Writes the schema file; True where it changed."""
    return write_text(workspace.docs / FILE, text())


def _entry(name: str, raw: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    told = rules().models[name]
    fields = {field: shape for field, shape in raw["properties"].items() if field not in MACHINE_ONLY}
    return {
        "title": told.label,
        "type": "object",
        "additionalProperties": False,
        "required": raw.get("required", []),
        "properties": {field: _field(field, told.fields[field], shape, definitions) for field, shape in fields.items()},
    }


def _field(name: str, told: FieldHelp, raw: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    example = f"\n例：{told.example}" if told.example else ""
    shape = _shape(raw, definitions)
    if name in _WITHOUT_REPEATS:
        shape["uniqueItems"] = True
    return {"title": told.label, "description": told.help + example} | {k: v for k, v in shape.items() if k != "title"}


def _shape(raw: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """One value's shape in draft-07, without references, English titles and empty defaults."""
    if "$ref" in raw:
        name = raw["$ref"].rpartition("/")[2]
        return _entry(name, definitions[name], definitions)
    if "anyOf" in raw:
        # Only two kinds occur: a value or null, and a whole number or a decimal one.
        return _either([_shape(option, definitions) for option in raw["anyOf"]])
    shape = {key: value for key, value in raw.items() if key not in ("title", "description", "default", "items")}
    if isinstance(raw.get("default"), str):
        shape["default"] = raw["default"]
    if "items" in raw:
        shape["items"] = _shape(raw["items"], definitions)
    if "enum" in raw:
        shape["enumDescriptions"] = [str(value) for value in _vocabulary(raw["enum"])]
    return shape


def _either(options: Sequence[dict[str, Any]]) -> dict[str, Any]:
    kinds = [option["type"] for option in options]
    if kinds == ["integer", "number"]:
        return {"type": "number"}
    shape = {**options[0], "type": kinds}
    if "enum" in shape:
        shape["enum"] = [*shape["enum"], None]
        shape["enumDescriptions"] = [*shape["enumDescriptions"], "不归类"]
    return shape


def _vocabulary(codes: Sequence[str]) -> tuple[Value, ...]:
    name = next(name for name, literal in _VOCABULARIES.items() if list(get_args(literal)) == list(codes))
    return values(name)
