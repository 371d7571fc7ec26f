"""Where an article first names a programme: its measure, a quote that is not too much, and whether its sentence may list its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator import model
from generator.profiles.text import extent
from generator.profiles.text.contexts import QuoteContext
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.extent import Extent
from generator.profiles.text.mentions import LONGEST, MAX_SHARE, FirstMention
from generator.reader.article.text import read_text
from tests.project import RULES

FILL = "近年来全县坚持以铸牢中华民族共同体意识为主线推进各项事业发展成效明显群众满意度稳步提升"
HEADS = ("一、加强组织领导", "二、深入宣传教育")


def of(text: str, names: Sequence[dict[str, Any]], headings: Sequence[str] = HEADS) -> tuple[FirstMention | None, ...]:
    region = {"name": "甲县", "level": "county", "programmes": list(names)}
    region["measures"] = [{"heading": one, "level": 1, "themes": ["education"]} for one in headings]
    source = {"file": "a.txt", "sha256": "0" * 64}
    profile = model.Profile.model_validate({"schema": 1, "id": "a", "source": source, "regions": [region]})
    return extent.measured(RULES, profile, read_text(RULES, text, "a.txt")).programmes[0]


def article(first: str, second: str) -> str:
    return f"甲县民族工作情况\n{FILL}。{FILL}。{FILL}。\n{HEADS[0]}\n{FILL}。{first}\n{HEADS[1]}\n{FILL}。{second}\n"


def test_what_the_article_does_not_name_has_no_mention() -> None:
    assert of(article("", ""), [{"name": "13610"}]) == (None,)


def test_the_measure_is_that_of_the_first_mention_and_the_quote_its_sentence() -> None:
    text = article("", "着力实施“13610”计划，为创建指明方向。再推“13610”计划。")
    assert of(text, [{"name": "13610"}]) == (FirstMention(1, "着力实施“13610”计划，为创建指明方向", False),)


def test_a_sentence_that_lists_anything_may_explain() -> None:
    (one,) = of(article("", "实施“13610”计划，突出宣讲、培训和服务。"), [{"name": "13610"}])
    assert one is not None and one.listed


def test_as_many_headings_as_the_name_counts_may_explain() -> None:
    text = article("抓好“两大工程”落实见效。", "")
    (one,) = of(text, [{"name": "两大工程", "count": 2}])
    assert one is not None and one.listed
    (one,) = of(text.replace("两大工程", "三大工程"), [{"name": "三大工程", "count": 3}])
    assert one is not None and not one.listed


def test_a_long_sentence_gives_its_clause_and_a_long_clause_nothing() -> None:
    (one,) = of(article("", f"实施“铸魂”工程，{FILL}。"), [{"name": "铸魂"}])
    assert one is not None and one.quote == "实施“铸魂”工程"
    (one,) = of(article("", f"{FILL}实施“铸魂”工程{FILL}。"), [{"name": "铸魂"}])
    assert one is not None and one.quote is None


def test_quotes_end_where_they_would_be_too_much_and_numbers_come_first() -> None:
    names = [f"石榴{one}号" for one in "甲乙丙丁戊己庚辛壬癸"]
    text = article("", "".join(f"开展“{name}”活动并且推广到全县各个乡镇。" for name in names) + "实施“13610”计划推动各项工作落实。")
    found = of(text, [{"name": name} for name in (*names, "13610")])
    quotes = [one.quote for one in found if one and one.quote]
    assert quotes[-1] == "实施“13610”计划推动各项工作落实" and 0 < len(quotes) < len(found)
    assert sum(map(len, (*quotes, *HEADS))) <= MAX_SHARE * len(squeeze(text)) and max(map(len, quotes)) <= LONGEST


def test_what_is_kept_comes_back_as_it_was() -> None:
    made = Extent((3,), ((1, None),), ((FirstMention(None, "甲", True), None),), ((QuoteContext("前", "", False, "alone"), None),))
    kept = {"regions": [3], "measures": [[1, None]], "programmes": [[{"measure": None, "quote": "甲", "listed": True}, None]]}
    kept["contexts"] = [[{"before": "前", "after": "", "withheld": False, "unique": "alone"}, None]]
    assert extent.unpacked(kept) == made and extent.unpacked(None) is None
