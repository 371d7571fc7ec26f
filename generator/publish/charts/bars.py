"""Bars of a concept's figures by level of region; dots where they lie far apart, strips where they are many.

Rows come in order and in words; nothing here knows the corpus, nothing sorts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.publish.charts.canvas import BODY, SMALL, Canvas, Stroke, fit, width, wrap
from generator.publish.charts.plots import GAP, Frame, Scale, foot, guide, head, level

# Bars of more than 100 : 1 leave the shorter one too thin to see; such figures stand as dots on a logarithmic scale.
LINEAR_SPAN = 100


@dataclass(frozen=True)
class Bar:
    """One figure; `name` is empty where the bar above has the same."""

    name: str
    detail: str
    value: float
    label: str
    note: str


@dataclass(frozen=True)
class Strip:
    """Many figures of one name."""

    name: str
    values: tuple[float, ...]
    label: str


Bars = Sequence[tuple[str, Sequence[Bar]]]
"""Sections, each with its title (a level; may be empty) and its rows."""
Strips = Sequence[tuple[str, Sequence[Strip]]]


@dataclass(frozen=True)
class Panel:
    """Figures on one scale, bars or strips, under lines that say what to mind."""

    subtitles: tuple[str, ...]
    sections: Bars | Strips


def logarithmic(values: Sequence[float]) -> bool:
    """Whether `values` lie too far apart for bars."""
    return min(values) > 0 and max(values) / min(values) > LINEAR_SPAN


def concept(title: str, panels: Sequence[Panel], note: str, frame: Frame) -> Canvas:
    """A panel for each scale, the one beneath the other."""
    canvas, y = head(title, frame)
    for panel in panels:
        for subtitle in panel.subtitles:
            for line in wrap(subtitle, frame.width, SMALL):
                y += 18
                canvas.text(0, y, line, SMALL, "quiet")
        y = _panel(canvas, panel.sections, y + 6, frame) + 12
    return foot(canvas, y, note, frame)


def _panel(canvas: Canvas, sections: Bars | Strips, top: float, frame: Frame) -> float:
    rows = [row for _, section in sections for row in section]
    scale = _fitted(rows, frame)
    dots = scale.logarithmic or any(isinstance(row, Strip) for row in rows)
    steps = [(frame.labels + 4 + scale.at(step), short(step)) for step in _spaced(scale)] if dots else []
    y = top + (14 if dots else 0)
    if dots:
        for x, label in steps:
            canvas.text(x, y, label, SMALL, "quiet", align="left" if x < width(label, SMALL) / 2 else "center")
    lines, behind = list[Stroke](), len(canvas.shapes)
    for title, section in sections:
        y = level(canvas, title, y, frame)
        for row in section:
            before, drawn = y, len(canvas.shapes)
            y = _row(canvas, row, y, scale, dots, frame)
            for x, _ in steps:
                lines += guide(x, before, y, canvas.shapes[drawn:])
    canvas.strokes(lines, behind=behind)
    return y


def _fitted(rows: Sequence[Bar | Strip], frame: Frame) -> Scale:
    """The longest scale on which every mark leaves room for its label."""
    values = [v for row in rows for v in (row.values if isinstance(row, Strip) else [row.value])]
    logs = logarithmic(values)
    if logs:
        low, high = 10.0 ** math.floor(math.log10(min(values))), 10.0 ** math.ceil(math.log10(max(values)))
    else:
        low, high = min(0.0, *values), max(0.0, *values)
        high = high if high > low else low + 1
    unit, room, limit = Scale(low, high, 1, logs), frame.width - frame.labels - 8, math.inf
    for row in rows:
        label = GAP * 2 + width(_label(row, frame), BODY)
        if isinstance(row, Bar):
            share = unit.at(row.value)
            limit = min(limit, (room - label - width(row.note, SMALL) - GAP) / max(share, 0.01))
        else:
            limit = min(limit, room - label)
    return Scale(low, high, max(min(limit, room), 24), logs)


def _label(row: Bar | Strip, frame: Frame) -> str:
    return fit(row.label, frame.width * 0.4)


def _spaced(scale: Scale) -> list[float]:
    """The steps of `scale` whose labels do not touch."""
    kept, free = list[float](), -math.inf
    for step in scale.steps():
        half = width(short(step), SMALL) / 2 + 4
        if scale.at(step) - half >= free:
            kept.append(step)
            free = scale.at(step) + half
    return kept


def short(value: float) -> str:
    """`30000` -> 3万, `1000` -> 1000."""
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if abs(value) >= size:
            return f"{value / size:g}{name}"
    return f"{value:g}"


def _row(canvas: Canvas, row: Bar | Strip, y: float, scale: Scale, dots: bool, frame: Frame) -> float:
    """Draws one row from `y` down; returns where the next begins."""
    x = frame.labels + 4 if dots else frame.labels
    if isinstance(row, Strip):
        base, middle, after = (y + 17, y + 12, y + 24) if frame.labels else (y + 16, y + 30, y + 42)
        canvas.text(0, base, row.name, BODY)
        # Half a pixel tells no two strokes apart: a thousand figures of one row need no thousand strokes.
        xs = sorted({round(2 * scale.at(value)) / 2 for value in row.values})
        canvas.strokes([(x + at, middle - 7, x + at, middle + 7) for at in xs], "accent")
        canvas.text(frame.width, middle + 5, row.label, SMALL, "quiet", align="right")
        return after
    middle, after = (_label_left if frame.labels else _label_above)(canvas, row, y, frame)
    end = x + scale.at(row.value)
    if dots:
        canvas.dot(end, middle, 5)
        end += 5
    else:
        zero = x + scale.at(0)
        canvas.box(min(zero, end), middle - 8, max(abs(end - zero), 1), 16, "accent")
        end = max(zero, end)
    label = _label(row, frame)
    canvas.text(end + GAP, middle + 5, label, BODY)
    canvas.text(end + GAP * 2 + width(label, BODY), middle + 5, row.note, SMALL, "quiet")
    return after


def _label_left(canvas: Canvas, row: Bar, y: float, frame: Frame) -> tuple[float, float]:
    limit = frame.labels - 14
    if row.name and not row.detail:
        canvas.text(0, y + 18, fit(row.name, limit), BODY)
        return y + 13, y + 28
    if row.name:
        canvas.text(0, y + 20, fit(row.name, limit), BODY)
        canvas.text(0, y + 37, fit(row.detail, limit, SMALL), SMALL, "quiet")
        return y + 24, y + 44
    canvas.text(0, y + 15, fit(row.detail, limit, SMALL), SMALL, "quiet")
    return y + 11, y + 26


def _label_above(canvas: Canvas, row: Bar, y: float, frame: Frame) -> tuple[float, float]:
    if row.name:
        canvas.text(0, y + 18, row.name, BODY)
        used = width(row.name, BODY) + 8
        if used + width(row.detail, SMALL) <= frame.width:
            canvas.text(used, y + 18, row.detail, SMALL, "quiet")
            return y + 34, y + 48
        y += 18
    for line in wrap(row.detail, frame.width, SMALL):
        y += 17
        canvas.text(0, y, line, SMALL, "quiet")
    return y + 15, y + 29
