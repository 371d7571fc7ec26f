"""Random actions on real profiles with comments of people; `make soak` takes a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.desk.walk import NAMES, STEP, Step, commented, walk

EXAMPLES, STEPS = 3, 10


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield commented(tmp_path_factory.mktemp("random") / "project")


@seed(7)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(NAMES), steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
def test_random_actions_are_splices_that_outlive_updates_and_can_be_undone(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, name: str, steps: list[Step]
) -> None:
    walk(whole, tmp_path_factory.mktemp("one") / "project", name, steps)
