"""What rules/places.yml, regions.yml and owners.yml say: how divisions are named, what speaks for which of them, whose a figure is."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field

from generator.language.numerals import SMALL
from generator.model import Level
from generator.rules.loader import Composed, Example, Examples, Fault, Opening, Pattern, RuleModel, Whole, Words, either

Where = Literal["title", "credit", "body"]
Role = Literal[
    "title_open", "title", "credit_organ", "outlet", "credit", "subject", "organ", "document", "name", "unit", "place", "listed", "grantor", "award", "above",
    "partner", "donor", "receiver", "visitor", "venue",
]  # fmt: skip
"""What a name does where it stands."""
Bonus = Literal["opening", "first", "itself", "child", "bare", "mismatch"]


class PlaceRules(RuleModel):
    """rules/places.yml; the fields are described there."""

    suffixes: dict[Level, tuple[str, ...]]
    autonomous: dict[str, str]
    ethnic: Words
    short_ethnic: Words
    ethnic_units: Words
    short: dict[str, str]
    former: dict[str, str]
    guarded: Words
    inside: Words
    not_before: Pattern
    boundary: Pattern
    not_seats: Words
    seats: Words
    hit: tuple[Example, ...]
    miss: tuple[Example, ...]

    @cached_property
    def groups(self) -> str:
        """Regex for one or more names of ethnic groups as they stand inside place names; before 民族乡 always without 族."""
        return f"(?:(?:{self.ethnic.source}族|{self.short_ethnic.source})+|{self.ethnic.source}+(?=民族))"

    groups_at_end = Composed(lambda self: f"{self.groups}(?:民族)?$")
    """Groups that a text ends with, as they stand before 乡, 镇 and 苏木."""

    @cached_property
    def groups_before(self) -> dict[str, re.Pattern[str]]:
        """By ending of an autonomous division: the groups before it, behind a name of two characters or more."""
        return {ending: re.compile(f"(?<=..){self.groups}(?={ending}$)") for ending in self.autonomous}

    ethnic_township = Composed(lambda self: f"{self.groups}{self.ethnic_units.source}")
    """What follows the bare name of an ethnic township."""
    seat = Composed(
        lambda self: rf"等?(?:[\d两{SMALL}]+个)?(?:{self.groups})?(?:{'|'.join(self.suffixes['township'])})|{self.seats.source}"
    )
    """What stands behind the bare name of a township where it is a place."""


class Around(RuleModel):
    """What stands around a name."""

    where: Where | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    hit: Examples
    miss: Examples

    def fits(self, where: Where, before: str, after: str) -> bool:
        """Whether it is what a name there stands between, between those texts."""
        if self.where and self.where != where or self.before and not self.before.search(before):
            return False
        return not self.after or self.after.match(after) is not None


class Context(Around):
    """A role by what stands around a name."""

    id: Role


class Marked(Pattern):
    """A pattern whose examples mark what it finds with 〔〕."""

    weight: float = 1

    def finds(self, text: str) -> bool:
        found = [match.group() for match in self.pattern.finditer(re.sub("[〔〕]", "", text))]
        return found == re.findall("〔(.*?)〕", text) if "〔" in text else bool(found)


class PrintedKind(Opening):
    """How names end that no table has, and the level of what is called so."""

    id: str
    level: Level


class Refusal(RuleModel):
    """A reason why a document reports no division's own work; what shows it, if anything but the lack of a division does."""

    id: str
    says: Example
    marks: tuple[Marked, ...] = ()


class RegionLimits(RuleModel):
    """Points, characters and shares; see the head of rules/regions.yml."""

    least: float
    sole: float
    opening: int
    intro: int
    share: float
    part: float


class RegionRules(RuleModel):
    """rules/regions.yml; the fields are described there."""

    weights: dict[Role | Bonus, float]
    most: dict[Role | Literal["child"], float]
    limits: RegionLimits
    contexts: tuple[Context, ...]
    receivers: tuple[Around, ...]
    giving: Pattern
    openers: Opening
    not_subject: Opening
    joins: Words
    itself: tuple[Marked, ...]
    ours: Words
    whole: Words
    refusals: tuple[Refusal, ...]
    visiting: Pattern
    masks: tuple[Marked, ...]
    printed: tuple[PrintedKind, ...]
    common: Whole
    owners: Annotated[tuple[Example, ...], Field(min_length=1)]
    kinds: dict[str, tuple[Level, ...]]
    upper_units: Pattern
    joint: Words
    beside: Whole
    apart: Opening
    both: Opening
    together: Opening
    heading: Opening
    practice: Opening
    survey: Whole

    @cached_property
    def called_together(self) -> dict[int, re.Pattern[str]]:
        """By how many they are, what regions that act together are called: 两县, 三个州."""
        numbers = {2: "两"} | {number: SMALL[number - 1] for number in range(3, len(SMALL) + 1)}
        return {number: re.compile(word + self.together.source) for number, word in numbers.items()}

    def faults(self) -> Iterable[Fault]:
        """Roles and bonuses without a weight."""
        if missing := sorted({*get_args(Role), *get_args(Bonus)} - set(self.weights)):
            yield ("weights",), f"no weight for {', '.join(missing)}", ""


class OwnerRules(RuleModel):
    """See the head of rules/owners.yml."""

    openers: Opening
    whole: Words
    upper: Words
    lower: Words
    schools: Words
    within: Words
    called: Opening
    organs: Opening
    above: Opening
    unit: Opening
    town: Opening
    holds: Opening
    proper: Opening
    museum: Opening
    anyone: Opening
    row: Whole
    classes: Whole
    among: Opening
    setting: Opening
    scene: Opening
    team: Opening
    members: Opening
    going: Opening
    near: Opening
    others: Opening
    titled: Opening
    graded: Words
    group: Opening
    counted: Opening
    not_owner: Opening
    joint: Opening
    both: Opening
    share: Pattern
    taken: Whole
    bought: Pattern
    given: Pattern
    founded: Pattern
    helped: Pattern
    each: Pattern
    roles: Words
    crafted: Pattern
    kin: Opening
    told: Opening
    hearer: Pattern
    officials: Words
    one: Opening
    named: Opening
    household: Opening
    says: Pattern
    self: Pattern

    call = Composed(
        lambda self: (
            rf"(?:{self.whole.source}(?P<kind>{either(self._kinds)})"
            rf"|(?P<here>{either(self._kinds)})(?:{self.within.source}|(?={self.organs.source}))"
            rf"|(?P<officer>{either(self.lower.words)})(?={self.officials.source}{self.told.source}))"
            rf"(?!{self.called.source})"
        )
    )
    """What a text calls a division or part by its kind alone: 全县, 该镇, 州里, or one whose officer tells of it; groups `kind`, `here`, `officer`."""
    speaker = Composed(lambda self: rf"{self.crafted.source}|{self.roles.source}")
    """What a private person is called, with what belongs to it."""
    person = Composed(
        lambda self: (
            rf"(?:{self.one.source}(?:{self.kin.source}){{0,2}}(?P<role>{self.speaker.pattern})(?:{self.named.source})?"
            rf"|(?:{self.kin.source})?(?P<called>{self.speaker.pattern})(?:{self.named.source}|(?={self.told.source})))(?:{self.household.source})?"
        )
    )
    """One private person, by role and perhaps name; groups `role` and `called`."""

    @property
    def _kinds(self) -> tuple[str, ...]:
        return (*self.upper.words, *self.lower.words)


class PrivateRules(RuleModel):
    """See the head of rules/private.yml."""

    numbers: Pattern
    named: Pattern
