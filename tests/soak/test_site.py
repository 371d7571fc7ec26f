"""The site built after hundreds of random changes, against builds into an empty folder; tests/publish/site has a few of them."""

from __future__ import annotations

import random

import pytest

from generator.publish import engine
from generator.workspace import Workspace
from tests.publish.site.test_engine import changes, cold, contents, made, project  # noqa: F401

STEPS = 40


@pytest.mark.parametrize("seed", range(10, 15))
def test_long_runs_of_changes_give_what_a_cold_build_gives(project: Workspace, seed: int) -> None:  # noqa: F811
    rng = random.Random(seed)
    some = changes(project.docs, rng)
    for _ in range(STEPS):
        done = [next(some) for _ in range(rng.randrange(1, 6))]
        engine.build(project, project.root / "site")
        if rng.random() < 0.1:  # as after a kill: some of the site is gone, and what is known is of before
            for path in rng.sample(sorted((project.root / "site").rglob("*.html")), 5):
                path.unlink()
            engine.build(project, project.root / "site")
        assert contents(project.root / "site") == cold(project), done
