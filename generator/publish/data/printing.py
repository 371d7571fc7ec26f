"""Rows of a table as CSV and JSON have them, without what stands before and behind all rows.

CSV is for spreadsheets, in Chinese words and guarded against formulas; JSON keeps the format's codes, every key in every row.
"""

import csv
import io
import json
from collections.abc import Iterable

from generator.publish import escape
from generator.publish.data.tables import Cell, Column, Table
from generator.rules import Rules

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # `json.dumps` makes one anew for every row


def csv_lines(rules: Rules, table: Table) -> str:
    """The rows of `table` as CSV, each with its line's end."""
    buffer = io.StringIO()
    columns = zip(*table.rows, strict=True) if table.rows else ()
    # Column by column: what a cell is, and the words for its codes, is settled once.
    cells = (_printed(rules, column, cells) for column, cells in zip(table.columns, columns, strict=False))
    csv.writer(buffer).writerows(zip(*cells, strict=True))
    return buffer.getvalue()


def csv_head(table: Table) -> str:
    """The byte order mark and the line of the columns' names."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow(column.label for column in table.columns)
    return "\ufeff" + buffer.getvalue()


def _printed(rules: Rules, column: Column, cells: Iterable[Cell]) -> list[Cell]:
    """The cells of a column as CSV has them."""
    package = rules.tables.package
    words: dict[Cell, Cell] = {True: package.yes, False: package.no} if column.type == "boolean" else {}
    if column.codes:
        words |= {code: escape.cell(word.label.zh) for code, word in rules.vocabulary.by_name[column.codes].items()}
    if words:
        return [words[cell] if cell is not None else None for cell in cells]
    return [escape.cell(cell) if isinstance(cell, str) else cell for cell in cells]


def json_lines(table: Table) -> str:
    """The rows of `table` as JSON, a row a line."""
    return ",\n".join(map(_encode, table.records()))


def json_head(table: Table) -> str:
    """What stands before the rows; `]}` and a line's end close the file."""
    head = _encode({"name": table.name, "title": table.title, "description": table.help})
    return f'{head[:-1]},"rows":[\n'
