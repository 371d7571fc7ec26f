"""Numerals with their units: where they stand, what they are worth, how exact they are.

Arabic, full-width and Chinese numerals, 万/亿, shares in words (七成, 百分之六十七, 一半), ranges. What a figure counts
is `indicators`' business. Units and words stand in rules/units.yml and rules/qualifiers.yml.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator import rules
from generator.model import Qualifier


class UnitRules(rules.RuleModel):
    """See the head of rules/units.yml; word lists are separated by blanks."""

    counters: str
    measures: str
    events: str
    durations: str
    limits: str
    never: str
    joined: str
    places: str
    districts: str
    people: rules.Regex
    formula: rules.Regex
    population: rules.Regex
    hit: dict[str, tuple[float | int, str]]
    miss: list[str]


class QualifierRules(rules.RuleModel):
    """See the head of rules/qualifiers.yml."""

    before: dict[str, Qualifier]
    after: dict[str, Qualifier]
    target: rules.Regex
    norm: rules.Regex
    idiom: rules.Regex
    hit: dict[str, Qualifier]
    miss: list[str]


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


_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d.])|\d+(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十百千万亿"
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000, "百万": 1_000_000, "千万": 10_000_000}
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def unit_rules() -> UnitRules:
    return rules.load("units", UnitRules)


def qualifier_rules() -> QualifierRules:
    return rules.load("qualifiers", QualifierRules)


def _words(text: str) -> list[str]:
    return [word.strip("'") for word in text.split()]


def _either(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def counters() -> frozenset[str]:
    return frozenset(_words(unit_rules().counters))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The numeral with its unit; shares in words; qualifiers before; qualifiers behind."""
    known = unit_rules()
    units = _either(_words(known.counters) + _words(known.measures) + _words(known.events) + _words(known.durations))
    after = "余|多|来|几"
    number = rf"(?P<arabic>{_ARABIC})|(?P<han>[{_HAN}]+)"
    figure = re.compile(
        rf"(?:(?P<low>(?:\d+(?:\.\d+)?|[{_HAN}]{{1,8}}))(?P<lowscale>万|亿)?(?P<lowunit>{units})?(?:[—~～-]{{1,2}}|至|到))?"
        rf"(?:{number})(?P<more>{after})?(?P<scale>万亿|百万|千万|万|亿|千|百)?(?P<more2>余|多)?(?P<unit>(?:{units})(?:[(](?:{_either(_words(known.joined))})[)])?)"
        rf"(?P<behind>以上|以下|以内|之内|左右|上下|之多|内|多|余)?"
    )
    share = re.compile(
        rf"(?:(?P<lead>百分之)(?P<han>[{_HAN}]+)(?:点(?P<dot>[{_HAN}]+))?|(?P<tenths>[一二两三四五六七八九\d])成(?P<plus>[一二三四五六七八九半](?!立|员|套))?"
        rf"(?![立为员功效果长本熟就套都人分])|(?P<half>一半)|(?P<part>[一二三四五六七八九十]+)分之(?P<of>[一二两三四五六七八九十]+))(?P<behind>以上|以下|以内|左右|多)?"
    )
    # A verb may stand between 至少 and its figure: 每年至少组织1次.
    before = re.compile(f"(?P<word>{_either(list(qualifier_rules().before))})$|(?P<least>至少|最少)[\u4e00-\u9fff]{{1,4}}$")
    never = re.compile(_either(_words(known.never)))
    return figure, share, before, never


@cache
def districts() -> frozenset[str]:
    return frozenset(_words(unit_rules().districts))


def find(body: str, start: int, end: int) -> list[Quantity]:
    """Every quantity in `body[start:end]`, in order; what is inside quotation marks or book titles included."""
    figure, share, _, _ = _patterns()
    found: list[Quantity] = []
    taken = start
    shares = {m.start(): m for m in share.finditer(body, start, end)}
    for match in figure.finditer(body, start, end):
        if match.start() < taken:
            continue
        if any(s <= match.start() < m.end() for s, m in shares.items() if abs(s - match.start()) < 12):
            continue
        found += _figures(body, match)
        taken = match.end()
    found += [q for m in shares.values() if (q := _share(body, m))]
    taken_at = {q.number for q in found}
    found += [q for q in [*_people(body, start, end), *_districts(body, start, end)] if q.number not in taken_at]
    return sorted(found, key=lambda q: (q.start, q.end))


def _people(body: str, start: int, end: int) -> list[Quantity]:
    """People printed without a unit: 总人口61.1万; 1.07万贫困人口."""
    before, behind = re.compile(unit_rules().population), re.compile(unit_rules().people)
    out = []
    for match in re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)(余|多)?(万|亿)(余|多)?(?=[,。;、)\n\u4e00-\u9fff])").finditer(body, start, end):
        alone = body[match.end()] in ",。;、)\n"
        if before.search(body, max(start, match.start() - 12), match.start()) if alone else behind.match(body, match.end()):
            value = Decimal(match.group(1)) * _SCALE[match.group(3)]
            qualifier, word = _before(body, match.start())
            over = match.group(2) or match.group(4)
            out.append(Quantity(match.start() - len(word), match.start(), match.end(), _plain(value), "人", match.end(), "over" if over else qualifier))
    return out


