"""Measures a corpus of SIZE documents and a tenth of it: `make bench`, or `make bench SIZE=10000`.

What is finished stands in .cache/bench/ and is not measured twice; where the code has changed since, all begins anew.
"""

from __future__ import annotations

import argparse

from tests.bench import report
from tests.bench.cells import Bench
from tests.project import ROOT

KEPT = ROOT / ".cache/bench"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    options.add_argument("size", type=int, nargs="?", default=1000, help="how many documents (default: 1000)")
    options.add_argument("--keep", action="store_true", help="writes the results, the chart and the page of docs/ that states them")
    given = options.parse_args()
    if given.size < 20:
        options.error("fewer than 20 documents measure nothing but how long Python takes to start")
    sizes = [given.size // 10, given.size] if given.size >= 1000 else [given.size]
    results = {}
    for size in sizes:
        print(f"== {size} documents", flush=True)
        results[size] = Bench(KEPT / str(size), size, lambda line: print(line, flush=True)).run()
    print(report.text(results[sizes[-1]], results.get(sizes[0]) if len(sizes) > 1 else None))
    if given.keep:
        for size, found in results.items():
            report.keep(size, found)
        report.write()


if __name__ == "__main__":
    main()
