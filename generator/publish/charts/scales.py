"""The scale of a panel: linear or logarithmic, as long as the labels of its marks allow."""

import math
from dataclasses import dataclass

from generator.publish.charts.picture import EDGE, GAP, RADIUS, Frame, Panel
from generator.publish.charts.words import SMALL, drawable, fit, width
from generator.rules.vocabulary import Language


@dataclass(frozen=True)
class Scale:
    """From a value to pixels right of the marks' origin; `room` is how many there are."""

    low: float
    high: float
    length: float
    room: float
    logarithmic: bool

    def at(self, value: float) -> float:
        if self.logarithmic:
            return math.log10(value / self.low) / math.log10(self.high / self.low) * self.length
        return (value - self.low) / (self.high - self.low) * self.length

    def value(self, pixels: float) -> float:
        """The value that stands `pixels` right of the origin."""
        share = pixels / self.length
        return self.low * (self.high / self.low) ** share if self.logarithmic else self.low + (self.high - self.low) * share


def label(text: str, frame: Frame) -> str:
    """The words at a mark."""
    return fit(drawable(text), frame.width * 0.48)


def fitted(panel: Panel, frame: Frame) -> Scale:
    """The longest scale on which every mark of a panel leaves room for its label."""
    low, high = _ends(panel)
    room = frame.width - frame.left - EDGE
    limit = room - (0 if panel.bare else 16)  # half of the axis's last label
    unit = Scale(low, high, 1, 1, panel.logarithmic)
    for row in panel.rows:
        words = width(label(row.label, frame)) + GAP * 2 + RADIUS if row.label else 0
        if panel.kind != "bars":
            limit = min(limit, room - words)
        else:
            words += width(row.note, SMALL) + GAP
            limit = min(limit, (room - words) / max(unit.at(max(row.values[0], 0)), 0.01))
    return Scale(low, high, max(limit, 24), room, panel.logarithmic)


def _ends(panel: Panel) -> tuple[float, float]:
    low, high = min(panel.values), max(panel.values)
    if panel.logarithmic:
        return 10.0 ** math.floor(math.log10(low)), 10.0 ** math.ceil(math.log10(high))
    if panel.kind == "spans":
        return math.floor(low), math.ceil(high)
    low, high = min(low, 0), max(high, 0)
    return low, high if high > low else low + 1


_STEPS: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((100_000_000, "亿"), (10_000, "万")),
    "en": ((1_000_000_000, "bn"), (1_000_000, "m"), (1000, "k")),
}


def short(value: float, language: Language = "zh") -> str:
    """`30000` -> 3万 or 30k, `1000` -> 1000 or 1k."""
    for size, name in _STEPS[language]:
        if abs(value) >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"
