"""What a picture shows, in order and in words, and how its rows are broken into lines of one height.

Nothing here knows the corpus, nothing sorts, nothing draws: how high a picture will be is known before it is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from generator.publish.charts.words import BODY, SMALL, TITLE, drawable, even, fit, width, wrap
from generator.rules.vocabulary import Language

LINE, HEAD, SMALL_LINE, TICKS = 22.0, 23.0, 18.0, 22.0
"""Pixels a line of a panel takes, one of the title, one of small words, and the labels of an axis."""
GAP, RADIUS, EDGE = 7.0, 5.0, 8.0
"""Pixels between a mark and its words, of a dot, and right of the axes."""
# Bars of more than 100 : 1 leave the shorter one too thin to see; such figures stand as dots on a logarithmic scale.
LINEAR_SPAN = 100


@dataclass(frozen=True)
class Frame:
    """How wide a picture is, and how far right its marks begin; with labels `beside` them these stand at their left, otherwise above."""

    width: float
    left: float
    beside: bool


WIDE, NARROW = FRAMES = Frame(720, 250, True), Frame(340, 16, False)


@dataclass(frozen=True)
class Row:
    """A figure, many of them, or a span of time."""

    name: str
    """Empty where the row above has the same."""
    detail: str
    values: tuple[float, ...]
    """One for a bar; any number of strokes; the ends of a span; none where nothing is to be drawn."""
    label: str = ""
    note: str = ""
    undated: bool = False
    """Its mark is hollow."""


@dataclass(frozen=True)
class Panel:
    """Rows on one scale, under lines that say what to mind."""

    subtitles: tuple[str, ...]
    title: str
    """What all rows have in common: a level."""
    kind: Literal["bars", "strokes", "spans"]
    rows: tuple[Row, ...]

    @cached_property
    def values(self) -> list[float]:
        """All of them."""
        return [value for row in self.rows for value in row.values]

    @property
    def logarithmic(self) -> bool:
        """Whether the values lie too far apart for bars."""
        return self.kind != "spans" and min(self.values) > 0 and max(self.values) / min(self.values) > LINEAR_SPAN

    @property
    def bare(self) -> bool:
        """Whether it needs no axis: there is nothing to draw, or bars whose labels say it all."""
        return not self.values or (self.kind == "bars" and not self.logarithmic)


@dataclass(frozen=True)
class Picture:
    """Panels, the one beneath the other."""

    title: str
    panels: tuple[Panel, ...]
    note: str
    language: Language = "zh"
    """That of its words, which the labels of its axes follow."""


@dataclass(frozen=True)
class Line:
    """One line of a panel: words at its left, a mark where it has a row."""

    y: float
    """Its middle, in lines from the top of the panel."""
    name: str
    detail: str
    row: Row | None


def title(picture: Picture, frame: Frame) -> list[str]:
    """The lines of the title."""
    return wrap(drawable(picture.title, "bold"), frame.width - 10, TITLE, "bold")


def above(panel: Panel, frame: Frame) -> list[str]:
    """The small lines above a panel; its title stands in the last beside the labels of the axis where there is room."""
    lines = [line for subtitle in panel.subtitles for line in wrap(drawable(subtitle), frame.width, SMALL)]
    return [*lines, panel.title] if panel.title and (panel.bare or not frame.beside) else lines


def note(picture: Picture, frame: Frame) -> list[str]:
    """The lines under a picture."""
    return even(drawable(picture.note), frame.width)


def lines(panel: Panel, frame: Frame) -> list[Line]:
    """Those of a panel, from the top."""
    made, y = list[Line](), 0.0
    for row in panel.rows:
        y += 0.25 if row.name and made else 0
        *words, last = _words(row, frame)
        for name, detail in words:
            made.append(Line(y + 0.5, name, detail, None))
            y += 0.82
        made.append(Line(y + 0.5, *last, row if row.values else None))
        y += 1
    return made


def _words(row: Row, frame: Frame) -> Iterator[tuple[str, str]]:
    """Name and detail of each line of a row; its mark stands in the last."""
    name, detail = drawable(row.name), drawable(row.detail)
    if frame.beside:
        limit = frame.left - 14 if row.values else frame.width
        if name and detail:
            yield fit(name, limit), ""
            yield "", fit(detail, limit, SMALL)
        else:
            yield fit(name, limit), fit(detail, limit, SMALL)
        return
    if name and detail and width(name, BODY) + 8 + width(detail, SMALL) <= frame.width:
        yield name, detail
    else:
        if name:
            yield fit(name, frame.width), ""
        for line in wrap(detail, frame.width, SMALL) if detail else ():
            yield "", line
    if row.values:
        yield "", ""


def depth(panel: Panel, frame: Frame) -> float:
    """Pixels the lines of a panel take."""
    return round((lines(panel, frame)[-1].y + 0.5) * LINE, 2)


def height(picture: Picture, frame: Frame) -> int:
    """Pixels the whole picture takes."""
    panels = sum(
        SMALL_LINE * len(above(panel, frame)) + TICKS * (not panel.bare) + depth(panel, frame) + GAP * 2 for panel in picture.panels
    )
    return math.ceil(HEAD * len(title(picture, frame)) + GAP + panels + SMALL_LINE * len(note(picture, frame)) + GAP)
