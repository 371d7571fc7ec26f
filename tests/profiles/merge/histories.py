"""Random histories of two branches in real repositories: hands and machines on both, a merge by git, and what must come of it.

The oracle knows every item's identity, which git and the merge never see.
"""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import Problem
from generator.profiles import branches
from generator.profiles.format.messages import parse
from generator.profiles.merge import merge
from generator.profiles.shelf import Shelf
from generator.reader.seal import seal
from generator.workspace import Workspace
from tests.profiles.merge.hands import CHILDREN, Case, Node, Writer, flat, reading
from tests.profiles.merge.test_merge_properties import Ledger, Operation, canonical, changed, leaves
from tests.project import FROZEN, ROOT

# What people and machines do to regions is tried in the properties of merges.
DEEDS = ("hot", "hot", "change", "change", "requote", "delete", "add", "move", "word", "source", "person")


def git(root: Path, *words: str, fails: bool = False) -> str:
    """Runs git in a repository of a test's own, untouched by what the machine's user has set."""
    settings = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@t",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "gc.auto=0",
    ]
    done = subprocess.run(["git", *settings, *words], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert fails or done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


class Project:
    """One document in a repository."""

    def __init__(self, root: Path, case: Case) -> None:
        self.root, self.case, self.space = root, case, Workspace(root)
        self.seed = root / "seeds" / parse(reading(case, case.tree), "case")[1].source.file
        self.profile = root / "docs/profiles" / f"{case.head['id']}.yml"
        self.name = f"docs/profiles/{self.profile.name}"
        for folder in (self.seed.parent, self.profile.parent):
            folder.mkdir(parents=True)
        self.seed.write_bytes((FROZEN / "seeds" / self.seed.name).read_bytes())
        git(root, "init", "-q", "-b", "main")
        (root / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())

    def read(self, tree: Node) -> None:
        """Puts a reading beside the seed and merges it, as an update does."""
        path = self.space.reading_file(self.seed.name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(seal(reading(self.case, tree)), encoding="utf-8", newline="")
        report = merge.merge(Shelf(self.space))
        assert not report.problems, report.problems

    def write(self, tree: Node) -> None:
        """Saves the profile as a person might."""
        text = Writer(random.Random(0), plain=True).write(self.case, tree, "unreviewed")
        self.profile.write_text(text, encoding="utf-8", newline="")

    def join(self, tree: Node, *named: str) -> list[Problem]:
        """Joins, where the machine now reads `tree`; gives the problems."""
        text = seal(reading(self.case, tree))

        def read(paths: Sequence[Path]) -> tuple[Mapping[Path, str], list[Problem]]:
            return dict.fromkeys(paths, text), []

        return branches.join(Shelf(self.space), read, named).problems

    def commit(self, message: str) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", message)

    def files(self) -> dict[str, bytes]:
        """Every file but git's own."""
        found = [path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.relative_to(self.root).parts]
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


@dataclass
class Branch:
    """What was done on one branch."""

    hands: list[Operation]
    machine: list[Operation] | None
    """None where it did not update."""
    updated_first: bool


@dataclass
class History:
    """Two branches, how they are merged, and what the machine reads then and the next time."""

    case: int
    ours: Branch
    theirs: Branch
    now: list[Operation]
    next: list[Operation]
    take: str
    """Which side's files of the machine are taken, or `left` as git leaves them."""
    settled: str
    """Which side's profile is taken whole, or `git`."""
    rebase: bool
    committed: bool
    """Whether what git and people made of it is committed before it is joined."""


def history(seed: int, cases: int) -> History:
    rng = random.Random(seed)

    def deeds(most: int) -> list[Operation]:
        return [(rng.choice(DEEDS), rng.randrange(2_000), rng.randrange(2_000)) for _ in range(rng.randint(0, most))]

    def branch() -> Branch:
        return Branch(deeds(6), deeds(8) if rng.random() < 0.8 else None, rng.random() < 0.5)

    return History(
        rng.randrange(cases), branch(), branch(), deeds(8), deeds(8), take=rng.choice(["ours", "theirs", "left"]),
        settled=rng.choice(["git", "git", "git", "ours", "theirs"]), rebase=rng.random() < 0.3, committed=rng.random() < 0.3,
    )  # fmt: skip


def play(root: Path, case: Case, one: History) -> None:
    """Lives a history through and asserts what must come of it."""
    project = Project(root, case)
    project.read(case.tree)
    project.write(case.tree)
    project.commit("opened")
    git(root, "branch", "other")
    ledgers, tips, start = [], [], git(root, "rev-parse", "HEAD").strip()
    for name, branch in (("main", one.ours), ("other", one.theirs)):
        git(root, "checkout", "-q", name)
        ledgers.append(live(project, branch))
        project.commit("lived on")
        tips.append(git(root, "rev-parse", "HEAD").strip())
    git(root, "checkout", "-q", "other" if one.rebase else "main")
    git(root, "rebase" if one.rebase else "merge", "main" if one.rebase else "other", fails=True)
    settle_machine(project, one.take)
    loose = set[int]()
    if one.settled != "git" and all(git(root, "diff", "--name-only", start, at) for at in tips):
        taken, given_up = (0, 1) if one.settled == "ours" else (1, 0)
        text = git(root, "show", f"{tips[taken]}:{project.name}")
        project.profile.write_text(text, encoding="utf-8", newline="")
        # What was done there was given up; whether what was deleted there is then deleted is for nobody to say.
        given, ledgers[given_up] = ledgers[given_up], Ledger(flat(case.tree), flat(case.tree))
        loose = given.deleted
    if one.committed and not one.rebase and "<<<<<<<" not in project.profile.read_bytes().decode("utf-8"):
        project.commit("merged")
    joint = Joint(*ledgers, loose)
    now = changed(case, case.tree, one.now, False)
    problems = project.join(now)
    marked = bool(problems)
    assert bool(joint.torn) or not marked, problems
    if marked:
        text = project.profile.read_bytes().decode("utf-8")
        project.profile.write_text(ours_of(text), encoding="utf-8", newline="")
        assert not project.join(now)
    before = project.files()
    assert not project.join(now)
    assert project.files() == before, "twice is not once"
    project.read(now)  # where one side alone had changed anything there was nothing to join
    joint.read(flat(now))
    joint.compare(project, marked)
    project.read(changed(case, case.tree, one.next, False))
    joint.read(flat(changed(case, case.tree, one.next, False)))
    joint.compare(project, marked)


def live(project: Project, branch: Branch) -> Ledger:
    """Edits and updates of one branch, in one order or the other."""
    case, tree = project.case, project.case.tree
    read = None if branch.machine is None else changed(case, tree, branch.machine, False)
    if read and branch.updated_first:
        project.read(read)
        tree = read
    mine = changed(case, tree, branch.hands, True)
    project.write(mine)
    ledger = Ledger(flat(tree), flat(mine))
    if read and not branch.updated_first:
        project.read(read)
        ledger.read(flat(read))
    return ledger


def settle_machine(project: Project, take: str) -> None:
    """Takes the machine's files from either side, where git left them in conflict, or leaves them as git does."""
    names = git(project.root, "diff", "--name-only", "--diff-filter=U", "--", "seeds").split()
    for name in names if take != "left" else ():
        git(project.root, "checkout", f"--{take}", "--", name, fails=True)


def ours_of(text: str) -> str:
    """A text with the first side of every conflict."""
    lines, side = [], ""
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            side = "ours"
        elif line.rstrip() == "=======" and side:
            side = "theirs"
        elif line.startswith(">>>>>>> "):
            side = ""
        elif side != "theirs":
            lines.append(line)
    return "".join(lines)


class Joint:
    """What both branches' hands come to."""

    def __init__(self, ours: Ledger, theirs: Ledger, loose: set[int]) -> None:
        self.ours, self.theirs, self.loose = ours, theirs, loose
        self.kinds = ours.kinds | theirs.kinds
        touched = [self._touched(one) for one in (ours, theirs)]
        self.torn = {uid for uid in touched[0] & touched[1] if not self._agree(uid)}
        """Items of which the two say different things, so that it is for people to settle."""
        self.deleted = ours.deleted | theirs.deleted
        self.frozen = {uid: one.held[uid] for one in (theirs, ours) for uid in one.frozen if uid in one.held}
        self.edited: dict[int, dict[str, Any]] = {}
        self.touched = set[int]()
        for one in (theirs, ours):
            self.touched |= one.touched
            for uid, names in one.edited.items():
                if uid in one.held:
                    self.edited.setdefault(uid, {}).update({name: one.held[uid][name] for name in names})
        self.last = {uid: one.held[uid] for one in (theirs, ours) for uid in one.touched if uid in one.held}
        self.held: dict[int, dict[str, Any]] = {}
        self.ours_only = touched[0] - touched[1]

    def _touched(self, one: Ledger) -> set[int]:
        return one.touched | one.frozen | one.deleted

    def _agree(self, uid: int) -> bool:
        a, b = self.ours, self.theirs
        if uid in a.deleted and uid in b.deleted:
            return True
        if any(uid in one.deleted or uid in one.frozen for one in (a, b)):
            return False
        return not (a.edited.get(uid) and b.edited.get(uid) or (uid in a.touched and uid in b.touched))

    def read(self, new: dict[int, tuple[Node, Node]]) -> None:
        """The machine reads anew."""
        for uid, (_, node) in new.items():
            self.kinds[uid] = node.kind
        for uid in self.touched - set(new) - set(self.frozen) - self.deleted:
            self.frozen[uid] = {**self.held.get(uid, self.last.get(uid, {})), **self.edited.get(uid, {})}
        self.held = {uid: {**node.fields, **self.edited.get(uid, {})} for uid, (_, node) in new.items() if uid not in self.deleted}
        self.held |= {uid: fields for uid, fields in self.frozen.items() if uid not in self.deleted}

    def compare(self, project: Project, marked: bool) -> None:
        """Asserts that the profile holds what it must; what two people tore apart, and what git marked, is left aside."""
        text = project.profile.read_bytes().decode("utf-8")
        got = Counter(map(repr, leaves(parse(text, "joined")[0].data)))
        wanted = Counter[str]()
        loose = self.torn | self.loose | (self._touched(self.theirs) if marked else set())
        for uid, fields in self.held.items():
            if self.kinds[uid] not in CHILDREN and uid not in loose:
                wanted[repr(canonical(fields))] += 1
        lost = wanted - got
        assert not lost, lost
        if not loose:
            assert got == wanted, got - wanted
