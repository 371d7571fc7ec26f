"""Merges one profile: base, profile and reading in as texts, the new profile's text and what there is to say out.

Turns the plan of `threeway` into edits of the profile's text and checks that the edited text says what was planned.
Files are `merge`'s business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator import yaml_io
from generator.errors import GeneratorError, Problem
from generator.profiles.format.messages import parse
from generator.profiles.format.shape import FIELDS, LISTS, OMITTED, SETS, key_order, without_machine_only
from generator.profiles.items import Item, items
from generator.profiles.merge import addresses as anchors
from generator.profiles.merge.align import Place, Places, places
from generator.profiles.merge.kept import Anchored, Kept, Stray
from generator.profiles.merge.memory import remember
from generator.profiles.merge.threeway import Hand, Plan, decide, home_of, name
from generator.profiles.text.evidence import Evidence
from generator.profiles.text.splice import Block, Editor
from generator.yaml_io import Path, show_path

Choose = Callable[[Places, Plan, Hand], tuple[Plan, Hand]]
"""What a person wants otherwise than a merge plans it."""


@dataclass(frozen=True)
class MergeResult:
    """`text` is the merged profile, the same bytes where nothing changed; the lists tell places in it."""

    text: str
    changes: list[Problem]
    """What was taken from the reading, and what that set back."""
    conflicts: list[Problem]
    """Where a person and the machine both changed a field: the person's value stands."""
    notes: list[Problem]
    """What was kept though the machine no longer finds it."""
    kept: Kept


def merge_profile(
    profile_text: str, base_text: str | None, reading_text: str, *, source: str | None = None, kept: Kept | None = None,
    others: anchors.Others = lambda code: (), files: tuple[str, str, str] = ("profile", "base", "reading"),
    choose: Choose | None = None,
) -> MergeResult:  # fmt: skip
    """The three-way merge.

    `source` is the decoded source, by which re-quoted items are found again; `kept` what the merge before remembered;
    `others` tells which anchors other documents have on a page. Without a base the reading is taken as one: nothing
    changes. `files` are the three texts' names for messages; `choose` changes the plan in a person's name. Raises GeneratorError where a text breaks the format.
    """
    file = files[0]
    tree, _ = parse(profile_text, file)
    reading = parse(reading_text, files[2])[0].data
    evidence = Evidence(source) if source is not None else None
    if base_text is None:
        note = Problem(file, message="was never merged with a reading: today's is taken as the one it was made from")
        read, mine = items(reading), items(tree.data)
        remembered = anchors.remember(mine, read, {}, {}, others, evidence)
        return MergeResult(profile_text, [], [], [note], _anchored(Kept(), *remembered))
    was = parse(base_text, files[1])[0].data
    same = was["source"]["sha256"] == reading["source"]["sha256"]
    base = items(was if same else without_machine_only(was))  # offsets in another source tell nothing
    editor = Editor(profile_text, tree)
    mine = items(tree.data)
    kept = kept or Kept()
    deleted, lost, stranded = kept.ghosts(base, offsets=same)
    new = items(reading)
    found = places([*base, *deleted, *lost, *stranded], mine, new, evidence)
    alone = {place: place.base for place in found.all if place.base in (*lost, *stranded) and place.mine}
    for place in found.all:
        if place.base in lost or (place.base in (*deleted, *stranded) and place.mine):
            place.base = None  # found again by the machine, added again by a person, or still a person's alone
    hand = kept.hand(base)
    plan = decide(found, hand, lambda item: editor.has_comment(item.path, [c.path for c in item.children]))
    if choose:
        plan, hand = choose(found, plan, hand)
    writer = _Writer(editor, found, plan, hand, alone, file)
    result = writer.result(resets=choose is None)
    had = anchors.of_profile(mine, base, kept, places(base, mine, [], evidence), evidence)
    given = anchors.given(base, kept)
    known = {writer.path(place): had[place.mine] for place in plan.values if place.mine in had}
    gone = {place.new: was for place in found.all if place.new and not place.mine and place.base and (was := given.get(place.base))}
    return replace(result, kept=_anchored(result.kept, *anchors.remember(writer.final, new, known, gone, others, evidence)))


def _anchored(kept: Kept, anchored: list[Anchored], strays: list[Stray]) -> Kept:
    """`kept` with the anchors that are to remember."""
    return kept.model_copy(update={"anchors": anchored, "strays": strays}).sorted()


