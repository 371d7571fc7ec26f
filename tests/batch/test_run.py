"""Whole runs: the same bytes on any cluster and after any end, and a document that kills costs only itself."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="requirements-batch.txt is not installed")
pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")


from generator import workers  # noqa: E402
from generator.batch import run as running  # noqa: E402
from generator.batch.shard import make, program  # noqa: E402
from generator.batch.sources import documents, shards  # noqa: E402
from generator.errors import GeneratorError  # noqa: E402
from tests.batch import corpora  # noqa: E402

Tree = dict[str, bytes]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.folder(tmp_path_factory.mktemp("corpus"))


def wanted(source: Path, size: int) -> Tree:
    """The shards as they are made here, without a cluster."""
    cut = shards(documents(source), size, program())
    return {f"{shard.key}/{name}": data for shard in cut for name, data in make(shard.documents, {}, program()).items()}


def tree(out: Path) -> Tree:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != ".lock"}


def ran(source: Path, out: Path, size: int = 2, scheduler: str | None = None) -> running.Done:
    return running.run(source, out, scheduler, size, print)


def test_the_bytes_of_two_workers_are_those_made_here(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by(2, tmp_path, corpus, monkeypatch)


def by(count: int, tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demands of a run with `count` workers the bytes that are made without any."""
    monkeypatch.setattr(workers, "available", lambda: count)
    assert ran(corpus, tmp_path / "out") == (6, 1, 3, 3, 0)
    assert tree(tmp_path / "out") == wanted(corpus, 2)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1:x"])
def test_a_scheduler_that_does_not_answer_is_told_in_one_line(
    tmp_path: Path, corpus: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "ANSWER", 1)
    with pytest.raises(GeneratorError, match="does not answer") as error:
        ran(corpus, tmp_path / "out", scheduler=address)
    assert str(error.value).startswith(address) and "\n" not in str(error.value)


def test_a_notebook_may_start_a_run(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop runs in its thread already."""
    monkeypatch.setattr(running, "ANSWER", 1)

    async def cell() -> None:
        ran(corpus, tmp_path / "out", scheduler="tcp://127.0.0.1:1")

    with ThreadPoolExecutor(1) as own, pytest.raises(GeneratorError, match="does not answer"):  # a browser's loop may run in this thread
        own.submit(asyncio.run, cell()).result()


def test_shards_within_the_corpus_are_refused(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(GeneratorError, match="lies in the corpus itself"):
        ran(corpus, corpus / "out")
    with pytest.raises(GeneratorError, match="holds no document"):
        (tmp_path / "empty").mkdir()
        ran(tmp_path / "empty", tmp_path / "out")
