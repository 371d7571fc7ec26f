"""The report's own outline: headings and lead-ins with their levels and the text under each.

From every place that could open a division (`headings`) what does not stand in a series is dropped; levels follow from
which form first opens inside which.
"""

import re
from collections import Counter
from itertools import pairwise

from generator.reader.article.tables import table_lines
from generator.reader.article.text import Document, Span
from generator.reader.outline.closing import closing
from generator.reader.outline.headings import Heading, bare, enumerated, lines, set_off
from generator.reader.outline.lead_ins import inner_sentences, lead_ins, run_in
from generator.reader.outline.series import with_series
from generator.rules import Rules

DEEPEST = 3


def outline(rules: Rules, document: Document, span: Span) -> list[Heading]:
    """The headings inside `span`, in reading order, no deeper than three levels."""
    body = document.body
    tables = table_lines(rules, document, span)
    paragraphs = [p for p in document.paragraphs_in(span) if p.start not in tables]
    kinds = (
        lead_ins(rules, body, paragraphs),
        lines(rules, body, paragraphs),
        set_off(body, paragraphs),
        enumerated(rules, body, paragraphs),
    )
    found = sorted({h.start: h for kind in kinds for h in kind}.values(), key=lambda h: h.start)
    found = _merge_lines(rules, body, found)
    found = _without_openings(rules, body, with_series(rules, body, found))
    found = _with_inner(rules, body, paragraphs, span, found)
    levelled = _levels(rules, found)
    return [bare(rules, body, h) for h in _with_ends(rules, document, paragraphs, span, levelled) if h.level <= DEEPEST]


def _merge_lines(rules: Rules, body: str, found: list[Heading]) -> list[Heading]:
    """A bare letter or number with the lines under it, or two parallel lines, are one heading."""
    out: list[Heading] = []
    for heading in found:
        last = out[-1] if out else None
        if last and heading.form == "line" and body[last.end : heading.start].strip() == "":
            first = last.end - last.start if last.form == "line" else len(body[last.start : last.end].split("\n")[-1])
            alike = abs(first - (heading.end - heading.start)) <= 2 or (
                last.form == "line" and first <= 10 and heading.end - last.start <= 36
            )
            if _alone(rules, body, last) or (alike and body[last.start : last.end].count("\n") < 2):
                out[-1] = last._replace(end=heading.end)
                continue
        out.append(heading)
    return [h for h in out if not _alone(rules, body, h)]


def _alone(rules: Rules, body: str, heading: Heading) -> bool:
    """Whether a letter or number stands alone in its line, its heading below it."""
    form = rules.outline.form.get(heading.form)
    return form is not None and form.alone and not re.search(r"[\u4e00-\u9fff]{2}", body[heading.start : heading.end])


def _without_openings(rules: Rules, body: str, found: list[Heading]) -> list[Heading]:
    """Drops a short sentence that only opens the one paragraph under a heading, before its 一是…"""
    run = {form.id for form in rules.outline.forms if form.place == "run"}
    openings: set[int] = set()
    for number, (before, heading, after) in enumerate(zip(found, found[1:], found[2:], strict=False), 2):
        if heading.form == "lead" and before.form not in {"lead", "clause", *run} and after.form in run:
            same = body.find("\n", heading.start, after.start) < 0 and not body[before.end : heading.start].strip("\n ")
            wider = (h.form for h in found[number:] if h.form not in {"clause", *run})
            if same and next(wider, "") != "lead":
                openings.add(heading.start)
    return [heading for heading in found if heading.start not in openings]


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
        if heading.form == "clause":
            continue
        candidates = [Heading(a, b, 0, "inner", 0) for a, b in inner_sentences(rules, body, paragraphs, heading.end, starts[number + 1])]
        if len(candidates) < 2:
            candidates = [Heading(a, b, 0, "inner", 0) for a, b in run_in(rules, body, heading.end, starts[number + 1])]
        if len(candidates) >= 2:
            inner += candidates
    return sorted([*found, *inner], key=lambda h: h.start)


def _levels(rules: Rules, found: list[Heading]) -> list[Heading]:
    """Levels from nesting: a form already open closes what is inside it; a wider form closes narrower ones."""
    line = next((h.start for h in found if h.form == "line"), 0)
    first = {h.form for h in found if h.start < line}
    over = [f.id for f in rules.outline.forms if f.plain_line == "over" or (f.plain_line == "first" and f.id in first)]
    known = rules.outline.rank
    within = max([known[form] for form in over] + _goes_on(found, known), default=-1)
    rank = {**known, **_begun_anew(rules, found), "line": within + 0.5}
    stack: list[str] = []
    out = []
    for heading in found:
        if heading.form in stack:
            del stack[stack.index(heading.form) + 1 :]
        else:
            while stack and rank[stack[-1]] > rank[heading.form]:
                stack.pop()
            stack.append(heading.form)
        out.append(heading._replace(level=len(stack)))
    return out


def _begun_anew(rules: Rules, found: list[Heading]) -> dict[str, float]:
    """The ranks of bullets below each of which the numbers of a wider form begin anew (——…①…②…——…①…): right above it."""
    ranks = {}
    for form in rules.outline.forms:
        if not form.bullet:
            continue
        below = [after for heading, after in pairwise(found) if heading.form == form.id]
        forms = {h.form for h in below}
        inside = forms.pop() if len(forms) == 1 else form.id
        first = [h for h in found if h.form == inside and h.number == 1]
        known = rules.outline.form.get(inside)
        if known and not known.part and len(below) > 1 and first == below:
            ranks[form.id] = rules.outline.rank[inside] - 0.25
    return ranks


def _goes_on(found: list[Heading], rank: dict[str, float]) -> list[float]:
    """The ranks of forms whose numbers go on behind a line: 做法三, a line, 做法四. The line stands inside them."""
    ranks = []
    last: dict[str, int] = {}
    since: set[str] = set()
    for heading in found:
        if heading.form == "line":
            since = set(last)
        elif heading.number:
            if heading.form in since and heading.number == last[heading.form] + 1:
                ranks.append(rank[heading.form])
            last[heading.form] = heading.number
            since.discard(heading.form)
    return ranks


def _with_ends(rules: Rules, document: Document, paragraphs: list[Span], span: Span, found: list[Heading]) -> list[Heading]:
    """Sets `until`: the next heading of the same or a wider level, or the paragraph that closes the report."""
    close = closing(rules, document, paragraphs, span, found)
    ends: dict[int, int] = {}
    out = []
    for heading in reversed(found):
        until = min((ends[level] for level in ends if level <= heading.level), default=close)
        out.append(heading._replace(until=until))
        ends = {level: end for level, end in ends.items() if level < heading.level} | {heading.level: heading.start}
    return out[::-1]
