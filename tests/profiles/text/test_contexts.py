"""A few characters around a quote: never of another sentence, never too much of a document, never of a place that is not known."""

from __future__ import annotations

import pytest

from generator.profiles.shelf import Shelf
from generator.profiles.text import extent
from generator.profiles.text.contexts import CUT, REACH, QuoteContext, contexts
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.extent import Extent
from generator.profiles.text.mentions import MAX_SHARE
from generator.reader.article.text import read_document
from generator.workspace import Workspace
from tests.profiles.text.test_extent import HEADS, OPENING, of, profile
from tests.project import FROZEN, RULES

FILL = "其余的话与此无关。" * 40


def around(sentence: str, quote: str, before: str = FILL, after: str = FILL) -> QuoteContext | None:
    text = before + sentence + after
    place = text.index(quote)
    return contexts(text, [(0, len(text))], [(place, place + len(quote))], bytes(len(text)))[0]


@pytest.mark.parametrize(
    ("sentence", "quote", "before", "after"),
    [
        ("全县共建成基地3个，覆盖面广。", "建成基地3个", "全县共", "，覆盖面广。"),
        ("建成基地3个。", "建成基地3个", "", ""),
        ("建成基地3个。", "建成基地3个。", "", ""),
        (
            "一二三四五六七八九十一二三四五，六七八九十，建成基地3个，一二三四五六七，八九十一二三四五六七八九十一二。",
            "建成基地3个",
            "…六七八九十，",
            "，一二三四五六七，…",
        ),
        ("一二三四五六七八九十一二三四五六七八九十一二建成基地3个一二三四五六七八九十一二三四五六七八九十一二。",
         "建成基地3个", "…三四五六七八九十一二三四五六七八九十一二", "一二三四五六七八九十一二三四五六七八九十…"),
    ],
)  # fmt: skip
def test_of_its_sentence_alone_and_whole_clauses_where_there_are_some(sentence: str, quote: str, before: str, after: str) -> None:
    found = around(sentence, quote)
    assert found and (found.before, found.after) == (before, after)
    assert all(len(words.strip(CUT)) <= REACH for words in (found.before, found.after))


def test_a_paragraph_is_not_left() -> None:
    text = FILL + "上一段没有句号" + "建成基地3个" + "下一段" + FILL
    cuts = [0, text.index("建成"), text.index("下一段"), len(text)]
    place = (text.index("建成"), text.index("下一段"))
    assert contexts(text, list(zip(cuts, cuts[1:], strict=False)), [place], bytes(len(text))) == [QuoteContext("", "", False, "alone")]


def test_a_document_that_would_show_too_much_shows_none() -> None:
    text = "全县共建成基地3个，覆盖面广。" + "余" * 20
    place = (text.index("建成"), text.index("，"))
    assert contexts(text, [(0, len(text))], [place], bytes(len(text))) == [QuoteContext("", "", True, "alone")]
    shown = bytearray(len(text) * 100)
    longer = text + "余" * (len(shown) - len(text))
    assert contexts(longer, [(0, len(longer))], [place], bytes(shown)) == [QuoteContext("全县共", "，覆盖面广。", False, "alone")]
    shown[100 : 100 + int(MAX_SHARE * len(longer))] = b"\1" * int(MAX_SHARE * len(longer))
    assert contexts(longer, [(0, len(longer))], [place], bytes(shown)) == [QuoteContext("", "", True, "alone")]


def test_a_quote_that_stands_twice_is_told_by_what_is_around_it() -> None:
    twice = FILL + "城区建成基地3个，很好。" + FILL + "乡镇建成基地3个，也好。" + FILL
    place = twice.index("建成")
    assert contexts(twice, [(0, len(twice))], [(place, place + 6)], bytes(len(twice))) == [
        QuoteContext("城区", "，很好。", False, "between")
    ]
    assert contexts(twice, [(0, len(twice))], [(place, place + 6)], b"\1" * len(twice)) == [QuoteContext("", "", True, "")]
    assert contexts(twice, [(0, len(twice))], [None], bytes(len(twice))) == [None]


def test_a_figure_outside_any_measure_that_stands_twice_has_no_place() -> None:
    text = f"自治县民族团结进步工作情况\n{OPENING}\n{HEADS[0]}\n全县建成基地3个。{FILL}\n{HEADS[1]}\n全县建成基地3个，培训干部8人。{FILL}\n"
    found: Extent = of(text, profile(HEADS, quotes=[["建成基地3个", "培训干部8人"]]))
    assert found.contexts == ((None, QuoteContext("全县建成基地3个，", "", False, "alone")),)


def test_a_paragraph_without_a_stop_does_not_go_on() -> None:
    text = "一、标题" + "全县建成基地3个并投用" + FILL
    cuts = [0, 4, text.index("其余"), len(text)]
    place = (text.index("建成"), text.index("并"))
    assert contexts(text, list(zip(cuts, cuts[1:], strict=False)), [place], bytes(len(text))) == [
        QuoteContext("全县", "并投用", False, "alone")
    ]


def test_no_frozen_document_shows_more_than_it_may_where_it_shows_contexts() -> None:
    shelf, some = Shelf(Workspace(FROZEN)), 0
    for one in shelf.held:
        found = extent.of(RULES, one)
        assert found and one.seed
        article = squeeze(read_document(RULES, one.seed).source)
        shown = bytearray(len(article))
        given = False
        for region, around_, named in zip(one.profile.regions, found.contexts, found.programmes, strict=True):
            words = [measure.heading for measure in region.measures]
            words += [each.quote for each in (*region.honours, *region.networks)] + [each.quote for each in named if each and each.quote]
            for (_, figure), context in zip(region.figures(), around_, strict=True):
                before, after = (context.before.strip(CUT), context.after.strip(CUT)) if context else ("", "")
                assert context is None or squeeze(before + figure.quote + after) in article
                given |= bool(before or after)
                words.append(before + figure.quote + after)
            for each in map(squeeze, words):
                if (place := article.find(each)) >= 0:
                    shown[place : place + len(each)] = b"\1" * len(each)
        some += given
        assert not given or sum(shown) <= MAX_SHARE * len(article)
    assert some
