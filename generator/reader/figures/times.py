"""The times a text states: years, spans of years, plans by name, words the publishing date resolves, and spans left open.

Words stand in rules/periods.yml. Years inside book titles and quotation marks, years a comparison is only made with and
years something only began in are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.language.marks import BRACKETS, QUOTES, TITLES, Span, covered, pairs
from generator.reader.article.text import Document
from generator.rules import Rules


class Token(NamedTuple):
    """A stated time: where it begins and ends, and what it means."""

    start: int
    end: int
    period: str | None
    """None for an open span (2021年以来): what is told of it is told of no year."""
    month: bool = False
    """Whether it is narrower than a year."""
    named: bool = False
    """Whether it belongs to a name (2025年“石榴花开”研学活动)."""
    now: bool = False
    """Whether it is said as the present year (今年)."""
    once: bool = False
    """Whether it is only that of the figure right behind it (由2018年的9183元增加到14652元)."""
    aside: bool = False
    """Whether it stands in brackets and is only that of the figures behind it there (办理案件615件(2022年203件、2023年230件))."""


_LONGEST_NAME = 18
_QUARTERS = ("", "一", "二", "三")


def tokens(rules: Rules, body: str, start: int, end: int, published: str | None) -> list[Token]:
    """The stated times in `body[start:end]`, in order."""
    known = rules.periods
    hidden, aside = covered(body, _hidden(body, start, end)), covered(body, pairs(body, BRACKETS, 82, start, end))
    out: list[Token] = []
    for match in known.time.finditer(body, start, end):
        at, plan, relative = match.start(), match["plan"], match["relative"]
        if hidden[at] and not plan:
            continue
        if match["from"]:
            if match["from"] < match["to"]:
                out.append(Token(at, match.end(), f"{match['from']}-{match['to']}"))
        elif match["year"]:
            if _ties(rules, body, start, match, published):
                once = bool(known.once.search(body, max(start, at - 2), at))
                out.append(Token(at, match.end(), match["year"], bool(match["month"]), body.startswith("“", match.end()), once=once))
        elif plan:
            out.append(Token(at, match.end(), known.plans[plan]))
        elif relative:
            if published and not known.within.search(body, max(start, at - 1), match.end()):
                year = str(int(published[:4]) + known.relative[relative])
                before = known.base.search(body, max(start, at - 2), at)
                if not before and (_just_then(year, published) or not body.startswith("以来", match.end())):
                    out.append(Token(at, match.end(), year, bool(match["of"]), now=not known.relative[relative]))
        elif out and body.find("\n", out[-1].start, at) < 0:
            out.append(Token(at, match.end(), out[-1].period))
    tied = {token.start for token in out}
    wide = (m for m in known.wider.finditer(body, start, end) if m.start() not in tied and not hidden[m.start()])
    out = sorted(out + [Token(m.start(), m.end(), None) for m in wide])
    return [token._replace(aside=True) if aside[token.start] else token for token in out]


def _hidden(body: str, start: int, end: int) -> Iterator[Span]:
    """Names and titles: a year in them ties nothing. What somebody says in quotation marks is no name."""
    yield from pairs(body, TITLES, 122, start, end)
    yield from (quote for quote in pairs(body, QUOTES, 202, start, end) if not is_speech(body, quote))


def is_speech(body: str, quote: Span) -> bool:
    """Whether quotation marks hold what somebody says, and no name."""
    said = body[quote.start : quote.end]
    return len(said) > _LONGEST_NAME and any(mark in said for mark in ",。")


def _ties(rules: Rules, body: str, start: int, match: re.Match[str], published: str | None) -> bool:
    """Whether a year is one that something is said of, and not the base of a comparison, a beginning or a meeting's."""
    if body.startswith("以来", match.end()) and published and _just_then(match["year"], published):
        return True
    deadline = body.startswith("底前", match.end() - 1)
    if (not deadline and rules.periods.since.match(body, match.end())) or rules.periods.meeting.match(body, match.end()):
        return False
    return body.startswith("的", match.end()) or not rules.periods.base.search(body, max(start, match.start() - 2), match.start())


def _just_then(year: str, published: str) -> bool:
    """Whether what is told since the beginning of `year` is told of that year alone: published in it or soon after its end."""
    following = str(int(year) + 1)
    return published[:4] == year or published[:7] in {f"{following}-{month:02}" for month in (1, 2, 3)}


def today(rules: Rules, document: Document) -> str | None:
    """The date that 今年 is read by: the publishing date, or the year a report is titled by where it came out soon after its end."""
    titled, published = rules.periods.report.search(document.title or ""), document.published
    if titled and published and titled.group(1) != published[:4] and _just_then(titled.group(1), published):
        return titled.group(1)
    return published


def year_over(published: str | None) -> str | None:
    """The year that a text of its last or of the next year's first months looks back on; None where it came out at another time."""
    if not published or len(published) < 7:
        return None
    year, month = int(published[:4]), int(published[5:7])
    return str(year) if month == 12 else str(year - 1) if month <= 3 else None


def part_of_year(rules: Rules, body: str, start: int, end: int, published: str | None) -> str | None:
    """The year of a part of a year (截至5月底, 上半年) that `body[start:end]` states without one: that of a publishing date behind it."""
    if not published or len(published) < 7:
        return None
    until = -1
    for match in rules.periods.part.pattern.finditer(body, start, end):
        quarter = match["quarter"]
        until = int(match["month"] or 0) or (6 if match["half"] else 3 * _QUARTERS.index(quarter) if quarter else 0)
    return published[:4] if 0 <= until < int(published[5:7]) else None
