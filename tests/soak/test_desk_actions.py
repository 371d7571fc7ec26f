"""A thousand random actions at the desk, on real profiles with comments of people: the promises that `make test` tries with thirty."""

from __future__ import annotations

import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.desk.walk import NAMES, STEP, Step, commented, walk

EACH = 200
"""Actions that are done on each profile; those that are refused come on top."""
WALKS, STEPS = 20, 25


@pytest.mark.parametrize("name", NAMES)
def test_a_thousand_actions(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole, done = commented(tmp_path_factory.mktemp("whole") / "project"), Counter[str]()

    def acted(do: str) -> None:
        done[do] += 1
        if sys.stderr.isatty() or not done.total() % 20:
            print(f"\r{name}: {done.total()} actions of {EACH} or more", end="", file=sys.stderr, flush=True)

    @seed(NAMES.index(name))
    @settings(max_examples=WALKS, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def run(steps: list[Step]) -> None:
        walk(whole, tmp_path_factory.mktemp("one") / "project", name, steps, acted)

    run()
    print(f"\n{name}: {dict(sorted(done.items()))}", file=sys.stderr)
    assert done.total() >= EACH and set(done) >= {"put", "delete", "add", "move", "review", "revert", "restore", "undo"}
