"""What the reading of figures passes on: a figure, a quantity in its setting, and the name found for it."""

from functools import reduce
from typing import NamedTuple

from generator.language.numerals import Quantity
from generator.model import Confidence, Qualifier
from generator.reader.figures.item.nouns import Before

BOUNDS = ("(目标)", "(此前)", "(下限)", "(上限)")
"""What an item says of its value."""


def unbounded(item: str) -> str:
    """An item without what brackets say of its value."""
    return reduce(lambda name, bound: name.replace(bound, ""), BOUNDS, item) if "(" in item else item


class Figure(NamedTuple):
    """An indicator as found: spans are of the body."""

    start: int
    end: int
    number: int
    """Where its numeral begins."""
    until: int
    """Where its unit ends, and the word behind it that says how exact it is."""
    item: str
    clause: str
    """The clause around it, for what its concept depends on."""
    clause_at: int
    value: float | int
    unit: str
    rule: str
    confidence: Confidence
    qualifier: Qualifier = "exact"
    target: bool = False
    norm: bool = False
    said: str = ""
    """What is said of a counted noun behind it, where the item says it (设立联络员 of 设立联络员的村)."""
    of: str | None = None
    """Whose it is, where it is not the region's own."""
    dated: int = -1
    """The figure whose time is its own where it has none itself: that of the whole it is a share of; -1 where there is none."""
    period: str | None = None
    """The time that its table's column says."""

    @property
    def subject(self) -> str:
        """The item without what brackets say of its value, as later figures take it up."""
        return unbounded(self.item)


class Setting(NamedTuple):
    """A quantity with what stands around it."""

    this: Quantity
    clause: int
    """Where its clause begins."""
    start: int
    """Where its own part of the clause begins, behind the figure before it."""
    stop: int
    """Where its part ends: the next figure, or the clause's end."""
    before: Quantity | None
    after: Quantity | None
    last: Figure | None
    """The figure found before it in the same sentence."""
    aside: int
    """Where the clause outside begins, for a figure in brackets; -1 outside brackets."""
    head: Before
    """The noun before it in its own part of the clause."""
    of: str | None = None
    """Whose it is, where it is not the region's own."""
    whole: Figure | None = None
    """The figure of somebody else in its sentence, of the same unit, that it may be the region's share of."""
    words: int = -1
    """Where the words that say whose it is begin, right before its own part."""


class Named(NamedTuple):
    """An item, the bounds of its quote, the rule that found it and how sure that is."""

    item: str
    begin: int
    end: int
    rule: str
    confidence: Confidence
    said: str = ""
