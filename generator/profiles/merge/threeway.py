"""Decides, place by place, what a merge makes of base, profile and reading: whose value holds, what stays, goes, moves.

The promises of hand edits are kept here. Texts and files are not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.profiles.format.shape import FIELDS, SETS
from generator.profiles.items import Item
from generator.profiles.merge.align import Place, Places

# With `basis: confirmed` these are the person's, edited or not: the machine must not rename what a person confirmed.
CONFIRMED = ("name", "adcode", "level", "parent", "basis")
MACHINES = ("file", "sha256")


@dataclass(frozen=True)
class Hand:
    """What is known to be a person's though base and profile agree: by item of the base, and with what the machine had read."""

    fields: Mapping[tuple[Item, str], Any] = field(default_factory=dict)
    found: frozenset[Item] = frozenset()
    """Items that a person added and the machine has found since."""
    landed: Mapping[Item, Item | None] = field(default_factory=dict)
    """Items whose measure a person had deleted, and what a merge has them stand in; None where that is gone from the base."""


@dataclass(frozen=True)
class Conflict:
    """A person and the machine both changed a field; `within` for where an item stands."""

    place: Place
    field: str
    yours: Any
    was: Any
    now: Any


@dataclass
class Plan:
    """The outcome: final own fields and home of every place that is in the new profile."""

    values: dict[Place, dict[str, Any]] = field(default_factory=dict)
    home: dict[Place, Place | None] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    stranded: list[Place] = field(default_factory=list)
    """Kept because a person's hand is in it, though the machine no longer finds it."""
    gone: list[Place] = field(default_factory=list)
    homeless: list[Place] = field(default_factory=list)
    """New in the reading, but inside a region that a person deleted."""


def name(place: Place | None) -> str | None:
    """What to call a place a thing stands in: its heading or name; None outside any measure."""
    item = place and (place.mine or place.new or place.base)
    return str(item.data.get("heading") or item.data.get("name")) if item and item.kind != "source" else None


def home_of(item: Item | None, places: Places) -> Place | None:
    """Where an item stands; None outside everything, and where that is lost."""
    return places.of.get(item.parent) if item and item.parent else None


def edited(place: Place, places: Places, hand: Hand) -> list[str]:
    """The fields of a place in base and profile that are a person's; `within` where a person moved it."""
    base, mine = place.base, place.mine
    if not base or not mine:
        return []
    if base in hand.found:
        return [*FIELDS[place.kind], "within"]
    names = [n for n in FIELDS[place.kind] if mine.values[n] != base.values[n] or (base, n) in hand.fields]
    if place.kind == "regions" and mine.values["basis"] == "confirmed":
        names += [n for n in CONFIRMED if n not in names]
    home = home_of(base, places)
    if base in hand.landed:
        landed = hand.landed[base]
        home = places.of[landed] if landed else home_of(mine, places)
    if home_of(mine, places) is not home or (base, "within") in hand.fields:
        names.append("within")
    return names


def decide(places: Places, hand: Hand, commented: Callable[[Item], bool]) -> Plan:
    """The plan; `commented` tells whether a person's comment stands at an item of the profile."""
    plan = Plan()
    for place in places.all:
        if place.mine:
            _existing(place, places, hand, plan)
        elif place.new and not place.base:
            home = _landing(place.new, places)
            if home or place.kind == "regions":
                plan.values[place], plan.home[place] = dict(place.new.values), home
            else:
                plan.homeless.append(place)
    _remove(places, hand, commented, plan)
    return plan


def _existing(place: Place, places: Places, hand: Hand, plan: Plan) -> None:
    base, mine, new = place.base, place.mine, place.new
    assert mine
    plan.values[place], plan.home[place] = dict(mine.values), home_of(mine, places)
    if place.kind == "source" and new:
        plan.values[place].update({n: new.values[n] for n in MACHINES})
    if not base or not new:
        return
    hands = edited(place, places, hand)
    confirmed = place.kind == "regions" and mine.values["basis"] == "confirmed"
    for n in FIELDS[place.kind]:
        yours, was, now = mine.values[n], base.values[n], new.values[n]
        if n in MACHINES or was == now:
            continue
        if n not in hands:
            plan.values[place][n] = now
        elif yours != now and not (confirmed and n == "basis"):
            plan.conflicts.append(Conflict(place, n, yours, was, now))
    here, before, target = home_of(mine, places), home_of(base, places), home_of(new, places)
    if target is not before and target is not here:
        if "within" in hands:
            plan.conflicts.append(Conflict(place, "within", name(here), name(before), name(target)))
        elif target and _available(target, places):
            plan.home[place] = target


def _available(place: Place, places: Places) -> bool:
    """Whether a measure or region of the reading will be in the profile: it is there, or new; not if a person deleted it."""
    if place.mine:
        return True
    home = home_of(place.new, places)
    return place.base is None and place.new is not None and (home is None or _available(home, places))


def _landing(item: Item, places: Places) -> Place | None:
    """Where a new item goes: its measure, else (a person deleted that) its region; None where that is deleted too."""
    for parent in (item.parent, item.region):
        if parent and _available(places.of[parent], places):
            return places.of[parent]
    return None


def _remove(places: Places, hand: Hand, commented: Callable[[Item], bool], plan: Plan) -> None:
    """Takes out what the machine no longer finds, unless anything in it is a person's."""
    inhabited: set[Place | None] = set()
    containers = ("measures", "regions")
    for kinds in ([k for k in (*FIELDS, *SETS) if k not in containers], ["measures"], ["regions"]):
        for place in [p for p in plan.values if p.kind in kinds and p.kind != "source"]:
            if place.base and place.mine and not place.new:
                if edited(place, places, hand) or commented(place.mine):
                    plan.stranded.append(place)
                elif place not in inhabited:
                    plan.gone.append(place)
                    continue
            inhabited.add(plan.home[place])
    lost = [place for place in plan.gone if place.kind == "regions"]
    if lost and not any(place.kind == "regions" and place not in lost for place in plan.values):
        # A profile without a region would be none.
        plan.gone = [place for place in plan.gone if place not in lost]
        plan.stranded += lost
    for place in plan.gone:
        del plan.values[place], plan.home[place]
