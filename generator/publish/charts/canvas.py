"""A drawing surface for charts: a list of shapes in pixels, measured with the shipped font, painted by matplotlib.

The charts' whole style stands here: sizes, fonts, and two schemes of colours. What is drawn where is `plots`' business.
Shapes name colours by their role, so one layout serves the light and the dark file.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from generator.workspace import PACKAGE

Weight = Literal["regular", "bold"]
Align = Literal["left", "center", "right"]
Scheme = Literal["light", "dark"]

FONTS: dict[Weight, Path] = {
    "regular": PACKAGE / "fonts/NotoSansSC-Regular.ttf",
    "bold": PACKAGE / "fonts/NotoSansSC-SemiBold.ttf",
}
MISSING = "〓"

# Text holds 4.5:1 and marks 3:1 on Material's page (#ffffff; #0d1117 to #1e2129): a test measures them.
COLOURS: dict[Scheme, dict[str, str]] = {
    "light": {
        "ink": "#1f2328", "quiet": "#59636e", "line": "#d0d7de", "accent": "#0f766e",
    },
    "dark": {
        "ink": "#e6edf3", "quiet": "#a5b1bd", "line": "#3d444d", "accent": "#43b8a8",
    },
}  # fmt: skip
# What a picture is painted in: the number of the role, to be replaced by a scheme's colour for it.
_INK = re.compile("#0f0f([0-9a-f]{2})")
_INKS = {role: f"#0f0f{number:02x}" for number, role in enumerate(COLOURS["light"])}
TITLE, BODY, SMALL = 17.0, 14.0, 12.0
# Marks that may not begin a line, and those that may not end one.
_NO_START, _NO_END = set("。，、；：？！）》」』”’…·.,;:?!)%"), set("（《「『“‘(")


@dataclass(frozen=True)
class Text:
    """`x` is the left, middle or right end of the line by `align`, `y` its base line."""

    x: float
    y: float
    text: str
    size: float
    role: str
    weight: Weight
    align: Align


@dataclass(frozen=True)
class Box:
    """A filled rectangle; x and y are its upper left corner, all in points."""

    x: float
    y: float
    width: float
    height: float
    role: str


@dataclass(frozen=True)
class Dot:
    """A filled circle; x and y are its centre, all in points."""

    x: float
    y: float
    radius: float
    role: str


Stroke = tuple[float, float, float, float]
"""x1, y1, x2, y2."""


@dataclass(frozen=True)
class Strokes:
    """Straight lines of one colour: one shape for any number of them."""

    lines: tuple[Stroke, ...]
    role: str
    thick: float


Shape = Text | Box | Dot | Strokes


@dataclass
class Canvas:
    """Collects shapes; `y` runs down from the top edge, and the layout sets `height` when it is done."""

    width: float
    height: float = 0
    shapes: list[Shape] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        role: str = "ink",
        weight: Weight = "regular",
        align: Align = "left",
    ) -> None:
        self.shapes.append(Text(round(x, 2), round(y, 2), drawable(text, weight), size, role, weight, align))

    def box(self, x: float, y: float, width: float, height: float, role: str) -> None:
        self.shapes.append(Box(round(x, 2), round(y, 2), round(width, 2), round(height, 2), role))

    def dot(self, x: float, y: float, radius: float) -> None:
        self.shapes.append(Dot(round(x, 2), round(y, 2), radius, "accent"))

    def strokes(self, lines: Iterable[Stroke], role: str = "line", thick: float = 1, behind: int | None = None) -> None:
        """Draws `lines`; under the shapes from number `behind` on, where that is given."""
        rounded = tuple((round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2)) for x1, y1, x2, y2 in lines)
        if rounded:
            self.shapes.insert(len(self.shapes) if behind is None else behind, Strokes(rounded, role, thick))

    def key(self, scheme: Scheme) -> str:
        """What the picture depends on, as 32 hexadecimal digits: its shapes, colours, fonts and painter."""
        state = repr((self.width, self.height, self.shapes, COLOURS[scheme]))
        return hashlib.sha256(f"{_painter()}\n{state}".encode()).hexdigest()[:32]

    def svgs(self, title: str) -> dict[Scheme, str]:
        """The picture as SVG in every scheme, its key in the first line; the same shapes give the same bytes."""
        body = _paint(self)
        # Matplotlib writes points and a document type; browsers want pixels, and show the title.
        start = body.index("<svg ")
        head, rest = body[start:].split(">", 1)
        head = re.sub(r'(width|height)="([\d.]+)pt"', r'\1="\2"', head)
        pieces = _INK.split(re.sub(r' d="[^"]*"', _packed, rest))
        made: dict[Scheme, str] = {}
        for scheme, colours in COLOURS.items():
            shades = list(colours.values())
            pieces[1::2] = [shades[int(number, 16)] for number in _INK.findall(body)]
            made[scheme] = f"<!-- key: {self.key(scheme)} -->\n{head}>\n <title>{escape(title)}</title>{''.join(pieces)}"
        return made


def drawn_key(svg: str) -> str | None:
    """The key in the first line of a picture drawn earlier; None where there is none."""
    found = re.match(r"<!-- key: ([0-9a-f]{32}) -->\n", svg)
    return found[1] if found else None


@cache
def _advances(weight: Weight) -> dict[int, float]:
    """Width of every character in ems."""
    with TTFont(FONTS[weight], lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[name][0] / em for code, name in font.getBestCmap().items()}


def drawable(text: str, weight: Weight = "regular") -> str:
    """`text` in one line, with the printers' mark for each character the font lacks."""
    known = _advances(weight)
    return "".join(c if ord(c) in known else MISSING for c in " ".join(text.split()))


