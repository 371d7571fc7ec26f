"""What rules/furniture.yml, metadata.yml, fold.yml and columns.yml say: the page around an article, what it says of it, tables inside."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from generator.rules.loader import Expression, Opening, Pattern, PatternRule, RuleModel, Whole, Words

RuleKind = Literal["end", "credit", "date", "sign", "caption", "drop"]


def _pairs(text: str) -> dict[str, str]:
    if wrong := [pair for pair in text.split() if len(pair) != 2]:
        raise ValueError(f"are no pairs of one character and what it is folded to: {', '.join(wrong)}")
    return {pair[0]: pair[1] for pair in text.split()}


Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]


class FoldRules(RuleModel):
    """See the head of rules/fold.yml."""

    punctuation: Pairs
    radicals: Pairs
    traditional: Pairs
    garbled: Pattern
    hit: dict[str, str]
    miss: tuple[str, ...]


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
    broken_off: Whole
    rules: tuple[FurnitureRule, ...]


class Finder(RuleModel):
    """A pattern with named groups; `hit` maps a text to what is found in it."""

    id: str
    pattern: Expression
    place: Literal["head", "under", "signed", "tail", "foot", "title", "dateline", "masthead", "first", "site", "end", "any"] = "any"
    only: Literal["outlet", "publisher", "author"] | None = None
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
    taken_over: Opening
    title_alone: Whole
    issue: Opening
    dates: tuple[PatternRule, ...]
    sources: tuple[Finder, ...]
    bylines: tuple[Finder, ...]


class ColumnRules(RuleModel):
    """See the head of rules/columns.yml."""

    unit_line: Pattern
    unit_cell: Whole
    caption: Opening
    serial: Opening
    number_of: Pattern
