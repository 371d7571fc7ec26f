"""What a change does to the data, as Markdown for the forge: which profiles, figures and pages change, old value and new.

    PYTHONPATH=. python .ci/summary.py OLD NEW     # two trees of the project

Writes below docs/ of both what `build` writes, nothing else. Whatever a profile says is shown as text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError
from generator.model import Profile
from generator.profiles import diff
from generator.profiles.shelf import Filed, Shelf
from generator.publish import build
from generator.rules import Rules
from generator.workspace import Workspace

LONGEST = 160
"""Characters of a value that are shown."""
MOST = 300
"""Rows of a list: a forge takes a megabyte and a reader far less."""
MARKUP = frozenset("\\`*_{}[]()<>#+-.!|~@&$:/=\"'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What Markdown, HTML, a forge's mentions and links are made of, and what turns the order of signs."""


def shown(value: Any) -> str:
    """A value as text that no forge takes for markup; nothing as a dash."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, dict):
        value = ", ".join(f"{key} {one}" for key, one in value.items() if one not in (None, "", []))
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    text = " ".join(str(value).split())
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(f"&#{ord(sign)};" if sign in MARKUP or not sign.isprintable() else sign for sign in text)


def rows(old: Profile, new: Profile, source: str | None) -> Iterator[tuple[str, str, Any, Any]]:
    """What changed from one version of a profile to the next: of what, which field, before, after."""
    for name in ("review", "source"):
        left, right = (one.model_dump(exclude_none=True)[name] for one in (old, new))
        for key in sorted({*left, *right} - {"gaps"}):
            if left.get(key) != right.get(key):
                yield name, key, left.get(key), right.get(key)
    for edit in diff.differences(old, new, source).all:
        if edit.path != ("source",):
            yield edit.words, edit.field or edit.kind, edit.read, edit.yours


def _source(one: Filed) -> str | None:
    return one.evidence.source if one.evidence else None


def profiles(old: Workspace, new: Workspace) -> Iterator[str]:
    """The part about profiles, line by line."""
    shelves = Shelf(old), Shelf(new)
    before = {one.profile.id: one.profile for one in shelves[0].held}
    files = {one.profile.id: one for one in shelves[1].held}
    after = {id_: one.profile for id_, one in files.items()}
    broken = {problem.file: problem for problem in shelves[1].problems}
    gone = {one.profile.id for one in shelves[0].held if one.file not in broken}
    changed = {id_: list(rows(before[id_], after[id_], _source(files[id_]))) for id_ in sorted(before.keys() & after.keys())}
    changed = {id_: found for id_, found in changed.items() if found}
    added, removed = sorted(after.keys() - before.keys()), sorted(gone - after.keys())
    yield f"## Profiles: {len(changed)} changed, {len(added)} new, {len(removed)} withdrawn, {len(after)} in all"
    for problem in broken.values():
        yield f"- cannot be read: {shown(str(problem))}"
    for id_ in added:
        figures = sum(len(measure.indicators) for region in after[id_].regions for measure in [region, *region.measures])
        yield f"- new: **{shown(id_)}** — {shown(after[id_].source.title)} ({figures} figures)"
    for id_ in removed:
        yield f"- withdrawn: **{shown(id_)}** — {shown(before[id_].source.title)}"
    for id_, found in changed.items():
        yield f"\n### {shown(id_)}: {len(found)} changed\n"
        yield "| of | field | before | after |"
        yield "| --- | --- | --- | --- |"
        for row in found[:MOST]:
            yield f"| {' | '.join(map(shown, row))} |"
        if len(found) > MOST:
            yield f"\n… and {len(found) - MOST} more"


def pages(space: Workspace) -> dict[str, bytes]:
    """Every page that profiles are built to, by its address."""
    shelf = Shelf(space)
    build.build(Rules(), shelf, diff.load(shelf))
    names = [name for name in build.listed(space) if name.endswith(".md")]
    return {name.removesuffix("index.md").removesuffix(".md") or "/": (space.docs / name).read_bytes() for name in names}


def addresses(old: Workspace, new: Workspace) -> Iterator[str]:
    """The part about pages, line by line."""
    before, after = pages(old), pages(new)
    states = {"new": after.keys() - before.keys(), "gone": before.keys() - after.keys()}
    states["changed"] = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    yield f"\n## Pages: {len(states['changed'])} changed, {len(states['new'])} new, {len(states['gone'])} gone, {len(after)} in all"
    for state, names in states.items():
        for name in sorted(names)[:MOST]:
            yield f"- {state}: {shown(name)}"
        if len(names) > MOST:
            yield f"- {state}: and {len(names) - MOST} more"


def summary(old: Path, new: Path) -> str:
    """The whole text. A tree that cannot be built is said to be so: `check` tells of it."""
    spaces = Workspace(old), Workspace(new)
    lines = list(profiles(*spaces))
    try:
        lines += addresses(*spaces)
    except GeneratorError as error:
        lines.append(f"\nPages are not compared: {shown(str(error.problems[0]))}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: PYTHONPATH=. python .ci/summary.py OLD NEW")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(summary(Path(sys.argv[1]), Path(sys.argv[2])))
