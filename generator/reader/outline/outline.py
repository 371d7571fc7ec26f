"""The report's own outline: headings and lead-ins with their levels and the text under each.

From every place that could open a division (`headings`) what does not stand in a series is dropped; levels follow from
which form first opens inside which.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise

from generator.reader.article.tables import table_lines
from generator.reader.article.text import Document, Span
from generator.reader.outline.closing import closing
from generator.reader.outline.headings import Heading, bare, enumerated, lines
from generator.reader.outline.lead_ins import inner_sentences, lead_ins
from generator.rules import Rules

DEEPEST = 3


def outline(rules: Rules, document: Document, span: Span) -> list[Heading]:
    """The headings inside `span`, in reading order, no deeper than three levels."""
    body = document.body
    tables = table_lines(document, span)
    paragraphs = [p for p in document.paragraphs_in(span) if p.start not in tables]
    found = sorted(
        {
            h.start: h for h in [*lead_ins(rules, body, paragraphs), *lines(rules, body, paragraphs), *enumerated(rules, body, paragraphs)]
        }.values(),
        key=lambda h: h.start,
    )
    found = _merge_lines(body, found)
    found = _without_openings(body, _with_series(rules, body, found))
    found = _with_inner(rules, body, paragraphs, span, found)
    levelled = _levels(rules, found)
    return [bare(body, h) for h in _with_ends(rules, document, paragraphs, span, levelled) if h.level <= DEEPEST]


def _merge_lines(body: str, found: list[Heading]) -> list[Heading]:
    """A bare letter or number with the lines under it, or two parallel lines, are one heading."""
    out: list[Heading] = []
    for heading in found:
        last = out[-1] if out else None
        if last and heading.form == "line" and body[last.end : heading.start].strip() == "":
            bare = _bare_letter(body, last)
            first = last.end - last.start if last.form == "line" else len(body[last.start : last.end].split("\n")[-1])
            alike = abs(first - (heading.end - heading.start)) <= 2 or (
                last.form == "line" and first <= 10 and heading.end - last.start <= 36
            )
            if bare or (alike and body[last.start : last.end].count("\n") < 2):
                out[-1] = replace(last, end=heading.end)
                continue
        out.append(heading)
    return [h for h in out if not _bare_letter(body, h)]


def _bare_letter(body: str, heading: Heading) -> bool:
    """Whether a letter or number stands alone in its line, its heading below it."""
    return heading.form == "letter" and not re.search(r"[\u4e00-\u9fff]{2}", body[heading.start : heading.end])


def _with_series(rules: Rules, body: str, found: list[Heading]) -> list[Heading]:
    """Drops enumerators that count nothing: a 一是 that no 二是 follows, a 二、 that no 一、 goes before."""
    needs = {form.id for form in rules.outline.forms if form.series}
    rank = {form.id: number for number, form in enumerate(rules.outline.forms)}
    following = {a.start: b for a, b in pairwise(found)}
    preceding = {b.start: a for a, b in pairwise(found)}
    kept: set[int] = set()
    open_series: dict[str, list[Heading]] = defaultdict(list)

    def close(form: str) -> None:
        series = open_series.pop(form, [])
        # A first one alone counts where the next division opens right inside it: the text breaks off before a second.
        inside = following.get(series[0].start) if series and series[0].number == 1 and form in ("ideographic", "bracket") else None
        opened = inside is not None and rank.get(inside.form, 0) > rank[form] and inside.number == 1
        # Or where it opens right below the heading of a wider one.
        above = preceding.get(series[0].start) if series and series[0].number == 1 and form != "dash" else None
        opened |= above is not None and rank.get(above.form, 99) < rank[form] and not body[above.end : series[0].start].strip()
        # So does the last division of all, where others of its form were series.
        last = bool(series) and series[0] is found[-1] and series[0].number == 1 and any(h.form == form and h.start in kept for h in found)
        if len(series) >= 2 or opened or last:
            kept.update(h.start for h in series)

    for heading in found:
        if heading.form not in needs:
            kept.add(heading.start)
            continue
        series = open_series[heading.form]
        if heading.number and series and heading.number <= series[-1].number:
            close(heading.form)
            series = open_series[heading.form]
        if heading.number <= 1 or series or heading.form == "dash":
            series.append(heading)
        elif heading.number > 1 and heading.form in ("ideographic", "bracket", "chapter", "section"):
            # The first one is hidden or was cut off; the form itself leaves no doubt.
            series.append(heading)
    for form in list(open_series):
        close(form)
    lines = [h for h in found if h.form == "line"]
    lonely = len(lines) == 1 and any(h.form in ("chapter", "letter", "ideographic", "named") and h.start in kept for h in found)
    return [h for h in found if h.start in kept and not (lonely and h.form == "line")]


def _without_openings(body: str, found: list[Heading]) -> list[Heading]:
    """Drops a short sentence that only opens the one paragraph under a heading, before its 一是…"""
    out = []
    for number, heading in enumerate(found):
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        if (
            heading.form == "lead"
            and before
            and before.form not in ("lead", "shi", "first", "clause")
            and after
            and after.form in ("shi", "first")
        ):
            same = body.find("\n", heading.start, after.start) < 0 and not body[before.end : heading.start].strip("\n ")
            following = (found[n].form for n in range(number + 1, len(found)))
            if same and next((form for form in following if form not in ("shi", "first", "clause")), "") != "lead":
                continue
        out.append(heading)
    return out


def _with_inner(rules: Rules, body: str, paragraphs: list[Span], span: Span, found: list[Heading]) -> list[Heading]:
    """Adds short sentences inside paragraphs that divide the text under a heading (完善领导机制。… 提供制度保障。…).

    A text without any heading may be divided by them too, where they are alike.
    """
    starts = [h.start for h in found] + [span.end]
    inner: list[Heading] = []
    if not found:
        candidates = [Heading(a, b, 0, "inner", 0) for a, b in inner_sentences(rules, body, paragraphs, span.start, span.end)]
        shapes = Counter(body[c.start : c.end].count(",") for c in candidates)
        opening = Counter(body[c.start : c.start + 2] for c in candidates)
        inner = [c for c in candidates if opening[body[c.start : c.start + 2]] >= 2 or shapes[body[c.start : c.end].count(",")] >= 3]
    for number, heading in enumerate(found):
        if heading.form in ("clause", "first"):
            continue
        candidates = [Heading(a, b, 0, "inner", 0) for a, b in inner_sentences(rules, body, paragraphs, heading.end, starts[number + 1])]
        if len(candidates) >= 2:
            inner += candidates
    return sorted([*found, *inner], key=lambda h: h.start)


def _levels(rules: Rules, found: list[Heading]) -> list[Heading]:
    """Levels from nesting: a form already open closes what is inside it; a wider form closes narrower ones."""
    order = {form.id: rank for rank, form in enumerate(rules.outline.forms)}
    first: dict[str, int] = {}
    for heading in found:
        first.setdefault(heading.form, heading.start)
    ideographic = first.get("ideographic", 1 << 60)
    line_rank = order["letter"] + 0.5 if first.get("line", 1 << 60) < ideographic else order["ideographic"] + 0.5
    if (within := _goes_on(found, order)) is not None:
        line_rank = max(line_rank, within + 0.5)
    rank = {**order, "line": line_rank, "lead": order["bracket"] - 0.5, "clause": order["shi"], "inner": order["shi"]}
    stack: list[str] = []
    out = []
    for heading in found:
        if heading.form in stack:
            del stack[stack.index(heading.form) + 1 :]
        else:
            while stack and rank[stack[-1]] > rank[heading.form]:
                stack.pop()
            stack.append(heading.form)
        out.append(replace(heading, level=len(stack)))
    return out


def _goes_on(found: list[Heading], order: dict[str, int]) -> int | None:
    """The rank of the narrowest form whose numbers go on behind a line: 做法三, a line, 做法四. The line stands inside it."""
    ranks = []
    last: dict[str, int] = {}
    since: set[str] = set()
    for heading in found:
        if heading.form == "line":
            since = set(last)
        elif heading.number:
            if heading.form in since and heading.number == last[heading.form] + 1:
                ranks.append(order[heading.form])
            last[heading.form] = heading.number
            since.discard(heading.form)
    return max(ranks, default=None)


def _with_ends(rules: Rules, document: Document, paragraphs: list[Span], span: Span, found: list[Heading]) -> list[Heading]:
    """Sets `until`: the next heading of the same or a wider level, or the paragraph that closes the report."""
    close = closing(rules, document, paragraphs, span, found)
    ends: dict[int, int] = {}
    out = []
    for heading in reversed(found):
        until = min((ends[level] for level in ends if level <= heading.level), default=close)
        out.append(replace(heading, until=until))
        ends = {level: end for level, end in ends.items() if level < heading.level} | {heading.level: heading.start}
    return out[::-1]
