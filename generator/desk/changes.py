"""What an action of the desk makes of a profile's text: one splice, checked to say what was asked for and nothing else.

Nothing is written here. Who may act, and whether the profile is then no worse, is `desk`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from generator import yaml_io
from generator.desk.sheet import Sheet
from generator.errors import GeneratorError, Problem
from generator.profiles.format.shape import FIELDS, KEYS, LISTS, MODELS, OMITTED, SETS, key_order, kind_of
from generator.profiles.hands.conflicts import memory_without, standing
from generator.profiles.hands.fields import put, result, typed
from generator.profiles.items import Item, items
from generator.profiles.merge import align
from generator.profiles.merge.align import Places
from generator.profiles.merge.threeway import MACHINES, Hand, edited, home_of
from generator.profiles.text.splice import Block, Editor
from generator.yaml_io import Path, show_path


class Draft:
    """A profile's text with what was done to it so far."""

    def __init__(self, paper: Sheet) -> None:
        self.paper, tree = paper, paper.one.tree
        assert tree is not None
        self._editor, self._data = Editor(paper.one.text, tree), deepcopy(tree.data)
        self.focus: Path = ()
        """The item to look at then."""

    def result(self) -> str:
        """The new text; raises GeneratorError where it breaks the format, or cannot be edited in place."""
        return result(self.paper.one, self._editor, self._data)

    def at(self, path: Path) -> Any:
        """The item at a path; raises GeneratorError where there is none."""
        data = self._data
        try:
            for part in path:
                data = data[part]
        except (KeyError, IndexError, TypeError):
            raise self._wrong(path, "is not there any more") from None
        return data

    def _item(self, path: Path, of_list: bool = False) -> Any:
        """The item at a path; raises GeneratorError where what stands there is none, or not one of a list where it must be."""
        data = self.at(path)
        if isinstance(data, list) or not path or (of_list and not isinstance(path[-1], int)):
            raise self._wrong(path, "is no item")
        return data

    def _wrong(self, path: Path, message: str, hint: str = "") -> GeneratorError:
        return GeneratorError.at(self.paper.one.file, message, hint, show_path(path))

    # single fields

    def put(self, path: Path, fields: Mapping[str, Any]) -> None:
        """Gives fields of the item at `path` values, as they were typed."""
        self.focus = path
        if path == ("review",) and "review" not in self._data:
            self._data["review"] = made("review", fields)
            self._editor.set((), "review", self._data["review"])
            return
        kind, item = kind_of(path), self._item(path)
        if kind in SETS:
            self._replace(path, typed(kind, "text", fields.get("text")))
            return
        for name, given in fields.items():
            if name in SETS and isinstance(given, list):
                self._refill((*path, name), [str(one).strip() for one in given if str(one).strip()])
            elif name not in FIELDS.get(kind, ()) or name in MACHINES:
                raise self._wrong((*path, name), "is no field that can be edited here")
            else:
                self._set(path, item, name, typed(kind, name, given))
        if item.get("of") and item.get("concept"):
            self._set(path, item, "concept", None)  # a figure that is not the region's own compares with none

    def _set(self, path: Path, item: dict[str, Any], name: str, value: Any) -> None:
        put(self._editor, path, item, name, value)

    def _replace(self, path: Path, text: Any) -> None:
        """Another text at one place of a set."""
        number, entries = int(path[-1]), self.at(path[:-1])
        kept = [n for n in range(len(entries)) if n != number]
        self._editor.relist(path[:-1], kept, {number - 1: [block(kind_of(path), text)]})
        entries[number] = text

    def _refill(self, path: Path, texts: list[str]) -> None:
        """Other texts in a set; what is in it already stays where it is."""
        entries = self.at(path[:-1]).setdefault(path[-1], [])
        if entries == texts:
            return
        kept = [n for n, text in enumerate(entries) if text in texts]
        added = [block(str(path[-1]), text) for text in texts if text not in entries]
        self._editor.relist(path, kept, {kept[-1] if kept else -1: added} if added else {})
        entries[:] = [entries[n] for n in kept] + [one.data for one in added]

    # whole items

    def delete(self, path: Path) -> None:
        """Takes an item out."""
        self._item(path, of_list=True)
        entries, number = self.at(path[:-1]), int(path[-1])
        self._editor.relist(path[:-1], [n for n in range(len(entries)) if n != number], {})
        del entries[number]

    def add(self, kind: str, within: Path, fields: Mapping[str, Any], start: int | None) -> None:
        """Puts a new item into the list `kind` of what stands at `within`, where the source has it: at `start`."""
        self._holding(within, kind)
        data = made(kind, fields)
        self._insert((*within, kind), block(kind, data), self._place(kind, data, start))

    def move(self, path: Path, within: Path) -> None:
        """Moves an item into what stands at `within`."""
        if within == path[:-2]:
            return
        item, kind = self._item(path, of_list=True), kind_of(path)
        self._holding(within, kind)
        cut = self._editor.cut(path, item)
        entries = self.at(path[:-1])
        self._editor.relist(path[:-1], [n for n in range(len(entries)) if n != path[-1]], {})
        span = self.paper.spans.get(path)
        target = self.at(within)  # before anything is renumbered
        del entries[int(path[-1])]
        self._insert((*within, kind), cut, span[0] if span else None, target)

    def _holding(self, within: Path, kind: str) -> None:
        """Raises GeneratorError where what stands at `within` holds no list of that kind."""
        held = kind_of(within) in ("", *MODELS) and kind in LISTS and kind in key_order(kind_of(within))
        if not held or not isinstance(self.at(within), dict):
            raise self._wrong(within, f"has no {kind}")

    def _insert(self, path: Path, new: Block, start: int | None, target: Any = None) -> None:
        container = self.at(path[:-1]) if target is None else target
        old = self.paper.one.data
        for part in path:
            old = old.get(part, []) if isinstance(old, dict) else old[part]
        spans = [self.paper.spans.get((*path, n)) for n in range(len(old))]
        before = [n for n, span in enumerate(spans) if start is None or span is None or span[0] <= start]
        after = before[-1] if before else -1
        self._editor.relist(path, range(len(old)), {after: [new]})
        container.setdefault(path[-1], []).insert(after + 1, new.data)
        self.focus = (*path, after + 1)

    def _place(self, kind: str, data: Any, start: int | None) -> int | None:
        if start is not None or not isinstance(data, dict) or self.paper.one.evidence is None:
            return start
        found = self.paper.one.evidence.find(str(data.get(KEYS[kind], "")))
        return found[0][0] if found else None

    # the machine's reading

    def revert(self, path: Path, field: str | None = None) -> None:
        """Gives a field, or all that a person changed of an item, back to what the machine read."""
        places = self._aligned()
        place = next((one for one in places.all if one.mine and one.mine.path == path), None)
        if place is None or place.base is None:
            raise self._wrong(path, "was not read by the machine")
        names = [name for name in edited(place, places, Hand()) if name not in MACHINES and field in (None, name)]
        fields = {name: place.base.values[name] for name in names if name != "within"}
        self.put(path, fields)
        home = home_of(place.base, places)
        if "within" in names and home and home.mine:
            self.move(path, home.mine.path)

    def restore(self, base: Path) -> None:
        """Puts back what a person took out, as the machine read it: the item alone, what stood in it one by one."""
        places = self._aligned()
        place = next((one for one in places.all if one.base and one.base.path == base), None)
        if place is None or place.base is None or place.mine:
            raise self._wrong(base, "is there already, or was not read")
        home = home_of(place.base, places)
        if home is not None and home.mine is None:
            raise self._wrong(base, "stood in something that is gone: put that back first")
        at = place.base.data.get("at")
        fields = {"text": place.base.data["text"]} if place.kind in SETS else place.base.values
        self.add(place.kind, home.mine.path if home and home.mine else (), fields, at[0] if at else None)

    def _aligned(self) -> Places:
        base = self.paper.one.base
        mine = items(self.paper.one.data)
        return align.places(items(base[0].data) if base else list[Item](), mine, [], self.paper.one.evidence)


