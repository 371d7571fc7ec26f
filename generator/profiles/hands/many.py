"""One change to many profiles at once: what to look for, what to set, and every single change told before any is written.

All of it is written or none: nothing where a profile breaks the format, would be worse than before, or was saved in the meantime.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.model import Profile
from generator.profiles.check import check
from generator.profiles.format.shape import FIELDS, OMITTED, SETS, kind_of
from generator.profiles.items import Item, items
from generator.profiles.merge import align
from generator.profiles.merge.rewrite import spelt
from generator.profiles.merge.threeway import MACHINES
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.evidence import squeeze
from generator.profiles.text.splice import Editor
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_bytes, write_text
from generator.yaml_io import MAX_BYTES, MAX_DIGITS, Path, scalar, show_path

_ASKED = re.compile(r"([a-z_0-9]+)([=~])(.*)", re.DOTALL)
_NUMBER = re.compile(rf"-?\d{{1,{MAX_DIGITS}}}(\.\d{{1,12}})?")
_LISTED = re.compile(r"[,，、]\s*")
_OWN = sorted({name for kind in FIELDS if kind not in SETS for name in FIELDS[kind]} - set(MACHINES))
_COUNTS, _LISTS = ("count", "characters"), ("themes", "parts")
"""Fields that hold a number or nothing, and those that hold a list."""
_BESIDE = ("id", "list", "rule", "confidence", "text")
"""What is asked of an item besides its own fields: its document, the list it stands in, how it was read, all its words."""


@dataclass(frozen=True)
class Asked:
    """`field` is to be `value`, or with the sign `~` to hold it, as it was typed."""

    field: str
    sign: str
    value: str

    def holds(self, item: Item, beside: Mapping[str, str]) -> bool:
        """Whether it is so of an item."""
        if self.field in beside:
            has: Any = beside[self.field]
        elif self.field in item.values:
            has = item.values[self.field]
        else:
            return False
        if self.sign == "=":
            return bool(has == _typed(self.value, has))
        words = has if isinstance(has, list) else [has]
        return any(squeeze(self.value) in squeeze(scalar(word).strip("'")) for word in words if word is not None)


@dataclass(frozen=True)
class Alteration:
    """One value of one profile, as it was and as it is to be."""

    file: str
    line: int
    path: Path
    was: Any
    value: Any

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {show_path(self.path)}: {spelt(self.was)} -> {spelt(self.value)}"


def condition(text: str) -> Asked:
    """`FIELD=VALUE` or `FIELD~TEXT`; raises ValueError with what is wrong with it."""
    return _asked(text, (*_OWN, *_BESIDE), "=~")


def setting(text: str) -> Asked:
    """`FIELD=VALUE`; without a value the field is left out or null. Raises ValueError with what is wrong with it."""
    return _asked(text, _OWN, "=")


def _asked(text: str, fields: Sequence[str], signs: str) -> Asked:
    found = _ASKED.fullmatch(text)
    if not found or found[2] not in signs:
        raise ValueError(f"`{text}` is not " + " or ".join(f"FIELD{sign}{'VALUE' if sign == '=' else 'TEXT'}" for sign in signs))
    if found[1] not in fields:
        near = get_close_matches(found[1], fields, 1)
        raise ValueError(
            f"`{found[1]}` is no field that can stand here" + (f": did you mean `{near[0]}`?" if near else f": {', '.join(fields)}")
        )
    if found[2] == "~" and not squeeze(found[3]):
        raise ValueError(f"`{text}` names no text to look for")
    return Asked(*found.groups())


def edit(
    rules: Rules, shelf: Shelf, where: Sequence[Asked], to_set: Sequence[Asked], told: Callable[[Alteration], None], dry_run: bool = False
) -> int:
    """Sets fields of all items of which every condition holds, and remembers how to undo it; how many profiles it changed.

    Every change is `told` first. Raises GeneratorError, nothing written, where that would make a profile worse or cannot be done in place.
    """
    broken = [problem for one in shelf.files for problem in one.problems]
    if broken:
        raise GeneratorError(broken)
    edited = list[tuple[Filed, Filed]]()
    for one in shelf.files:
        changes = [change for item in _meant(one, where) for change in _changes(one, item, to_set)]
        for change in changes:
            told(change)
        if changes:
            edited.append((one, _edited(one, changes)))
    worse = [problem for before, after in edited for problem in check.worse(rules, before, after)]
    if worse:
        raise GeneratorError(worse)
    if edited and not dry_run:
        _write(shelf.workspace, edited)
    return len(edited)


def _meant(one: Filed, where: Sequence[Asked]) -> Iterator[Item]:
    mine = items(one.data)
    read = dict[Item, Item]()
    if any(asked.field in ("rule", "confidence") for asked in where) and one.base:
        places = align.places(items(one.base[0].data), mine, [], one.evidence)
        read = {place.mine: place.base for place in places.all if place.mine and place.base}
    for item in mine:
        data = read[item].data if item in read else {}
        beside = {"id": one.profile.id, "list": item.kind, "text": "\n".join(w for w in item.values.values() if isinstance(w, str))}
        beside |= {name: str(data.get(name, "")) for name in ("rule", "confidence")}
        if item.kind not in SETS and all(asked.holds(item, beside) for asked in where):
            yield item


def _changes(one: Filed, item: Item, to_set: Sequence[Asked]) -> Iterator[Alteration]:
    """What is to be changed of an item; nothing of one that has not all the fields."""
    assert one.tree is not None
    if all(asked.field in item.values for asked in to_set):
        for asked in to_set:
            was = item.values[asked.field]
            value = _typed(asked.value, 0 if was is None and asked.field in _COUNTS else [] if asked.field in _LISTS else was)
            if value is None and asked.field in OMITTED:
                value = FIELDS[item.kind][asked.field]
            if value != was:
                path = (*item.path, asked.field)
                yield Alteration(one.file, one.tree.mark(path).line, path, was, value)


def _typed(text: str, like: Any) -> Any:
    """What was typed, as a field has it that holds `like`: nothing, a list, a number or text."""
    if isinstance(like, list):
        return [word for word in _LISTED.split(text.strip("[] ")) if word]
    if text in ("", "null"):
        return None
    if isinstance(like, int | float) and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _edited(one: Filed, changes: Sequence[Alteration]) -> Filed:
    """A profile with the changes; raises GeneratorError where it then breaks the format, or does not say just what was meant."""
    assert one.tree is not None
    editor, wanted = Editor(one.text, one.tree), deepcopy(one.data)
    for change in changes:
        *home, key = change.path
        item = wanted
        for part in home:
            item = item[part]
        if key in OMITTED and change.value == FIELDS[kind_of(tuple(home))][str(key)]:
            editor.unset(tuple(home), str(key), change.value)
            item.pop(key, None)
        else:
            editor.set(tuple(home), str(key), change.value)
            item[key] = change.value
    after = one.with_text(editor.result())
    if after.problems:
        raise GeneratorError(after.problems)
    if after.model != Profile.model_validate(wanted):
        hint = "bring it into the usual layout, one key a line"
        raise GeneratorError.at(one.file, "is written in a way that cannot be edited in place; nothing was changed", hint)
    return after


def _write(space: Workspace, edited: Sequence[tuple[Filed, Filed]]) -> None:
    """Raises GeneratorError, nothing written, where a profile holds something else by now."""
    _unchanged({one.path: sha256(one.text.encode()) for one, _ in edited})
    last = {one.path.name: [one.text, sha256(after.text.encode())] for one, after in edited}
    write_text(_memory(space), json.dumps(last, ensure_ascii=False))
    for one, after in edited:
        write_text(one.path, after.text)


def undo(space: Workspace) -> list[str]:
    """Gives the profiles of the last edit the bytes they had; their files.

    Raises GeneratorError, nothing written, where there was none, or one of them was changed since.
    """
    memory = _memory(space)
    try:
        last = json.loads(read_bytes(memory, 10 * MAX_BYTES))
        texts = {space.profiles / FilePath(name).name: (text.encode(), digest) for name, (text, digest) in last.items()}
    except (FileNotFoundError, ValueError, AttributeError, TypeError):
        raise GeneratorError.at(space.show(space.profiles), "has no edit to undo", hint="git has what was there before") from None
    _unchanged({path: digest for path, (_, digest) in texts.items()})
    for path, (data, _) in texts.items():
        write_bytes(path, data)
    memory.unlink()
    return [space.show(path) for path in texts]


def _unchanged(digests: Mapping[FilePath, str]) -> None:
    for path, digest in digests.items():
        if not path.is_file() or sha256(read_bytes(path, MAX_BYTES + 1)) != digest:
            raise GeneratorError.at(path.name, "was changed in the meantime; nothing was written", hint="look at it, and run it again")


def _memory(space: Workspace) -> FilePath:
    """What the last edit found; in a folder, which `remove` takes away with the words in it."""
    return space.cache / "edit" / "last.json"
