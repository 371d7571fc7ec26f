"""Draws a picture on matplotlib's axes, one for each panel, in the style of light.mplstyle and again in the colours of dark.mplstyle."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from generator.publish.charts import picture as layout
from generator.publish.charts.outlines import packed
from generator.publish.charts.picture import EDGE, GAP, LINE, RADIUS, Frame, Panel, Picture, Row
from generator.publish.charts.scales import Scale, fitted, label, short
from generator.publish.charts.words import FONTS, SMALL, drawable, width

if TYPE_CHECKING:  # half a second to import, and most builds draw nothing
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from generator.rules.vocabulary import Language

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_APART = 56
"""Pixels from one label of an axis to the next, at least."""
Marked = Sequence[tuple[float, Row]]
"""Rows that have marks, and where: the middle of the line."""


def svgs(picture: Picture, frame: Frame) -> dict[Scheme, str]:
    """The picture as SVG in every scheme; the same picture gives the same bytes."""
    import matplotlib

    with matplotlib.rc_context(style()), warnings.catch_warnings():
        warnings.simplefilter("error")  # of a glyph that the font lacks, above all
        buffer = io.StringIO()
        drawn(picture, frame).savefig(buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    body = buffer.getvalue()
    # Matplotlib writes points and a document type; browsers want pixels, and show the title.
    head, rest = body[body.index("<svg ") :].split(">", 1)
    head = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', head)
    light = f"{head}>\n<title>{escape(picture.title)}</title>{packed(rest)}"
    shades = dict(zip(colours("light"), colours("dark"), strict=True))
    return {"light": light, "dark": re.sub("|".join(shades), lambda one: shades[one[0]], light)}


def colours(scheme: Scheme) -> tuple[str, ...]:
    """Those of ink, of quiet words, of hairlines and of the accent, as `#rrggbb`."""
    from matplotlib.colors import to_hex

    style = _read(scheme)
    told = [style["text.color"], style["axes.labelcolor"], style["axes.edgecolor"], style["axes.prop_cycle"].by_key()["color"][0]]
    return tuple(to_hex(colour) for colour in told)


@cache
def _read(scheme: Scheme) -> Any:
    from matplotlib import rc_params_from_file

    return rc_params_from_file(Path(__file__).with_name(f"{scheme}.mplstyle"), use_default_template=False)


@cache
def style() -> dict[Any, Any]:
    """Matplotlib's own settings, whatever those of the machine are, under ours; the fonts have a name that no font of the machine has."""
    from matplotlib import rcParamsDefault
    from matplotlib.font_manager import FontEntry, fontManager

    fontManager.ttflist += [
        FontEntry(fname=str(path), name="charts", weight={"regular": 400, "bold": 700}[name]) for name, path in FONTS.items()
    ]
    return {**{key: value for key, value in rcParamsDefault.items() if not key.startswith("backend")}, **_read("light")}


def drawn(picture: Picture, frame: Frame) -> Figure:
    """The figure, by the style that is in force; its pixels are points."""
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    high = layout.height(picture, frame)
    figure, quiet = Figure(figsize=(frame.width / 72, high / 72)), rcParams["axes.labelcolor"]

    def words(y: float, lines: Sequence[str], step: float, **style: Any) -> float:
        for line in lines:
            y -= step
            figure.text(0, (y + step * 0.25) / high, line, **style)
        return y

    bold = {"fontsize": rcParams["figure.titlesize"], "fontweight": rcParams["figure.titleweight"]}
    y = words(high, layout.title(picture, frame), layout.HEAD, **bold) - GAP
    for panel in picture.panels:
        y = words(y, layout.above(panel, frame), layout.SMALL_LINE, fontsize=SMALL, color=quiet)
        if not panel.bare:
            y -= layout.TICKS
            if frame.beside:
                figure.text(0, (y + GAP) / high, panel.title, fontsize=SMALL, color=quiet)
        depth = layout.depth(panel, frame)
        axes = figure.add_axes((frame.left / frame.width, (y - depth) / high, 1 - (frame.left + EDGE) / frame.width, depth / high))
        axes.set_ylim(depth / LINE, 0)
        _panel(axes, panel, frame, quiet, picture.language)
        y -= depth + GAP * 2
    words(y, layout.note(picture, frame), layout.SMALL_LINE, fontsize=SMALL, color=quiet)
    return figure


