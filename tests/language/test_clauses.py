"""Sentences and clauses: where they begin and end, marks around them minded or not."""

from __future__ import annotations

from generator.language.clauses import LONGEST, Clauses, clause_before, clause_end, clause_start

TEXT = "某县投入资金300万元(其中,中央30万元),建成“团结,进步”广场2个。次年再建3个;\n全县共6个"


def clause(place: int) -> str:
    c = Clauses(TEXT, 0, len(TEXT))
    return TEXT[c.start(place) : c.end(place)]


def test_marks_inside_quotation_marks_and_brackets_do_not_part_clauses() -> None:
    assert clause(TEXT.index("2个")) == "建成“团结,进步”广场2个"
    assert clause(TEXT.index("300")) == "某县投入资金300万元(其中,中央30万元)"


def test_inside_brackets_a_clause_is_theirs() -> None:
    assert clause(TEXT.index("30万元)")) == "中央30万元"


def test_sentences_and_paragraphs() -> None:
    c = Clauses(TEXT, 0, len(TEXT))
    place = TEXT.index("3个")
    assert TEXT[c.sentence(place) : c.sentence_end(place)] == "次年再建3个;\n"
    assert TEXT[c.line(place) : c.line_end(place)].endswith("次年再建3个;")
    assert TEXT[c.line(len(TEXT) - 1) : c.line_end(len(TEXT) - 1)] == "全县共6个"
    assert c.sentence_end(len(TEXT) - 1) == len(TEXT)


def test_a_text_without_punctuation_is_searched_so_far_and_no_further() -> None:
    body = "县" * 3 * LONGEST
    c = Clauses(body, 0, len(body))
    assert (c.start(2 * LONGEST), c.end(2 * LONGEST)) == (LONGEST, 3 * LONGEST)


def test_clauses_that_mind_no_marks() -> None:
    place = TEXT.index("进步”")
    assert clause_before(TEXT, place) == "" and TEXT[place : clause_end(TEXT, place)] == "进步”广场2个"
    assert clause_before(TEXT, place - 1, 2) == "团结"
    assert clause_start("乡镇", 2, 1) == 1 and clause_end("乡镇", 0) == 2 and clause_end("乡镇,", 0, 1) == 1
