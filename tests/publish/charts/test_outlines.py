"""Outlines in few bytes: the same lines, to within half a step of the grid."""

from __future__ import annotations

import re

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath, TextToPath

from generator.publish.charts import outlines
from generator.workspace import PACKAGE

NEEDS = {"M": 2, "L": 2, "Q": 4, "C": 6}


def absolute(outline: str) -> list[tuple[str, list[float]]]:
    """The commands of an outline as matplotlib writes it, in steps of the grid."""
    found = []
    for command, told in re.findall(r"([MLQCz])([^MLQCz]*)", outline):
        numbers, size = [float(number) / outlines.GRID for number in told.split()], NEEDS.get(command, 1)
        found += [(command, numbers[i : i + size]) for i in range(0, len(numbers), size)] or [(command, [])]
    return found


def read(outline: str) -> list[tuple[str, list[float]]]:
    """A relative outline as a browser reads it: where each command leads to."""
    x = y = 0
    start, found = (0, 0), list[tuple[str, list[float]]]()
    for command, told in re.findall(r"([mlhvqcz])([^mlhvqcz]*)", outline):
        numbers = [int(number) for number in re.findall(r"-?\d+", told)]
        if command == "z":
            (x, y), _ = start, found.append(("z", []))
            continue
        size = {"h": 1, "v": 1}.get(command) or NEEDS[command.upper()]
        assert numbers and not len(numbers) % size
        for i in range(0, len(numbers), size):
            some = numbers[i : i + size]
            some = [some[0], 0] if command == "h" else [0, some[0]] if command == "v" else some
            points = [value + (y if odd % 2 else x) for odd, value in enumerate(some)]
            x, y = points[-2:]
            if command == "m":
                start = x, y
            found.append(("L" if command in "hv" else command.upper(), list(map(float, points))))
    return found


@pytest.mark.parametrize("text", ["石榴籽", "龘鼕8%@", "一口l"])
def test_an_outline_is_the_same_within_half_a_step(text: str) -> None:
    font = FontProperties(fname=str(PACKAGE / "fonts/NotoSansSC-Regular.ttf"))  # type: ignore[arg-type]
    for character in text:
        path = TextPath((0, 0), character, size=TextToPath.FONT_SCALE, prop=font)
        drawn = "".join(
            "z" if code == 79 else {1: "M", 2: "L", 3: "Q", 4: "C"}[int(code)] + " ".join(f"{round(64 * float(one))}" for one in points)
            for points, code in path.iter_segments(simplify=False)
        )
        before, after = absolute(drawn), read(outlines.relative(drawn))
        # A line that is shorter than a step may vanish.
        assert len(before) - 3 <= len(after) <= len(before)
        left = iter(after)
        at = [0.0, 0.0]
        for command, points in before:
            if command == "L" and [round(one) for one in points] == [round(one) for one in at]:
                continue
            name, found = next(left)
            assert name == command and all(abs(one - other) <= 0.5 for one, other in zip(points, found, strict=True)), character
            at = points[-2:] or at


def test_nothing_but_glyphs_loses_more_than_a_hundredth_of_a_pixel() -> None:
    assert outlines.packed('<g>\n <!-- a -- b -->\n <path d="M 1.23456 2 L 250 778.5 z"/>\n</g>') == '<g><path d="M1.23 2L250 778.5z"/></g>'


def test_names_of_characters_are_short_and_lead_to_them() -> None:
    glyph = '<path id="NotoSansSC-SemiBold-1a" d="M0 0L64 0z" transform="scale(0.015625)"/>'
    use = '<use xlink:href="#NotoSansSC-SemiBold-1a" transform="translate(55.5 0)"/>'
    assert outlines.packed(glyph + use) == '<path id="s1a" d="m0 0h4z" transform="scale(0.25)"/><use xlink:href="#s1a" x="55.5"/>'
