"""The profiles on disk, each with its seed, base and what a merge remembered; every file is read and parsed once at most.

Of many profiles a card is kept, so that a command parses those alone that it is about."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError, Problem, contained
from generator.files import bytes_of
from generator.model import Profile
from generator.profiles.cards import FEW, CardBox, ProfileCard
from generator.profiles.files import read_sealed, read_text, read_whatever
from generator.profiles.format.messages import examine, parse
from generator.profiles.merge import kept
from generator.profiles.merge.kept import Kept
from generator.profiles.text.evidence import Evidence
from generator.reader.article import inputs
from generator.workspace import Workspace, sha256
from generator.yaml_io import Mark, Tree


class Filed:
    """One profile on disk: its text, tree and model as far as they can be had, and the files that belong to it.

    With its `card` it is read and parsed when more is asked for, and again after `put_back`.
    """

    def __init__(self, workspace: Workspace, path: Path, card: ProfileCard | None = None) -> None:
        self.workspace, self.path = workspace, path
        self.file = workspace.show(path)
        """Its path as messages print it."""
        self._card = card
        if card is None:
            self._examined  # noqa: B018 - as it is now

    @cached_property
    def _read(self) -> tuple[str, list[Problem]]:
        try:
            with contained(self.file, "cannot be read"):
                return read_text(self.path, self.file), []
        except GeneratorError as error:
            return "", error.problems

    @cached_property
    def _examined(self) -> tuple[Tree | None, Profile | None, list[Problem]]:
        text, problems = self._read
        try:
            with contained(self.file, "cannot be read"):
                return (None, None, problems) if problems else examine(text, self.file)
        except GeneratorError as error:
            return None, None, error.problems

    @property
    def text(self) -> str:
        """Its file's text; empty where that cannot be read."""
        return self._read[0]

    @property
    def tree(self) -> Tree | None:
        """What the file holds, with where each thing stands; None where it is no YAML."""
        return self._examined[0]

    @property
    def model(self) -> Profile | None:
        """None where the file breaks the format."""
        return self._examined[1]

    @property
    def problems(self) -> list[Problem]:
        """How it breaks the format."""
        return [] if self._card else self._examined[2]

    @property
    def card(self) -> ProfileCard | None:
        """What others need to know of it; None where the file breaks the format."""
        if self._card is None and self.model:
            self._card = ProfileCard.of(self.model)
        return self._card

    def with_text(self, text: str) -> Filed:
        """The same profile as if its file held `text`; its seed and base are those that were opened."""
        one = copy(self)
        one._card = None
        one.__dict__ |= {"_read": (text, []), "_examined": examine(text, self.file)}
        return one

    def put_back(self) -> None:
        """Forgets all but its card: ten thousand parsed profiles are five gigabytes."""
        if self.card:
            self.__dict__ = {key: self.__dict__[key] for key in ("workspace", "path", "file", "_card")}

    @property
    def profile(self) -> Profile:
        """The profile of a file that follows the format; raises GeneratorError with what is wrong with another."""
        if self.model is None:
            raise GeneratorError(self._examined[2])
        return self.model

    @property
    def data(self) -> Any:
        """What the file holds, of whatever shape; None where it is no YAML."""
        return self.tree.data if self.tree else None

    def named(self, field: str) -> str | None:
        """A top field such as `id` or `source.file` where it is text."""
        if self._card and field in ("id", "source.file"):
            return self._card.id if field == "id" else self._card.seed
        data = self.data
        for key in field.split("."):
            data = data.get(key) if isinstance(data, Mapping) else None
        return data if isinstance(data, str) else None

    def goes_by(self, names: Collection[str]) -> bool:
        """Whether its id or file name is one of `names`; any will do where there are none."""
        return not names or not {self.named("id"), self.path.stem}.isdisjoint(names)

    def problem(self, field: str, message: str, hint: str = "") -> Problem:
        """A problem of one of its top fields, such as `source.file`."""
        mark = self.tree.mark(tuple(field.split("."))) if self.tree else Mark(0, 0, 0, 0)
        return Problem(self.file, mark.line, mark.column, field, message, hint)

    # what belongs to it

    @property
    def stem(self) -> str | None:
        """The stem of its seed, which its reading and base are named after."""
        name = self.named("source.file")
        return Path(name).stem if name else None

    @property
    def seed(self) -> Path | None:
        """Its seed, where it is there."""
        name = self.named("source.file")
        path = self.workspace.seeds / name if name and name == Path(name).name else None
        return path if path is not None and path.is_file() else None

    @cached_property
    def _seed_bytes(self) -> bytes | None:
        return bytes_of(self.seed, inputs.MAX_BYTES + 1) if self.seed else None

    @cached_property
    def sha256(self) -> str | None:
        """That of its seed."""
        return sha256(self._seed_bytes) if self._seed_bytes is not None else None

    @cached_property
    def evidence(self) -> Evidence | None:
        """Its decoded seed, to look for words in; None where it is gone or cannot be read, which `read` tells."""
        return evidence_of(self._seed_bytes, self.seed.name) if self.seed and self._seed_bytes is not None else None

    @cached_property
    def page(self) -> Evidence | None:
        """The whole of a saved web page, where its title may stand though the article does not print it."""
        if self.seed is None or self.evidence is None or self._seed_bytes is None:
            return None
        source = inputs.page(self._seed_bytes, self.seed.name)
        return Evidence(inputs.clean(html.unescape(source))) if source else None

    @cached_property
    def base_text(self) -> str | None:
        """Its base's text; None where it has none. Raises GeneratorError where that was edited by hand."""
        path = self.workspace.base_file(f"{self.stem}.yml") if self.stem else None
        return read_sealed(path, self.workspace.show(path)) if path and path.exists() else None

    @cached_property
    def base(self) -> tuple[Tree, Profile] | None:
        """Its base, parsed; raises GeneratorError where that is damaged."""
        return parse(self.base_text, self.workspace.show(self.workspace.base_file(f"{self.stem}.yml"))) if self.base_text else None

    @property
    def kept_file(self) -> Path:
        """Where what a merge remembers of it stands."""
        return kept.files(self.workspace, self.stem or "")[0]

    @cached_property
    def kept(self) -> Kept:
        """What the merge before remembered; raises GeneratorError where that was damaged."""
        return kept.of(self.workspace, self.stem) if self.stem else Kept()


