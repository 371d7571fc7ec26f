"""Numerals: what they are worth, in Arabic figures, Chinese characters and both together.

Which numerals are quantities is the reader's business; words beside them that say how exact they are stand in rules/qualifiers.yml.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from generator.model import Qualifier


class Quantity(NamedTuple):
    """One numeral with its unit.

    `start` and `end` bound numeral, qualifier and unit in the body; `number` is where the numeral itself begins.
    """

    start: int
    number: int
    end: int
    value: float | int
    unit: str
    unit_at: int
    """Where the unit begins."""
    qualifier: Qualifier
    bound: str = ""
    """`low` or `high` where it is one end of a range."""
    words: bool = False
    """Whether the numeral is a small one written in Chinese (两个, 三家)."""


HAN = "零〇一二两三四五六七八九十百千万亿"
"""Characters of which numerals are written."""
DECIMALS = "零〇一二三四五六七八九"
SMALL = "一二三四五六七八九十"
"""Characters of small numbers that count or name a place in a series, as a class of an expression: `[{SMALL}]{1,3}`."""
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "百万": 1_000_000, "千万": 10_000_000}
"""What stands behind a number and multiplies it (1415万)."""
DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PAIR = {"两": 2, "双": 2}
# Scribes write 〇 as a circle or a letter.
_ZEROS = str.maketrans("○O0", "〇〇〇")


def alternation(words: list[str]) -> str:
    """The words as one alternative of a pattern, longest first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


def small(text: str) -> int:
    """A number up to 99 in any script: 12, 十二, 两, 双, 壹, ③, ⑴, ㈠; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if ten and len(text) > 1:
        return (small(tens) or 1) * 10 + small(ones)
    # Unicode knows the value of 一, 壹, ①, ⑴ and ㈠ alike.
    return _PAIR.get(text) or (int(unicodedata.numeric(text, 0)) if len(text) == 1 else 0)


def year(text: str) -> int:
    """A year as printed, digit by digit: 2023, 二〇二三, 二○二三.

    Raises ValueError where it is none.
    """
    return int("".join(str(DIGIT.get(c, c)) for c in (text if text.isdecimal() else text.translate(_ZEROS))))


def scaled(number: Decimal, scale: str) -> Decimal:
    """`number` times every scale in a row behind it: (Decimal(3), "千万") -> 30000000; other characters count nothing."""
    for char in scale:
        number *= SCALE.get(char, 1)
    return number


def value_of(arabic: str | None, han: str | None, scale: str | None) -> Decimal | None:
    """The value of a numeral in either script, times its scale word."""
    number = Decimal(arabic.replace(",", "")) if arabic else han_number(han or "")
    if number is None:
        return None
    return number * SCALE[scale] if scale else number


def han_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一亿三千万, 四十六, 二〇二四, 十三点五; None where it is none (三七)."""
    if not text:
        return None
    if "点" in text:
        whole, _, dot = text.partition("点")
        number = han_number(whole)
        return None if number is None or not set(dot) <= DIGIT.keys() else number + Decimal("0." + "".join(str(DIGIT[c]) for c in dot))
    if len(text) > 1 and all(c in DIGIT for c in text):
        return Decimal("".join(str(DIGIT[c]) for c in text)) if "〇" in text or "零" in text or len(text) >= 4 else None
    total = section = digit = 0
    last = 0
    for char in text:
        if char in DIGIT:
            if digit and (digit + 1 != DIGIT[char] or last):
                return None
            digit = DIGIT[char]
            last = 0
        elif char in "十百千":
            section += (digit or 1) * SCALE[char]
            digit, last = 0, SCALE[char]
        else:
            total = (total + section + digit or 1) * SCALE[char] if char == "亿" else total + (section + digit or 1) * SCALE[char]
            section, digit, last = 0, 0, SCALE[char]
    if digit and last == 0 and len(text) > 1 and text[-2] in "百千万亿":
        digit *= SCALE[text[-2]] // 10
    return Decimal(total + section + digit)


def plain(value: Decimal) -> int | float:
    """A value as a profile holds it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)
