"""Which words tell a region from the others: what its headings and names say more often than those of other regions do."""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from generator.search import rules as search_rules

TERMS = 6
"""Words a region."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _nouns() -> frozenset[str]:
    """The nouns and abbreviations of two characters or more in jieba's dictionary, whose lines are: word, count, kind."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    split = (line.split(" ") for line in lines)
    return frozenset(word for word, _, kind in split if kind[0] in "nj" and _WORD.fullmatch(word))


@lru_cache(maxsize=1 << 14)
def nouns(text: str) -> tuple[str, ...]:
    """The nouns and abbreviations in `text`, each time they stand there. The first call takes a second to load jieba."""
    known = _nouns()
    import jieba

    return tuple(word for word in jieba.cut(text, HMM=False) if word in known)


def distinctive(pages: Sequence[str]) -> list[list[str]]:
    """For the words of each page, with blanks between them, its `TERMS` most distinctive ones, the most distinctive first.

    A word counts by how rare it is among pages and, less, by how often the page says it. Words that a single page has
    are mostly names cut in two; among many pages they are left out.
    """
    dull = set(search_rules.load().dull.split())
    held = [Counter(word for word in words.split() if word not in dull) for words in pages]
    spread = Counter(word for words in held for word in words)
    told = sum(1 for words in held if words)
    least = 2 if told > 50 else 1
    rare = {word: math.log(told / count) for word, count in spread.items() if count >= least}
    return [
        sorted((word for word in words if rare.get(word, 0) > 0), key=lambda word: (-(1 + math.log(words[word])) * rare[word], word))[
            :TERMS
        ]
        for words in held
    ]
