"""Two branches brought together by git: which documents need joining, and the mending of their files.

A document needs it where both sides changed its profile, base or memory, or where one of the machine's files of it is
damaged. How one document is joined stands in `merge.join`, what git knows in `history`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.errors import GeneratorError, Problem, contained
from generator.profiles.files import JOIN, MARKS, read_sealed
from generator.profiles.format.messages import examine
from generator.profiles.history import History, Sides, outcomes, unlabelled
from generator.profiles.items import items
from generator.profiles.merge import kept as keeping
from generator.profiles.merge.addresses import Others
from generator.profiles.merge.join import Version, join_profile
from generator.profiles.merge.kept import Kept
from generator.profiles.merge.merge import Merged, Report, write
from generator.profiles.merge.neighbours import Neighbours
from generator.profiles.merge.rewrite import MergeResult, merge_profile
from generator.profiles.shelf import Filed, Shelf, evidence_at
from generator.profiles.text.evidence import Evidence
from generator.reader.seal import broken
from generator.workspace import sha256, write_text

Read = Callable[[Sequence[Path]], tuple[Mapping[Path, str], list[Problem]]]
"""Reads seeds anew: the readings' texts, and what was wrong with the others."""
SAMPLE = 20
"""Documents that `check` looks at: a third of a second each, and `join` does all or names those it could not."""
_FILE = re.compile(r"^ +file: (['\"]?)([^'\"\r\n]+)\1\s*$", re.MULTILINE)
_PROFILES, _MERGED = "docs/profiles", "seeds/readings/merged"


class Branches:
    """The documents of a project that two branches have in common, as each of them has it."""

    def __init__(self, shelf: Shelf, named: Sequence[str] = ()) -> None:
        self.shelf, self._history = shelf, History(shelf.workspace.root)
        self._sides: Sides | None = self._history.sides(named)

    def both(self) -> dict[str, Filed]:
        """By its seed's stem, every profile that is there and that both sides changed, or the machine's files of it."""
        sides = self._sides
        if sides is None:
            return {}
        stems = {self._stem(one): one for one in self.shelf.files}
        stem_of = {one.file: stem for stem, one in stems.items()}
        changed = []
        for side in (sides.ours, sides.theirs):
            files = self._history.changed(sides.before, side, _PROFILES, _MERGED) if sides.before else self._history.files(side, _MERGED)
            changed.append({stem_of.get(file, Path(file).stem if file.startswith(_MERGED) else None) for file in files})
        return {stem: one for stem, one in stems.items() if stem and stem in changed[0] & changed[1]}

    def versions(self, one: Filed, stem: str) -> tuple[Version | None, Version | None, Version | None]:
        """A document as ours, theirs and the commit before them have it; None where that has it not, or not whole."""
        sides = self._sides
        at = (sides.ours, sides.theirs, sides.before) if sides else (None, None, None)
        ours, theirs, before = (self._version(commit, one, stem) for commit in at)
        return ours, theirs, before

    def _version(self, commit: str | None, one: Filed, stem: str) -> Version | None:
        text = self._history.text(commit, one.file)
        if text is None and commit:  # under another id
            files = set(self._history.files(commit, _PROFILES)) - {other.file for other in self.shelf.files}
            texts = (self._history.text(commit, file) or "" for file in sorted(files))
            text = next((other for other in texts if seed_stem(other) == stem), None)
        base, memory = (self._history.text(commit, f"{_MERGED}/{name}.yml") for name in (stem, f"kept/{stem}"))
        if text is None or not examine(text, one.file)[1]:
            return None
        try:
            known = keeping.load(memory, one.file) if memory else Kept()
        except GeneratorError:  # that branch was merged and not joined itself
            known = Kept()
        return Version(text, base if base and not broken(base) and examine(base, one.file)[1] else None, known)

    def _stem(self, one: Filed) -> str | None:
        """The stem of its seed, be it that git's marks stand in the file."""
        return one.stem or seed_stem(one.text)


def join(shelf: Shelf, read: Read, named: Sequence[str] = ()) -> Report:
    """Mends the readings, bases, memories and profiles of all documents that need it; `named` as in `History.sides`."""
    workspace, branches = shelf.workspace, Branches(shelf, named)
    documents = {one.stem: one for one in shelf.files if one.stem and damages(one)} | branches.both()
    seeds = {path.stem: path for path in workspace.seed_files()}
    wanted = [seeds[stem] for stem in sorted(documents) if stem in seeds]
    readings, problems = read(wanted) if wanted else ({}, [])
    report = Report(problems=list(problems))
    neighbours = Neighbours(one for one in shelf.held if one.stem not in documents)
    for stem, one in sorted(documents.items()):
        seed = seeds.get(stem)
        if seed is None or seed not in readings:
            continue
        reading, evidence = readings[seed], evidence_at(seed)
        try:
            with contained(one.file, "cannot be joined"):
                done = _joined(branches, one, stem, reading, evidence, partial(neighbours.anchors, stem), report.problems)
                write_text(workspace.reading_file(stem + ".yml"), reading)
                if MARKS.search(done.text):
                    write_text(one.path, done.text)
                    message = "people wrote different things on the two branches; git's marks show where"
                    report.problems.append(Problem(one.file, message=message, hint="keep what is right, delete the marks and join again"))
                    continue
                merged = Merged(one.path, one.file, stem, one.text, done, reading, True, partial(evidence_at, seed))
                write(workspace, merged)
                neighbours.take(stem, done.text, reading, done.kept, merged.evidence)
                report.merged.append(merged)
        except GeneratorError as error:
            report.problems += error.problems
    return report


