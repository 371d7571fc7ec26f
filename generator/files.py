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
        if kind := _kind(os.fstat(file.fileno()).st_mode):
            raise _no_file(kind, path)
        return file.read(most)


def strange(folder: Path) -> Iterator[OSError]:
    """What below `folder`, links followed and hidden names left out, is no file: as the error of whoever opens it, who might never end."""
    for parent, folders, names in os.walk(folder, followlinks=True):
        for path in [Path(parent, name) for name in folders]:
            if path.name.startswith(".") or (path.is_symlink() and Path(parent).resolve().is_relative_to(path.resolve())):
                folders.remove(path.name)
                if not path.name.startswith("."):
                    yield _no_file("a link to a folder that it lies in", path)
        for path in [Path(parent, name) for name in names if not name.startswith(".")]:
            try:
                if kind := _kind(path.stat().st_mode):
                    yield _no_file(kind, path)
            except OSError as error:  # a link to nothing
                yield error


def _at_once(path: str, flags: int) -> int:
    """Opens without waiting for whoever writes into a pipe."""
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


def _kind(mode: int) -> str:
    """What is there that is no file; '' where it is one."""
    return "" if stat.S_ISREG(mode) else next((kind for of_kind, kind in _KINDS if of_kind(mode)), "something else")


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
