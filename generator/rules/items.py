"""What rules/items.yml and concepts.yml say: what a figure counts, and which kinds of figures compare."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from generator.model import CONCEPTS, Concept, Text
from generator.rules.loader import PatternRule, Regex, RuleModel


class Exclusion(PatternRule):
    """What keeps a figure out of every concept; `hit` and `miss` are clauses."""

    covers: Text


class FigureExample(RuleModel):
    """A figure as an example: what `concept_of` is asked."""

    item: Text
    unit: Text
    clause: Text


class ConceptRule(RuleModel):
    """One comparable kind: its name and description for readers, its patterns, its examples."""

    id: Concept
    label: Text
    counts: Text
    units: Annotated[list[Text], Field(min_length=1)]
    cues: Annotated[list[Regex], Field(min_length=1)]
    never: Annotated[list[Regex], Field(min_length=1)]
    hit: Annotated[list[FigureExample], Field(min_length=1)]
    miss: Annotated[list[FigureExample], Field(min_length=1)]


class ConceptRules(RuleModel):
    """The whole of `rules/concepts.yml`."""

    none: list[Exclusion]
    concepts: list[ConceptRule]

    @model_validator(mode="after")
    def _every_concept_once(self) -> ConceptRules:
        have = [concept.id for concept in self.concepts]
        if sorted(have) != sorted(CONCEPTS):
            raise ValueError(f"concepts: must be each of {', '.join(CONCEPTS)} once")
        return self


class ItemRules(RuleModel):
    """See the head of rules/items.yml; word lists are separated by blanks."""

    leading: str
    verbs: str
    acts: str
    standing: str
    manner: Regex
    serving: str
    served: Regex
    kept: Regex
    airing: str
    bare: Regex
    gains: Regex
    receiving: str
    objects: str
    nominal: str
    copulas: str
    trailing: str
    vague: Regex
    stops: str
    compounds: Regex
    endings: Regex
    predicates: str
    opens: Regex
    attributive: Regex
    things: Regex
    persons: Regex
    bodies: Regex
    adverbs: str
    places: Regex
    populations: Regex
    people: Regex
    sayings: Regex
    resolved: Regex
    events: Regex
    settled: Regex
    cases: Regex
    shown: Regex
    held: Regex
    attributes: Regex
    heading: Regex
    organs: Regex
    spending: Regex
    purpose: Regex
    giver: Regex
    funds: Regex
    made_up: Regex
    members: Regex
    titles: Regex
    lands: Regex
    shares: Regex
    asides: Regex
    hit: dict[str, str | list[str]]
