"""Numerals in every script and what they are worth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.language.numerals import han_number, in_form, in_han, plain, readings, scaled, small, unsealed, value_of, year


@pytest.mark.parametrize("text", ["", "三七", "一二", "三点十", "点五"])
def test_what_is_no_numeral(text: str) -> None:
    assert han_number(text) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("四十六", 46),
        ("一百一十二", 112),
        ("二百六十", 260),
        ("一万二千", 12000),
        ("一亿三千万", 130000000),
        ("十", 10),
        ("两千一百", 2100),
        ("三万五", 35000),
        ("二〇二四", 2024),
        ("十三点零五", "13.05"),
        ("廿", 20),
        ("廿八", 28),
        ("卅六", 36),
    ],
)
def test_chinese_numerals(numeral: str, value: int | str) -> None:
    assert han_number(numeral) == Decimal(value)


@pytest.mark.parametrize("text", ["", "是", "级"])
def test_no_small_number(text: str) -> None:
    assert small(text) == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("十二", 12),
        ("三十一", 31),
        ("二十", 20),
        ("十", 10),
        ("两", 2),
        ("双", 2),
        ("壹", 1),
        ("③", 3),
        ("⑽", 10),
        ("㈣", 4),
        ("Ⅳ", 4),
    ],
)
def test_small_numbers_in_every_script(text: str, value: int) -> None:
    assert small(text) == value


@pytest.mark.parametrize("text", ["2023", "二〇二三", "二○二三", "二O二三", "二0二三"])
def test_years(text: str) -> None:
    assert year(text) == 2023


def test_what_is_no_year_is_refused() -> None:
    with pytest.raises(ValueError):
        year("去年")


def test_scales_multiply() -> None:
    assert scaled(Decimal("1.2"), "万亿") == 12_000 * 100_000_000
    assert scaled(Decimal(3), "多") == 3
    assert value_of("1,415", None, "万") == 14_150_000
    assert value_of(None, "三", "百万") == 3_000_000
    assert value_of(None, None, "万") is None


def test_whole_values_have_no_point() -> None:
    assert (repr(plain(Decimal("370.0"))), repr(plain(Decimal("67.5")))) == ("370", "67.5")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,415万元", {14_150_000}),
        ("20余万件", {200_000}),
        ("七成", {70}),
        ("两三个", {2, 3}),
        ("1.2万元", {12_000}),
        ("民族", set()),
    ],
)
def test_all_that_numerals_can_be_read_to_state(text: str, values: set[int]) -> None:
    assert set(readings(text)) == values


@pytest.mark.parametrize("text", ["队伍3支", "大陆12家", "收拾干净", "陆续开展", "李陆伍", "三江县"])
def test_a_character_of_a_word_is_no_formal_numeral(text: str) -> None:
    assert unsealed(text) == text


@pytest.mark.parametrize(
    ("text", "plainly"),
    [("补助伍仟元", "补助五千元"), ("伍万叁仟贰佰元整", "五万三千二百元整"), ("壹佰贰拾户", "一百二十户"), ("拾万元", "十万元")],
)
def test_formal_numerals_are_made_plain(text: str, plainly: str) -> None:
    assert unsealed(text) == plainly


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 21, 99, 100, 101, 110, 111, 120, 1000, 1001, 1010, 1100, 2024, 9999])
def test_numbers_in_chinese_are_read_back(number: int) -> None:
    assert han_number(in_han(number)) == number


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (12, "decimal", "12"),
        (12, "ordinalText", "12"),
        (0, "chineseCounting", "0"),
        (27, "upperLetter", "27"),
        (12, "chineseCountingThousand", "十二"),
        (12, "japaneseCounting", "十二"),
        (12, "taiwaneseCounting", "十二"),
        (12, "ideographDigital", "一二"),
        (110, "ideographDigital", "一一〇"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (14, "upperRoman", "XIV"),
        (4, "lowerRoman", "iv"),
        (3, "decimalZero", "03"),
        (2, "ideographTraditional", "乙"),
        (2, "upperLetter", "B"),
    ],
)
def test_numbers_in_the_forms_of_word_processors(number: int, form: str, text: str) -> None:
    assert in_form(number, form) == text
