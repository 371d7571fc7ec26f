"""Which comparable kind a stated quantity is, so that like is compared with like; None where it is none of them.

What counts is data (`rules/concepts.yml`). A figure is first held against the exclusions that hold for all kinds (norms,
averages, increases, titles received), then against the kinds in their order: by its item, and only where no kind fits
that, by its clause, because a clause often names neighbours of what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from generator.model import Concept
from generator.rules import Rules


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    # The item and the clause are searched as two lines.
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.MULTILINE)


@cache
def _none(rules: Rules) -> list[re.Pattern[str]]:
    return [rule.regex for rule in rules.concepts.none]


@cache
def _counted_in(rules: Rules, unit: str) -> list[tuple[Concept, re.Pattern[str], re.Pattern[str]]]:
    """The concepts that a unit counts, in order, with what speaks for each and against it."""
    return [(rule.id, _any(rule.cues), _any(rule.never)) for rule in rules.concepts.concepts if unit in rule.units]


_BRACKETS = dict.fromkeys(map(ord, "()（）"))
_NUMERAL = re.compile("[0-9一二三四五六七八九十百千万亿两]")
# The enumeration comma ends a figure only right behind its number and unit: 基地6个、公园3个, not 雕塑、标识牌765处.
_PARTS = re.compile(
    "[,;。、](?:(?<!、)|(?<=[0-9].、)|(?<=[0-9].{2}、)|(?<=[0-9].{3}、)|(?<=[0-9].{4}、)|(?<=[一二三四五六七八九十百千万两].、))"
)


# Where those counted come from, and what stands in a title, says nothing against what they are counted as.
_OUTSIDE = re.compile("从[^,。;]{2,30}?中(?=选|挑|遴|择|抽)|(?<=《)[^《》]*(?=》)")
# An item up to this length says too little without what is listed before it (招聘等|活动).
_BARE = 4


def _near(item: str, clause: str) -> str:
    """The part of `clause` that names the item and its number; all of it where no part has both."""
    for part in _PARTS.split(clause) if item else ():
        if len(item) > _BARE and (listed := part.find(f"等{item}")) >= 0:
            # What a list names is only of the item's kind: 义诊、演出等|主题宣传活动.
            return part[listed + 1 :]
        if item in part and _NUMERAL.search(part.replace(item, "")):
            return part
    return clause


def concept_of(rules: Rules, item: str, unit: str, clause: str, *, target: bool) -> Concept | None:
    """The concept of a figure from what is counted (`item`), its unit as printed without 万/亿, and the clause it stands in.

    `target` says that it is planned, not reached. A clause that holds several figures is cut to the item's own part.
    """
    if target:
        return None
    near = _near(item, clause)
    both = f"{item}\n{near}"
    if any(pattern.search(both) for pattern in _none(rules)):
        return None
    unit = unit.translate(_BRACKETS)
    against = _OUTSIDE.sub("", both)
    fitting = [(concept, cues) for concept, cues, never in _counted_in(rules, unit) if not never.search(against)]
    for text in (item, near):
        for concept, cues in fitting:
            if cues.search(text):
                return concept
    return None
