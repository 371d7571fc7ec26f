"""What a numbered programme is made of, where the text lists its parts beside the name.

They stand before it (“铸魂”“强基”“凝心”三大工程; 以“共学、共建”为内容的“两共”) or behind it (“四个一”机制,即…; “三零”服务(…)).
A list of more parts than the name counts is another list.
"""

import re

from generator.language import marks
from generator.language.clauses import STATEMENT_END
from generator.language.marks import QUOTES, Span, pairs
from generator.rules import Rules

LONGEST = 240
"""Characters on either side in which the parts are looked for."""
_PART = 24
"""Characters of the longest part."""
_SPREAD = 3
"""By how many characters parts that commas join differ at most: they are made alike."""


def parts_of(rules: Rules, body: str, start: int, end: int, count: int | None) -> tuple[Span, ...]:
    """Where the parts of the programme named at `start` to `end` stand, as many as `count` or fewer; () where none are listed."""
    if count is None or count < 2:
        return ()
    return _behind(rules, body, end, count) or _before(rules, body, start, count)


def _behind(rules: Rules, body: str, end: int, count: int) -> tuple[Span, ...]:
    opening = rules.programmes.listing.match(body, end)
    if opening is None:
        return ()
    place = opening.end()
    line_end = body.find("\n", place, place + LONGEST)
    last = line_end if line_end >= 0 else min(len(body), place + LONGEST)
    last = next((m.start() for m in STATEMENT_END.finditer(body, place, last)), last)
    if opening.group()[-1] == "(":
        closing = body.find(")", place, last)
        last = closing if closing >= 0 else last
    comma = next((m.start() for m in re.finditer(",", body[place:last]) if not marks.inside(body, place, place + m.start())), None)
    return (
        _split(rules, body, place, last if comma is None else place + comma, "、", count)
        or _split(rules, body, place, last, ",", count, alike=True)
        or ()
    )


def _before(rules: Rules, body: str, start: int, count: int) -> tuple[Span, ...]:
    first = max(body.rfind("\n", 0, start) + 1, start - LONGEST)
    quoted = [span for span in pairs(body, QUOTES, None, first, start) if span.end - span.start - 2 <= LONGEST]
    # Phrases in marks of their own, the nearest first, up to what does not join them.
    row: list[Span] = []
    at = start - (body[start - 1 : start] == "“")
    for span in reversed(quoted):
        between = body[span.end : at]
        inside = Span(span.start + 1, span.end - 1)
        # Marks around nothing name no part, and what they leave out nobody knows.
        if not body[inside.start : inside.end].strip() or not (rules.programmes.between if row else rules.programmes.leads_on).fullmatch(
            between
        ):
            break
        row.insert(0, inside)
        at = span.start
    if len(row) == count:
        return tuple(row)
    if len(row) == 1:
        return _split(rules, body, *row[0], "、", count, exact=True)
    listed = rules.programmes.ahead.search(body[first:start])
    if row or listed is None:
        return ()
    return _split(rules, body, first + listed.start("list"), first + listed.end("list"), "、", count, exact=True)


def _split(
    rules: Rules, body: str, start: int, end: int, joint: str, count: int, *, exact: bool = False, alike: bool = False
) -> tuple[Span, ...]:
    """The parts that `joint`, or a word before the last of them, joins; () where they are none, or too many."""
    found: list[Span] = []
    place = start
    ends = [m.start() for m in re.finditer(joint, body[start:end]) if not marks.inside(body, start, start + m.start())]
    for stop in [*(start + e for e in ends), end]:
        found.append(Span(place, stop))
        place = stop + 1
    last = found[-1]
    if (tail := rules.programmes.and_so_on.search(body, *last)) is not None:
        found[-1] = last = Span(last.start, tail.start())
    if len(found) < count and (word := rules.programmes.and_last.search(body, *last)) is not None:
        found[-1:] = [Span(last.start, word.start()), Span(word.end(), last.end)]
    found = [_bare(body, span) for span in found]
    lengths = [span.end - span.start for span in found]
    if not 2 <= len(found) <= count or min(lengths) < 2 or max(lengths) > _PART or (exact or alike) and len(found) != count:
        return ()
    if re.search(r"\d", body[found[0].start : found[-1].end]):
        return ()
    return () if alike and max(lengths) - min(lengths) > _SPREAD else tuple(found)


def _bare(body: str, span: Span) -> Span:
    """A part without blanks and the marks around the whole of it."""
    start, end = span
    while start < end and body[start].isspace():
        start += 1
    while start < end and body[end - 1].isspace():
        end -= 1
    return Span(start + 1, end - 1) if body[start:end].startswith("“") and body.find("”", start, end) == end - 1 else Span(start, end)
