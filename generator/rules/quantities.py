"""What rules/units.yml, qualifiers.yml and periods.yml say: quantities, how exact they are, the times they are tied to."""

from __future__ import annotations

from generator.model import Qualifier
from generator.rules.loader import Regex, RuleModel


class UnitRules(RuleModel):
    """See the head of rules/units.yml; word lists are separated by blanks."""

    counters: str
    measures: str
    events: str
    durations: str
    limits: str
    never: str
    joined: str
    places: str
    districts: str
    divisible: str
    formulaic: str
    regional: str
    people: Regex
    formula: Regex
    population: Regex
    hit: dict[str, tuple[float | int, str]]
    miss: list[str]


class QualifierRules(RuleModel):
    """See the head of rules/qualifiers.yml."""

    before: dict[str, Qualifier]
    after: dict[str, Qualifier]
    target: Regex
    plans: Regex
    norm: Regex
    idiom: Regex
    hit: dict[str, Qualifier]
    miss: list[str]


class PeriodRules(RuleModel):
    """See the head of rules/periods.yml."""

    plans: dict[str, str]
    relative: dict[str, int]
    repeated: list[str]
    base: Regex
    once: Regex
    as_of: Regex
    spell: Regex
    apart: Regex
    since: Regex
    opening: Regex
    wider: Regex
    report: Regex
    caption: Regex
    event: Regex
    meeting: Regex
    honour: Regex
    award: Regex
    hit: dict[str, str]
    miss: list[str]
