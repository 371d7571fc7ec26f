"""From a seed's bytes to plain text: text files in any common encoding, saved web pages, DOCX, PDF with a text layer.

One plain-text path stands behind all of them; what a web page says of itself in its metadata comes along.
"""

import io
import logging
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from generator.errors import Problem, SeedError
from generator.files import name_fault, read_bytes

MAX_BYTES = 10_000_000
SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")
_MAGIC = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_PAGE = re.compile(rb"\s*(<!--.{0,500}?-->\s*)?(<!doctype html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)


class Extracted(NamedTuple):
    """The decoded text, its encoding (or kind of file), and the page's own metadata: title, published, publisher, byline, url."""

    text: str
    encoding: str
    known: Mapping[str, str]


def opened(path: Path) -> bytes:
    """A seed's bytes, one more than MAX_BYTES at most; raises SeedError for a name that no document can have, OSError for what is no file."""
    if fault := name_fault(path.name):
        hint = "rename it, or copy it into the project by `python -m generator add`, which gives it a name that every system can hold"
        raise SeedError(Problem(path.name, message=fault, hint=hint))
    return read_bytes(path, MAX_BYTES + 1)


def extract(data: bytes, file: str) -> Extracted:
    """The text of a seed.

    Raises SeedError, one clear line, for what is empty, too large, binary, locked, or not what its name says.
    """
    if not data.strip():
        raise SeedError(Problem(file, message="is empty", hint="put the document's text into it, or delete the file"))
    if len(data) > MAX_BYTES:
        raise SeedError(Problem(file, message=f"is larger than {MAX_BYTES // 1_000_000} MB", hint="cut it down to the one document"))
    suffix = "." + file.rpartition(".")[2].lower()
    if suffix not in SUFFIXES:
        raise SeedError(
            Problem(file, message=f"is of an unknown kind; allowed: {' '.join(SUFFIXES)}", hint="save the document's text as .txt")
        )
    found = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if (found or ".txt") != suffix and (found or suffix in (".docx", ".pdf")):
        raise SeedError(
            Problem(file, message=f"is not a {suffix} file{f', but {found}' if found else ''}", hint="give it its right ending")
        )
    if suffix == ".docx":
        return Extracted(_docx(data, file), "docx", {})
    if suffix == ".pdf":
        return Extracted(_pdf(data, file), "pdf", {})
    text, encoding = decode(data, file)
    if suffix in (".html", ".htm") or _PAGE.match(data[:2000]):
        return _html(text, encoding, file)
    return Extracted(text, encoding, {})


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Text and the name of its encoding; line ends become `\\n`. Raises SeedError for what is binary or in no known encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        raise SeedError(Problem(file, message="is not text: it holds NUL bytes", hint="save the document as text, HTML, DOCX or PDF"))
    else:
        encodings = ["utf-8-sig", "gb18030", "big5"]
    for encoding in encodings:
        try:
            return _newlines(data.decode(encoding)), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise SeedError(Problem(file, message="is in no known encoding", hint="save it as UTF-8"))
    return _newlines(data.decode(best.encoding, errors="replace")), best.encoding


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _html(text: str, encoding: str, file: str) -> Extracted:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    body = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    if not body or not body.strip():
        raise SeedError(Problem(file, message="is a web page without an article", hint="save the page's main text"))
    facts = trafilatura.extract_metadata(text)
    known = {}
    if facts:
        named = {"title": facts.title, "published": facts.date, "publisher": facts.sitename, "byline": facts.author, "url": facts.url}
        known = {key: " ".join(str(value).split()) for key, value in named.items() if value}
        if not re.fullmatch(r"https?://\S+", known.get("url", "http://-")):
            del known["url"]
    return Extracted(_newlines(body), encoding, known)


def _docx(data: bytes, file: str) -> str:
    from docx import Document as Docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > 20 * MAX_BYTES:
                raise SeedError(Problem(file, message="unpacks to more than 200 MB", hint="save the document's text as .txt"))
        document = Docx(io.BytesIO(data))
    except SeedError:
        raise
    except Exception as error:  # the library raises a dozen kinds for broken and locked files
        raise SeedError(
            Problem(
                file, message=f"cannot be opened as DOCX ({type(error).__name__}): damaged or protected", hint="save it without a password"
            )
        ) from None
    lines = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            lines.append(part.text)
        elif isinstance(part, Table):
            lines += ["  ".join(cell.text.strip() for cell in row.cells) for row in part.rows]
    return "\n".join(lines)


def _pdf(data: bytes, file: str) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SeedError(Problem(file, message="is protected by a password", hint="save it without one"))
        text = "\n".join(page.extract_text() for page in reader.pages)
    except SeedError:
        raise
    except Exception as error:  # the library raises a dozen kinds for broken files
        raise SeedError(
            Problem(file, message=f"cannot be opened as PDF ({type(error).__name__})", hint="save the document's text as .txt")
        ) from None
    if not text.strip():
        raise SeedError(
            Problem(file, message="is a scanned PDF without text", hint="run text recognition on it, or type the text into a .txt")
        )
    return _newlines(text)
