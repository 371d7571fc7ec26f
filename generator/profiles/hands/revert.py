"""Gives back to the machine what a person changed: a field, an item with what stands in it, or the whole profile.

It is a merge of a profile with the reading it was last merged with, in which what is named counts as nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from generator.errors import GeneratorError
from generator.profiles.diff import Edit, deleted, of_item
from generator.profiles.format.shape import key_order, kind_of
from generator.profiles.hands.named import fitting, told
from generator.profiles.merge import merge
from generator.profiles.merge.align import Place, Places
from generator.profiles.merge.neighbours import Neighbours
from generator.profiles.merge.rewrite import merge_profile
from generator.profiles.merge.threeway import Hand, Plan, home_of
from generator.profiles.shelf import Filed, Shelf
from generator.yaml_io import Path

Chosen = Callable[[Sequence["Deed"]], Sequence["Deed"]]
"""Of all that a person did to a profile, what is to be given back; raises GeneratorError where that is not clear."""


@dataclass(frozen=True, eq=False)
class Deed:
    """One thing a person did, and the place it was done to."""

    edit: Edit
    place: Place
    at: Path
    """The field's path in the profile; of what was deleted the path of what it stood in."""

    @property
    def words(self) -> list[str]:
        """Its item's words, as the person has them and as the machine has."""
        return [item.words for item in (self.place.mine, self.place.base) if item]

    @property
    def item(self) -> Place:
        """What it was done to."""
        return self.place

    def __str__(self) -> str:
        return str(self.edit)


NONE = "nothing in it was changed by hand"


def everything(deeds: Sequence[Deed]) -> Sequence[Deed]:
    """All there is."""
    return deeds


def named(file: str, given: str) -> Chosen:
    """What stands at a path, as `check` prints it, or is called so."""
    return lambda deeds: fitting(file, given, deeds, NONE)


def fields(paths: Sequence[Path]) -> Chosen:
    """Those fields, by their paths in the profile."""
    return lambda deeds: [one for one in deeds if one.at in paths]


def none(file: str) -> Chosen:
    """Nothing, but all that there is to choose from is told."""

    def ask(deeds: Sequence[Deed]) -> Sequence[Deed]:
        raise told(file, "changed by hand", deeds, NONE)

    return ask


def revert(shelf: Shelf, one: Filed, chosen: Chosen) -> list[Edit]:
    """Gives back what is `chosen` and writes the profile; what was given back, in the order of the file.

    Raises GeneratorError, with nothing written, where the profile or what belongs to it is damaged, or was never merged.
    """
    base, stem = one.base_text, one.stem
    if one.profile and (base is None or stem is None):
        raise GeneratorError.at(one.file, "has no reading to go back to", hint=merge.UPDATE)
    assert base is not None and stem is not None
    done = list[Edit]()

    def choose(found: Places, plan: Plan, hand: Hand) -> tuple[Plan, Hand]:
        deeds = deeds_of(found)
        wanted = list(chosen(deeds))
        done.extend(deed.edit for deed in wanted)
        return _GivingBack(found, plan, hand).result(wanted, len(wanted) == len(deeds))

    neighbours = Neighbours(other for other in shelf.held if other is not one)
    base_file = one.workspace.show(one.workspace.base_file(f"{stem}.yml"))
    result = merge_profile(
        one.text,
        base,
        base,
        source=one.evidence.source if one.evidence else None,
        kept=one.kept,
        others=partial(neighbours.anchors, stem),
        files=(one.file, base_file, base_file),
        choose=choose,
    )
    merge.write(one.workspace, merge.Merged(one.path, one.file, stem, one.text, result, base, True, lambda: one.evidence))
    return done


def deeds_of(found: Places) -> list[Deed]:
    """All that a person did, in the order of the file, deletions last."""
    deeds, gone = list[Deed](), list[Deed]()
    for place in found.all:
        if place.mine:
            edits = of_item(place.mine, found)
            deeds += [Deed(edit, place, (*edit.path, edit.field) if edit.field else edit.path) for edit in edits]
        elif place.base and place.new:
            home = home_of(place.base, found)
            gone.append(Deed(deleted(place.base), place, home.mine.path if home and home.mine else ()))
    return [*sorted(deeds, key=lambda deed: _order(deed.edit.path)), *gone]


def _order(path: Path) -> list[int]:
    """Where an item stands in the file: the numbers of entries, and of keys in their usual order."""
    return [part if isinstance(part, int) else key_order(kind_of(path[:number])).index(part) for number, part in enumerate(path)]


class _GivingBack:
    """A plan in which nothing is changed yet, and what is known of a person's hand."""

    def __init__(self, found: Places, plan: Plan, hand: Hand) -> None:
        self._found, self._plan = found, plan
        self._fields, self._hits, self._landed = dict(hand.fields), set(hand.found), dict(hand.landed)

    def result(self, wanted: Sequence[Deed], all_: bool) -> tuple[Plan, Hand]:
        for deed in wanted:
            if deed.edit.kind == "changed":
                self._change(deed.place, deed.edit.field)
            elif deed.edit.kind == "moved":
                self._move(deed.place)
            elif deed.edit.kind == "added":
                self._take_out(deed.place)
            else:
                self._bring(deed.place)
                for child in deed.place.new.children if deed.place.new else ():
                    self._bring(self._found.of[child])
        if all_:
            self._forget()
        return self._plan, Hand(self._fields, frozenset(self._hits), self._landed)

    def _change(self, place: Place, field: str) -> None:
        if place.base and place in self._plan.values:
            self._plan.values[place][field] = place.base.values[field]
            self._fields.pop((place.base, field), None)

    def _move(self, place: Place) -> None:
        home = home_of(place.base, self._found)
        if place in self._plan.values and place.base:
            if home:
                self._bring(home)
            self._plan.home[place] = home
            self._fields.pop((place.base, "within"), None)
            self._landed.pop(place.base, None)

    def _take_out(self, place: Place) -> None:
        """An item that a person added; what the machine has of what stands in it goes where that has it."""
        for other in [other for other, home in self._plan.home.items() if home is place]:
            if other.base:
                self._move(other)
            else:
                self._take_out(other)
        self._plan.values.pop(place, None)
        self._plan.home.pop(place, None)

    def _bring(self, place: Place) -> None:
        """What a person deleted, with what it stood in."""
        if place in self._plan.values or not place.new:
            return
        home = home_of(place.new, self._found)
        if home:
            self._bring(home)
        self._plan.values[place], self._plan.home[place] = dict(place.new.values), home
        for inner in [self._found.of[child] for child in place.new.children]:
            if inner.base in self._landed:
                self._move(inner)

    def _forget(self) -> None:
        """Nothing is a person's any more, and what they had deleted may come again."""
        self._fields.clear()
        self._hits.clear()
        for place in self._found.all:
            if place.base and not place.mine and not place.new:
                place.base = None
