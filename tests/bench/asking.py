"""How exactly and how fast the built site's search answers: random pieces of its pages, asked for in a browser."""

from __future__ import annotations

import random
import re
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from generator.search.pages import PageReader
from generator.search.text import PageText
from tests.conftest import ARGUMENTS, BROWSERS, serve, until
from tests.project import RULES

QUERIES, COLD = 240, 40
THEME = re.compile(r"/assets/(stylesheets|images|javascripts)/|\.(png|svg|ico|woff2?)($|\?)")
"""What the theme itself fetches, and pictures."""
_HAN = "[\u4e00-\u9fff]"


def ask(site: Path) -> dict[str, float]:
    """Random queries, against the text of the pages as `PageText` reads it, folded as the search folds it (紅 is 红); shares, ms and kB.

    A first query costs every byte that a browser fetches for it: the index's files, scripts, styles; all but the page
    itself and the theme's own files.
    """
    from playwright.sync_api import sync_playwright

    truth, pages, folded = {}, PageText(RULES), PageReader(RULES).folded
    for file in sorted(site.rglob("*.html")):
        if file.name != "404.html":
            blocks = pages.read(file.read_text(encoding="utf-8")).blocks
            truth[file.relative_to(site).as_posix().removesuffix("index.html")] = "\n".join(folded(block.text) for block in blocks)
    queries = draw(list(truth.values()))
    server, address = serve(site)
    wrong, seconds, cold, recall, precision = [], [], [], [], []
    with sync_playwright() as playwright:
        found = next(path for name in BROWSERS if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)

        def opened(fetched: dict[str, int]) -> Any:
            def note(response: Any) -> None:
                if response.url != address and not THEME.search(response.url):
                    fetched[response.url] = int(response.headers.get("content-length", 0))

            page = browser.new_context().new_page()
            page.on("response", note)
            page.goto(address)
            until(page, "() => window.siteSearch !== undefined")
            return page

        page = opened({})
        for query in queries:
            began = time.perf_counter()
            hits = page.evaluate("async (query) => (await siteSearch(query)).hits.map((hit) => hit.url)", query)
            seconds.append(time.perf_counter() - began)
            found = {url.removeprefix(address) for url in hits}
            right = {name for name, text in truth.items() if folded(query) in text}
            recall.append(len(found & right) / len(right))
            precision.append(len(found & right) / max(1, len(found)))
            if found != right:
                wrong.append(query)
        for query in random.Random(9).sample(queries, COLD):
            fetched: dict[str, int] = {}
            page = opened(fetched)
            page.evaluate("async (query) => (await siteSearch(query)).total", query)
            page.wait_for_timeout(50)
            cold.append(sum(fetched.values()))
            page.context.close()
        browser.close()
    server.shutdown()
    cold.sort()
    return {
        "recall": statistics.mean(recall),
        "precision": statistics.mean(precision),
        "not exact": len(wrong),
        "answer, ms": statistics.median(seconds) * 1000,
        "first query, kB": statistics.median(cold) / 1000,
        "first query, kB, 95th percentile": cold[int(COLD * 0.95)] / 1000,
    }


def draw(texts: list[str]) -> list[str]:
    """As many pieces of each length, and figures with what stands beside them."""
    rng = random.Random(7)
    runs = [run for text in texts for run in re.findall(f"{_HAN}+", text)]
    mixed = [match for text in texts for match in re.findall(rf"\d[\d.]*{_HAN}{{1,3}}|[a-z]{{3,}}|{_HAN}{{1,2}}\d[\d.]*", text)]
    queries = rng.sample(mixed, QUERIES // 6)
    for size in (1, 2, 3, 4, 6):
        pool = [run for run in runs if len(run) >= size]
        for run in rng.choices(pool, k=QUERIES // 6):
            start = rng.randrange(len(run) - size + 1)
            queries.append(run[start : start + size])
    return queries
