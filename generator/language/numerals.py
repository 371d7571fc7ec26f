"""Numerals and what stands beside them: their values in Arabic and Chinese, how exact they are, and what a quantity is.

The words stand in rules/units.yml and rules/qualifiers.yml.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.model import Qualifier
from generator.rules import Rules


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
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "百万": 1_000_000, "千万": 10_000_000}
DECIMALS = "零〇一二三四五六七八九"
DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def word_list(text: str) -> list[str]:
    """The words of a blank-separated rule; those YAML would misread stand in quotation marks."""
    return [word.strip("'") for word in text.split()]


def alternation(words: list[str]) -> str:
    """The words as one alternative of a pattern, longest first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def _before(rules: Rules) -> re.Pattern[str]:
    # A verb may stand between 至少 and its figure: 每年至少组织1次. 最少的村 names the smallest of several, and is no qualifier.
    # 公约, 合约 and the like are nouns.
    return re.compile(
        f"(?<![公合条契签协节预特盟])(?P<word>{alternation(list(rules.qualifiers.before))})$|(?P<least>至少|最少(?!的))[\u4e00-\u9fff]{{1,4}}$"
    )


def qualifier_before(rules: Rules, body: str, start: int) -> tuple[Qualifier, str]:
    """The qualifier that stands directly before `start`, and its word."""
    match = _before(rules).search(body, max(0, start - 6), start)
    if not match:
        return "exact", ""
    if match.group("least"):
        return "at_least", ""
    return rules.qualifiers.before[match.group("word")], match.group("word")


def value_of(arabic: str | None, han: str | None, scale: str | None) -> Decimal | None:
    """The value of a numeral in either script, times its scale word."""
    number = Decimal(arabic.replace(",", "")) if arabic else han_number(han or "")
    if number is None:
        return None
    return number * SCALE[scale] if scale else number


def han_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一亿三千万, 四十六, 二〇二四, 十三点五; None where it is none (百十一)."""
    if not text:
        return None
    if "点" in text:
        whole, _, dot = text.partition("点")
        number = han_number(whole)
        return None if number is None else number + Decimal("0." + "".join(str(DIGIT[c]) for c in dot))
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
