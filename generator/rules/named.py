"""What the rules say of things with a name: cited titles, networks, ethnic groups, gaps, programmes, honours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from generator.model import Confidence, DocumentKind, GapKind, HonourLevel
from generator.rules.loader import PatternRule, Regex, RuleModel, compiled

Place = Literal["name", "before", "after", "whole"]


class KindRule(PatternRule):
    """See the head of rules/document_kinds.yml."""

    kind: DocumentKind
    where: Literal["title", "before", "after"]


class NetworkRules(RuleModel):
    """See the head of rules/networks.yml."""

    tiers: list[str]
    digits: dict[str, Annotated[int, Field(ge=2, le=9)]]
    nouns: list[str]
    two: list[str]
    not_after: list[str]
    not_before: list[str]
    hit: dict[str, str]
    miss: list[str]


class GroupRules(RuleModel):
    """See the head of rules/ethnic_groups.yml."""

    groups: dict[str, list[str]]
    compact: list[str]
    people: Regex
    lists: Regex
    places: Regex
    villages: Regex
    counted: str
    not_before: dict[str, str]
    not_after: Regex
    hit: dict[str, list[str]]
    miss: list[str]


class GapRule(PatternRule):
    """See the head of rules/gaps.yml."""

    kind: GapKind
    sign: str
    where: Literal["article", "text", "page", "anywhere"]


class HonourVerb(PatternRule):
    """See the head of rules/honours.yml."""

    needs: Regex | None = None
    sure: bool = False
    inherits: bool = True


class HonourLevelRule(RuleModel):
    level: HonourLevel
    pattern: Regex


class HonourRules(RuleModel):
    """See the head of rules/honours.yml."""

    verbs: list[HonourVerb]
    begins: str
    blocked: Regex
    listed: Regex
    list_title: Regex
    resumed: Regex
    title_end: Regex
    official: Regex
    not_official: Regex
    not_title: Regex
    tail: Regex
    not_tail: Regex
    batch: Regex
    bare: Regex
    called: Regex
    cut: Regex
    and_: Regex = Field(alias="and")
    each: Regex
    levels: list[HonourLevelRule]
    own: Regex
    region: Regex
    abroad: Regex
    lead: Regex
    trail: Regex
    holder: Regex
    branded: Regex
    person: Regex
    time: Regex
    subject: Regex
    counted: Regex
    hit: dict[str, list[str]]
    miss: list[str]


class ProgrammeCue(PatternRule):
    """See the head of rules/programmes.yml."""

    where: Place
    weight: int
    group: str | None = None


class Formula(PatternRule):
    """See the head of rules/programmes.yml."""

    confidence: Confidence
    sign: Regex | None = None

    def finditer(self, body: str) -> Iterator[re.Match[str]]:
        """Its matches; where it has a sign, only the lines that hold one are looked at, which a slow pattern needs."""
        if self.sign is None:
            yield from self.regex.finditer(body)
            return
        end = 0
        while sign := compiled(self.sign).search(body, end):
            start, end = body.rfind("\n", end, sign.start()) + 1, body.find("\n", sign.end())
            end = end if end >= 0 else len(body)
            yield from self.regex.finditer(body, start, end)


class ProgrammeRules(RuleModel):
    """See the head of rules/programmes.yml."""

    threshold: int
    sure: int
    known_weight: int
    figures_weight: int
    known: list[str]
    figures: list[str]
    cues: list[ProgrammeCue]
    formulas: list[Formula]
    boundary: Regex
    bare: Regex
    joints: str
    numerals: dict[str, int]
    measures: Regex
    uncounted: Regex
    shared: Regex
    parts: Regex
    part: Regex
    alike: Regex
    counted: Regex
