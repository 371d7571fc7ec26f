"""A corpus as a stream of documents, one after the other, and that stream cut into shards.

What is wrong with one document goes along with it as its fault; only what ends the stream is raised.
"""

import base64
import binascii
import gzip
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from lzma import LZMAError
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from generator.errors import GeneratorError
from generator.known import digest
from generator.reader.article import inputs

HEAVIEST = 16_000_000
"""Bytes of documents that close a shard, however few they are; one document of up to inputs.MAX_BYTES may come on top."""
_CUT = inputs.MAX_BYTES + 1
_LONGEST_LINE = 3 * inputs.MAX_BYTES
"""Bytes: a Chinese character takes three in UTF-8 and six as an escape."""
_TARS, _LINES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"), (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_KINDS = f"a folder of documents, a tar ({' '.join(_TARS)}), JSON Lines ({' '.join(_LINES)}) or Parquet (.parquet)"
_ROW = "give each document `id`, and `text` or `bytes` (in JSON as base64); `name` and `url` may be left out"


@dataclass(frozen=True, slots=True)
class Given:
    """A document as the corpus has it."""

    id: str
    name: str
    """Of its file, by whose ending it is read; may be empty."""
    data: bytes
    url: str | None = None
    fault: tuple[str, str] | None = None
    """What is wrong with it, and what to do; then it is not read."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are read together."""

    key: str
    """A digest of the documents and of what reads them."""
    documents: list[Given]


def shards(documents: Iterable[Given], size: int, made_by: str) -> Iterator[Shard]:
    """The documents in their order, `size` to a shard, fewer where they are heavy; `made_by` is the digest of what reads them.

    A document with the id of an earlier one is a fault: rows of both could not be told apart.
    """
    seen, held, weight = set[bytes](), list[Given](), 0
    for one in documents:
        short = blake2b(one.id.encode("utf-8", "surrogatepass"), digest_size=10).digest()
        if short in seen:
            one = replace(one, data=b"", fault=(f"has the id of an earlier document, {one.id}", "give each document an id of its own"))
        seen.add(short)
        held.append(one)
        weight += len(one.data)
        if len(held) == size or weight >= HEAVIEST:
            yield Shard(_key(held, made_by), held)
            held, weight = [], 0
    if held:
        yield Shard(_key(held, made_by), held)


def _key(documents: Iterable[Given], made_by: str) -> str:
    return digest(made_by, *(part for one in documents for part in (json.dumps([one.id, one.name, one.url, one.fault]), one.data)))[:32]


def documents(source: Path) -> Iterator[Given]:
    """The documents of a corpus in a fixed order; raises GeneratorError where it is of no known kind, damaged, or lacks what is needed."""
    name = source.name.lower()
    if source.is_dir():
        yield from _folder(source)
    elif not source.exists():
        raise GeneratorError.at(source.as_posix(), "is not there", hint=f"a corpus is {_KINDS}")
    elif name.endswith(_TARS):
        yield from _tar(source)
    elif name.endswith(_LINES):
        yield from _lines(source)
    elif name.endswith(".parquet"):
        yield from _parquet(source)
    else:
        raise GeneratorError.at(source.as_posix(), "is no kind of corpus that is known", hint=f"a corpus is {_KINDS}")


def _folder(source: Path) -> Iterator[Given]:
    """Every file below the folder but hidden ones, by path."""

    def stop(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(source, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(folder, name)
            known_as = path.relative_to(source).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            try:
                yield Given(known_as, path.name, inputs.opened(path))
            except OSError as error:
                yield Given(known_as, "", b"", fault=(f"cannot be opened: {error.strerror}", ""))
            except GeneratorError as error:
                yield Given(known_as, "", b"", fault=(error.problems[0].message, error.problems[0].hint))


def _tar(source: Path) -> Iterator[Given]:
    """Every file of the archive but hidden ones, in its order."""
    try:
        with tarfile.open(source, "r|*") as archive:
            while (member := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # else it remembers a million of them
                name = member.name.removeprefix("./").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                if member.isdir() or any(part.startswith(".") for part in name.split("/")):
                    continue
                file = archive.extractfile(member) if member.isfile() else None
                fault = None if file else ("is a link or a device, not a file", "pack the file itself")
                yield Given(name, name.rpartition("/")[2], file.read(_CUT) if file else b"", fault=fault)
    except (tarfile.TarError, EOFError, zlib.error, LZMAError) as error:
        raise _damaged(source, error) from None


def _lines(source: Path) -> Iterator[Given]:
    """A document a line; empty lines are none."""
    number = 0
    try:
        with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
                    while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                        pass
                    yield _faulty(number, f"is longer than {_LONGEST_LINE // 1_000_000} MB")
                elif line.strip():
                    yield _of_line(line, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(source, error) from None


def _of_line(line: bytes, number: int) -> Given:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _faulty(number, f"is no JSON ({str(error)[:80]})")
    return _of_row(row, number) if isinstance(row, dict) else _faulty(number, "is no JSON object")


def _parquet(source: Path) -> Iterator[Given]:
    """A document a row."""
    try:
        with parquet.ParquetFile(source) as file:
            names, number = file.schema_arrow.names, 0
            if "id" not in names or not {"text", "bytes"} & set(names):
                lacks = "`id`" if "id" not in names else "`text` or `bytes`"
                raise GeneratorError.at(source.as_posix(), f"has no column {lacks}; its columns are: {', '.join(names)}", hint=_ROW)
            wanted = [name for name in ("id", "text", "bytes", "name", "url") if name in names]
            for batch in file.iter_batches(batch_size=16, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _of_row(row, number)
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise _damaged(source, error) from None


def _of_row(row: Mapping[str, Any], number: int) -> Given:
    """A line or row of a table as a document."""
    known_as, text, data = row.get("id"), row.get("text"), row.get("bytes")
    if not isinstance(known_as, str | int) or not str(known_as).strip():
        return _faulty(number, "has no id")
    url, name = row.get("url"), row.get("name")
    one = Given(str(known_as), name if isinstance(name, str) else "", b"", url if isinstance(url, str) and url else None)
    if isinstance(text, str):
        return replace(one, data=text.encode("utf-8", "replace")[:_CUT])
    if isinstance(data, bytes):
        return replace(one, data=data[:_CUT])
    try:
        return replace(one, data=base64.b64decode(str(data or "-"), validate=True)[:_CUT])
    except (TypeError, binascii.Error, ValueError):
        return replace(one, fault=("has neither text nor bytes", _ROW))


def _faulty(number: int, message: str) -> Given:
    """A line or row that is no document; goes by its number, from 1."""
    return Given(f"#{number}", "", b"", fault=(message, _ROW))


def _damaged(source: Path, error: Exception) -> GeneratorError:
    said = str(error).partition("\n")[0]
    return GeneratorError.at(source.as_posix(), f"is damaged or not what its name says ({said[:100]})", hint="make or fetch it anew")
