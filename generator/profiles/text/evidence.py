"""Where a quote stands in its source, white space aside; and the nearest real text where it stands nowhere.

The one place that compares words of profiles with a decoded source. What a quote means is not its business.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

Span = tuple[int, int]
# Invisible besides what Python calls white space: zero-width signs and the byte order mark.
_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
# More places than this say nothing about which one is meant.
_MAX_FOUND = 50


def squeeze(text: str) -> str:
    """`text` without any white space."""
    return _BLANK.sub("", text)


class Evidence:
    """One decoded source, searchable without regard to white space; all spans are offsets in that source."""

    def __init__(self, source: str) -> None:
        self.source = source
        pieces = [(m.start(), m.group()) for m in re.finditer(r"[^\s\u200b-\u200d\u2060\ufeff]+", source)]
        self._text = "".join(piece for _, piece in pieces)
        self._at = [start + i for start, piece in pieces for i in range(len(piece))]

    def __len__(self) -> int:
        """Characters of the source, white space aside."""
        return len(self._text)

    def __contains__(self, quote: str) -> bool:
        return squeeze(quote) in self._text

    def find(self, quote: str) -> list[Span]:
        """Every place of `quote`, in order; empty for an empty quote."""
        wanted, found, start = squeeze(quote), list[Span](), -1
        while wanted and len(found) < _MAX_FOUND and (start := self._text.find(wanted, start + 1)) >= 0:
            found.append(self._span(start, start + len(wanted)))
        return found

    def count(self, start: int, end: int) -> int:
        """How many characters stand between two offsets of the source, white space aside."""
        return max(0, bisect_left(self._at, end) - bisect_left(self._at, start))

    def nearest(self, quote: str) -> str | None:
        """The source's own words where they are most like `quote`, at least six characters in ten; else None."""
        wanted = squeeze(quote)
        size = min(3, len(wanted))
        if not size:
            return None
        # Every shared run of three characters votes for the place where the quote would have to begin.
        votes: Counter[int] = Counter()
        for offset in range(len(wanted) - size + 1):
            gram, at = wanted[offset : offset + size], -1
            for _ in range(_MAX_FOUND):
                if (at := self._text.find(gram, at + 1)) < 0:
                    break
                votes[max(0, at - offset)] += 1
        best, best_ratio = None, 0.6
        for begin, _ in votes.most_common(8):
            low, high = max(0, begin - 3), begin + len(wanted) + 3
            window = self._text[low:high]
            blocks = [b for b in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() if b.size]
            # What the quote has before its first and behind its last shared character is wrong in the quote, so the
            # real text has as many characters there.
            first, last = blocks[0], blocks[-1]
            start = max(0, first.b - first.a)
            end = min(len(window), last.b + last.size + len(wanted) - last.a - last.size)
            ratio = SequenceMatcher(None, wanted, window[start:end], autojunk=False).ratio()
            if ratio >= best_ratio and (best is None or ratio > best_ratio):
                best, best_ratio = (low + start, low + end), ratio
        if best is None:
            return None
        start, end = self._span(*best)
        return _BLANK.sub(lambda m: "" if "\n" in m.group() else " ", self.source[start:end])

    def _span(self, start: int, end: int) -> Span:
        return self._at[start], self._at[end - 1] + 1


# By list, the words by which its items are found.
_WORDS = {
    "gaps": "quote", "measures": "heading", "indicators": "quote", "documents_cited": "title", "programmes": "name", "honours": "quote",
    "networks": "quote",
}  # fmt: skip


def placed(data: Mapping[str, Any], evidence: Evidence) -> dict[str, Any]:
    """A profile's data with `at`, where in its source each item stands; one whose words are not there gets none.

    Items of a list that have the same words are dealt out over the places of those words, in order.
    """
    alike = dict[tuple[str, str], list[dict[str, Any]]]()

    def copy(value: Any, key: str = "") -> Any:
        if isinstance(value, list):
            return [copy(one, key) for one in value]
        if not isinstance(value, Mapping):
            return value
        item = {name: copy(one, name) for name, one in value.items()}
        if words := item.get(_WORDS.get(key, "")):
            alike.setdefault((key, words), []).append(item)
        return item

    made: dict[str, Any] = copy(data)
    for (_, words), items in alike.items():
        places = evidence.find(words)
        for number, item in enumerate(items if places else ()):
            item["at"] = list(places[number * len(places) // len(items)] if len(items) > len(places) else places[number])
    return made
