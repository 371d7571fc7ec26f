"""Layouts of the charts: the parts they share, a timeline. Bars stand in `bars`.

A layout takes rows that are already in order and in words, and a frame (wide for a page, narrow for a phone), and
returns a canvas. Nothing here knows the corpus, nothing sorts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.canvas import BODY, SMALL, TITLE, Align, Canvas, Shape, Stroke, Text, fit, width, wrap

GAP = 7.0
"""Pixels between a mark and its words."""


@dataclass(frozen=True)
class Frame:
    """How wide a picture is, and how much of it labels take left of the marks; with 0 they stand above them."""

    width: float
    labels: float


WIDE, NARROW = FRAMES = Frame(720, 250), Frame(340, 0)


@dataclass(frozen=True)
class Event:
    """One row of a timeline, `start` to `end` in years such as 2023.56; None where it has no date."""

    name: str
    detail: str
    start: float | None
    end: float | None
    label: str


@dataclass(frozen=True)
class Scale:
    """From a value to pixels right of the marks' origin, linear or logarithmic."""

    low: float
    high: float
    length: float
    logarithmic: bool

    def at(self, value: float) -> float:
        if self.logarithmic:
            return math.log10(value / self.low) / math.log10(self.high / self.low) * self.length
        return (value - self.low) / (self.high - self.low) * self.length

    def steps(self) -> list[float]:
        """Values worth a line: the powers of ten; on a linear scale three to six round ones."""
        if self.logarithmic:
            return [10.0**n for n in range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)]
        span = self.high - self.low
        step = 10.0 ** math.floor(math.log10(span))
        step = next(s for s in (step / 5, step / 2, step, step * 2) if span / s <= 6)
        return [n * step for n in range(math.ceil(self.low / step), math.floor(self.high / step + 1e-9) + 1)]


def timeline(title: str, events: Sequence[Event], undated: str, note: str, frame: Frame) -> Canvas:
    """Dots for days, bars for months and years; events without a date stand beneath, under `undated`."""
    canvas, y = head(title, frame)
    dated = [(event, event.start, event.end) for event in events if event.start is not None and event.end is not None]
    if dated:
        low, high = math.floor(min(start for _, start, _ in dated)), math.ceil(max(end for _, _, end in dated))
        room = frame.width - frame.labels - 12
        scale = Scale(low, high, room, False)
        y += 24
        for year in _years(low, high, room):
            x = frame.labels + 4 + scale.at(year)
            align: Align = "right" if x > frame.width - 20 else "left" if x < 20 else "center"
            canvas.text(x, y - 4, str(year), SMALL, "quiet", align=align)
        lines, behind = list[Stroke](), len(canvas.shapes)
        for event, start, end in dated:
            before, drawn = y, len(canvas.shapes)
            y = _event(canvas, event, scale.at(start), scale.at(end), y, frame)
            for year in _years(low, high, room):
                lines += guide(frame.labels + 4 + scale.at(year), before, y, canvas.shapes[drawn:])
        canvas.strokes(lines, behind=behind)
    rest = [event for event in events if event.start is None]
    if rest:
        y = level(canvas, undated, y, frame)
    for event in rest:
        canvas.text(0, y + 18, fit(event.name, frame.width), BODY)
        canvas.text(0, y + 35, fit(event.detail, frame.width, SMALL), SMALL, "quiet")
        y += 42
    return foot(canvas, y + 8, note, frame)


def _years(low: int, high: int, room: float) -> list[int]:
    step = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if (high - low) / n * 40 <= room)
    return [year for year in range(low, high + 1) if year % step == 0 or step == 1]


def _event(canvas: Canvas, event: Event, start: float, end: float, y: float, frame: Frame) -> float:
    limit = (frame.labels or frame.width) - 14
    canvas.text(0, y + 20, fit(event.name, limit), BODY)
    canvas.text(0, y + 37, fit(event.detail, limit, SMALL), SMALL, "quiet")
    middle, after = (y + 24, y + 44) if frame.labels else (y + 52, y + 64)
    x = frame.labels + 4
    if end - start < 10:  # a day, or a month of a long timeline
        canvas.dot(x + (start + end) / 2, middle, 5)
        left, right = x + (start + end) / 2 - 5, x + (start + end) / 2 + 5
    else:
        canvas.box(x + start, middle - 5, end - start, 10, "accent")
        left, right = x + start, x + end
    if right + GAP + width(event.label, SMALL) <= frame.width:
        canvas.text(right + GAP, middle + 4, event.label, SMALL)
    else:
        canvas.text(left - GAP, middle + 4, event.label, SMALL, align="right")
    return after


def head(title: str, frame: Frame) -> tuple[Canvas, float]:
    canvas, y = Canvas(frame.width), 2.0
    for line in wrap(title, frame.width - 10, TITLE):
        y += 20
        canvas.text(0, y, line, TITLE, weight="bold")
    return canvas, y + 4


def foot(canvas: Canvas, y: float, note: str, frame: Frame) -> Canvas:
    for line in _even(note, frame.width):
        y += 18
        canvas.text(0, y, line, SMALL, "quiet")
    canvas.height = math.ceil(y + 6)
    return canvas


def _even(text: str, limit: float) -> list[str]:
    """`text` in as few small lines as `limit` asks for, of about one length: no two characters alone at the end."""
    lines = wrap(text, limit, SMALL)
    for share in (0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79):
        narrower = wrap(text, limit * share, SMALL)
        if len(narrower) > len(lines) or width(lines[-1], SMALL) > limit / 2:
            break
        lines = narrower
    return lines


def level(canvas: Canvas, title: str, y: float, frame: Frame) -> float:
    """The head of a section: its level and a hairline."""
    if not title:
        return y
    y += 26
    canvas.text(0, y, title, SMALL, "quiet")
    left = width(title, SMALL) + 8
    canvas.strokes([(left, y - 4, frame.width, y - 4)])
    return y + 4


def guide(x: float, top: float, bottom: float, shapes: Sequence[Shape]) -> list[Stroke]:
    """An upright line from `top` to `bottom` in pieces that leave out the lines of text among `shapes`."""
    pieces = []
    for shape in shapes:
        if isinstance(shape, Text):
            left = shape.x - (width(shape.text, shape.size) if shape.align == "right" else 0)
            if left - 3 < x < left + width(shape.text, shape.size) + 3 and shape.y - shape.size > top:
                pieces.append((x, top, x, shape.y - shape.size))
                top = shape.y + 4
    return [*pieces, (x, top, x, bottom)] if top < bottom else pieces
