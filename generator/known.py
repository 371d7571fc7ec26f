"""What was worked out before, by a digest of all it was worked out of: kept in `.cache/`, and never needed.

Whatever is damaged, of another version or cannot be written is as if it were not there. Values are plain data, never code.
"""

import hashlib
import os
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from generator.workspace import PACKAGE, Workspace

FILE = "products.sqlite"
_CHUNK = 500
_WAIT = 5.0
"""Seconds to wait for another command that is writing; then nothing is kept."""


class Cache:
    """The products of one stage, by their digests, each with its own checksum."""

    def __init__(self, workspace: Workspace, stage: str) -> None:
        self._path, self._stage = workspace.cache / FILE, stage

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is known of those of `keys` that are known."""
        found = dict[str, bytes]()
        for key, value in self._rows("key, value", keys):
            with suppress(zlib.error):
                data = zlib.decompress(value[16:])
                if value[:16] == _sum(key, data):
                    found[key] = data
        return found

    def has(self, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that are known, whole or not: quicker than to get them."""
        return {key for (key,) in self._rows("key", keys)}

    def _rows(self, columns: str, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = list(keys)
        with suppress(sqlite3.Error, OSError), _opened(self._path) as base:
            for at in range(0, len(wanted), _CHUNK):
                some = wanted[at : at + _CHUNK]
                marks = ",".join("?" * len(some))
                yield from base.execute(f"SELECT {columns} FROM products WHERE stage = ? AND key IN ({marks})", (self._stage, *some))  # noqa: S608

    def put(self, products: Mapping[str, bytes], used: Iterable[str]) -> None:
        """Keeps `products`, and of what was kept before only what is among `used`."""
        self._write(products, {*used, *products})

    def add(self, products: Mapping[str, bytes]) -> bool:
        """Keeps `products` beside what was kept before; False where that could not be done."""
        return self._write(products, None)

    def _write(self, products: Mapping[str, bytes], current: set[str] | None) -> bool:
        try:
            with _opened(self._path) as base:
                asked = base.execute("SELECT key FROM products WHERE stage = ?", (self._stage,)) if current is not None else ()
                gone = {key for (key,) in asked} - (current or set())
                if not products and not gone:
                    return True
                packed = ((self._stage, key, _sum(key, data) + zlib.compress(data, 1)) for key, data in products.items())
                base.executemany("INSERT OR REPLACE INTO products VALUES (?, ?, ?)", packed)
                base.executemany("DELETE FROM products WHERE stage = ? AND key = ?", ((self._stage, key) for key in gone))
                return True
        except sqlite3.OperationalError:
            return False  # busy, full, or not to be written: what was there stays
        except sqlite3.DatabaseError:
            with suppress(OSError):  # damaged: begun anew the next time
                self._path.unlink()
        except OSError:
            pass
        return False


class _opened:  # noqa: N801
    """A connection that is committed and closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(path, timeout=_WAIT)
        try:
            self._base.execute("PRAGMA synchronous = OFF")  # a power cut may cost what is kept, which its checksum tells
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS products (stage TEXT, key TEXT, value BLOB, PRIMARY KEY (stage, key)) WITHOUT ROWID"
            )
        except sqlite3.Error:
            self._base.close()
            raise

    def __enter__(self) -> sqlite3.Connection:
        return self._base

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        with suppress(sqlite3.Error):
            (self._base.commit if kind is None else self._base.rollback)()
        self._base.close()


def _sum(key: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16, key=key.encode()[:64]).digest()


def digest(*parts: bytes | str | None) -> str:
    """One digest of several things; nothing is other than something empty."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"-" if data is None else b"%d:" % len(data) + data)
    return made.hexdigest()


@cache
def code() -> str:
    """A digest of the whole program, rules and tables, its libraries and Python: what any product is worked out with."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".yml", ".csv", ".mplstyle"))
    # A library's folder of metadata is named after its version.
    libraries = sorted(
        {
            entry.name
            for folder in sys.path
            if folder and Path(folder).is_dir()
            for entry in os.scandir(folder)
            if entry.name.endswith(".dist-info")
        }
    )
    return digest(sys.version, *libraries, *(part for path in files for part in (path.relative_to(PACKAGE).as_posix(), path.read_bytes())))
