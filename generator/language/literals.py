"""What an expression cannot do without: strings one of which stands in all that it finds, so that one look spares many searches."""

import re
from collections.abc import Iterable, Iterator
from re import _constants as sre  # type: ignore[attr-defined]  # the tree that `re` itself makes of an expression
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

import ahocorasick

Row = TypeVar("Row")
_MOST = 200
"""More strings than this tell nothing."""
_FAR = 100
"""Characters; an expression that reaches further is looked for everywhere."""
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def literals(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Strings one of which is part of every match, lookarounds left out; None where there is none that tells."""
    return None if pattern.flags & re.IGNORECASE else _needed(_parser.parse(pattern.pattern, pattern.flags))


def _needed(tree: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found, run = list[frozenset[str]](), ""
    for kind, what in [*tree, (None, None)]:
        if kind is sre.LITERAL:
            run += chr(what)
            continue
        needed = None
        if kind is sre.IN:
            needed = _members(what)
        elif kind is sre.BRANCH:
            ways = [_needed(way) for way in what[1]]
            needed = frozenset[str]().union(*(way for way in ways if way)) if None not in ways else None
        elif kind is sre.ATOMIC_GROUP:
            needed = _needed(what)
        elif (kind is sre.SUBPATTERN and not what[1] & re.IGNORECASE) or (kind in _REPEATS and what[0]):
            needed = _needed(what[-1])
        found += [words for words in (frozenset({run} - {""}), needed) if words and len(words) <= _MOST]
        run = ""
    # Long strings are rare, and marks stand in every text.
    return min(found, key=lambda words: (not all(map(str.isalnum, words)), -min(map(len, words)), len(words)), default=None)


def _members(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    chars = set[str]()
    for kind, what in items:
        first, last = (what, what) if kind is sre.LITERAL else what if kind is sre.RANGE else (0, _MOST)
        if last - first >= _MOST:
            return None
        chars.update(map(chr, range(first, last + 1)))
    return frozenset(chars)


def _ahead(tree: Iterable[tuple[Any, Any]]) -> int:
    """How far behind a match its expression may look."""
    furthest = 0
    for kind, what in tree:
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            furthest = max(furthest, what[1].getwidth()[1] + _ahead(what[1]) if what[0] > 0 else 0)
        elif kind is sre.BRANCH:
            furthest = max(furthest, *map(_ahead, what[1]))
        elif kind in (sre.SUBPATTERN, sre.ATOMIC_GROUP, *_REPEATS):
            furthest = max(furthest, _ahead(what if kind is sre.ATOMIC_GROUP else what[-1]))
    return furthest


class Seeker:
    """An expression that begins with nothing a search could skip to: looked for only around the strings it cannot do without."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        words, tree = literals(pattern), _parser.parse(pattern.pattern, pattern.flags)
        self._width = tree.getwidth()[1]
        self._reach = self._width + _ahead(tree) + 1
        self._signs = re.compile("|".join(map(re.escape, sorted(words)))) if words and self._reach <= _FAR else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches in `text[start:end]`, those that the expression itself has."""
        stop = len(text) if end is None else end
        signs = list(self._signs.finditer(text, start, stop)) if self._signs else []
        if not self._signs or len(signs) * self._reach > stop - start:
            yield from self._pattern.finditer(text, start, stop)
            return
        for sign in signs:
            # A string that overlaps this one, and was passed over for it, begins before its end.
            first, last = max(start, sign.start() - self._width), sign.end()
            while start < last and (match := self._pattern.search(text, first, min(stop, last + self._reach))) and match.start() < last:
                yield match
                first = start = match.end()


class Sieve(Generic[Row]):
    """Rows that have an expression each; tells which of them may be found in a text by a single look at it."""

    def __init__(self, rows: Iterable[tuple[re.Pattern[str], Row]]) -> None:
        self._rows: list[Row] = []
        self._always = 0
        bits = dict[str, int]()
        for number, (pattern, row) in enumerate(rows):
            self._rows.append(row)
            words = literals(pattern)
            self._always |= 0 if words else 1 << number
            for word in words or ():
                bits[word] = bits.get(word, 0) | 1 << number
        self._words = ahocorasick.Automaton()
        for word, rows_of in bits.items():
            self._words.add_word(word, rows_of)
        if bits:
            self._words.make_automaton()

    def rows(self, text: str) -> list[Row]:
        """The rows whose expression may be found in `text`, in their order; no other one is."""
        left = self._always
        for _, bits in self._words.iter(text) if text and len(self._words) else ():
            left |= bits
        found = []
        while left:
            lowest = left & -left
            found.append(self._rows[lowest.bit_length() - 1])
            left ^= lowest
        return found
