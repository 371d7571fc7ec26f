"""Which words tell a region from the others: what its headings and names say more often than those of other regions do."""

import logging
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from generator.rules import Rules

TERMS = 6
"""Words a region."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


@cache
def _nouns() -> frozenset[str]:
    """The nouns and abbreviations of two characters or more in jieba's dictionary, whose lines are: word, count, kind."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    with jieba.get_dict_file() as file:
        return frozenset(re.findall(r"^([\u4e00-\u9fff]{2,}) \d+ [nj]", file.read().decode("utf-8"), re.MULTILINE))


@lru_cache(maxsize=1 << 16)
def _cut(text: str) -> tuple[str, ...]:
    """The nouns and abbreviations in a run of Han characters. The first call takes a second to load jieba."""
    known = _nouns()
    import jieba

    return tuple(word for word in jieba.cut(text, HMM=False) if word in known)


def nouns(texts: Sequence[str]) -> Counter[str]:
    """How often each noun and abbreviation stands in `texts`. Headings repeat one another, so every run is cut once."""
    return Counter(word for text in texts for run in _HAN.findall(text) for word in _cut(run))


def distinctive(rules: Rules, pages: Sequence[Mapping[str, int]]) -> list[list[str]]:
    """For the words of each page, with how often it says them, its `TERMS` most distinctive ones, the most distinctive first.

    A word counts by how rare it is among pages and, less, by how often the page says it. Words that a single page has
    are mostly names cut in two; among many pages they are left out.
    """
    held = [{word: count for word, count in words.items() if word not in rules.search.dull.all} for words in pages]
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
