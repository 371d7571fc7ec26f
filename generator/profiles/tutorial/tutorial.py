"""Lays the made-up project of the tutorial into a folder, and marks what an editor made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator import yaml_io
from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.profiles.format import schema
from generator.profiles.merge.merge import HEADER
from generator.reader import reading
from generator.reader.article import text
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_bytes, write_text

ID, SEED = "qingshi-2024", "qingshi.txt"
_HERE = Path(__file__).parent
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Lesson:
    """One of the ten corrections, and whether it stands."""

    task: str
    stands: bool


def laid(workspace: Workspace) -> bool:
    """Whether a folder is the tutorial's project."""
    return _profile(workspace).is_file() and (workspace.seeds / SEED).is_file()


def lay(rules: Rules, workspace: Workspace) -> Path:
    """Writes report, reading, base and the profile with its ten mistakes into an empty folder; the profile.

    Raises GeneratorError, nothing written, where the folder holds anything.
    """
    root = workspace.root
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        hint = "name a new folder, or the one that the tutorial was laid into"
        raise GeneratorError.at(str(root), "holds something else: the tutorial is laid into a folder of its own", hint=hint)
    report = (_HERE / "report.txt").read_text(encoding="utf-8").encode("utf-8")  # the same bytes after any checkout
    read = reading.text(reading.Reader(rules).reading(text.document(rules, report, SEED), sha256(report)))
    schema.write(rules, workspace)
    write_bytes(workspace.seeds / SEED, report)
    write_text(workspace.reading_file(SEED), read)
    write_text(workspace.base_file(SEED), read)
    given = (_HERE / "profile.yml").read_text(encoding="utf-8").replace("SHA256", sha256(report))
    write_text(_profile(workspace), "".join(f"# {line}\n" for line in HEADER) + given)
    return _profile(workspace)


def marks(workspace: Workspace) -> list[Lesson]:
    """Which of the ten corrections stand in the profile; raises GeneratorError where it cannot be read as YAML."""
    path = _profile(workspace)
    file = workspace.show(path)
    try:
        written = read_bytes(path, yaml_io.MAX_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise GeneratorError.at(file, "is not UTF-8", hint="save it as UTF-8") from None
    data = yaml_io.plain(written, file)
    return [Lesson(lesson["task"], _stands(data, lesson)) for lesson in _lessons()]


def _profile(workspace: Workspace) -> Path:
    return workspace.profiles / f"{ID}.yml"


@cache
def _lessons() -> tuple[Data, ...]:
    file = _HERE / "lessons.yml"
    return tuple(yaml_io.plain(file.read_text(encoding="utf-8"), file.name)["lessons"])


def _stands(data: Any, lesson: Data) -> bool:
    quote, heading = lesson.get("quote"), lesson.get("heading")
    if quote:
        found = [(item, under) for item, under in _figures(data) if item.get("quote") == quote]
    elif heading:
        found = [(item, "") for item in _measures(data) if item.get("heading") == heading]
    else:
        found = [(_mapping(_mapping(data).get("review")), "")]
    if lesson.get("gone"):
        return not found
    return any(_says(item, lesson["fields"]) and lesson.get("under", under) == under for item, under in found)


def _says(item: Data, fields: Data) -> bool:
    """Whether an item has those values; `any` is any text."""
    return all(bool(item.get(name)) if value == "any" else item.get(name) == value for name, value in fields.items())


def _mapping(value: Any) -> Data:
    """What stands there, or nothing where an editor wrote something else."""
    return value if isinstance(value, Mapping) else {}


def _entries(holder: Data, key: str) -> Iterator[Data]:
    value = holder.get(key)
    yield from (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()


def _measures(data: Any) -> Iterator[Data]:
    for region in _entries(_mapping(data), "regions"):
        yield from _entries(region, "measures")


def _figures(data: Any) -> Iterator[tuple[Data, str]]:
    """All figures, each with the heading it stands under ('' for one of the region)."""
    for region in _entries(_mapping(data), "regions"):
        yield from ((item, "") for item in _entries(region, "indicators"))
    for measure in _measures(data):
        yield from ((item, str(measure.get("heading"))) for item in _entries(measure, "indicators"))
