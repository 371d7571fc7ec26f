"""Plain tables inside a text, whose units stand in their header: 项目名称  资金(万元)  受益户数(户)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.reader.text import Document, Span

_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


class Cell(NamedTuple):
    """One figure: the quote's bounds (row's beginning to the cell's end), where the number stands, and what it says."""

    start: int
    end: int
    at: int
    item: str
    value: float | int
    unit: str


def cells(document: Document, span: Span) -> Iterator[Cell]:
    """The figures of all tables in `span`, row by row."""
    body = document.body
    header: list[tuple[str, str | None, int]] = []
    for start, end in document.paragraphs_in(span):
        row = [(m.start(), m.group()) for m in re.compile(r"[^ ]+").finditer(body, start, end)]
        if len(row) < 2 or re.search(r"[。;!?]", body[start:end]):
            header = []
            continue
        columns = [_column(text) for _, text in row]
        if any(unit for _, unit, _ in columns):
            header = columns
        elif len(row) == len(header):
            for (at, text), (name, unit, scale) in zip(row, header, strict=True):
                if unit and re.fullmatch(r"\d+(\.\d+)?", text):
                    value = round(float(text) * scale, 6)
                    yield Cell(start, at + len(text), at, row[0][1] + name, int(value) if value.is_integer() else value, unit)
        else:
            header = []


def _column(text: str) -> tuple[str, str | None, int]:
    """Name, unit and scale of a header cell such as 资金(万元)."""
    match = re.fullmatch(r"(.+?)[(/](?:单位:)?([十百千万亿]?)([^()]{1,6})[)]?", text)
    if not match or re.search(r"\d", match.group(3)):
        return text, None, 1
    return match.group(1), match.group(3), _SCALE.get(match.group(2), 1)
