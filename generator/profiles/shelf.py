"""The profiles on disk: which can be read, which seed each belongs to, and which are in each other's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from generator import yaml_io
from generator.errors import GeneratorError, Problem
from generator.model import Profile
from generator.profiles.format.messages import parse
from generator.reader import seal
from generator.reader.article import inputs
from generator.workspace import Workspace


@dataclass(frozen=True)
class Held:
    """A profile that follows the format."""

    path: Path
    file: str
    """Its path as messages print it."""
    text: str
    tree: yaml_io.Tree
    profile: Profile

    @property
    def stem(self) -> str:
        """The stem of its seed, which its reading and base are named after."""
        return Path(self.profile.source.file).stem

    def problem(self, field: str, message: str, hint: str = "") -> Problem:
        """A problem of one of its top fields, such as `source.file`."""
        mark = self.tree.mark(tuple(field.split(".")))
        return Problem(self.file, mark.line, mark.column, field, message, hint)


class Shelf:
    """All profiles; `problems` are those of files that break the format or share an id or a seed."""

    def __init__(self, workspace: Workspace) -> None:
        self.held: list[Held] = []
        self.problems: list[Problem] = []
        self._unread: list[str] = []
        for path in workspace.profile_files():
            file = workspace.show(path)
            text = ""
            try:
                text = read_text(path, file)
                self.held.append(Held(path, file, text, *parse(text, file)))
            except GeneratorError as error:
                self.problems += error.problems
                self._unread.append(text or _whatever(path))
        self.problems += clashes("id", [(one, one.profile.id) for one in self.held])
        self.problems += clashes("source.file", [(one, one.stem) for one in self.held])

    @cached_property
    def by_stem(self) -> dict[str, Held]:
        """Profiles by their seed's stem, those with a problem left out."""
        troubled = {problem.file for problem in self.problems}
        return {one.stem: one for one in self.held if one.file not in troubled}

    def mentions(self, seed: str) -> bool:
        """Whether a profile with a problem may be the one of `seed`."""
        troubled = {problem.file for problem in self.problems}
        return any(seed in text for text in (*self._unread, *(one.text for one in self.held if one.file in troubled)))


class Named(Protocol):
    """A profile file, be it well-formed or not."""

    @property
    def file(self) -> str:
        """Its path as messages print it."""

    def problem(self, field: str, message: str, hint: str = "") -> Problem:
        """A problem of one of its top fields."""


def clashes(field: str, named: Sequence[tuple[Named, str | None]]) -> Iterator[Problem]:
    """Profiles that have the same in `field`; None is nothing."""
    groups: dict[str | None, list[Named]] = defaultdict(list)
    for one, name in named:
        groups[name].append(one)
    for one, name in named:
        others = [other.file for other in groups[name] if other is not one]
        if others and name is not None:
            yield one.problem(field, f"is also that of {', '.join(others)}", "give each profile an id and a seed of its own")


def read_text(path: Path, file: str) -> str:
    """A file's text, line ends as they are; raises GeneratorError where it cannot be opened, is not UTF-8 or too large."""
    if path.suffix != ".yml":
        raise GeneratorError(Problem(file, message=f"ends in {path.suffix}, so it would be passed over", hint=f"name it {path.stem}.yml"))
    try:
        if path.stat().st_size > yaml_io.MAX_BYTES:
            raise GeneratorError(
                Problem(file, message=f"is larger than {yaml_io.MAX_BYTES // 1_000_000} MB", hint="a profile is a few hundred lines")
            )
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        hint = "a link leads to a file that is not there: put the file here, or delete the link" if path.is_symlink() else ""
        raise GeneratorError(Problem(file, message=f"cannot be opened: {error.strerror}", hint=hint)) from None
    except UnicodeDecodeError as error:
        raise GeneratorError(Problem(file, message=f"is not UTF-8 text, from byte {error.start} on", hint="save it as UTF-8")) from None


def _whatever(path: Path) -> str:
    """What can be had of a file that is no profile; nothing of a folder, or of a link that leads nowhere."""
    try:
        return path.read_bytes()[: yaml_io.MAX_BYTES].decode("utf-8", "replace")
    except OSError:
        return ""


def read_sealed(path: Path, file: str) -> str:
    """The text of a reading or base; raises GeneratorError where it was edited by hand, too."""
    text = read_text(path, file)
    if seal.broken(text):
        message = "was edited by hand, which is what the machine alone does"
        hint = "put the correction into docs/profiles/, and take this file back from the last commit; a reading `make update` writes anew"
        raise GeneratorError(Problem(file, message=message, hint=hint))
    return text


def source_text(workspace: Workspace, profile: Profile) -> str | None:
    """A profile's decoded seed; None where it is gone or cannot be read, which `read` and `check` tell."""
    path = workspace.seeds / profile.source.file
    try:
        return inputs.extract(path.read_bytes(), path.name).text
    except (OSError, GeneratorError):
        return None
