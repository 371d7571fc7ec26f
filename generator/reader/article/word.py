"""DOCX: the text of paragraphs and tables, in the order of the document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.errors import SeedError
from generator.reader.article import limits

if TYPE_CHECKING:
    from docx.table import Table

UNPACKED = 200_000_000
"""Bytes of the whole archive, pictures too."""


def read(data: bytes, file: str) -> str:
    """The document's text; raises SeedError where it holds too much, and what the library raises where it is damaged or locked."""
    from docx import Document as Docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        items = archive.infolist()
        if sum(item.file_size for item in items) > UNPACKED:
            raise SeedError.at(file, f"unpacks to more than {UNPACKED // 1_000_000} MB", hint=limits.PLAIN)
        parts = [item for item in items if item.filename.lower().endswith((".xml", ".rels"))]
        if sum(item.file_size for item in parts) > limits.WORD_BYTES:
            limits.refuse(file, limits.WORD_BYTES // 1_000_000, "MB of text and marks")
        held = "".join(archive.read(item).decode("latin-1") for item in parts)
    limits.markup(held, file, limits.WORD_TAGS, limits.WORD_ATTRIBUTES, raw=False)
    lines, left = list[str](), limits.CELLS
    for part in Docx(io.BytesIO(data)).iter_inner_content():
        if isinstance(part, Paragraph):
            lines.append(part.text)
        elif isinstance(part, Table):
            for row in _rows(part, left, file):
                lines.append("  ".join(row))
                left -= len(row)
    return "\n".join(lines)


def _rows(table: Table, most: int, file: str) -> Iterator[list[str]]:
    """The cells' text row by row; one that spans rows or columns stands in each of them. At most `most` in all, a cell for each column."""
    from docx.table import _Cell

    above: dict[int, str] = {}
    characters = 0
    for tr in table._tbl.tr_lst:  # the library looks up every cell that spans rows in all rows above it, one by one
        row, column, here = list[str](), tr.grid_before, dict[int, str]()
        for tc in tr.tc_lst:
            most -= tc.grid_span
            if most < 0:
                limits.refuse(file, limits.CELLS, "cells in tables")
            text = above.get(column, "") if tc.vMerge == "continue" else _Cell(tc, table).text.strip()
            here[column] = text
            characters += len(text) * tc.grid_span
            if characters > limits.CHARACTERS:
                limits.refuse(file, limits.CHARACTERS, "characters in a table")
            row += [text] * tc.grid_span
            column += tc.grid_span
        above = here
        yield row
