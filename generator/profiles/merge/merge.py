"""Merges readings into profiles, file by file: opens profiles for new readings, never overwrites one otherwise.

The profile is written before its base, and what is about to be written before both, so that a kill at any moment leaves
old files or new ones and merging again ends the same. How one profile is merged stands in `rewrite`.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from generator import workers, yaml_io
from generator.errors import GeneratorError, Problem, contained
from generator.files import read_bytes
from generator.model import Profile
from generator.profiles.documents import ids as document_ids
from generator.profiles.files import read_sealed
from generator.profiles.format.messages import parse_plain
from generator.profiles.format.shape import without_machine_only
from generator.profiles.items import items
from generator.profiles.merge import kept as memories
from generator.profiles.merge.addresses import NewItem, Others, first, new_items
from generator.profiles.merge.kept import Journal, Kept
from generator.profiles.merge.neighbours import Neighbours
from generator.profiles.merge.rewrite import MergeResult, merge_profile
from generator.profiles.shelf import Filed, Shelf, evidence_at
from generator.profiles.text.evidence import Evidence
from generator.workspace import Workspace, sha256, write_text

HEADER = ("yaml-language-server: $schema=../schema/profile.schema.json",)
UPDATE = "run `make update`"


@dataclass(frozen=True)
class Merged:
    """One profile and what merging makes of it."""

    path: Path
    file: str
    """Its path as messages print it."""
    stem: str
    old: str | None
    """Its text before; None where it is opened."""
    result: MergeResult
    base: str
    """The base to come: the reading."""
    stale: bool
    """Whether there is anything to write, be it only the base."""
    evidence: Callable[[], Evidence | None]
    """Gives its decoded seed."""
    anchors: dict[str, set[str]] | None = None
    """Of one that is opened those of its items, by the codes of its regions."""


@dataclass
class Report:
    """What a run did, or would do."""

    dry_run: bool = False
    merged: list[Merged] = field(default_factory=list)
    settled: int = 0
    """Profiles beside those, with nothing to merge."""
    problems: list[Problem] = field(default_factory=list)

    def text(self) -> str:
        """What to print: every change and conflict; in a dry run the differences too."""
        lines = list[str]()
        for one in self.merged:
            if one.old is None:
                lines.append(f"{one.file}: opened for its new reading")
            lines += [str(problem) for problem in (*one.result.changes, *one.result.notes)]
            lines += [f"conflict: {problem}" for problem in one.result.conflicts]
            if self.dry_run and one.old != one.result.text:
                lines += difflib.unified_diff((one.old or "").splitlines(), one.result.text.splitlines(), one.file, one.file, lineterm="")
        changed = sum(one.old != one.result.text for one in self.merged)
        conflicts = sum(len(one.result.conflicts) for one in self.merged)
        count = len(self.merged) + self.settled
        lines.append(f"profiles: {count}, {'would change' if self.dry_run else 'changed'}: {changed}, conflicts: {conflicts}")
        return "\n".join(lines) + "\n"


def merge(
    shelf: Shelf,
    ids: Collection[str] = (),
    *,
    dry_run: bool = False,
    readings: Mapping[str, str] | None = None,
    name: str = "",
    openings: Mapping[str, NewProfile] | None = None,
) -> Report:
    """Merges the readings of all profiles, or of those named by id or by their seed's stem; what it writes, `shelf` does not show.

    `readings` has texts by stem to be taken in place of the files; `name` is the id of a profile to be opened, if not its seed's
    name (which as digits alone is none); `openings` has by stem what `opening_beside` made of the readings that stand on disk. A problem
    of one profile leaves the others be.
    """
    workspace = shelf.workspace
    neighbours = Neighbours(shelf.held)
    report = Report(dry_run, problems=list(shelf.problems))
    unknown = set(ids)
    files = {path.stem: path for path in sorted(workspace.readings.glob("*.yml"))}
    stems, wanted = {*files, *(readings or {})}, dict[str, Filed | None]()
    for stem in sorted(stems):
        held = shelf.by_stem.get(stem)
        names = {stem, *([held.card.id] if held and held.card else [])}
        if not ids or names & set(ids):
            wanted[stem] = held
            unknown -= names

    def reading_of(stem: str) -> str:
        return readings[stem] if readings and stem in readings else read_sealed(files[stem], workspace.show(files[stem]))

    known = openings or {}
    unopened = [stem for stem, held in wanted.items() if not held and stem not in known]
    worked_out = workers.each(partial(_opening, workspace, reading_of, name), unopened)
    for stem, held in wanted.items():
        if held and not held.seed:
            report.problems.append(_without_reading(held))
            continue
        try:
            with contained(held.file if held else workspace.show(workspace.reading_file(stem + ".yml")), "cannot be merged"):
                others, opening = partial(neighbours.anchors, stem), None if held else known.get(stem) or next(worked_out)
                one = _merge_one(stem, reading_of(stem), held, others) if held else _open(shelf, stem, reading_of, opening, others)
                if one and not (one.stale or ids):
                    report.settled += 1
                elif one:
                    report.merged.append(one)
                    if one.anchors is not None:
                        neighbours.put(stem, one.anchors, one.anchors)
                    elif one.stale:
                        neighbours.take(stem, one.result.text, one.base, one.result.kept, one.evidence)
                    if one.stale and not dry_run:
                        write(workspace, one)
        except GeneratorError as error:
            report.problems += error.problems
        finally:
            if held:
                held.put_back()
    for left in shelf.held:
        if left.stem not in stems and (not ids or (left.card and left.card.id in ids)):
            report.problems.append(_without_reading(left))
        unknown.discard(left.card.id if left.card else "")
    report.problems += [Problem(name, message="is neither the id of a profile nor the stem of a seed") for name in sorted(unknown)]
    return report


def stale(shelf: Shelf, readings: Mapping[Path, str]) -> list[Problem]:
    """What `make update` would change; `readings` has the text that each seed is read to now."""
    problems, workspace = list[Problem](), shelf.workspace
    for seed, text in readings.items():
        path = workspace.reading_file(seed.name)
        if not path.exists():
            problems.append(Problem(workspace.show(seed), message="has not been read", hint=UPDATE))
        elif read_bytes(path, yaml_io.MAX_BYTES) != text.encode("utf-8"):
            message = "is not what its seed reads to: the seed or a rule changed, or it was edited by hand"
            problems.append(Problem(workspace.show(path), message=message, hint=UPDATE))
    report = merge(shelf, dry_run=True, readings={seed.stem: text for seed, text in readings.items()})
    for one in report.merged:
        if one.stale:
            message = "has a reading that is not merged into it" if one.old is not None else "is not there yet, though its seed is"
            problems.append(Problem(one.file, message=message, hint=UPDATE))
    return [*problems, *report.problems]


def _without_reading(held: Filed) -> Problem:
    if held.seed:
        return held.problem("source.file", "has no reading", UPDATE)
    return held.problem("source.file", "is not in seeds/", "put the seed back; `python -m generator remove ID` withdraws the document")


def _merge_one(stem: str, reading: str, held: Filed, others: Others) -> Merged:
    def merged(result: MergeResult, stale: bool) -> Merged:
        return Merged(held.path, held.file, stem, held.text, result, reading, stale, lambda: held.evidence)

    workspace, base = held.workspace, held.base_text
    _, journal_file = memories.files(workspace, stem)
    journal = _journal(journal_file)
    if journal and (journal.profile, journal.reading) == (_digest(held.text), _digest(reading)):
        # The profile was written, and the merge killed before its base.
        return merged(MergeResult(held.text, [], [], [], journal.kept()), True)
    if base == reading:
        return merged(MergeResult(held.text, [], [], [], held.kept), journal_file.exists())
    files = (held.file, workspace.show(workspace.base_file(stem + ".yml")), workspace.show(workspace.reading_file(stem + ".yml")))
    source = held.evidence.source if held.evidence else None
    return merged(merge_profile(held.text, base, reading, source=source, kept=held.kept, others=others, files=files), True)


def _journal(path: Path) -> Journal | None:
    try:
        return memories.load_journal(read_bytes(path, yaml_io.MAX_BYTES).decode("utf-8"), path.name)
    except (FileNotFoundError, UnicodeDecodeError, GeneratorError):
        return None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8"))


@dataclass(frozen=True)
class NewProfile:
    """A profile to be opened, as far as its reading alone tells."""

    name: str
    """The id it proposes."""
    seed: str
    """The name of its seed's file."""
    text: str
    items: list[NewItem]


