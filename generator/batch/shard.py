"""What a worker does: the documents of one shard read, and the files that are made of them.

The same documents give the same bytes, whichever worker reads them.
"""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path

import pyarrow
from pyarrow import parquet

from generator.batch.sources import Given
from generator.errors import GeneratorError, Problem, SeedError, contained
from generator.files import name_fault
from generator.known import digest
from generator.model import Profile
from generator.profiles.text import extent
from generator.profiles.text.extent import Extent
from generator.publish.corpus import corpus
from generator.publish.data import tables
from generator.publish.data.tables import Record
from generator.reader import fingerprint
from generator.reader.article import inputs
from generator.reader.article.text import document
from generator.reader.reading import Reader
from generator.reader.watchdog import PATIENCE
from generator.rules import Rules
from generator.workspace import PACKAGE, RULES, sha256

READINGS, ABOUT = "readings.jsonl", "shard.json"
_TYPES = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
_GIVEN = ("name", "url", "sha256")
"""Columns of `documents` besides the site's."""
_PROBLEMS = ("document", "name", "reason", "hint")
_ENDING = re.compile(r"\.[A-Za-z]{2,10}$")
_ADDRESS = re.compile(r"https?://\S+")


@cache
def program() -> str:
    """A digest of what a shard is made with: the reader, what makes tables of readings, and the writer of Parquet."""
    made_of = [*(PACKAGE / "batch").glob("*.py"), *(PACKAGE / "publish/corpus").glob("*.py")]
    made_of += [PACKAGE / "publish/data/tables.py", PACKAGE / "profiles/text/extent.py"]
    code = (path.read_bytes().replace(b"\r\n", b"\n") for path in [*sorted(made_of), RULES / "tables.yml"])
    return digest(fingerprint.reader(), metadata.version("pyarrow"), *code)


def make(documents: Sequence[Given], deadly: Mapping[int, str], made_by: str) -> dict[str, bytes]:
    """The files of a shard by name; `deadly` documents, by their number, are not read, for the reason that stands with them.

    Raises GeneratorError where this worker's program is not that of `made_by`.
    """
    if program() != made_by:
        hint = "install the same version, with requirements-batch.txt, for the scheduler and every worker"
        raise GeneratorError.at("generator batch", "a worker has another version of the program or of pyarrow", hint=hint)
    with _uncollected():
        return _made(documents, deadly)


def _made(documents: Sequence[Given], deadly: Mapping[int, str]) -> dict[str, bytes]:
    profiles, readings, problems, given = list[Profile](), list[str](), list[Record](), dict[str, Given]()
    extents = dict[str, Extent | None]()
    for number, one in enumerate(documents):
        try:
            if number in deadly:
                raise SeedError.at(one.name, deadly[number], hint="look at it by itself: python -m generator read FILE --out FOLDER")
            profile, reading, extents[one.id] = _read(one)
        except GeneratorError as error:
            problems += ({"document": one.id, "name": one.name, "reason": told.message, "hint": told.hint} for told in error.problems)
        else:
            given[one.id] = one
            profiles.append(profile)
            readings.append(reading)
    files = {READINGS: "".join(readings).encode("utf-8")}
    files |= {f"{name}.parquet": _written(schema, rows) for name, schema, rows in _tables(profiles, extents, problems, given)}
    return files | {ABOUT: _about(files, len(documents), len(documents) - len(profiles))}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leaves rings of objects where they are while a shard is made: to look for them over and over costs a twentieth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def try_reading(documents: Iterable[Given]) -> None:
    """Reads the documents and keeps nothing: whoever calls learns whether a worker lives through it."""
    program()  # takes a second, as in `make`: Dask puts no other in the place of a worker that ends while it is being started
    for one in documents:
        try:
            _read(one)
        except GeneratorError:
            continue


def _read(one: Given) -> tuple[Profile, str, Extent]:
    """The reading of a document, as a profile that goes by the document's id, and as a line of JSON; and how much text is whose."""
    if one.fault:
        raise GeneratorError(Problem(one.name, message=one.fault[0], hint=one.fault[1]))
    name = one.name.rpartition("/")[2] or re.sub(r"[^\w.-]+", "-", one.id).strip("-.")[-60:] or "document"
    name = name if _ENDING.search(name) else name + inputs.ending(one.data)
    if fault := name_fault(name):
        raise SeedError.at(one.id, fault, hint="give it another name")
    reader = _reader()
    with _ended_in_time(), contained(name, "cannot be read"):
        article = document(reader.rules, one.data, name)
        reading = reader.reading(article, hashlib.sha256(one.data).hexdigest())
        if one.url and _ADDRESS.fullmatch(one.url):
            reading["source"]["url"] = one.url
        profile = Profile.model_validate(reading).model_copy(update={"id": one.id})
        line = json.dumps({"document": one.id, **reading}, ensure_ascii=False) + "\n"
        return profile, line, extent.measured(reader.rules, profile, article)


@contextmanager
def _ended_in_time() -> Iterator[None]:
    """Ends this process where a document is read for ever: in a thread there is no alarm, and what hangs may never let go of the lock."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(PATIENCE, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@cache
def _reader() -> Reader:
    return Reader(Rules())


def _tables(
    profiles: Iterable[Profile], extents: Mapping[str, Extent | None], problems: Iterable[Record], given: Mapping[str, Given]
) -> Iterator[tuple[str, pyarrow.Schema, list[Record]]]:
    """Every table of the shard: the site's but for those of the concepts, which `figures` holds, and without links, as there is no site."""
    rules, found = _reader().rules, corpus.gather(profiles, _reader().places, extents=extents)
    for name, form in tables.forms(rules).items():
        if name in tables.BY_REPORT:
            rows = [row for report in found.reports for row in tables.BY_REPORT[name](rules, report)]
        elif name in tables.BY_CORPUS:
            rows = list(tables.BY_CORPUS[name](rules, found))
        else:
            continue
        fields = [(column.key, _TYPES[column.type]) for column in form.columns if column.key != "link"]
        cells = list(form.of(rows).records())
        if name == "documents":
            fields += [(key, pyarrow.string()) for key in _GIVEN]
            cells = [{**row, **_as_given(given[str(row["document"])])} for row in cells]
        yield name, pyarrow.schema(fields), cells
    yield "problems", pyarrow.schema([(key, pyarrow.string()) for key in _PROBLEMS]), list(problems)


def _as_given(one: Given) -> Record:
    return {"name": one.name, "url": one.url, "sha256": sha256(one.data)}


def _written(schema: pyarrow.Schema, rows: Sequence[Record]) -> bytes:
    """A table as a Parquet file; texts that UTF-8 cannot hold were refused or cleaned when they were read."""
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist([*rows], schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue())


def _about(files: Mapping[str, bytes], documents: int, bad: int) -> bytes:
    """The file that tells that a shard is whole: what it holds, and the size and digest of each of its files."""
    sizes = {name: [len(data), sha256(data)] for name, data in files.items()}
    return (json.dumps({"documents": documents, "problems": bad, "files": sizes}, indent=1) + "\n").encode("utf-8")
