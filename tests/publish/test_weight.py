"""What a page of each type costs at the first visit: bytes as hosts send them, and how much moves while it loads."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import until
from tests.publish.test_browser import PAGE_TYPES, TWO

pytestmark = pytest.mark.browser
WORDS, WHOLE = 80_000, 120_000
"""Bytes, compressed: without pictures and with them."""
MOVED = 0.01
WATCH = """window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value; })
  .observe({ type: "layout-shift", buffered: true });"""


@functools.cache
def size(file: Path) -> int:
    content = file.read_bytes()
    return len(content) if file.suffix == ".png" else len(gzip.compress(content, 6))


def test_first_visits_are_light_and_calm(browser: Any, address: str, site: Path) -> None:
    # What English pages are laid out in is the Chinese pages'.
    visited(browser, address, site, [path for path in (*PAGE_TYPES, "search/") if not path.startswith("en/")], 360)


def visited(browser: Any, address: str, site: Path, types: Sequence[str], width: int) -> None:
    """Demands of a first visit of pages of these types that it is light and that nothing moves."""
    over = list[str]()
    for path in types:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page, asked = context.new_page(), list[tuple[Path, bool]]()
        page.add_init_script(WATCH)

        def note(request: Any, asked: list[tuple[Path, bool]] = asked) -> None:
            name = unquote(urlsplit(request.url).path[1:])
            if request.url.startswith(address):
                asked.append(
                    (site / name / "index.html" if name.endswith("/") or not name else site / name, request.resource_type == "image")
                )

        page.on("request", note)
        page.goto(address + path, wait_until="load")
        if path in (TWO, "figures/"):
            until(page, "document.querySelector('#side tbody td, #figures tbody td') !== null")
        page.wait_for_timeout(100)
        words, whole, moved = (
            sum(size(file) for file, picture in asked if not picture),
            sum(size(file) for file, _ in asked),
            page.evaluate("moved"),
        )
        if words > WORDS or whole > WHOLE or moved > MOVED:
            over.append(f"{path}: {words / 1000:.1f} kB, {whole / 1000:.1f} kB with pictures, {moved:.4f} moved")
        context.close()
    assert over == []
