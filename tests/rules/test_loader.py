"""Loading tells everything that is wrong in a rule file, each in one line: file, line, field, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from generator.errors import GeneratorError
from generator.rules import loader
from generator.rules.loader import Opening, Pattern, PatternRule, RuleModel, Whole, Words, load
from tests.project import ROOT, RULES
from tests.rules.test_examples import EXAMPLES, FILES


class Form(PatternRule):
    """A rule of the file below."""

    series: bool


class File(RuleModel):
    """The file below."""

    verbs: Words
    forms: tuple[Form, ...]


GOOD = """# Fields: verbs, forms
verbs:
  words:
    - 加强
    - 推进
  hit: [加强领导]
  miss: [领导]
forms:
  - id: shi
    series: true
    pattern: '[一二]是'
    hit: [一是]
    miss: [是]
"""


def told(folder: Path, text: str) -> list[str]:
    (folder / "parts.yml").write_text("# surname\nsurname: '[赵钱]'\n", encoding="utf-8")
    (folder / "cues.yml").write_text(text, encoding="utf-8")
    try:
        load("cues", File)
    except GeneratorError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loader, "RULES", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        (
            "forms:",
            "nouns:\n  words: [村]\n  hit: [村]\nforms:",
            "generator/rules/cues.yml:8:1: nouns: nothing uses this (take it out, or correct its name: the head of the file lists what there is)",
        ),
        ("    series: true\n", "", "generator/rules/cues.yml:9:5: forms[0].series: is missing (the head of the file says what it holds)"),
        ("    hit: [一是]\n", "", "generator/rules/cues.yml:9:5: forms[0].hit: is missing (the head of the file says what it holds)"),
        (
            "  hit: [加强领导]",
            "  hit: []",
            "generator/rules/cues.yml:6:3: verbs.hit: Tuple should have at least 1 item after validation, not 0",
        ),
        ("    - 推进\n", "    - 加强\n", "generator/rules/cues.yml:3:3: verbs.words: stands twice: 加强; leave one of them"),
        (
            "'[一二]是'",
            "'[一二是'",
            "generator/rules/cues.yml:11:5: forms[0].pattern: is no regular expression: unterminated character set at position 0",
        ),
        (
            "'[一二]是'",
            "'@name@是'",
            "generator/rules/cues.yml:11:5: forms[0].pattern: @name@ is none of the parts: surname (rules/parts.yml has them)",
        ),
    ],
)
def test_each_fault_is_one_line(tmp_path: Path, old: str, new: str, want: str) -> None:
    assert told(tmp_path, GOOD) == []
    assert old in GOOD and told(tmp_path, GOOD.replace(old, new)) == [want]


def test_a_rule_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("  - id: shi") :]
    assert told(tmp_path, twice) == ["generator/rules/cues.yml:14:5: forms[1].id: `shi` is the id of another rule too (an id stands once)"]
    assert "verbs" in told(tmp_path, GOOD + GOOD[GOOD.index("verbs:") :])[0]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = told(tmp_path, GOOD.replace("    - 推进\n", "    - 加强\n").replace("    series: true\n", "    wide: true\n"))
    assert [line.split(": ")[1] for line in lines] == ["verbs.words", "forms[0].series", "forms[0].wide"]


def test_parts_stand_in_for_their_expression(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD.replace("'[一二]是'", "'@surname@是'").replace("[一是]", "[赵是]")) == []
    found = load("cues", File).forms[0]
    assert found.pattern.pattern == "(?:[赵钱])是" and found.source == "(?:(?:[赵钱])是)"


@pytest.mark.parametrize(("kind", "found"), [(Pattern, [True, True, True]), (Opening, [False, True, True]), (Whole, [False, False, True])])
def test_a_pattern_says_how_its_examples_mean_it(kind: type[Pattern], found: list[bool]) -> None:
    rule = kind.model_validate({"pattern": "[县市]", "hit": ["县"], "miss": ["乡"]})
    assert [rule.finds(text) for text in ("某县", "县城", "县")] == found


def test_words_are_found_the_longest_first() -> None:
    words = Words.model_validate({"words": ["市", "市州", "*"], "hit": ["市"]})
    assert words.all == {"市", "市州", "*"} and re.fullmatch(words.source, "市州") and not re.match(words.source, "州市")
    assert words.finds("各市州") and not words.finds("某县")


FOR_OTHERS = {
    "Exclusion.covers", "ShortWording.en", "QualityRules.fields_", "QualityRules.kinds_en", "ScoredField.right", "ScoredField.right_en",
    "Vocabulary.meanings",
}  # fmt: skip
"""Why figures are kept out, for whoever writes rules; what templates alone ask for."""


def models(value: object) -> Iterator[type[BaseModel]]:
    """The rule models that a loaded file is made of."""
    if isinstance(value, BaseModel):
        yield type(value)
        for field in type(value).model_fields:
            yield from models(getattr(value, field))
    elif isinstance(value, dict | list | tuple):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from models(entry)


def test_every_field_of_a_rule_is_asked_for() -> None:
    asked = {
        node.attr
        for path in (ROOT / "generator").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    fields = {(model.__name__, field) for name in FILES for model in models(getattr(RULES, name)) for field in model.model_fields}
    unasked = {f"{model}.{field}" for model, field in fields if field not in asked and field not in EXAMPLES}
    assert unasked <= FOR_OTHERS
