"""Files that come from outside: opened once, bounded, regular files alone, under names that every system can hold."""

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import UNSEEN

LONGEST = 240
"""Bytes of a name: file systems allow 255, and what is made of a document is named after it."""
_KINDS = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))


def read_bytes(path: Path, most: int) -> bytes:
    """The first `most` bytes of a file; raises OSError at once, before anything is read, where it is a folder, pipe, socket or device."""
    try:
        file = path.open("rb") if os.name == "nt" else open(path, "rb", opener=_at_once)  # noqa: PTH123, SIM115
    except OSError as error:
        if error.errno == errno.ENXIO:  # what the system says of sockets
            raise _no_file("a socket", path) from None
        raise
    with file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode):
            raise _no_file(next((kind for of_kind, kind in _KINDS if of_kind(mode)), "something else"), path)
        return file.read(most)


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting for whoever writes into a pipe."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


def _no_file(kind: str, path: Path) -> OSError:
    return OSError(errno.EINVAL, f"it is {kind}, not a file", str(path))


def name_fault(name: str) -> str:
    """What keeps a file's name from being the name of a document; '' where nothing does."""
    try:
        length = len(name.encode("utf-8"))
    except UnicodeEncodeError:
        return "has a name that is not UTF-8"
    if UNSEEN.search(name) or "\\" in name:
        return "has a name with signs that are not seen, or a backslash"
    if length > LONGEST:
        return f"has a name of {length} bytes, which is more than {LONGEST}"
    return "" if unicodedata.is_normalized("NFC", name) else "has a name whose letters and accents are apart (not NFC)"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Gives an OSError that says no file, as that of a full disk, the name of the one that was being written."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
