"""Outlines as SVG wants them, in few bytes: characters are two thirds of a picture, and Chinese ones have many strokes."""

from __future__ import annotations

import re
from functools import lru_cache

GRID = 16
"""Of the 6,400 steps of an em that matplotlib draws a character in: a twenty-fifth of a pixel in the largest words of a picture."""
_GLYPH = re.compile(r'<path id="(?P<font>NotoSansSC-\w+)-(?P<number>[0-9a-f]+)" d="(?P<outline>[^"]*)" transform="scale\(0\.015625\)"/>')
_USE = re.compile(r'<use xlink:href="#(?P<font>NotoSansSC-\w+)-(?P<number>[0-9a-f]+)"(?: transform="translate\((?P<x>-?[\d.]+) 0\)")?/>')
_NEEDS = {"M": 2, "L": 2, "Q": 4, "C": 6}
"""Numbers that follow each command."""


def packed(svg: str) -> str:
    """The same picture: outlines of characters on a grid and told step by step, others to a hundredth of a pixel, without
    the blanks around their commands; no comments, no blanks between elements."""
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = _GLYPH.sub(lambda glyph: f'<path id="{_name(glyph)}" d="{relative(glyph["outline"])}" transform="scale({GRID / 64:g})"/>', svg)
    svg = _USE.sub(lambda use: f'<use xlink:href="#{_name(use)}"' + (f' x="{use["x"]}"' if use["x"] else "") + "/>", svg)
    svg = re.sub(r' d="[^"]*"', _tight, svg)
    return re.sub(r">\s+<", "><", svg)


@lru_cache(4096)
def relative(outline: str) -> str:
    """An outline in steps of GRID, each command from where the one before ended."""
    made, last, x, y, start = list[str](), "", 0, 0, (0, 0)
    for command, told in re.findall(r"([MLQCz])([^MLQCz]*)", outline):
        if command == "z":
            made.append("z")
            last, (x, y) = "z", start
            continue
        at, size = [round(float(number) / GRID) for number in told.split()], _NEEDS[command]
        for i in range(0, len(at), size):
            points = [value - (y if odd % 2 else x) for odd, value in enumerate(at[i : i + size])]
            x, y = at[i + size - 2 : i + size]
            if command == "M":
                start = x, y
            name, steps = _shortest(command.lower(), points)
            if steps:
                text = _joined(steps)
                made.append(text if name == last and text[0] == "-" else f" {text}" if name == last else name + text)
                last = name
    return "".join(made)


def _shortest(command: str, steps: list[int]) -> tuple[str, list[int]]:
    """A line along an axis needs one number, one of no length none."""
    if command != "l" or all(steps):
        return command, steps
    return ("h", steps[:1]) if steps[0] else ("v", [step for step in steps if step])


def _joined(numbers: list[int]) -> str:
    """With a blank only where no minus parts them."""
    return " ".join(map(str, numbers)).replace(" -", "-")


def _name(found: re.Match[str]) -> str:
    """What a character is called inside of its picture."""
    return f"{found['font'].removeprefix('NotoSansSC-')[0].lower()}{found['number']}"


def _tight(outline: re.Match[str]) -> str:
    text = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", " ".join(outline[0].split()))
    for command in "MLQCz":
        text = text.replace(f" {command}", command).replace(f"{command} ", command)
    return f" {text}"
