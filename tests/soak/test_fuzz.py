"""Twenty thousand texts and five thousand profiles that nobody would write: no traceback, no hang."""

import pytest

from tests.hostile.fuzz import failures


@pytest.mark.parametrize(("name", "count"), [("texts", 20_000), ("files", 5000), ("profiles", 5000)])
def test_nothing_that_comes_in_ends_the_program(name: str, count: int) -> None:
    assert [trace for _, trace in failures(name, count)] == []
