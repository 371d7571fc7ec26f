"""Two branches brought together by git: five scenarios in real repositories, each choice of the machine's files, and no git at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.errors import GeneratorError, Problem
from generator.profiles import branches, diff
from generator.profiles.check import check
from generator.profiles.merge import kept, merge
from generator.profiles.shelf import Shelf
from generator.reader.seal import seal
from generator.workspace import Workspace
from tests.profiles.merge.histories import git
from tests.profiles.merge.test_merge import AUDIENCE, BASE, BOOKS, HOMES, SITES, SOURCE, TALKS, document, measure, text
from tests.project import ROOT, RULES, alone, copied

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

HEAD, SECOND = "一是抓宣传", "二是抓创建"
Data = dict[str, Any]
# The machine of the first branch names what it counts more fully; that of the second reads qualifiers, and one figure more.
OURS = document(measure(HEAD, TALKS | {"item": "宣讲活动"}, AUDIENCE), measure(SECOND, SITES, themes=("demonstration",)))
THEIRS = document(
    measure(HEAD, TALKS, AUDIENCE | {"qualifier": "about"}, BOOKS), measure(SECOND, SITES | {"item": "示范点位"}, themes=("demonstration",))
)
BOTH = document(
    measure(HEAD, TALKS | {"item": "宣讲活动"}, AUDIENCE | {"qualifier": "about"}, BOOKS),
    measure(SECOND, SITES | {"item": "示范点位"}, themes=("demonstration",)),
)
LATER = document(
    measure(HEAD, TALKS | {"item": "宣讲会"}, AUDIENCE | {"qualifier": "over"}, BOOKS | {"item": "各类读本"}),
    measure(SECOND, SITES | {"item": "示范单位"}, HOMES, themes=("governance",)),
)


class Repository:
    """A project with one document on branch `main` and a branch `other` that begins there."""

    def __init__(self, root: Path) -> None:
        self.root, self.space = root, Workspace(root)
        self.profile, self.base = root / "docs/profiles/a.yml", root / "seeds/readings/merged/a.yml"
        self.kept, self.reading = root / "seeds/readings/merged/kept/a.yml", root / "seeds/readings/a.yml"
        for folder in (root / "seeds/readings", self.profile.parent):
            folder.mkdir(parents=True)
        (root / "seeds/a.txt").write_text(SOURCE, encoding="utf-8")
        (root / ".gitattributes").write_bytes((ROOT / ".gitattributes").read_bytes())
        git(root, "init", "-q", "-b", "main")
        self.update(BASE)
        self.commit()
        git(root, "branch", "other")

    def update(self, reading: Data) -> merge.Report:
        self.reading.write_bytes(seal(text(reading)).encode("utf-8"))
        report = merge.merge(Shelf(self.space))
        assert not report.problems, report.problems
        return report

    def edit(self, old: str, new: str) -> None:
        before = self.profile.read_bytes().decode("utf-8")
        assert before.count(old) == 1, old
        self.profile.write_bytes(before.replace(old, new).encode("utf-8"))

    def commit(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "a change")

    def on(self, branch: str) -> None:
        git(self.root, "checkout", "-q", branch)

    def join(self, reading: Data, *named: str) -> merge.Report:
        def read(paths: Sequence[Path]) -> tuple[Mapping[Path, str], list[Problem]]:
            return dict.fromkeys(paths, seal(text(reading))), []

        return branches.join(Shelf(self.space), read, named)

    def take(self, side: str) -> None:
        """Settles the machine's files as people do: all from one side."""
        for name in git(self.root, "diff", "--name-only", "--diff-filter=U", "--", "seeds").split():
            git(self.root, "checkout", f"--{side}", "--", name)

    def edits(self) -> list[tuple[str, str, Any, Any]]:
        """What passes for people's work: kind, field, theirs, and what the machine read."""
        return [(e.kind, e.field, e.yours, e.read) for e in diff.load(Shelf(self.space))["a"].all]

    def warnings(self) -> list[str]:
        return [str(problem) for problem in check.check(RULES, Shelf(self.space))]

    def state(self) -> dict[str, bytes]:
        files = [p for p in self.root.rglob("*") if p.is_file() and ".git" not in p.relative_to(self.root).parts]
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in files}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def joined(repository: Repository, reading: Data = BOTH, *named: str) -> merge.Report:
    """Joins, and joins again to see that nothing more happens."""
    report = repository.join(reading, *named)
    assert not report.problems, report.problems
    before = repository.state()
    assert not repository.join(reading, *named).problems and repository.state() == before
    assert not [line for line in repository.warnings() if "join" in line]
    return report


