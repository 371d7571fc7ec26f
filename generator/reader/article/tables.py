"""Plain tables inside a text, whose units stand in their header (项目名称  资金(万元)) or in a column of their own (指标  单位  2023年).

Columns are parted as the source parts them: by tabs, by bars, by runs of blanks or, where there is nothing wider, by
single ones. The article's body keeps too few blanks to tell, so lines are taken apart in the source.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile, zip_longest
from typing import NamedTuple

from generator.language.clauses import STATEMENT_END
from generator.language.numerals import SCALE
from generator.reader.article.text import Document, Span
from generator.rules import Rules

_BLANK = re.compile(r"[ \t|]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_LONGEST = 200
"""Characters; a longer line is text."""


class TableFigure(NamedTuple):
    """One figure: the quote's bounds (row's beginning to the cell's end), where the number stands, and what it says."""

    start: int
    end: int
    at: int
    item: str
    value: float | int
    unit: str
    first: int
    """Where the row's first cell ends."""
    period: str | None = None
    """The year that its column is of."""
    target: bool = False


class _TableRow(NamedTuple):
    """One line in columns: its paragraph, each cell's place in the body and text, and whether blanks alone part them singly."""

    paragraph: Span
    cells: list[tuple[int, str]]
    tight: bool


class _TableColumn(NamedTuple):
    """What the header says of a column."""

    name: str
    unit: str | None
    """Empty where each row has its own."""
    scale: int
    period: str | None = None
    target: bool = False


def cells(rules: Rules, document: Document, span: Span) -> Iterator[TableFigure]:
    """The figures of all tables in `span`, row by row."""
    for header, rows in _tables(rules, document, span):
        named: list[str] = []
        for row in rows:
            named = _named(rules, header, row, named)
            yield from _figures(rules, header, row, "".join(named))


def table_lines(rules: Rules, document: Document, span: Span) -> set[int]:
    """Where the lines of all tables in `span` begin, captions included: none of them is a heading."""
    lines: set[int] = set()
    before: list[_TableRow] = []
    above: Span | None = None
    for paragraph, row in _rows(document, span):
        same = row is not None and before and len(row.cells) == len(before[-1].cells)
        if row and same:
            before.append(row)
            if len(row.cells) > 2 and not row.tight or _header(rules, before[0], None):
                lines.update(r.paragraph.start for r in before)
        elif row:
            before = [row]
            if above and rules.columns.caption.match(document.body, above.start, above.end):
                lines.add(above.start)
        else:
            before = []
        if row is None and rules.columns.unit_line.search(document.body, paragraph.start, paragraph.end):
            lines.add(paragraph.start)
        above = paragraph
    return lines


def _tables(rules: Rules, document: Document, span: Span) -> Iterator[tuple[list[_TableColumn], list[_TableRow]]]:
    """Each header with units and the rows under it."""
    header: list[_TableColumn] | None = None
    rows: list[_TableRow] = []
    unit: _TableColumn | None = None
    for paragraph, row in _rows(document, span):
        if header and row and len(row.cells) == len(header) and any(_NUMBER.fullmatch(text) for _, text in row.cells):
            rows.append(row)
            continue
        if header and rows:
            yield header, rows
        header, rows = _header(rules, row, unit) if row else None, []
        said = None if header else rules.columns.unit_line.search(document.body, paragraph.start, paragraph.end)
        unit = _TableColumn("", said["unit"], SCALE.get(said["scale"], 1)) if said else None
    if header and rows:
        yield header, rows


def _rows(document: Document, span: Span) -> Iterator[tuple[Span, _TableRow | None]]:
    """The paragraphs of `span`, those in columns taken apart."""
    for paragraph in document.paragraphs_in(span):
        row = None
        if paragraph.end - paragraph.start <= _LONGEST and document.body[paragraph.end - 1] not in "。;:":
            start, end = document.place(*paragraph)
            # The source alone still tells a tab from a blank.
            if "\t" in document.source[start - 1 : end + 1]:
                # Cells at the line's ends may be empty.
                start, end = document.source.rfind("\n", 0, start) + 1, document.source.find("\n", end) % (len(document.source) + 1)
            text = document.folded[start:end]
            if _BLANK.search(text) and not STATEMENT_END.search(text) and "\n" not in text:
                row = _take_apart(document, paragraph, start, text, document.source[start:end])
        yield paragraph, row


