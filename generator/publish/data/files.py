"""The tables as files: CSV for spreadsheets, JSON for programs, a data package that describes them, a codebook, the words of the search.

CSV is UTF-8 with a byte order mark and CRLF: without the mark Excel reads it in the system's encoding (GBK in China)
and shows nonsense. Its headers and codes are Chinese words; JSON keeps the format's codes. Numbers and texts are those
of the profiles but for one guard: a spreadsheet runs a cell that begins with = + - @ as a formula, so CSV puts an
apostrophe before such a text, and before one that begins with an apostrophe: taking one away gives the text back.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from generator import __version__
from generator.known import code, digest
from generator.places import gazetteer
from generator.places.synonyms import synonyms
from generator.publish.data import announce
from generator.publish.data.lines import Printed, Tables
from generator.publish.data.tables import Column, Table
from generator.rules import Rules
from generator.settings import Settings
from generator.workspace import sha256

FOLDER = "data"
PACKAGE = f"{FOLDER}/datapackage.json"
LAST = (PACKAGE, announce.DATASET)
"""What tells bytes and digest of the other files."""
_KEYS = {"regions": "adcode", "documents": "document"}
"""The column that tells a table's rows apart, by table."""


def build(rules: Rules, made: Tables, settings: Settings) -> Iterator[tuple[str, str]]:
    """Every data file by its path below `docs`, with its text."""
    hashed = dict[str, tuple[int, str]]()
    for path, file in files(rules, made, hashed.__getitem__, settings).items():
        text = "".join(file.made())
        content = text.encode()
        hashed[path] = len(content), sha256(content)
        yield path, text


@dataclass(frozen=True)
class File:
    """A data file that can be made."""

    key: str
    """Changes whenever its text does."""
    made: Callable[[], Iterable[str]]
    """Its text bit by bit."""


def files(rules: Rules, made: Tables, hashed: Callable[[str], tuple[int, str]], settings: Settings) -> dict[str, File]:
    """Every data file by its path below `docs`: all tables, each region's figures, the codebook, the thesaurus, the package, and what tells
    machines of them where `settings` say where the site is published. Those in LAST are made last, when `hashed` can tell bytes and digest
    of the others."""
    found = dict[str, File]()
    for name, table in made.all.items():
        found |= _pair(f"{FOLDER}/{name}", table)
    for region, table in made.regions.items():
        found |= _pair(f"{FOLDER}/regions/{region}", table)
    forms, here = made.forms.values(), digest(code(), repr(settings))
    found[f"{FOLDER}/codebook.json"] = File(code(), lambda: [_json(_codebook(rules, forms))])
    found[f"{FOLDER}/thesaurus.json"] = File(digest(code(), *made.regions), lambda: [_json(_thesaurus(rules, made.regions))])
    whole = digest(here, *(table.key for table in made.all.values()))
    found[PACKAGE] = File(whole, lambda: [_json(_package(rules, forms, hashed))])
    if settings.url:
        found |= {path: File(here, partial(iter, (text,))) for path, text in announce.build(rules, settings)}
        found[announce.DATASET] = File(whole, lambda: [_json(announce.dataset(rules, forms, hashed, settings))])
    return found


def addresses(stem: str) -> tuple[tuple[str, str], ...]:
    """Kind and address of the files of a table ('figures') or of a region's figures ('regions/222401')."""
    return tuple((kind.upper(), f"{FOLDER}/{stem}.{kind}") for kind in ("csv", "json"))


def _pair(path: str, table: Printed) -> dict[str, File]:
    return {f"{path}.csv": File(table.key, table.csv), f"{path}.json": File(table.key, table.json)}


def _thesaurus(rules: Rules, codes: Iterable[str]) -> dict[str, Any]:
    """Which words a search takes for each other: those of the rules, and the names of the places with these codes and of those above them."""
    found = rules.thesaurus.model_dump()
    return {**found, "groups": [*found["groups"], *synonyms(gazetteer.load(rules), codes)]}


def _package(rules: Rules, made: Iterable[Table], hashed: Callable[[str], tuple[int, str]]) -> dict[str, Any]:
    """A Data Package (version 2) of the CSV files. No `created`: the day of a build is nothing that the data tell."""
    about = rules.tables.package
    resources = []
    for table in made:
        size, digest = hashed(f"{FOLDER}/{table.name}.csv")
        resources.append({
            "name": table.name,
            "title": table.title,
            "description": table.help,
            "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
            "type": "table",
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": size,
            "hash": f"sha256:{digest}",
            "schema": _schema(rules, table),
        })  # fmt: skip
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "ethnic-unity-reports",
        "title": about.title,
        "description": about.help,
        "version": __version__,
        "licenses": [{"name": one.license, "path": one.path, "title": one.title} for one in about.rights.values() if one.path],
        "resources": resources,
    }


def _schema(rules: Rules, table: Table) -> dict[str, Any]:
    """The columns of a table, its key, and the tables whose rows it names: documents, and regions that have a code."""
    labels = {column.key: column.label for column in table.columns}
    schema: dict[str, Any] = {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fieldsMatch": "equal"}
    schema |= {"fields": [_field(rules, column) for column in table.columns], "missingValues": [""]}
    if key := _KEYS.get(table.name):
        schema["primaryKey"] = [labels[key]]
    known = {key: resource for resource, key in _KEYS.items() if resource != table.name and key in labels}
    foreign = [{"fields": [labels[key]], "reference": {"resource": name, "fields": [labels[key]]}} for key, name in known.items()]
    return schema | ({"foreignKeys": foreign} if foreign else {})


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
