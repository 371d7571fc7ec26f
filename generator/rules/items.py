"""What rules/nouns.yml, items.yml and concepts.yml say: where a figure's noun stands, what it counts, what compares."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from pydantic import Field

from generator.language.literals import Sieve
from generator.language.numerals import SMALL
from generator.model import CONCEPTS, Concept, Text
from generator.rules.loader import Composed, Fault, Opening, Pattern, RuleModel, Whole, Words, either

_HAN = "\u4e00-\u9fff"


class NounRules(RuleModel):
    """See the head of rules/nouns.yml."""

    leading: Words
    has: Pattern
    dated: Pattern
    kept: Pattern
    masked: Opening
    verbs: Words
    nominal: Words
    objects: Words
    kinds: Opening
    acts: Words
    funded: Pattern
    standing: Words
    manner: Opening
    bare: Whole
    serving: Words
    served: Whole
    airing: Words
    receiving: Words
    copulas: Words
    until: Pattern
    trailing: Words
    evenly: Pattern
    rate: Whole
    compared: Pattern
    of_region: Pattern
    peoples: Pattern
    names: Opening
    listed: Pattern
    has_level: Whole
    before_doer: Pattern
    behind_doer: Pattern
    no_doer: Pattern
    behind: Opening
    not_behind: Opening
    included: Pattern
    aspect: Pattern
    within: Pattern
    frame: Pattern
    stops: Words
    compounds: Opening
    endings: Pattern
    adverbs: Words
    predicates: Words
    opens: Pattern
    attributive: Words
    things: Words
    persons: Words
    staff: Pattern
    bodies: Words
    sayings: Opening
    untold: Pattern
    titles: Pattern

    leads = Composed(
        lambda self: f"(?:(?:(?!{self.kept.source}){self.leading.source}|{self.has.source})(?![级率])|[、和及]|{self.dated.source})+"
    )
    """What leads up to a noun and says nothing of it."""
    done = Composed(
        lambda self: f"(?:(?!{self.kept.source})(?:{self.verbs.source}|{self.nominal.source}(?!{self.objects.source}))[了出起]?)+(?=.{{2}})"
    )
    """The verbs before a noun; one that is the first half of a compound is none (创建经费, 培训费用)."""
    act = Composed(
        lambda self: f"(?<=[{_HAN}”)]{{2}})(?:{self.acts.source}|{self.funded.source})了?(?:各类|各种|一批|系列)?(?=[{_HAN}“《]{{2}})"
    )
    """A verb inside a clause, with its doer before it and its object behind it."""
    copula = Composed(lambda self: f"(?:{self.until.source}|{self.copulas.source})+$")
    """What stands between a noun and its numeral."""
    tail = Composed(lambda self: f"(?:{self.trailing.source}|{self.evenly.source})+$")
    """What stands at the end of a noun and belongs to its number."""
    stop = Composed(lambda self: f"(?:{self.stops.source}|{self.adverbs.source})(?!{self.compounds.source})|{self.endings.source}")
    """What ends a noun behind its counter."""
    predicate = Composed(lambda self: f"(?<=[^“(《]{{2}})(?:{self.opens.source}|{self.predicates.source}(?!{self.attributive.source}))")
    """What opens a predicate behind a noun of two characters or more."""
    person = Composed(lambda self: f"{self.persons.source}|{self.staff.source}")
    """A noun that is people."""
    manners = Composed(lambda self: f"{self.adverbs.source}+")
    """Adverbs in a row."""
    _only_verbs = Composed(lambda self: rf"(?:(?:{self.verbs.source}|{self.nominal.source})[了出起]?)+")
    _last_verb = Composed(lambda self: f"(?:{either([*self.verbs.words, *self.acts.words, *self.standing.words])})$")
    """The longest verb that a text ends in: of 代办 that is not 办."""
    _end_verb = Composed(lambda self: f"{self.receiving.source}$")

    def is_verb(self, text: str) -> bool:
        """Whether a text is nothing but verbs (组织实施)."""
        return self._only_verbs.fullmatch(text) is not None

    def stands(self, verb: str) -> bool:
        """Whether a verb only says that its object is there (建有, 划分), so that a short object stands by itself."""
        last = self._last_verb.search(verb.rstrip("了"))
        return last is not None and last.group() in self.standing.all

    def without_end_verb(self, noun: str) -> str:
        """A noun without the verb it ends in, whose object is the figure: 培训班吸引|400人 -> 培训班."""
        return self._end_verb.sub("", noun)


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
    used: Pattern
    aided: Pattern
    arrived: Pattern
    weighed: Pattern
    weight: Whole
    listing: Pattern
    shown: Pattern
    held: Pattern
    breakdown: Pattern
    heads: Words
    rounds: Words
    sorts: Words
    weights: Words
    places: Pattern
    populations: Words
    people: Words
    group: Whole
    of_group: Pattern
    ethnic: Opening
    each: Whole
    gains: Whole
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
    levels: Opening
    place_name: Whole
    of_place: Opening
    against: Pattern
    equals: Pattern
    changes: Whole
    altered: Pattern
    even: Whole
    rated: Whole
    dates: Whole
    total: Whole
    frame_of: Pattern
    bound_head: Pattern
    origin: Pattern
    turns: Pattern
    told: Pattern
    graded: Opening
    asides: Pattern
    yearly: Opening
    done: Pattern
    hit: dict[str, str | list[str]]

    def vague(self, item: str) -> bool:
        """Whether an item says nothing without what stands before it (受众, 化解率)."""
        return item in self.empty.all or self.empty_forms.fullmatch(item) is not None

    population = Composed(lambda self: f"{self.populations.source}(?:[(][^()]*[)])?$")
    """A noun that is many of a kind, brackets behind it left off."""

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

    speaks_for = Composed(lambda self: _any_of(self.cues))
    speaks_against = Composed(lambda self: _any_of(self.never))


def _any_of(patterns: tuple[Pattern, ...]) -> str:
    """Any of the patterns, in a text whose lines are an item and its clause."""
    return "(?m)" + "|".join(pattern.source for pattern in patterns)


class ConceptRules(RuleModel):
    """The whole of `rules/concepts.yml`."""

    none: tuple[Exclusion, ...]
    outside: Pattern
    concepts: tuple[ConceptRule, ...]

    excludes = Composed(lambda self: _any_of(self.none))
    """Any of the exclusions."""

    @cached_property
    def likely(self) -> Sieve[ConceptRule]:
        """The concepts, by their cues."""
        return Sieve((concept.speaks_for, concept) for concept in self.concepts)

    def faults(self) -> Iterable[Fault]:
        """Concepts that are missing or stand twice."""
        if sorted(concept.id for concept in self.concepts) != sorted(CONCEPTS):
            yield (), f"concepts: must be each of {', '.join(CONCEPTS)} once", ""