def evidence_of(data: bytes, name: str) -> Evidence | None:
    """A seed to look for words in; None where it cannot be read."""
    try:
        return Evidence(inputs.extract(data, name).text)
    except GeneratorError:
        return None


def evidence_at(seed: Path) -> Evidence | None:
    """The same of a seed's file."""
    data = bytes_of(seed, inputs.MAX_BYTES + 1)
    return evidence_of(data, seed.name) if data is not None else None


class Shelf:
    """All profiles of a workspace, in the order of their names."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.files = tuple(_filed(workspace))
        self.held = tuple(one for one in self.files if one.card)
        """Those that follow the format."""
        self.clashes = [*_clashes("id", self.files, [one.named("id") for one in self.files])]
        self.clashes += _clashes("source.file", self.files, [one.stem for one in self.files])
        self.clashes += _taken_again(self.held)
        """Profiles that are in each other's way."""

    @property
    def withdrawn_file(self) -> Path:
        """Where the ids of withdrawn documents stand, one a line."""
        return self.workspace.readings / "withdrawn.txt"

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Those ids."""
        return frozenset(line for line in read_whatever(self.withdrawn_file).splitlines() if line and not line.startswith("#"))

    @cached_property
    def taken(self) -> frozenset[str]:
        """The ids that no other document may be given: those there are and were, and those of withdrawn documents."""
        now = {name for one in self.files for name in (one.named("id"), one.path.stem) if name}
        return frozenset(now.union(self.withdrawn, *(one.card.former_ids for one in self.held if one.card)))

    @property
    def problems(self) -> list[Problem]:
        """What breaks the format, and clashes."""
        return [*(problem for one in self.files for problem in one.problems), *self.clashes]

    @cached_property
    def _troubled(self) -> set[str]:
        return {problem.file for problem in self.problems}

    @cached_property
    def by_stem(self) -> dict[str, Filed]:
        """Profiles by their seed's stem, those with a problem left out."""
        return {one.stem: one for one in self.held if one.stem and one.file not in self._troubled}

    def mentions(self, seed: str) -> bool:
        """Whether a profile with a problem may be the one of `seed`."""
        return any(seed in (one.text or read_whatever(one.path)) for one in self.files if one.file in self._troubled)

    def named(self, names: Collection[str]) -> list[Filed]:
        """The profiles that go by those ids or file names; all where there are none."""
        return [one for one in self.files if one.goes_by(names)]

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that no profile goes by."""
        return sorted(name for name in set(names) if not any(one.goes_by((name,)) for one in self.files))


def _filed(workspace: Workspace) -> Iterator[Filed]:
    """Every profile; of many, those that were seen to follow the format as they are now need not be parsed."""
    paths = workspace.profile_files()
    box = CardBox(workspace, paths)
    for path in paths:
        one = Filed(workspace, path, box.known.get(path))
        if one.card and path not in box.known:
            box.put(path, one.text, one.card)
            if len(paths) >= FEW:
                one.put_back()
        yield one
    box.close()


def _clashes(field: str, files: Sequence[Filed], names: Sequence[str | None]) -> Iterator[Problem]:
    """Profiles that have the same in `field`; None is nothing."""
    groups: dict[str | None, list[Filed]] = defaultdict(list)
    for one, name in zip(files, names, strict=True):
        groups[name].append(one)
    for one, name in zip(files, names, strict=True):
        others = [other.file for other in groups[name] if other is not one]
        if others and name is not None:
            yield one.problem(field, f"is also that of {', '.join(others)}", "give each profile an id and a seed of its own")


def _taken_again(files: Sequence[Filed]) -> Iterator[Problem]:
    """Profiles that name as their former id what another is, or was."""
    of: dict[str, list[Filed]] = defaultdict(list)
    cards = [(one, one.card) for one in files if one.card]
    for one, card in cards:
        for name in dict.fromkeys((card.id, *card.former_ids)):
            of[name].append(one)
    for one, card in cards:
        for name in card.former_ids:
            if name == card.id:
                yield one.problem("former_ids", f"{name} is its id now", "delete it here")
            elif others := [other.file for other in of[name] if other is not one]:
                yield one.problem("former_ids", f"{name} is or was the id of {', '.join(others)} too", "keep it where it was given first")
