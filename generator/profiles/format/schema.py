"""The profile format as a JSON Schema for editors, with its Chinese help: `docs/schema/profile.schema.json`.

Shapes come from the model, words from `rules/fields.yml` and `rules/vocabulary.yml`. Draft-07 without
references, because editors' YAML servers read that best: a draft-07 reader ignores what stands beside a `$ref`, and
with it the help of the field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import model
from generator.model import MACHINE_ONLY
from generator.rules import Rules
from generator.rules.vocabulary import CODES, FieldHelp
from generator.workspace import Workspace, write_text

FILE = "schema/profile.schema.json"
"""Where the schema stands, below `docs/`."""

# The model refuses an entry that stands twice in these lists; pydantic does not tell its schema.
_WITHOUT_REPEATS = ("themes", "parts", "ethnic_groups", "by", "former_ids")


def build(rules: Rules) -> dict[str, Any]:
    """The schema as plain data."""
    raw = model.Profile.model_json_schema(by_alias=True)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": FILE.rpartition("/")[2],
        "$comment": "generated from generator/model.py, generator/rules/fields.yml and generator/rules/vocabulary.yml; edit those",
        **_Shapes(rules, raw["$defs"]).entry("Profile", raw),
    }


def text(rules: Rules) -> str:
    """The schema file's content; the same bytes for the same model and rules."""
    return json.dumps(build(rules), ensure_ascii=False, indent=2) + "\n"


def write(rules: Rules, workspace: Workspace) -> bool:
    """Writes the schema file; True where it changed."""
    return write_text(workspace.docs / FILE, text(rules))


@dataclass(frozen=True)
class _Shapes:
    """Turns what pydantic says of the model into draft-07, with the words of the rules."""

    rules: Rules
    definitions: Mapping[str, Any]

    def entry(self, name: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """One kind of entry."""
        told = self.rules.fields.models[name]
        fields = {field: shape for field, shape in raw["properties"].items() if field not in MACHINE_ONLY}
        return {
            "title": told.label,
            "type": "object",
            "additionalProperties": False,
            "required": raw.get("required", []),
            "properties": {field: self._field(field, told.fields[field], shape) for field, shape in fields.items()},
        }

    def _field(self, name: str, told: FieldHelp, raw: Mapping[str, Any]) -> dict[str, Any]:
        example = f"\n例：{told.example}" if told.example else ""
        shape = self._shape(raw)
        if name in _WITHOUT_REPEATS:
            shape["uniqueItems"] = True
        return {"title": told.label, "description": told.help + example} | {k: v for k, v in shape.items() if k != "title"}

    def _shape(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """One value's shape, without references, English titles and empty defaults."""
        if "$ref" in raw:
            name = raw["$ref"].rpartition("/")[2]
            return self.entry(name, self.definitions[name])
        if "anyOf" in raw:
            # Only three kinds occur: a value or null, a text or several or null, and a whole number or a decimal one.
            return self._either([self._shape(option) for option in raw["anyOf"]])
        shape = {key: value for key, value in raw.items() if key not in ("title", "description", "default", "items")}
        if isinstance(raw.get("default"), str):
            shape["default"] = raw["default"]
        if "items" in raw:
            shape["items"] = self._shape(raw["items"])
        if "enum" in raw:
            name = next(name for name, codes in CODES.items() if list(codes) == raw["enum"])
            words = self.rules.vocabulary.by_name[name]
            shape["enumDescriptions"] = [f"{words[code].label.zh}：{words[code].explained}" for code in raw["enum"]]
        return shape

    def _either(self, options: Sequence[dict[str, Any]]) -> dict[str, Any]:
        kinds = [option["type"] for option in options]
        if kinds == ["integer", "number"]:
            return {"type": "number"}
        shape = {key: value for option in options for key, value in option.items()} | {"type": kinds}
        if "enum" in shape:
            shape["enum"] = [*shape["enum"], None]
            shape["enumDescriptions"] = [*shape["enumDescriptions"], self.rules.vocabulary.absent["concept"].label.zh]
        return shape
