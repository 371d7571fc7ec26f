"""PDF with a text layer: the text of its pages."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.errors import SeedError
from generator.reader.article import limits

if TYPE_CHECKING:
    from pypdf import PdfReader


def read(data: bytes, file: str) -> str:
    """The text of all pages; raises SeedError for what is locked, scanned or too much, and what the library raises where it is damaged."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        text = "\n".join(_pages(PdfReader(io.BytesIO(data)), file))
    except DependencyError:  # the library leaves AES to a package that nothing else here needs
        hint = "print it into a new PDF without protection, or save its text as .txt"
        raise SeedError.at(file, "is encrypted (AES), even where it opens without a password", hint=hint) from None
    if not text.strip():
        raise SeedError.at(file, "is a scanned PDF without text", hint="run text recognition on it, or type the text into a .txt")
    return text


def _pages(reader: PdfReader, file: str) -> Iterator[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise SeedError.at(file, "is protected by a password", hint="save it without one")
    if len(reader.pages) > limits.PAGES:
        limits.refuse(file, limits.PAGES, "pages", limits.CUT)
    drawn = characters = 0
    for page in reader.pages:
        contents = page.get_contents()
        drawn += len(contents.get_data()) if contents is not None else 0
        if drawn > limits.DRAWN:
            limits.refuse(file, limits.DRAWN // 1_000_000, "MB of drawing on its pages")
        text = page.extract_text()
        characters += len(text)
        if characters > limits.CHARACTERS:
            limits.refuse(file, limits.CHARACTERS, "characters", limits.CUT)
        yield text
