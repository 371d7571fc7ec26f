"""The words and patterns of rules/honours.yml, as `honours` and `holders` use them."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from generator.model import HonourLevel
from generator.rules import loader as rules


class Verb(rules.PatternRule):
    """See the head of rules/honours.yml."""

    needs: rules.Regex | None = None
    sure: bool = False
    inherits: bool = True


class LevelRule(rules.RuleModel):
    level: HonourLevel
    pattern: rules.Regex


class HonourRules(rules.RuleModel):
    """See the head of rules/honours.yml."""

    verbs: list[Verb]
    begins: str
    blocked: rules.Regex
    listed: rules.Regex
    list_title: rules.Regex
    resumed: rules.Regex
    title_end: rules.Regex
    official: rules.Regex
    not_official: rules.Regex
    not_title: rules.Regex
    tail: rules.Regex
    not_tail: rules.Regex
    batch: rules.Regex
    bare: rules.Regex
    called: rules.Regex
    cut: rules.Regex
    and_: rules.Regex = Field(alias="and")
    each: rules.Regex
    levels: list[LevelRule]
    own: rules.Regex
    region: rules.Regex
    abroad: rules.Regex
    lead: rules.Regex
    trail: rules.Regex
    holder: rules.Regex
    branded: rules.Regex
    person: rules.Regex
    time: rules.Regex
    subject: rules.Regex
    counted: rules.Regex
    hit: dict[str, list[str]]
    miss: list[str]


def honour_rules() -> HonourRules:
    return rules.load("honours", HonourRules)


@cache
def pattern(field: str) -> re.Pattern[str]:
    """The pattern of that name in the rules."""
    return re.compile(getattr(honour_rules(), field))
