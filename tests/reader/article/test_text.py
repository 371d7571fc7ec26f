"""Decoding, furniture, hard wraps and metadata, on whole pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.errors import SeedError
from generator.reader.article import text
from generator.reader.article.inputs import decode, extract
from tests.project import FROZEN, ROOT, RULES

CASES = yaml.safe_load((ROOT / "tests/cases/text.yml").read_text(encoding="utf-8"))
HEADS = yaml.safe_load((ROOT / "tests/cases/heads.yml").read_text(encoding="utf-8"))
START = """永登县民族工作综述
近年来,永登县以铸牢中华民族共同体意识为主线,推动各项事业发展,形成了共建共享的良好局面。
今年,全县投入资金300万元,"""
ENDINGS = [
    ("各族群众的日子越过越好。", False),
    ("各族群众的日子越过越好。\n临江县民族宗教事务局", False),
    ("各族群众的日子越过越好。\n责任编辑:王晓明", False),
    ("各族群众的日子越过越好。\n返回顶部\n临江县举办民族团结进步宣传活动", False),
    ("各族群众的日子越过越好。\n二、下一步打算\n1.培训干部200名\n2.新建示范村5个", False),
    ("各族群众的日子越过越好。\n附表:2023年项目\n项目名称 资金(万元)\n大滩镇村道 120", False),
    ("各族群众的日子越过越好,先后获得:\n全国民族团结进步示范县\n全省民族工作先进集体", False),
    ("各族群众的日子越过越好。\n大滩镇村道 120 356", False),
    ("各族群众的日子越过越好。\n2.培训各族干部,", True),
    ("各族群众的日子越过越好,全县共有干部12", True),
    ("各族群众的日子越过越好,", True),
    ("各族群众的日子越过越好,\n责任编辑:王晓明", True),
    ("各族群众的日子越过越好。\n三、在", True),
    ("各族群众的日子越过越好。\n全县2021年民族团结进步宣传月活", True),
]
"""How an article ends, and whether it breaks off there."""
WHOLE_OR_NOT = [(START + end, breaks) for end, breaks in ENDINGS] + [
    (f"首页\n返回顶部\n{START}{end}", breaks)
    for end, breaks in (("各族群众的日子越过越好。\n石榴花开", False), ("各族群众的日子越过越好。\n全县2021年民族团结进步宣传月活", True))
]
"""Articles, the last ones inside a page, and whether they break off."""
SEEDS = sorted((FROZEN / "seeds").glob("*.txt"))


@pytest.mark.parametrize("case", CASES["bad"], ids=lambda c: c["name"])
def test_what_is_no_chinese_article_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(SeedError, match=case["says"]):
        text.read_text(RULES, case["source"], "bad.txt")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.txt", "empty"),
        (b"\x00\x01" * 50, "a.txt", "NUL"),
        (b"x" * 10_000_001, "a.txt", "larger"),
        (b"%PDF-1.4 nothing", "a.txt", "not a .txt"),
        (b"plain text", "a.docx", "not a .docx"),
        (b"plain text", "a.exe", "unknown kind"),
        (b"PK\x03\x04broken", "a.docx", "cannot be opened"),
        (b"%PDF-1.4\nbroken", "a.pdf", "cannot be opened|scanned"),
    ],
)
def test_bad_files_are_refused_in_one_line(data: bytes, name: str, says: str) -> None:
    with pytest.raises(SeedError, match=says) as caught:
        extract(data, name)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda c: c["name"])
def test_article_and_metadata(case: dict[str, object]) -> None:
    document = text.read_text(RULES, str(case["source"]), "case.txt")
    assert document.body.split("\n") == case["body"]
    for field in ("title", "published", "publisher"):
        if field in case:
            assert getattr(document, field) == case[field], field


def page(case: dict[str, object]) -> str:
    """The page around the one article that a case of heads.yml describes."""
    article = f"{case.get('starts', '')}{HEADS['body']}{case.get('end', '')}"
    lines = [case.get("above"), case.get("prints", HEADS["title"]), case.get("head"), article, case.get("tail")]
    return "\n".join(str(line) for line in lines if line)


def wanted(case: dict[str, object]) -> list[str | None]:
    """Title, date, publisher and byline that it says."""
    return [str(case.get("title", HEADS["title"])), *(str(case[f]) if f in case else None for f in ("published", "publisher", "byline"))]


@pytest.mark.parametrize("case", HEADS["cases"], ids=lambda c: c["name"])
def test_what_the_page_says_of_the_article(case: dict[str, Any]) -> None:
    document = text.read_text(RULES, page(case), "case.txt", case.get("told"))
    assert [document.title, document.published, document.publisher, document.byline] == wanted(case)
    assert document.body.split("\n")[:3] == HEADS["body"].split("\n")[:3]


def test_a_title_printed_whole_and_once_more_line_by_line_is_whole() -> None:
    lines = ["临江县民族团结进步创建工作", "典型经验材料汇报"]
    assert text.read_text(RULES, page({"prints": "".join(lines), "head": "\n".join(lines)}), "case.txt").title == "".join(lines)


@pytest.mark.parametrize(
    ("prints", "head", "want"),
    [
        ("临江县扎实推进民族团结进步创建工作", "石榴花开 籽籽同心", "临江县扎实推进民族团结进步创建工作"),
        ("临江县做细“四篇文章”\n促进各民族交往交流交融", None, "临江县做细“四篇文章”促进各民族交往交流交融"),
        (HEADS["title"], "——临江县推进“三进”的做法", f"{HEADS['title']}\n——临江县推进“三进”的做法"),
    ],
)
def test_the_title_as_a_document_has_its_lines_and_its_subtitle(prints: str, head: str | None, want: str) -> None:
    document = text.read_text(RULES, page({"prints": prints, "head": head}), "case.txt")
    assert document.heading and document.heading.body == want
    assert document.heading.quote(0, len(want)) == want.replace("\n", "")


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_every_character_of_the_body_stands_where_it_says(path: Path) -> None:
    document = text.read_document(RULES, path)
    assert len(document.body) == len(document.at) and len(document.folded) == len(document.source)
    for place, char in zip(document.at, document.body, strict=True):
        assert char == "\n" or char == document.folded[place] or char == " "
    assert "".join(document.source[line.start : line.end] + "\n" for line in document.lines).rstrip("\n") == document.source.rstrip("\n")


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_give_the_same_document(path: Path, encoding: str) -> None:
    source = path.read_text(encoding="utf-8-sig")
    decoded = decode(source.replace("\n", "\r\n").encode(encoding), path.name)
    assert decoded == source.replace("\r\n", "\n")


def test_furniture_is_named() -> None:
    for rule in RULES.furniture.rules:
        for line in rule.hit:
            assert RULES.furniture.name(text.fold(RULES, line)), line


def test_finders_keep_their_examples() -> None:
    known = RULES.metadata
    for finder in [*known.sources, *known.bylines]:
        for line, found in finder.hit.items():
            match = finder.pattern.search(text.fold(RULES, line))
            assert match and match.group("name").strip() == found, f"{finder.id}: {line}"
        for line in finder.miss:
            assert not finder.pattern.search(text.fold(RULES, line)), f"{finder.id}: {line}"


def test_folding_keeps_length_and_examples() -> None:
    data = RULES.fold
    for printed, folded in data.hit.items():
        assert text.fold(RULES, printed) == folded and len(printed) == len(folded)
    for printed in data.miss:
        assert text.fold(RULES, printed) == printed
