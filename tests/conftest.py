"""The built site and the browser that the slow tests share."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project import ROOT

PARTS = ("docs", "generator", "seeds", "templates", "mkdocs.yml", "tests/gold/scores.yml")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


def build_site(folder: Path) -> Path:
    """Copies the project into `folder` and builds it there as `make site` does; returns its site/."""
    for part in PARTS:
        source, target = ROOT / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            # What git ignores under docs/ is generated anew.
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".generated", ".writing-*"))
        elif source.exists():
            shutil.copy2(source, target)
    for name in ("regions", "compare", "documents", "programmes", "data", "charts"):
        shutil.rmtree(folder / "docs" / name, ignore_errors=True)
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("SITE_URL", "REPO_URL", "CONTACT", "EDIT_URI")},
        "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder),
    }  # fmt: skip
    for command in (
        ["generator", "build"],
        ["mkdocs", "build", "--strict", "--site-dir", "site"],
        ["generator", "index", "site"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once."""
    return build_site(tmp_path_factory.mktemp("project"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """A server of `folder` on the loopback address, and its address with a slash at the end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    server, url = serve(site)
    yield url
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium; the test is skipped where none is found, and fails where CI is set."""
    from playwright.sync_api import sync_playwright

    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        message = "no Chromium found; install it with: apt-get install chromium (or run .ci/run)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield running
        running.close()
