"""One change over many profiles: items that meet all conditions get fields set, each by a splice, in all files or in none.

Whose file was changed since is not undone; nothing here is an expression that is evaluated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from generator.errors import GeneratorError, Problem
from generator.files import read_bytes
from generator.profiles.check import check
from generator.profiles.format.shape import FIELDS, SETS
from generator.profiles.hands.fields import put, result, typed
from generator.profiles.items import Item, items, region_of
from generator.profiles.merge import align
from generator.profiles.merge.rewrite import spelt
from generator.profiles.merge.threeway import MACHINES
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.splice import Editor
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_text
from generator.yaml_io import MAX_BYTES, Path, show_path

BESIDE = ("id", "region", "text", "rule", "confidence")
"""What can be asked for beside an item's own fields: its profile, its region's name or code, any of its texts, how the machine read it."""
_GIVEN = re.compile(r"(?:(?P<kind>[a-z_]+)\.)?(?P<field>[a-z_]+)(?P<sign>[=~])(?P<value>.*)", re.DOTALL)
_KNOWN = {name for fields in FIELDS.values() for name in fields}
_UNDO = "edit.json"


@dataclass(frozen=True)
class Condition:
    """`FIELD=VALUE` or `FIELD~TEXT`, the field perhaps with its kind: `indicators.unit`."""

    kind: str
    field: str
    contains: bool
    value: str

    def of(self, item: Item) -> bool:
        """Whether an item is of the kind, and has the field."""
        return self.kind in ("", item.kind) and (self.field in BESIDE or self.field in item.values)


def parse(text: str, to_set: bool = False) -> Condition:
    """A condition, or what is `to_set`; raises GeneratorError where it is neither, or names nothing that is known."""
    found = _GIVEN.fullmatch(text)
    form = "FIELD=VALUE" if to_set else "FIELD=VALUE or FIELD~TEXT"
    if not found or (to_set and found["sign"] == "~"):
        raise GeneratorError.at(text, f"is not of the form {form}", hint="such as unit=场次 or indicators.item~培训")
    one = Condition(found["kind"] or "", found["field"], found["sign"] == "~", found["value"].strip())
    fields = set(FIELDS.get(one.kind, ())) if one.kind else _KNOWN
    known = fields - set(MACHINES) if to_set else fields | set(BESIDE)
    if one.kind and one.kind not in FIELDS:
        raise GeneratorError.at(text, f"{one.kind} is no kind of item", hint="allowed: " + ", ".join(FIELDS))
    if one.field not in known:
        near = get_close_matches(one.field, known, 1)
        message = f"{one.field} is written by the machine alone" if one.field in fields else f"{one.field} is no field"
        raise GeneratorError.at(text, message, hint=f"did you mean {near[0]}?" if near else "allowed: " + ", ".join(sorted(known)))
    return one


def query(where: Sequence[str], to_set: Sequence[str]) -> tuple[list[Condition], list[Condition]]:
    """The conditions, and what is to be set; raises GeneratorError with all that is wrong with them, and where there are none."""
    found, problems = (list[Condition](), list[Condition]()), list[Problem]()
    for texts, target, sets in ((where, found[0], False), (to_set, found[1], True)):
        for text in texts:
            try:
                target.append(parse(text, sets))
            except GeneratorError as error:
                problems += error.problems
        if not texts:
            problems.append(Problem("edit", message="has nothing to set" if sets else "has no condition: it would change every profile"))
    if problems:
        raise GeneratorError(problems)
    return found


@dataclass(frozen=True)
class FieldChange:
    """A field of one item, before and after."""

    file: str
    line: int
    path: Path
    before: Any
    after: Any
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {show_path(self.path)}: {spelt(self.before)} -> {spelt(self.after)}: {spelt(self.words)}"


@dataclass(frozen=True)
class Edited:
    """One profile with what is changed in it."""

    one: Filed
    text: str
    changes: tuple[FieldChange, ...]


def edit(rules: Rules, shelf: Shelf, where: Sequence[Condition], to_set: Sequence[Condition]) -> tuple[list[Edited], list[Problem]]:
    """The profiles in which something fits, with their new texts, nothing written; and those that were left out, each with its reason.

    Raises GeneratorError with every error that a profile would have and had not before.
    """
    found, left_out, worse = list[Edited](), list[Problem](), list[Problem]()
    for one in shelf.files:
        if one.model is None:
            left_out += one.problems
            continue
        try:
            if made := _edited(one, where, to_set):
                worse += check.worse(rules, one, one.with_text(made.text))
                found.append(made)
        except GeneratorError as error:
            worse += error.problems
    if worse:
        raise GeneratorError(worse)
    return found, left_out


def write(workspace: Workspace, edited: Sequence[Edited]) -> None:
    """Writes the texts, and keeps what stood there for `undo`."""
    kept = {one.one.path.name: {"before": one.one.text, "after": sha256(one.text.encode())} for one in edited}
    write_text(workspace.cache / _UNDO, json.dumps(kept, ensure_ascii=False))
    for one in edited:
        write_text(one.one.path, one.text)


def undo(workspace: Workspace) -> list[str]:
    """Gives the files of the last edit back their bytes; which they are.

    Raises GeneratorError, with nothing written, where there is none, or one of them was changed since.
    """
    try:
        kept = json.loads(read_bytes(workspace.cache / _UNDO, 1 << 30))
        files = {workspace.profiles / name: (str(one["before"]), str(one["after"])) for name, one in kept.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        raise GeneratorError.at("edit", "there is nothing to undo") from None
    known = {path: (after, sha256(before.encode())) for path, (before, after) in files.items()}  # it may have been stopped half way
    changed = [path for path in files if not path.exists() or sha256(read_bytes(path, MAX_BYTES)) not in known[path]]
    if changed:
        hint = "undo it by git, or correct it by hand"
        raise GeneratorError([Problem(workspace.show(path), message="was changed since", hint=hint) for path in changed])
    for path, (before, _) in files.items():
        write_text(path, before)
    (workspace.cache / _UNDO).unlink()
    return [workspace.show(path) for path in files]


def _edited(one: Filed, where: Sequence[Condition], to_set: Sequence[Condition]) -> Edited | None:
    assert one.tree is not None
    data, editor, changes = deepcopy(one.tree.data), Editor(one.text, one.tree), list[FieldChange]()
    for item in _fitting(one, where, to_set):
        target = data
        for part in item.path:
            target = target[part]
        values = {given.field: _typed(item.kind, given) for given in to_set}
        if (values.get("of") or ("of" not in values and target.get("of"))) and (values.get("concept") or target.get("concept")):
            values["concept"] = None  # a figure that is not the region's own compares with none
        for name, value in values.items():
            before = item.values[name]
            if value != before:
                put(editor, item.path, target, name, value)
                mark = one.tree.mark((*item.path, name))
                changes.append(FieldChange(one.file, mark.line, (*item.path, name), before, value, item.words))
    if not changes:
        return None
    return Edited(one, result(one, editor, data), tuple(changes))


def _fitting(one: Filed, where: Sequence[Condition], to_set: Sequence[Condition]) -> Iterator[Item]:
    """The items that meet all conditions and have all that is to be set."""
    mine = items(one.data)
    read = _read(one, mine) if any(given.field in ("rule", "confidence") for given in where) else {}
    for item in mine:
        if item.kind not in SETS and all(given.of(item) for given in (*where, *to_set)):
            if all(_met(given, one, item, read) for given in where):
                yield item


def _read(one: Filed, mine: Sequence[Item]) -> dict[Path, Any]:
    """What the machine read, by the paths of the items that it read."""
    if not one.base:
        return {}
    places = align.places(items(one.base[0].data), list(mine), [], one.evidence)
    return {place.mine.path: place.base.data for place in places.all if place.mine and place.base}


def _met(given: Condition, one: Filed, item: Item, read: dict[Path, Any]) -> bool:
    if given.field == "text":
        held: list[Any] = [value for value in item.values.values() if isinstance(value, str)]
    elif given.field == "id":
        held = [one.named("id")]
    elif given.field == "region":
        region = item if item.kind == "regions" else region_of(item)
        held = [region.values["name"], region.values["adcode"]] if region else []
    elif given.field in ("rule", "confidence"):
        held = [read.get(item.path, {}).get(given.field)]
    else:
        held = [item.values[given.field]]
    if given.contains:
        return any(given.value in (one if isinstance(one, str | list) else "" if one is None else str(one)) for one in held)
    return any(value == (given.value if given.field in BESIDE else _typed(item.kind, given)) for value in held)


def _typed(kind: str, given: Condition) -> Any:
    """The value as the field holds it; several of a list stand between commas."""
    if isinstance(FIELDS[kind][given.field], list):
        return [part.strip() for part in re.split("[,，、]", given.value) if part.strip()]
    return typed(kind, given.field, given.value)
