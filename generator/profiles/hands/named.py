"""What of a profile an editor means by a field's path, as `check` prints it, or by words of the source."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Protocol, TypeVar

from generator.errors import GeneratorError, Problem
from generator.profiles.text.evidence import squeeze
from generator.yaml_io import Path

MOST = 12
"""How much of what fits is told."""
_PATH = re.compile(r"[a-z_]+(\[\d+\])*(\.[a-z_]+(\[\d+\])*)*")


class Nameable(Protocol):
    """What can be meant; as text it tells itself."""

    @property
    def at(self) -> Path:
        """Where it stands in the profile."""

    @property
    def words(self) -> Sequence[str]:
        """What it may be called."""

    @property
    def item(self) -> Hashable:
        """What it is of: several of one item are meant together."""


Thing = TypeVar("Thing", bound=Nameable)


def path_of(text: str) -> Path | None:
    """`regions[0].measures[2].themes` as a path; None for words."""
    if not _PATH.fullmatch(text):
        return None
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", text))


def fitting(file: str, given: str, things: Sequence[Thing], none: str) -> list[Thing]:
    """Those of `things` at or below the path `given`, or of the one item that is called so, or has that in its words.

    Raises GeneratorError, naming what fits, where nothing does or several items do; `none` says that there is nothing at all.
    """
    path = path_of(given)
    if path is not None and (found := [one for one in things if one.at[: len(path)] == path]):
        return found
    wanted = squeeze(given)
    whole = [one for one in things if wanted in map(squeeze, one.words)]
    found = whole or [one for one in things if wanted and any(wanted in squeeze(text) for text in one.words)]
    if len({one.item for one in found}) == 1:
        return found
    raise told(file, f"{given} may be" if found else f"{given} is none of these", found or things, none)


def told(file: str, what: str, things: Sequence[Nameable], none: str) -> GeneratorError:
    """The error where it is not clear which of `things` is meant: each in a line of its own."""
    lines = [Problem(file, message=f"{what}: {one}") for one in things[:MOST]]
    if len(things) > MOST:
        lines.append(Problem(file, message=f"{what}: … {len(things) - MOST} more"))
    hint = "name one by its path, as it stands before the colon, or by more of its words"
    return GeneratorError(
        [*lines, Problem(file, message=f"{len(things)} to choose from", hint=hint)] if lines else Problem(file, message=none)
    )
