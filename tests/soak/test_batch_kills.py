"""`kill -9` at twenty random moments of `batch` over 3,000 documents: the shards come out as those of a run that nobody disturbed.

And a document that kills every worker it comes to.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="requirements-batch.txt is not installed")
pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")

from pyarrow.parquet import read_table  # noqa: E402

from tests.batch import corpora  # noqa: E402
from tests.batch.test_run import by, corpus, killing, ran  # noqa: E402, F401
from tests.project import FROZEN, ROOT  # noqa: E402

DOCUMENTS = int(os.environ.get("BATCH_DOCUMENTS", "3000"))
KILLS = 20
SIZE = max(1, DOCUMENTS // 100)


def start(source: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "batch", source, out, "--shard", str(SIZE)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def tree(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != ".lock"}


def test_the_shards_are_the_same_whenever_a_run_is_killed(tmp_path: Path) -> None:
    source, draw, killed = tmp_path / "corpus", random.Random(13), 0
    seeds = [path.read_text(encoding="utf-8") for path in sorted((FROZEN / "seeds").glob("*.txt"))]
    source.mkdir()
    for number in range(DOCUMENTS):
        (source / f"{number:05}.txt").write_text(f"{seeds[number % len(seeds)]}\n（第{number}号）\n", encoding="utf-8")
    assert start(source, tmp_path / "whole").wait() == 0
    out = tmp_path / "out"
    while killed < KILLS:
        before = len(list(out.glob("*/shard.json")))
        process = start(source, out)
        try:
            process.wait(draw.uniform(1, 7))
            break  # it was done before it could be killed
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        assert len(list(out.glob("*/shard.json"))) >= before
    assert start(source, out).wait() == 0
    assert killed >= min(KILLS, DOCUMENTS // 100)
    assert tree(out) == tree(tmp_path / "whole")


@pytest.mark.parametrize("count", [1, 4])
def test_the_bytes_are_the_same_whatever_the_number_of_workers(
    tmp_path: Path,
    corpus: Path,  # noqa: F811
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by(count, tmp_path, corpus, monkeypatch)


def test_a_document_that_kills_its_workers_stands_in_problems(tmp_path: Path, corpus: Path, killing: None) -> None:  # noqa: F811
    source = tmp_path / "corpus"
    shutil.copytree(corpus, source)
    (source / corpora.SEEDS[1].name).rename(source / "deadly.txt")
    assert ran(source, tmp_path / "out") == (6, 2, 3, 3, 0)
    problems = (tmp_path / "out").glob("*/problems.parquet")
    reasons = {row["document"]: row["reason"] for path in problems for row in read_table(path).to_pylist()}
    assert set(reasons) == {"deadly.txt", corpora.BAD[0]} and reasons["deadly.txt"].startswith("ended its worker 5 times")
