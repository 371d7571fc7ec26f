"""What rules/places.yml says: how divisions are named."""

from __future__ import annotations

from generator.model import Level
from generator.rules.loader import RuleModel


class PlaceRules(RuleModel):
    """rules/places.yml; the fields are described there."""

    suffixes: dict[Level, list[str]]
    autonomous: dict[str, str]
    ethnic: list[str]
    short_ethnic: list[str]
    short: dict[str, str]
    former: dict[str, str]
    guarded: list[str]
    inside: list[str]
    not_before: dict[str, str]
    boundary: str
    not_seats: list[str]
    seats: list[str]
    hit: list[str]
    miss: list[str]

    @property
    def groups(self) -> str:
        """Regex for one or more names of ethnic groups as they stand inside place names; before 民族乡 always without 族."""
        words = sorted([name + "族" for name in self.ethnic] + self.short_ethnic, key=len, reverse=True)
        return f"(?:(?:{'|'.join(words)})+|(?:{'|'.join(self.ethnic)})+(?=民族))"
