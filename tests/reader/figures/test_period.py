"""Which time a figure is tied to where parts of a report have times of their own."""

from dataclasses import replace

import pytest

from generator.language.marks import Span
from generator.reader.figures.indicators import figures
from generator.reader.figures.period import Periods
from generator.reader.outline.outline import outline
from tests.project import RULES
from tests.reader.outline.test_outline import article


def told(text: str, start: str = "", published: str = "2024-05-08", title: str | None = None) -> dict[str, str | None]:
    """The period of each figure of the part of `text` that begins with `start`, by its quote."""
    document = replace(article(text), published=published, title=title)
    span = Span(document.body.index(start), len(document.body))
    found = figures(RULES, document, span)
    periods = Periods(RULES, document, span, [f.number for f in found], outline(RULES, document, span))
    return {document.body[f.number : f.until]: periods.at(f.number, "(此前)" in f.item) for f in found}


def test_the_opening_of_one_region_is_not_that_of_the_next() -> None:
    text = "2023年,甲县以铸牢中华民族共同体意识为主线,开展宣讲9场次。\n乙县紧随其后。开展宣讲137场次,各族群众踊跃参与。"
    assert told(text, "乙县") == {"137场次": None}


def test_a_common_opening_governs_the_part_of_each_region() -> None:
    text = (
        "甲、乙两县山水相连。2023年,两县以铸牢中华民族共同体意识为主线,召开联席会议2次。\n乙县紧随其后。开展宣讲137场次,各族群众踊跃参与。"
    )
    assert told(text, "乙县") == {"137场次": "2023"}


def test_what_stands_before_the_sentence_that_governs_has_no_year() -> None:
    text = "某县有民族村39个。今年以来,某县把民族团结进步创建摆上重要位置。\n开展宣讲137场次,各族群众踊跃参与。"
    assert told(text) == {"39个": None, "137场次": "2024"}


def test_a_lead_in_gives_its_time_to_its_part_alone() -> None:
    text = """近年来,某县以铸牢中华民族共同体意识为主线,各族群众守望相助,经济社会发展呈现新气象。
一、主要成效
开展宣讲137场次,各族干部群众的思想认识不断提高。
二、下一步打算
今年是新中国成立75周年,要重点做好以下工作。
(一)加强教育。培训干部200名,做到全面覆盖。
(二)加强治理。新建驿站20个,做到就近服务。"""
    assert told(text) == {"137场次": None, "200名": "2024", "20个": "2024"}


def test_this_year_is_the_one_a_report_on_the_year_before_is_about() -> None:
    text = """近年来,某县以铸牢中华民族共同体意识为主线,各族群众守望相助,经济社会发展呈现新气象。
一、主要成效
去年开展宣讲120场次,今年开展宣讲137场次,各族干部群众的思想认识不断提高。
二、2024年工作思路
今年计划培训干部200名,做到全面覆盖,不断提高工作水平。"""
    title = "某县2023年民族工作总结及2024年工作思路"
    assert told(text, published="2024-01-06", title=title) == {"120场次": "2022", "137场次": "2023", "200名": "2024"}
    assert told(text, published="2024-05-08", title=title)["137场次"] == "2024"


def test_a_former_value_has_only_a_time_that_is_said_for_it_alone() -> None:
    assert told("2023年,某县扎实推进民族工作,考核分值由3分提高到5分。") == {"3分": None, "5分": "2023"}
    assert told("2023年,农民人均收入由2018年的9183元增加到14652元。") == {"9183元": "2018", "14652元": "2023"}


REVIEW = "某县山清水秀,各族群众守望相助。{}\n一、加强教育\n{}"


@pytest.mark.parametrize(
    ("opening", "sentence", "published", "want"),
    [
        ("2023年,两地互访3次。", "县里选派教师26名赴山区支教。", "2024-05-08", None),
        ("2022年,两地互访3次。", "县里选派教师26名赴山区支教。", "2023-12-20", None),
        ("2023年,全县荣获先进称号。", "县里选派教师26名赴山区支教。", "2023-12-20", None),
        ("2023年,两地互访3次。近年来,道路修通。", "县里选派教师26名赴山区支教。", "2023-12-20", None),
        ("自2023年起,两地互访。", "县里选派教师26名赴山区支教。", "2023-12-20", None),
        ("2023年,两地互访3次。", "2021年以来,选派教师26名赴山区支教。", "2023-12-20", None),
        ("2023年,两地互访3次。", "县里选派教师26名赴山区支教。", "2023-12-20", "2023"),
        ("2023年,两地互访3次。", "县里选派教师26名赴山区支教。", "2024-02-01", "2023"),
        ("2023年,两地互访3次。", "2022年选派教师26名赴山区支教。", "2024-02-01", "2022"),
        ("今年以来,全县以铸牢中华民族共同体意识为主线。", "全县现有民族学校26名教师。", "2023-06-18", None),
        ("今年以来,全县以铸牢中华民族共同体意识为主线。", "截至目前,全县配备联络员26名。", "2023-06-18", None),
        ("今年以来,全县以铸牢中华民族共同体意识为主线。", "累计建成示范点,选出带头人26名。", "2023-06-18", None),
        ("今年以来,全县以铸牢中华民族共同体意识为主线。", "县里选派教师26名赴山区支教。", "2023-06-18", "2023"),
        ("今年以来,全县以铸牢中华民族共同体意识为主线。", "全县现有联络员26名。", "2023-12-18", "2023"),
    ],
)
def test_the_year_a_report_looks_back_on_is_that_of_its_parts(opening: str, sentence: str, published: str, want: str | None) -> None:
    assert told(REVIEW.format(opening, sentence), published=published)["26名"] == want


def test_the_year_in_the_title_goes_before_the_one_looked_back_on() -> None:
    text = REVIEW.format("2023年,两地互访3次。", "县里选派教师26名赴山区支教。")
    assert told(text, published="2024-02-01", title="某县2024年民族团结进步创建工作方案")["26名"] == "2024"


def test_what_is_planned_is_of_the_year_its_part_names_and_else_of_none() -> None:
    text = "某县山清水秀,各族群众守望相助。\n一、主要做法\n一是加强教育。培训干部200名。\n{}\n一是提升产业。改造茶园3000亩,修路26公里。"
    title = "某县2023年民族工作情况汇报"
    assert told(text.format("二、2024年打算"), published="2023-12-11", title=title) == {"200名": "2023", "3000亩": "2024", "26公里": "2024"}
    assert told(text.format("二、下一步打算"), published="2023-12-11", title=title) == {"200名": "2023", "3000亩": None, "26公里": None}

    title = "某县2023年上半年民族工作情况汇报"
    assert told(text.format("二、下一步打算"), published="2023-07-08", title=title)["26公里"] == "2023"


def test_what_was_won_in_a_year_leaves_it_the_time_of_the_figures_before() -> None:
    text = "2022年,{},五个村寨入选国家名录。投入资金2315万元,实施项目26个。"
    assert told(text.format("全县少数民族人口占总人口的84.7%"))["26个"] == "2022"
    assert told(text.format("全县守望相助"))["26个"] is None
