"""What rules/regions.yml says: what in a document speaks for which division."""

from __future__ import annotations

from typing import Literal

from generator.model import Level
from generator.rules.loader import Regex, RuleModel

Where = Literal["title", "credit", "body"]


class Context(RuleModel):
    """A role by what stands around a name."""

    id: str
    where: Where | None = None
    before: Regex | None = None
    after: Regex | None = None
    hit: list[str]
    miss: list[str]


class Marked(RuleModel):
    """A pattern whose examples mark what it finds with 〔〕."""

    pattern: Regex
    weight: float = 1
    hit: list[str]
    miss: list[str]


class RegionRules(RuleModel):
    """rules/regions.yml; the fields are described there."""

    weights: dict[str, float]
    most: dict[str, float]
    limits: dict[str, float]
    contexts: list[Context]
    openers: Regex
    itself: list[Marked]
    nobody: list[Marked]
    masks: list[Marked]
    owners: list[str]
    kinds: dict[str, list[Level]]
    upper_units: Regex
    joint: Regex
    together: Regex
    heading: Regex
