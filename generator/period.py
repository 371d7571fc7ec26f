"""Which time a figure is tied to: a year or span said before it in its sentence, or one that governs the paragraph or report.

Words stand in rules/periods.yml. Years inside book titles and quotation marks, years a comparison is only made with and
years something only began in tie nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from generator import rules
from generator.text import Document, Span


class PeriodRules(rules.RuleModel):
    """See the head of rules/periods.yml."""

    plans: dict[str, str]
    relative: dict[str, int]
    repeated: list[str]
    base: rules.Regex
    since: rules.Regex
    report: rules.Regex
    event: rules.Regex
    hit: dict[str, str]
    miss: list[str]


class Token(NamedTuple):
    """A stated time: where it begins and ends, and what it means; `month` where it is narrower than a year."""

    start: int
    end: int
    period: str
    month: bool = False


def period_rules() -> PeriodRules:
    return rules.load("periods", PeriodRules)


@cache
def _pattern() -> re.Pattern[str]:
    known = period_rules()
    plans, relative, repeated = "|".join(known.plans), "|".join(known.relative), "|".join(known.repeated)
    return re.compile(
        r"(?<!\d)(?P<from>(?:19|20)\d{2})年?(?:[—~～-]{1,2}|至|到)(?P<to>(?:19|20)\d{2})年(?!的)"
        r"|(?<![\d第])(?P<year>(?:19|20)\d{2})年(?:度)?(?P<month>\d{1,2}月)?(?:底|末|初)?"
        rf"|“?(?P<plan>{plans})”?(?=时期|期间|以来|末|期末|初)"
        rf"|(?P<relative>{relative})|(?P<repeated>{repeated})"
    )


_MASKED = re.compile(r"《[^》\n]*》|“[^”\n]*”|[(][^()\n]*[)]")


def tokens(body: str, start: int, end: int, published: str | None) -> list[Token]:
    """The stated times in `body[start:end]`, in order."""
    known = period_rules()
    hidden = [m.span() for m in _MASKED.finditer(body, start, end)]
    out: list[Token] = []
    for match in _pattern().finditer(body, start, end):
        at = match.start()
        plan = match.group("plan")
        if not plan and any(a <= at < b for a, b in hidden):
            continue
        after = body[match.end() : match.end() + 6]
        if match.group("from"):
            if match.group("from") < match.group("to"):
                out.append(Token(at, match.end(), f"{match.group('from')}-{match.group('to')}"))
        elif match.group("year"):
            owned = after.startswith("的")
            if (re.search(known.base, body[max(start, at - 2) : at]) and not owned) or re.match(known.since, after):
                continue
            out.append(Token(at, match.end(), match.group("year"), bool(match.group("month"))))
        elif plan:
            out.append(Token(at, match.end(), known.plans[plan]))
        elif match.group("relative"):
            if published and not (match.group("relative") == "年内" and body[at - 1 : at].isdigit()):
                out.append(Token(at, match.end(), str(int(published[:4]) + known.relative[match.group("relative")])))
        elif out:
            paragraph = body.rfind("\n", 0, at)
            if out[-1].start > paragraph:
                out.append(Token(at, match.end(), out[-1].period))
    return out


class Periods:
    """The periods of one region's text; `at` answers for a figure."""

    def __init__(self, document: Document, span: Span, figures: list[int]) -> None:
        body = document.body
        self._body = body
        self._tokens = tokens(body, span.start, span.end, document.published)
        self._starts = [token.start for token in self._tokens]
        self._figures = sorted(figures)
        self._sentences = [span.start] + [m.end() for m in re.compile(r"[。!?\n]").finditer(body, span.start, span.end)]
        self._report = self._governing(document, span)

    def _governing(self, document: Document, span: Span) -> str | None:
        """The year that opens the report or stands in its title as the year it is about."""
        if self._tokens and self._opens(self._tokens[0], span.start):
            return self._tokens[0].period
        match = re.search(period_rules().report, document.title or "")
        return match.group(1) if match else None

    def _opens(self, token: Token, start: int) -> bool:
        return token.start == start and not token.month and self._body[token.end : token.end + 1] in ",,来"

    def _sentence(self, place: int) -> int:
        return self._sentences[bisect_right(self._sentences, place) - 1]

    def at(self, place: int) -> str | None:
        """The period of the figure whose numeral begins at `place`."""
        sentence = self._sentence(place)
        before = self._tokens[: bisect_right(self._starts, place)]
        inside = [t for t in before if t.start >= sentence]
        if inside:
            clause = self._body[max(self._body.rfind(",", sentence, place), sentence) : place]
            years = [t.period for t in inside if len(t.period) == 4]
            if "年均" in clause and len(years) >= 2 and years[-2] < years[-1]:
                return f"{years[-2]}-{years[-1]}"
            return inside[-1].period
        paragraph = self._body.rfind("\n", 0, place) + 1
        in_paragraph = [t for t in before if t.start >= paragraph]
        if in_paragraph:
            last = in_paragraph[-1]
            if self._opens(in_paragraph[0], paragraph) and len({t.period for t in in_paragraph}) == 1:
                return last.period
            if self._topic(last):
                return last.period
        elif "。" not in self._body[paragraph : place + 60].split("\n")[0] and (announced := self._announced(before, paragraph)) is not None:
            return announced
        return self._report

    def _topic(self, token: Token) -> bool:
        """Whether a sentence states a year but no figure behind it, and so governs the sentences that follow."""
        number = bisect_right(self._sentences, token.start)
        stop = self._sentences[number] if number < len(self._sentences) else len(self._body)
        following = bisect_right(self._figures, token.start)
        honours = re.compile(period_rules().event).search(self._body, token.end, stop)
        return not token.month and not honours and not (following < len(self._figures) and self._figures[following] < stop)

    def _announced(self, before: list[Token], paragraph: int) -> str | None:
        """The year of the line that announces a list or table (…2024年项目资金情况如下:) standing above `paragraph`."""
        start = paragraph - 1
        while start > 0:
            line = self._body.rfind("\n", 0, start) + 1
            text = self._body[line:start]
            if text.endswith(":"):
                inside = [t for t in before if line <= t.start < start]
                return inside[-1].period if inside else None
            if len(text) > 60 or "。" in text:
                return None
            start = line - 1
        return None
