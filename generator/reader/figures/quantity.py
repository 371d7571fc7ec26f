"""Numerals with their units: where they stand, what they are worth, how exact they are.

Arabic and Chinese numerals, 万/亿, ranges; and what has no unit of its own: shares in words (七成, 百分之六十七, 一半以上), people behind
a number in 万 (1.07万贫困人口), divisions in a row (辖3乡7镇). What a figure counts is `indicators`' business. Units stand in rules/units.yml.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from decimal import Decimal

from generator.language.numerals import ROUND, SCALE, SHARE, Quantity, han_number, neighbours, plain, share, value_of
from generator.model import Qualifier
from generator.rules import Rules

_ROW = 12
"""Characters around a division counted in a row that tell the row."""


def find(rules: Rules, body: str, start: int, end: int) -> list[Quantity]:
    """Every quantity in `body[start:end]`, in order; what is inside quotation marks or book titles included."""
    in_words = list(_shares(rules, body, start, end))
    opens = [q.number for q in in_words]
    found: list[Quantity] = []
    for match in rules.quantity.finditer(body, start, end):
        nearest = bisect_right(opens, match.start()) - 1
        if nearest < 0 or match.start() >= in_words[nearest].end:
            found += _figures(rules, body, match)
    found += in_words
    taken = {q.number for q in found}
    found += [q for q in (*_people(rules, body, start, end), *_districts(rules, body, start, end)) if q.number not in taken]
    return sorted(found, key=lambda q: (q.start, q.end))


def counts(rules: Rules, body: str, place: int) -> bool:
    """Whether a quantity of `find` begins at `place`; shares in words aside."""
    if (match := rules.quantity.match(body, place)) and _figures(rules, body, match):
        return True
    if (match := ROUND.match(body, place)) and _of_people(rules, body, match, 0):
        return True
    return bool(rules.units.district.match(body, place) and rules.units.row.search(body, max(0, place - _ROW), place + _ROW))


def _figures(rules: Rules, body: str, match: re.Match[str]) -> list[Quantity]:
    """The quantity at a match, or the two ends of a range, or none where the words around rule it out."""
    unit, han = match["unit"], match["han"]
    both = neighbours(han or "")
    value = both[1] * (SCALE[match["scale"]] if match["scale"] else 1) if both else value_of(match["arabic"], han, match["scale"])
    upper = _upper(match, value)
    at = match.start("upper" if upper else "arabic" if match["arabic"] else "han")
    if match["kilo"] and value is not None:
        value *= SCALE[match["kilo"]]
    if upper and value is not None:
        value += upper
    if han and "点" in han and not match["scale"] and unit not in rules.units.measures.all:
        # 两点一线 is no number: what is counted has no decimals.
        return []
    if value is None or _ruled_out(rules, body, match, at):
        return []
    end, behind = match.end(), match["behind"]
    if behind in ("多", "余") and unit not in rules.qualifiers.divisible.all:
        end, behind = match.start("behind"), None
    known = rules.qualifiers
    qualifier: Qualifier = known.between.get(match["more"] or match["more2"] or "") or known.behind.get(behind or "", "exact")
    if (low := _low(match, value)) is not None:
        of_low, word = rules.qualifiers.directly_before(body, match.start("low"))
        begin = match.start("low") - len(word)
        return [
            Quantity(begin, match.start("low"), end, plain(low), unit, of_low, "low"),
            Quantity(begin, at, end, plain(value), unit, qualifier, "high"),
        ]
    start = at
    if qualifier == "exact":
        qualifier, word = rules.qualifiers.directly_before(body, at)
        start -= len(word)
    if both:
        return [
            Quantity(start, at, end, plain(both[0] * value / both[1]), unit, qualifier, "low"),
            Quantity(start, at, end, plain(value), unit, qualifier, "high"),
        ]
    small = bool(han) and len(han) == 1 and not match["scale"]
    return [Quantity(start, at, end, plain(value), unit, qualifier, "", small)]


def _upper(match: re.Match[str], value: Decimal | None) -> Decimal | None:
    """What the greater part of a numeral in two parts is worth: 1亿|2000万, 3万|2千; None where it is in one."""
    if not match["upper"] or value is None or not (match["scale"] or len(match["arabic"]) > 2):
        return None
    scale = SCALE[match["upperscale"]]
    return Decimal(match["upper"]) * scale if value < scale else None


def _low(match: re.Match[str], value: Decimal) -> Decimal | None:
    """The lower end of a range; None where what stands before is something else (2021—2023年 is no range of years)."""
    low, unit = match["low"], match["lowunit"]
    if low is None or unit not in (None, match["unit"]):
        return None
    arabic = low[0].isdigit()
    if match["joined"] == "到" and unit is None and not arabic:
        return None
    first = value_of(low if arabic else None, None if arabic else low, match["lowscale"] or (None if unit else match["scale"]))
    return first if first is not None and first < value else None


def _ruled_out(rules: Rules, body: str, match: re.Match[str], at: int) -> bool:
    """Whether what looks like a quantity is an ordinal, a date, a formula, an idiom, masked, or the mark of a gap."""
    unit, following = match["unit"], body[match.end() : match.end() + 1]
    # The sign of a range (5-8万元) is none before the numeral, but that of a number is (0755-8234).
    first = match.start("low") if match["low"] and not match["low"].startswith("0") else at
    previous = body[first - 1 : first]
    if previous and (previous in "第.-/xX×*〔[№+·" or (previous.isascii() and previous.isalpha())):
        return True
    if previous and previous in " \n" and body[max(0, first - 2) : first - 1].isdigit():
        # What stands before the break or blank may be the beginning of the number.
        return True
    if rules.units.ordinal.search(body, max(0, at - 6), at) or (match["han"] and unit in rules.units.regional.all):
        return True
    if rules.units.never.pattern.match(body, match.start("unit")) or (
        unit in rules.units.durations.all and unit not in rules.units.limits.all
    ):
        return True
    if unit == "次" and "届" in body[max(0, at - 9) : at]:
        return True
    if unit == "字" and body[max(0, at - 4) : at].rstrip("约共").endswith(("省略", "隐藏")):
        return True
    if unit in ("字", "份") and rules.units.lengths.search(body, max(0, at - 8), at):
        return True
    if unit in ("公里", "千米", "里") and rules.units.far.search(body, max(0, at - 20), at):
        return True
    if unit == "分" and ((following and following in "之钟别类布享工管层级") or (previous and previous in "点时")):
        return True
    if unit == "口" and previous == "家":
        return True
    if unit == "里" and (match["han"] or following not in ",。、;)长的"):
        return True
    if (following and following in "xX×*") or rules.units.one_of.match(body, match.end(), match.end() + 24):
        return True
    return bool(match["han"]) and _is_wording(rules, body, match, at)


def _is_wording(rules: Rules, body: str, match: re.Match[str], at: int) -> bool:
    """Whether a numeral in Chinese is part of a word or a formula (千家万户, 三项任务, 两个维护) and counts nothing."""
    han, unit, previous = match["han"], match["unit"], body[at - 1 : at]
    if (previous and previous in "几数另同某这那哪统唯") or rules.units.idiom.search(body, max(0, at - 2), match.end() + 2):
        return True
    if han in ("百", "千", "万", "亿"):
        return not (match["more"] or rules.qualifiers.directly_before(body, at)[1] or unit in ("名", "支", "场"))
    if han == "一" or (han == "十" and unit == "分"):
        of_each = unit in ("个", "名", "家", "所") and rules.units.each.search(body, max(0, at - 7), at)
        return not of_each and unit != "倍"
    if len(han) > 1 or match["scale"]:
        return False
    if rules.units.formula.match(body, match.end()):
        return True
    if unit == "个":
        noun = rules.units.noun.match(body, match.end(), match.end() + 14)
        named = (
            rules.units.places.pattern.search(noun.group())
            if noun and noun.group()
            else rules.units.place_or_name.search(body, max(0, at - 8), at)
        )
        return not named
    if unit == "支":
        return body.startswith("队伍", match.end())
    return unit in rules.units.formulaic.all and not (unit in rules.items.rounds.all and rules.units.done.search(body, max(0, at - 4), at))


def _shares(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Shares in words, in per cent."""
    for match in SHARE.finditer(body, start, end):
        if (value := share(match)) is None:
            continue
        qualifier = rules.qualifiers.behind.get(match["behind"] or "", "exact")
        at = match.start()
        if qualifier == "exact":
            qualifier, word = rules.qualifiers.directly_before(body, at)
            at -= len(word)
        yield Quantity(at, match.start(), match.end(), plain(value), "%", qualifier)


