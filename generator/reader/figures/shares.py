"""Quantities without a counter or measure word of their own.

Shares in words (七成, 百分之六十七, 一半以上), people behind a number in 万 (1.07万贫困人口) and divisions in a row (辖3乡7镇).
"""

from collections.abc import Iterator
from decimal import Decimal

from generator.language.numerals import ROUND, SCALE, SHARE, Quantity, han_number, plain, share
from generator.rules import Rules


def shares(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Shares in words, in per cent."""
    for match in SHARE.finditer(body, start, end):
        value = share(match)
        if value is None:
            continue
        qualifier = rules.qualifiers.behind.get(match["behind"] or "", "exact")
        at = match.start()
        if qualifier == "exact":
            qualifier, word = rules.qualifiers.directly_before(body, at)
            at -= len(word)
        yield Quantity(at, match.start(), match.end(), plain(value), "%", match.start(), qualifier)


def people(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """People printed without a unit: 总人口61.1万; 1.07万贫困人口; 7000余搬迁群众."""
    behind, before = rules.units.people, rules.units.population
    for match in ROUND.finditer(body, start, end):
        alone = body[match.end()] in ",。;、)\n"
        if before.search(body, max(start, match.start() - 12), match.start()) if alone else behind.match(body, match.end()):
            value = Decimal(match.group(1)) * (SCALE[match.group(3)] if match.group(3) else 1)
            qualifier, word = rules.qualifiers.directly_before(body, match.start())
            over = match.group(2) or match.group(4) or match.group(5)
            yield Quantity(
                match.start() - len(word), match.start(), match.end(), plain(value), "人", match.end(), "over" if over else qualifier
            )


def districts(rules: Rules, body: str, start: int, end: int) -> Iterator[Quantity]:
    """Divisions counted without a counter, two kinds or more in a row: 辖3乡7镇."""
    for several in rules.units.row.finditer(body, start, end):
        for match in rules.units.district.finditer(body, several.start(), several.end()):
            value = Decimal(match.group(1)) if match.group(1).isdigit() else han_number(match.group(1))
            if value and (value > 1 or match.group(1).isdigit()):
                yield Quantity(match.start(), match.start(), match.end(), plain(value), match.group(2), match.start(2), "exact")
