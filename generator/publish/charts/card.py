"""The picture that stands for the site where a link to it is shown: its name, what it is, and a bar in the colours of the themes.

`python -m generator.publish.charts.card` draws it anew as a file of the theme; it depends on nothing but mkdocs.yml and this module,
so it is no part of a build.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from generator.publish.charts.words import FONTS, wrap
from generator.workspace import PACKAGE

FILE = PACKAGE.parent / "templates/theme/assets/card.png"
SIZE = (1200, 630)
_MARGIN, _NAME, _ABOUT = 80, 76.0, 34.0
_INK, _QUIET, _PAPER = "#1f2328", "#59636e", "#ffffff"
# Those of the themes in site.css, in their order.
_BARS = ("#a8322a", "#2166ac", "#6a4fb0", "#1e7b48", "#96600a", "#51606e", "#a3266f", "#5f7414")


def draw(name: str, about: str) -> bytes:
    """The picture as PNG; the same words give the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    width, height = SIZE
    with rc_context({"text.parse_math": False}):
        figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor=_PAPER)
        axes: Any = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width), ylim=(height, 0))
        axes.axis("off")
        y = 210.0
        for line in wrap(name, width - 2 * _MARGIN, _NAME):
            axes.text(_MARGIN, y, line, color=_INK, fontproperties=FontProperties(fname=FONTS["bold"], size=_NAME * 0.72))
            y += _NAME * 1.3
        for line in wrap(about, width - 2 * _MARGIN, _ABOUT):
            axes.text(_MARGIN, y, line, color=_QUIET, fontproperties=FontProperties(fname=FONTS["regular"], size=_ABOUT * 0.72))
            y += _ABOUT * 1.6
        room = (width - 2 * _MARGIN) / len(_BARS)
        axes.barh([height - 90] * len(_BARS), [room - 4] * len(_BARS), 16, [_MARGIN + n * room for n in range(len(_BARS))], color=_BARS)
        made = io.BytesIO()
        surface: Any = FigureCanvasAgg(figure)
        surface.print_png(made, metadata={"Software": None})
    return made.getvalue()


def words(root: Path = PACKAGE.parent) -> tuple[str, str]:
    """The site's name and description, as mkdocs.yml has them."""
    from mkdocs.utils.yaml import yaml_load

    with (root / "mkdocs.yml").open(encoding="utf-8") as file:
        data = yaml_load(file)
    return data["site_name"], data["site_description"]


if __name__ == "__main__":
    FILE.write_bytes(draw(*words()))
