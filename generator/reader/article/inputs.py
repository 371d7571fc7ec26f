"""From a seed's bytes to plain text: text files in any common encoding, saved web pages, DOCX, PDF with a text layer.

One plain-text path stands behind all of them; what a web page says of itself in its metadata comes along.
"""

import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from generator.errors import UNSEEN, SeedError
from generator.files import name_fault, read_bytes
from generator.reader.article import limits, pdf, web, word

_log = logging.getLogger(__name__)

MAX_BYTES = 10_000_000
SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")
_MAGIC = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_PAGE = re.compile(rb"\s*(<!--.{0,500}?-->\s*)?(<!doctype html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)

_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(rf"(?![\n\t\0]){UNSEEN.pattern}")
_ODD = re.compile(rf"\r|{_UNSEEN.pattern}")


class Extracted(NamedTuple):
    """The decoded text, and the page's own metadata: title, published, publisher, byline, url."""

    text: str
    known: Mapping[str, str]


def opened(path: Path) -> bytes:
    """A seed's bytes, one more than MAX_BYTES at most; raises SeedError for a name that no document can have, OSError for what is no file."""
    if fault := name_fault(path.name):
        hint = "rename it, or copy it into the project by `python -m generator add`, which gives it a name that every system can hold"
        raise SeedError.at(path.name, fault, hint=hint)
    return read_bytes(path, MAX_BYTES + 1)


def extract(data: bytes, file: str) -> Extracted:
    """The text of a seed.

    Raises SeedError, one clear line, for what is empty, too large, binary, locked, or not what its name says.
    """
    if not data.strip():
        raise SeedError.at(file, "is empty", hint="put the document's text into it, or delete the file")
    if len(data) > MAX_BYTES:
        raise SeedError.at(file, f"is larger than {MAX_BYTES // 1_000_000} MB", hint="cut it down to the one document")
    suffix = "." + file.rpartition(".")[2].lower()
    if suffix not in SUFFIXES:
        raise SeedError.at(file, f"is of an unknown kind; allowed: {' '.join(SUFFIXES)}", hint="save the document's text as .txt")
    found = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if (found or ".txt") != suffix and (found or suffix in (".docx", ".pdf")):
        raise SeedError.at(file, f"is not a {suffix} file{f', but {found}' if found else ''}", hint="give it its right ending")
    known: Mapping[str, str] = {}
    try:
        if suffix == ".docx":
            text = word.read(data, file)
        elif suffix == ".pdf":
            text = pdf.read(data, file)
        else:
            text = decode(data, file)
            if suffix in (".html", ".htm") or _PAGE.match(data[:2000]):
                text, known = web.read(text, file)
    except SeedError:
        raise
    except Exception as error:  # the libraries raise a dozen kinds for damaged and locked files
        _log.debug("%s", file, exc_info=True)
        kind = suffix.removeprefix(".").upper()
        message = f"cannot be opened as {kind} ({type(error).__name__}): damaged or protected"
        raise SeedError.at(file, message, hint=limits.PLAIN) from None
    text = clean(text)
    limits.text(text, file)
    return Extracted(text, {key: said for key, value in known.items() if (said := " ".join(clean(value).split()))})


def decode(data: bytes, file: str) -> str:
    """The text; line ends become `\\n`. Raises SeedError for what is binary or in no known encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise SeedError.at(file, "is not text: it holds NUL bytes", hint="save the document as text, HTML, DOCX or PDF")
    else:
        encodings = ["utf-8-sig", "gb18030", "big5"]
    for encoding in encodings:
        try:
            return clean(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise SeedError.at(file, "is in no known encoding", hint="save it as UTF-8")
    return clean(data.decode(best.encoding, errors="replace"))


def clean(text: str) -> str:
    """A text as everything works on it, offsets too: every line end is `\\n`, and what is not seen or is no character is gone.

    Nothing of a seed can so turn the order of the signs beside it on a page, or break a file that it is written to.
    """
    return _UNSEEN.sub("", _LINE_END.sub("\n", text)) if _ODD.search(text) else text
