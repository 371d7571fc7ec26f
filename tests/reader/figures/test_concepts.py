"""Concepts: every rule's own examples, the cases, and that the rule file is held to its promises."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from generator import yaml_io
from generator.model import CONCEPTS
from generator.reader.figures.concepts import concept_of
from generator.rules.items import FigureExample
from tests.project import ROOT, RULES

CASES: list[dict[str, Any]] = yaml_io.load((ROOT / "tests/cases" / "concepts.yml").read_text(encoding="utf-8"), "concepts.yml").data[
    "cases"
]
HITS = [(rule.id, figure) for rule in RULES.concepts.concepts for figure in rule.hit]
MISSES = [(rule.id, figure) for rule in RULES.concepts.concepts for figure in rule.miss]


@pytest.mark.parametrize(("concept", "figure"), HITS, ids=lambda value: value.clause if isinstance(value, FigureExample) else "")
def test_hit(concept: str, figure: FigureExample) -> None:
    assert concept_of(RULES, figure.item, figure.unit, figure.clause, target=False) == concept


@pytest.mark.parametrize(("concept", "figure"), MISSES, ids=lambda value: value.clause if isinstance(value, FigureExample) else "")
def test_miss(concept: str, figure: FigureExample) -> None:
    assert concept_of(RULES, figure.item, figure.unit, figure.clause, target=False) != concept


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['item']} {case['unit']} {case['clause']}")
def test_case(case: dict[str, Any]) -> None:
    got = concept_of(RULES, case["item"], case["unit"], case["clause"], target=case.get("target", False))
    assert got == case["concept"]


def test_every_concept_has_cases_for_and_against() -> None:
    assert {case["concept"] for case in CASES} == {*CONCEPTS, None}


def test_a_target_is_never_compared() -> None:
    for concept, figure in HITS:
        assert concept_of(RULES, figure.item, figure.unit, figure.clause, target=True) is None, concept


def test_a_rate_has_no_concept() -> None:
    for concept, figure in HITS:
        assert concept_of(RULES, figure.item, "%", figure.clause, target=False) is None, concept


def test_every_pattern_is_used_by_an_example() -> None:
    for rule in RULES.concepts.concepts:
        texts = [f"{figure.item}\n{figure.clause}" for _, figure in [*HITS, *MISSES]]
        texts += [f"{case['item']}\n{case['clause']}" for case in CASES]
        for pattern in [*rule.cues, *rule.never]:
            assert any(re.search(pattern.pattern.pattern, text, re.MULTILINE) for text in texts), (rule.id, pattern.pattern)


def test_speed() -> None:
    clause = "开展民族团结进步宣传活动" * 170 + "320余场次"
    concept_of(RULES, "宣传活动", "场次", clause, target=False)
    took = []
    for _ in range(5):
        start = time.process_time()
        concept_of(RULES, "宣传活动", "场次", clause, target=False)
        took.append(time.process_time() - start)
    assert min(took) < 0.02
