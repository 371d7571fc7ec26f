"""What people changed in profiles: every field that differs from the base, with what the machine had read.

For the pages, which mark hand edits and list them, and for their anchors, which outlive edits. Nothing is decided or
written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator import yaml_io
from generator.errors import contained
from generator.model import Account, Profile
from generator.profiles.format.shape import FIELDS, OMITTED, SETS, kind_of, without_machine_only
from generator.profiles.items import Item, items
from generator.profiles.merge import addresses as anchors
from generator.profiles.merge import align
from generator.profiles.merge.align import Places
from generator.profiles.merge.kept import Kept
from generator.profiles.merge.rewrite import spelt
from generator.profiles.merge.threeway import MACHINES, Hand, edited, home_of, name
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.evidence import Evidence
from generator.yaml_io import Path, show_path

SUBSTANCE: Mapping[str, tuple[str, ...]] = {
    "indicators": ("value", "unit", "qualifier", "period", "of"),
    "regions": ("name", "adcode", "level", "parent"),
}
"""Fields by which a figure says something else, or of another place, by kind of item."""
_LAYOUT = re.compile(r"^(?:#.*|  +(?:at|rule|confidence): .*)\n?", re.MULTILINE)
"""What a reading has and an untouched profile has not; comments."""


@dataclass(frozen=True)
class Edit:
    """One thing a person did: to a field, or to a whole item (`field` empty), or to where an item stands (`within`)."""

    kind: Literal["changed", "added", "deleted", "moved"]
    path: Path
    """The item's path in the profile; of a deleted one in the base."""
    field: str
    yours: Any
    """The person's value; of an added item all its fields. For a move the heading or region it stands under now."""
    read: Any
    """What the machine had read, likewise."""
    words: str
    """The item's quote, heading, title or name, as the machine read it where it did."""

    @property
    def of_substance(self) -> bool:
        """Whether it corrects what is stated, a value, unit, period, place or owner or a figure as a whole, not how it is worded."""
        kind = kind_of(self.path)
        return self.field in SUBSTANCE.get(kind, ()) if self.field else kind in SUBSTANCE

    def __str__(self) -> str:
        where = show_path((*self.path, self.field) if self.field not in ("", "within") else self.path)
        if self.kind == "changed":
            return f"{where}: {spelt(self.read)} -> {spelt(self.yours)}" + (f": {spelt(self.words)}" if self.words != self.yours else "")
        if self.kind == "moved":
            return f"{where}: moved from {spelt(self.read)} to {spelt(self.yours)}: {spelt(self.words)}"
        return f"{where}: added: {spelt(self.words)}" if self.kind == "added" else f"deleted: {spelt(self.words)} ({self._told})"

    @property
    def _told(self) -> str:
        kind = kind_of(self.path)
        if kind != "indicators" or not isinstance(self.read, Mapping):
            return kind
        return f"{self.read['item']} {yaml_io.scalar(self.read['value'])} {self.read['unit']}"


@dataclass(frozen=True)
class Edits:
    """All that people did to one profile, in the order of the file, deletions last."""

    all: tuple[Edit, ...] = ()
    anchors: Mapping[Path, str | None] = field(default_factory=dict)
    """By path in the profile, as `publish.corpus` takes them; none where nothing was ever edited or read anew."""
    account: Account | None = None
    """What became of what the source names, when the machine last read it."""

    @property
    def corrections(self) -> tuple[Edit, ...]:
        """What was changed: all but notes."""
        return tuple(edit for edit in self.all if edit.field != "note")

    @property
    def notes(self) -> Mapping[Path, str]:
        """The editors' words by the paths of their items."""
        return {edit.path: edit.yours for edit in self.all if edit.field == "note" and edit.yours}

    def machine(self) -> dict[Path, Any]:
        """What the machine reads at the path of every changed field; at the path of an added item None."""
        changed = {(*e.path, e.field): e.read for e in self.corrections if e.kind == "changed"}
        return changed | {e.path: None for e in self.all if e.kind == "added"}


def differences(base: Profile, profile: Profile, source: str | None = None, known: Kept | None = None) -> Edits:
    """How `profile` differs from `base`, the reading last merged into it; `source`, decoded, tells re-quoted items, and
    `known` is what the merge remembered."""
    known = known or Kept()
    old, mine = (items(one.model_dump(by_alias=True, exclude_none=True)) for one in (base, profile))
    evidence = Evidence(source) if source is not None else None
    places = align.places(old, mine, [], evidence)
    found = []
    for item in mine:
        found += of_item(item, places)
    found += [deleted(place.base) for place in places.all if place.base and not place.mine]
    given = anchors.of_profile(mine, old, known, places, evidence)
    return Edits(tuple(found), {item.path: given.get(item) for item in mine if item.kind in anchors.LETTERS}, base.account)


def of(one: Filed) -> Edits:
    """The edits of one profile; none where it has no base. Raises GeneratorError where its base, or what was kept, was damaged."""
    if one.base_text and not one.kept and (account := _untouched(one.base_text, one.text)):
        return Edits(account=account)
    if one.base is None:
        return Edits()
    if _same(one.base[1], one.profile) and not one.kept.anchors:
        return Edits(account=one.base[1].account)
    return differences(one.base[1], one.profile, one.evidence.source if one.evidence else None, one.kept)


def load(shelf: Shelf) -> dict[str, Edits]:
    """The edits of every profile, by id; raises GeneratorError where a base, or what was kept, was damaged."""
    found = dict[str, Edits]()
    for one in shelf.held:
        with contained(one.file, "cannot be compared with what the machine read"):
            found[one.profile.id] = of(one)
    return found


def _untouched(base: str, text: str) -> Account | None:
    """The account of a base from which a profile's text differs in nothing but what stands in readings only, by their lines.

    None where that cannot be told from the lines. It spares nine in ten bases the parsing: the machine writes an item's
    fields each on a line of its own.
    """
    read, _, account = base.partition("\naccount:\n")
    if not account or _LAYOUT.sub("", read) + "\n" != _LAYOUT.sub("", text):
        return None
    return Account.model_validate(yaml_io.plain(f"account:\n{account}", "account")["account"])


def _same(base: Profile, profile: Profile) -> bool:
    """Whether two profiles say the same, what stands in readings only left aside."""
    left, right = (without_machine_only(one.model_dump(include={"source", "regions"})) for one in (base, profile))
    return bool(left == right)


def deleted(base: Item) -> Edit:
    """That a person deleted an item of the base."""
    return Edit("deleted", base.path, "", None, _plain(base), base.words)


def of_item(item: Item, places: Places) -> list[Edit]:
    """What a person did to one item of the profile, what stands in it left aside."""
    place = places.of[item]
    if place.base is None:
        return [Edit("added", item.path, "", _plain(item), None, item.words)]
    found = []
    for key in edited(place, places, Hand()):
        if key == "within":
            here, before = name(home_of(item, places)), name(home_of(place.base, places))
            found.append(Edit("moved", item.path, key, here, before, place.base.words))
        elif key not in MACHINES and item.values[key] != place.base.values[key]:
            found.append(Edit("changed", item.path, key, item.values[key], place.base.values[key], place.base.words))
    return found


def _plain(item: Item) -> Any:
    """An item's own fields, those at their default left out."""
    if item.kind in SETS:
        return item.data["text"]
    return {key: value for key, value in item.values.items() if key not in OMITTED or value != FIELDS[item.kind][key]}
