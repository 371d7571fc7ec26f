"""The tables as files: CSV for spreadsheets, JSON for programs, a data package that describes them, a codebook.

CSV is UTF-8 with a byte order mark and CRLF: without the mark Excel reads it in the system's encoding (GBK in China)
and shows nonsense. Its headers and codes are Chinese words; JSON keeps the format's codes. Numbers and texts are those
of the profiles but for one guard: a spreadsheet runs a cell that begins with = + - @ as a formula, so CSV puts an
apostrophe before such a text, and before one that begins with an apostrophe: taking one away gives the text back.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from generator.publish import escape
from generator.publish.corpus.corpus import Corpus
from generator.publish.data.tables import Cell, Column, Table
from generator.rules import Rules
from generator.workspace import sha256

FOLDER = "data"


def build(rules: Rules, made: Mapping[str, Table], corpus: Corpus) -> dict[str, str]:
    """Every data file by its path below `docs`: all tables, each region's figures, the package, the codebook."""
    files: dict[str, str] = {}
    for table in made.values():
        files.update(_pair(rules, f"{FOLDER}/{table.name}", table))
    files[f"{FOLDER}/datapackage.json"] = _json(_package(rules, made.values(), files))
    files[f"{FOLDER}/codebook.json"] = _json(_codebook(rules, made.values()))
    for code, figures in _by_region(made["figures"], corpus):
        files.update(_pair(rules, f"{FOLDER}/regions/{code}", figures))
    return files


def addresses(stem: str) -> tuple[tuple[str, str], ...]:
    """Kind and address of the files of a table ('figures') or of a region's figures ('regions/222401')."""
    return tuple((kind.upper(), f"{FOLDER}/{stem}.{kind}") for kind in ("csv", "json"))


def _by_region(figures: Table, corpus: Corpus) -> Iterator[tuple[str, Table]]:
    """The figures of each region as a table of its own; a region without figures has an empty one."""
    at = [column.key for column in figures.columns].index("adcode")
    rows: dict[Cell, list[tuple[Cell, ...]]] = {}
    for row in figures.rows:
        rows.setdefault(row[at], []).append(row)
    for code in corpus.regions:
        yield code, replace(figures, rows=tuple(rows.get(code, ())))


def _pair(rules: Rules, path: str, table: Table) -> dict[str, str]:
    return {f"{path}.csv": csv_text(rules, table), f"{path}.json": json_text(table)}


def csv_text(rules: Rules, table: Table) -> str:
    """`table` as CSV, its byte order mark included."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(column.label for column in table.columns)
    columns = zip(*table.rows, strict=True) if table.rows else ()
    # Column by column: what a cell is, and the words for its codes, is settled once.
    writer.writerows(zip(*(_printed(rules, column, cells) for column, cells in zip(table.columns, columns, strict=False)), strict=True))
    return "\ufeff" + buffer.getvalue()


def _printed(rules: Rules, column: Column, cells: Iterable[Cell]) -> list[Cell]:
    """The cells of a column as CSV has them."""
    package = rules.tables.package
    words: dict[Cell, Cell] = {True: package.yes, False: package.no} if column.type == "boolean" else {}
    if column.codes:
        words |= {code: escape.cell(word.label.zh) for code, word in rules.vocabulary.by_name[column.codes].items()}
    if words:
        return [words[cell] if cell is not None else None for cell in cells]
    return [escape.cell(cell) if isinstance(cell, str) else cell for cell in cells]


def json_text(table: Table) -> str:
    """`table` as JSON, a row a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes one anew for every row
    head = encode({"name": table.name, "title": table.title, "description": table.help})
    rows = ",\n".join(map(encode, table.records()))
    return f'{head[:-1]}, "rows": [\n{rows}\n]}}\n'


def _package(rules: Rules, made: Iterable[Table], files: Mapping[str, str]) -> dict[str, Any]:
    """A Frictionless tabular data package of the CSV files."""
    about = rules.tables.package
    resources = []
    for table in made:
        content = files[f"{FOLDER}/{table.name}.csv"].encode()
        resources.append({
            "name": table.name,
            "title": table.title,
            "description": table.help,
            "profile": "tabular-data-resource",
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{sha256(content)}",
            "schema": {"fields": [_field(rules, column) for column in table.columns], "missingValues": [""]},
        })  # fmt: skip
    return {
        "profile": "tabular-data-package",
        "name": "ethnic-unity-reports",
        "title": about.title,
        "description": about.help,
        "licenses": [{"name": one.license, "path": one.path, "title": one.title} for one in about.rights.values() if one.path],
        "resources": resources,
    }


def _field(rules: Rules, column: Column) -> dict[str, Any]:
    about = rules.tables.package
    field: dict[str, Any] = {"name": column.label, "key": column.key, "type": column.type, "description": column.help}
    field["license"] = about.rights[column.rights].license
    if column.type == "boolean":
        field |= {"trueValues": [about.yes], "falseValues": [about.no]}
    if column.codes:
        field["constraints"] = {"enum": [word.label.zh for word in rules.vocabulary.by_name[column.codes].values()]}
    return field


def _codebook(rules: Rules, made: Iterable[Table]) -> dict[str, Any]:
    """What every code and column means."""
    left_out: Any = {"absent": True, "confidence": True, "concepts": {"__all__": {"families": {"__all__": {"hit", "miss"}}}}}
    columns, described = dict[str, Any](), dict[str, Any]()
    for table in made:
        columns |= {column.key: asdict(column) for column in table.columns}
        keys = [column.key for column in table.columns]
        described[table.name] = {"title": table.title, "description": table.help, "columns": keys}
    return {
        "codes": _in_chinese(rules.vocabulary.model_dump(exclude=left_out)),
        "columns": columns,
        "tables": described,
    }


def _in_chinese(value: Any) -> Any:
    """Data of the vocabulary with each wording's Chinese in its place."""
    if isinstance(value, dict):
        return value["zh"] if "zh" in value else {key: _in_chinese(one) for key, one in value.items()}
    return [_in_chinese(one) for one in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
