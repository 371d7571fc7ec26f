"""Conflicts of one profile: fields that a person changed and that the machine has read anew since, neither value given up.

A conflict ends one way or the other: the person's value stays and the machine's is forgotten, or it is taken (`revert`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.errors import GeneratorError
from generator.profiles.items import items
from generator.profiles.merge import align
from generator.profiles.merge.rewrite import spelt
from generator.profiles.merge.threeway import edited, home_of, name
from generator.profiles.shelf import Filed
from generator.workspace import write_text
from generator.yaml_io import Path, show_path


@dataclass(frozen=True)
class OpenConflict:
    """One conflict."""

    path: Path
    """The item's path in the profile."""
    field: str
    """`within` for where the item stands."""
    base: Path
    """The item's path in the base, by which it is remembered."""
    yours: Any
    was: Any
    now: Any
    words: tuple[str, ...]
    """The item's quote, heading, title or name."""

    @property
    def at(self) -> Path:
        """The field's path."""
        return (*self.path, self.field)

    @property
    def item(self) -> Path:
        """What it is a field of."""
        return self.path

    @property
    def message(self) -> str:
        """The three values."""
        return f"conflict: yours {spelt(self.yours)}, was {spelt(self.was)}, now reads {spelt(self.now)}"

    def __str__(self) -> str:
        return f"{show_path(self.at)}: {self.message}: {spelt(self.words[0])}"


def standing(one: Filed) -> list[OpenConflict]:
    """The conflicts of a profile that follows the format; none where its base or memory is damaged, which `check` tells."""
    try:
        known = one.kept
        was = one.base if known.changed else None
    except GeneratorError:
        return []
    if one.tree is None or was is None:
        return []
    base = items(was[0].data)
    places = align.places(base, items(one.tree.data), [], one.evidence)
    hand = known.hand(base)
    found = []
    for place in places.all:
        if not place.base or not place.mine:
            continue
        for field in edited(place, places, hand):
            if (place.base, field) not in hand.fields:
                continue
            if field == "within":
                yours, now = name(home_of(place.mine, places)), name(home_of(place.base, places))
            else:
                yours, now = place.mine.values[field], place.base.values[field]
            was_read = hand.fields[place.base, field]
            if yours != now and was_read != now:
                found.append(OpenConflict(place.mine.path, field, place.base.path, yours, was_read, now, (place.mine.words,)))
    return found


def keep_mine(one: Filed, ended: list[OpenConflict]) -> None:
    """Forgets what the machine had read before, so that the person's values stand as any other of theirs."""
    text = memory_without(one, ended)
    if text is not None:
        write_text(one.kept_file, text)
    else:
        one.kept_file.unlink(missing_ok=True)


def memory_without(one: Filed, ended: list[OpenConflict]) -> str | None:
    """What is then left to remember of a profile, as its file holds it; None where nothing is."""
    names = {(show_path(conflict.base), conflict.field) for conflict in ended}
    kept = one.kept.model_copy(update={"changed": [entry for entry in one.kept.changed if (entry.path, entry.field) not in names]})
    return kept.text() if kept else None
