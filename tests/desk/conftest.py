"""A desk for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.client import Client, project


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "project")


@pytest.fixture
def desk(root: Path) -> Iterator[Client]:
    client = Client(root)
    yield client
    client.close()
