"""A table as plain records: of the corpus, or of a folder of published data, read back by its datapackage.json.

The records are the same either way. JSON is read where its file is there; else CSV, whose words are turned back into codes
and whose guards against formulas are taken away.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import GeneratorError
from generator.publish.data.tables import Cell, Table
from generator.rules import Rules

FILE = "datapackage.json"
Named = TypeVar("Named")


def plain(table: Table) -> list[dict[str, Cell]]:
    """The rows of a table of the corpus."""
    return _typed({column.key: column.type for column in table.columns}, table.records())


def records(rules: Rules, folder: Path, name: str) -> list[dict[str, Cell]]:
    """The rows of the table `name` in a folder of published data; raises GeneratorError for what is missing or damaged there."""
    package = folder / FILE
    try:
        fields = {one["name"]: one["schema"]["fields"] for one in _json(package)["resources"]}
        found = one_of(fields, name, package.as_posix())
        file = folder / f"{name}.json"
        rows = _json(file)["rows"] if file.exists() else _csv(rules, folder / f"{name}.csv", found)
        types = {field["key"]: field["type"] for field in found}
        return _typed(types, ({key: row.get(key) for key in types} for row in rows))
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        hint = "download the folder anew, all files at one time"
        raise GeneratorError.at(folder.as_posix(), f"is not as the site publishes it: {error!r}", hint, field=name) from None


def one_of(tables: Mapping[str, Named], name: str, where: str) -> Named:
    """The table of that name; raises GeneratorError, naming all there are, where there is none."""
    if name not in tables:
        raise GeneratorError.at(where, f"`{name}` is no table", hint=f"the tables are: {', '.join(tables)}")
    return tables[name]


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _typed(types: Mapping[str, str], rows: Iterable[Mapping[str, Cell]]) -> list[dict[str, Cell]]:
    """Rows whose numbers are all of one type: a column of 370 and 2.5 is one of floats."""
    return [{key: float(cell) if cell is not None and types[key] == "number" else cell for key, cell in row.items()} for row in rows]


def _csv(rules: Rules, file: Path, fields: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Cell]]:
    if not file.exists():
        raise GeneratorError.at(file.as_posix(), "is missing, and so is its JSON", hint="download one of them beside it")
    columns = [(field["name"], field["key"], field, _codes(rules, field["key"])) for field in fields]
    with file.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text, strict=True):
            yield {key: _cell(row[label], field, codes) for label, key, field, codes in columns}


def _codes(rules: Rules, key: str) -> dict[str, str]:
    """The codes of a column by the words that CSV has for them; none where it holds no codes."""
    column = rules.tables.columns.get(key)
    return {word.label.zh: code for code, word in rules.vocabulary.by_name[column.codes].items()} if column and column.codes else {}


def _cell(text: str, field: Mapping[str, Any], codes: Mapping[str, str]) -> Cell:
    if not text:
        return None
    if field["type"] == "boolean":
        return {**dict.fromkeys(field["trueValues"], True), **dict.fromkeys(field["falseValues"], False)}[text]
    if field["type"] in ("integer", "number"):
        return int(text) if field["type"] == "integer" else float(text)
    text = text.removeprefix("'")
    return codes.get(text, text)
