"""Pairs of marks: quotation marks, book titles, brackets; where they open and close, and what stands inside.

Text is folded: every pair is one of `QUOTES`, `INNER`, `TITLES`, `BRACKETS`.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

QUOTES, INNER, TITLES, BRACKETS = "“”", "‘’", "《》", "()"
OPENS, CLOSES = "“(《", "”)》"
_PAIRS = (QUOTES, BRACKETS, TITLES)
_FAR = 200
"""Characters; a mark that stays open for longer was never closed."""


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


@cache
def _either(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}\n]")


@cache
def _flat(marks: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"{re.escape(a)}[^{re.escape(b)}]*{re.escape(b)}" for a, b in zip(marks[::2], marks[1::2], strict=True)))


def pairs(text: str, marks: str, longest: int | None = None, start: int = 0, end: int | None = None) -> list[Span]:
    """The outermost pairs of one kind of marks within a line, marks included; what is never closed is left out.

    A pair of more than `longest` characters is no pair, but pairs inside it are. Spans do not overlap and stand in order.
    """
    found: list[Span] = []
    open_at: list[int] = []
    end = len(text) if end is None else end
    if text.find(marks[0], start, end) < 0:
        return found
    for match in _either(marks).finditer(text, start, end):
        if match.group() == "\n":
            open_at.clear()
        elif match.group() == marks[0]:
            open_at.append(match.start())
        elif open_at:
            begin = open_at.pop()
            if longest is None or match.end() - begin <= longest:
                while found and found[-1].start > begin:
                    found.pop()
                found.append(Span(begin, match.end()))
    return found


def covered(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """For each character of `text` whether one of the spans covers it."""
    flags = bytearray(len(text))
    for start, end in spans:
        flags[start:end] = b"\1" * (end - start)
    return flags


def balanced(text: str) -> bool:
    """Whether as many quotation marks, brackets and titles close in a text as open."""
    # Most that is asked for is all letters, which one look tells.
    return text.isalnum() or all(text.count(marks[0]) == text.count(marks[1]) for marks in _PAIRS)


def inside(text: str, start: int, place: int) -> bool:
    """Whether a pair of marks that opened behind `start` is still open at `place`; what stays open for too long was never closed."""
    piece = text[max(start, place - _FAR) : place]
    return any(piece.count(marks[0]) > piece.count(marks[1]) for marks in _PAIRS)


def without(text: str, marks: str = QUOTES + TITLES, put: str = "") -> str:
    """The text with `put` for everything that stands in those marks, the marks themselves included."""
    return _flat(marks).sub(put, text)
