"""What any data must keep to: no problem that stops the site, nothing stale, no source republished."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from generator import yaml_io
from generator.cli import main
from generator.profiles.check import check
from generator.reader.article import inputs
from generator.workspace import Workspace
from tests.project import ROOT

SHARE, SHORT = 0.35, 1000
"""Of a source's characters, how many the site may quote; of a source with fewer characters than that a few quotes are more."""


@pytest.mark.parametrize("command", [("check",), ("update", "--check")], ids=" ".join)
def test_a_command_finds_nothing_wrong(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["--root", str(ROOT), *command])
    assert done.exit_code == 0, done.output


def test_no_source_is_republished() -> None:
    space = Workspace(ROOT)
    sizes = {}
    for path in space.profile_files():
        seed = space.seeds / yaml_io.plain(path.read_text(encoding="utf-8"), path.name)["source"]["file"]
        sizes[space.show(path)] = len(inputs.extract(seed.read_bytes(), seed.name).text)
    assert [f"{file}: {share:.0%}" for file, share in check.shares(space, ()) if share > SHARE and sizes[file] > SHORT] == []
