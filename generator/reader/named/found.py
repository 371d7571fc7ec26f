"""What every stage of this package returns: an item and where it stands."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.model import Confidence

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """One item and its evidence: `start` and `end` in the document's body (of a gap: in its source)."""

    start: int
    end: int
    item: Item
    rule: str
    confidence: Confidence
