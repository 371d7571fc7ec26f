"""What becomes of each thing an article names: taken, not taken for a reason, or unexplained; each reason, and what it must not swallow."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from generator.model import Profile
from generator.reader.account import show
from generator.reader.account.account import MOST, Accounts, account
from generator.reader.account.held import values
from generator.reader.article.text import Document, read_text
from tests.project import PLACES, READER, RULES

OPENING = """云龙县民族团结进步工作情况汇报
近年来，云龙县以铸牢中华民族共同体意识为主线，扎实推进民族团结进步创建，各族群众手足相亲、守望相助，经济社会发展呈现新气象。
"""
END = "\n各族群众手足相亲、守望相助，社会和谐稳定。\n"
NOTHING: dict[str, Any] = {"source": {"gaps": []}, "regions": []}


def read(text: str) -> tuple[Document, dict[str, Any], Accounts]:
    """A report with `text` between its opening and its end, its reading and its account."""
    document = read_text(RULES, OPENING + text + END, "case.txt")
    data = READER.reading(document, "0" * 64)
    return document, data, account(RULES, PLACES, document, data)


def fates(text: str, kind: str = "numerals") -> dict[str, str]:
    """What became of the things of a kind, by their words; of the same words the last."""
    document, _, accounts = read(text)
    return {document.source[f.start : f.end]: f.why for f in accounts.fates if f.kind == kind}


# numerals


@pytest.mark.parametrize(
    "text",
    [
        "统一思想，一方面抓宣传，一批干部下乡，一个不少。",
        "三亚、四川的朋友万众一心，百姓安居。",
        "各族群众一家亲，进一步形成合力。",
    ],
)
def test_words_are_no_numerals(text: str) -> None:
    assert fates(text) == {}


def test_every_arabic_figure_and_share_is_one_numeral() -> None:
    found = fates("投入资金1,415.5万元，其中七成用于产业，百分之六十七的群众受益，三分之一以上的村有合作社，培训3万2千余人次。")
    assert found == {"1,415.5万": "figure", "七成": "figure", "百分之六十七": "figure", "三分之一": "figure", "3万2千": "figure"}


def test_characters_that_write_a_number_are_one_numeral() -> None:
    assert set(fates("建成家园二十三个、驿站两个，评选家庭二百一十户。")) == {"二十三", "两", "二百一十"}


def test_of_two_numbers_in_a_quote_the_one_with_the_value_is_taken() -> None:
    document, data, accounts = read("在12个社区开展宣讲。")
    figure = data["regions"][0]["indicators"][0] | {"value": 30, "unit": "场", "quote": "在12个社区开展宣讲30场"}
    document = read_text(RULES, OPENING + "在12个社区开展宣讲30场。", "case.txt")
    start = document.source.index("在12个")
    figure["at"] = [start, start + len("在12个社区开展宣讲30场")]
    only = {"source": {"gaps": []}, "regions": [{"adcode": None, "measures": [], "indicators": [figure]}]}
    found = {document.source[f.start : f.end]: f.why for f in account(RULES, PLACES, document, only).fates if f.kind == "numerals"}
    assert found == {"12": "unexplained", "30": "figure"}


def test_both_ends_of_a_range_are_taken() -> None:
    assert fates("每户增收5—8万元。") == {"5": "figure", "8万": "figure"}
    assert fates("发动妇女五六百名。") == {"五六百": "figure"}


def test_what_a_numeral_may_stand_for() -> None:
    assert {int(v) for v in values("四分之一")} == {25}
    assert {20_000, 30_000} <= {int(v) for v in values("两三万")}
    assert 75 in {int(v) for v in values("七成五")}


# reasons: first what each must leave alone, then what it tells

KEPT = {
    "date": "历时之久；宣讲12场，投入2023元，7户受益。",
    "ordinal": "连续举办九届文化节，召开会议6次。",
    "plan": "培训十五个村的干部。",
    "clause": "梳理线索12条，印发文件2021份。",
    "code": "受理热线来电12条。",
    "reference": "印发宣传页12张，代表12名。",
    "level": "评选3个村级示范点。",
    "duration": "惠及三个村、12户。",
    "idiom": "投入近百万元，走访群众20户。",
    "name": "选树“石榴籽”示范户12户。",
    "duplicate": "建成示范村12个，示范社区12个。",
}
SURE = {"date", "ordinal", "plan", "clause", "code", "reference", "level", "duration", "idiom", "name", "duplicate"}


@pytest.mark.parametrize("reason", KEPT)
def test_a_reason_does_not_hide_a_figure(reason: str) -> None:
    assert reason not in fates(KEPT[reason]).values()


@pytest.mark.parametrize(
    ("reason", "text", "numerals"),
    [
        ("date", "2021年3月5日启动，上午9时30分开幕，9—11月推进，“12·4”宪法日普法。", "2021 3 5 9 30 11 12 4"),
        ("ordinal", "荣获第九批称号，贯彻党的二十大和二十届三中全会精神。", "九 二十 三"),
        ("plan", "编制“十四五”规划。", "十四五"),
        ("clause", "落实〔2021〕5号文件要求。", "2021 5"),
        ("code", "用好“12345”热线，网址www.wm114.cn。", "12345 114"),
        ("reference", "资金安排见表1。", "1"),
        ("level", "落实三级书记抓。", "三"),
        ("duration", "历时三个月，54岁的老人说，五年来变化很大。", "三 54 五"),
        ("idiom", "走进千家万户，数百名干部下乡，欢迎五湖四海的朋友。", "五"),
        ("name", "四套班子领导联系，六个相互深入人心。", "四 六"),
    ],
)
def test_what_is_no_figure_has_its_reason(reason: str, text: str, numerals: str) -> None:
    found = fates(text)
    assert {word: found.get(word) for word in numerals.split()} == dict.fromkeys(numerals.split(), reason)
    assert RULES.account.reason[reason].doubt == "no"


def test_a_figure_that_is_taken_up_again_is_a_duplicate() -> None:
    found = fates("全县有民族村23个。23个民族村中，都建了文化站。")
    assert found == {"23": "duplicate"}


def test_what_counts_something_and_is_not_held_is_unexplained() -> None:
    document = read_text(RULES, OPENING + "投入资金860万元，开展宣讲64场次。", "case.txt")
    found = account(RULES, PLACES, document, NOTHING)
    assert [f.why for f in found.fates if f.kind == "numerals"] == ["unexplained", "unexplained"]


@pytest.mark.parametrize(
    ("reason", "text", "numeral"),
    [
        ("unit", "编译出版106卷经典，走访各族群众。", "106"),
        ("one", "学校每周开一节“同心课”，各族学生都来听。", "一"),
        ("one", "从一家店做起，各族群众都来帮忙。", "一"),
        ("one", "联络员近半数为兼职，各族群众支持。", "半数"),
        ("wording", "四季品牌像四根琴弦，奏响团结乐章。", "四"),
        ("table", "示范单位建设情况一览\n单位 合计 其中\n示范单位 11 9\n宣讲员 845 790\n", "845"),
    ],
)
def test_what_may_be_a_figure_is_in_doubt(reason: str, text: str, numeral: str) -> None:
    assert fates(text)[numeral] == reason
    assert RULES.account.reason[reason].doubt == "yes"


def test_numerals_under_other_things_that_are_held() -> None:
    found = fates("一、2024年工作\n实施“13610”计划，印发《关于加强2025年工作的意见》，建立县、乡、村三级民族工作网络。")
    assert found["13610"] == "programme" and found["2025"] == "title" and found["三"] == "network"


def test_furniture_says_no_more_than_that_it_is_some() -> None:
    document, _, accounts = read("全年开展宣讲64场次。" + END + "相关阅读：某县建成驿站36个\n版权所有 1999-2023 电话：0872-2663518\n")
    found = {document.source[f.start : f.end]: f.why for f in accounts.fates if f.kind == "numerals"}
    assert found.pop("64") == "figure"
    assert set(found.values()) == {"furniture"}


def test_figures_of_lines_cut_away_for_no_reason_are_in_doubt() -> None:
    line = "培训干部200名，新建示范村5个。"
    document = read_text(RULES, OPENING + line + END, "case.txt")
    blocks = tuple(b._replace(kind="furniture") if document.source[b.start : b.end] == line else b for b in document.blocks)
    start = document.body.index("培训")
    stop = start + len(line)
    body, at = document.body[:start] + document.body[stop:], document.at[:start] + document.at[stop:]
    cut = replace(document, blocks=blocks, body=body, at=at)
    found = {cut.source[f.start : f.end]: f.why for f in account(RULES, PLACES, cut, NOTHING).fates}
    assert found["200"] == found["5"] == "cut-away" and RULES.account.reason["cut-away"].doubt == "yes"


# titles, signs, places


def test_titles_are_held_or_repeated() -> None:
    found = fates("印发《民族团结进步条例》实施细则。宣传《民族团结进步条例》。", "titles")
    assert found == {"《民族团结进步条例》": "title"} or found == {"《民族团结进步条例》": "duplicate"}
    document = read_text(RULES, OPENING + "宣传《民族团结进步条例》。", "case.txt")
    assert [f.why for f in account(RULES, PLACES, document, NOTHING).fates if f.kind == "titles"] == ["unexplained"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("一、加强领导\n全年开展宣讲64场次。\n二、深化宣传\n受众2万余人次。\n", "heading"),
        ("各级各部门通力合作。一是强化领导。全年开展宣讲64场次。", "no-series"),
    ],
)
def test_signs_open_headings_or_nothing(text: str, why: str) -> None:
    assert set(fates(text, "enumerators").values()) == {why}


def test_a_numbered_sentence_is_no_lead_in() -> None:
    text = "1.全年收到书画作品160余件，展出3场。\n2.争取到各级各类资金560万元，实施项目3个。"
    document = read_text(RULES, OPENING + text + END, "case.txt")
    assert [f.why for f in account(RULES, PLACES, document, NOTHING).fates if f.kind == "enumerators"] == ["sentence"] * 2


def test_a_series_of_lead_ins_that_is_not_held_is_unexplained() -> None:
    document = read_text(
        RULES, OPENING + "一、加强领导\n全年各项工作有序，成效明显。\n二、深化宣传\n各项工作有序，成效明显。" + END, "case.txt"
    )
    assert [f.why for f in account(RULES, PLACES, document, NOTHING).fates if f.kind == "enumerators"] == ["unexplained"] * 2


def test_places_are_the_region_above_it_in_it_or_elsewhere() -> None:
    found = fates("在大理白族自治州支持下，云龙县漕涧镇与延吉市结对。", "places")
    assert found == {"大理白族自治州": "above", "云龙县": "region", "漕涧镇": "within", "延吉市": "elsewhere"}


# totals


def test_totals_add_up_and_the_reading_keeps_them() -> None:
    _, data, accounts = read("2023年，开展宣讲64场次，编译出版106卷经典。")
    numerals = data["account"]["numerals"]
    assert numerals == {"taken": 1, "unit": 1, "date": 1}
    assert sum(numerals.values()) == sum(f.kind == "numerals" for f in accounts.fates)
    (only,) = data["account"]["open"]
    assert (only["why"], only["kind"]) == ("unit", "numerals") and "106" in only["quote"]
    assert Profile.model_validate(data).account is not None


def test_a_reading_with_nothing_in_doubt_lists_nothing() -> None:
    _, data, _ = read("2023年，开展宣讲64场次。")
    assert "open" not in data["account"]


def test_lines_name_the_place_and_the_fate() -> None:
    document, _, accounts = read("2023年，开展宣讲64场次，编译出版106卷经典。")
    printed = list(show.lines(document, accounts))
    assert any(line.startswith("3:1 ") and "date" in line and "【2023】" in line for line in printed)
    assert any("taken: figure" in line and "【64】" in line for line in printed)
    assert any("unit (in doubt)" in line and "【106】" in line for line in printed)
    assert "numerals: 3, taken 1 (figure 1), not taken: date 1, unit 1" in printed


# bad input


def took(text: str) -> float:
    """Seconds of processor time that the account of a text takes, its reading aside; the best of three, whatever runs beside."""
    document, taken = read_text(RULES, text, "long.txt"), list[float]()
    for _ in range(3):
        began = time.process_time()
        assert account(RULES, PLACES, document, NOTHING).fates
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.parametrize(
    "part",
    [
        "12345678,", "1，2、3。", "三三三三三三三三", "一百二十三个", "云龙县、永平县、", "《甲》《乙》", "“七个”", "1.一是（二）", "2023年7月5日、", "3—5—8—",
    ],
)  # fmt: skip
def test_time_grows_with_length(part: str) -> None:
    short, long = (took(OPENING * (size // 50) + part * (size // len(part))) for size in (10_000, 60_000))
    assert long < 6 * short * 2 + 0.3


def test_ten_thousand_names() -> None:
    text = OPENING + "".join(f"开展“石榴籽{n}号”行动，投入{n}元。" for n in range(10_000))
    document = read_text(RULES, text, "long.txt")
    programmes = [{"name": f"石榴籽{n}号", "at": [0, 1]} for n in range(10_000)]
    data = {"source": {"gaps": []}, "regions": [{"adcode": "532929", "measures": [], "indicators": [], "programmes": programmes}]}
    began = time.process_time()
    found = account(RULES, PLACES, document, data)
    assert time.process_time() - began < 15
    assert sum(f.kind == "numerals" for f in found.fates) == 20_000
    assert len(found.plain(document)["open"]) == MOST
