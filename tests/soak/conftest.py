"""The long tests run where they are asked for by name (`make soak`), not with all others."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    asked = any("soak" in argument for argument in config.args)
    return None if asked else True
