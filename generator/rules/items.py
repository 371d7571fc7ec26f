"""What rules/items.yml and concepts.yml say: what a figure counts, and which kinds of figures compare."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from generator.language.numerals import SMALL
from generator.model import CONCEPTS, Concept, Text
from generator.rules.loader import Opening, Pattern, RuleModel, Whole, Words


class ItemRules(RuleModel):
    """See the head of rules/items.yml."""

    empty: Words
    empty_forms: Whole
    heading: Whole
    titled: Opening
    changed: Whole
    whole: Pattern
    resolved: Whole
    organs: Pattern
    cases: Pattern
    settled: Pattern
    events: Pattern
    audience: Whole
    taking_part: Whole
    extent: Whole
    paid: Pattern
    spent_on: Whole
    level: Pattern
    grade: Pattern
    became: Opening
    listing: Pattern
    shown: Pattern
    held: Pattern
    breakdown: Pattern
    heads: Words
    rounds: Words
    weights: Words
    places: Pattern
    populations: Words
    people: Words
    group: Whole
    of_group: Pattern
    ethnic: Opening
    each: Whole
    gains: Whole
    beyond: Pattern
    does: Whole
    inhabitants: Words
    households: Pattern
    not_homes: Pattern
    spending: Pattern
    aims: Words
    repairs: Words
    giver: Pattern
    funds: Opening
    sums: Pattern
    attributes: Pattern
    owner: Opening
    lands: Whole
    yields: Whole
    shares: Pattern
    made_up: Opening
    members: Opening
    treated: Opening
    joints: Opening
    apart: Pattern
    dealt: Pattern
    levels: Opening
    place_name: Whole
    of_place: Opening
    against: Pattern
    equals: Pattern
    origin: Pattern
    turns: Pattern
    asides: Pattern
    yearly: Opening
    done: Pattern
    hit: dict[str, str | list[str]]

    def vague(self, item: str) -> bool:
        """Whether an item says nothing without what stands before it (受众, 化解率)."""
        return item in self.empty.all or self.empty_forms.fullmatch(item) is not None

    @cached_property
    def population(self) -> re.Pattern[str]:
        """A noun that is many of a kind, brackets behind it left off."""
        return re.compile(f"{self.populations.source}(?:[(][^()]*[)])?$")

    @cached_property
    def purpose(self) -> re.Pattern[str]:
        """What a sum is for, behind it; group 1 is the purpose."""
        counted = rf"(?:[{SMALL}两\d]{{1,3}}[个座份条处家所项套])?"
        repairs = self.repairs.source
        return re.compile(
            rf"(?:分级|分别|专项|全部|重点|专门|先后)?(?=(?:{self.aims.source}|{repairs}))(?:(?!{repairs}){self.aims.source})?{counted}((?:{repairs})?[^,。;、]{{2,20}})"
        )


class Exclusion(Pattern):
    """What keeps a figure out of every concept; `hit` and `miss` are clauses."""

    id: Text
    covers: Text


class FigureExample(RuleModel):
    """A figure as an example: what `concept_of` is asked."""

    item: Text
    unit: Text
    clause: Text


class ConceptRule(RuleModel):
    """One comparable kind: its patterns, its examples."""

    id: Concept
    cues: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    never: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    hit: Annotated[list[FigureExample], Field(min_length=1)]
    miss: Annotated[list[FigureExample], Field(min_length=1)]

    @cached_property
    def speaks_for(self) -> re.Pattern[str]:
        return _any_of(self.cues)

    @cached_property
    def speaks_against(self) -> re.Pattern[str]:
        return _any_of(self.never)


def _any_of(patterns: tuple[Pattern, ...]) -> re.Pattern[str]:
    """Any of the patterns, in a text whose lines are an item and its clause."""
    return re.compile("|".join(pattern.source for pattern in patterns), re.MULTILINE)


class ConceptRules(RuleModel):
    """The whole of `rules/concepts.yml`."""

    none: tuple[Exclusion, ...]
    outside: Pattern
    concepts: tuple[ConceptRule, ...]

    @cached_property
    def excludes(self) -> re.Pattern[str]:
        """Any of the exclusions."""
        return _any_of(self.none)

    @model_validator(mode="after")
    def _every_concept_once(self) -> ConceptRules:
        have = [concept.id for concept in self.concepts]
        if sorted(have) != sorted(CONCEPTS):
            raise ValueError(f"concepts: must be each of {', '.join(CONCEPTS)} once")
        return self
