"""Withdraws a document: everything of it in the project goes, its id is never given again. History still holds what git had.

The profile goes last: by it a run that was cut short is begun again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.errors import GeneratorError
from generator.known import FILE
from generator.profiles.branches import seed_stem
from generator.profiles.documents import ids
from generator.profiles.merge import kept
from generator.profiles.shelf import Filed, Shelf
from generator.reader import fingerprint
from generator.reader.region import stated
from generator.workspace import Workspace


@dataclass(frozen=True)
class Belongings:
    """What there is of one document."""

    one: Filed
    stem: str
    files: tuple[Path, ...]
    """Its seed, reading, base and what merges remembered, as far as they are there; its profile last."""
    ids: tuple[str, ...]
    """Its id and those it had."""


def belongings(shelf: Shelf, one: Filed) -> Belongings:
    """All files of a document; raises GeneratorError where another one's profile names the same seed, or it names none."""
    workspace, stem = shelf.workspace, one.stem or seed_stem(one.text)
    if not stem or stem != Path(stem).name:
        raise GeneratorError.at(one.file, "does not say which seed is its own", hint="mend `source.file`, then remove it")
    others = [other.file for other in shelf.files if other is not one and (other.stem or seed_stem(other.text)) == stem]
    if others:
        raise GeneratorError.at(
            one.file, f"has its seed in common with {', '.join(others)}", hint="give each profile a seed of its own first"
        )
    seeds = [path for path in workspace.seed_files() if path.stem == stem]
    beside = [workspace.reading_file(f"{stem}.yml"), workspace.base_file(f"{stem}.yml"), *kept.files(workspace, stem)]
    former = one.model.former_ids if one.model else []
    names = dict.fromkeys(name for name in (one.named("id"), one.path.stem, *former) if name)
    return Belongings(one, stem, (*seeds, *(path for path in beside if path.is_file()), one.path), tuple(names))


def remove(shelf: Shelf, found: Belongings) -> None:
    """Takes all of it away."""
    workspace = shelf.workspace
    ids.withdraw(shelf, list(found.ids))
    seeds = [path.name for path in found.files if path.parent == workspace.seeds]
    stated.forget(workspace, seeds)
    fingerprint.drop(workspace, seeds)
    for path in found.files:
        path.unlink(missing_ok=True)
    _forget(workspace)


def _forget(workspace: Workspace) -> None:
    """What was worked out of it: pages made before, and what is kept to make them anew, hold its words too."""
    for path in _worked_out(workspace):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _worked_out(workspace: Workspace) -> Iterator[Path]:
    if workspace.cache.is_dir():
        yield from (path for path in workspace.cache.iterdir() if path.is_dir() or path.name.startswith(FILE))