def block(kind: str, data: Any) -> Block:
    """An entry on its way into the list `kind`."""
    return Block(tuple(yaml_io.entry_lines(kind, data, 0)), data)


def made(kind: str, fields: Mapping[str, Any]) -> Any:
    """A new item of those fields as a profile holds it, the keys in their order; of a set its text."""
    if kind in SETS:
        return typed(kind, "text", fields.get("text"))
    data: dict[str, Any] = {}
    for name in key_order(kind):
        if name in LISTS:
            if kind != "measures":
                data[name] = []
        else:
            value = typed(kind, name, fields.get(name))
            value = FIELDS[kind][name] if value is None else value
            if name == "themes":
                value = value or []
            if name not in OMITTED or value != FIELDS[kind][name]:
                data[name] = value
    if data.get("of"):
        data.pop("concept", None)
    return data


ACTIONS: Mapping[str, Callable[[Draft, Mapping[str, Any]], None]] = {
    "review": lambda draft, asked: draft.put(("review",), _object(asked, "fields")),
    "put": lambda draft, asked: draft.put(path(asked, "path"), _object(asked, "fields")),
    "delete": lambda draft, asked: draft.delete(path(asked, "path")),
    "add": lambda draft, asked: draft.add(str(asked.get("kind")), path(asked, "within"), _object(asked, "fields"), _start(draft, asked)),
    "move": lambda draft, asked: draft.move(path(asked, "path"), path(asked, "within")),
    "revert": lambda draft, asked: draft.revert(path(asked, "path"), asked.get("field")),
    "restore": lambda draft, asked: draft.restore(path(asked, "base")),
}
"""What can be asked for by name, each a splice or several that belong together."""


def settled(paper: Sheet, at: Path, field: str) -> str | None:
    """What is to be remembered beside the profile once a conflict is settled as the person has it; None where nothing is left."""
    ended = [conflict for conflict in standing(paper.one) if conflict.at == (*at, field)]
    if not ended:
        raise GeneratorError.at(paper.one.file, "has no conflict there", field=show_path((*at, field)))
    return memory_without(paper.one, ended)


def path(asked: Mapping[str, Any], name: str) -> Path:
    """A path that was sent as a list; raises GeneratorError where it is none."""
    parts = asked.get(name)
    if not isinstance(parts, list) or not all(isinstance(part, str) or (type(part) is int and part >= 0) for part in parts):
        raise GeneratorError(Problem("action", message=f"`{name}` is no path"))
    return tuple(parts)


def _object(asked: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    fields = asked.get(name)
    if not isinstance(fields, dict):
        raise GeneratorError(Problem("action", message=f"`{name}` is no object"))
    return fields


def _start(draft: Draft, asked: Mapping[str, Any]) -> int | None:
    start = asked.get("start")
    return draft.paper.offsets.here(start) if isinstance(start, int) else None
