"""Outlines of whole articles, and the examples that stand with the rules."""

from __future__ import annotations

import pytest
import yaml

from generator.reader.article.furniture import Block
from generator.reader.article.text import Document, Span, read_text
from generator.reader.outline.outline import outline
from tests.project import ROOT, RULES

CASES = yaml.safe_load((ROOT / "tests/cases/outline.yml").read_text(encoding="utf-8"))["cases"]


def article(body: str) -> Document:
    """A document that is nothing but its article."""
    body = body.strip("\n")
    return Document(
        "case.txt", body, body, "utf-8", (), (Block(0, len(body), "body", ""),), body, tuple(range(len(body))), Span(0, len(body))
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_outline(case: dict[str, object]) -> None:
    document = article(str(case["body"]))
    found = outline(RULES, document, Span(0, len(document.body)))
    assert [[h.level, document.quote(h.start, h.end)] for h in found] == case["outline"]


def test_text_under_a_heading_ends_where_the_next_of_its_level_begins() -> None:
    document = article(next(c["body"] for c in CASES if c["name"] == "three levels of enumerators"))
    found = outline(RULES, document, Span(0, len(document.body)))
    for heading, following in zip(found, found[1:], strict=False):
        assert heading.end <= heading.until
        assert following.start >= heading.until or following.level > heading.level


SECTION = "定期研究民族工作,推动各项任务落地落实,形成齐抓共管的工作格局。"
CLOSINGS = [
    (["一、加强领导", SECTION, "二、深化宣传", SECTION], None),
    (["一、加强领导", SECTION, "二、下一步打算", "下一步,全县将继续抓好各项工作。"], None),
    (["一、加强领导", SECTION, SECTION, "二、深化宣传", SECTION, "经过多年努力,宣讲队走遍各村。"], None),
    (["一是加强领导。" + SECTION, "二是深化宣传。" + SECTION, "宣讲员都是本村人。" + SECTION], None),
    (["一、加强领导", SECTION, "二、深化宣传", SECTION, "下一步,全县将继续抓好各项工作。"], 4),
    (["一、加强领导", SECTION, "二、深化宣传", SECTION, "荔波县先后获得多项称号。"], 4),
    (["一、加强领导", SECTION, "二、深化宣传", SECTION, "三、促进发展", SECTION, "一分付出,终有回报。"], 6),
    (["一、加强领导", SECTION, "", "二、深化宣传", SECTION, "", "三、促进发展", SECTION, SECTION, "", "山水为证,团结花开。"], 7),
]


@pytest.mark.parametrize(("lines", "close"), CLOSINGS)
def test_where_the_outline_ends(lines: list[str], close: int | None) -> None:
    document = read_text(RULES, "\n".join(lines), "case.txt")
    found = outline(RULES, document, Span(0, len(document.body)))
    want = len(document.body) if close is None else document.paragraphs[close].start
    assert max(h.until for h in found) == want
