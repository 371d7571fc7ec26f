"""Every place in a text that could open a division of its outline; which of them do is `outline`'s business.

Here enumerators and lines of their own; forms and words stand in rules/outline.yml. Short sentences are `lead_ins`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.language import enumerators, marks
from generator.language.clauses import STATEMENT_END
from generator.reader.article.text import Span
from generator.rules import Rules

_COMMA, _BOUNDARY = re.compile(","), re.compile(r"[。;:,!?”)]\s?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(r"\d")
_BULLET = re.compile(r"[^\u4e00-\u9fff“]+")
_PICTOGRAPH = re.compile(r"(?:[\u2190-\u23ff\u2500-\u2775\u2794-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\s*)+")
_WORD_ALONE = re.compile(r"[A-Za-z]{2,}[\s.]*\d+\s*\n\s*")
_SET_OFF = re.compile(r"(?<=[。!?”]) ([\u4e00-\u9fff“”]{4,20}(?: [\u4e00-\u9fff“”]{4,20})?) (?=[^ \n]{20})")
_FAR = 1000
"""Characters; a sentence that does not end within them is no heading."""


class Heading(NamedTuple):
    """A heading or lead-in: its span in the body, its level from 1, and where the text under it ends."""

    start: int
    end: int
    level: int
    form: str
    until: int
    """End of everything under it, narrower divisions included."""
    number: int = 0
    """Its number in the series; 0 where it has none."""


def bare(rules: Rules, body: str, heading: Heading) -> Heading:
    """The heading without the dash, bullet or pictograph before it, which counts nothing, or the PART.01 in the line above."""
    form = rules.outline.form.get(heading.form)
    sign = _BULLET if form and form.bullet else _PICTOGRAPH
    mark = sign.match(body, heading.start, heading.end)
    if form and form.alone and (word := _WORD_ALONE.match(body, heading.start, heading.end)):
        mark = word
    return heading._replace(start=mark.end()) if mark else heading


def enumerated(rules: Rules, body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Headings that begin with a sign."""
    known = rules.outline
    for start, end in paragraphs:
        if known.notes.match(body, start):
            continue
        places = {
            "line": [start],
            "behind": [start, *(m.end() for m in known.behind.finditer(body, start, end))],
            "run": [start, *(m.end() for m in _BOUNDARY.finditer(body, start, end))],
        }
        places = {kind: [place for place in those if known.opens[kind].pattern.match(body, place, end)] for kind, those in places.items()}
        for form in known.forms:
            sign = form.match
            for place in places[form.place]:
                match = sign(body, place, end)
                if match and not (form.page and place == start and _broken(rules, body, start)):
                    stop = match.end() if form.whole else _heading_end(rules, body, place, match.end(), end)
                    if stop < end and form.place != "run" and known.lost.match(body, stop):
                        places["run"].append(stop + (body[stop] == " "))
                    if stop > match.end() or form.whole or form.alone:
                        yield Heading(place, stop, 0, form.id, 0, enumerators.number(next((g for g in match.groups() if g), "")))


def _broken(rules: Rules, body: str, start: int) -> bool:
    """Whether a sentence runs on from the paragraph before: its number is then a page's, put there by a preview site."""
    before = body.rfind("\n", 0, max(0, start - 1)) + 1
    return start - before > 2 * rules.outline.limits.heading and bool(_HAN.match(body, start - 2))


def _heading_end(rules: Rules, body: str, start: int, after: int, end: int) -> int:
    """Where the heading that begins at `start` (its enumerator ends at `after`) ends inside its paragraph."""
    limit = rules.outline.limits.heading
    stop = sentence_stop(body, after, min(end, after + _FAR))
    # Where line breaks were lost, a blank or the next enumerator is all that parts a heading from its text.
    lost = rules.outline.lost.search(body, after, min(stop, after + 4 * limit))
    if lost and lost.start() - after >= 2:
        return lost.start()
    blank = body.find(" ", after, min(stop, after + limit))
    opens = start == 0 or body[start - 1] == "\n"
    if 4 <= blank - after <= 30:
        clause = _BOUNDARY.search(body, blank + 1, end)
        # A heading of two parts is even: 强化组织领导 夯实创建基础.
        even = clause and abs((clause.start() - blank) - (blank - after)) <= 3
        if not opens or (stop - blank > 20 and stop < end and not even):
            return blank
    if stop == end and opens and end - start <= limit + 14:
        return end
    colon = body.find(":", after, stop)
    if colon > after + 1 and colon - start <= limit and not marks.inside(body, after, colon):
        stop = colon
    if stop - start <= limit:
        return _before_figures(rules, body, after, stop)
    begin, last = after, stop
    for match in _COMMA.finditer(body, after, min(stop, after + 4 * limit)):
        comma = match.start()
        if not marks.inside(body, after, comma):
            if not (rules.outline.preposition.match(body, begin) and comma - start <= limit // 2):
                return comma
            begin, last = comma + 1, comma
    return last


def _before_figures(rules: Rules, body: str, after: int, stop: int) -> int:
    """Where a heading ends that runs on into what it tells: 抓干部教育,举办培训班5期."""
    figure = next((m.start() for m in _FIGURE.finditer(body, after, stop) if not marks.inside(body, after, m.start())), None)
    comma = body.rfind(",", after, figure) if figure else -1
    while comma > after and marks.inside(body, after, comma):
        comma = body.rfind(",", after, comma)
    return comma if comma > after and not rules.outline.preposition.match(body, after) else stop


def sentence_stop(body: str, start: int, end: int) -> int:
    """Where the sentence at `start` ends, punctuation inside quotation marks or brackets passed over."""
    for match in STATEMENT_END.finditer(body, start, end):
        if not marks.inside(body, start, match.start()):
            return match.start()
    return end


def lines(rules: Rules, body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Headings on lines of their own without an enumerator."""
    limit = rules.outline.limits.line
    for number, (start, end) in enumerate(paragraphs):
        text = body[start:end]
        if not 4 <= len(text) <= limit or re.search(r"[。;!?:,、…]$|^[(]|^“[^”]*$", text):
            continue
        if rules.outline.not_line.search(text) or _entry(body, paragraphs, number):
            continue
        if _FIGURE.search(marks.without(text)) or re.search(r"\S\s+\S+\s+\S+\s+\S", text) and len(text.split()) > 4:
            continue
        # What follows must be text of its own, or another line that belongs to the heading.
        if number + 1 < len(paragraphs) and len(re.findall(r"[\u4e00-\u9fff]", text)) >= 4:
            yield Heading(start, end, 0, "line", 0)


def _entry(body: str, paragraphs: list[Span], number: int) -> bool:
    """Whether a line begins with a pictograph as the line above or below it does: they are entries of a list."""
    start, end = paragraphs[number]
    beside = (paragraphs[n].start for n in (number - 1, number + 1) if 0 <= n < len(paragraphs))
    return _PICTOGRAPH.match(body, start, end) is not None and any(body[place] == body[start] for place in beside)


def set_off(body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Headings inside a paragraph that blanks alone set off, where line breaks were lost: two or more."""
    found = [m.span(1) for start, end in paragraphs for m in _SET_OFF.finditer(body, start, end)]
    yield from (Heading(start, end, 0, "line", 0) for start, end in (found if len(found) > 1 else ()))
