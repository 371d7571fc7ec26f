"""Documents cited, programmes, honours, networks, groups and gaps: the rules' own examples and made-up sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import facts, honours, programmes, yaml_io
from generator.facts import brackets, group_rules, network_rules
from generator.honours import Ground, honour_rules
from generator.programmes import parts, programme_rules
from generator.rules import PatternRule
from generator.text import Document, Line, Span, fold, read_text

CASES = Path(__file__).parent / "cases/facts"


def cases(name: str) -> Any:
    file = CASES / f"{name}.yml"
    return yaml_io.load(file.read_text(encoding="utf-8"), file.name).data


def document(text: str) -> Document:
    """A document that is nothing but `text`."""
    folded = fold(text)
    line = Line(0, len(text), "body", "text")
    return Document("case.txt", text, folded, "utf-8", (line,), (), folded, tuple(range(len(text))), Span(0, len(text)))


def names(text: str) -> list[str]:
    return [f.item.name for f in programmes.programmes(document(text))]


def titles(text: str) -> list[str]:
    return [f"{f.item.title} | {f.item.kind}" for f in facts.documents_cited(document(text))]


def received(text: str) -> list[str]:
    doc = document(text)
    found = honours.honours(doc, [Ground(0, len(doc.body), "河东县", "county")])
    return [f"{f.item.title} | {f.item.holder} | {f.item.level}" for f in found]


RULES: list[PatternRule] = [
    *facts.kind_rules(), *facts.gap_rules(), *programme_rules().cues, *programme_rules().formulas, *honour_rules().verbs,
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_rules_keep_their_examples(rule: PatternRule) -> None:
    for example in rule.miss:
        assert not rule.regex.search(fold(example)), example
    for example in rule.hit:
        assert rule.regex.search(fold(example)), example


def test_rules_have_names_of_their_own() -> None:
    for group in (facts.kind_rules(), facts.gap_rules(), programme_rules().cues, programme_rules().formulas, honour_rules().verbs):
        ids = [rule.id for rule in group]
        assert len(set(ids)) == len(ids)


def test_lists_of_phrases_have_no_entry_twice() -> None:
    data = programme_rules()
    phrases = data.known + data.figures
    assert sorted(set(phrases)) == sorted(phrases)


@pytest.mark.parametrize("text", cases("programmes")["none"])
def test_what_is_no_programme(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(("text", "want"), cases("programmes")["some"].items())
def test_programmes(text: str, want: list[str]) -> None:
    assert names(text) == want


@pytest.mark.parametrize(("name", "want"), cases("programmes")["counts"].items())
def test_parts_of_a_programme(name: str, want: int | None) -> None:
    assert parts(name) == want


@pytest.mark.parametrize("text", cases("honours")["none"] + honour_rules().miss)
def test_what_is_no_honour(text: str) -> None:
    assert received(text) == []


@pytest.mark.parametrize(("text", "want"), (cases("honours")["some"] | honour_rules().hit).items())
def test_honours(text: str, want: list[str]) -> None:
    assert received(text) == want


def test_an_honour_without_a_subject_takes_the_one_before() -> None:
    text = "近年来,石桥镇坚持党建引领。走出一条新路,2021年荣获“全国民族团结进步模范集体”称号。"
    (found,) = honours.honours(document(text))
    assert found.item.holder == "石桥镇"
    assert found.item.quote == "荣获“全国民族团结进步模范集体”称号"
    assert text[found.start : found.end] == found.item.quote


@pytest.mark.parametrize("text", cases("documents")["none"])
def test_what_is_no_title(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize(("text", "want"), cases("documents")["some"].items())
def test_titles(text: str, want: list[str]) -> None:
    assert titles(text) == want


@pytest.mark.parametrize("text", network_rules().miss)
def test_what_is_no_network(text: str) -> None:
    assert facts.networks(document(text)) == []


@pytest.mark.parametrize(("text", "want"), network_rules().hit.items())
def test_networks(text: str, want: str) -> None:
    assert [f"{f.item.levels} | {f.item.quote}" for f in facts.networks(document(text))] == [want]


@pytest.mark.parametrize("text", group_rules().miss)
def test_what_names_no_group(text: str) -> None:
    assert facts.ethnic_groups(document(text)) == []


@pytest.mark.parametrize(("text", "want"), group_rules().hit.items())
def test_groups(text: str, want: list[str]) -> None:
    assert list(dict.fromkeys(f.item for f in facts.ethnic_groups(document(text)))) == want


def test_all_groups_are_known() -> None:
    data = group_rules()
    assert len(data.groups) == 56
    for name in data.groups:
        assert [f.item for f in facts.ethnic_groups(document(f"有{name}干部"))] == [name]


@pytest.mark.parametrize("case", cases("gaps"), ids=lambda c: c["name"])
def test_gaps(case: dict[str, Any]) -> None:
    source = "\n\n".join(filter(None, (case["title"], case["body"], case["after"])))
    found = facts.gaps(read_text(source, "case.txt"))
    assert [f"{f.item.kind} | {f.item.quote} | {f.item.characters or ''}" for f in found] == case["want"]
    for gap in found:
        assert source[gap.start : gap.end] == gap.item.quote


def test_brackets_are_paired_from_outside_and_never_across_lines() -> None:
    assert brackets("《甲〈乙〉》《丙《丁》》", "《", "》", 20) == [(0, 6), (6, 12)]
    assert brackets("“甲\n乙”“丙”", "“", "”", 20) == [(5, 8)]
    assert brackets("“甲“乙”", "“", "”", 20) == [(2, 5)]


FINDERS: list[Callable[[Document], list[Any]]] = [
    facts.documents_cited, facts.networks, facts.ethnic_groups, facts.gaps, programmes.programmes, honours.honours,
]  # fmt: skip


@pytest.mark.parametrize("find", FINDERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "piece", ["“", "“”", "《", "《》", "、", "三级", "*", "x", "汉、", "乡镇", "被", "获全国、", "“石榴", "苗族", "(", "。"]
)
def test_time_grows_no_faster_than_the_text(find: Callable[[Document], list[Any]], piece: str) -> None:
    find(document("某县荣获全国文明县城称号,“石榴”活动"))
    start = time.perf_counter()
    find(document((piece * 20_000)[:20_000]))
    assert time.perf_counter() - start < 2
