"""`kill -9` at twenty random moments of `batch` over 3,000 documents: the shards come out as those of a run that nobody disturbed.

And on any other cluster, one over TCP included; and a document that kills every worker it comes to.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="requirements-batch.txt is not installed")
pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")

import dask  # noqa: E402
from pyarrow.parquet import read_table  # noqa: E402

from generator import workers  # noqa: E402
from tests.batch import corpora  # noqa: E402
from tests.batch.test_run import by, corpus, ran, tree, wanted  # noqa: E402, F401
from tests.conftest import PATIENCE  # noqa: E402
from tests.project import FROZEN, ROOT  # noqa: E402

DOCUMENTS = int(os.environ.get("BATCH_DOCUMENTS", "3000"))
KILLS = 20
SIZE = max(1, DOCUMENTS // 100)


def start(source: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "batch", source, out, "--shard", str(SIZE)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


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


@contextmanager
def process(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    made = subprocess.Popen([sys.executable, "-m", *command], env=corpora.ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield made
    finally:
        made.terminate()
        made.wait(PATIENCE)


def test_the_bytes_are_the_same_over_tcp(tmp_path: Path, corpus: Path) -> None:  # noqa: F811
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = ["--no-dashboard", "--host", "127.0.0.1"]
    with ExitStack() as stack:
        stack.enter_context(process("distributed.cli.dask_scheduler", *quiet, "--port", str(port), "--dashboard-address", "127.0.0.1:0"))
        for _ in range(2):
            stack.enter_context(
                process("distributed.cli.dask_worker", *quiet, "--nthreads", "1", "--local-directory", str(tmp_path / "w"), address)
            )
        done = subprocess.run(
            [sys.executable, "-m", "generator", "batch", corpora.lines(tmp_path), tmp_path / "out", "--scheduler", address, "--shard", "2"],
            env=corpora.ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", timeout=2 * PATIENCE,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "") and "6 documents, 5 read, 1 in problems; 3 shards, 3 written" in done.stdout
    assert tree(tmp_path / "out") == wanted(corpus, 2)


def test_a_run_goes_on_where_another_was_killed(tmp_path: Path, corpus: Path) -> None:  # noqa: F811
    out, written = tmp_path / "out", 2
    killed = subprocess.Popen(
        [sys.executable, "-m", "generator", "batch", corpus, out, "--shard", "1"], env=corpora.ENVIRONMENT, stdout=subprocess.DEVNULL
    )
    end = time.monotonic() + PATIENCE
    while len(list(out.glob("*/shard.json"))) < written or not out.exists():
        assert killed.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    before = {path.parent.name: path.stat().st_ino for path in out.glob("[0-9a-f]*/shard.json")}
    assert len(before) >= written
    done = ran(corpus, out, size=1)
    assert (done.documents, done.bad, done.shards, done.written) == (6, 1, 6, 6 - len(before))
    assert {name: (out / name / "shard.json").stat().st_ino for name in before} == before
    assert tree(out) == wanted(corpus, 1)
    assert ran(corpus, out, size=1).written == 0


def test_a_changed_corpus_leaves_no_shard_of_the_old_one(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(workers, "available", lambda: 1)
    source, out = tmp_path / "corpus", tmp_path / "out"
    shutil.copytree(corpus, source)
    ran(source, out)
    (source / corpora.BAD[0]).write_bytes(b"something else")
    assert ran(source, out) == (6, 1, 3, 1, 1)
    assert tree(out) == wanted(source, 2)


@pytest.fixture
def killing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One worker, which is killed where it comes to certain documents."""
    monkeypatch.setattr(workers, "available", lambda: 1)
    monkeypatch.setenv("KILLED_ONCE", str(tmp_path / "killed"))
    monkeypatch.setenv("PYTHONPATH", corpora.ENVIRONMENT["PYTHONPATH"])
    with dask.config.set({"distributed.worker.preload": ["tests.batch.deadly"]}):
        yield


def test_a_killed_worker_costs_nothing(tmp_path: Path, corpus: Path, killing: None) -> None:  # noqa: F811
    source = tmp_path / "corpus"
    shutil.copytree(corpus, source)
    (source / corpora.SEEDS[1].name).rename(source / "once.txt")
    assert ran(source, tmp_path / "out") == (6, 1, 3, 3, 0)
    assert (tmp_path / "killed").exists()
    assert tree(tmp_path / "out") == wanted(source, 2)


def test_a_document_that_kills_its_workers_stands_in_problems(tmp_path: Path, corpus: Path, killing: None) -> None:  # noqa: F811
    source = tmp_path / "corpus"
    shutil.copytree(corpus, source)
    (source / corpora.SEEDS[1].name).rename(source / "deadly.txt")
    assert ran(source, tmp_path / "out") == (6, 2, 3, 3, 0)
    problems = (tmp_path / "out").glob("*/problems.parquet")
    reasons = {row["document"]: row["reason"] for path in problems for row in read_table(path).to_pylist()}
    assert set(reasons) == {"deadly.txt", corpora.BAD[0]} and reasons["deadly.txt"].startswith("ended its worker 5 times")
