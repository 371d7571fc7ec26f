"""The JSON Schema for editors: held against the model, the rule file and draft-07."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from generator import yaml_io
from generator.model import MACHINE_ONLY, Profile
from generator.profiles.format import schema
from generator.rules.vocabulary import FieldRules
from tests.project import ROOT, RULES

SCHEMA = json.loads(schema.text(RULES))
CHINESE = re.compile("[\u4e00-\u9fff]")

PROFILE = """
# yaml-language-server: $schema=../schema/profile.schema.json
schema: 1
id: some-county-2024
former_ids:
  - some-county
source:
  file: '000_0123.txt'
  sha256: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
  title: '某县：石榴花开'
  published: '2024-08'
  publisher: null
  byline: '某县委统战部'
  url: 'https://www.example.cn/1.html'
  completeness: partial
  gaps:
    - kind: hidden
      quote: '此处隐藏300字'
      characters: 300
    - kind: masked
      quote: '**县坚持'
review: {status: checked, by: ['王某', '李某'], date: '2025-06-01', note: '已核对'}
regions:
  - name: '某县'
    adcode: null
    level: county
    parent: '某市'
    basis: unknown
    clues:
      - '**县坚持'
    measures:
      - heading: '一、加强宣传教育'
        level: 1
        themes: [education, culture]
        summary: '办班和宣讲。'
        indicators:
          - item: '宣讲'
            value: 320
            unit: '场次'
            qualifier: over
            period: '2021-2024'
            concept: lectures
            quote: '宣讲320余场次'
            note: '原文写作“320余场次”。'
      - heading: '二、主要做法'
        level: 1
        themes: []
    indicators:
      - item: '少数民族人口占比'
        of: '全国'
        value: 48.5
        unit: '%'
        quote: '占48.5%'
    documents_cited:
      - title: '《某县民族团结进步条例》'
        kind: law
    programmes:
      - name: '五个一'
        count: 5
        parts: ['宣教工程', '服务工程']
    honours:
      - quote: '获评全国民族团结进步示范县'
        title: '全国民族团结进步示范县'
        holder: '某县'
        level: national
    networks:
      - quote: '县、乡、村三级网络'
        levels: 3
    ethnic_groups: [回族, 藏族]