def _joined(
    branches: Branches, one: Filed, stem: str, reading: str, evidence: Evidence | None, others: Others, problems: list[Problem]
) -> MergeResult:
    ours, theirs, before = branches.versions(one, stem)
    joined = _joined_before(one, ours, theirs, before)
    if joined and joined.base == reading:
        return MergeResult(one.text, [], [], [], joined.kept)
    if ours and theirs and not joined:
        done = join_profile(one.text, ours, theirs, before, reading, evidence, others, one.file)
    else:
        known = joined or ours or theirs or _whole(one)
        if known is None:
            message = "its base is lost, and git knows of no merge: values that today's machine reads too are taken as the machine's"
            hint = "look through what the page marks as edited; where the branches are known: `python -m generator join OURS THEIRS`"
            problems.append(Problem(one.file, message=message, hint=hint, severity="warning"))
        source, files = evidence.source if evidence else None, (one.file, "base", "reading")
        base, memory = (known.base, known.kept) if known else (None, None)
        done = merge_profile(one.text, base, reading, source=source, kept=memory, others=others, files=files)
    return replace(done, kept=done.kept.model_copy(update={"joined": _mark(ours, theirs, reading)})) if ours and theirs else done


def _joined_before(one: Filed, ours: Version | None, theirs: Version | None, before: Version | None) -> Version | None:
    """A profile with its base and memory where these two sides were joined already, and nothing was put back since."""
    known = _whole(one)
    if not (ours and theirs and known and known.base and known.kept.joined == _mark(ours, theirs, known.base)):
        return None
    untouched = {ours.text, theirs.text, *(outcomes(ours.text, before.text, theirs.text) if before else ())}
    return None if unlabelled(one.text) in untouched else known


def _mark(ours: Version, theirs: Version, base: str) -> str:
    return sha256("\0".join((ours.text, ours.base or "", theirs.text, theirs.base or "", base)).encode("utf-8"))


def _whole(one: Filed) -> Version | None:
    """A profile with its base, and what is remembered of it where that belongs to the base."""
    try:
        base = one.base_text
    except GeneratorError:
        return None
    try:
        return Version(one.text, base, Kept() if one.base and one.kept.unknown(items(one.base[0].data)) else one.kept)
    except GeneratorError:
        return Version(one.text, base, Kept())


def damages(one: Filed) -> list[Problem]:
    """What is wrong with the machine's files of a profile, such as two branches leave behind."""
    if not one.stem:
        return []
    space, problems = one.workspace, list[Problem]()
    for path in (space.reading_file(one.stem + ".yml"), space.base_file(one.stem + ".yml")):
        if path.exists():
            try:
                read_sealed(path, space.show(path))
            except GeneratorError as error:
                problems += error.problems
    try:
        unknown = one.kept.unknown(items(one.base[0].data)) if not problems and one.kept and one.base else []
    except GeneratorError as error:
        return problems + error.problems
    if unknown:
        file = space.show(one.kept_file)
        problems.append(Problem(file, message=f"belongs to another base: nothing in it stands at {', '.join(unknown[:3])}", hint=JOIN))
    return problems


def needed(shelf: Shelf) -> Iterator[Problem]:
    """Profiles in which the values of one branch's machine would pass for a person's, or a person's decision is forgotten."""
    branches = Branches(shelf)
    for stem, one in sorted(branches.both().items())[:SAMPLE]:
        ours, theirs, before = branches.versions(one, stem)
        with suppress(GeneratorError), contained(one.file, "cannot be joined"):  # told as what is wrong with the file
            if ours and theirs and one.model and one.base_text and not _joined_before(one, ours, theirs, before):
                done = join_profile(one.text, ours, theirs, before, one.base_text, one.evidence, lambda code: (), one.file)
                if done.text != one.text or not done.kept.decisions <= one.kept.decisions:
                    message = "was merged by git from two branches whose machines read differently"
                    yield Problem(one.file, message=message, hint=JOIN, severity="warning")


def seed_stem(text: str) -> str | None:
    """The stem of the seed that a text names first."""
    found = _FILE.search(text)
    return Path(found[2]).stem if found else None
