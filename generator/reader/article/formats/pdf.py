"""PDF with a text layer: the text of its pages, without what stands on their edges and what setting the type has put between characters."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.errors import SeedError
from generator.language.signs import RADICALS
from generator.reader.article import limits

if TYPE_CHECKING:
    from pypdf import PdfReader

_EDGE = 2
"""Lines at the top and at the foot of a page that may be its running head and its number."""
_HEAD = 40
"""Characters; no running head is longer."""
_NUMBER = re.compile(r"\s*[-—–―~·•]+\s*\d{1,4}\s*[-—–―~·•]+\s*")
_ENDED = re.compile(r"[,，。;；:：、]\s*$")


def read(data: bytes, file: str) -> str:
    """The text of all pages; raises SeedError for what is locked, scanned or too much, and what the library raises where it is damaged."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = [text.translate(_FOLDED).split("\n") for text in _pages(PdfReader(io.BytesIO(data)), file)]
    except DependencyError:  # the library leaves AES to a package that nothing else here needs
        hint = "print it into a new PDF without protection, or save its text as .txt"
        raise SeedError.at(file, "is encrypted (AES), even where it opens without a password", hint=hint) from None
    text = "\n".join(line for page in _without_edges(pages) for line in page)
    if not text.strip():
        raise SeedError.at(file, "is a scanned PDF without text", hint="run text recognition on it, or type the text into a .txt")
    return text


_FOLDED = str.maketrans(RADICALS)


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


def _without_edges(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """The pages' lines without running heads and page numbers: lines at an edge that a third of the pages have alike, numbers aside."""
    edges = [_edge(page) for page in pages]
    common = Counter(kind for edge in edges for kind in {*edge.values()})
    for page, edge in zip(pages, edges, strict=True):
        gone = {n for n, kind in edge.items() if common[kind] >= max(2, len(pages) / 3) or _NUMBER.fullmatch(page[n])}
        yield [line for n, line in enumerate(page) if n not in gone]


def _edge(page: Sequence[str]) -> dict[int, str]:
    """The lines at a page's edges that may be no text, and what they are apart from their numbers."""
    filled = [n for n, line in enumerate(page) if line.strip()]
    kinds = {n: re.sub(r"\d+", "#", "".join(page[n].split())) for n in (*filled[:_EDGE], *filled[-_EDGE:])}
    return {n: kind for n, kind in kinds.items() if len(kind) <= _HEAD and not _ENDED.search(kind)}