"""


def profile() -> Any:
    return yaml_io.load(PROFILE, "some-county-2024.yml").data


def accepted_by_schema(data: Any) -> bool:
    return bool(jsonschema.Draft7Validator(SCHEMA).is_valid(data))


def accepted_by_model(data: Any) -> bool:
    try:
        Profile.model_validate(data)
    except ValidationError:
        return False
    return True


def put(data: Any, path: str, value: Any) -> Any:
    """A copy of `data` with `value` at the dotted `path`; `...` removes the key."""
    data = copy.deepcopy(data)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = data
    for part in parents:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def properties(shape: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, field in shape.get("properties", {}).items():
        yield f"{path}.{name}".lstrip("."), field
        yield from properties(field, f"{path}.{name}")
        yield from properties(field.get("items", {}), f"{path}.{name}")


def test_the_file_is_what_the_model_gives() -> None:
    file = ROOT / "docs" / schema.FILE
    assert file.read_text(encoding="utf-8") == schema.text(RULES), "run `python -m generator update`"


def test_it_is_draft_07_without_references() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert SCHEMA["$id"] == "profile.schema.json"
    assert "$ref" not in schema.text(RULES)
    assert "$defs" not in schema.text(RULES)


def test_the_same_bytes_every_time() -> None:
    assert schema.text(RULES) == schema.text(RULES)
    assert schema.text(RULES).endswith("}\n")


def test_a_profile_with_every_field_passes_both() -> None:
    assert accepted_by_model(profile())
    assert accepted_by_schema(profile())
    used = set(re.findall(r"^[ -]*([a-z_0-9]+):", PROFILE, re.MULTILINE)) | {"status", "by", "date", "note"}
    assert {path.rpartition(".")[2] for path, _ in properties(SCHEMA)} <= used


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", 2),
        ("id", "延吉"),
        ("id", ...),
        ("source.sha256", "0123"),
        ("source.file", "a/b.txt"),
        ("source.published", "2024/8"),
        ("source.published", 2024),
        ("source.url", "www.example.cn"),
        ("source.completeness", "most"),
        ("source.gaps.0.kind", "gone"),
        ("source.gaps.0.characters", 0),
        ("review.status", "fine"),
        ("regions", []),
        ("regions.0.name", ""),
        ("regions.0.adcode", 222401),
        ("regions.0.adcode", "2224"),
        ("regions.0.level", "city"),
        ("regions.0.level", ...),
        ("regions.0.indicators.0.of", ""),
        ("regions.0.indicators.0.of", ["全国"]),
        ("regions.0.ethnic_groups", ["回族", "回族"]),
        ("regions.0.measures.0.level", 4),
        ("regions.0.measures.0.level", "1"),
        ("regions.0.measures.0.themes", ["education", "education"]),
        ("regions.0.measures.0.themes", ["education", "culture", "security", "exchange"]),
        ("regions.0.measures.0.themes", ["religion"]),
        ("regions.0.measures.0.themes", ...),
        ("regions.0.measures.0.indicators.0.value", "320"),
        ("regions.0.measures.0.indicators.0.value", None),
        ("regions.0.measures.0.indicators.0.quote", ...),
        ("regions.0.measures.0.indicators.0.qualifier", "余"),
        ("regions.0.measures.0.indicators.0.concept", "lecture"),
        ("regions.0.measures.0.indicators.0.period", "2021年"),
        ("regions.0.measures.0.indicators.0.remark", "没有这个字段"),
        ("regions.0.measures.0.indicators.0.note", ""),
        ("regions.0.measures.0.note", ["不是一列"]),
        ("former_ids", "some-county"),
        ("former_ids", ["Some County"]),
        ("former_ids", ["some-county", "some-county"]),
        ("review.by", []),
        ("review.by", ["王某", "王某"]),
        ("review.by", ["王某", ""]),
        ("regions.0.documents_cited.0.kind", "book"),
        ("regions.0.honours.0.level", "city"),
        ("regions.0.networks.0.levels", 1),
        ("regions.0.programmes.0.count", "5"),
    ],
)
def test_both_refuse(path: str, value: Any) -> None:
    broken = put(profile(), path, value)
    assert not accepted_by_model(broken)
    assert not accepted_by_schema(broken)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("regions.0.measures.0.indicators.0.concept", None),
        ("regions.0.measures.0.indicators.0.period", None),
        ("regions.0.measures.0.indicators.0.value", 2.5),
        ("regions.0.measures.0.summary", None),
        ("regions.0.adcode", "620121001"),
        ("regions.0.note", "县名经查证。"),
        ("regions.0.honours.0.note", None),
        ("source.gaps.0.note", "缺一段"),
        ("former_ids", []),
        ("review.by", "王某"),
        ("review.by", ["王某"]),
        ("review", {}),
        ("review", ...),
        ("source.gaps", []),
    ],
)
def test_both_accept(path: str, value: Any) -> None:
    changed = put(profile(), path, value)
    assert accepted_by_model(changed)
    assert accepted_by_schema(changed)


def test_fields_of_readings_are_left_out() -> None:
    assert not {path for path, _ in properties(SCHEMA) if path.rpartition(".")[2] in MACHINE_ONLY}
    assert not accepted_by_schema(put(profile(), "regions.0.measures.0.at", [0, 9]))


def test_every_field_and_value_is_told_in_chinese() -> None:
    for path, field in properties(SCHEMA):
        assert CHINESE.search(field["title"]), path
        assert field["description"].split("\n例：")[0].endswith("。"), path
        for shape in (field, field.get("items", {})):
            if "enum" in shape:
                assert len(shape["enumDescriptions"]) == len(shape["enum"]), path
                assert all(CHINESE.search(text) for text in shape["enumDescriptions"]), path


def test_help_is_short() -> None:
    for name, entry in RULES.fields.models.items():
        for field, told in entry.fields.items():
            assert len(told.help) <= 60, (name, field)
            assert len(told.label) <= 8, (name, field)


@pytest.mark.parametrize("change", ["unknown", "missing"])
def test_help_for_other_fields_than_the_models_is_refused(change: str) -> None:
    data = RULES.fields.model_dump()
    if change == "unknown":
        data["models"]["Measure"]["fields"]["colour"] = {"label": "颜色", "help": "没有。"}
    else:
        del data["models"]["Measure"]["fields"]["heading"]
    with pytest.raises(ValueError, match="colour: is no field" if change == "unknown" else "has no field `heading`"):
        FieldRules.model_validate(data)


def test_codes_are_told_with_their_names_definitions_and_border_cases() -> None:
    path = ("regions", "items", "properties", "measures", "items", "properties", "themes", "items")
    shape = SCHEMA["properties"]
    for step in path:
        shape = shape[step]
    assert shape["enum"][0] == "leadership"
    theme = RULES.vocabulary.themes["leadership"]
    assert shape["enumDescriptions"][0] == f"{theme.label.zh}：{theme.definition.zh}{theme.borders.zh}"
