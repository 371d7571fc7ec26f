"""What any data must keep to: no problem that stops the site, and nothing stale, whatever is noted of the reader."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.reader import reading
from generator.workspace import Workspace
from tests.project import PLACES, ROOT, RULES


@pytest.mark.parametrize("command", [("check",), ("update", "--check")], ids=" ".join)
def test_a_command_finds_nothing_wrong(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["--root", str(ROOT), *command])
    assert done.exit_code == 0, done.output


def test_every_reading_is_what_its_seed_reads_to() -> None:
    space = Workspace(ROOT)
    reader = reading.reader_of(space, RULES, PLACES)
    wrong = [p.name for p in space.seed_files() if space.reading_file(p.name).read_bytes() != reading.text(reader.read(p)).encode()]
    assert not wrong
