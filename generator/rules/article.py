"""What rules/furniture.yml, metadata.yml, fold.yml and columns.yml say: the page around an article, what it says of it, tables inside."""

import re
import unicodedata
from collections.abc import Callable
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from generator.language.signs import RADICALS
from generator.rules.loader import Composed, Expression, Opening, Pattern, PatternRule, RuleModel, Whole, Words

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Characters that take no room: a blank in their place would part what they stand in."""
RuleKind = Literal["end", "credit", "date", "sign", "caption", "drop"]


def _pairs(text: str) -> dict[str, str]:
    if wrong := [pair for pair in text.split() if len(pair) != 2]:
        raise ValueError(f"are no pairs of one character and what it is folded to: {', '.join(wrong)}")
    return {pair[0]: pair[1] for pair in text.split()}


Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]


class FoldRules(RuleModel):
    """See the head of rules/fold.yml."""

    punctuation: Pairs
    traditional: Pairs
    garbled: Pattern
    hit: dict[str, str]
    miss: tuple[str, ...]

    @cached_property
    def table(self) -> dict[str, str]:
        """Every character that is folded, and the one it is folded to."""
        table: dict[str, str] = {}
        for low, high in ((0xFF01, 0xFF5E), (0xF900, 0xFAFF), (0xFFE0, 0xFFE6)):
            for char in map(chr, range(low, high + 1)):
                folded = unicodedata.normalize("NFKC", char)
                if len(folded) == 1 and folded != char:
                    table[char] = folded
        table |= {char: " " for char in map(chr, range(0x80, 0x10000)) if char.isspace()}
        return table | dict.fromkeys(INVISIBLE + "\t", " ") | self.punctuation | RADICALS | self.traditional

    variant = Composed(lambda self: f"[{re.escape(''.join(sorted(self.table)))}]")
    """One character that is folded. Nine in ten are not: a search skips them, where `str.translate` looks each of them up."""


_SEEN = 2000
"""Characters; the part of a line that rules look at."""


class FurnitureRule(PatternRule):
    """See the head of rules/furniture.yml."""

    kind: RuleKind
    longest: int = Field(ge=0)

    def finds(self, text: str) -> bool:
        return (not self.longest or len(text) <= self.longest) and self.search(text) is not None


class FurnitureRules(RuleModel):
    """See the head of rules/furniture.yml."""

    dateline: Opening
    dated: Opening
    genre: Opening
    complete: Pattern
    goes_on: Pattern
    listed: Opening
    broken_off: Whole
    rules: tuple[FurnitureRule, ...]

    @cached_property
    def name(self) -> Callable[[str], FurnitureRule | None]:
        """Tells the first rule that names a folded line, blanks at its ends cut off; it remembers lines, which are asked for again."""

        @lru_cache(maxsize=8192)
        def first(line: str) -> FurnitureRule | None:
            seen = line[:_SEEN]
            return next((rule for rule in self.rules if rule.finds(seen)), None)

        return first


class Finder(RuleModel):
    """A pattern with named groups; `hit` maps a text to what is found in it."""

    id: str
    pattern: Expression
    place: Literal["head", "under", "signed", "tail", "foot", "title", "dateline", "masthead", "handed", "first", "site", "end", "any"] = (
        "any"
    )
    only: Literal["outlet", "publisher", "author", "issuer"] | None = None
    named: bool = False
    hit: dict[str, str]
    miss: tuple[str, ...]


class MetadataRules(RuleModel):
    """See the head of rules/metadata.yml."""

    outlets: Pattern
    organs: Pattern
    nobody: Pattern
    title_words: Words
    title_prefix: Pattern
    title_suffix: Pattern
    not_title: Pattern
    title_cue: Pattern
    title_goes_on: Pattern
    lower_line: Whole
    taken_over: Opening
    title_like_text: Whole
    title_alone: Whole
    government: Whole
    notice: Whole
    issue: Opening
    platform: Pattern
    labels: dict[Literal["source", "byline", "published"], str]
    dates: tuple[PatternRule, ...]
    sources: tuple[Finder, ...]
    bylines: tuple[Finder, ...]


class ColumnRules(RuleModel):
    """See the head of rules/columns.yml."""

    unit_line: Pattern
    unit_cell: Whole
    unit_column: Whole
    unit_word: Whole
    year: Whole
    caption: Opening
    serial: Opening
    number_of: Pattern

    def aside(self, name: str) -> bool:
        """Whether a column says nothing of what its row is about."""
        return bool(self.serial.match(name) or self.unit_column.fullmatch(name))
