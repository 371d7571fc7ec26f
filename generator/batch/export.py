"""The published data in forms for other tools: a Parquet file a table, one SQLite file, a zip of all tables with a README.

Made of `docs/data/` as `build` left it, for the publishing job; same data, same bytes. Codes are those of the JSON files.
"""

import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from generator.errors import GeneratorError
from generator.publish.data import package
from generator.publish.data.tables import Cell
from generator.rules import Rules
from generator.workspace import write_bytes

SQLITE, ZIP, README = "data.sqlite", "data.zip", "README.md"
_SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_ARROW = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip: the first that the format knows, so that the day of the run changes no byte."""

Rows = Sequence[Mapping[str, Cell]]


def export(rules: Rules, data: Path, out: Path) -> list[str]:
    """Writes the files into `out`; their names. `data` is the folder of published data. Raises GeneratorError where it holds none."""
    if not (data / package.FILE).is_file():
        raise GeneratorError.at(data.as_posix(), f"has no {package.FILE}", hint="make it: python -m generator build")
    if out.exists() and not out.is_dir():
        raise GeneratorError.at(out.as_posix(), "is not a folder", hint="name a folder; it need not be there")
    about = json.loads((data / package.FILE).read_text(encoding="utf-8"))
    tables = [(one, package.records(rules, data, one["name"])) for one in about["resources"]]
    files = {f"{one['name']}.parquet": _parquet(one, rows) for one, rows in tables}
    files |= {SQLITE: _sqlite(tables), ZIP: _zip(data, about)}
    for name, content in files.items():
        write_bytes(out / name, content)
    return list(files)


def _parquet(table: Mapping[str, Any], rows: Rows) -> bytes:
    fields = [
        pyarrow.field(one["key"], _ARROW[one["type"]], metadata={"description": one["description"]}) for one in table["schema"]["fields"]
    ]
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist([*rows], schema=pyarrow.schema(fields)), sink, compression="zstd")
    return sink.getvalue()


def _sqlite(tables: Sequence[tuple[Mapping[str, Any], Rows]]) -> bytes:
    """One database; a table is named as its file, with `_` for `-`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SQLITE
        base = sqlite3.connect(file)
        try:
            for table, rows in tables:
                name, fields = _name(table["name"]), table["schema"]["fields"]
                base.execute(f'CREATE TABLE "{name}" ({", ".join(_columns(table["schema"]))})')
                marks = ", ".join("?" for _ in fields)
                base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', (tuple(row.values()) for row in rows))  # noqa: S608
            base.commit()
            base.execute("VACUUM")
        finally:
            base.close()
        return file.read_bytes()


def _columns(schema: Mapping[str, Any]) -> Iterator[str]:
    """The columns of a table, its key, and the tables that it names rows of."""
    keys = {field["name"]: field["key"] for field in schema["fields"]}
    for field in schema["fields"]:
        yield f'"{field["key"]}" {_SQL[field["type"]]}'
    if key := schema.get("primaryKey"):
        yield f'PRIMARY KEY ("{keys[key[0]]}")'
    for one in schema.get("foreignKeys", ()):
        key = keys[one["fields"][0]]
        yield f'FOREIGN KEY ("{key}") REFERENCES "{_name(one["reference"]["resource"])}" ("{key}")'


def _name(table: str) -> str:
    return table.replace("-", "_")


def _zip(data: Path, about: Mapping[str, Any]) -> bytes:
    """Every table as CSV and JSON, what describes them, and a README."""
    names = [package.FILE, "codebook.json", *(f"{one['name']}.{kind}" for one in about["resources"] for kind in ("csv", "json"))]
    files = {README: _readme(about).encode()} | {name: (data / name).read_bytes() for name in names}
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(f"{about['name']}/{name}", _MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, content)
    return sink.getvalue()


def _readme(about: Mapping[str, Any]) -> str:
    tables = [f"- `{one['name']}`：{one['title']}。{one['description']}。" for one in about["resources"]]
    rights = [f"- {one['name']}：{one['title']}，{one['path']}" for one in about["licenses"]]
    parts = (f"# {about['title']}", about["description"], "## 表", "\n".join(tables), "## 许可", "\n".join(rights))
    return "\n\n".join(parts) + "\n"
