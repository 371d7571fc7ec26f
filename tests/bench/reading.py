"""How fast documents are read, beside jieba segmenting the same text in the same run, and whether time grows with length.

python -m tests.bench.reading
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import jieba

from generator.reader.article import text
from tests.project import FROZEN, READER, ROOT, RULES

FOLDERS = (FROZEN / "seeds", ROOT / "tests/gold/dev/docs")
SIZES = (1_000, 10_000, 100_000, 1_000_000, 3_300_000)
"""Characters; the last is 10 MB of UTF-8."""


def best(work: Callable[[], object], times: int) -> float:
    """The least processor time of several runs, in seconds."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def main() -> None:
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    paths = [path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
    texts = [path.read_text(encoding="utf-8-sig") for path in paths]
    size = sum(map(len, texts))
    for path in paths:
        READER.read(path)
    # In turn, so that both meet the machine in the same state.
    rounds = [
        (best(lambda: [list(jieba.cut(one)) for one in texts], 1), best(lambda: [READER.read(path) for path in paths], 1))
        for _ in range(10)
    ]
    cut, read = (min(times) for times in zip(*rounds, strict=True))
    print(
        f"{len(paths)} documents, {size:,} characters: jieba {size / cut:,.0f} characters/s, reading {size / read:,.0f}, ratio {cut / read:.2f}"
    )
    article = text.read_document(RULES, paths[0]).body + "\n"
    # Reports of many regions one behind the other; and without line ends, where nothing parts one heading's text from the next.
    every = "\n".join(text.read_document(RULES, path).body for path in paths) + "\n"
    for name, part, sizes in (
        ("one report over and over", article, SIZES),
        ("all reports", every, SIZES[2:4]),
        ("all reports without line ends", every.replace("\n", ""), SIZES[2:4]),
    ):
        print(f"{name}:")
        for length in sizes:
            long = ("延吉市民族团结进步工作\n" + part * (length // len(part) + 1))[:length]
            took = best(lambda long=long: READER.reading(text.read_text(RULES, long, "long.txt"), "0" * 64), 1)  # type: ignore[misc]
            print(f"{length:>10,} characters: {took:7.2f} s, {took / length * 1e6:5.1f} µs a character")


if __name__ == "__main__":
    main()