def _people(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """People printed without a unit: 总人口61.1万; 1.07万贫困人口; 7000余搬迁群众."""
    for match in ROUND.finditer(body, start, end):
        if _of_people(rules, body, match, start):
            value = Decimal(match.group(1)) * (SCALE[match.group(3)] if match.group(3) else 1)
            qualifier, word = rules.qualifiers.directly_before(body, match.start())
            over = match.group(2) or match.group(4) or match.group(5)
            yield Quantity(match.start() - len(word), match.start(), match.end(), plain(value), "人", "over" if over else qualifier)


def _of_people(rules: Rules, body: str, match: re.Match[str], start: int) -> bool:
    """Whether a number without a unit counts people; what stands before `start` tells nothing."""
    if body[match.end()] in ",。;、)\n":
        return rules.units.population.search(body, max(start, match.start() - 12), match.start()) is not None
    return rules.units.people.match(body, match.end()) is not None


def _districts(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Divisions counted without a counter, two kinds or more in a row: 辖3乡7镇."""
    for several in rules.units.row.finditer(body, start, end):
        for match in rules.units.district.finditer(body, several.start(), several.end()):
            value = Decimal(match.group(1)) if match.group(1).isdigit() else han_number(match.group(1))
            if value and (value > 1 or match.group(1).isdigit()):
                yield Quantity(match.start(), match.start(), match.end(), plain(value), match.group(2), "exact")
