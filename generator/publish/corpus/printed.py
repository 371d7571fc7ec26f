"""How a figure is printed: its number on the scale of its source, signs for its qualifier, its unit."""

from dataclasses import dataclass
from decimal import Decimal

from generator import model
from generator.language.numerals import printed_scale, scaled
from generator.rules import Rules


@dataclass(frozen=True)
class Shown:
    """A figure for the eye: `number` such as 1415万, 370余 or 约7.8万, its `scale` 万, 亿 or '', its `unit` 元."""

    number: str
    scale: str
    unit: str

    def __str__(self) -> str:
        return self.number + self.unit


def shown(rules: Rules, indicator: model.Indicator) -> Shown:
    """`indicator` for the eye."""
    sign = rules.vocabulary.qualifiers[indicator.qualifier]
    scale = printed_scale(indicator.value, indicator.quote)
    number = _plain(Decimal(str(indicator.value)) / scaled(Decimal(1), scale))
    # The word follows the whole number: 2.5万余人, as in 25000余人.
    return Shown(f"{sign.before}{number}{scale}{sign.after}", scale, indicator.unit)


def amount(value: float) -> str:
    """`14150000` -> 14,150,000, as English pages print values; `10.5` stays."""
    return f"{Decimal(str(value)).normalize():,f}"


def _plain(number: Decimal) -> str:
    """`1234567.50` -> `1234567.5`: without commas, which no Chinese report sets before 万."""
    text = f"{number.normalize():f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
