"""What the desk costs in a real Chromium over a project of any size: `python -m tests.bench.desk PROJECT [ID]`.

Documents that were never counted are counted behind the pages meanwhile, as at an editor's. Prints the script of each page as it is compressed, how long the pages take to open, and how long a key takes to be answered. The project is
read; only its `.cache/` is written to.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.conftest import ARGUMENTS, BROWSERS
from tests.desk.client import Client
from tests.project import ROOT

PAGES = {"first page": ("index.js", "common.js"), "desk": ("desk.js", "article.js", "common.js", "form.js", "list.js")}
_KEY = """(key) => new Promise((done) => {
  const begun = performance.now();
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""


def opened(page: Any, address: str, ready: str) -> float:
    """Milliseconds until something of a page is there."""
    begun = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(ready)
    return (time.perf_counter() - begun) * 1000


def main(project: Path, name: str) -> None:
    lines = [(f"script of the {page}, kB compressed", f"{size(files) / 1000:.1f}", "60") for page, files in PAGES.items()]
    desk = Client(project, enter=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(120_000)
        took = opened(page, desk.pages.address(), "a.doc")
        lines.append(("first page, ms", f"{took:.0f}", "1000"))
        base = page.url.rstrip("/")
        lines.append(("first page again, ms", f"{opened(page, f'{base}/', 'a.doc'):.0f}", "1000"))
        lines.append((f"desk of {name}, ms", f"{opened(page, f'{base}/d/{name}', 'body.ready'):.0f}", "1000"))
        for key in ("j", "k", "f", "e"):
            answers = list[float]()
            for _ in range(20):
                answers.append(page.evaluate(_KEY, key))
                if key == "e":
                    page.keyboard.press("Escape")
            lines.append((f"key {key}, ms: median, most of 20", f"{statistics.median(answers):.0f}, {max(answers):.0f}", "100"))
        browser.close()
    begun = time.thread_time()
    rows = len(desk.pages.desk.documents()["rows"])
    lines.append((f"list of {rows} documents, ms of processor", f"{(time.thread_time() - begun) * 1000:.0f}", "1000"))
    desk.close()
    for line in [("", "measured", "at most"), *lines]:
        print(f"{line[0]:<45}{line[1]:>12}{line[2]:>10}")


def size(files: tuple[str, ...]) -> int:
    return sum(len(gzip.compress((ROOT / "templates/desk" / file).read_bytes(), mtime=0)) for file in files)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    where = Path(sys.argv[1]).resolve()
    main(where, sys.argv[2] if len(sys.argv) == 3 else min(path.stem for path in (where / "docs/profiles").glob("*.yml")))
