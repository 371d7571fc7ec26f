"""The report's own outline: headings and lead-ins with their levels and the text under each.

Forms and words stand in rules/outline.yml. First every place that could open a division is found, then what does not
stand in a series is dropped, then levels follow from which form first opens inside which.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pydantic import Field

from generator import rules
from generator.text import Document, Span

DEEPEST = 3
_COMMA, _SEMICOLON, _BOUNDARY = re.compile(","), re.compile(";"), re.compile(r"[。;:,!?”)]\s?")
_BEHIND = re.compile(r"[。:]\s?|[\u4e00-\u9fff](?=[(][一二三四五六七八九十]{1,2}[)])")
_LOST = re.compile(r"(?<=[\u4e00-\u9fff])[(][一二三四五六七八九十]{1,2}[)]")
_SENTENCE_END = re.compile(r"[。;!?]")
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_NUMBERS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {c: n for n, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)} | {
    c: n for n, c in enumerate("ABCDEFGHIJ", 1)
}  # fmt: skip


class Form(rules.PatternRule):
    """See the head of rules/outline.yml."""

    place: Literal["line", "behind", "run"]
    series: bool


class Limits(rules.RuleModel):
    heading: int = Field(gt=0)
    line: int = Field(gt=0)
    lead: int = Field(gt=0)
    inner: int = Field(gt=0)


class OutlineRules(rules.RuleModel):
    forms: list[Form]
    verbs: str
    not_lead: rules.Regex
    not_line: rules.Regex
    closing: rules.Regex
    preposition: rules.Regex
    limits: Limits


@dataclass(frozen=True)
class Heading:
    """A heading or lead-in: its span in the body, its level from 1, and where the text under it ends."""

    start: int
    end: int
    level: int
    form: str
    until: int
    """End of everything under it, narrower divisions included."""
    number: int = 0
    """Its number in the series; 0 where it has none."""


def outline_rules() -> OutlineRules:
    return rules.load("outline", OutlineRules)


@cache
def _verbs() -> re.Pattern[str]:
    words = sorted(set(outline_rules().verbs.split()), key=lambda w: (-len(w), w))
    return re.compile("|".join(words))


def outline(document: Document, span: Span) -> list[Heading]:
    """The headings inside `span`, in reading order, no deeper than three levels."""
    body = document.body
    paragraphs = [p for p in document.paragraphs if span.start <= p.start < span.end]
    found = sorted(
        {h.start: h for h in [*_lead_ins(body, paragraphs), *_lines(body, paragraphs), *_enumerated(body, paragraphs)]}.values(),
        key=lambda h: h.start,
    )
    found = _merge_lines(body, found)
    found = _without_openings(body, _with_series(found))
    found = _with_inner(body, paragraphs, span, found)
    levelled = _levels(found)
    return [h for h in _with_ends(body, paragraphs, span, levelled) if h.level <= DEEPEST]


def _enumerated(body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    for start, end in paragraphs:
        places = {
            "line": [start],
            "behind": [start, *(m.end() for m in _BEHIND.finditer(body, start, end))],
            "run": [start, *(m.end() for m in _BOUNDARY.finditer(body, start, end))],
        }
        for form in outline_rules().forms:
            regex = form.regex
            for place in places[form.place]:
                match = regex.match(body, place, end)
                if match:
                    number = next((g for g in match.groups() if g), "")
                    stop = _heading_end(body, place, match.end(), end)
                    if stop > match.end() or form.id == "letter":
                        yield Heading(place, stop, 0, form.id, 0, _number(number))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text in ("首先", "其次", "再次", "再者", "然后", "最后"):
        return {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": 9}[text]
    if len(text) > 1:
        tens, _, ones = text.partition("十")
        return _NUMBERS.get(tens, 1) * 10 + _NUMBERS.get(ones, 0)
    return _NUMBERS.get(text, 0)


def _heading_end(body: str, start: int, after: int, end: int) -> int:
    """Where the heading that begins at `start` (its enumerator ends at `after`) ends inside its paragraph."""
    limit = outline_rules().limits.heading
    stop = _sentence_stop(body, after, end)
    # Where line breaks were lost, a blank or the next enumerator is all that parts a heading from its text.
    lost = _LOST.search(body, after, stop)
    if lost and lost.start() - after >= 2:
        return lost.start()
    if start > body.rfind("\n", 0, start) + 1 and 4 <= body.find(" ", after, stop) - after <= 30:
        return body.find(" ", after, stop)
    if stop == end and start == body.rfind("\n", 0, start) + 1 and end - start <= limit + 14:
        return end
    colon = body.find(":", after, stop)
    if colon > after + 1 and colon - start <= limit and not _inside_quotes(body, after, colon):
        stop = colon
    if stop - start <= limit:
        return stop
    clauses = [m.start() for m in _COMMA.finditer(body, after, stop) if not _inside_quotes(body, after, m.start())]
    leads_up = re.compile(outline_rules().preposition)
    for number, comma in enumerate(clauses):
        begin = after if number == 0 else clauses[number - 1] + 1
        if not (leads_up.match(body, begin) and comma - start <= limit // 2 and number + 1 < len(clauses)):
            return comma
    return clauses[0] if clauses else stop


def _sentence_stop(body: str, start: int, end: int) -> int:
    """Where the sentence at `start` ends, punctuation inside quotation marks or brackets passed over."""
    for match in _SENTENCE_END.finditer(body, start, end):
        if not _inside_quotes(body, start, match.start()):
            return match.start()
    return end


def _inside_quotes(body: str, start: int, place: int) -> bool:
    """Whether a pair of marks opened behind `start` is still open; what stays open for too long was never closed."""
    piece = body[max(start, place - 200) : place]
    return piece.count("“") > piece.count("”") or piece.count("(") > piece.count(")") or piece.count("《") > piece.count("》")


def _lines(body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Headings on lines of their own without an enumerator."""
    limit = outline_rules().limits.line
    for number, (start, end) in enumerate(paragraphs):
        text = body[start:end]
        if not 4 <= len(text) <= limit or re.search(r"[。;!?:,、…]$|^[(]|^“[^”]*$", text):
            continue
        if re.search(outline_rules().not_line, text):
            continue
        if _FIGURE.search(_QUOTED.sub("", text)) or re.search(r"\S\s+\S+\s+\S+\s+\S", text) and len(text.split()) > 4:
            continue
        # What follows must be text of its own, or another line that belongs to the heading.
        if number + 1 < len(paragraphs) and len(re.findall(r"[\u4e00-\u9fff]", text)) >= 4:
            yield Heading(start, end, 0, "line", 0)


