"""Numerals: what they are worth, in Arabic figures, Chinese characters and both together.

Which numerals are quantities is the reader's business; words beside them that say how exact they are stand in rules/qualifiers.yml.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from generator.language.marks import Span, covered
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
    qualifier: Qualifier
    bound: str = ""
    """`low` or `high` where it is one end of a range."""
    words: bool = False
    """Whether the numeral is a small one written in Chinese (两个, 三家)."""


HAN = "零〇一二两三四五六七八九十百千万亿廿卅"
"""Characters of which numerals are written."""
DECIMALS = "零〇一二三四五六七八九"
SMALL = "一二三四五六七八九十"
"""Characters of small numbers that count or name a place in a series, as a class of an expression: `[{SMALL}]{1,3}`."""
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "百万": 1_000_000, "千万": 10_000_000}
"""What stands behind a number and multiplies it (1415万)."""
SCALES = "万亿|百万|千万|万|亿|千(?![米克瓦])|百"
"""Scales as alternatives of an expression; in 千米, 千克 and 千瓦 the first character belongs to the unit."""
TO = "[—~～-]{1,2}|至|到"
"""What joins the two ends of a range, as alternatives of an expression."""
_FIGURES = "零一二三四五六七八九"
DIGIT = {c: i for i, c in enumerate(_FIGURES)} | {"〇": 0, "两": 2}
_PAIR = {"两": 2, "双": 2}
# Scribes write 〇 as a circle or a letter.
_ZEROS = str.maketrans("○O0", "〇〇〇")


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
    text = text.replace("廿", "二十").replace("卅", "三十")
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


_NEIGHBOURS = re.compile(r"((?:[一二两三四五六七八九]?[十百千万])*)([一二两三四五六七八])([二三四五六七八九])([十百千万]*)")


def neighbours(han: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range written in one numeral: 五六百, 两三, 四百五六十; None where it is none."""
    match = _NEIGHBOURS.fullmatch(han)
    if not match or DIGIT[match[2]] + 1 != DIGIT[match[3]] or han.startswith("一二"):
        return None
    low, high = (han_number(match[1] + digit + match[4]) for digit in match.group(2, 3))
    return (low, high) if low and high else None


ROUND = re.compile(r"(?=\d)(?<![\d.])(\d+(?:\.\d+)?)(?:(余|多)?(万|亿)(余|多)?|(余|多))(?=[,。;、)\n\u4e00-\u9fff])")
"""A number in 万 or 亿, or one with 余, that needs no unit: 61.1万, 7000余."""
SHARE = re.compile(
    rf"(?=[\d{HAN}])(?:(?P<lead>百分之)(?P<han>[{HAN}]{{1,8}}(?:点[{DECIMALS}]{{1,4}})?)"
    r"|(?P<tenths>[一二两三四五六七八九\d])成(?P<plus>[一二三四五六七八九半](?!立|员|套))?(?![立为员功效果长本熟就套都人分])"
    rf"|(?P<half>一半)|(?P<part>[{SMALL}]{{1,4}})分之(?P<of>[{SMALL}两]{{1,4}}))(?P<behind>以上|以下|以内|左右|多)?"
)
"""A share in words: 七成, 百分之六十七, 三分之一, 一半以上."""


def share(match: re.Match[str]) -> Decimal | None:
    """What a match of `SHARE` is worth in per cent; None where the words only look like a share (第三成, 一半是)."""
    body = match.string
    if match["half"]:
        bounded = match["behind"] or body[match.end() : match.end() + 2] in ("的国", "多的")
        return Decimal(50) if bounded else None
    if match["lead"]:
        return han_number(match["han"])
    if digit := match["tenths"]:
        if match.start() and body[match.start() - 1] in f"{SMALL}百千几第":
            return None
        plus = match["plus"]
        return Decimal(int(digit) if digit.isdigit() else DIGIT[digit]) * 10 + (5 if plus == "半" else DIGIT[plus] if plus else 0)
    part, of = han_number(match["part"]), han_number(match["of"])
    return (of * 100 / part).quantize(Decimal("0.1")) if part and of else None


HALVES = ("半数", "一半", "过半")
"""A half in words."""
# Arabic figures, with thousands and decimals, in one part or two (1亿2000万, 3万2千); characters, with decimals.
_RUN = re.compile(
    rf"(?=[\d{HAN}半过])(?:半数|一半|过半|(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:[余多几]?[十百千万亿]{{1,2}}(?:\d+(?:\.\d+)?[十百千万亿]{{1,2}})?)?"
    rf"|(?P<han>[{HAN}]{{1,16}}(?:点[{DECIMALS}]{{1,4}})?))"
)


def numerals(text: str, counts: Callable[[int], bool]) -> list[Span]:
    """Where the numerals of `text` begin and end, in order.

    Every Arabic figure is one, with the scale behind it, and every share in words (七成, 百分之六十七, 半数). Of Chinese characters those
    that write a number: two or more that have a value (二十三), any behind 第, and where `counts` says of their place that something
    is counted there. Others are parts of words (统一, 三亚, 万众).
    """
    shares = [Span(m.start(), m.start("behind") if m["behind"] else m.end()) for m in SHARE.finditer(text) if share(m) is not None]
    inside = covered(text, shares)
    runs = (
        Span(*m.span())
        for m in _RUN.finditer(text)
        if not (inside[m.start()] or inside[m.end() - 1]) and (not m["han"] or _writes(text, m["han"], m.start()) or counts(m.start()))
    )
    return sorted([*shares, *runs])


