"""Documents cited, programmes, honours, networks, groups and gaps: the rules' own examples and made-up sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from generator import yaml_io
from generator.reader.article.text import Document, Line, Span, fold, read_text
from generator.reader.named import facts, gaps, honours, programmes
from generator.reader.named.facts import brackets
from generator.reader.named.holders import Ground
from generator.reader.named.programmes import parts
from generator.rules import Rules
from generator.rules.loader import PatternRule
from tests.project import PLACES, ROOT, RULES

CASES = ROOT / "tests/cases/facts"


def cases(name: str) -> Any:
    file = CASES / f"{name}.yml"
    return yaml_io.load(file.read_text(encoding="utf-8"), file.name).data


def document(text: str) -> Document:
    """A document that is nothing but `text`."""
    folded = fold(RULES, text)
    line = Line(0, len(text), "body", "text")
    return Document("case.txt", text, folded, "utf-8", (line,), (), folded, tuple(range(len(text))), Span(0, len(text)))


def names(text: str) -> list[str]:
    return [f.item.name for f in programmes.programmes(RULES, document(text))]


def titles(text: str) -> list[str]:
    return [f"{f.item.title} | {f.item.kind}" for f in facts.documents_cited(RULES, document(text))]


def received(text: str) -> list[str]:
    doc = document(text)
    found = honours.honours(RULES, PLACES, doc, [Ground(0, len(doc.body), "河东县", "county")])
    return [f"{f.item.title} | {f.item.holder} | {f.item.level}" for f in found]


PATTERNS: list[PatternRule] = [
    *RULES.document_kinds, *RULES.gaps, *RULES.programmes.cues, *RULES.programmes.formulas, *RULES.honours.verbs,
]  # fmt: skip


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda r: r.id)
def test_rules_keep_their_examples(rule: PatternRule) -> None:
    for example in rule.miss:
        assert not rule.regex.search(fold(RULES, example)), example
    for example in rule.hit:
        assert rule.regex.search(fold(RULES, example)), example


def test_signs_leave_no_example_out() -> None:
    for formula in RULES.programmes.formulas:
        for example in formula.hit:
            assert any(formula.finditer(f"另一行\n{fold(RULES, example)}\n")), example
    for verb in RULES.honours.verbs:
        for example in verb.hit:
            assert all(match.group()[0] in RULES.honours.begins for match in verb.regex.finditer(fold(RULES, example))), example


def test_rules_have_names_of_their_own() -> None:
    for group in (RULES.document_kinds, RULES.gaps, RULES.programmes.cues, RULES.programmes.formulas, RULES.honours.verbs):
        ids = [rule.id for rule in group]
        assert len(set(ids)) == len(ids)


def test_lists_of_phrases_have_no_entry_twice() -> None:
    data = RULES.programmes
    phrases = data.known + data.figures
    assert sorted(set(phrases)) == sorted(phrases)


@pytest.mark.parametrize("text", cases("programmes")["none"])
def test_what_is_no_programme(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(("text", "want"), cases("programmes")["some"].items())
def test_programmes(text: str, want: list[str]) -> None:
    assert names(text) == want


LISTS: dict[str, list[str]] = {
    # a neighbour with enough points carries one that lacks a single point, but no slogan
    "建设“清泉夜校”“白石画坊”,": ["清泉夜校", "白石画坊"],
    "组织开展“同心清泉”“中华民族一家亲、同心共筑中国梦”等主题宣传": ["同心清泉"],
    # what closes a list says what each of its phrases is
    "实行领导“包片”、部门“包村”、干部“包户”三大工作机制": ["包片", "包村", "包户", "三大工作机制"],
    "实行走访“定人”、回访“定时”的“两定”办法": ["两定"],
    # names of one make inside one pair of marks
    "以“青年结对计划、乡村共富计划”为重要抓手": ["青年结对计划", "乡村共富计划"],
    # unquoted parts, where the number behind them counts them; where it does not, they are none
    "实施干部培根铸魂、学生立德启智、群众凝心聚力三大工程": ["干部培根铸魂", "学生立德启智", "群众凝心聚力", "三大工程"],
    "实施干部培根铸魂、学生立德启智四大工程": ["四大工程"],
    # single marks inside speech and inside a name
    "“我们把‘清泉’志愿服务队分成三组。”站长说": ["清泉"],
    "打造“‘清泉’工程”": ["‘清泉’工程"],
    # a question mark that stands for a lost dot
    "开展“清泉?同心”帮扶行动": ["清泉?同心"],
    # the mainline itself, festivals, crafts, companies, meetings and offices
    "推出3条“铸牢中华民族共同体意识”主题线路": [],
    "如“四月八”等民族节日": [],
    "村里的“八音坐唱”传了五代": [],
    "成立“五彩坊”有限公司": [],
    "根据“全省民族工作视频会议”要求": [],
    "各镇“一把手”亲自挂帅的领导小组": [],
    "抓成“一把手”工程": ["一把手"],
    # an aim is none unless it is a formula; what a formula achieves is one
    "实现“强镇富民”目标,": [],
    "建成“三城两带一中心”目标任务": ["三城两带一中心"],
    "做到“四个不少”,确保“零事故”": ["四个不少"],
    # without marks
    "开展智慧+普法行动": ["智慧+普法行动"],
    "举办清泉杯篮球赛": ["清泉杯"],
    "实施中华文化基因传承工程": ["中华文化基因传承工程"],
}


@pytest.mark.parametrize(("text", "want"), LISTS.items())
def test_programmes_in_lists_and_beside_their_look_alikes(text: str, want: list[str]) -> None:
    assert names(text) == want


@pytest.mark.parametrize(("name", "want"), cases("programmes")["counts"].items())
def test_parts_of_a_programme(name: str, want: int | None) -> None:
    assert parts(RULES, name) == want


@pytest.mark.parametrize("text", cases("honours")["none"] + RULES.honours.miss)
def test_what_is_no_honour(text: str) -> None:
    assert received(text) == []


@pytest.mark.parametrize(("text", "want"), (cases("honours")["some"] | RULES.honours.hit).items())
def test_honours(text: str, want: list[str]) -> None:
    assert received(text) == want


def test_an_honour_without_a_subject_takes_the_one_before() -> None:
    text = "近年来,石桥镇坚持党建引领。走出一条新路,2021年荣获“全国民族团结进步模范集体”称号。"
    (found,) = honours.honours(RULES, PLACES, document(text))
    assert found.item.holder == "石桥镇"
    assert found.item.quote == "荣获“全国民族团结进步模范集体”称号"
    assert text[found.start : found.end] == found.item.quote


def test_holders_and_titles_in_lists() -> None:
    text = "2019年,清泉镇先后荣获全省文明单位,全省“双拥”工作先进镇,全省普法工作先进单位等荣誉称号,面貌一新。"
    assert received(text) == [
        f"{title} | 清泉镇 | provincial" for title in ("全省文明单位", "全省“双拥”工作先进镇", "全省普法工作先进单位")
    ]
    assert received("清泉县白石村以产业兴村。2020年获评“全国文明村”。") == ["全国文明村 | 清泉县白石村 | national"]
    assert received("该县还获“国家卫生县城”命名。") == ["国家卫生县城 | 河东县 | national"]


@pytest.mark.parametrize("text", cases("documents")["none"])
def test_what_is_no_title(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize(("text", "want"), cases("documents")["some"].items())
def test_titles(text: str, want: list[str]) -> None:
    assert titles(text) == want


@pytest.mark.parametrize("text", RULES.networks.miss)
def test_what_is_no_network(text: str) -> None:
    assert facts.networks(RULES, document(text)) == []


@pytest.mark.parametrize(("text", "want"), RULES.networks.hit.items())
def test_networks(text: str, want: str) -> None:
    assert [f"{f.item.levels} | {f.item.quote}" for f in facts.networks(RULES, document(text))] == [want]


@pytest.mark.parametrize("text", RULES.ethnic_groups.miss)
def test_what_names_no_group(text: str) -> None:
    assert facts.ethnic_groups(RULES, document(text)) == []


@pytest.mark.parametrize(("text", "want"), RULES.ethnic_groups.hit.items())
def test_groups(text: str, want: list[str]) -> None:
    assert list(dict.fromkeys(f.item for f in facts.ethnic_groups(RULES, document(text)))) == want


def test_all_groups_are_known() -> None:
    data = RULES.ethnic_groups
    assert len(data.groups) == 56
    for name in data.groups:
        assert [f.item for f in facts.ethnic_groups(RULES, document(f"有{name}干部"))] == [name]


@pytest.mark.parametrize("case", cases("gaps"), ids=lambda c: c["name"])
def test_gaps(case: dict[str, Any]) -> None:
    source = "\n\n".join(filter(None, (case["title"], case["body"], case["after"])))
    found = gaps.gaps(RULES, read_text(RULES, source, "case.txt"))
    assert [f"{f.item.kind} | {f.item.quote} | {f.item.characters or ''}" for f in found] == case["want"]
    for gap in found:
        assert source[gap.start : gap.end] == gap.item.quote


def test_brackets_are_paired_from_outside_and_never_across_lines() -> None:
    assert brackets("《甲〈乙〉》《丙《丁》》", "《", "》", 20) == [(0, 6), (6, 12)]
    assert brackets("“甲\n乙”“丙”", "“", "”", 20) == [(5, 8)]
    assert brackets("“甲“乙”", "“", "”", 20) == [(2, 5)]


def received_honours(rules: Rules, document: Document) -> list[Any]:
    return honours.honours(rules, PLACES, document)


FINDERS: list[Callable[[Rules, Document], list[Any]]] = [
    facts.documents_cited, facts.networks, facts.ethnic_groups, gaps.gaps, programmes.programmes, received_honours,
]  # fmt: skip


@pytest.mark.parametrize("find", FINDERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "“”",
        "“甲”、",
        "‘",
        "‘甲’",
        "公布,",
        "实施甲、",
        "获评全省甲先进县,",
        "《",
        "《》",
        "、",
        "三级",
        "*",
        "x",
        "汉、",
        "乡镇",
        "被",
        "获全国、",
        "“石榴",
        "苗族",
        "(",
        "。",
    ],
)
def test_time_grows_no_faster_than_the_text(find: Callable[[Rules, Document], list[Any]], piece: str) -> None:
    find(RULES, document("某县荣获全国文明县城称号,“石榴”活动"))
    start = time.process_time()
    find(RULES, document((piece * 20_000)[:20_000]))
    assert time.process_time() - start < 2
