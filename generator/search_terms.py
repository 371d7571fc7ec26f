"""Which words tell a region from the others: what its headings and figures say more often than those of other regions do."""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator import search_rules

TERMS = 6
"""Words a region."""
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _kinds() -> Mapping[str, str]:
    """The kind of word of every entry of jieba's dictionary. Loaded when first asked for: it takes a second."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    kinds: Mapping[str, str] = jieba.posseg.dt.word_tag_tab
    return kinds


def nouns(text: str) -> Iterator[str]:
    """The nouns and abbreviations of two characters or more in `text`, each time they stand there."""
    kinds = _kinds()
    import jieba

    for word in jieba.cut(text, HMM=False):
        if kinds.get(word, "x")[0] in "nj" and _WORD.fullmatch(word):
            yield word


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