@pytest.mark.parametrize("side", ["ours", "theirs", "neither"])
@pytest.mark.parametrize("committed", [False, True])
def test_both_update(repository: Repository, side: str, committed: bool) -> None:
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.update(THEIRS)
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other", fails=True)
    if side != "neither":
        repository.take(side)
    if committed:
        repository.commit()
    assert [line for line in repository.warnings() if "join" in line]
    report = joined(repository)
    assert not report.merged[0].result.conflicts
    assert repository.edits() == []
    repository.commit()
    assert not repository.update(LATER).merged[0].result.conflicts
    assert repository.edits() == [] and repository.profile.read_text(encoding="utf-8").count("item: '宣讲会'") == 1


@pytest.mark.parametrize("rebased", [False, True])
def test_one_edits_and_one_updates(repository: Repository, rebased: bool) -> None:
    repository.edit("item: '宣讲'", "item: '讲座'  # 按原文")
    repository.edit("value: 25000", "value: 26000")
    repository.commit()
    repository.on("other")
    repository.update(THEIRS | {"regions": BOTH["regions"]})
    repository.commit()
    if rebased:
        git(repository.root, "rebase", "main", fails=True)
    else:
        repository.on("main")
        git(repository.root, "merge", "other", fails=True)
    report = joined(repository)
    assert [str(c).partition("item: ")[2] for c in report.merged[0].result.conflicts] == ["yours '讲座', was '宣讲', now reads '宣讲活动'"]
    assert repository.edits() == [("changed", "item", "讲座", "宣讲活动"), ("changed", "value", 26000, 25000)]
    assert "item: '讲座'  # 按原文" in repository.profile.read_text(encoding="utf-8")
    assert [line for line in repository.warnings() if "yours '讲座', was '宣讲', now reads '宣讲活动'" in line]


def test_a_deletion_outlives_the_machine_that_lost_the_item_on_the_other_branch(repository: Repository) -> None:
    mine = document(measure(HEAD, TALKS), measure(SECOND, SITES, themes=("demonstration",)))
    figure = "          - item: '受众'\n            value: 25000\n            unit: '人次'\n            concept: audience\n            quote: '受众2.5万人次'\n"
    repository.edit(figure, "")
    repository.commit()
    repository.on("other")
    repository.update(mine)  # this machine does not find it
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other")
    assert [line for line in repository.warnings() if "join" in line]
    joined(repository, mine)
    repository.commit()
    repository.update(BOTH)
    assert "受众" not in repository.profile.read_text(encoding="utf-8")


def test_both_edit_the_same(repository: Repository) -> None:
    repository.edit("item: '宣讲'", "item: '讲座'")
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.edit("item: '宣讲'", "item: '报告会'")
    repository.edit("value: 12", "value: 13")
    repository.update(THEIRS)
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other", fails=True)
    (problem,) = repository.join(BOTH).problems
    assert "people wrote different things on the two branches" in problem.message and "join again" in problem.hint
    marked = repository.profile.read_text(encoding="utf-8")
    assert marked.count("<<<<<<<") == 1 and "item: '讲座'" in marked and "item: '报告会'" in marked
    assert "item: '示范点位'" in marked and "value: 13" in marked  # all else is joined
    lines = marked.splitlines(keepends=True)
    start, middle, end = (next(n for n, line in enumerate(lines) if line.startswith(mark)) for mark in ("<<<<<<<", "=======", ">>>>>>>"))
    repository.profile.write_text("".join(lines[:start] + lines[middle + 1 : end] + lines[end + 1 :]), encoding="utf-8")
    joined(repository)
    assert repository.edits() == [("changed", "item", "报告会", "宣讲活动"), ("changed", "value", 13, 12)]


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("profile", ["ours", "theirs"])
def test_all_taken_from_either_side(repository: Repository, side: str, profile: str) -> None:
    """Whoever settles a profile by hand has the last word: what stands there is a person's only if a person wrote it."""
    repository.edit("value: 12", "value: 13")
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.edit("value: 370", "value: 371")
    repository.update(THEIRS)
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other", fails=True)
    repository.take(side)
    git(repository.root, "checkout", f"--{profile}", "--", "docs/profiles/a.yml", fails=True)
    if profile == "theirs":
        repository.profile.write_text(git(repository.root, "show", "other:docs/profiles/a.yml"), encoding="utf-8")
    else:
        repository.profile.write_text(git(repository.root, "show", "main:docs/profiles/a.yml"), encoding="utf-8")
    joined(repository)
    assert repository.edits() == [("changed", "value", 13, 12) if profile == "ours" else ("changed", "value", 371, 370)]


