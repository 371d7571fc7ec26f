"""Whose is what in a profile that git merged: what it would say if no person had touched it, by which a merge can tell.

Git mixes profiles of two branches and takes bases from either, so that a base alone tells nothing. Each side is a witness:
its profile with its own base tells what was a person's there. A value that a person of either side wrote is a person's; one
that the machine of either side, or today's, has read is the machine's; any other was written when the merge was settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.profiles.format.shape import FIELDS, LISTS, SETS, key_order
from generator.profiles.items import Data, Item, items
from generator.profiles.merge.align import Places, places
from generator.profiles.merge.kept import Kept
from generator.profiles.merge.threeway import Hand, edited
from generator.profiles.text.evidence import Evidence
from generator.yaml_io import Path


class Witness:
    """A profile and the base it was last merged with, both known to belong together."""

    def __init__(self, profile: Data, base: Sequence[Item], kept: Kept, evidence: Evidence | None) -> None:
        self.base, self.mine = base, items(profile)
        self.hand: Hand = kept.hand(base)
        self.found: Places = places(base, self.mine, [], evidence)

    def read(self, item: Item | None) -> Item | None:
        """What its machine read where an item of its profile stands; None for what a person added."""
        base = self.found.of[item].base if item else None
        return base if base and base not in self.hand.found else None

    def hands(self, item: Item) -> list[str]:
        """The fields of an item of its profile that are a person's."""
        return edited(self.found.of[item], self.found, self.hand)


@dataclass(frozen=True)
class Side:
    """One branch: as it was, and brought to today's reading by itself."""

    was: Witness
    now: Witness
    kept: Kept
    """What is remembered of it in paths of today's reading."""


