"""Every kind of corpus gives the same documents; what is wrong with one goes along with it, what is wrong with all is one line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pyarrow = pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")

from pyarrow.parquet import write_table  # noqa: E402

from generator.batch import sources  # noqa: E402
from generator.batch.sources import Given, documents, shards  # noqa: E402
from generator.errors import GeneratorError  # noqa: E402
from tests.batch import corpora  # noqa: E402


@pytest.mark.parametrize("kind", ["corpus.tar", "corpus.tar.gz", "corpus.tar.xz", "jsonl", "parquet"])
def test_every_kind_holds_the_documents_of_the_folder(tmp_path: Path, kind: str) -> None:
    wanted = list(documents(corpora.folder(tmp_path / "plain")))
    assert [one.name for one in wanted] == [*(path.name for path in corpora.SEEDS), corpora.BAD[0]]
    assert [one.data for one in wanted] == [*(path.read_bytes() for path in corpora.SEEDS), corpora.BAD[1]]
    make = {"jsonl": corpora.lines, "parquet": corpora.parquet}.get(kind, lambda where: corpora.packed(where, kind))
    assert list(documents(make(tmp_path))) == wanted


def made(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("corpus.zip", b"PK", "is no kind of corpus that is known"),
        ("corpus.tar", b"x" * 2000, "is damaged or not what its name says"),
        ("corpus.jsonl.gz", gzip.compress(b'{"id": 1, "text": "x"}\n' * 9, mtime=0)[:-12], "is damaged or not what its name says"),
        ("corpus.parquet", b"PAR1" + b"x" * 100, "is damaged or not what its name says"),
    ],
)
def test_what_is_no_corpus_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(GeneratorError, match=message) as error:
        list(documents(made(tmp_path / name, data)))
    assert name in str(error.value) and "\n" not in str(error.value)


def test_a_corpus_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError, match="is not there .a corpus is a folder"):
        list(documents(tmp_path / "gone.tar"))


def test_a_tar_that_breaks_off_is_told_after_what_was_whole(tmp_path: Path) -> None:
    whole = corpora.packed(tmp_path, "corpus.tar").read_bytes()
    stream, got = documents(made(tmp_path / "half.tar", whole[: len(whole) // 3])), list[Given]()
    with pytest.raises(GeneratorError, match="half.tar: is damaged"):
        got.extend(one for one in stream)
    assert [one.data for one in got] == [path.read_bytes() for path in corpora.SEEDS[: len(got)]]


@pytest.mark.parametrize("columns", [("id", "body"), ("text", "name")])
def test_a_parquet_without_the_columns_is_told_which(tmp_path: Path, columns: tuple[str, str]) -> None:
    write_table(pyarrow.Table.from_pylist([dict.fromkeys(columns, "x")]), tmp_path / "corpus.parquet")
    lacks = "`id`" if "id" not in columns else "`text` or `bytes`"
    with pytest.raises(GeneratorError, match=f"has no column {lacks}; its columns are: {', '.join(columns)}"):
        list(documents(tmp_path / "corpus.parquet"))


def test_a_bad_line_costs_only_itself(tmp_path: Path) -> None:
    lines = [
        '{"id": 7, "text": "一", "url": "https://a.cn/"}',
        "{",
        "",
        "[1]",
        '{"text": "一"}',
        '{"id": "b"}',
        '{"id": "c", "bytes": "!"}',
    ]
    read = list(documents(made(tmp_path / "corpus.jsonl", "\n".join([*lines, '{"id": "d", "text": "二"}']).encode())))
    assert read[0] == Given("7", "", "一".encode(), "https://a.cn/") and read[-1] == Given("d", "", "二".encode())
    faults = {one.id: one.fault[0] for one in read[1:-1] if one.fault}
    assert len(faults) == len(read) - 2
    assert faults["#2"].startswith("is no JSON (") and faults["#4"] == "is no JSON object" and faults["#5"] == "has no id"
    assert faults["b"] == faults["c"] == "has neither text nor bytes"


def test_an_id_that_comes_again_is_a_fault_of_the_later(tmp_path: Path) -> None:
    lines = [json.dumps({"id": one, "text": text}) for one, text in [("a", "一"), ("b", "二"), ("a", "三")]]
    cut = list(shards(documents(made(tmp_path / "corpus.jsonl", "\n".join(lines).encode())), 2, "p"))
    (again,) = cut[1].documents
    assert again.fault and "has the id of an earlier document, a" in again.fault[0]
    assert [one.fault for one in cut[0].documents] == [None, None]


def test_a_shard_is_known_by_its_documents_and_its_program() -> None:
    one = Given("a", "a.txt", b"x")
    others = [Given("b", "a.txt", b"x"), Given("a", "b.txt", b"x"), Given("a", "a.txt", b"y"), Given("a", "a.txt", b"x", "https://a.cn")]
    keys = [next(shards([given], 1, "p")).key for given in [one, *others]] + [next(shards([one], 1, "q")).key]
    assert len(set(keys)) == len(keys) and keys[0] == next(shards([one], 1, "p")).key


def test_heavy_documents_close_a_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "HEAVIEST", 10)
    sizes = [len(shard.documents) for shard in shards([Given(str(n), "", b"x" * 6) for n in range(5)], 100, "p")]
    assert sizes == [2, 2, 1]
