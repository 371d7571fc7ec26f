"""Every problem of all profiles in one run, and how problems are printed for people, tools and forges.

What breaks the format is told by `complaints`, what does not fit source and divisions by `scrutiny`; here are files,
profiles that are in each other's way, and conflicts that stand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from generator import workers
from generator.errors import GeneratorError, Problem, contained
from generator.model import Profile
from generator.profiles.branches import damages, needed
from generator.profiles.cards import FEW
from generator.profiles.check.invariants import broken
from generator.profiles.check.orphans import orphans
from generator.profiles.check.scrutiny import Scrutiny
from generator.profiles.format.shape import kind_of
from generator.profiles.hands.conflicts import standing
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.evidence import Evidence, placed
from generator.profiles.text.fix import fix_text
from generator.profiles.text.slips import marks
from generator.rules import Rules
from generator.workspace import write_text
from generator.yaml_io import Mark, scalar, show_path


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    problems: list[Problem]
    """All of them, in order of file and line."""
    shares: list[tuple[str, float]]
    """For each profile that could be checked its file and the share of the source that its quotes and headings make up, 0 to 1."""


def check(rules: Rules, shelf: Shelf, ids: Collection[str] = ()) -> list[Problem]:
    """All problems of all profiles, or of those named by id or file name, in order of file and line."""
    return checked(rules, shelf, ids).problems


def checked(rules: Rules, shelf: Shelf, ids: Collection[str] = ()) -> Checked:
    """The same with the share of each; on all cores, and of many profiles none is kept as it was parsed."""
    wanted = shelf.named(ids)

    def looked_at(number: int) -> tuple[list[Problem], float | None]:
        one, share = wanted[number], None
        found = [*one.problems, *of(rules, one)]
        with suppress(GeneratorError), contained(one.file, "cannot be checked"):  # which is told above
            share = Scrutiny(rules, one).share() if one.tree else None
        if len(wanted) >= FEW:
            one.put_back()
        return found, share

    made = list(workers.each(looked_at, range(len(wanted))))
    told = {one.file for one in wanted}
    problems = [problem for found, _ in made for problem in found]
    problems += [problem for problem in (*shelf.clashes, *needed(shelf)) if problem.file in told]
    if not ids:
        problems += orphans(shelf)
    problems += [Problem(name, message="is not the id of a profile") for name in shelf.unknown(ids)]
    shares = [(one.file, share) for one, (_, share) in zip(wanted, made, strict=True) if share is not None]
    return Checked(sorted(problems), shares)


def fix(shelf: Shelf, ids: Collection[str] = ()) -> list[Problem]:
    """Mends in all profiles, or those named, what has one right answer; each thing done, as a problem that is `fixed`."""
    mends = list[Problem]()
    for one in shelf.named(ids):
        with suppress(GeneratorError), contained(one.file, "cannot be mended"):  # which `check` tells
            if one.text:
                mended, done = fix_text(one.text, one.file, one.evidence.source if one.evidence else "")
                if mended != one.text:
                    write_text(one.path, mended)
                mends += done
    return mends


def of(rules: Rules, one: Filed) -> list[Problem]:
    """What is wrong with one profile beside its format, and what stops checking it."""
    found = list[Problem]()
    try:
        with contained(one.file, "cannot be checked"):
            found.extend(_content(rules, one))
    except GeneratorError as error:
        found += error.problems
    return found


def worse(rules: Rules, before: Filed, after: Filed) -> list[Problem]:
    """The errors of a profile that it had not before, wherever in it they stood."""

    def saying(problem: Problem) -> tuple[str, str]:
        return problem.field.rpartition(".")[2], problem.message

    had, found = Counter(saying(problem) for problem in (*before.problems, *of(rules, before))), list[Problem]()
    for problem in (*after.problems, *of(rules, after)):
        if problem.severity == "error":
            had[saying(problem)] -= 1
            if had[saying(problem)] < 0:
                found.append(problem)
    return found


def _content(rules: Rules, one: Filed) -> Iterator[Problem]:
    """What does not fit the source, the file's name, or what the machine keeps beside it."""
    if one.tree is None:
        return
    marked = list(_marked(one))
    fields = {problem.field for problem in marked}
    told = [*marked, *(problem for problem in Scrutiny(rules, one).problems() if problem.field not in fields)]
    yield from told
    malformed = any(problem.field == "id" for problem in one.problems)
    if not malformed and one.named("id") not in (None, one.path.stem):
        yield one.problem(
            "id",
            f"is {one.named('id')}, but the file is {one.path.name}",
            f"name the file {one.named('id')}.yml, or give the id its old value",
        )
    name = one.named("source.file")
    if name and one.seed is None:
        yield one.problem(
            "source.file", f"{name} is not in seeds/", "put the seed back; `python -m generator remove ID` withdraws the document"
        )
    elif one.seed and one.named("source.sha256") not in (None, one.sha256):
        yield one.problem(
            "source.sha256",
            "is not that of the seed",
            "seeds are never edited: put the seed back as it was; if it was replaced on purpose, run `make update`",
        )
    if one.seed:
        yield from damages(one)
    if one.model and one.seed:
        yield from _standing(one)
    if one.model and one.evidence:
        wrong = {problem.line for problem in told if problem.severity == "error"}
        yield from (problem for problem in _failing(rules, one, one.model, one.evidence) if problem.line not in wrong)


def _marked(one: Filed) -> Iterator[Problem]:
    """Texts in marks that are not YAML's, where the format does not tell."""
    malformed = {problem.field for problem in one.problems}
    assert one.tree is not None
    for path, meant in marks(one.tree, one.evidence.source if one.evidence else ""):
        if show_path(path) not in malformed:
            mark, message = one.tree.mark(path), "stands in Chinese quotation marks, which are part of it for YAML"
            hint = f"write {scalar(meant, kind_of(path))}, as `check --fix` does"
            yield Problem(one.file, mark.line, mark.column, show_path(path), message, hint)


def _failing(rules: Rules, one: Filed, profile: Profile, evidence: Evidence) -> Iterator[Problem]:
    """What does not hold between the items of a profile: sums, shares, numbers of parts."""
    hint = "correct what is wrong; where the source itself says so, leave it"
    for fault in broken(rules, placed(profile.model_dump(), evidence), evidence.source):
        mark = one.tree.mark(fault.path) if one.tree else Mark(0, 0, 0, 0)
        yield Problem(one.file, mark.line, mark.column, show_path(fault.path), fault.message, hint, "warning")


def _standing(one: Filed) -> Iterator[Problem]:
    """Conflicts that were listed by a merge and are not settled: the machine changed what a person had changed."""
    for conflict in standing(one):
        path = conflict.at if conflict.field != "within" else conflict.path
        mark = one.tree.mark(path) if one.tree else Mark(0, 0, 0, 0)
        field = show_path(conflict.at)
        hint = f"`python -m generator settle {one.path.stem} '{field}' --mine` keeps yours, `--machine` takes what is read now"
        yield Problem(one.file, mark.line, mark.column, field, conflict.message, hint, "warning")


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