def _opening(workspace: Workspace, reading_of: Callable[[str], str], name: str, stem: str) -> NewProfile | GeneratorError:
    """What is to be opened for a reading, or what is wrong with it; `name` is the id it is to have, if not its seed's name."""
    file = workspace.show(workspace.reading_file(stem + ".yml"))
    try:
        with contained(file, "cannot be merged"):
            return _proposed(*parse_plain(reading_of(stem), file), name)
    except GeneratorError as error:
        return error


def opening_beside(workspace: Workspace, seed: Path, reading: Mapping[str, Any]) -> NewProfile | None:
    """The same of a reading that was not written yet; None where a profile was opened before, or what is wrong is to be told of the file."""
    if workspace.base_file(seed.name).exists():
        return None
    try:
        return _proposed(reading, Profile.model_validate(reading), "")
    except ValidationError:
        return None


def _proposed(reading: Mapping[str, Any], profile: Profile, name: str) -> NewProfile:
    name = name or (document_ids.proposed(reading) if profile.id.isdigit() else profile.id)
    text = yaml_io.dump({**without_machine_only(reading), "id": name, "review": {"status": "unreviewed"}}, HEADER)
    return NewProfile(name, profile.source.file, text, new_items(items(reading)))


def _open(
    shelf: Shelf, stem: str, reading_of: Callable[[str], str], opening: NewProfile | GeneratorError | None, others: Others
) -> Merged | None:
    """A new profile for a reading; None where a profile that cannot be read now may be its own."""
    if not isinstance(opening, NewProfile):
        raise opening or GeneratorError([])
    workspace, file = shelf.workspace, shelf.workspace.show(shelf.workspace.reading_file(stem + ".yml"))
    seed, base_file = workspace.seeds / opening.seed, workspace.base_file(stem + ".yml")
    if shelf.mentions(opening.seed):
        return None
    if not seed.exists():
        message = "belongs to no seed: its seed is not in seeds/"
        raise GeneratorError(Problem(file, message=message, hint="delete it, or put the seed back"))
    if base_file.exists():
        message = "had a profile, which was deleted or names another seed now; it is not opened again"
        hint = f"to open it anew delete {workspace.show(base_file)}"
        raise GeneratorError(Problem(workspace.show(seed), message=message, hint=hint, severity="warning"))
    name = next(n for n in _names(opening.name) if n not in shelf.taken and not os.path.lexists(workspace.profiles / f"{n}.yml"))
    if name != opening.name:
        return _open(shelf, stem, reading_of, _opening(workspace, reading_of, name, stem), others)
    path = workspace.profiles / f"{name}.yml"
    remembered, anchors = first(opening.items, others)
    result = MergeResult(opening.text, [], [], [], Kept(anchors=remembered).sorted())
    return Merged(path, workspace.show(path), stem, None, result, reading_of(stem), True, lambda: evidence_at(seed), anchors)


def _names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def write(workspace: Workspace, one: Merged) -> None:
    """Raises GeneratorError, nothing written, where a person saved the profile in the meantime."""
    now = read_bytes(one.path, yaml_io.MAX_BYTES + 1).decode("utf-8", "replace") if one.path.exists() else None
    if now != one.old:
        raise GeneratorError(Problem(one.file, message="was saved while it was merged; nothing was written", hint="merge again"))
    kept_file, journal_file = memories.files(workspace, one.stem)
    if one.old is not None or one.result.kept or kept_file.exists():
        write_text(journal_file, one.result.kept.journal(_digest(one.base), _digest(one.result.text)).text())
    write_text(one.path, one.result.text)
    write_text(workspace.base_file(one.stem + ".yml"), one.base)
    if one.result.kept:
        write_text(kept_file, one.result.kept.text())
    else:
        kept_file.unlink(missing_ok=True)
    journal_file.unlink(missing_ok=True)
