"""Speed, memory and exactness of site and search at scale, as ratios to the stock tools in the same run.

    python -m tests.bench.bench [REGIONS …]

For each number of regions (1000 where none is given; 10000 takes a quarter of an hour) a site of synthetic profiles is built
with our search and with Material's; Pagefind indexes it too where it is installed. Then a browser asks for random pieces of
the pages, and what it is answered is held against their text. Absolute times drift from run to run; ratios hold, those of
the processors' time also where others work on the machine.
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

from generator.search.files import FOLDER
from generator.search.text import PageText
from tests.bench import synthetic
from tests.conftest import ARGUMENTS, BROWSERS, serve, until
from tests.project import ROOT, RULES

PARTS = ("generator", "templates", "docs/about", "docs/search", "mkdocs.yml")
STOCK = "INHERIT: mkdocs.yml\nsite_dir: stock\nplugins:\n  - search:\n      separator: '[\\s\\u200b\\u3000\\-、。，．？！；]+'\n"
PAGES = "from pathlib import Path; from generator.profiles.shelf import Shelf; from generator import workspace; from generator.publish import build; from generator.rules import Rules; build.build(Rules(), Shelf(workspace.Workspace(Path.cwd())))"
QUERIES, COLD = 240, 40
LIMITS = {1000: 150, 10000: 300}
"""kB that half of all first queries may cost, by regions."""
THEME = re.compile(r"/assets/(stylesheets|images|javascripts)/|\.(png|svg|ico|woff2?)($|\?)")
"""What the theme itself fetches, and pictures."""
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
    files = list((site / FOLDER).iterdir())
    print(f"== {regions} regions, {sum(1 for _ in site.rglob('*.html'))} pages")
    row("", "time", "processors", "memory", "index")
    show("pages and data", made)
    show("MkDocs without search", built)
    show("our index", indexed, sum(path.stat().st_size for path in files), f"{len(files):,} files")
    show("MkDocs with Material's search", stock, (folder / "stock/search/search_index.json").stat().st_size, "1 file")
    shutil.rmtree(folder / "stock")
    try:
        pagefind = measure(folder, python, "-m", "pagefind", "--site", "site", "--output-subdir", "../pagefind")
        files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
        show("Pagefind on the same pages", pagefind, sum(path.stat().st_size for path in files), f"{len(files):,} files")
    except subprocess.CalledProcessError as error:
        row("Pagefind", f"not measured: {error.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
    ours, theirs = (made, built, indexed), (made, stock)
    share = Ratio("index / whole build", 0.15, indexed.wall / wall(*ours), indexed.busy / busy(*ours))
    whole = Ratio("whole build / with Material's search", 0.6, wall(*ours) / wall(*theirs), busy(*ours) / busy(*theirs))
    for ratio in (share, whole):
        row(ratio.name, f"{ratio.wall:.3f}", f"{ratio.busy:.3f}", f"limit {ratio.limit}")
    ask(site, LIMITS.get(regions))


@dataclass(frozen=True)
class Ratio:
    """What is to stay below a limit, by the clock and by the processors' time."""

    name: str
    limit: float
    wall: float
    busy: float


def wall(*runs: Run) -> float:
    return sum(run.wall for run in runs)


def busy(*runs: Run) -> float:
    return sum(run.busy for run in runs)


def row(name: str, *cells: str) -> None:
    print(f"{name:<38}" + "".join(f"{cell:>13}" for cell in cells), flush=True)


def show(name: str, run: Run, size: int = 0, files: str = "") -> None:
    row(name, f"{run.wall:.1f} s", f"{run.busy:.1f} s", f"{run.memory:.0f} MB", f"{size / 1e6:.1f} MB" if size else "", files)


def ask(site: Path, limit: int | None) -> None:
    """Random queries, against the text of the pages as `PageText` reads it; bytes and times of answers.

    A first query costs every byte that a browser fetches for it: the index's files, scripts, styles; all but the page
    itself and the theme's own files. `limit` is in kB.
    """
    from playwright.sync_api import sync_playwright

    truth, pages = {}, PageText(RULES)
    for file in sorted(site.rglob("*.html")):
        if file.name != "404.html":
            blocks = pages.read(file.read_text(encoding="utf-8")).blocks
            truth[file.relative_to(site).as_posix().removesuffix("index.html")] = "\n".join(block.text for block in blocks).lower()
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
            right = {name for name, text in truth.items() if query.lower() in text}
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
    row("recall, precision", f"{statistics.mean(recall):.4f}", f"{statistics.mean(precision):.4f}")
    row("queries not answered exactly", f"{len(wrong)}", f"of {len(queries)}", *wrong[:3])
    row("an answer, median", f"{statistics.median(seconds) * 1000:.1f} ms")
    median, most = statistics.median(cold) / 1000, sorted(cold)[int(COLD * 0.95)] / 1000
    row("a first query: bytes fetched, median", f"{median:.1f} kB", *([f"limit {limit}"] if limit else []))
    row("a first query: 95th percentile", f"{most:.1f} kB", "limit 1000")


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
