"""The frozen seeds and a file that is no document as corpora of every kind, and the shards that they come to."""

from __future__ import annotations

import base64
import json
import os
import shutil
import tarfile
from pathlib import Path

from tests.project import FROZEN, ROOT

SEEDS = sorted((FROZEN / "seeds").glob("*.txt"))
BAD = ("note.txt", b"nothing")
"""A file without a Chinese word."""
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if name != "PYTHONWARNDEFAULTENCODING"}, "PYTHONPATH": str(ROOT)}
"""Of a run in a process of its own, wherever it stands: our own files are held to name their encoding by `make test`, Dask's do not."""


def folder(where: Path) -> Path:
    """Six documents, the last of which cannot be read."""
    made = where / "corpus"
    made.mkdir(parents=True)
    for path in SEEDS:
        shutil.copy(path, made)
    (made / BAD[0]).write_bytes(BAD[1])
    (made / ".hidden").write_text("no document", encoding="utf-8")
    return made


def packed(where: Path, name: str) -> Path:
    """The folder as a tar, packed by the name's ending."""
    source, made = folder(where), where / name
    with tarfile.open(made, "w:" + made.suffix[1:].replace("tar", "")) as archive:
        for path in sorted(source.iterdir()):
            archive.add(path, path.name)
    return made


def rows(where: Path) -> list[dict[str, object]]:
    """The folder's documents as rows: a text where it is one, else bytes."""
    return [{"id": path.name, "name": path.name, "data": path.read_bytes()} for path in sorted(folder(where).glob("*.txt"))]


def lines(where: Path) -> Path:
    """JSON Lines, each document as bytes."""
    made = where / "corpus.jsonl"
    texts = [{"id": row["id"], "name": row["name"], "bytes": base64.b64encode(bytes(row["data"])).decode()} for row in rows(where)]  # type: ignore[call-overload]
    made.write_text("".join(json.dumps(row) + "\n" for row in texts), encoding="utf-8")
    return made


def parquet(where: Path) -> Path:
    """Parquet, each document as bytes."""
    import pyarrow
    from pyarrow.parquet import write_table

    made = where / "corpus.parquet"
    write_table(pyarrow.Table.from_pylist([{"id": row["id"], "name": row["name"], "bytes": row["data"]} for row in rows(where)]), made)
    return made
