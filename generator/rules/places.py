"""What rules/places.yml says: how divisions are named."""

import re
from functools import cached_property

from generator.language.numerals import SMALL
from generator.model import Level
from generator.rules.loader import Composed, Example, Pattern, RuleModel, Words


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