def width(text: str, size: float = BODY, weight: Weight = "regular") -> float:
    """Pixels `text` takes in one line."""
    known = _advances(weight)
    return sum(known[ord(c)] for c in drawable(text, weight)) * size


def fit(text: str, limit: float, size: float = BODY) -> str:
    """`text`, cut with … where it is wider than `limit` pixels."""
    if width(text, size) <= limit:
        return text
    while text and width(text + "…", size) > limit:
        text = text[:-1]
    return text.rstrip("（《“、，,(") + "…"


def wrap(text: str, limit: float, size: float = BODY) -> list[str]:
    """`text` in lines of at most `limit` pixels; no number is broken, no mark stands where Chinese lines forbid it."""
    lines, start = list[str](), 0
    for end in range(1, len(text) + 1):
        if width(text[start:end], size) > limit and end - start > 1:
            cut = end - 1
            while cut > start + 1 and not _breaks(text[cut - 1], text[cut]):
                cut -= 1
            lines.append(text[start:cut])
            start = cut
    return [*lines, text[start:]]


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NO_START or before in _NO_END:
        return False
    return not (before.isascii() and after.isascii() and before != " " != after)


@cache
def _painter() -> str:
    """Digest of what paints: this module, the two fonts, matplotlib's version."""
    digest = hashlib.sha256(version("matplotlib").encode())
    for path in (Path(__file__), *FONTS.values()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packed(outline: re.Match[str]) -> str:
    """An outline without the blanks around its commands: a sixth of the file."""
    text = " ".join(outline[0].split())
    for command in "MLQCz":
        text = text.replace(f" {command}", command).replace(f"{command} ", command)
    return f" {text}"


def _paint(canvas: Canvas) -> str:
    # Half a second to import, and most builds draw nothing.
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    settings: Any = {"svg.hashsalt": "charts", "svg.fonttype": "path", "text.parse_math": False}
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure(figsize=(canvas.width / 72, canvas.height / 72), dpi=72, frameon=False)
        down = Affine2D().scale(1, -1).translate(0, canvas.height)
        for shape in canvas.shapes:
            figure.add_artist(_artist(shape, _INKS[shape.role], down))
        buffer = io.StringIO()
        surface: Any = FigureCanvasSVG(figure)
        surface.print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


@cache
def _font(weight: Weight, size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=FONTS[weight], size=size)


@cache
def _line() -> Any:
    """Matplotlib's text without its layout, which takes as long as painting: a shape is one line whose place is known."""
    from matplotlib.artist import Artist

    class Line(Artist):
        def __init__(self, shape: Text, colour: str) -> None:
            super().__init__()
            self.shape, self.colour = shape, colour
            self.set_zorder(3)  # above the marks, as matplotlib's own

        def draw(self, renderer: Any) -> None:
            shape = self.shape
            if drawable(shape.text, shape.weight) != shape.text:
                raise ValueError(f"a glyph of {shape.text!r} is missing in the font: matplotlib would draw a box")
            left = {"left": 0.0, "center": 0.5, "right": 1.0}[shape.align] * width(shape.text, shape.size, shape.weight)
            context = renderer.new_gc()
            context.set_foreground(self.colour)
            renderer.draw_text(context, round(shape.x - left, 2), shape.y, shape.text, _font(shape.weight, shape.size), 0)
            context.restore()

    return Line


def _artist(shape: Shape, colour: str, down: Any) -> Any:
    from matplotlib.patches import Circle, PathPatch, Rectangle
    from matplotlib.path import Path as Outline

    match shape:
        case Text():
            return _line()(shape, colour)
        case Box():
            corner = (shape.x, shape.y)
            return Rectangle(corner, shape.width, shape.height, facecolor=colour, linewidth=0, transform=down)
        case Dot():
            return Circle((shape.x, shape.y), shape.radius, facecolor=colour, linewidth=0, transform=down)
        case Strokes():
            ends = [end for x1, y1, x2, y2 in shape.lines for end in ((x1, y1), (x2, y2))]
            outline = Outline(ends, [Outline.MOVETO, Outline.LINETO] * len(shape.lines))
            return PathPatch(outline, edgecolor=colour, facecolor="none", linewidth=shape.thick, transform=down)
