"""What any data must keep to: no problem that stops the site, and nothing stale."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.project import ROOT


@pytest.mark.parametrize("command", [("check",), ("update", "--check")], ids=" ".join)
def test_a_command_finds_nothing_wrong(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["--root", str(ROOT), *command])
    assert done.exit_code == 0, done.output
