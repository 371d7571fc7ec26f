"""Made-up documents and cases for the tests of what has a name."""

from __future__ import annotations

from typing import Any

from generator import yaml_io
from generator.reader.article.text import Document, SourceLine, Span, fold
from tests.project import ROOT, RULES


def cases(name: str) -> Any:
    """The cases of `tests/cases/facts/<name>.yml`."""
    file = ROOT / "tests/cases/facts" / f"{name}.yml"
    return yaml_io.load(file.read_text(encoding="utf-8"), file.name).data


def document(text: str) -> Document:
    """A document that is nothing but `text`."""
    folded = fold(RULES, text)
    line = SourceLine(0, len(text), "body", "text")
    return Document("case.txt", text, folded, (line,), (), folded, tuple(range(len(text))), Span(0, len(text)))
