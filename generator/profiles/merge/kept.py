"""What base and profile alone no longer show: what people decided, and under which anchors items were published.

Remembered from one merge to the next. A machine that changes its mind away from a person's value, comes to agree with it,
or loses what a person deleted leaves no trace in base and profile; without this a later reading could undo the person's
decision, and a conflict would be forgotten as soon as it was listed. How anchors are made stands in `anchors`. Written by
`merge` alone, to `seeds/readings/merged/kept/<stem>.yml`, only where there is something to remember.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from generator import yaml_io
from generator.errors import GeneratorError, Problem
from generator.profiles.files import JOIN, read_text
from generator.profiles.format.shape import MODELS, SETS, without_machine_only
from generator.profiles.items import Item, code_of
from generator.profiles.merge.threeway import Hand
from generator.workspace import Workspace
from generator.yaml_io import Path, show_path

HEADER = (
    "Written by `merge`: what people decided, and which addresses items had, where base and profile alone no longer show it. Not",
    "edited, but for one thing: an entry of `changed` may be deleted, to settle its conflict with the profile for good.",
)


Record = TypeVar("Record", bound="Kept")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Changed(_Entry):
    """A field that a person changed and the machine has since read anew; `was` is what it had read before."""

    path: str
    """The item's path in the base, e.g. `regions[0].measures[2].indicators[1]`."""
    field: str
    was: Any


class Remembered(_Entry):
    """An item of a reading before, without the items in it."""

    kind: str
    item: Any


class Gone(Remembered):
    """An item that the machine no longer finds, as it was last read: a person deleted it, or it stays as a person edited it."""

    within: str
    """Path in the base of its measure or, where that is gone, its region; where that is gone too, the region's code or name."""


class Lost(_Entry):
    """A region that the machine no longer finds and in which a person deleted something: by what else stood in it, it is
    known again whatever it is called then."""

    region: Any
    items: list[Remembered]


class Landed(_Entry):
    """An item whose measure a person had deleted: where a merge left or put it."""

    path: str
    within: str
    """Path in the base of what it stands in; empty where that is not in the base."""


class Anchored(_Entry):
    """An item whose anchor is not made of what the machine reads now."""

    path: str
    anchor: str


class Stray(Remembered):
    """An item of the profile that the machine does not find, as it stood there, and its anchor."""

    anchor: str


