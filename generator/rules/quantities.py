"""What rules/units.yml, qualifiers.yml and periods.yml say: quantities, how exact they are, the times they are tied to."""

from __future__ import annotations

import re
from functools import cached_property

from generator.language.numerals import alternation
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

    @cached_property
    def _stands_before(self) -> re.Pattern[str]:
        # A verb may stand between 至少 and its figure: 每年至少组织1次. 最少的村 names the smallest of several, and is no qualifier.
        # 公约, 合约 and the like are nouns.
        return re.compile(
            f"(?<![公合条契签协节预特盟])(?P<word>{alternation(list(self.before))})$|(?P<least>至少|最少(?!的))[\u4e00-\u9fff]{{1,4}}$"
        )

    def directly_before(self, body: str, start: int) -> tuple[Qualifier, str]:
        """The qualifier that stands directly before `start`, and its word; `exact` and no word where none does."""
        match = self._stands_before.search(body, max(0, start - 6), start)
        if not match:
            return "exact", ""
        return (self.before[match["word"]], match["word"]) if match["word"] else ("at_least", "")


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
