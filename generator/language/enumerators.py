"""What begins an enumerated line: 一、 （一） 1. 一是 ① 第一章 Ⅰ …; whether one stands at a place, where it ends, which number it has.

Which forms there are is known through the outline's forms alone (rules/outline.yml); here is what is done with them.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from generator.language.numerals import small

_LETTERS = "ABCDEFGHIJ"
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "然后": 3, "最后": 9}


def number(text: str) -> int:
    """What an enumerator says of its place in the series: 3, 十二, ③, C, 首先; 0 where it counts nothing."""
    return _WORDS.get(text) or (_LETTERS.find(text) + 1 if text else 0) or small(text)


class Enumerators:
    """The enumerators of some forms of an outline, asked together.

    `patterns` are the forms' own, each for the enumerator alone; their first group that is set is the number.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str] | str]) -> None:
        self._patterns = [re.compile(pattern) for pattern in patterns]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of them, the first form that fits before the others."""
        return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in self._patterns))

    def end(self, text: str, place: int = 0) -> int:
        """Where the enumerator that begins at `place` ends; `place` itself where none does."""
        match = self.pattern.match(text, place)
        return match.end() if match else place

    def opens(self, text: str, place: int = 0) -> bool:
        """Whether an enumerator begins at `place`."""
        return self.pattern.match(text, place) is not None

    def bare(self, text: str) -> str:
        """A line without the enumerator it begins with."""
        return text[self.end(text) :]

    def number(self, text: str, place: int = 0) -> int:
        """The number of the enumerator that begins at `place`; 0 where none does or it counts nothing."""
        match = self.pattern.match(text, place)
        return number(next((group for group in match.groups() if group), "")) if match else 0
