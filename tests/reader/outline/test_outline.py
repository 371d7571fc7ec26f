"""Outlines of whole articles, and the examples that stand with the rules."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import ValidationError

from generator.reader.article.furniture import PageBlock
from generator.reader.article.text import Document, Span, read_text
from generator.reader.outline.outline import outline
from generator.reader.reading import Reader
from generator.rules import Rules
from generator.rules.outline import Form, OutlineRules
from tests.project import PLACES, ROOT, RULES

CASES = yaml.safe_load((ROOT / "tests/cases/outline.yml").read_text(encoding="utf-8"))["cases"]


def article(body: str) -> Document:
    """A document that is nothing but its article."""
    body = body.strip("\n")
    return Document("case.txt", body, body, (), (PageBlock(0, len(body), "body", ""),), body, tuple(range(len(body))), Span(0, len(body)))


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
    (["一、加强领导", SECTION, SECTION, "二、深化宣传", SECTION, "石榴花开,籽籽同心。"], 5),
    (["一、加强领导", SECTION, SECTION, "二、深化宣传", SECTION, "全县各族亲如一家。下一步,全县将继续抓好各项工作。"], 5),
    (["一、加强领导", SECTION, "二、深化宣传", SECTION, "荔波县先后获得多项称号。"], 4),
    (["一、加强领导", SECTION, "二、深化宣传", SECTION, "三、促进发展", SECTION, "一分付出,终有回报。"], 6),
    (["一、加强领导", SECTION, "", "二、深化宣传", SECTION, "", "三、促进发展", SECTION, SECTION, "", "山水为证,团结花开。"], 7),
    (
        ["一、加强领导", SECTION, "二、深化宣传", SECTION, "附件:资金安排表", "乡镇 项目数(个) 资金(万元)", "青石镇 6 620", "柳河乡 5 560"],
        4,
    ),
]


@pytest.mark.parametrize(("lines", "close"), CLOSINGS)
def test_where_the_outline_ends(lines: list[str], close: int | None) -> None:
    document = read_text(RULES, "\n".join(lines), "case.txt")
    found = outline(RULES, document, Span(0, len(document.body)))
    want = len(document.body) if close is None else document.paragraphs[close].start
    assert max(h.until for h in found) == want


SIGNS = {
    "chapter": ["第一章 ", "第二章 ", "第三章 "],
    "section": ["第一节 ", "第二节 ", "第三节 "],
    "letter": ["A ", "B ", "C "],
    "ideographic": ["一、", "二、", "三、"],
    "named": ["做法一:", "做法二:", "做法三:"],
    "label": ["【党建引领】", "【文化浸润】", "【产业富民】"],
    "bracket": ["(一)", "(二)", "(三)"],
    "arabic": ["1.", "2.", "3."],
    "arabic-bracket": ["(1)", "(2)", "(3)"],
    "dash": ["——", "——", "——"],
    "first": ["第一,", "第二,", "第三,"],
    "shi": ["一是", "二是", "三是"],
}
"""The first three signs of every form."""
LINES = ["各族群众共建家园", SECTION, "共享发展成果的日子", SECTION]
"""Two lines without a sign, with text under each."""


def levels(*lines: str) -> list[tuple[str, int]]:
    """Form and level of every heading."""
    document = article("\n".join(lines))
    return [(h.form, h.level) for h in outline(RULES, document, Span(0, len(document.body)))]


def test_every_form_has_signs_here() -> None:
    assert list(SIGNS) == list(RULES.outline.form)


@pytest.mark.parametrize("form", SIGNS)
def test_what_leaves_no_doubt_may_begin_with_any_number(form: str) -> None:
    _, second, third = SIGNS[form]
    found = levels(f"{second}强化组织领导。{SECTION}", f"{third}深化宣传教育。{SECTION}")
    assert found == ([(form, 1)] * 2 if form in ("chapter", "section", "ideographic", "bracket", "label", "dash") else [])


@pytest.mark.parametrize("form", SIGNS)
def test_beside_parts_of_the_report_a_lone_line_is_no_heading(form: str) -> None:
    first, second, _ = SIGNS[form]
    found = levels(f"{first}强化组织领导。{SECTION}", f"{second}深化宣传教育。{SECTION}", *LINES[:2])
    assert (("line", 1) in found or ("line", 2) in found) == (form not in ("chapter", "section", "letter", "ideographic", "named"))


@pytest.mark.parametrize("form", SIGNS)
def test_lines_without_a_sign_have_their_rank_among_the_forms(form: str) -> None:
    first, second, _ = SIGNS[form]
    signed = [f"{first}强化组织领导。{SECTION}", f"{second}深化宣传教育。{SECTION}"]
    wider = form in ("chapter", "section", "letter")
    assert levels(*LINES[:2], *signed, *LINES[2:], *signed) == (
        [("line", 1), (form, 1), (form, 1), ("line", 2), (form, 1), (form, 1)]
        if wider
        else [("line", 1), (form, 2), (form, 2), ("line", 1), (form, 2), (form, 2)]
    )
    behind = 2 if wider or form == "ideographic" else 1
    assert levels(*signed, *LINES) == [(form, 1), (form, 1), ("line", behind), ("line", behind)]


@pytest.mark.parametrize("form", SIGNS)
def test_where_a_sign_may_stand(form: str) -> None:
    first, second, _ = SIGNS[form]
    inside = levels(f"{first}强化组织领导。{SECTION}{second}深化宣传教育。{SECTION}")
    assert inside == ([(form, 1)] * 2 if form in ("ideographic", "bracket", "arabic", "arabic-bracket", "first", "shi") else [])
    run_on = levels(f"近年来,{first}强化组织领导,{SECTION[:-1]},{second}深化宣传教育,{SECTION}")
    assert run_on == ([(form, 1)] * 2 if form in ("first", "shi") else [])


def test_where_line_breaks_were_lost_some_signs_stand_right_behind_a_word() -> None:
    lost = f"(一)强化组织领导{SECTION[:-1]}(二)深化宣传教育{SECTION[:-1]}(三)发展特色产业{SECTION}"
    assert levels(lost) == [("bracket", 1)] * 3
    runs_on = [
        f"{number}.{what} 一是健全机制。{SECTION}二是压实责任。{SECTION}" for number, what in ((1, "强化组织领导"), (2, "深化宣传教育"))
    ]
    assert levels(*runs_on) == [("arabic", 1), ("shi", 2), ("shi", 2)] * 2


ROMAN = Form(
    id="roman",
    place="line",
    part=True,
    sure=True,
    plain_line="over",
    pattern="([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])[、.]",
    hit=("Ⅲ、下一步工作打算",),
    miss=("Ⅲ级响应",),
)
REPORT = """临江县2023年民族团结进步创建工作总结
Ⅰ、强化组织领导
临江县成立领导小组,定期研究民族工作。今年以来,全县举办培训班12期,培训干部320人,各族群众的日子越过越好。
1.压实责任。把创建工作纳入年度考核,推动各项任务落地落实,形成齐抓共管的工作格局。
2.建强队伍。选派民族工作专职干部45名,打通服务群众的最后一公里,让政策落到每一户人家。
Ⅱ、深化宣传教育
深入开展宣传月活动,组织宣讲队走村入户,开展宣讲86场次,推动党的民族政策进机关、进学校、进社区。
Ⅲ、下一步工作打算
建设民族团结主题公园3个,举办文艺演出20场,把铸牢中华民族共同体意识融入城市建设的方方面面。
1.加强阵地建设。建设民族团结进步教育基地5个,推动各项任务落地落实,形成齐抓共管的工作格局。
2.加强品牌建设。打造民族团结示范社区8个,让各族群众共享改革发展成果,日子越过越红火。"""


def with_form(form: Form, rank: int) -> Rules:
    """The rules with one more form of headings, `rank` others wider than it."""
    rules, known = Rules(), RULES.outline
    changed = {name: getattr(known, name) for name in type(known).model_fields}
    rules.__dict__["outline"] = OutlineRules(**changed | {"forms": (*known.forms[:rank], form, *known.forms[rank:])})
    return rules


def told(rules: Rules, report: str) -> tuple[list[tuple[int, str]], list[str], list[str]]:
    """What is read of a report: its headings with their levels, its planned figures, the others."""
    region = Reader(rules, PLACES).reading(read_text(rules, report, "case.txt"), "0" * 64)["regions"][0]
    items = [f["item"] for part in [region, *region["measures"]] for f in part.get("indicators", [])]
    planned = [item for item in items if item.endswith("(目标)")]
    return [(m["level"], m["heading"]) for m in region["measures"]], planned, [item for item in items if item not in planned]


def test_a_form_more_is_one_entry() -> None:
    headings, planned, reached = told(with_form(ROMAN, 2), REPORT)
    assert [heading for level, heading in headings if level == 1] == ["Ⅰ、强化组织领导", "Ⅱ、深化宣传教育", "Ⅲ、下一步工作打算"]
    assert [heading for level, heading in headings if level == 2] == ["1.压实责任", "2.建强队伍", "1.加强阵地建设", "2.加强品牌建设"]
    assert len(planned) == 4 and len(reached) == 4


def test_it_reads_as_a_form_that_is_known() -> None:
    plain = REPORT.translate(str.maketrans("ⅠⅡⅢ", "一二三"))
    assert told(with_form(ROMAN, 2), REPORT)[1:] == told(RULES, plain)[1:]


def test_a_sign_that_no_form_knows_plans_nothing() -> None:
    assert told(RULES, REPORT)[1] == []
    assert told(with_form(ROMAN.model_copy(update={"part": False}), 2), REPORT)[1] == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sure": None}, "forms.2.sure"),
        ({"part": None}, "forms.2.part"),
        ({"plain_line": None}, "forms.2.plain_line"),
        ({"hit": None}, "forms.2.hit"),
        ({"id": "lead"}, "`lead` has the name of headings without a sign"),
        ({"counts": True}, "forms.2.counts"),
    ],
)
def test_a_form_that_lacks_something_is_refused(changes: dict[str, object], says: str) -> None:
    known = yaml.safe_load((ROOT / "generator/rules/outline.yml").read_text(encoding="utf-8"))
    form = ROMAN.model_dump(exclude_defaults=True) | {"pattern": ROMAN.pattern.pattern} | changes
    known["forms"].insert(2, {name: value for name, value in form.items() if value is not None})
    with pytest.raises(ValidationError, match=re.escape(says)):
        OutlineRules.model_validate(known)


def test_a_heading_without_a_sign_ranks_with_a_form_there_is() -> None:
    known = yaml.safe_load((ROOT / "generator/rules/outline.yml").read_text(encoding="utf-8"))
    known["signless"]["lead"] = {"above": "braket"}
    with pytest.raises(ValidationError, match=r"signless\.lead: `braket` is no form; allowed: chapter, "):
        OutlineRules.model_validate(known)
