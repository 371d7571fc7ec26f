"""rules/search.yml: what matches are worth, kinds of pages, and the other values a figure is found by."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, cached_property

from pydantic import Field

from generator.rules import loader as rules

TITLE, NAME, FIGURE, TEXT = range(4)
"""Ranks, best first."""
_RANKS = {"title": TITLE, "name": NAME, "figure": FIGURE}


class Where(rules.RuleModel):
    """Elements and classes of one rank."""

    elements: list[str]
    classes: list[str]


class Offered(rules.RuleModel):
    """Which names are offered, and from which kinds of pages."""

    classes: list[str]
    kinds: list[str]


class Kind(rules.PatternRule):
    """A kind of page, by its address from the site's root."""

    label: str


class SearchRules(rules.RuleModel):
    """The fields are described in the file."""

    ranks: dict[str, Where]
    offered: Offered
    kinds: list[Kind] = Field(min_length=1)
    factors: dict[str, int]
    loose: str
    hit: dict[str, list[str]]
    miss: list[str]
    dull: str

    @cached_property
    def by_element(self) -> dict[str, int]:
        return {tag: _RANKS[name] for name, where in self.ranks.items() for tag in where.elements}

    @cached_property
    def by_class(self) -> dict[str, int]:
        return {one: _RANKS[name] for name, where in self.ranks.items() for one in where.classes}

    def kind(self, address: str) -> int:
        """Which of `kinds` a page is."""
        return next((i for i, kind in enumerate(self.kinds) if kind.regex.search(address)), len(self.kinds) - 1)

    @property
    def figures(self) -> tuple[str, dict[str, int]]:
        """What the scripts need to find figures by value too: pattern (whole, fraction, factor) and factors."""
        factors = "|".join(sorted(self.factors, key=len, reverse=True))
        # What may not stand before a figure is looked at behind its first digit: Python finds a digit four times as fast.
        digits = r"(\d(?<![\d.,]\d)(?:\d{0,2}(?:,\d{3})+|\d*))(\.\d+)?(?![\d,]*\.?\d)"
        return rf"{digits}(?:[{self.loose}]?({factors}))?", self.factors

    @cached_property
    def _figure(self) -> re.Pattern[str]:
        return re.compile(self.figures[0])

    def values(self, text: str) -> set[str]:
        """Values of the figures in folded `text` that it does not print as plain digits: 1415万 -> 14150000."""
        found = set()
        for whole, fraction, factor in self._figure.findall(text):
            if factor or "," in whole:
                value = Decimal(whole.replace(",", "") + fraction) * self.factors.get(factor, 1)
                found.add(f"{value.normalize():f}")
        return found


@cache
def load() -> SearchRules:
    return rules.load("search", SearchRules)
