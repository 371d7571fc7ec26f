"""What git knows of two branches that were brought together: the two sides, where they parted, and their files.

Everything here may be unknown: there may be no git, no repository, no merge, or a clone too shallow to hold both sides.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import GeneratorError, Problem

_LABEL = re.compile(r"^(<{7}|>{7}|\|{7}) .*$", re.MULTILINE)


@dataclass(frozen=True)
class Sides:
    """Two commits that are, or were, brought together, and the one they come from; all as git names them."""

    ours: str
    theirs: str
    before: str | None
    """None where they have nothing in common."""


class History:
    """The repository a project stands in."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def sides(self, named: Sequence[str] = ()) -> Sides | None:
        """The sides `named` (a merge commit, or two commits); else those of the merge, rebase or cherry-pick under way, or
        of the one that HEAD is the outcome of. None where there is nothing of the kind.

        Raises GeneratorError where a name is of no commit, or of one that is no merge.
        """
        if len(named) == 2:
            return self._made(*(self._commit(name) for name in named))
        if named:
            parents = self._parents(self._commit(named[0]))
            if len(parents) != 2:
                raise GeneratorError(Problem(named[0], message="is no merge of two branches", hint="name the two commits that were merged"))
            return self._made(*parents)
        if merging := self._find("MERGE_HEAD"):
            return self._made("HEAD", merging)
        for picked in ("REBASE_HEAD", "CHERRY_PICK_HEAD"):
            if (commit := self._find(picked)) and (picked != "REBASE_HEAD" or self._rebasing()):
                return Sides("HEAD", commit, self._find(f"{commit}^"))
        parents = self._parents("HEAD")
        return self._made(*parents) if len(parents) == 2 else self._rebased()

    def _rebased(self) -> Sides | None:
        """The sides of a rebase that has just ended: what it was put upon, and the branch as it was."""
        log = (self._git("log", "--walk-reflogs", "--max-count=300", "--format=%H %gs", "HEAD") or "").splitlines()
        if not log or "(finish)" not in log[0]:
            return None
        start = next((line.split()[0] for line in log if "(start)" in line), None)
        was = self._find("ORIG_HEAD")
        return self._made(start, was) if start and was else None

    def _made(self, ours: str, theirs: str) -> Sides | None:
        if not self._find(ours) or not self._find(theirs):
            return None
        return Sides(ours, theirs, (self._git("merge-base", ours, theirs) or "").strip() or None)

    def _parents(self, commit: str) -> list[str]:
        return (self._git("show", "--no-patch", "--format=%P", commit) or "").split()

    def _commit(self, name: str) -> str:
        if found := self._find(name):
            return found
        raise GeneratorError(Problem(name, message="is no commit that git knows here"))

    def _find(self, name: str) -> str | None:
        return (self._git("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}") or "").strip() or None

    def _rebasing(self) -> bool:
        folders = [self._git("rev-parse", "--git-path", name) for name in ("rebase-merge", "rebase-apply")]
        return any(folder and (self.root / folder.strip()).is_dir() for folder in folders)

    # files

    def files(self, commit: str, folder: str) -> list[str]:
        """The files below `folder` as a commit has them."""
        return self._names("ls-tree", "-r", "-z", "--name-only", commit, "--", folder)

    def changed(self, one: str, other: str, *folders: str) -> set[str]:
        """The files below `folders` that two commits do not have in common."""
        return set(self._names("diff", "-z", "--name-only", "--no-renames", "--relative", one, other, "--", *folders))

    def _names(self, *words: str) -> list[str]:
        return [name for name in (self._git(*words) or "").split("\0") if name]

    def text(self, commit: str | None, file: str) -> str | None:
        """A file as a commit has it; None where it has none."""
        return self._git("cat-file", "blob", f"{commit}:./{file}") if commit else None

    def _git(self, *words: str) -> str | None:
        """What git prints; None where it fails or is not there."""
        try:
            done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=False)
        except OSError:
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def merged(ours: str, before: str, theirs: str, style: Sequence[str] = ()) -> tuple[str, int]:
    """Three texts merged line by line as git does, and how many conflicts are marked in the result."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "before", "theirs")]
        for path, text in zip(paths, (ours, before, theirs), strict=True):
            path.write_bytes(text.encode("utf-8"))
        command = ["git", "merge-file", "-p", *style, "-L", "ours", "-L", "before", "-L", "theirs", *map(str, paths)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode > 127:
        raise GeneratorError(Problem("git merge-file", message=done.stderr.decode("utf-8", "replace").strip()))
    return done.stdout.decode("utf-8"), done.returncode


def outcomes(ours: str, before: str, theirs: str) -> frozenset[str]:
    """What git may have made of three texts before anyone touched it, in each of its styles, labels left off."""
    return frozenset(unlabelled(merged(ours, before, theirs, style)[0]) for style in ((), ("--diff3",), ("--zdiff3",)))


def unlabelled(text: str) -> str:
    """A text whose marks of conflicts do not say of which branch they are."""
    return _LABEL.sub(r"\1", text)