def _take_apart(document: Document, paragraph: Span, start: int, folded: str, source: str) -> _TableRow | None:
    if folded.count("|") > 1:
        pattern, text = r"[^|\s](?:[^|]*[^|\s])?", folded
    elif "\t" in source:
        pattern, text = r"(?:^|(?<=\t))[^\t]*", source
    elif re.search(r"\S {2,}\S", folded):
        pattern, text = r"\S(?:\S| (?! ))*(?<! )", folded
    else:
        pattern, text = r"\S+", folded
    found = [m.span() for m in re.finditer(pattern, text)]
    if len(found) < 2:
        return None
    parted = [(bisect_left(document.at, start + a), folded[a:b].strip()) for a, b in found]
    return _TableRow(paragraph, parted, pattern == r"\S+")


def _header(rules: Rules, row: _TableRow, unit: _TableColumn | None) -> list[_TableColumn] | None:
    """What the columns of a header are; None where the row is none. `unit` is said above the table for all its columns."""
    if any(_NUMBER.fullmatch(text) for _, text in row.cells):
        return None
    columns = [_column(rules, text) for _, text in row.cells]
    what = next((n for n, column in enumerate(columns) if not rules.columns.serial.match(column.name)), 0)
    # What the rows are about stands before their units; units that are bodies (单位 合计) are what the rows are about.
    own = next((n for n, c in enumerate(columns) if n > what and rules.columns.unit_column.fullmatch(c.name)), len(columns))
    columns[own + 1 :] = [c if c.unit or rules.columns.serial.match(c.name) else c._replace(unit="") for c in columns[own + 1 :]]
    if unit and all(column.unit is None for column in columns):
        columns[1:] = [c if rules.columns.serial.match(c.name) else c._replace(unit=unit.unit, scale=unit.scale) for c in columns[1:]]
    return columns if any(column.unit is not None for column in columns) else None


def _column(rules: Rules, text: str) -> _TableColumn:
    """Name, unit, scale and year of a header cell such as 资金(万元) or 2026年目标."""
    if year := rules.columns.year.fullmatch(text):
        return _TableColumn("", None, 1, year["year"], bool(year["target"]))
    match = rules.columns.unit_cell.fullmatch(text)
    return _TableColumn(match["name"], match["unit"], SCALE.get(match["scale"], 1)) if match else _TableColumn(text, None, 1)


def _named(rules: Rules, header: list[_TableColumn], row: _TableRow, above: list[str]) -> list[str]:
    """What the cells before a row's first figure say; an empty one says what stands `above` it."""
    cells = zip(row.cells, header, strict=True)
    words = [text for (_, text), column in takewhile(lambda cell: cell[1].unit is None, cells) if not rules.columns.aside(column.name)]
    words = [word if word else old for word, old in zip_longest(words, above[: len(words)], fillvalue="")]
    return ["" if _NUMBER.fullmatch(word) else word for word in words]


def _figures(rules: Rules, header: list[_TableColumn], row: _TableRow, name: str) -> Iterator[TableFigure]:
    units = (text for (_, text), column in zip(row.cells, header, strict=True) if rules.columns.unit_column.fullmatch(column.name))
    own = rules.columns.unit_word.fullmatch(next(units, ""))
    first = row.cells[0][0] + len(row.cells[0][1])
    for (at, text), column in zip(row.cells, header, strict=True):
        unit, scale = (own["unit"], SCALE.get(own["scale"], 1)) if own and column.unit == "" else (column.unit, column.scale)
        if unit and _NUMBER.fullmatch(text):
            value = round(float(text.replace(",", "")) * scale, 6)
            plain = int(value) if value.is_integer() else value
            item = name + (rules.columns.number_of.pattern.sub("", column.name) if name else column.name)
            yield TableFigure(row.paragraph.start, at + len(text), at, item, plain, unit, first, column.period, column.target)
