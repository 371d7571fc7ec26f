"""Quantities without a counter or measure word of their own.

Shares in words (七成, 百分之六十七, 一半以上), people behind a number in 万 (1.07万贫困人口) and divisions in a row (辖3乡7镇).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from generator.language.numerals import DECIMALS, DIGIT, HAN, SCALE, Quantity, alternation, han_number, plain
from generator.rules import Rules


def word_list(text: str) -> list[str]:
    """The words of a blank-separated rule; those YAML would misread stand in quotation marks."""
    return [word.strip("'") for word in text.split()]


@cache
def _share() -> re.Pattern[str]:
    return re.compile(
        rf"(?=[\d{HAN}])(?:(?P<lead>百分之)(?P<han>[{HAN}]{{1,8}}(?:点[{DECIMALS}]{{1,4}})?)|(?P<tenths>[一二两三四五六七八九\d])成(?P<plus>[一二三四五六七八九半](?!立|员|套))?"
        rf"(?![立为员功效果长本熟就套都人分])|(?P<half>一半)|(?P<part>[一二三四五六七八九十]{{1,4}})分之(?P<of>[一二两三四五六七八九十]{{1,4}}))(?P<behind>以上|以下|以内|左右|多)?"
    )


def shares(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Shares in words, in per cent."""
    for match in _share().finditer(body, start, end):
        value = _share_value(body, match)
        if value is None:
            continue
        qualifier = rules.qualifiers.after.get(match.group("behind") or "", "exact")
        at = match.start()
        if qualifier == "exact":
            qualifier, word = rules.qualifiers.directly_before(body, at)
            at -= len(word)
        yield Quantity(at, match.start(), match.end(), plain(value), "%", match.start(), qualifier)


def _share_value(body: str, match: re.Match[str]) -> Decimal | None:
    """What a share in words is worth; None where the words only look like one (第三成, 一半是)."""
    if match.group("half"):
        bounded = match.group("behind") or body[match.end() : match.end() + 2] in ("的国", "多的")
        return Decimal(50) if bounded else None
    if match.group("lead"):
        return han_number(match.group("han"))
    if digit := match.group("tenths"):
        if match.start() and body[match.start() - 1] in "一二三四五六七八九十百千几第":
            return None
        plus = match.group("plus")
        return Decimal(int(digit) if digit.isdigit() else DIGIT[digit]) * 10 + (5 if plus == "半" else DIGIT[plus] if plus else 0)
    part, of = han_number(match.group("part")), han_number(match.group("of"))
    return (of * 100 / part).quantize(Decimal("0.1")) if part and of else None


@cache
def _unitless(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A number in 万 or 亿, or one with 余; the words behind it that are people; the words before it that are."""
    known = rules.units
    number = re.compile(r"(?=\d)(?<![\d.])(\d+(?:\.\d+)?)(?:(余|多)?(万|亿)(余|多)?|(余|多))(?=[,。;、)\n\u4e00-\u9fff])")
    return number, re.compile(known.people), re.compile(known.population)


def people(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """People printed without a unit: 总人口61.1万; 1.07万贫困人口; 7000余搬迁群众."""
    number, behind, before = _unitless(rules)
    for match in number.finditer(body, start, end):
        alone = body[match.end()] in ",。;、)\n"
        if before.search(body, max(start, match.start() - 12), match.start()) if alone else behind.match(body, match.end()):
            value = Decimal(match.group(1)) * (SCALE[match.group(3)] if match.group(3) else 1)
            qualifier, word = rules.qualifiers.directly_before(body, match.start())
            over = match.group(2) or match.group(4) or match.group(5)
            yield Quantity(
                match.start() - len(word), match.start(), match.end(), plain(value), "人", match.end(), "over" if over else qualifier
            )


@cache
def district_units(rules: Rules) -> frozenset[str]:
    """Divisions that may be counted without a counter."""
    return frozenset(word_list(rules.units.districts))


@cache
def _row(rules: Rules) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Divisions counted two kinds or more in a row, and one of them."""
    one = rf"(\d{{1,3}}|[{HAN}]{{1,3}})({alternation(list(district_units(rules)))})"
    return re.compile(rf"(?=[\d{HAN}])(?<![\d第各{HAN}])(?:{one}[、和]?){{2,12}}(?![\u4e00-\u9fff]{{0,40}}[”》])"), re.compile(one)


def districts(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Divisions counted without a counter, two kinds or more in a row: 辖3乡7镇."""
    row, one = _row(rules)
    for several in row.finditer(body, start, end):
        for match in one.finditer(body, several.start(), several.end()):
            value = Decimal(match.group(1)) if match.group(1).isdigit() else han_number(match.group(1))
            if value and (value > 1 or match.group(1).isdigit()):
                yield Quantity(match.start(), match.start(), match.end(), plain(value), match.group(2), match.start(2), "exact")
