"""The vocabulary: every code has its words, every unit of a concept its family, and what is wrong is told with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import model
from generator.errors import RuleError
from generator.reader.figures.quantity import find
from generator.rules import Rules, loader
from generator.workspace import RULES as FILES
from tests.project import RULES

Told = Callable[[str, str, str], list[str]]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What loading the concepts, or the file itself, says where one rule file has `new` in the place of `old`."""

    def change(file: str, old: str, new: str) -> list[str]:
        for path in loader.RULES.glob("*.yml"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        text = (tmp_path / file).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setattr(loader, "RULES", tmp_path)
        with pytest.raises(RuleError) as caught:
            _ = Rules().concepts, getattr(Rules(), file.removesuffix(".yml"))
        return [str(problem) for problem in caught.value.problems]

    return change


def line(file: str, text: str) -> int:
    return (FILES / file).read_text(encoding="utf-8").split(text)[0].count("\n") + 1


def test_a_code_without_an_entry_is_refused(told: Told) -> None:
    at = line("vocabulary.yml", "levels:")
    text = (FILES / "vocabulary.yml").read_text(encoding="utf-8")
    (problem,) = told("vocabulary.yml", text[text.index("  township:") : text.index("  area:")], "")
    assert problem == f"generator/rules/vocabulary.yml:{at}:1: levels: has no entry `township` (every code of the model needs its words)"


@pytest.mark.parametrize(
    ("file", "words", "where", "why"),
    [
        ("vocabulary.yml", ", en: County level", "levels.county.label.en", "is missing"),
        ("vocabulary.yml", ", en: period not stated", "absent.period.label.en", "is missing"),
        ("quality.yml", ", en: Gaps", "fields.gaps.en", "is missing"),
        ("tables.yml", "    gap: Kind of gap\n", "english.columns", "has no entry `gap` (the English pages need its words)"),
        ("tables.yml", "partial: source incomplete, ", "english.cautions", "has no entry `partial`"),
    ],
)
def test_a_word_without_its_english_is_refused_with_its_place(told: Told, file: str, words: str, where: str, why: str) -> None:
    (problem,) = told(file, words, "")
    assert re.match(rf"generator/rules/{file}:\d+:\d+: {re.escape(where)}: {re.escape(why)}", problem), problem


def test_a_code_called_like_another_in_english_is_refused(told: Told) -> None:
    (problem,) = told("vocabulary.yml", "en: County level", "en: Township level")
    assert "levels.township.label: stands at `levels.county.label` word for word" in problem


def test_an_entry_without_a_code_is_refused(told: Told) -> None:
    at = line("vocabulary.yml", "absent:")
    (problem,) = told(
        "vocabulary.yml", "\nabsent:", "  fair:\n    label: {zh: 尚可, en: Fair}\n    definition: {zh: 尚可。, en: Fair.}\n\nabsent:"
    )
    assert problem.startswith(
        f"generator/rules/vocabulary.yml:{at - 1}:3: networks.fair: is no code of the model (the codes are organisation,"
    )


def test_a_unit_in_two_families_of_a_concept_is_refused(told: Told) -> None:
    (problem,) = told("vocabulary.yml", "units: [期, 讲]", "units: [期, 讲, 场]")
    assert "concepts.lectures.families[1].units[2]: 场 stands in `sessions` already" in problem
    assert f":{line('vocabulary.yml', 'units: [期, 讲]')}:" in problem


def test_a_unit_counted_without_a_family_is_refused(told: Told) -> None:
    at = line("concepts.yml", "{item: 少数民族发展资金, unit: 元")
    (problem,) = told("concepts.yml", "{item: 少数民族发展资金, unit: 元", "{item: 少数民族发展资金, unit: 美元")
    assert problem.startswith(f"generator/rules/concepts.yml:{at}:")
    assert "美元 is in no family of `minority_development_funds` (add it to one in generator/rules/vocabulary.yml)" in problem


def test_a_unit_left_out_of_its_family_is_refused(told: Told) -> None:
    assert any(
        "位" in problem or "讲 is in no family of `lectures`" in problem
        for problem in told("vocabulary.yml", "units: [期, 讲]", "units: [期]")
    )


def test_a_definition_that_stands_twice_is_refused(told: Told) -> None:
    (problem,) = told("vocabulary.yml", "zh: 市、州、盟授予。", "zh: 县、区、旗授予。")
    assert "honours.county.definition: stands at `honours.prefecture.definition` word for word (say what tells the two apart)" in problem


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (loader.RULES / "vocabulary.yml").read_text(encoding="utf-8")
    (tmp_path / "vocabulary.yml").write_text(text + "\nabsent: {}\n", encoding="utf-8")
    (tmp_path / "parts.yml").write_bytes((loader.RULES / "parts.yml").read_bytes())
    monkeypatch.setattr(loader, "RULES", tmp_path)
    with pytest.raises(Exception, match=r"vocabulary\.yml:\d+:1: absent: "):
        _ = Rules().vocabulary


@pytest.mark.parametrize("concept", model.CONCEPTS)
def test_families_take_and_leave_what_their_examples_say(concept: model.Concept) -> None:
    entry = RULES.vocabulary.concepts[concept]
    for family in entry.families:
        assert [unit for unit in family.hit if entry.family(unit) is not family] == []
        assert [unit for unit in family.miss if family.takes(unit)] == []


@pytest.mark.parametrize("concept", model.CONCEPTS)
def test_every_unit_of_a_concept_is_read_in_a_text(concept: model.Concept) -> None:
    for unit in RULES.vocabulary.concepts[concept].units:
        printed = [unit, f"{unit[0]}({unit[1:]})"]
        assert any([found.unit for found in find(RULES, f"共计12{one}", 0, 4 + len(one))] == [one] for one in printed), unit
