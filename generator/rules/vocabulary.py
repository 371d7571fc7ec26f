"""What the site calls the format's codes, which units are comparable, and how a figure is printed.

The words stand in `rules/labels.yml`; page text stands in the templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import Field, model_validator

from generator import model
from generator.rules import loader as rules

Word = Annotated[str, Field(min_length=1)]


class Label(rules.RuleModel):
    """The name of one code."""

    label: Word


class ThemeLabel(Label):
    short: Annotated[str, Field(min_length=4, max_length=4)]
    """Four characters, for the columns of a narrow table."""
    covers: Word


class Family(rules.RuleModel):
    """Units of one concept that may stand side by side."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    label: Word
    units: Annotated[list[Word], Field(min_length=1)]
    caution: str | None = None
    hit: Annotated[list[Word], Field(min_length=1)]
    miss: Annotated[list[Word], Field(min_length=1)]

    def takes(self, unit: str) -> bool:
        return _without_brackets(unit) in self.units


class ConceptLabel(Label):
    """A concept: what it covers and which units compare."""

    covers: Word
    families: Annotated[list[Family], Field(min_length=1)]

    @model_validator(mode="after")
    def _units_once(self) -> ConceptLabel:
        units = [unit for family in self.families for unit in family.units]
        twice = sorted({unit for unit in units if units.count(unit) > 1})
        if twice:
            raise ValueError(f"units in two families or twice in one: {twice}")
        return self

    def family(self, unit: str) -> Family | None:
        """The group `unit` (as printed, without 万/亿) belongs to; None where it is compared with nothing."""
        return next((f for f in self.families if f.takes(unit)), None)


class QualifierLabel(Label):
    before: str
    after: str


class Labels(rules.RuleModel):
    """All of `rules/labels.yml`, one mapping for each closed vocabulary of the format."""

    themes: dict[str, ThemeLabel]
    concepts: dict[str, ConceptLabel]
    levels: dict[str, Label]
    bases: dict[str, Label]
    qualifiers: dict[str, QualifierLabel]
    kinds: dict[str, Label]
    gaps: dict[str, Label]
    honours: dict[str, Label]
    completeness: dict[str, Label]
    review: dict[str, Label]
    absent: dict[str, Label]

    @model_validator(mode="after")
    def _every_code_once(self) -> Labels:
        for name, codes in _VOCABULARIES.items():
            have, want = set(getattr(self, name)), set(get_args(codes))
            if have != want:
                raise ValueError(f"{name}: missing {sorted(want - have)}, unknown {sorted(have - want)}")
        return self

    def shown(self, indicator: model.Indicator) -> Shown:
        """How `indicator` is printed: its number on the scale of its source, signs for its qualifier, its unit."""
        sign = self.qualifiers[indicator.qualifier]
        scale = printed_scale(indicator.value, indicator.quote)
        number = _grouped(Decimal(str(indicator.value)) / _SCALES[scale])
        # The sign follows the whole number: 2.5万+人, as in 25,000+人.
        return Shown(f"{sign.before}{number}{scale}{sign.after}", scale, indicator.unit)


@dataclass(frozen=True)
class Shown:
    """A figure for the eye: `number` such as 1,415万, 370+ or 约7.8万, its `scale` 万, 亿 or '', its `unit` 元."""

    number: str
    scale: str
    unit: str

    def __str__(self) -> str:
        return self.number + self.unit


_VOCABULARIES: dict[str, Any] = {
    "themes": model.Theme,
    "concepts": model.Concept,
    "levels": model.Level,
    "bases": model.Basis,
    "qualifiers": model.Qualifier,
    "kinds": model.DocumentKind,
    "gaps": model.GapKind,
    "honours": model.HonourLevel,
    "completeness": model.Completeness,
    "review": model.Status,
}
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
# Full-width digits and point, as some sources print them.
_FOLD = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMBER = re.compile(r"([0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(\.[0-9]+)?[余多]?([万亿]?)")


def printed_scale(value: int | float, quote: str) -> str:
    """The scale on which `quote` prints `value`: '万', '亿', or '' where it prints the number out or in words."""
    for whole, part, scale in _NUMBER.findall(quote.translate(_FOLD)):
        if Decimal(re.sub("[,，]", "", whole) + part) * _SCALES[scale] == Decimal(str(value)):
            return str(scale)
    return ""


def _grouped(number: Decimal) -> str:
    """`1234567.50` -> `1,234,567.5`."""
    text = f"{number.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _without_brackets(unit: str) -> str:
    return re.sub(r"[()（）]", "", unit)


@cache
def load() -> Labels:
    """Reads `rules/labels.yml`; raises RuleError with everything that is wrong in it."""
    return rules.load("labels", Labels)