def _districts(body: str, start: int, end: int) -> list[Quantity]:
    """Divisions counted without a counter, two kinds or more in a row: 辖3乡7镇."""
    kinds = _either(_words(unit_rules().districts))
    numeral = rf"(?:\d{{1,3}}|[{_HAN}]{{1,3}})"
    out = []
    for row in re.compile(rf"(?<![\d第各{_HAN}])(?:{numeral}(?:{kinds})[、和]?){{2,}}(?![\u4e00-\u9fff]*[”》])").finditer(body, start, end):
        for match in re.compile(rf"({numeral})({kinds})").finditer(row.group()):
            value = Decimal(match.group(1)) if match.group(1).isdigit() else han_number(match.group(1))
            if value and (value > 1 or match.group(1).isdigit()):
                at = row.start() + match.start()
                out.append(Quantity(at, at, row.start() + match.end(), _plain(value), match.group(2), row.start() + match.start(2), "exact"))
    return out


def _figures(body: str, match: re.Match[str]) -> list[Quantity]:
    """The quantity at a match, or the two ends of a range, or none where the words around rule it out."""
    unit, number_at = match.group("unit"), match.start("arabic") if match.group("arabic") else match.start("han")
    value = _value(match.group("arabic"), match.group("han"), match.group("scale"))
    if value is None or _ruled_out(body, match, unit, number_at):
        # The range's first part may have been the only wrong thing: 2021—2023年 is none, but 到5个 is one.
        return []
    behind = match.group("behind")
    end = match.end()
    if behind in ("多", "余") and unit not in ("元", "公里", "米", "亩", "倍", "吨"):
        behind, end = None, match.start("behind")
    after = qualifier_rules().after
    more = match.group("more") or match.group("more2")
    qualifier: Qualifier = "exact"
    start = number_at
    if more in ("余", "多"):
        qualifier = "over"
    elif behind:
        qualifier = after.get(behind, "exact")
    words = bool(match.group("han")) and len(match.group("han")) == 1 and not match.group("scale")
    plain = _plain(value)
    low = match.group("low")
    if low is not None:
        joined = body[match.end("lowunit" if match.group("lowunit") else "lowscale" if match.group("lowscale") else "low") : number_at]
        lowunit = match.group("lowunit")
        scale = match.group("lowscale") or (None if lowunit else match.group("scale"))
        first = _value(low if low[0].isdigit() else None, None if low[0].isdigit() else low, scale)
        is_range = first is not None and first < value and (lowunit in (None, unit)) and (joined not in ("至", "到") or lowunit == unit or not lowunit)
        if is_range and first is not None and not (joined == "到" and lowunit is None and not low[0].isdigit()):
            both = _before(body, match.start("low"))
            begin = match.start("low") - len(both[1])
            return [
                Quantity(begin, match.start("low"), end, _plain(first), unit, match.start("unit"), both[0], "low"),
                Quantity(begin, number_at, end, plain, unit, match.start("unit"), qualifier, "high"),
            ]
    if qualifier == "exact":
        qualifier, word = _before(body, start)
        start -= len(word)
    if both_ends := _neighbours(match.group("han") or ""):
        factor = value / both_ends[1]
        return [
            Quantity(start, number_at, end, _plain(both_ends[0] * factor), unit, match.start("unit"), qualifier, "low"),
            Quantity(start, number_at, end, plain, unit, match.start("unit"), qualifier, "high"),
        ]
    return [Quantity(start, number_at, end, plain, unit, match.start("unit"), qualifier, "", words)]


