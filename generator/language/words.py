"""The nouns of a text, by jieba's dictionary. The first call takes a second to load it."""

import logging
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

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
    """The nouns and abbreviations in a run of Han characters."""
    known = _nouns()
    import jieba

    return tuple(word for word in jieba.cut(text, HMM=False) if word in known)


def nouns(texts: Sequence[str]) -> Counter[str]:
    """How often each noun and abbreviation stands in `texts`. Headings repeat one another, so every run is cut once."""
    return Counter(word for text in texts for run in _HAN.findall(text) for word in _cut(run))
