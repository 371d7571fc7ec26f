"""Which words tell a region from the others: what its headings and names say more often than those of other regions do."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from generator.rules import Rules

TERMS = 6
"""Words a region."""


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
