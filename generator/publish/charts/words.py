"""Words as the charts draw them: measured with the shipped fonts, cut and broken where Chinese lines may."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from generator.workspace import PACKAGE

Weight = Literal["regular", "bold"]

FONTS: dict[Weight, Path] = {
    "regular": PACKAGE / "fonts/NotoSansSC-Regular.ttf",
    "bold": PACKAGE / "fonts/NotoSansSC-SemiBold.ttf",
}
MISSING = "〓"
TITLE, BODY, SMALL = 17.0, 14.0, 12.0
# Marks that may not begin a line, and those that may not end one.
_NO_START, _NO_END = set("。，、；：？！）》」』”’…·.,;:?!)%"), set("（《「『“‘(")


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


def wrap(text: str, limit: float, size: float = BODY, weight: Weight = "regular") -> list[str]:
    """`text` in lines of at most `limit` pixels; no number is broken, no mark stands where Chinese lines forbid it."""
    lines, start = list[str](), 0
    for end in range(1, len(text) + 1):
        if width(text[start:end], size, weight) > limit and end - start > 1:
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


def even(text: str, limit: float) -> list[str]:
    """`text` in as few small lines as `limit` asks for, of about one length: no two characters alone at the end."""
    lines = wrap(text, limit, SMALL)
    for share in (0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79):
        narrower = wrap(text, limit * share, SMALL)
        if len(narrower) > len(lines) or width(lines[-1], SMALL) > limit / 2:
            break
        lines = narrower
    return lines