class Unhanded:
    """One merged profile among its witnesses."""

    def __init__(self, profile: Data, sides: Sequence[Side], reading: Sequence[Item], evidence: Evidence | None) -> None:
        self._profile, self._sides, self._new = profile, sides, reading
        self._evidence = evidence
        self._mine = items(profile)
        self._found = places(reading, self._mine, [], evidence)
        self._was = [(side.was, places(side.was.mine, self._mine, [], evidence)) for side in sides]
        self._now = [(side.now, places(side.now.mine, self._mine, [], evidence)) for side in sides]
        self.moved: set[Item] = set()
        """Items of the reading that a person of either side moved to where they stand."""
        self._left: list[Item] = []

    @cached_property
    def data(self) -> dict[str, Any]:
        """The profile without its hands: a person's fields as the machine read them, what was added gone, what was deleted
        there again. What is the machine's stays as it stands, be it of which side it may."""
        self._entries: dict[Item, dict[str, Any]] = {}
        self._homes: dict[Item, Item | None] = {}
        kept = [item for item in self._mine if self._machines(item)]
        for item in kept:
            self._entries[item] = self._fields(item)
        for item in kept:
            self._homes[item] = self._home(item)
        for item in self._new:
            if not self._found.of[item].mine and self._deleted(item):
                self._put(item)
        made = {key: value for key, value in self._profile.items() if key not in ("source", "regions")}
        source = next(item for item in self._mine if item.kind == "source")
        return {**made, "source": self._nested(source), "regions": [self._nested(r) for r in self._inside(None, "regions")]}

    @property
    def landed(self) -> list[Path]:
        """Where `data` has what no machine reads any more and no person moved, though what it stands in is a person's."""
        return [self._path(item) for item in self._left]

    def _path(self, item: Item) -> Path:
        home = self._homes[item]
        return (*(self._path(home) if home else ()), item.kind, self._inside(home, item.kind).index(item))

    def _inside(self, home: Item | None, kind: str) -> list[Item]:
        return [item for item in self._entries if self._homes[item] is home and item.kind == kind]

    def _nested(self, item: Item) -> Any:
        if item.kind in SETS:
            return self._entries[item]["text"]
        made = dict(self._entries[item])
        for kind in (key for key in key_order(item.kind) if key in LISTS):
            made[kind] = [self._nested(child) for child in self._inside(item, kind)]
        return made

    # whose an item is

    def _read(self, item: Item) -> Item | None:
        """What today's machine reads where an item of the profile stands."""
        return self._found.of[item].base

    def _machines(self, item: Item) -> bool:
        """Whether a machine read an item of the profile, and no person added it."""
        added, known = False, item.kind == "source"
        for witnesses in (self._now, self._was):
            for witness, link in witnesses:
                theirs = link.of[item].base
                if theirs and witness.read(theirs):
                    known = True
                elif theirs and theirs.signature == item.signature:
                    added = True
        return known and not added

    def _deleted(self, read: Item) -> bool:
        """Whether a person of either side deleted what the machine reads, or whoever settled the merge."""
        if any(not side.now.found.of[read].mine for side in self._sides):
            return True
        return all(places(self._new, side.was.mine, [], self._evidence).of[read].mine for side in self._sides)

    # whose a field is

    def _fields(self, item: Item) -> dict[str, Any]:
        read = self._read(item)
        made = {name: value for name, value in item.values.items() if name in item.data or value != FIELDS[item.kind][name]}
        for name, value in item.values.items():
            was = self._hand(item, name, value)
            if was is not None:
                made[name] = was[0]
            elif read and value != read.values[name] and not self._known(item, name, value):
                made[name] = read.values[name]
        return made

    def _hand(self, item: Item, name: str, value: Any) -> tuple[Any] | None:
        """What the machine had read where a person of either side wrote this value: a conflict only where it is one on both."""
        read = self._read(item)
        found = list[Any]()
        for witness, _ in self._now if read else ():
            assert read
            theirs = witness.found.of[read].mine
            if theirs and name in witness.hands(theirs) and theirs.values[name] == value:
                found.append(witness.hand.fields.get((read, name), read.values[name]))
        settled = [was for was in found if read and was == read.values[name] != value]
        return (settled or found)[:1] and ((settled or found)[0],) or None

    def _known(self, item: Item, name: str, value: Any) -> bool:
        """Whether a machine of either side had read this value."""
        for witness, link in self._was:
            theirs = link.of[item].base
            read = witness.read(theirs)
            if theirs and read and (read.values[name] == value or (theirs.values[name] == value and name not in witness.hands(theirs))):
                return True
        return False

    # where an item stands

    def _home(self, item: Item) -> Item | None:
        """Where the machine had an item; where it stands if no person put it there."""
        read, parent = self._read(item), item.parent
        if read is None:
            if parent in self._entries or parent is None:
                return parent
            if not self._moved(item):
                self._left.append(item)
            return self._region(item)
        if self._put_there(item, read):
            self.moved.add(read)
            return self._container(read.parent)
        return parent if parent is None or parent in self._entries else self._container(read.parent)

    def _region(self, item: Item) -> Item | None:
        return item.region if item.region in self._entries else next((i for i in self._entries if i.kind == "regions"), None)

    def _moved(self, item: Item) -> bool:
        """Whether a person put what no machine reads any more where it stands, of either side or who settled the merge."""
        there = [
            "within" in witness.hands(theirs)
            for witness, link in self._was
            if (theirs := link.of[item].base) and self._together(theirs.parent, item.parent, link)
        ]
        return not there or any(there)

    def _put_there(self, item: Item, read: Item) -> bool:
        known = False
        for witness, link in self._now:
            theirs = witness.found.of[read].mine
            if theirs and self._together(theirs.parent, item.parent, link):
                if "within" in witness.hands(theirs):
                    return True
                known = True
        for _, link in self._was:
            theirs = link.of[item].base
            known = known or bool(theirs and self._together(theirs.parent, item.parent, link))
        return not known and self._container(read.parent) is not item.parent

    def _together(self, theirs: Item | None, mine: Item | None, link: Places) -> bool:
        return theirs is mine is None or bool(theirs and link.of[theirs].mine is mine)

    def _container(self, read: Item | None) -> Item | None:
        """What of the profile is a measure or region of the reading; one that people deleted is put there again."""
        if read is None:
            return None
        mine = self._found.of[read].mine
        if mine in self._entries:
            return mine
        return self._put(read)

    def _put(self, read: Item) -> Item:
        if read not in self._entries:
            self._entries[read] = (
                {k: v for k, v in read.bare.items() if k in FIELDS[read.kind]} if read.kind not in SETS else dict(read.data)
            )
            self._homes[read] = self._container(read.parent)
        return read