def both_updated(repository: Repository, profile: str) -> None:
    """A merge of two branches that both updated, the profile taken whole from one of them."""
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.update(THEIRS)
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other", fails=True)
    repository.profile.write_text(git(repository.root, "show", f"{profile}:docs/profiles/a.yml"), encoding="utf-8")


def test_an_edit_that_was_given_up_is_nobodys_though_the_machine_comes_to_read_it(repository: Repository) -> None:
    git(repository.root, "checkout", "-q", "other")
    repository.edit("item: '受众'", "item: '听众'")
    repository.commit()
    repository.on("main")
    both_updated(repository, "main")
    read = document(measure(HEAD, TALKS, AUDIENCE | {"item": "听众"}), measure(SECOND, SITES, themes=("demonstration",)))
    joined(repository, read)
    assert "item: '听众'" in repository.profile.read_text(encoding="utf-8")
    assert not repository.update(BOTH).merged[0].result.conflicts
    assert repository.edits() == []


def test_an_edit_behind_a_join_is_a_persons_though_a_machine_of_before_read_the_same(repository: Repository) -> None:
    both_updated(repository, "main")
    joined(repository)
    repository.edit("item: '示范点位'", "item: '示范点'")  # as the machine of the first branch had it
    joined(repository)
    assert repository.edits() == [("changed", "item", "示范点", "示范点位")]
    later = document(measure(HEAD, TALKS), measure(SECOND, SITES | {"item": "示范单位"}, themes=("demonstration",)))
    assert [line.partition("item: ")[2] for line in map(str, repository.join(later).merged[0].result.conflicts)] == [
        "yours '示范点', was '示范点位', now reads '示范单位'"
    ]
    joined(repository, later)
    assert repository.edits() == [("changed", "item", "示范点", "示范单位")]


def test_a_profile_put_back_behind_a_join_is_joined_anew(repository: Repository) -> None:
    both_updated(repository, "main")
    joined(repository)
    before = repository.profile.read_text(encoding="utf-8")
    for branch in ("main", "other"):
        repository.profile.write_text(git(repository.root, "show", f"{branch}:docs/profiles/a.yml"), encoding="utf-8")
        joined(repository)
        assert repository.profile.read_text(encoding="utf-8") == before and repository.edits() == []


def test_what_no_machine_reads_any_more_goes_though_what_it_stands_in_was_edited(repository: Repository) -> None:
    repository.edit("themes: [demonstration]", "themes: [governance]")
    repository.commit()
    repository.on("other")
    repository.edit("value: 370", "value: 371")
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other")
    repository.profile.write_text(git(repository.root, "show", "HEAD^:docs/profiles/a.yml"), encoding="utf-8")
    joined(repository, document(measure(HEAD, TALKS, AUDIENCE)))
    text = repository.profile.read_text(encoding="utf-8")
    assert "themes: [governance]" in text and "示范点" not in text and "value: 370" in text


def test_a_rebase_of_several_commits(repository: Repository) -> None:
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.update(THEIRS)
    repository.commit()
    repository.edit("value: 12", "value: 13")
    repository.commit()
    git(repository.root, "rebase", "main", fails=True)
    joined(repository)
    git(repository.root, "add", "-A")
    git(repository.root, "-c", "core.editor=true", "rebase", "--continue")
    joined(repository)
    assert repository.edits() == [("changed", "value", 13, 12)]