def _merge_lines(body: str, found: list[Heading]) -> list[Heading]:
    """A bare letter or number with the lines under it, or two parallel lines, are one heading."""
    out: list[Heading] = []
    for heading in found:
        last = out[-1] if out else None
        if last and heading.form == "line" and body[last.end : heading.start].strip() == "":
            bare = last.form == "letter" and len(body[last.start : last.end]) <= 2
            first = last.end - last.start if last.form == "line" else len(body[last.start : last.end].split("\n")[-1])
            alike = abs(first - (heading.end - heading.start)) <= 2 or (last.form == "line" and first <= 10 and heading.end - last.start <= 36)
            if bare or (alike and body[last.start : last.end].count("\n") < 2):
                out[-1] = replace(last, end=heading.end)
                continue
        out.append(heading)
    return [h for h in out if not (h.form == "letter" and h.end - h.start <= 2)]


def _lead_ins(body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Short first sentences that open paragraphs, where several paragraphs do so alike."""
    candidates = []
    for start, end in paragraphs:
        stop = _sentence_stop(body, start, end)
        # The last paragraph of a text that breaks off may hold little more than its lead-in.
        enough = end - stop > 30 or ((start, end) == paragraphs[-1] and end - stop > 4)
        if stop < end and body[stop] in "。:" and enough and _is_lead(body[start:stop], outline_rules().limits.lead):
            candidates.append((start, stop))
    shapes = Counter(body[a:b].count(",") for a, b in candidates)
    taken = set()
    for start, stop in candidates:
        text = body[start:stop]
        begins = any(_verbs().match(clause) for clause in text.split(","))
        if shapes[text.count(",")] >= (2 if begins else 3):
            taken.add(start)
            yield Heading(start, stop, 0, "lead", 0)
    yield from (clause for clause in _parallel_clauses(body, paragraphs) if clause.start not in taken)


def _is_lead(text: str, limit: int) -> bool:
    plain = _QUOTED.sub("“”", text)
    return (
        3 <= len(text) <= limit
        and plain.count(",") <= 1
        and not re.search(r"[\d:]", plain)
        and not re.search(outline_rules().not_lead, text)
        and text.count("“") == text.count("”")
    )


def _parallel_clauses(body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """抓就业,… / 抓教育,… opening neighbouring paragraphs; 强化…,…;强化…,…; inside one sentence."""
    heads: list[tuple[int, int]] = []
    for start, end in [*paragraphs, Span(len(body), len(body))]:
        comma = body.find(",", start, end)
        short = start < comma <= start + 8 and _is_lead(body[start:comma], 8)
        if heads and (not short or body[start] != body[heads[0][0]]):
            if len(heads) >= 3 and len({body[b - 1] for _, b in heads}) > 1:
                yield from (Heading(a, b, 0, "clause", 0) for a, b in heads)
            heads = []
        if short:
            heads.append((start, comma))
    rows = [(p, list(_semicolon_parts(body, p))) for p in paragraphs]
    alike = [parts for _, parts in rows if len(parts) >= 3 and len({body[a : a + 2] for a, _ in parts}) == 1]
    for _, parts in rows:
        verbs = all(_verbs().match(body, a) for a, _ in parts)
        if parts in alike or (alike and len(parts) >= 3 and verbs):
            for a, b in parts:
                comma = body.find(",", a, b)
                yield Heading(a, comma if a < comma else b, 0, "clause", 0)


def _semicolon_parts(body: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph that is one sentence divided by semicolons."""
    end = paragraph.end - (body[paragraph.end - 1] in "。;")
    if body.find("。", paragraph.start, end) >= 0:
        return
    start = paragraph.start
    for match in _SEMICOLON.finditer(body, paragraph.start, end):
        if not _inside_quotes(body, start, match.start()):
            yield start, match.start()
            start = match.end()
    if start > paragraph.start:
        yield start, end


def _with_series(found: list[Heading]) -> list[Heading]:
    """Drops enumerators that count nothing: a 一是 that no 二是 follows, a 二、 that no 一、 goes before."""
    needs = {form.id for form in outline_rules().forms if form.series}
    kept: set[int] = set()
    open_series: dict[str, list[Heading]] = defaultdict(list)

    def close(form: str) -> None:
        series = open_series.pop(form, [])
        if len(series) >= 2:
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
        elif heading.number > 1 and heading.form in ("ideographic", "bracket", "chapter"):
            # The first one is hidden or was cut off; the form itself leaves no doubt.
            series.append(heading)
    for form in list(open_series):
        close(form)
    lines = [h for h in found if h.form == "line"]
    lonely = len(lines) == 1 and any(h.form == "ideographic" and h.start in kept for h in found)
    return [h for h in found if h.start in kept and not (lonely and h.form == "line")]


def _without_openings(body: str, found: list[Heading]) -> list[Heading]:
    """Drops a short sentence that only opens the one paragraph under a heading, before its 一是…"""
    out = []
    for number, heading in enumerate(found):
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        if heading.form == "lead" and before and before.form not in ("lead", "shi", "first", "clause") and after and after.form in ("shi", "first"):
            same = body.find("\n", heading.start, after.start) < 0 and not body[before.end : heading.start].strip("\n ")
            siblings = 0
            for later in found[number + 1 :]:
                if later.form not in ("lead", "shi", "first", "clause"):
                    break
                siblings += later.form == "lead"
            if same and not siblings:
                continue
        out.append(heading)
    return out


def _with_inner(body: str, paragraphs: list[Span], span: Span, found: list[Heading]) -> list[Heading]:
    """Adds short sentences inside paragraphs that divide the text under a heading (完善领导机制。… 提供制度保障。…).

    A text without any heading may be divided by them too, where they are alike.
    """
    starts = [h.start for h in found] + [span.end]
    inner: list[Heading] = []
    if not found:
        candidates = [Heading(a, b, 0, "inner", 0) for a, b in _inner_sentences(body, paragraphs, span.start, span.end)]
        shapes = Counter(body[c.start : c.end].count(",") for c in candidates)
        opening = Counter(body[c.start : c.start + 2] for c in candidates)
        inner = [c for c in candidates if opening[body[c.start : c.start + 2]] >= 2 or shapes[body[c.start : c.end].count(",")] >= 3]
    for number, heading in enumerate(found):
        if heading.form in ("clause", "first"):
            continue
        candidates = [Heading(a, b, 0, "inner", 0) for a, b in _inner_sentences(body, paragraphs, heading.end, starts[number + 1])]
        if len(candidates) >= 2:
            inner += candidates
    return sorted([*found, *inner], key=lambda h: h.start)


def _inner_sentences(body: str, paragraphs: list[Span], begin: int, until: int) -> Iterator[tuple[int, int]]:
    """Short sentences between `begin` and `until` that read as lead-ins and have a sentence of text behind them."""
    limit = outline_rules().limits.inner
    for paragraph in paragraphs:
        place, end = max(paragraph.start, begin), min(paragraph.end, until)
        while place < end:
            stop = _sentence_stop(body, place, end)
            text = body[place:stop]
            if place > begin and stop < end and body[stop] == "。" and end - stop > 20 and _is_lead(text, limit):
                if any(_verbs().match(clause) for clause in text.split(",")) and _worth_a_division(body, stop, end):
                    yield place, stop
            place = stop + 1


def _worth_a_division(body: str, stop: int, end: int) -> bool:
    """What follows a lead-in is a sentence of its own, not another short one."""
    return _sentence_stop(body, stop + 1, end) - stop > 20


def _levels(found: list[Heading]) -> list[Heading]:
    """Levels from nesting: a form already open closes what is inside it; a wider form closes narrower ones."""
    order = {form.id: rank for rank, form in enumerate(outline_rules().forms)}
    first = {}
    for heading in found:
        first.setdefault(heading.form, heading.start)
    ideographic = first.get("ideographic", 1 << 60)
    line_rank = order["letter"] + 0.5 if first.get("line", 1 << 60) < ideographic else order["ideographic"] + 0.5
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


def _with_ends(body: str, paragraphs: list[Span], span: Span, found: list[Heading]) -> list[Heading]:
    """Sets `until`: the next heading of the same or a wider level, or the paragraph that closes the report."""
    close = _closing(body, paragraphs, span, found)
    out = []
    for number, heading in enumerate(found):
        until = next((later.start for later in found[number + 1 :] if later.level <= heading.level), close)
        out.append(replace(heading, until=until))
    return out


def _closing(body: str, paragraphs: list[Span], span: Span, found: list[Heading]) -> int:
    """Where the text that belongs to no measure begins after the last heading; the end of `span` where all belongs."""
    if not found:
        return span.end
    tops = [h for h in found if h.level == 1]
    sizes = []
    for number, top in enumerate(tops):
        stop = tops[number + 1].start if number + 1 < len(tops) else span.end
        sizes.append([p for p in paragraphs if top.start <= p.start < stop])
    rest = [p for p in paragraphs if p.start > found[-1].start]
    if len(tops) >= 3 and len({len(s) for s in sizes[:-1]}) == 1 and len(sizes[-1]) > len(sizes[0]):
        extra = sizes[-1][len(sizes[0]) :]
        if extra[0].start > found[-1].start:
            return extra[0].start
    for paragraph in rest[-2:]:
        if re.compile(outline_rules().closing).match(body, paragraph.start):
            return paragraph.start
    return span.end
