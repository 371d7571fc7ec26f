"""What rules/furniture.yml, metadata.yml and fold.yml say: the page around an article, and what it says of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.rules.loader import Opening, Pattern, PatternRule, Regex, RuleModel, Whole

RuleKind = Literal["end", "credit", "date", "sign", "caption", "drop"]


class FoldRules(RuleModel):
    """See the head of rules/fold.yml: pairs of characters, separated by blanks."""

    punctuation: str
    radicals: str
    traditional: str
    hit: dict[str, str]
    miss: list[str]


class FurnitureRule(PatternRule):
    """See the head of rules/furniture.yml."""

    kind: RuleKind
    longest: int = Field(ge=0)


class FurnitureRules(RuleModel):
    """See the head of rules/furniture.yml."""

    dateline: Opening
    complete: Pattern
    goes_on: Pattern
    broken_off: Whole
    rules: list[FurnitureRule]


class Finder(RuleModel):
    """A pattern with named groups; `hit` maps a text to what is found in it."""

    id: str
    pattern: Regex
    place: Literal["head", "under", "signed", "tail", "foot", "title", "dateline", "masthead", "first", "site", "end", "any"] = "any"
    only: Literal["outlet", "publisher", "author"] | None = None
    named: bool = False
    hit: dict[str, str]
    miss: list[str]


class MetadataRules(RuleModel):
    """See the head of rules/metadata.yml."""

    outlets: Regex
    organs: Regex
    nobody: Regex
    title_words: list[str]
    title_prefix: PatternRule
    title_suffix: PatternRule
    not_title: PatternRule
    dates: list[PatternRule]
    sources: list[Finder]
    bylines: list[Finder]
