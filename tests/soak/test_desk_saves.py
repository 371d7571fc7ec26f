"""Five hundred interleaved saves of two desks and an editor on one file: no lost edit, each refused save said."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.desk.client import Client, project
from tests.desk.together import interleaved

SAVES = 500


def test_five_hundred_saves(tmp_path: Path) -> None:
    def told(number: int) -> None:
        if sys.stderr.isatty() or not number % 20:
            print(f"\r{number} of {SAVES} saves", end="", file=sys.stderr, flush=True)

    root = project(tmp_path / "project")
    desk = Client(root)
    ends = interleaved(root, desk, "jiayuguan", SAVES, told)
    desk.close()
    print(f"\n{dict(sorted(ends.items()))}", file=sys.stderr)
    assert ends.total() == SAVES and {"saved", "refused", "undone", "undo refused: 409", "editor saved", "editor refused"} <= set(ends)
