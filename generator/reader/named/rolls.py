"""Honours that a report lists under a word for them: line by line, by year, or side by side behind a colon."""

import re
from collections.abc import Iterator

from generator.language.marks import Span
from generator.rules.named import HonourRules

LONGEST = 400
"""Characters of one line that are looked at."""
MOST = 40
"""Entries of one list that are looked at."""
_PARTS = re.compile("[、;,]")


def rolls(data: HonourRules, body: str) -> Iterator[tuple[Span, re.Match[str]]]:
    """Each list of honours: where the clause that announces it stands, and its entries, each matched by the rules' `entry`."""
    done = 0
    for head in data.roll.finditer(body):
        if head.start() < done:
            continue
        announced = Span(head.start(), head.end())
        line_end = body.find("\n", head.end(), head.end() + LONGEST)
        line_end = line_end if line_end >= 0 else min(len(body), head.end() + LONGEST)
        beside = body[head.end() : line_end].strip()
        for span in _inline(body, head.end(), line_end) if beside else _lines(body, line_end + 1):
            entry = data.entry.fullmatch(body, *span)
            if entry is None or not data.title_end.search(entry["title"]):
                break
            done = span.end
            yield announced, entry


def _inline(body: str, start: int, end: int) -> Iterator[Span]:
    stop = body.find("。", start, end)
    end = stop if stop >= 0 else end
    for match in [*_PARTS.finditer(body, start, end), None]:
        yield Span(start, match.start() if match else end)
        start = match.end() if match else end


def _lines(body: str, start: int) -> Iterator[Span]:
    for _ in range(MOST):
        if start >= len(body):
            return
        end = body.find("\n", start, start + LONGEST)
        end = end if end >= 0 else min(len(body), start + LONGEST)
        yield Span(start, end)
        start = end + 1
