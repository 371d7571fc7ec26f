"""The numbers that Word writes before paragraphs by itself: 一、 （一） 1. ①. They stand in no text of the document, only their form does.

In: a DOCX as python-docx opens it. Out: the label of each paragraph asked for, in the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generator.language.numerals import in_form

if TYPE_CHECKING:
    from docx.document import Document as Docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
LEVELS = 9
_DEEPEST = 20
"""Styles that are based on each other, or lists that link to styles; what goes on for longer is a circle."""


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join(W + step for step in path.split("/"))) if element is not None else None
    return None if found is None else found.get(VALUE)


class Numbering:
    """Counts the paragraphs of one document."""

    def __init__(self, docx: Docx) -> None:
        from docx.oxml import parse_xml

        part = next((r.target_part for r in docx.part.rels.values() if not r.is_external and r.reltype.endswith("/numbering")), None)
        root = parse_xml(part.blob) if part is not None else None
        self._lists = {child.get(f"{W}numId"): child for child in root if child.tag == f"{W}num"} if root is not None else {}
        self._forms = (
            {child.get(f"{W}abstractNumId"): child for child in root if child.tag == f"{W}abstractNum"} if root is not None else {}
        )
        self._styles = {style.get(f"{W}styleId"): style for style in docx.styles.element.iter(f"{W}style")} if self._lists else {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> str:
        """What Word shows before `paragraph`, with the blank behind it; '' where it shows nothing."""
        if not self._lists:
            return ""
        numbered, level = self._numbered(paragraph.find(f"{W}pPr"))
        found = self._lists.get(numbered)
        if found is None or not 0 <= level < LEVELS:
            return ""
        key, form = self._form(found)
        if form is None:
            return ""
        levels = {int(lvl.get(f"{W}ilvl", "0")): lvl for lvl in form.iter(f"{W}lvl") if lvl.get(f"{W}ilvl", "0").isdecimal()}
        own = {int(o.get(f"{W}ilvl", "0")): o for o in found.iter(f"{W}lvlOverride") if o.get(f"{W}ilvl", "0").isdecimal()}
        levels |= {at: lvl for at, o in own.items() if (lvl := o.find(f"{W}lvl")) is not None}
        counts = self._counts.setdefault(key, [None] * LEVELS)
        first = _value(own.get(level), "startOverride")
        if first and first.isdecimal() and (numbered or "", level) not in self._begun:
            counts[level] = int(first)
        else:
            counts[level] = (counts[level] or 0) + 1 if counts[level] is not None else _start(levels.get(level))
        self._begun.add((numbered or "", level))
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return _written(levels, level, counts)

    def _numbered(self, properties: Any) -> tuple[str | None, int]:
        """The list a paragraph is in and its level: its own, or its style's."""
        level: str | None = None
        style = _value(properties, "pStyle")
        for number, source in enumerate((properties, *self._based(style))):
            level = level or _value(source, "numPr/ilvl")
            if (numbered := _value(source, "numPr/numId")) is not None:
                if level is None and number and style:
                    level = self._of_style(numbered, style)
                return numbered, int(level) if level and level.isdecimal() else 0
        return None, 0

    def _based(self, style: str | None) -> Iterator[Any]:
        """The paragraph properties of a style and of those it is based on."""
        for _ in range(_DEEPEST):
            found = self._styles.get(style)
            if found is None:
                return
            yield found.find(f"{W}pPr")
            style = _value(found, "basedOn")

    def _of_style(self, numbered: str, style: str) -> str | None:
        """The level of a list that is bound to a style."""
        found = self._lists.get(numbered)
        form = self._form(found)[1] if found is not None else None
        bound = (lvl for lvl in (form.iter(f"{W}lvl") if form is not None else ()) if _value(lvl, "pStyle") == style)
        return next((lvl.get(f"{W}ilvl") for lvl in bound), None)

    def _form(self, found: Any) -> tuple[str, Any]:
        """The form that a list takes, by its number, through the styles that lists may share."""
        key = ""
        for _ in range(_DEEPEST):
            key = _value(found, "abstractNumId") or ""
            form = self._forms.get(key)
            linked = _value(self._styles.get(_value(form, "numStyleLink")), "pPr/numPr/numId")
            if linked is None or linked not in self._lists:
                return key, form
            found = self._lists[linked]
        return key, None


def _start(level: Any) -> int:
    start = _value(level, "start")
    return int(start) if start and start.isdecimal() else 1


def _written(levels: dict[int, Any], level: int, counts: list[int | None]) -> str:
    """The label of a paragraph: its level's pattern (第%1章, %1.%2) with the numbers put in."""
    form = _value(levels.get(level), "numFmt") or "decimal"
    if form in ("bullet", "none"):
        return ""
    text = _value(levels.get(level), "lvlText") or ""
    legal = levels[level].find(f"{W}isLgl") is not None if level in levels else False
    for at in range(level + 1):
        if f"%{at + 1}" in text:
            form = "decimal" if legal else _value(levels.get(at), "numFmt") or "decimal"
            text = text.replace(f"%{at + 1}", in_form(counts[at] or _start(levels.get(at)), form))
    return text + " " if text[-1:].isascii() and text.strip() else text
