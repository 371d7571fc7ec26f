"""Divisions and functional areas that are printed in clear and stand in no table: 雄安新区, 第三师四十四团, 和安县.

Such a name opens the title, a paragraph or a clause of the opening, and stands there again. It is taken as printed, without a
code, so that its figures are never given to what contains it. A township that the table has elsewhere is one of them too.
"""

import re
from collections.abc import Iterable, Sequence

from generator.places.gazetteer import Gazetteer, Mention
from generator.rules import Rules

MARK = "#"
"""What a key begins with that is a name as printed."""
_LONGEST = 24
_SHORTEST = 3
"""Characters; shorter ones (清镇, 清市) are often part of a word."""
_MOST = 40
"""Names looked for in the whole text; no report tells of more that no table knows."""


def with_printed(
    rules: Rules, places: Gazetteer, joined: str, mentions: Sequence[Mention], starts: Iterable[int], opens: re.Pattern[str]
) -> list[Mention]:
    """`mentions` and the names in `joined` that no table has; what stands inside such a name is no mention of its own.

    `starts` are places where a name may open something, behind what `opens` finds there.
    """
    at, ends = {m.start: m for m in mentions}, {m.end for m in mentions}
    strangers = {m.text for m in mentions if _elsewhere(places, m, at, joined)}
    candidates = dict.fromkeys(
        name
        for start in starts
        if (name := _name(rules, places, joined, at, ends, _begin(opens, joined, start))) and joined.count(name) > 1
    )
    names = sorted([*list(candidates)[:_MOST], *strangers], key=len, reverse=True)
    if not names:
        return list(mentions)
    taken: dict[int, Mention] = {}
    for match in re.finditer("|".join(map(re.escape, names)), joined):
        if (listed := at.get(match.start())) and listed.end > match.end():
            continue
        # A part of a name that is printed in full elsewhere is that name: 四十四团 of 第三师四十四团.
        full = next(name for name in names if name.endswith(match[0]))
        taken[match.start()] = Mention(match.start(), match.end(), match[0], (MARK + full,), "official")
    inside = {place for m in taken.values() for place in range(m.start, m.end)}
    return sorted([*(m for m in mentions if inside.isdisjoint((m.start, m.end - 1))), *taken.values()], key=lambda m: m.start)


def _begin(opens: re.Pattern[str], joined: str, start: int) -> int:
    found = opens.match(joined, start, start + 2 * _LONGEST)
    return found.end() if found else start


def _name(rules: Rules, places: Gazetteer, joined: str, at: dict[int, Mention], ends: set[int], begin: int) -> str | None:
    """The name that no table has and that begins at `begin` or behind the divisions named there; None where there is none."""
    begins, above = [begin], at.get(begin)
    while above:
        if not above.bare or above.codes and all(places.get(code).level == "province" for code in above.codes):
            begins.append(above.end)
        above = at.get(above.end)
    for place in reversed(begins):
        for kind in rules.regions.printed:
            match = kind.match(joined, place, place + _LONGEST)
            if not match or match.end() in ends or len(match[0]) < _SHORTEST:
                continue
            if rules.places.not_before.match(joined, match.end()) or rules.regions.common.fullmatch(match[0]):
                continue
            return match[0]
    return None


def _elsewhere(places: Gazetteer, mention: Mention, at: dict[int, Mention], joined: str) -> bool:
    """Whether a township is named right behind a county it does not lie in: then it is another one of that name."""
    if len(mention.codes[0]) != 9:
        return False
    above = next((m for size in range(2, 12) if (m := at.get(mention.start - size)) and m.end == mention.start), None)
    if not above or above.bare or places.get(above.codes[0]).level != "county":
        return False
    return not any(places.within(code, upper) for code in mention.codes for upper in above.codes)