def _writes(text: str, han: str, start: int) -> bool:
    """Whether characters write a number whatever stands behind them."""
    return text[max(0, start - 1) : start] == "第" or (len(han) > 1 and (han_number(han) or neighbours(han)) is not None)


# Full-width digits and point, as some sources print them.
_FOLD = str.maketrans("０１２３４５６７８９．", "0123456789.")
_PRINTED = re.compile(r"([0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(\.[0-9]+)?[余多]?([万亿]?)")


def printed_scale(value: int | float, text: str) -> str:
    """The scale on which `text` prints `value`: '万', '亿', or '' where it prints the number out or in words."""
    for whole, part, scale in _PRINTED.findall(text.translate(_FOLD)):
        if scaled(Decimal(re.sub("[,，]", "", whole) + part), scale) == Decimal(str(value)):
            return str(scale)
    return ""


GROUPED = re.compile(r"(?<=[^\d.,\s])\d{1,3}(?: \d{3})+(?=(?:\.\d+)?[\u4e00-\u9fff%])")
"""A number whose thousands are set apart by blanks (2 860万), inside a line."""
SCALED = re.compile("[十百千]?[万亿]+")
"""Scales in a row behind a number, as they also stand before a unit (万元)."""
_ARABIC = re.compile(r"\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CHINESE = re.compile(rf"(?<![\d.余多几])[{HAN}]+(?:点[{DECIMALS}]+)?")
# A scale may follow behind 余, 多 or 几, and twice: 20余万, 3千多万, 1.2万亿.
_BEHIND = re.compile(r"(?:[余多几]?[十百千万亿]){1,2}")


def readings(text: str) -> Iterator[Decimal]:
    """Every number that the numerals of a text can be read to state, with and without the scales behind them."""
    for match in _ARABIC.finditer(text):
        yield from _with_scales(Decimal(re.sub("[,，]", "", match.group())), text, match.end())
    for match in _CHINESE.finditer(text):
        word = match.group()
        tenths = 10 if text.startswith("成", match.end()) else 1
        if (number := han_number(word)) is not None:
            yield from _with_scales(number * tenths, text, match.end())
            continue
        # Several in a row (两三个): any end of the run may be the numeral, and any digit.
        for start in range(1, len(word)):
            if (number := han_number(word[start:])) is not None:
                yield from _with_scales(number, text, match.end())
        yield from (Decimal(DIGIT[char]) * tenths for char in word if char in DIGIT)


def _with_scales(number: Decimal, text: str, end: int) -> Iterator[Decimal]:
    scale = _BEHIND.match(text, end)
    if not scale:
        yield number
        return
    for char in scale.group():
        if char in SCALE:
            number *= SCALE[char]
            yield number


def plain(value: Decimal) -> int | float:
    """A value as a profile holds it: whole numbers without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


_PLAIN, _SEALED = "一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟"
_FORMAL = str.maketrans(_PLAIN, _SEALED)
_SHORT = str.maketrans(_SEALED, _PLAIN)
# Alone such a character is part of a name or a word (队伍, 大陆); with a scale behind it, it is a numeral.
_LONG = re.compile(rf"(?=[{_SEALED}])(?:[{_SEALED[:9]}][{_SEALED[9:]}万亿零整]+|[{_SEALED[9:]}]+(?=[{_SEALED[:9]}万亿]))+[{_SEALED[:9]}]?")


def unsealed(text: str) -> str:
    """A text with numerals as they stand on bills in plain ones (伍仟元 -> 五千元), character for character."""
    return _LONG.sub(lambda match: match[0].translate(_SHORT), text)


_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
}  # fmt: skip
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True))
_LARGEST = 9999


def in_form(number: int, form: str) -> str:
    """`number` as a word processor writes it in the form it names (chineseCounting: 十二); in Arabic figures where it has no such form."""
    if series := _SERIES.get(form):
        return series[number - 1] if 0 < number <= len(series) else str(number)
    if not 0 < number <= _LARGEST:
        return str(number)
    if form in ("upperRoman", "lowerRoman"):
        text = ""
        for value, sign in _ROMAN:
            text, number = text + sign * (number // value), number % value
        return text if form == "upperRoman" else text.lower()
    if form == "chineseLegalSimplified":
        return in_han(number).translate(_FORMAL)
    if form == "ideographDigital":
        return "".join(_FIGURES[int(digit)] for digit in str(number)).replace("零", "〇")
    if form == "decimalZero":
        return f"{number:02d}"
    return (
        in_han(number)
        if form.removeprefix("taiwanese").removeprefix("japanese").lower().startswith(("chinesecounting", "counting"))
        else str(number)
    )


def in_han(number: int) -> str:
    """A whole number from 1 to 9999 in Chinese: 12 -> 十二, 105 -> 一百零五."""
    digits = [int(digit) for digit in f"{number:04d}"]
    text = "".join(_FIGURES[digit] + scale * (digit > 0) for digit, scale in zip(digits, ("千", "百", "十", ""), strict=True))
    text = re.sub("零+", "零", text).strip("零")
    return text[1:] if text.startswith("一十") else text
