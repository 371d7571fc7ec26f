"""DOCX: the live text of its paragraphs and tables in the order of the document, as Word shows it with all changes accepted.

Word's own XML is walked here: python-docx passes over what stands in insertions, moves, content controls and text boxes, mammoth over
moves and the form of automatic numbers (一、), and either would need as much code around it as the walk has.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from generator.errors import SeedError
from generator.reader.article import limits
from generator.reader.article.formats.numbering import VALUE, Numbering, W

if TYPE_CHECKING:
    from docx.document import Document as Docx

UNPACKED = 200_000_000
"""Bytes of the whole archive, pictures too."""
LONG, LONGEST = 40, 120
"""Characters; where a cell holds several lines and one is longer, or one that is longest, the table only lays out a text."""
_CHOICE, _FALLBACK = (f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}" for name in ("Choice", "Fallback"))
# Taken out by a change that was tracked, or never shown: codes of fields, properties, readings beside characters.
_DEAD = {
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "instrText", "rt")
}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN, _BOX = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "txbxContent"))
_TEXTS = {f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}


def read(data: bytes, file: str) -> tuple[str, int]:
    """The document's text, and how many characters of live text its parts hold, blanks left out.

    Raises SeedError where it holds too much, and what the libraries raise where it is damaged or locked.
    """
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        items = archive.infolist()
        if sum(item.file_size for item in items) > UNPACKED:
            raise SeedError.at(file, f"unpacks to more than {UNPACKED // 1_000_000} MB", hint=limits.PLAIN)
        parts = [item for item in items if item.filename.lower().endswith((".xml", ".rels"))]
        if sum(item.file_size for item in parts) > limits.WORD_BYTES:
            limits.refuse(file, limits.WORD_BYTES // 1_000_000, "MB of text and marks")
        held = "".join(archive.read(item).decode("latin-1") for item in parts)
    limits.markup(held, file, limits.WORD_TAGS, limits.WORD_ATTRIBUTES, raw=False)
    docx = Document(io.BytesIO(data))
    walk = _Paragraphs(Numbering(docx), file)
    stories = [docx.element.body, *_notes(docx)]
    for story in stories:
        walk.blocks(story)
    return "\n".join(walk.lines), sum(_held(story) for story in stories)


def _notes(docx: Docx) -> Iterator[Any]:
    """The footnotes and endnotes."""
    from docx.oxml import parse_xml

    for relation in docx.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes")):
            yield from (note for note in parse_xml(relation.target_part.blob) if note.get(f"{W}type", "normal") == "normal")


def _held(story: Any) -> int:
    """Characters of all live text of a story, found by another way than the walk's: from each text to what it stands in."""
    count, dead = 0, dict[Any, bool]()
    for element in story.iter():
        parent = element.getparent()
        dead[element] = dead.get(parent, False) or element.tag in _DEAD or element.tag == _FALLBACK or _struck(element)
        if element.tag in _TEXTS and not dead[element]:
            count += len("".join((element.text or "").split()))
    return count


def _struck(element: Any) -> bool:
    """Whether a run is hidden, or a row or cell deleted by a change that was tracked."""
    if element.tag == _RUN:
        hidden = element.find(f"{W}rPr/{W}vanish")
        return hidden is not None and hidden.get(VALUE) not in ("0", "false", "off")
    if element.tag == _ROW:
        return element.find(f"{W}trPr/{W}del") is not None
    if element.tag == _CELL:
        return element.find(f"{W}tcPr/{W}cellDel") is not None or _goes_on(element)
    return False


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table's row: one, its cells parted by tabs, or those of the cells where the table lays out a text."""
    filled = [cell for cell in cells if cell]
    if (
        len(filled) < 2
        and not any(cell for cell in cells[1:])
        or any((len(cell) > 1 and max(map(len, cell)) > LONG) or max(map(len, cell)) > LONGEST for cell in filled)
    ):
        return [line for cell in filled for line in cell]
    return ["\t".join("".join(cell) for cell in cells)]


class _Paragraphs:
    """Goes through a story and gathers its lines."""

    def __init__(self, numbering: Numbering, file: str) -> None:
        self.lines: list[str] = []
        self._numbering, self._file = numbering, file
        self._cells = limits.CELLS
        self._open = ""
        """A paragraph whose end was deleted: it goes on with the next one."""

    def blocks(self, element: Any) -> None:
        """The paragraphs and tables in `element`, in whatever they are wrapped."""
        for child in element:
            if child.tag == _PARAGRAPH:
                self._paragraph(child)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag not in _DEAD and child.tag != _FALLBACK:
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        label, boxes = self._numbering.label(paragraph), list[Any]()
        text = "".join(_runs(paragraph, boxes))
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None or paragraph.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None:
            self._open += text
        else:
            whole = self._open + text
            self.lines.append(label + whole if whole.strip() else whole)
            self._open = ""
        for box in boxes:
            self.blocks(box)

    def _table(self, table: Any) -> None:
        """A line for each row, cells parted by tabs; one that spans rows or columns once, in the first, and empty in the others."""
        for row in _wrapped(table, _ROW):
            cells = list[list[str]]()
            for cell in _wrapped(row, _CELL):
                span = _span(cell)
                self._cells -= span
                if self._cells < 0:
                    limits.refuse(self._file, limits.CELLS, "cells in tables")
                cells += [self._cell(cell), *([] for _ in range(span - 1))]
            self.lines += row_lines(cells)

    def _cell(self, cell: Any) -> list[str]:
        """A cell's lines; of one that goes on from the row above there are none to be seen."""
        inner = _Paragraphs(self._numbering, self._file)
        inner._cells = self._cells
        if not _goes_on(cell):
            inner.blocks(cell)
        self._cells = inner._cells
        return [line.strip() for text in inner.lines for line in text.split("\n") if line.strip()]


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The live text inside a paragraph; text boxes are left for later, in `boxes`."""
    for child in element:
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _DEAD and child.tag != _FALLBACK and not _struck(child):
            yield from _runs(child, boxes)


def _wrapped(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, in whatever they are wrapped; deleted ones left out."""
    for child in element:
        if child.tag == tag:
            if not _struck(child) or _goes_on(child):
                yield child
        elif child.tag not in _DEAD:
            yield from _wrapped(child, tag)


def _span(cell: Any) -> int:
    """How many columns a cell spans."""
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    value = found.get(VALUE, "") if found is not None else ""
    return max(1, int(value)) if value.isdecimal() else 1


def _goes_on(cell: Any) -> bool:
    """Whether a cell continues the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(VALUE, "continue") == "continue"
