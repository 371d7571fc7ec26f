"""Whose own work a document reports: the rules' examples, made-up cases, the annotated documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from generator import yaml_io
from generator.language.clauses import clause_before
from generator.reader.article.text import Document, fold, read_document, read_text
from generator.reader.region.clues import Clues
from generator.reader.region.regions import RegionSpan, find_regions
from generator.rules import Rules
from generator.rules.places import Around, RegionRules
from tests.project import FROZEN, PLACES, ROOT, RULES

MADE: dict[str, list[dict[str, Any]]] = yaml_io.load((ROOT / "tests/cases/places.yml").read_text(encoding="utf-8"), "places.yml").data
CASES, POINTS = MADE["regions"], MADE["points"]
CUES = RULES.regions
GOLD = [
    (gold, folder)
    for annotation, folder in ((ROOT / "tests/gold/seeds", FROZEN / "seeds"), (ROOT / "tests/gold/dev/gold", ROOT / "tests/gold/dev/docs"))
    for gold in sorted(annotation.glob("*.gold.yml"))
]


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def document(case: dict[str, Any]) -> Document:
    return read_text(RULES, case.get("text") or case["body"], "case.txt")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case: dict[str, Any]) -> None:
    doc = document(case)
    regions = find_regions(RULES, PLACES, doc)
    assert [[r.name, r.adcode] for r in regions] == case["want"]
    for region in regions:
        for field in ("basis", "parent", "level"):
            if field in case:
                assert getattr(region, field) == case[field]
        if "clue" in case:
            assert case["clue"] in region.clues
    if "parts" in case:
        assert [doc.body[r.start :].startswith(head) for r, head in zip(regions, case["parts"], strict=True)] == [True] * len(regions)
    check_shape(doc)


def check_shape(doc: Document) -> None:
    """What holds for every document: exact clues, parts inside the body that do not overlap, codes that fit."""
    regions = find_regions(RULES, PLACES, doc)
    spans = sorted(s for r in regions for s in r.spans)
    assert all(0 <= s.start < s.end <= len(doc.body) for s in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    for region in regions:
        assert 1 <= len(region.clues) <= 6
        assert [c for c in region.clues if bare(c) not in bare(doc.source)] == []
        assert (region.adcode is None) == (region.basis == "unknown")
        if region.adcode:
            division = PLACES.get(region.adcode)
            assert division.level == region.level


@pytest.mark.parametrize(("gold", "folder"), GOLD, ids=lambda p: p.name.split(".")[0])
def test_annotated(gold: Path, folder: Path) -> None:
    data = yaml_io.load(gold.read_text(encoding="utf-8"), gold.name).data
    doc = read_document(RULES, folder / data["document"]["file"])
    regions = find_regions(RULES, PLACES, doc)
    want = [(r["name"], r["adcode"], r["level"], r["parent"], r["basis"]) for r in data["regions"]]
    assert [(r.name, r.adcode, r.level, r.parent, r.basis) for r in regions] == want
    check_shape(doc)
    for region, row in zip(regions, data["regions"], strict=True):
        body = bare(doc.body)
        for span_end, text in ((region.start, row["text_first"]), (region.spans[-1].end, row["text_last"])):
            at = body.find(bare(fold(RULES, text)))
            assert at >= 0
            # White space is left out on both sides; a part may open or close a sentence away.
            assert abs(len(bare(doc.body[:span_end])) - (at if text is row["text_first"] else at + len(bare(text)))) <= 60


@pytest.mark.parametrize("context", (*CUES.contexts, *CUES.receivers), ids=lambda c: c.hit[0])
def test_context(context: Around) -> None:
    for text in (*context.hit, *context.miss):
        before, after = (fold(RULES, part) for part in (text.split("〔")[0], text.split("〕")[1]))
        assert context.fits(context.where or "body", clause_before(before, len(before)), after) == (text in context.hit), text


def points(rules: Rules, case: dict[str, Any]) -> dict[str, float]:
    """What a made-up text says for each division, by name."""
    found = Clues(rules, PLACES, read_text(rules, case["text"], "case.txt")).points()
    return {PLACES.get(code).name: round(value, 2) for code, value in found.items()}


@pytest.mark.parametrize("case", POINTS, ids=lambda c: c["id"])
def test_points(case: dict[str, Any]) -> None:
    assert points(RULES, case) == case["points"]


def regions_of(rules: Rules) -> Iterator[list[RegionSpan]]:
    """The regions of each made-up report."""
    return (find_regions(rules, PLACES, document(case)) for case in CASES)


NEVER, NONE = {"pattern": re.compile("(?!)")}, {"words": ("??",)}
LESS: list[tuple[str, dict[str, Any]]] = [
    *((f"weight {role}", {"weights": CUES.weights | {role: 0 if weight else 1}}) for role, weight in CUES.weights.items()),
    *((f"most {role}", {"most": CUES.most | {role: 99}}) for role in CUES.most),
    *(
        (name, {name: getattr(CUES, name).model_copy(update=NEVER)})
        for name in ("openers", "not_subject", "together", "upper_units", "heading")
    ),
    *((name, {name: getattr(CUES, name).model_copy(update=NONE)}) for name in ("joins", "ours", "whole", "joint")),
    ("opening", {"limits": CUES.limits.model_copy(update={"opening": 0})}),
    ("least", {"limits": CUES.limits.model_copy(update={"least": 0})}),
    ("itself", {"itself": ()}),
    ("masks", {"masks": ()}),
]


@pytest.mark.parametrize("update", [pytest.param(update, id=name) for name, update in LESS])
def test_every_field_is_needed_by_an_example(update: dict[str, Any]) -> None:
    rules = Rules()
    rules.__dict__["regions"] = RegionRules.model_construct(**{name: getattr(CUES, name) for name in RegionRules.model_fields} | update)
    found = (([[r.name, r.adcode] for r in regions], regions[0].level if regions else None) for regions in regions_of(rules))
    wanted = any(names != case["want"] or level != case.get("level", level) for (names, level), case in zip(found, CASES, strict=True))
    assert wanted or any(points(rules, case) != case["points"] for case in POINTS)


def test_no_role_is_left_without_weight() -> None:
    data = CUES.model_dump()
    data["weights"].pop("partner")
    with pytest.raises(ValidationError, match="no weight for partner"):
        RegionRules.model_validate(data)


def test_owners_are_rules_of_furniture() -> None:
    assert set(CUES.owners) <= {rule.id for rule in RULES.furniture.rules}


@pytest.mark.parametrize("filler", ["—", "“", "(", "一", "1", " ", "近年来", "在", "市"])
def test_time_is_linear(filler: str) -> None:
    """No pattern may run away on what stands before or after a name; 40 characters are looked at."""
    text = (filler * 40 + "永登县" + filler * 40 + "某县,各族群众共同团结奋斗共同繁荣发展建设美好家园携手并进走向未来。") * 300
    known = Clues(
        RULES, PLACES, read_text(RULES, f"永登县民族团结进步工作情况\n\n近年来,永登县各族群众共同团结奋斗。\n{text}\n", "long.txt")
    )
    known.points()
    assert known.spots


JOINT = """固原市和隆德县、泾源县同心同行
2024年,固原市和隆德县、泾源县把民族团结工作摆上重要日程,上下贯通、左右联动。
固原市:一张网管到底
固原市健全四级民族工作网络,选配专职干部97名,党员干部结对联系各族群众2.6万户,全市争取资金2.37亿元。
隆德县:文化小县做大文章
隆德县举办农民书画展14场,全县办起农民夜校45所,各族群众结业3800余名,隆德县委统战部牵头抓总。
泾源县:绿水青山间的画卷
泾源县走生态立县的路子,全县接待游客380万人次,泾源县委、县政府把创建工作与全域旅游绑在一起抓。
{}"""


@pytest.mark.parametrize(
    ("last", "owner"),
    [
        ("2025年,固原市将新建教育馆1座,争取资金2.5亿元以上。", "固原市"),
        ("2025年,泾源县将新建教育馆1座,争取资金2.5亿元以上。", "泾源县"),
        ("2025年,隆德县的客商还将来县投资。", "泾源县"),
    ],
)
def test_last_paragraph_of_a_joint_report(last: str, owner: str) -> None:
    report = read_text(RULES, JOINT.format(last), "case.txt")
    place = report.body.rindex("2025年")
    owners = [r.name for r in find_regions(RULES, PLACES, report) if any(s.start <= place < s.end for s in r.spans)]
    assert owners == [owner]
