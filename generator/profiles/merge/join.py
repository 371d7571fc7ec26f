"""Joins two versions of one profile that git brought together: texts in, the profile and what is to remember out.

Each side is first brought to today's reading by itself, as an update would: then the machine says the same on both, and
what differs is people's alone. A profile that git merged and nobody touched since is merged anew from the two; of one that
was settled by hand `unhanded` tells whose is what. Files and git are others' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator import yaml_io
from generator.errors import GeneratorError, Problem
from generator.profiles.files import MARKS
from generator.profiles.format.messages import examine, parse
from generator.profiles.format.shape import without_machine_only
from generator.profiles.history import merged, outcomes, unlabelled
from generator.profiles.items import Item, items
from generator.profiles.merge.addresses import Others
from generator.profiles.merge.align import places
from generator.profiles.merge.kept import Kept, Landed
from generator.profiles.merge.merge import HEADER
from generator.profiles.merge.rewrite import MergeResult, merge_profile
from generator.profiles.merge.unhanded import Side, Unhanded, Witness
from generator.profiles.text.evidence import Evidence
from generator.yaml_io import show_path

_COMMENT = re.compile(r"(?:^|\s)#[^\r\n]*$", re.MULTILINE)


@dataclass(frozen=True)
class Version:
    """A profile with the base and the memory that belong to it."""

    text: str
    base: str | None
    kept: Kept


def join_profile(
    text: str, ours: Version, theirs: Version, before: Version | None, reading: str, evidence: Evidence | None,
    others: Others = lambda code: (), file: str = "profile",
) -> MergeResult:  # fmt: skip
    """What `text`, which git made of two versions, says of right with `reading` as its base.

    The result's text has git's marks where people wrote different things at one place: then nothing else is to be written
    before they are settled. Raises GeneratorError where a text breaks the format.
    """
    data = parse(reading, file)[0].data
    if before is None:  # both opened it
        head = parse(ours.text, file)[0].data
        opened = {**without_machine_only(data), "id": head["id"], "review": {"status": "unreviewed"}}
        before = Version(yaml_io.dump(opened, HEADER), reading, Kept())
    source = evidence.source if evidence else None
    now = [
        merge_profile(one.text, one.base, reading, source=source, kept=one.kept, others=others, files=(file, "base", "reading"))
        for one in (ours, before, theirs)
    ]
    if unlabelled(text) in outcomes(ours.text, before.text, theirs.text):
        again = _anew(now[0], now[1], now[2], file)
        if not MARKS.search(again):
            text = again
        elif MARKS.search(text):
            return MergeResult(again, [], [], [], Kept())
    new = items(data)
    sides = [_side(one, brought, new, evidence) for one, brought in ((ours, now[0]), (theirs, now[2]))]
    return _settled(text, sides, reading, new, evidence, others, file)


def _settled(
    text: str, sides: Sequence[Side], reading: str, new: Sequence[Item], evidence: Evidence | None, others: Others, file: str
) -> MergeResult:
    """What a profile without marks says of right; `new` are the items of `reading`."""
    found = Unhanded(parse(text, file)[0].data, sides, new, evidence)
    base = yaml_io.dump(found.data)
    source = evidence.source if evidence else None
    left = Kept(landed=[Landed(path=show_path(path), within="") for path in found.landed])
    files = (file, "what the machine read of it", "reading")
    result = merge_profile(text, base, reading, source=source, kept=left, others=others, files=files)
    memory = _memory(result.kept, [side.kept for side in sides], {show_path(item.path) for item in found.moved})
    ghosts = memory.model_copy(update={"lost": []}).ghosts(new)[2]
    there = places(ghosts, items(parse(result.text, file)[0].data), [], evidence)
    stranded = [entry for entry, ghost in zip(memory.stranded, ghosts, strict=True) if there.of[ghost].mine]
    return replace(result, kept=memory.model_copy(update={"stranded": stranded}))


def _side(one: Version, brought: MergeResult, new: Sequence[Item], evidence: Evidence | None) -> Side:
    profile = parse(one.text, "profile")[0].data
    base = items(parse(one.base, "base")[0].data) if one.base else new
    now = Witness(parse(brought.text, "profile")[0].data, new, brought.kept, evidence)
    return Side(Witness(profile, base, one.kept, evidence), now, brought.kept)


def _anew(ours: MergeResult, before: MergeResult, theirs: MergeResult, file: str) -> str:
    """Two sides that have one base, merged: line by line as git does, else item by item where that loses nothing."""
    text, conflicts = merged(ours.text, before.text, theirs.text)
    if not conflicts and examine(text, file)[1]:
        return text
    review = [parse(one.text, file)[0].data.get("review") for one in (before, theirs)]
    again = merge_profile(ours.text, before.text, theirs.text, files=(file, file, file))
    comments = set(_COMMENT.findall(theirs.text)) - set(_COMMENT.findall(before.text))
    lost = comments - set(_COMMENT.findall(again.text))
    if review[0] == review[1] and not (again.conflicts or again.notes or lost):
        return again.text
    if not conflicts:
        raise GeneratorError(Problem(file, message="is no profile any more where git merges it", hint="settle it by hand and join again"))
    return text


def _memory(kept: Kept, sides: Sequence[Kept], moved: set[str]) -> Kept:
    """What is to remember of both sides, ours before theirs; `kept` has what the joined profile itself tells."""
    changed = {(one.path, one.field): one for one in kept.changed}
    for side in sides:
        for entry in side.changed:
            if entry.field == "within" and entry.path in moved:
                changed.setdefault((entry.path, entry.field), entry)
    deleted = {(one.kind, repr(one.item)): one for side in (*sides[::-1], kept) for one in side.deleted}
    stranded = {(one.kind, repr(one.item)): one for side in (*sides[::-1], kept) for one in side.stranded}
    lost = {repr(one.region): one for side in sides[::-1] for one in side.lost}
    anchors = {one.path: one for side in sides[::-1] for one in side.anchors}
    strays = {(one.kind, repr(one.item)): one for side in sides[::-1] for one in side.strays}
    return Kept(
        changed=list(changed.values()), found=kept.found, landed=kept.landed, deleted=list(deleted.values()), stranded=list(stranded.values()),
        lost=list(lost.values()), anchors=list(anchors.values()), strays=list(strays.values()),
    ).sorted()  # fmt: skip
