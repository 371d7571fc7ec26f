"""Files of the machine's that belong to nothing any more: readings without a seed, bases and memories without a profile.

A profile without a seed is told where that is checked; one that cannot be read may be the one that a file belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Problem
from generator.profiles.branches import seed_stem
from generator.profiles.shelf import Shelf

_GONE = "its profile was deleted by hand, or names another seed now"
_BACK = "take the profile back from git's history; `python -m generator remove ID` withdraws a document with all that belongs to it"


def orphans(shelf: Shelf) -> Iterator[Problem]:
    """Those of a whole project."""
    space = shelf.workspace
    seeds = {path.stem for path in space.seed_files()}
    held = {one.stem or seed_stem(one.text) for one in shelf.files}
    if None in held:  # a profile that does not say which seed is its own
        return
    for path in sorted(space.readings.glob("*.yml")):
        if path.stem not in seeds | held:
            yield _told(space.show(path), "is the reading of a seed that is not in seeds/", "put the seed back, or delete the reading")
    for path in sorted(space.merged.glob("*.yml")):
        if path.stem not in held:
            yield _told(space.show(path), f"is the base of no profile: {_GONE}", _BACK)
    for path in sorted((space.merged / "kept").glob("*")):
        if path.suffix in (".yml", ".next") and path.stem not in held:
            yield _told(space.show(path), f"keeps what people decided in no profile: {_GONE}", _BACK)


def _told(file: str, message: str, hint: str) -> Problem:
    return Problem(file, message=message, hint=hint, severity="warning")
