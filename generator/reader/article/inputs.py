"""From a seed's bytes to plain text: text files in any common encoding, saved web pages (.mht too), DOCX, PDF with a text layer.

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
from generator.reader.article import limits
from generator.reader.article.formats import pdf, web, word

_log = logging.getLogger(__name__)

MAX_BYTES = 10_000_000
SUFFIXES = (".txt", ".html", ".htm", ".mht", ".mhtml", ".docx", ".pdf")
_PAGES, _ARCHIVES = (".html", ".htm"), (".mht", ".mhtml")
_MAGIC = {
    b"%PDF": ".pdf", b"PK\x03\x04": ".docx", b"\xd0\xcf\x11\xe0": ".doc", b"{\\rtf": ".rtf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg",
    b"Rar!": ".rar", b"7z\xbc\xaf": ".7z",
}  # fmt: skip
_ARCHIVED = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.IGNORECASE)
_ODT = b"mimetypeapplication/vnd.oasis.opendocument"
_WORD = "open it in Word or WPS and save it as .docx"
_HINTS = {
    "is an old Word file, or one that a password protects": ((".doc", ".wps", ".wpt", ".dot"), f"{_WORD}, without a password"),
    "is a Word file of another kind": ((".docm", ".dotx", ".dotm"), _WORD),
    "is rich text": ((".rtf",), _WORD),
    "is an OpenDocument text": ((".odt", ".fodt", ".ott", ".uot"), "open it in LibreOffice, WPS or Word and save it as .docx"),
    "is an OFD": ((".ofd",), "open it in its reader and print it into a PDF, or copy its text into a .txt"),
    "is a table": ((".xls", ".xlsx", ".et", ".csv"), "save the report that the table belongs to, or copy both into a .docx"),
    "is a presentation": ((".ppt", ".pptx", ".dps"), "copy its text into a .txt"),
    "is a picture": (
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp"),
        "run text recognition on it, and save the text as .txt",
    ),
    "is a packed folder": ((".zip", ".rar", ".7z", ".gz", ".tar"), "unpack it and take the documents one by one"),
    "is a saved page of Safari's own kind": ((".webarchive",), "save the page again as «网页，仅HTML» (.html)"),
    "is Markdown": ((".md", ".markdown"), "save it as .txt"),
}
"""Kinds that are not read: what they are, their endings, what to do."""

_BIG5 = re.compile(rb"charset\s*=\s*[\"']?big5", re.IGNORECASE)
_SHORTEST = 8
"""Characters; a shorter line is told to be letter-spaced by others of its text alone."""
# It begins with the blank, which few characters of a text are.
_SPACED, _GAPS = re.compile(r"[^\S\n](?<=\S.)[^\S\n]*(?:\S[^\S\n]+){4}\S(?!\S)"), re.compile(r"(?<=\S)[^\S\n]+(?=\S)")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(rf"(?![\n\t\0]){UNSEEN.pattern}")
_ODD = re.compile(rf"{UNSEEN.pattern}(?<![\n\t\0])")


class Extracted(NamedTuple):
    """The decoded text, what a page says of itself (`web`), and how many characters of live text the file holds that are not in the text."""

    text: str
    known: Mapping[str, str]
    lost: int = 0


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
    suffix = kind(data, file)
    known: dict[str, str] = {}
    held = 0
    try:
        if suffix == ".docx":
            text, held = word.read(data, file)
        elif suffix == ".pdf":
            text = pdf.read(data, file)
        else:
            text, address = _marked_up(data, file, suffix)
            if suffix != ".txt" or web.is_page(text):
                text, known, held = web.read(text, file)
                known |= {"url": address} if "url" not in known and address.startswith("http") else {}
    except SeedError:
        raise
    except Exception as error:  # the libraries raise a dozen kinds for damaged and locked files
        _log.debug("%s", file, exc_info=True)
        name = suffix.removeprefix(".").upper()
        message = f"cannot be opened as {name} ({type(error).__name__}): damaged or protected"
        raise SeedError.at(file, message, hint=limits.PLAIN) from None
    lost = held - len("".join(text.split())) if held else 0
    text = closed_up(clean(text))
    limits.text(text, file)
    return Extracted(text, {key: said for key, value in known.items() if (said := " ".join(clean(value).split()))}, max(0, lost))


def _marked_up(data: bytes, file: str, suffix: str) -> tuple[str, str]:
    """The decoded text of a seed that is a text or a web page, tags and all, and the address that an archive says of it."""
    content, address = web.archived(data, file) if suffix in _ARCHIVES else (data, "")
    return decode(content, file), address


def page(data: bytes, file: str) -> str | None:
    """The HTML of a seed that is a web page; None where it is none. Raises SeedError."""
    suffix = kind(data, file)
    source = _marked_up(data, file, suffix)[0] if suffix not in (".docx", ".pdf") else ""
    return source if suffix in (*_PAGES, *_ARCHIVES) or web.is_page(source) else None


def kind(data: bytes, file: str) -> str:
    """The ending of the kind that a seed is of; raises SeedError where that cannot be read, or is not what its name says."""
    suffix = "." + file.rpartition(".")[2].lower() if "." in file else ""
    found = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if found == ".docx" and _ODT in data[:100]:
        found = ".odt"
    for is_a, (endings, hint) in _HINTS.items():
        if suffix in endings or (found in endings and suffix in SUFFIXES):
            raise SeedError.at(file, is_a, hint=hint)
    if suffix not in SUFFIXES:
        raise SeedError.at(file, f"is of an unknown kind; allowed: {' '.join(SUFFIXES)}", hint=limits.PLAIN)
    if (found or ".txt") != suffix and (found or suffix in (".docx", ".pdf")):
        raise SeedError.at(file, f"is not a {suffix} file{f', but {found}' if found else ''}", hint="give it its right ending")
    return suffix


def ending(data: bytes) -> str:
    """The ending for what came without a name."""
    if found := next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None):
        return ".odt" if found == ".docx" and _ODT in data[:100] else found
    if _ARCHIVED.match(data[:4000].replace(b"\r\n", b"\n")):
        return ".mht"
    try:
        return ".html" if web.is_page(decode(data[:MAX_BYTES], "")) else ".txt"
    except SeedError:
        return ".txt"  # what is wrong with it is told where it is read


def decode(data: bytes, file: str) -> str:
    """The text; line ends become `\\n`. Raises SeedError for what is binary or in no known encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        if (text := _wide(data)) is not None:
            return clean(text)
        raise SeedError.at(file, "is not text: it holds NUL bytes", hint="save the document as text, HTML, DOCX or PDF")
    else:
        encodings = ["utf-8-sig", "gb18030", "big5"]
        if _BIG5.search(data[:2000]):
            encodings.insert(0, "big5")
    for encoding in encodings:
        try:
            return clean(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise SeedError.at(file, "is in no known encoding", hint="save it as UTF-8")
    return clean(data.decode(best.encoding, errors="replace"))


def closed_up(text: str) -> str:
    """A text whose letter-spaced lines (宣 讲 1 2 场) are closed up; what parts words there more widely becomes one blank."""
    if not _SPACED.search(text):
        return text
    lines = text.split("\n")
    dense = ["".join(line.split()) for line in lines]
    spaced = [
        2 * sum(map(_han, chars)) >= len(chars) and len(_GAPS.findall(line)) >= 0.8 * (len(chars) - 1)
        for line, chars in zip(lines, dense, strict=True)
    ]
    least = 3 if any(is_so and len(chars) >= 2 * _SHORTEST for is_so, chars in zip(spaced, dense, strict=True)) else _SHORTEST
    return "\n".join(
        _GAPS.sub(lambda gap: " " if len(gap[0]) > 2 else "", line.strip()) if is_so and len(chars) >= least else line
        for line, chars, is_so in zip(lines, dense, spaced, strict=True)
    )


def _han(char: str) -> bool:
    return "\u3000" < char < "\ua000"


def _wide(data: bytes) -> str | None:
    """A text in UTF-16 that does not say so; None where it is none."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(re.findall(r"[\s\x21-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]", text[:2000])) > 0.9 * len(
            text[:2000]
        ):
            return text
    return None


def clean(text: str) -> str:
    """A text as everything works on it, offsets too: every line end is `\\n`, and what is not seen or is no character is gone.

    Nothing of a seed can so turn the order of the signs beside it on a page, or break a file that it is written to.
    """
    return _UNSEEN.sub("", _LINE_END.sub("\n", text)) if _ODD.search(text) else text