class _Writer:
    """Puts a plan into the text."""

    def __init__(self, editor: Editor, found: Places, plan: Plan, hand: Hand, alone: Mapping[Place, Item], file: str) -> None:
        self.editor, self.found, self.plan, self.hand, self.alone, self.file = editor, found, plan, hand, alone, file
        residents: dict[tuple[Place | None, str], list[Place]] = defaultdict(list)
        for place in plan.values:
            residents[plan.home[place], place.kind].append(place)
        self.lists = {key: self._ordered(*key, group) for key, group in residents.items() if key[1] != "source"}
        self.blocks: dict[Place, Block] = {}
        self.final: list[Item] = []
        """The items of the new profile, once there is a result."""

    # what the profile will hold

    def _stays(self, place: Place) -> bool:
        """Whether a place stands in the list it will stand in."""
        return bool(place.mine) and home_of(place.mine, self.found) is self.plan.home[place]

    def _ordered(self, home: Place | None, kind: str, group: list[Place]) -> list[Place]:
        """A list's places in their order: the person's, new ones where the reading has them."""
        ordered = sorted((p for p in group if self._stays(p)), key=lambda p: p.mine.path if p.mine else ())
        siblings = [self.found.of[i] for i in home.new.children if i.kind == kind] if home and home.new else []
        if home is None:
            siblings = [p for p in self.found.all if p.kind == kind and p.new]
        incoming = [p for p in siblings if p in group and not self._stays(p)]
        for place in incoming:
            at = siblings.index(place)
            before = [p for p in siblings[:at] if p in ordered]
            behind = [p for p in siblings[at + 1 :] if p in ordered]
            where = ordered.index(before[-1]) + 1 if before else ordered.index(behind[0]) if behind else len(ordered)
            ordered.insert(where, place)
        return [*ordered, *(p for p in group if p not in ordered)]

    def path(self, place: Place) -> Path:
        """Where a place stands in the new profile."""
        home = self.plan.home[place]
        if place.kind == "source":
            return ("source",)
        return (*(self.path(home) if home else ()), place.kind, self.lists[home, place.kind].index(place))

    def _data(self, place: Place) -> Any:
        """What a place will hold, in the order of the file, keys at their default left out."""
        values = self.plan.values[place]
        if place.kind in SETS:
            return values["text"]
        data: dict[str, Any] = {}
        for key in key_order(place.kind):
            if key in LISTS:
                entries = [self._data(p) for p in self.lists.get((place, key), ())]
                if entries or place.kind != "measures":
                    data[key] = entries
            elif key not in OMITTED or values[key] != FIELDS[place.kind][key]:
                data[key] = values[key]
        return data

    # the edits

    def result(self, resets: bool) -> MergeResult:
        changes = list(self._changes())
        review = self.editor.tree.data.get("review", {})
        reset = resets and bool(changes) and review.get("status") == "checked"
        self._edit_fields()
        if reset:
            self.editor.set(("review",), "status", "unreviewed")
        containers = [None, *(p for p in self.plan.values if p.mine and p.kind in ("source", "regions", "measures"))]
        inner = [k for k in LISTS if k not in ("measures", "regions")]
        for kind in (*sorted(inner), "measures", "regions"):
            for place in [p for p in self.plan.values if p.kind == kind and not self._stays(p)]:
                cut = place.mine and self.editor.cut(place.mine.path, self._data(place))
                self.blocks[place] = cut or Block(tuple(self._lines(place)), self._data(place))
            for home in containers:
                self._relist(home, kind)
        text = self.editor.result()
        tree = self._verified(text, "unreviewed" if reset else review.get("status"))
        self.final = items(tree.data)
        lines = [self._told(tree, path, key, message) for path, key, message in changes]
        if reset:
            lines.append(self._told(tree, ("review",), "status", "checked -> unreviewed: the reading changed what nobody had edited"))
        conflicts = [
            self._told(tree, self.path(c.place), c.field, f"yours {spelt(c.yours)}, was {spelt(c.was)}, now reads {spelt(c.now)}")
            for c in self.plan.conflicts
        ]
        notes = [
            self._told(tree, self.path(p), "", f"kept as edited, though the machine no longer finds it: {spelt(_words(p))}")
            for p in self.plan.stranded
        ]
        notes += [
            Problem(self.file, message=f"new in a region that was deleted by hand, left out: {spelt(_words(p))}")
            for p in self.plan.homeless
        ]
        return MergeResult(text, lines, conflicts, notes, remember(self.found, self.plan, self.hand, self.alone))

    def _edit_fields(self) -> None:
        for item, values in self._items():
            for key, value in values.items():
                if value == item.values[key] or item.kind in SETS:
                    continue
                if key in OMITTED and value == FIELDS[item.kind][key]:
                    self.editor.unset(item.path, key, value)
                else:
                    self.editor.set(item.path, key, value)

    def _items(self) -> Iterator[tuple[Item, dict[str, Any]]]:
        """What stays of the profile's items, with the fields to come."""
        return ((place.mine, values) for place, values in self.plan.values.items() if place.mine)

    def _relist(self, home: Place | None, kind: str) -> None:
        """Brings one list of the text to what it will hold."""
        item = home.mine if home else None
        old = [i for i in (item.children if item else self._mine()) if i.kind == kind]
        final = self.lists.get((home, kind), [])
        kept = [place.mine.path[-1] for place in final if self._stays(place) and place.mine]
        added: dict[int, list[Block]] = defaultdict(list)
        last = -1
        for place in final:
            if self._stays(place) and place.mine:
                last = int(place.mine.path[-1])
            else:
                added[last].append(self.blocks[place])
        if added or len(kept) < len(old):
            self.editor.relist((*(item.path if item else ()), kind), [int(n) for n in kept], added)

    def _mine(self) -> Iterator[Item]:
        return (p.mine for p in self.found.all if p.mine and p.mine.parent is None)

    def _lines(self, place: Place) -> Iterator[str]:
        """A new entry as lines, its dash in column 0; what moves into it keeps its own lines."""
        data = self._data(place)
        if place.kind in SETS:
            yield from yaml_io.entry_lines(place.kind, data, 0)
            return
        sign = "- "
        for key, value in data.items():
            if key in LISTS and value and key not in yaml_io.FLOW_KEYS:
                lines = [f"{key}:", *("  " + line for p in self.lists[place, key] for line in self.blocks[p].lines)]
            else:
                lines = yaml_io.key_lines(key, value, 0)
            for line in lines:
                yield sign + line
                sign = "  "

    def _verified(self, text: str, status: str | None) -> yaml_io.Tree:
        """The new text's tree; raises GeneratorError where the text does not say what was planned."""
        old = self.editor.tree.data
        source = next(p for p in self.plan.values if p.kind == "source")
        wanted = old | {"source": self._data(source), "regions": [self._data(p) for p in self.lists[None, "regions"]]}
        if status and "review" in old:
            wanted["review"] = old["review"] | {"status": status}
        try:
            tree, profile = parse(text, self.file)
            if profile == type(profile).model_validate(wanted):
                return tree
        except GeneratorError:
            pass
        raise GeneratorError(Problem(self.file, message="is written in a way that cannot be edited in place; nothing was changed",
                                     hint="bring it into the usual layout, one key a line, and merge again"))  # fmt: skip

    # what there is to say

    def _changes(self) -> Iterator[tuple[Path, str, str]]:
        for place, values in self.plan.values.items():
            path = self.path(place)
            if not place.mine:
                yield path, "", f"new: {spelt(_words(place))}"
                continue
            for key, value in values.items():
                if value != place.mine.values[key]:
                    yield path, key, f"{spelt(place.mine.values[key])} -> {spelt(value)}"
            if not self._stays(place):
                here = name(home_of(place.mine, self.found))
                yield path, "", f"moved from {spelt(here)} to {spelt(name(self.plan.home[place]))}: {spelt(_words(place))}"
        for place in self.plan.gone:
            home = home_of(place.mine, self.found)
            while home and home not in self.plan.values:
                home = home_of(home.mine, self.found)
            yield self.path(home) if home else (), place.kind, f"no longer read, taken out: {spelt(_words(place))}"

    def _told(self, tree: yaml_io.Tree, path: Path, key: str, message: str) -> Problem:
        full = (*path, key) if key else path
        mark = tree.mark(full)
        return Problem(self.file, mark.line, mark.column, show_path(full), message)


def _words(place: Place) -> str:
    """What to call a place in a message."""
    item = place.mine or place.new
    return item.words if item else ""


def spelt(value: Any) -> str:
    """A value as messages print it."""
    if isinstance(value, str):
        return f"'{value if len(value) <= 60 else value[:59] + '…'}'"
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, Sequence) else yaml_io.scalar(value)
