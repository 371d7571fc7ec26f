"""Profiles -> pages, charts and data under `docs/`: everything is read and checked first, then what changed is written.

Files that an earlier run made and this one does not are removed; which files are ours stands in `docs/.generated`, so
that one put there by hand is never taken for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import charts, corpus, data, labels, pages, settings, tables
from generator.workspace import Workspace, write_text

LIST = ".generated"
"""Below `docs/`; MkDocs leaves out names that begin with a dot."""


@dataclass(frozen=True)
class Built:
    """What a run did."""

    files: int
    written: int
    removed: int


def build(
    workspace: Workspace,
    machine: corpus.MachineRead | None = None,
    quality: Sequence[pages.Quality] = (),
) -> Built:
    """Generates everything under `docs/`; raises GeneratorError for bad profiles or settings, with nothing written.

    `machine` has what the machine reads where a person changed a field; without it no hand edit is marked.
    """
    return write(workspace, generate(workspace, machine or {}, quality))


def generate(
    workspace: Workspace, machine: corpus.MachineRead, quality: Sequence[pages.Quality]
) -> Iterator[tuple[str, str]]:
    """Every generated file: its path below `docs/` and its text. All input is read before the first comes."""
    site, words = settings.load(workspace.root), labels.load()
    everything = corpus.load(workspace, machine)
    made = tables.build(everything, words)
    drawn = charts.build(everything, words)
    extras = pages.Extras(
        tables=made,
        charts=drawn,
        files={name: data.addresses(name) for name in made},
        downloads={code: data.addresses(f"regions/{code}") for code in everything.regions},
        machine=machine,
        quality=quality,
    )
    yield from charts.files(drawn.values(), workspace.docs).items()
    yield from data.build(made, everything, words).items()
    yield from pages.Pages(workspace, everything, words, site, extras).all()


def write(workspace: Workspace, files: Iterable[tuple[str, str]]) -> Built:
    """Writes what changed of `files` below `docs/`, then removes what earlier runs wrote and `files` does not have."""
    listing, made, written = workspace.docs / LIST, set[str](), 0
    before = set(listing.read_text(encoding="utf-8").splitlines()) if listing.exists() else set()
    for path, text in files:
        made.add(path)
        if path not in before:  # named before it is written: after a kill in between it is still known as ours
            with listing.open("a", encoding="utf-8") as known:
                known.write(f"{path}\n")
        written += write_text(workspace.docs / path, text)
    stale = sorted(before - made)
    for path in stale:
        _remove(workspace.docs, path)
    write_text(listing, "".join(f"{path}\n" for path in sorted(made)))
    return Built(len(made), written, len(stale))


def _remove(docs: Path, path: str) -> None:
    """Takes away `path` and the folders it leaves empty."""
    (docs / path).unlink(missing_ok=True)
    for parent in Path(path).parents:
        folder = docs / parent
        if parent.name and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
