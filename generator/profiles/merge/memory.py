"""What a merge puts down for the next one: decisions of people that base and profile alone will not show.

How it is kept stands in `kept`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.profiles.items import Item, code_of, members, region_of
from generator.profiles.merge.align import Place, Places
from generator.profiles.merge.kept import Changed, Gone, Kept, Landed, Lost, Remembered
from generator.profiles.merge.threeway import Hand, Plan, edited, home_of, name
from generator.yaml_io import show_path


def remember(found: Places, plan: Plan, hand: Hand, stranded: Mapping[Place, Item]) -> Kept:
    """What the next merge must know, by paths of this reading; anchors are not in it.

    `stranded` has what was last read of items that only the profile has.
    """
    kept = _deleted(found)
    for place in found.all:
        base, mine, new = place.base, place.mine, place.new
        if mine and not new and place in plan.values and (read := base or stranded.get(place)):
            kept.stranded.append(_gone(read, found))
        if new and place in plan.values and _landed(place, found, plan, hand):
            home = plan.home[place]
            kept.landed.append(Landed(path=show_path(new.path), within=show_path(home.new.path) if home and home.new else ""))
        if not mine or not new:
            continue
        if base is None or base in hand.found:
            kept.found.append(show_path(new.path))
        for key in edited(place, found, hand):
            assert base
            was = _read(base, key, found)
            if (base, key) in hand.fields or was != _read(new, key, found):
                kept.changed.append(Changed(path=show_path(new.path), field=key, was=hand.fields.get((base, key), was)))
    return kept.sorted()


def _deleted(found: Places) -> Kept:
    """What people deleted and this reading does not have, with the regions in which it stood where it has not those either."""
    kept = Kept(changed=[], found=[], deleted=[], stranded=[], landed=[], lost=[])
    lost: dict[Item, Item | None] = {}  # by what was deleted, its region where that is lost
    for base in [p.base for p in found.all if p.base and not p.mine and not p.new]:
        lost[base] = None if _home(base, found) else region_of(base)
        kept.deleted.append(_gone(base, found))
    for region in dict.fromkeys(region for region in lost.values() if region and region not in lost):
        known = [Remembered(kind=item.kind, item=item.bare) for item in members(region) if item not in lost]
        kept.lost.append(Lost(region=region.bare, items=known))
    return kept


def _home(base: Item, found: Places) -> Item | None:
    """What this reading has of the measure or region that an item stood in."""
    return next((new for item in (base.parent, region_of(base)) if item and item in found.of and (new := found.of[item].new)), None)


def _gone(base: Item, found: Places) -> Gone:
    home, region = _home(base, found), region_of(base)
    within = show_path(home.path) if home else code_of(region) if region else ""
    return Gone(kind=base.kind, within=within, item=base.bare)


def _landed(place: Place, found: Places, plan: Plan, hand: Hand) -> bool:
    """Whether an item stands elsewhere than the reading has it, and no person put it there."""
    if place.mine and (not place.base or "within" in edited(place, found, hand)):
        return False
    return plan.home[place] is not home_of(place.new, found)


def _read(item: Item, key: str, found: Places) -> Any:
    return name(home_of(item, found)) if key == "within" else item.values[key]
