"""Profiles are opened where their seeds are read, or of readings that stand on disk: the same files either way."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from generator.profiles.merge import merge
from generator.profiles.merge.addresses import first
from generator.workspace import Workspace
from tests.project import READER, YEARS, copied


def run(root: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--root", str(root), *words])
    assert done.exit_code == 0, done.output
    return done.output


def unread(folder: Path) -> Path:
    """The seeds of six reports, five of them of one region, whose anchors are in each other's way."""
    root = copied(folder, data=YEARS)
    shutil.rmtree(root / "seeds/readings")
    for path in (root / "docs/profiles").glob("*.yml"):
        path.unlink()
    return root


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("seeds", "docs/profiles")
        for path in sorted((root / folder).rglob("*.yml"))
    }


def test_update_opens_what_read_and_merge_open(tmp_path: Path) -> None:
    at_once, apart = unread(tmp_path / "update"), unread(tmp_path / "apart")
    told = run(at_once, "update")
    run(apart, "read")
    assert run(apart, "merge") == told
    assert files(at_once) == files(apart)
    assert any("/kept/" in name for name in files(at_once))  # some had to give way


def test_what_cannot_be_opened_beside_is_left_to_the_merge(tmp_path: Path) -> None:
    root = unread(tmp_path / "project")
    workspace, seed = Workspace(root), root / "seeds/sanjiang-2023.txt"
    reading = READER.read(seed)
    opening = merge.opening_beside(workspace, seed, reading)
    assert opening and opening.seed == seed.name and opening.items
    assert merge.opening_beside(workspace, seed, {**reading, "id": None}) is None
    base = workspace.base_file(seed.name)
    base.parent.mkdir(parents=True)
    base.touch()
    assert merge.opening_beside(workspace, seed, reading) is None


def test_a_new_profile_gives_way_on_the_pages_of_regions_alone() -> None:
    def others(code: str) -> set[str]:
        return {"h-1"} if code == "222401" else set()

    remembered, anchors = first([("honours[0]", "", "h-1"), ("regions[0].honours[0]", "222401", "h-1")], others)
    assert anchors == {"222401": {"h-1-2"}}  # what stands on a document's own page is in nobody's way
    assert [(one.path, one.anchor) for one in remembered] == [("regions[0].honours[0]", "h-1-2")]