class Kept(_Entry):
    """All there is to remember of one profile. Paths are those of the base, the reading last merged."""

    changed: list[Changed] = []
    found: list[str] = []
    """Items that a person added and the machine has found since."""
    deleted: list[Gone] = []
    stranded: list[Gone] = []
    """What stays as edited, by which it is known when the machine finds it again, however it was quoted anew."""
    landed: list[Landed] = []
    lost: list[Lost] = []
    anchors: list[Anchored] = []
    strays: list[Stray] = []
    joined: str = ""
    """Digest of the two sides that the profile was last joined from and of the base it then had: so long as these are what
    they were, profile, base and memory belong together, and joining again must not take later edits for either machine's."""

    def __bool__(self) -> bool:
        return any(self.model_dump().values())

    @property
    def decisions(self) -> frozenset[tuple[str, ...]]:
        """What of it people decided, to tell whether one memory has all of another."""
        changed = {("changed", one.path, one.field) for one in self.changed}
        gone = {(one.kind, repr(one.item)) for one in (*self.deleted, *self.stranded)}
        return frozenset(changed | gone | {("found", path) for path in self.found})

    def unknown(self, base: Sequence[Item]) -> list[str]:
        """The paths in it that `base` has nothing at: what is remembered belongs to another base."""
        named = [*(one.path for one in self.changed), *self.found, *(one.path for one in self.landed), *(one.path for one in self.anchors)]
        return sorted(set(named) - {show_path(item.path) for item in base})

    def text(self) -> str:
        """The file's text."""
        return yaml_io.dump({name: value for name, value in self.model_dump().items() if value}, HEADER)

    def sorted(self) -> Kept:
        """The same in an order of its own: the same decisions, the same bytes."""
        return Kept(
            changed=sorted(self.changed, key=lambda entry: (entry.path, entry.field)),
            found=sorted(self.found),
            deleted=sorted(self.deleted, key=lambda entry: (entry.kind, entry.within, repr(entry.item))),
            stranded=sorted(self.stranded, key=lambda entry: (entry.kind, entry.within, repr(entry.item))),
            landed=sorted(self.landed, key=lambda entry: entry.path),
            lost=sorted(self.lost, key=lambda entry: repr(entry.region)),
            anchors=sorted(self.anchors, key=lambda entry: entry.path),
            strays=sorted(self.strays, key=lambda entry: (entry.anchor, repr(entry.item))),
            joined=self.joined,
        )

    def journal(self, reading: str, profile: str) -> Journal:
        """The same as it is put down before profile and base are written; both arguments are digests."""
        return Journal(**dict(self), reading=reading, profile=profile)

    def hand(self, base: Sequence[Item]) -> Hand:
        """The same by item of the base."""
        by_path = {item.path: item for item in base}
        fields = {(by_path[p], c.field): c.was for c in self.changed if (p := _path(c.path)) in by_path}
        found = frozenset(by_path[p] for p in map(_path, self.found) if p in by_path)
        landed = {by_path[p]: by_path.get(_path(entry.within)) for entry in self.landed if (p := _path(entry.path)) in by_path}
        return Hand(fields, found, landed)

    def ghosts(self, base: Sequence[Item], offsets: bool = True) -> tuple[list[Item], list[Item], list[Item]]:
        """What people deleted, what is known of regions the machine lost, and what stayed as edited, as items beside those of the base.

        Without their offsets where the source is another now.
        """

        def made(kind: str, data: Any, *path: str | int, parent: Item | None = None) -> Item:
            item = Item(kind, path, data if offsets else without_machine_only(data), parent)
            if parent and parent.path and parent.path[0] in ("deleted", "stranded", "lost"):
                parent.children.append(item)
            return item

        by_path = {item.path: item for item in base}
        known = [(i.kind, i.item) for entry in self.lost for i in (Remembered(kind="regions", item=entry.region), *entry.items)]
        gone = {"deleted": self.deleted, "stranded": [s for s in self.stranded if (s.kind, s.item) not in known]}
        regions = {(name, n): made(g.kind, g.item, name, n) for name in gone for n, g in enumerate(gone[name]) if g.kind == "regions"}
        lost = [made("regions", entry.region, "lost", n) for n, entry in enumerate(self.lost)]
        by_code = {code_of(region): region for region in (*regions.values(), *lost)}
        deleted, stranded = (
            [
                regions.get((name, n)) or made(g.kind, g.item, name, n, parent=by_path.get(_path(g.within), by_code.get(g.within)))
                for n, g in enumerate(entries)
            ]
            for name, entries in gone.items()
        )
        for region, entry in zip(tuple(lost), self.lost, strict=True):
            lost += [made(i.kind, i.item, *region.path, n, parent=region) for n, i in enumerate(entry.items)]
        return deleted, lost, stranded


class Journal(Kept):
    """What a merge is about to write, put down first: without it a merge that was killed between profile and base could
    not be told from a person who changed what it changed."""

    reading: str
    """Digest of the reading that becomes the base."""
    profile: str
    """Digest of the profile that is written."""

    def kept(self) -> Kept:
        return Kept(**{name: getattr(self, name) for name in Kept.model_fields})


def of(workspace: Workspace, stem: str) -> Kept:
    """What is kept of a profile, by its seed's stem; raises GeneratorError where the file was damaged."""
    path, _ = files(workspace, stem)
    return load(read_text(path, workspace.show(path)), workspace.show(path)) if path.exists() else Kept()


def files(workspace: Workspace, stem: str) -> tuple[FilePath, FilePath]:
    """Where what is kept stands, and where it stands first."""
    folder = workspace.merged / "kept"
    return folder / f"{stem}.yml", folder / f"{stem}.next"


def load(text: str, file: str) -> Kept:
    """Raises GeneratorError where the file was damaged."""
    return _load(text, file, Kept)


def load_journal(text: str, file: str) -> Journal:
    """Raises GeneratorError where the file was damaged."""
    return _load(text, file, Journal)


def _load(text: str, file: str, model: type[Record]) -> Record:
    try:
        data = yaml_io.load(text, file).data
        kept = model.model_validate(data)
        remembered = [*kept.deleted, *kept.stranded, *kept.strays, *(item for entry in kept.lost for item in entry.items)]
        for kind, item in [*((r.kind, r.item) for r in remembered), *(("regions", entry.region) for entry in kept.lost)]:
            if kind not in SETS:
                MODELS[kind].model_validate(item)
    except (GeneratorError, ValidationError, KeyError):
        hint = f"after a merge of branches {JOIN}; else take it back from the last commit, or delete it"
        raise GeneratorError(Problem(file, message="was edited or damaged", hint=hint)) from None
    return kept


def _path(text: str) -> Path:
    """`regions[0].name` -> ('regions', 0, 'name')."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", text))