def _panel(axes: Axes, panel: Panel, frame: Frame, quiet: Any, language: Language) -> None:
    from matplotlib.transforms import IdentityTransform, blended_transform_factory

    lines, left = layout.lines(panel, frame), blended_transform_factory(IdentityTransform(), axes.transData)
    small = {"va": "center", "fontsize": SMALL, "color": quiet}
    for line in lines:
        if line.name:
            axes.text(0, line.y, line.name, transform=left, va="center")
        if line.detail:
            axes.text(width(line.name) + GAP if line.name else 0, line.y, line.detail, transform=left, **small)
    if not panel.values:
        axes.set_axis_off()
        return
    scale = fitted(panel, frame)
    _axis(axes, panel, scale, frame, language)
    marked = [(line.y, line.row) for line in lines if line.row]
    {"bars": _bars, "strokes": _strokes, "spans": _spans}[panel.kind](axes, panel, marked, scale)
    for y, row in marked:
        words = label(row.label, frame)
        if panel.kind == "bars":
            x = scale.at(max(row.values[0], scale.low, 0)) + GAP + RADIUS * panel.logarithmic
            axes.text(scale.value(x), y, words, va="center")
            if row.note:
                axes.text(scale.value(x + width(words) + GAP), y, drawable(row.note), **small)
        elif words:
            axes.text(scale.value(scale.room), y, words, ha="right", **small)


def _axis(axes: Axes, panel: Panel, scale: Scale, frame: Frame, language: Language) -> None:
    """Round steps above the marks and lines down from them; bars, whose labels say it all, have their origin alone."""
    from matplotlib.ticker import LogLocator, MaxNLocator

    axes.yaxis.set_visible(False)
    if panel.logarithmic:
        axes.set_xscale("log")
        axes.minorticks_off()
    axes.set_xlim(scale.low, scale.value(scale.room))
    if panel.bare:
        axes.xaxis.set_visible(False)
        axes.spines.top.set_visible(False)
        axes.spines.left.set_position(("data", 0))
        axes.spines.left.set_visible(frame.beside)
        return
    most, dates = max(int(scale.length / _APART), 1), panel.kind == "spans"
    steps = LogLocator(numticks=most) if panel.logarithmic else MaxNLocator(most, steps=[1, 2, 5, 10], integer=dates)
    shown = [step for step in steps.tick_values(scale.low, scale.high) if -0.01 < scale.at(step) < scale.length + 0.01]
    axes.set_xticks(shown, [f"{step:.0f}" if dates else short(step, language) for step in shown])
    axes.spines.top.set_bounds(scale.low, scale.high)
    axes.spines.left.set_visible(False)
    if frame.beside and panel.kind != "bars":
        axes.grid(axis="x")


def _bars(axes: Axes, panel: Panel, marked: Marked, scale: Scale) -> None:
    """A bar from zero for each figure, a dot where they lie far apart; those without a date hollow."""
    for undated in (False, True):
        found = [(y, row.values[0]) for y, row in marked if row.undated == undated]
        ys, values = [y for y, _ in found], [value for _, value in found]
        fill = "none" if undated else "C0"
        if panel.logarithmic:
            axes.plot(values, ys, "o", color="C0", markerfacecolor=fill, clip_on=False)
        else:
            axes.barh(ys, values, 16 / LINE, facecolor=fill, edgecolor="C0")


def _strokes(axes: Axes, panel: Panel, marked: Marked, scale: Scale) -> None:
    """Many figures of one row. Half a pixel tells no two strokes apart: a thousand need no thousand strokes."""
    points = [(value, y) for y, row in marked for value in {round(2 * scale.at(value)): value for value in row.values}.values()]
    xs = [x for value, _ in points for x in (value, value, math.nan)]
    axes.plot(xs, [at for _, y in points for at in (y - 0.32, y + 0.32, math.nan)], "-", color="C0", clip_on=False)


def _spans(axes: Axes, panel: Panel, marked: Marked, scale: Scale) -> None:
    """A dot for a day, or a month of a long time; a bar for what is longer."""
    days = [(sum(row.values) / 2, y) for y, row in marked if scale.at(row.values[1]) - scale.at(row.values[0]) < RADIUS * 2]
    axes.plot([x for x, _ in days], [y for _, y in days], "o", color="C0", clip_on=False)
    longer = [(y, *row.values) for y, row in marked if scale.at(row.values[1]) - scale.at(row.values[0]) >= RADIUS * 2]
    axes.barh([y for y, _, _ in longer], [end - start for _, start, end in longer], RADIUS * 2 / LINE, [start for _, start, _ in longer])
