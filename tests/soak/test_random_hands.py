"""20,000 random cases of the promises that `make test` tries some hundred times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from tests.profiles.merge import test_merge_properties as properties

# In portions, so that a run can be spread over cores and a failure shows before the end. Explaining a failure takes longer than finding it.
PORTION = settings(
    max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate, Phase.shrink]
)


def run(test: Callable[..., None], strategies: Sequence[SearchStrategy[Any]]) -> None:
    """Runs a property test with these settings in the place of its own."""
    PORTION(given(*strategies)(test.hypothesis.inner_test))()  # type: ignore[attr-defined]


@pytest.mark.parametrize("portion", range(16))
def test_every_promise(portion: int) -> None:
    run(properties.test_every_promise, properties.PROMISES)


@pytest.mark.parametrize("portion", range(4))
def test_hand_edits_outlive_a_chain_of_readings(portion: int) -> None:
    run(properties.test_hand_edits_outlive_a_chain_of_readings, properties.CHAINS)
