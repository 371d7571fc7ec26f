"""Which time a figure is tied to: a year or span said before it in its sentence, or one that governs the paragraph or report.

What is told of an open span (2021年以来, 近三年) is told of no year.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from generator.language.clauses import Clauses
from generator.language.marks import QUOTES, pairs
from generator.reader.article.text import Document, Span
from generator.reader.figures.times import Token, is_speech, part_of_year, today, tokens, year_over
from generator.reader.outline.headings import Heading
from generator.rules import Rules

_OPENING = 2
"""Paragraphs in which a report says what it is about."""
_LEAD = 400
"""Characters above the text in which a page says what it looks back on."""
_NEAR = 80
"""Characters before a figure in which its sentence says that it is one of now."""
_NEAREST = 40
"""Times before a figure in its sentence that may be its own: no sentence that people write states more."""
_DIGIT = re.compile(r"\d")
_JOINTS = ("、", "和", "及", "与", ",")
"""What stands between times in a row."""


class Periods:
    """The periods of one region's text; `at` answers for a figure."""

    def __init__(self, rules: Rules, document: Document, span: Span, figures: list[int], headings: Sequence[Heading] = ()) -> None:
        self._rules = rules
        body = document.body
        self._body, self._paragraphs, self._published = body, document.paragraphs, today(rules, document)
        said = tokens(rules, body, span.start, span.end, self._published)
        self._tokens, self._aside = [t for t in said if not t.aside], [t for t in said if t.aside]
        self._starts = [token.start for token in self._tokens]
        self._figures = sorted(figures)
        self._clauses = Clauses(body, span.start, span.end)
        self._told_by = [quote for quote in pairs(body, QUOTES, 202, span.start, span.end) if is_speech(body, quote)]
        self._governed, self._report = self._governing(document, span, headings)
        self._running = self._goes_on(document)
        self._announcements: dict[int, str | None] = {}
        headed = [(h.start, h.until, period) for h in headings if (period := self._of_part(h))]
        self._turns = _turns(sorted([*headed, *self._set_apart(document.title or "")]))
        self._turning = [place for place, _ in self._turns]
        if self._published != document.published:
            # In a report on the year before, 今年 is that year, and in its part for the year to come the year the part is headed by.
            self._tokens = [t._replace(period=self._head(t.start) or t.period) if t.now else t for t in self._tokens]

    def _governing(self, document: Document, span: Span, headings: Sequence[Heading]) -> tuple[int, str | None]:
        """The time of the whole report, and from where on: what opens it or its preface, or the year its title says it is about."""
        if self._tokens and self._opens(self._tokens[0], span.start, whole=True):
            return span.start, self._tokens[0].period
        until = min([span.end, *(h.start for h in headings if h.start > span.start)])
        if (stated := self._sets_out(self._tokens, self._clauses, span.start, until)) is not None:
            return stated.start, stated.period
        match = self._rules.periods.report.search(document.title or "")
        if not match and (stated := self._reviewed(self._tokens, self._clauses, span.start, until)) is not None:
            return stated.start, stated.period
        if span.start:
            preface, end = self._paragraphs[0], min(span.start, self._opening_end(0))
            told = tokens(self._rules, self._body, 0, end, self._published)
            said = [token for token in told if not token.aside]
            clauses = Clauses(self._body, 0, end)
            if (
                said
                and self._opens(said[0], preface.start, whole=True, clauses=clauses)
                and not _DIGIT.search(self._body, said[0].end, preface.end)
            ):
                return span.start, said[0].period
            stated = self._sets_out(said, clauses, 0, span.start) or (None if match else self._reviewed(said, clauses, 0, span.start))
            if stated is not None and self._rules.periods.joint.match(self._body, stated.end):
                return span.start, stated.period
        if match is None and span.start == 0:
            # A page in verses says above what was taken for its text which year it looks back on.
            first = max(0, document.article.start - _LEAD)
            match = self._rules.periods.lead.search(document.folded, first, document.article.start)
            match = match if match and match.group(1) == year_over(document.published) else None
        return span.start, match.group(1) if match else None

    def _goes_on(self, document: Document) -> bool:
        """Whether the report is about a year that is not over yet: what there is by now is then no figure of the year's."""
        published = document.published or ""
        plan = self._rules.qualifiers.planning.search(document.title or "")
        return bool(self._report) and not plan and self._report == published[:4] and published[5:7] != "12"

    def _opening_end(self, start: int) -> int:
        """Where the opening paragraphs of a text end; a line of greeting or of the editors may stand before the first of them."""
        first = bisect_right(self._paragraphs, (start, len(self._body))) - 1
        return self._paragraphs[min(first + _OPENING, len(self._paragraphs)) - 1].end

    def _sets_out(self, said: Sequence[Token], clauses: Clauses, start: int, stop: int) -> Token | None:
        """The last time that opens a sentence of the opening paragraphs which says, before any figure, what the report is about.

        What lies further back than the year before the publishing date is history.
        """
        known, body, stop, found = self._rules.periods, self._body, min(stop, self._opening_end(start)), None
        for token in said:
            if not start <= token.start < stop or not self._opens(token, clauses.sentence(token.start), whole=True, clauses=clauses):
                continue
            end = clauses.sentence_end(token.start)
            number = _DIGIT.search(body, token.end, end)
            clause = max(token.end, body.rfind(",", token.end, number.start()) if number else end)
            recent = not self._published or int(self._published[:4]) - int((token.period or "")[-4:]) <= 1
            if recent and known.subject.search(body, token.end, clause) and not known.event.search(body, token.end, clause):
                found = token
        return found

    def _reviewed(self, said: Sequence[Token], clauses: Clauses, start: int, stop: int) -> Token | None:
        """The last time of the opening paragraphs, where it opens a sentence and is the year at whose end the report came out to look back on it."""
        inside = [token for token in said if start <= token.start < min(stop, self._opening_end(start))]
        year = year_over(self._published)
        if not year or not inside or inside[-1].period != year:
            return None
        return inside[-1] if self._opens(inside[-1], clauses.sentence(inside[-1].start), whole=True, clauses=clauses) else None

    def _of_part(self, heading: Heading) -> str | None:
        """The time of the part below a heading: said in it, or by a lead-in without figures that opens with it."""
        said = [token.period for token in self._between(heading.start, heading.end) if token.period]
        if said:
            return said[-1]
        line = self._clauses.line_end(heading.end)
        if line + 1 >= heading.until or self._body[heading.end : line].strip("。:; "):
            return None
        below, end = line + 1, self._clauses.line_end(line + 1)
        inside = self._between(below, end)
        figures = bisect_left(self._figures, end) - bisect_left(self._figures, below)
        return inside[0].period if inside and not figures and self._opens(inside[0], below, whole=True) else None

    def _set_apart(self, title: str) -> Iterator[tuple[int, int, str]]:
        """The parts of a report about plans, for which its time does not hold, but the year their heading names; empty where it names none and that year is over."""
        if self._rules.qualifiers.planning.search(title):
            return
        c, body = self._clauses, self._body
        parts = [(start, *part) for start in c.lines if (part := self._rules.outline.part(body, start, c.line_end(start)))]
        for number, (start, rank, behind) in enumerate(parts):
            end = c.line_end(start)
            if self._rules.qualifiers.plans.match(body, behind, end):
                said = self._between(start, end - 1)
                until = next((parts[n][0] for n in range(number + 1, len(parts)) if parts[n][1] <= rank), c.last)
                if said or not self._running:
                    yield start, until, (said[-1].period or "") if said else ""

    def _head(self, place: int) -> str | None:
        """The time of the innermost part that has one and holds `place`; empty where the part is set apart from the report's time."""
        number = bisect_right(self._turning, place) - 1
        return self._turns[number][1] if number >= 0 else None

    def _opens(self, token: Token, start: int, whole: bool = False, clauses: Clauses | None = None) -> bool:
        """Whether a time opens the text at `start` and is that of all that follows, not of one event.

        A part of a year (上半年) is the time of a report as a `whole`, but not of a paragraph.
        """
        known, body = self._rules.periods, self._body
        if token.start != start or token.month or not token.period:
            return False
        spell = known.spell.match(body, token.end) if whole else None
        if known.being.match(body, token.end):
            return True
        if not known.opening.match(body, spell.end() if spell else token.end):
            return False
        stop = (clauses or self._clauses).sentence_end(token.start)
        number = _DIGIT.search(body, token.end, stop)
        return not known.award.search(body, token.end, number.start() if number else stop)

    def at(self, place: int, former: bool = False) -> str | None:
        """The period of the figure whose numeral begins at `place`; a `former` value (由3分提高到5分) has only one that is said for it alone."""
        number = bisect_right(self._aside, (place,)) - 1
        if number >= 0 and self._aside[number].start >= self._clauses.start(place):
            return self._aside[number].period
        sentence = self._clauses.sentence(place)
        semicolon = self._body.rfind(";", sentence, place)
        inside = [token for token in self._between(sentence, place)[-_NEAREST:] if not self._over(token, place, semicolon)]
        if former and not (inside and inside[-1].once):
            return None
        if inside and (inside[-1].period is None or self._told(inside[-1], place)):
            return None
        if inside:
            return self._of_several(inside, place)
        number = bisect_right(self._paragraphs, (place, len(self._body))) - 1
        paragraph = self._paragraphs[number]
        before = self._between(paragraph.start, place)
        in_paragraph = [token for token in before if token.period]
        if in_paragraph and before[-1].period:
            last = in_paragraph[-1]
            if self._opens(in_paragraph[0], paragraph.start) and len({t.period for t in in_paragraph}) == 1:
                return last.period
            if self._topic(last):
                return last.period
        elif (
            not in_paragraph
            and self._body.find("。", paragraph.start, min(place + 60, paragraph.end)) < 0
            and (announced := self._announced(number)) is not None
        ):
            return announced
        headed = self._head(place)
        governing = (self._report if place >= self._governed else None) if headed is None else headed
        speech = bisect_right(self._told_by, (place, len(self._body))) - 1
        told = speech >= 0 and place < self._told_by[speech].end
        if told or len(before) > len(in_paragraph):
            return None
        if governing:
            stock = not headed and self._running and self._rules.periods.stock.search(self._body, max(sentence, place - _NEAR), place)
            return None if stock else governing
        part = part_of_year(self._rules, self._body, max(sentence, self._body.rfind(";", sentence, place)), place, self._published)
        return part if not before or before[-1].period == part else None

    def _of_several(self, inside: list[Token], place: int) -> str | None:
        """The period of a figure behind several times in its sentence: mostly the last of them."""
        sentence = self._clauses.sentence(place)
        clause = max(self._body.rfind(",", sentence, place), sentence)
        if self._body.find("年均", clause, place) >= 0:
            years = [t.period for t in self._between(sentence, place) if t.period and len(t.period) == 4]
            if len(years) >= 2 and years[-2] < years[-1]:
                return f"{years[-2]}-{years[-1]}"
        row = [inside[-1]]
        while len(row) < len(inside) and self._body[inside[-len(row) - 1].end : row[0].start] in _JOINTS:
            row.insert(0, inside[-len(row) - 1])
        if len(row) == 1 or row[0].month:
            return row[-1].period
        dealt = self._body.find("分别", row[-1].end, place) >= 0
        number = bisect_left(self._figures, place) - bisect_left(self._figures, row[-1].end)
        if dealt:
            return row[number].period if number < len(row) else row[-1].period
        first, last = row[0].period or "", row[-1].period or ""
        following = len(first) == len(last) == 4 and int(last) - int(first) == len(row) - 1
        return f"{first}-{last}" if following else None

    def _over(self, token: Token, place: int, semicolon: int) -> bool:
        """Whether a time is no longer that of the figure at `place`: it was that of one before, or of one event."""
        if token.once:
            number = bisect_right(self._figures, token.end)
            return number < len(self._figures) and self._figures[number] < place
        if semicolon < token.end:
            return False
        return self._event(token) or not self._rules.periods.apart.match(self._body, token.end)

    def _event(self, token: Token) -> bool:
        """Whether a time is narrower than a year and dates one event; a month up to which all is counted does not."""
        return token.month and not self._rules.periods.as_of.search(self._body, max(0, token.start - 3), token.start)

    def _between(self, first: int, last: int) -> list[Token]:
        """The times that begin at `first` or behind it, up to `last`."""
        return self._tokens[bisect_left(self._starts, first) : bisect_right(self._starts, last)]

    def _told(self, token: Token, place: int) -> bool:
        """Whether a time is used up before the figure at `place`: by the name it belongs to, or by the honour it dates."""
        between = self._body[token.end : place]
        if token.named:
            return ";" in between
        return self._event(token) and bool(self._rules.periods.honour.search(between.rpartition(",")[0]))

    def _topic(self, token: Token) -> bool:
        """Whether a sentence states a year but no figure behind it, and so governs the sentences that follow."""
        stop = self._clauses.sentence_end(token.start)
        following = bisect_right(self._figures, token.start)
        honours = self._rules.periods.event.search(self._body, token.end, stop)
        return not token.month and not honours and not (following < len(self._figures) and self._figures[following] < stop)

    def _announced(self, number: int) -> str | None:
        """The year of the line that announces a list or table (…2024年项目资金情况如下:) standing above a paragraph."""
        # What is found for one line of a list holds for those below it: each line is looked at once.
        first = number
        while first > 0 and first not in self._announcements:
            line = self._paragraphs[first - 1]
            if self._body[line.end - 1] == ":" or self._rules.periods.caption.search(self._body[line.start : line.end]):
                inside = self._between(line.start, line.end - 1)
                self._announcements[first] = inside[-1].period if inside else None
            elif line.end - line.start > 60 or self._body.find("。", line.start, line.end) >= 0:
                self._announcements[first] = None
            else:
                first -= 1
        period = self._announcements.get(first)
        self._announcements.update(dict.fromkeys(range(first, number + 1), period))
        return period


def _turns(parts: Sequence[tuple[int, int, str]]) -> list[tuple[int, str | None]]:
    """Where the time of the innermost part turns, and to what, of parts in order of their beginnings."""
    out: list[tuple[int, str | None]] = []
    around: list[tuple[int, str]] = []

    def close(place: int) -> None:
        while around and around[-1][0] <= place:
            end = around.pop()[0]
            while around and around[-1][0] <= end:
                around.pop()
            out.append((end, around[-1][1] if around else None))

    for start, until, period in parts:
        close(start)
        around.append((until, period))
        out.append((start, period))
    close(max((until for until, _ in around), default=0))
    return out
