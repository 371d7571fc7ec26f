"""Work divided among cores: as many as the process may use, and results in their order."""

from __future__ import annotations

import os

import pytest

from generator import workers


def test_cores_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 3, 5}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert workers.available() == 3


def test_where_a_system_does_not_tell_which_they_are_all_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    for told, cores in ((64, 64), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda told=told: told)
        assert workers.available() == cores
