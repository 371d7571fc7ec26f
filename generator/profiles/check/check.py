"""Every problem of all profiles in one run, and how problems are printed for people, tools and forges.

What breaks the format is told by `complaints`, what does not fit source and divisions by `scrutiny`; here are files,
profiles that are in each other's way, and conflicts that stand.
"""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generator.errors import GeneratorError, Problem
from generator.model import Profile
from generator.profiles.check.evidence import Evidence
from generator.profiles.check.scrutiny import Scrutiny
from generator.profiles.format.messages import examine, parse
from generator.profiles.merge import align, kept
from generator.profiles.merge.rewrite import spelt
from generator.profiles.merge.threeway import edited, home_of
from generator.profiles.merge.threeway import name as name_of
from generator.profiles.shelf import clashes, read_sealed, read_text
from generator.profiles.text.fix import fix_text
from generator.reader.article import inputs
from generator.workspace import Workspace, sha256, write_text
from generator.yaml_io import Tree, show_path


@dataclass(frozen=True)
class _Checked:
    """One profile file and what could be had of it."""

    path: Path
    file: str
    text: str
    tree: Tree | None
    profile: Profile | None
    problems: list[Problem]

    def named(self, *path: str) -> str | None:
        """A top field such as `id` where it is text."""
        data: Any = self.tree.data if self.tree else None
        for key in path:
            data = data.get(key) if isinstance(data, Mapping) else None
        return data if isinstance(data, str) else None

    def problem(self, field: str, message: str, hint: str = "") -> Problem:
        mark = self.tree.mark(tuple(field.split("."))) if self.tree else None
        return Problem(self.file, mark.line if mark else 0, mark.column if mark else 0, field, message, hint)


def check(workspace: Workspace, ids: Collection[str] | None = None) -> list[Problem]:
    """All problems of all profiles, or of those named by id or file name, in order of file and line."""
    files = [_read(workspace, path) for path in workspace.profile_files()]
    problems = list[Problem]()
    wanted = [one for one in files if not ids or {one.named("id"), one.path.stem} & set(ids)]
    for one in wanted:
        problems += one.problems
        if one.tree is not None:
            problems += _content(workspace, one)
    seeds = [(one, name and Path(name).stem) for one in files for name in [one.named("source", "file")]]
    told = {one.file for one in wanted}
    clashing = [*clashes("id", [(one, one.named("id")) for one in files]), *clashes("source.file", seeds)]
    problems += [problem for problem in clashing if problem.file in told]
    for name in sorted(set(ids or ()) - {n for one in files for n in (one.named("id"), one.path.stem) if n}):
        problems.append(Problem(name, message="is not the id of a profile"))
    return sorted(problems)


def shares(workspace: Workspace, ids: Collection[str] | None = None) -> list[tuple[str, float]]:
    """For each profile its file and the share of the source that its quotes and headings make up, 0 to 1."""
    found = []
    for path in workspace.profile_files():
        one = _read(workspace, path)
        if one.tree is not None and (not ids or {one.named("id"), path.stem} & set(ids)):
            found.append((one.file, _scrutiny(workspace, one).share()))
    return found


def fix(workspace: Workspace, ids: Collection[str] | None = None) -> list[Problem]:
    """Mends in all profiles, or those named, what has one right answer; each thing done, as a problem that is `fixed`."""
    mends = list[Problem]()
    for path in workspace.profile_files():
        file = workspace.show(path)
        try:
            text = read_text(path, file)
        except GeneratorError:
            continue
        one = _read(workspace, path)
        if ids and not {one.named("id"), path.stem} & set(ids):
            continue
        mended, done = fix_text(text, file)
        if mended != text:
            write_text(path, mended)
        mends += done
    return mends


def _read(workspace: Workspace, path: Path) -> _Checked:
    file = workspace.show(path)
    try:
        text = read_text(path, file)
    except GeneratorError as error:
        return _Checked(path, file, "", None, None, error.problems)
    return _Checked(path, file, text.removeprefix("\ufeff"), *examine(text, file))


def _scrutiny(workspace: Workspace, one: _Checked) -> Scrutiny:
    assert one.tree is not None
    seed = _seed(workspace, one)
    evidence = page = None
    if seed is not None:
        try:
            data = seed.read_bytes()
            evidence = Evidence(inputs.extract(data, seed.name).text)
            if seed.suffix.lower() in (".html", ".htm"):
                page = Evidence(html.unescape(inputs.decode(data, seed.name)[0]))
        except GeneratorError:
            evidence = None  # `read` tells what is wrong with the seed
    return Scrutiny(one.text, one.tree, one.file, evidence, page)


