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
Stamp = tuple[int, int]
"""Size of a file in bytes and time of its last change in nanoseconds."""
FullStamp = tuple[int, int, int]
"""The same and the time its entry was changed, which tells where the first was set back."""
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


def bytes_of(path: Path, most: int) -> bytes | None:
    """The same; None where the file cannot be opened."""
    try:
        return read_bytes(path, most)
    except OSError:
        return None


def stamp(path: Path | None) -> FullStamp | None:
    """That of a file with its entry's; None where there is none."""
    try:
        told = os.stat(path) if path else None  # noqa: PTH116 - thousands are asked for at a time
    except OSError:
        return None
    return (told.st_size, told.st_mtime_ns, told.st_ctime_ns) if told else None


def scan(folder: Path, follow: bool = True, also: str = ".") -> tuple[dict[str, Stamp], list[OSError]]:
    """Every file below `folder` by its path, with forward slashes; and what there is no file, as the error of whoever opens it, who might never end.

    Links count as what they lead to where they are to be followed, else as files. Hidden names are left out but for those
    that begin with `also`.
    """
    found, wrong, waiting = dict[str, Stamp](), list[OSError](), [("", os.fspath(folder))]
    while waiting:
        within, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name[0] == "." and (also == "." or not entry.name.startswith(also)):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=follow):
                        if entry.is_symlink() and Path(place).resolve().is_relative_to(Path(entry.path).resolve()):
                            raise _no_file("a link to a folder that it lies in", Path(entry.path))
                        waiting.append((f"{within}{entry.name}/", entry.path))
                        continue
                    told = entry.stat(follow_symlinks=follow)
                    if follow and (kind := _kind(told.st_mode)):
                        raise _no_file(kind, Path(entry.path))
                    found[within + entry.name] = (told.st_size, told.st_mtime_ns)
                except OSError as error:  # a link to nothing too
                    wrong.append(error)
    return found, wrong


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
