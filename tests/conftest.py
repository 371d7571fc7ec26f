"""The built site and the browser that the slow tests share; live data is kept from all tests but those that are about it."""

from __future__ import annotations

import functools
import gc
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
from filelock import FileLock

from tests.project import DATA, FROZEN, PAGES, ROOT, copied

LONG = (
    "publish/test_browser.py", "publish/site/test_engine.py", "desk/test_desk_browser.py", "search/test_search_browser.py",
    "hostile/pages/test_browser.py", "publish/test_rebuild.py", "test_setup.py", "preview/test_serve.py", "rules/test_examples.py",
    "profiles/merge/test_join.py", "test_files.py", "profiles/check/test_check_commands.py", "reader/test_fingerprint.py", "test_forge.py",
)  # fmt: skip
"""The files of tests that take longest, the longest first."""
PATIENCE = 120.0
"""Seconds for what takes less than one on an idle machine."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take longest first, so that no worker is left with one of them at the end; `make test` gives each worker whole files."""
    items.sort(key=lambda item: LONG.index(name) if (name := item.nodeid.split("::")[0].removeprefix("tests/")) in LONG else len(LONG))


def pytest_collection_finish() -> None:
    """Leaves the thousands of collected tests to no later search for garbage: they stay until the end."""
    gc.collect()
    gc.freeze()


def build_site(folder: Path, data: Path = FROZEN) -> Path:
    """Builds the project with the seeds and profiles of `data` in `folder`, as `make site` does; returns its site/. Nobody else could read
    what is made, were its modes left to the mask."""
    copied(folder, *PAGES, "generator", "templates", "mkdocs.yml", "tests/gold/scores.yml", data=data)
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("SITE_URL", "REPO_URL", "CONTACT", "EDIT_URI")},
        "SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(folder),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "generator", "site"],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", umask=0o077 if os.name == "posix" else -1,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the frozen corpus, built once, whichever worker needs it first; in tests/live/ that of the live data."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    with FileLock(shared / "site.lock"):
        folder, done = shared / "project", shared / "site.done"
        if not done.exists():
            build_site(folder)
            done.touch()
    return folder / "site"


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
        message = "no Chromium found; install it with: apt-get install chromium-headless-shell, or chromium (or run .ci/run)"
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
