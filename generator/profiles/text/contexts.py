"""What stands around the quote of each figure in its article: a few characters of its sentence on either side, where the site may show them.

All places are offsets in the article without white space. A document whose headings, quotes and contexts together would pass the share
that a site shows of a source at most has none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.profiles.text.mentions import BREAKS, MAX_SHARE, STOPS, Span

REACH = 20
"""Characters on each side at most."""
CUT = "…"
"""Stands where the sentence goes on."""


@dataclass(frozen=True)
class QuoteContext:
    """The words around one quote."""

    before: str
    """Of the same sentence; begins with CUT where that begins earlier. Empty where nothing of it stands there."""
    after: str
    withheld: bool
    """Whether both are empty because the site shows enough of the document."""
    unique: Literal["alone", "between", ""]
    """Whether the quote stands once in the article, or once between these words."""


def contexts(text: str, paragraphs: Sequence[Span], quotes: Sequence[Span | None], shown: bytes) -> list[QuoteContext | None]:
    """The contexts of `quotes`, places in `text`; None where there is no place. `shown` has a 1 for each character that the site shows anyway."""
    starts = [start for start, _ in paragraphs]
    around = [quote and paragraphs[max(bisect_right(starts, quote[0]) - 1, 0)] for quote in quotes]
    windows = [quote and part and _window(text, part, quote) for quote, part in zip(quotes, around, strict=True)]
    marked = bytearray(shown)
    for window in filter(None, windows):
        marked[window[0] : window[1]] = b"\1" * (window[1] - window[0])
    few = sum(marked) <= MAX_SHARE * len(text)
    return [
        None if quote is None or part is None or window is None else _context(text, part, quote, window, few)
        for quote, part, window in zip(quotes, around, windows, strict=True)
    ]


def _window(text: str, paragraph: Span, quote: Span) -> Span:
    """A quote with what is shown around it: of its sentence, and whole clauses where one begins or ends within reach."""
    start, end = quote
    left, right = max(paragraph[0], start - REACH), min(paragraph[1], end + REACH)
    if (stop := max(text.rfind(mark, left, start) for mark in STOPS)) >= 0:
        left = stop + 1
    elif left > paragraph[0]:
        left = min((place + 1 for mark in BREAKS if (place := text.find(mark, left, start)) >= 0), default=left)
    if text[end - 1] in STOPS:
        right = end
    elif stops := [place for mark in STOPS if (place := text.find(mark, end, right)) >= 0]:
        right = min(stops) + 1
    elif right < paragraph[1]:
        right = max((place for mark in BREAKS if (place := text.rfind(mark, end, right)) >= 0), default=right - 1) + 1
    return min(left, start), max(right, end)


def _context(text: str, paragraph: Span, quote: Span, window: Span, few: bool) -> QuoteContext:
    withheld = not few and window != quote
    window = window if few else quote
    before, after = (words if any(map(str.isalnum, words)) else "" for words in (text[window[0] : quote[0]], text[quote[1] : window[1]]))
    words = text[quote[0] : quote[1]]
    unique: Literal["alone", "between", ""] = ""
    if text.count(words) == 1:
        unique = "alone"
    elif (before or after) and text.count(before + words + after) == 1:
        unique = "between"
    opens = window[0] == paragraph[0] or text[window[0] - 1] in STOPS
    ends = not after or after[-1] in STOPS or window[1] >= paragraph[1]
    return QuoteContext(before if opens or not before else CUT + before, after if ends else after + CUT, withheld, unique)
