"""Speed, memory and exactness of site and search at scale, as ratios to the stock tools in the same run.

    python -m tests.bench.bench [REGIONS …]

For each number of regions (1000 where none is given; 10000 takes a good half hour) a site of synthetic profiles is built
with our search and with Material's; Pagefind indexes it too where it is installed. Then a browser asks for random pieces of
the pages, and what it is answered is held against their text. Absolute times drift from run to run; ratios hold.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.search import text as search_text
from generator.search.files import FOLDER
from tests.bench import synthetic
from tests.conftest import ARGUMENTS, BROWSERS, ROOT, serve

PARTS = ("generator", "templates", "docs/about", "docs/search.md", "mkdocs.yml")
STOCK = "INHERIT: mkdocs.yml\nsite_dir: stock\nplugins:\n  - search:\n      separator: '[\\s\\u200b\\u3000\\-、。，．？！；]+'\n"
PAGES = "from pathlib import Path; from generator import workspace; from generator.publish import build; build.build(workspace.Workspace(Path.cwd()))"
QUERIES, COLD = 240, 40
_HAN = "[\u4e00-\u9fff]"


@dataclass(frozen=True)
class Run:
    """One command: wall time and the processors' time in seconds, memory in MB."""

    wall: float
    busy: float
    memory: float


def measure(folder: Path, *command: str) -> Run:
    """Runs a command in `folder` to its end; raises CalledProcessError where it fails."""
    paths = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0"}
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said)
    return Run(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def bench(regions: int, folder: Path) -> None:
    """Builds and measures a site of that many regions in `folder`, and prints what came out."""
    for part in PARTS:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, target)
    (folder / "stock.yml").write_text(STOCK, encoding="utf-8")
    synthetic.write(folder / "docs/profiles", regions)
    site = folder / "site"
    python = sys.executable
    made = measure(folder, python, "-c", PAGES)
    built = measure(folder, python, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site")
    indexed = measure(folder, python, "-m", "generator", "index", "site")
    stock = measure(folder, python, "-m", "mkdocs", "build", "--quiet", "--config-file", "stock.yml")
    ours = made.wall + built.wall + indexed.wall
    print(f"== {regions} regions, {sum(1 for _ in site.rglob('*.html'))} pages")
    for name, run in (
        ("pages and data", made),
        ("MkDocs without search", built),
        ("our index", indexed),
        ("MkDocs with Material's search", stock),
    ):
        print(f"{name:<30} {run.wall:7.1f} s, processors {run.busy:7.1f} s, {run.memory:6.0f} MB")
    print(f"{'index / whole build':<30} {indexed.wall / ours:7.3f}   (limit 0.15)")
    print(f"{'whole build / with Material':<30} {ours / (made.wall + stock.wall):7.3f}   (limit 0.6)")
    size = sum(path.stat().st_size for path in (site / FOLDER).iterdir())
    theirs = (folder / "stock/search/search_index.json").stat().st_size
    print(
        f"{'files of the index':<30} {size / 1e6:7.1f} MB in {sum(1 for _ in (site / FOLDER).iterdir())}; Material's one file {theirs / 1e6:.1f} MB"
    )
    shutil.rmtree(folder / "stock")
    try:
        pagefind = measure(folder, python, "-m", "pagefind", "--site", "site", "--output-subdir", "../pagefind")
        print(
            f"{'Pagefind':<30} {pagefind.wall:7.1f} s, {pagefind.memory:6.0f} MB; our index / Pagefind {indexed.wall / pagefind.wall:.2f}"
        )
    except subprocess.CalledProcessError as error:
        print(f"{'Pagefind':<30} not measured: {error.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
    ask(site)


def ask(site: Path) -> None:
    """Random queries, against the text of the pages as `search_text` reads it; bytes and times of answers."""
    from playwright.sync_api import sync_playwright

    truth = {}
    for file in sorted(site.rglob("*.html")):
        if file.name != "404.html":
            blocks = search_text.read(file.read_text(encoding="utf-8")).blocks
            truth[file.relative_to(site).as_posix().removesuffix("index.html")] = "\n".join(block.text for block in blocks).lower()
    queries = draw(list(truth.values()))
    server, address = serve(site)
    wrong, seconds, cold = [], [], []
    with sync_playwright() as playwright:
        found = next(path for name in BROWSERS if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)

        def opened(fetched: dict[str, int]) -> Any:
            page = browser.new_context().new_page()
            page.goto(address)
            page.wait_for_function("() => window.siteSearch !== undefined")
            page.on("response", lambda response: fetched.update({response.url: int(response.headers.get("content-length", 0))}))
            return page

        page = opened({})
        for query in queries:
            began = time.perf_counter()
            hits = page.evaluate("async (query) => (await siteSearch(query)).hits.map((hit) => hit.url)", query)
            seconds.append(time.perf_counter() - began)
            if {url.removeprefix(address) for url in hits} != {name for name, text in truth.items() if query.lower() in text}:
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
    print(f"{'queries not answered exactly':<30} {len(wrong):7d}   of {len(queries)} {wrong[:5]}")
    print(f"{'an answer, median':<30} {statistics.median(seconds) * 1000:7.1f} ms")
    print(
        f"{'a first query, bytes fetched':<30} {statistics.median(cold) / 1000:7.1f} kB median, {sorted(cold)[int(COLD * 0.95)] / 1000:.1f} kB 95th percentile"
    )


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


if __name__ == "__main__":
    for count in map(int, sys.argv[1:] or ["1000"]):
        with tempfile.TemporaryDirectory() as place:
            bench(count, Path(place))
