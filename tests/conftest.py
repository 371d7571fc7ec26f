"""The built site and the browser that the slow tests share; live data is kept from all tests but those that are about it."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.project import DATA, FROZEN, PAGES, ROOT, copied

PATIENCE = 120.0
"""Seconds for what takes less than one on an idle machine."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]


_LIVE = tuple(os.path.join(ROOT, part) for part in DATA)  # noqa: PTH118
_READS = frozenset({"open", "os.listdir", "os.scandir"})
_allowed = False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Refuses live data to tests that hold the code: what an editor commits must never turn them red."""
    if event in _READS and not _allowed and str(arguments[0]).startswith(_LIVE):
        raise RuntimeError(f"{arguments[0]} is live data, which only tests/live/ reads; use FROZEN or copied() of tests/project.py")


sys.addaudithook(_watch)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Opens live data to the tests in tests/live/."""
    global _allowed
    _allowed = item.path.is_relative_to(ROOT / "tests/live")
    try:
        return (yield)
    finally:
        _allowed = False


def build_site(folder: Path, data: Path = FROZEN) -> Path:
    """Builds the project with the seeds and profiles of `data` in `folder`, as `make site` does; returns its site/."""
    copied(folder, *PAGES, "generator", "templates", "mkdocs.yml", "tests/gold/scores.yml", data=data)
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
    """The site of the frozen corpus, built once; in tests/live/ that of the live data."""
    return build_site(tmp_path_factory.mktemp("project"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class _Kept(_Quiet):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 512  # of the usual five a busy machine turns some away, and the browser waits seconds before it tries again


def serve(folder: Path, kept: bool = False) -> tuple[http.server.ThreadingHTTPServer, str]:
    """A server of `folder` on the loopback address, and its address with a slash at the end; what is `kept` is asked for once."""
    server = _Server(("127.0.0.1", 0), functools.partial(_Kept if kept else _Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    server, url = serve(site)
    yield url
    server.shutdown()


def _patient(make: Callable[..., Any]) -> Callable[..., Any]:
    """Has what `make` opens wait as long as a busy machine may need, not Playwright's 30 seconds."""

    def made(*arguments: Any, **options: Any) -> Any:
        opened = make(*arguments, **options)
        opened.set_default_timeout(PATIENCE * 1000)
        return opened

    return made


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
        for make in ("new_context", "new_page"):
            setattr(running, make, _patient(getattr(running, make)))
        yield running
        running.close()


def until(page: Any, expression: str, seconds: float = 60) -> None:
    """Waits until `expression` holds in the page. It is asked from outside: the page's policy lets nothing be evaluated inside."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)
