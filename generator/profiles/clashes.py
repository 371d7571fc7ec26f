"""Which seeds are in each other's way: readings, bases and kept edits are named after a seed's stem, so no two can share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from generator.errors import Problem
from generator.reader.article import inputs
from generator.workspace import Workspace


def clashes(workspace: Workspace, files: Iterable[Path], others: Iterable[Path] = ()) -> dict[tuple[Path, ...], Problem]:
    """One problem for each group of seeds with the same stem, by the group; groups of `others` alone are left out.

    What is of no kind that can be read is in nobody's way: reading it tells so.
    """
    groups: dict[str, dict[Path, Path]] = defaultdict(dict)
    wanted = list(files)
    for path in (*wanted, *others):
        if path.suffix.lower() in inputs.SUFFIXES:
            groups[path.stem].setdefault(path.absolute(), path)
    found = {}
    for stem in sorted({path.stem for path in wanted}):
        group = tuple(sorted(groups[stem].values()))
        if len(group) > 1:
            first, *rest = (workspace.show(path) for path in group)
            message = f"shares its name with {', '.join(rest)}; none of them is read, as all their readings would be {stem}.yml"
            found[group] = Problem(first, message=message, hint="rename one, where one has a profile the other")
    return found