def _neighbours(han: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range written in one numeral: 五六百, 三四十."""
    match = re.fullmatch(r"([一二三四五六七八])([二三四五六七八九])([十百千万]+)", han)
    if not match or _DIGIT[match.group(1)] + 1 != _DIGIT[match.group(2)]:
        return None
    low, high = han_number(match.group(1) + match.group(3)), han_number(match.group(2) + match.group(3))
    return (low, high) if low and high else None


def _before(body: str, start: int) -> tuple[Qualifier, str]:
    """The qualifier that stands directly before `start`, and its word."""
    match = _patterns()[2].search(body, max(0, start - 6), start)
    if not match:
        return "exact", ""
    if match.group("least"):
        return "at_least", ""
    return qualifier_rules().before[match.group("word")], match.group("word")


def _ruled_out(body: str, match: re.Match[str], unit: str, number_at: int) -> bool:
    """Whether what looks like a quantity is an ordinal, a date, a formula, an idiom or masked."""
    known = unit_rules()
    previous = body[max(0, number_at - 1) : number_at]
    han = match.group("han")
    if previous and previous in "第年.-/xX×*〔[№+·" or (previous.isascii() and previous.isalpha()):
        return True
    if _patterns()[3].match(body, match.start("unit")) or (unit == "次" and re.search(r"届.{0,8}$", body[max(0, number_at - 10) : number_at])):
        return True
    if unit in _words(known.durations) and unit not in _words(known.limits):
        return True
    if unit in ("分",) and body[match.end() : match.end() + 1] in ("之", "钟", "别", "类", "布", "享", "工", "管", "层", "级"):
        return True
    if re.match(r"[^,。;、]{2,20}之一", body[match.end() : match.end() + 24]):
        return True
    following = body[match.end() : match.end() + 1]
    if following and following in "xX×*":
        return True
    if unit == "里" and (han or following not in ",。、;)长的"):
        return True
    if not han:
        return False
    if re.search(r"[零〇一二两三四五六七八九十几数每另同某这那哪统唯单][百千万亿]?$", body[max(0, number_at - 2) : number_at]) and previous in "几数另同某这那哪统唯":
        return True
    around = body[max(0, number_at - 2) : match.end() + 2]
    if re.search(qualifier_rules().idiom, around):
        return True
    bare = han in ("百", "千", "万", "亿")
    if bare:
        return not (match.group("more") or _before(body, number_at)[1] or unit in ("名", "支", "场"))
    if han == "一" or han == "十" and unit in ("分",):
        return not (unit in ("个", "名", "家", "所") and re.search(r"各.{0,6}$", body[max(0, number_at - 8) : number_at]) or unit == "倍")
    if len(han) == 1 and not match.group("scale"):
        if re.compile(known.formula).match(body, match.end()):
            return True
        if unit == "个":
            following_noun = re.match(r"[^,。;!?“”《》、的和]{0,14}", body[match.end() : match.end() + 14])
            noun = following_noun.group() if following_noun else ""
            return not re.search(f"({_either(_words(known.places))})", noun)
        if unit == "支":
            return body.startswith("队伍", match.end())
        return unit in ("项", "种", "类", "面", "分", "线", "道", "位", "门", "把", "片", "对", "成", "度", "节", "番", "单", "块", "组", "批", "班", "站", "队", "里", "米", "段", "张", "本", "根", "口") or (
            unit in ("人", "期") and len(han) == 1
        )
    return False


def _value(arabic: str | None, han: str | None, scale: str | None) -> Decimal | None:
    number = Decimal(arabic.replace(",", "")) if arabic else han_number(han or "")
    if number is None:
        return None
    return number * _SCALE[scale] if scale else number


def han_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral such as 一亿三千万, 四十六, 二〇二四; None where it is none (百十一)."""
    if not text:
        return None
    if len(text) > 1 and all(c in _DIGIT for c in text):
        return Decimal("".join(str(_DIGIT[c]) for c in text)) if "〇" in text or "零" in text or len(text) >= 4 else None
    total = section = digit = 0
    last = 0
    for char in text:
        if char in _DIGIT:
            if digit and (digit + 1 != _DIGIT[char] or last):
                return None
            digit = _DIGIT[char]
            last = 0
        elif char in "十百千":
            section += (digit or 1) * _SCALE[char]
            digit, last = 0, _SCALE[char]
        else:
            total = (total + section + digit or 1) * _SCALE[char] if char == "亿" else total + (section + digit or 1) * _SCALE[char]
            section, digit, last = 0, 0, _SCALE[char]
    if digit and last == 0 and len(text) > 1 and text[-2] in "百千万亿":
        digit *= _SCALE[text[-2]] // 10
    return Decimal(total + section + digit)


def _share(body: str, match: re.Match[str]) -> Quantity | None:
    """A share in words, in per cent."""
    if match.group("half"):
        if body[match.end("half") : match.end("half") + 2] not in ("以上", "左右", "的国", "多的") and not match.group("behind"):
            return None
        value = Decimal(50)
    elif match.group("lead"):
        whole = han_number(match.group("han"))
        if whole is None:
            return None
        dot = match.group("dot")
        value = whole + (Decimal("0." + "".join(str(_DIGIT.get(c, 0)) for c in dot)) if dot else 0)
    elif match.group("tenths"):
        digit = match.group("tenths")
        plus = match.group("plus")
        value = Decimal(int(digit) if digit.isdigit() else _DIGIT[digit]) * 10
        if plus:
            value += 5 if plus == "半" else _DIGIT[plus]
        if body[match.start() - 1 : match.start()] in tuple("一二三四五六七八九十百千几第"):
            return None
    else:
        part, of = han_number(match.group("part")), han_number(match.group("of"))
        if not part or not of:
            return None
        value = (of * 100 / part).quantize(Decimal("0.1"))
    behind = match.group("behind")
    qualifier = qualifier_rules().after.get(behind or "", "exact")
    start = match.start()
    if qualifier == "exact":
        qualifier, word = _before(body, start)
        start -= len(word)
    return Quantity(start, match.start(), match.end(), _plain(value), "%", match.start(), qualifier)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