def _seed(workspace: Workspace, one: _Checked) -> Path | None:
    name = one.named("source", "file")
    path = workspace.seeds / name if name and name == Path(name).name else None
    return path if path is not None and path.is_file() else None


def _content(workspace: Workspace, one: _Checked) -> Iterator[Problem]:
    scrutiny = _scrutiny(workspace, one)
    yield from scrutiny.problems()
    malformed = any(problem.field == "id" for problem in one.problems)
    if not malformed and one.named("id") not in (None, one.path.stem):
        yield one.problem(
            "id",
            f"is {one.named('id')}, but the file is {one.path.name}",
            f"name the file {one.named('id')}.yml, or give the id its old value",
        )
    name = one.named("source", "file")
    seed = _seed(workspace, one)
    if name and seed is None:
        yield one.problem("source.file", f"{name} is not in seeds/", "put the seed back, or delete the profile")
    elif seed and one.named("source", "sha256") not in (None, sha256(seed.read_bytes())):
        yield one.problem(
            "source.sha256",
            "is not that of the seed",
            "seeds are never edited: put the seed back as it was; if it was replaced on purpose, run `make update`",
        )
    for path in (workspace.reading_file(name), workspace.base_file(name)) if name and seed else ():
        if path.exists():
            try:
                read_sealed(path, workspace.show(path))
            except GeneratorError as error:
                yield from error.problems
    if one.profile is not None and seed is not None:
        yield from _standing(workspace, one, one.profile, scrutiny.evidence)


def _standing(workspace: Workspace, one: _Checked, profile: Profile, evidence: Evidence | None) -> Iterator[Problem]:
    """Conflicts that were listed by a merge and are not settled: the machine changed what a person had changed."""
    stem = Path(profile.source.file).stem
    kept_file, base_file = workspace.merged / "kept" / f"{stem}.yml", workspace.base_file(stem + ".yml")
    if not kept_file.exists() or not base_file.exists() or one.tree is None:
        return
    try:
        known = kept.load(read_text(kept_file, workspace.show(kept_file)), workspace.show(kept_file))
        base = align.items(parse(read_text(base_file, workspace.show(base_file)), workspace.show(base_file))[0].data)
    except GeneratorError as error:
        yield from error.problems
        return
    places = align.places(base, align.items(one.tree.data), [], evidence)
    hand = known.hand(base)
    for place in places.all:
        if not place.base or not place.mine:
            continue
        for field in edited(place, places, hand):
            if (place.base, field) not in hand.fields:
                continue
            if field == "within":
                yours, now = name_of(home_of(place.mine, places)), name_of(home_of(place.base, places))
            else:
                yours, now = place.mine.values[field], place.base.values[field]
            was = hand.fields[place.base, field]
            if yours != now and was != now:
                path = (*place.mine.path, field) if field != "within" else place.mine.path
                mark = one.tree.mark(path)
                message = f"conflict: yours {spelt(yours)}, was {spelt(was)}, now reads {spelt(now)}"
                hint = "write what is right; the warning goes when both agree, or with the entry in " + workspace.show(kept_file)
                yield Problem(one.file, mark.line, mark.column, show_path((*place.mine.path, field)), message, hint, "warning")


def show(problems: Sequence[Problem], form: Literal["text", "json", "github"] = "text") -> str:
    """All problems as they are printed: a line each and a count for people, a list for tools, workflow commands for forges."""
    return {"text": _text, "json": _json, "github": _github}[form](problems)


def _text(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return "".join(f"{problem}\n" for problem in problems) + f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}\n"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _json(problems: Sequence[Problem]) -> str:
    """A list of objects with the fields of `Problem`."""
    keys = ("file", "line", "column", "field", "message", "hint", "severity")
    return json.dumps([{key: getattr(problem, key) for key in keys} for problem in problems], ensure_ascii=False, indent=1) + "\n"


def _github(problems: Sequence[Problem]) -> str:
    """Workflow commands that the forge shows beside the lines of a change."""
    lines = []
    for problem in problems:
        place = [f"file={_property(problem.file)}"]
        if problem.line:
            place += [f"line={problem.line}", f"col={problem.column}"]
        place.append(f"title={_property(problem.field or 'profile')}")
        message = problem.message + (f" ({problem.hint})" if problem.hint else "")
        command = "notice" if problem.severity == "fixed" else problem.severity
        lines.append(f"::{command} {','.join(place)}::{_escaped(message)}")
    return "".join(line + "\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