def test_a_merge_of_before_is_named(repository: Repository) -> None:
    repository.update(OURS)
    repository.commit()
    repository.on("other")
    repository.update(THEIRS)
    repository.commit()
    repository.on("main")
    git(repository.root, "merge", "other", fails=True)
    repository.take("ours")
    git(repository.root, "checkout", "--theirs", "docs/profiles/a.yml", fails=True)
    repository.commit()
    (repository.root / "note").write_text("other work", encoding="utf-8")
    repository.commit()
    assert not repository.join(BOTH).merged  # HEAD is no merge
    joined(repository, BOTH, "HEAD^")
    assert repository.edits() == []
    with pytest.raises(GeneratorError, match="is no merge of two branches"):
        repository.join(BOTH, "HEAD")
    with pytest.raises(GeneratorError, match="is no commit that git knows here"):
        repository.join(BOTH, "nowhere", "HEAD")


# where git is of no help


def test_marks_in_the_machines_files_are_told_and_mended(repository: Repository) -> None:
    repository.edit("value: 12", "value: 13")
    shutil.rmtree(repository.root / ".git")
    for path in (repository.reading, repository.base):
        first, rest = path.read_text(encoding="utf-8").split("\n", 1)
        path.write_text(f"<<<<<<< HEAD\n{first}\n=======\n# sha256 of what follows: 0\n>>>>>>> other\n{rest}", encoding="utf-8")
        assert (
            f"{repository.space.show(path)}: has git's marks of a conflict in it (run `python -m generator join`)" in repository.warnings()
        )
    report = repository.join(BASE)
    assert [problem.severity for problem in report.problems] == ["warning"] and "its base is lost" in report.problems[0].message
    assert repository.edits() == [("changed", "value", 13, 12)]
    assert not [line for line in repository.warnings() if "join" in line] and not repository.join(BASE).merged


def test_what_is_kept_of_another_base_is_told_and_dropped(repository: Repository) -> None:
    shutil.rmtree(repository.root / ".git")
    entry = kept.Changed(path="regions[0].measures[7]", field="level", was=2)
    repository.kept.parent.mkdir()
    repository.kept.write_text(kept.Kept(changed=[entry]).text(), encoding="utf-8")
    told = "belongs to another base: nothing in it stands at regions[0].measures[7] (run `python -m generator join`)"
    assert f"seeds/readings/merged/kept/a.yml: {told}" in repository.warnings()
    assert not repository.join(BASE).problems
    assert not repository.kept.exists() and not [line for line in repository.warnings() if "join" in line]


def test_nothing_to_join(repository: Repository) -> None:
    before = repository.state()
    assert repository.join(BASE).text() == "profiles: 0, changed: 0, conflicts: 0\n" and repository.state() == before


# the command, with the reader itself


def test_the_command_reads_anew_and_ends_as_an_update_would(tmp_path: Path) -> None:
    root = alone(copied(tmp_path / "project", "generator", "docs/schema", ".gitattributes"), "yanji-2023")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "generator", *words],
            cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    def rule(old: str, new: str) -> None:
        path = root / "generator/rules/themes.yml"
        path.write_text(path.read_text(encoding="utf-8").replace(f"weight: {old}", f"weight: {new}"), encoding="utf-8")

    def edits() -> set[tuple[str, ...]]:
        found = diff.load(Shelf(Workspace(root)))
        return {(name, e.kind, e.field, str(e.yours), e.words) for name, one in found.items() for e in one.all}

    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    assert run("update").returncode == 0
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "start")
    git(root, "branch", "other")
    start = edits()
    rule("4", "1")
    assert run("update").returncode == 0
    git(root, "commit", "-qam", "one machine")
    git(root, "checkout", "-q", "other")
    rule("1", "2")
    profile = root / "docs/profiles/yanji-2023.yml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("value: 370", "value: 371", 1), encoding="utf-8")
    assert run("update").returncode == 0
    git(root, "commit", "-qam", "another")
    git(root, "merge", "main", fails=True)
    git(root, "checkout", "--ours", "--", "generator/rules", fails=True)
    done = run("join")
    assert done.returncode == 0, done.stdout + done.stderr
    assert run("update").stdout.endswith(", changed: 0, conflicts: 0\n") and run("update", "--check").returncode == 0
    assert edits() - start == {("yanji-2023", "changed", "value", "371", "开展各类学习活动370余场次")}
    assert ", changed: 0, " in run("join").stdout
