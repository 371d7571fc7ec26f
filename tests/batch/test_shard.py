"""The files of a shard: the site's tables, the readings, and every document that could not be read with its reason."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="requirements-batch.txt is not installed")

from pyarrow.parquet import read_table  # noqa: E402

import generator  # noqa: E402
from generator.batch.shard import make, program  # noqa: E402
from generator.batch.sources import Given, documents  # noqa: E402
from generator.batch.store import ShardFolder  # noqa: E402
from generator.errors import GeneratorError  # noqa: E402
from tests.batch import corpora  # noqa: E402
from tests.project import ROOT  # noqa: E402


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(list(documents(corpora.folder(tmp_path_factory.mktemp("shard")))), {}, program())


def rows(files: dict[str, bytes], table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = read_table(io.BytesIO(files[f"{table}.parquet"])).to_pylist()
    return found


TABLES = "regions documents measures figures themes documents_cited networks programmes honours ethnic_groups gaps".split()


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_those_of_the_site(files: dict[str, bytes], table: str) -> None:
    ids = {path.stem: path.name for path in corpora.SEEDS}
    wanted = [
        {key: ids.get(str(cell), cell) if key == "document" else cell for key, cell in row.items() if key != "link"}
        for row in generator.load(table, [generator.read(path) for path in corpora.SEEDS])
    ]
    got = [{key: cell for key, cell in row.items() if key not in ("name", "url", "sha256")} for row in rows(files, table)]
    told = ("heading", "quote", "meaning") if table == "programmes" else ()  # where the article names it, which no profile knows
    assert [unmeasured(row, *told) for row in got] == [unmeasured(row, *told) for row in wanted] and got


def unmeasured(row: dict[str, object], *others: str) -> dict[str, object]:
    """A row without lengths of text, which a profile has only beside its document, and without `others`."""
    return {key: cell for key, cell in row.items() if key not in ("characters", "text", *others) and not key.endswith("_text")}


def test_programmes_have_the_words_that_name_them(files: dict[str, bytes]) -> None:
    found = {row["programme"]: row["quote"] for row in rows(files, "programmes") if row["quote"]}
    assert len(found) > 50 and all(str(name) in str(words) for name, words in found.items())


def test_lengths_of_text_are_measured_in_the_documents(files: dict[str, bytes]) -> None:
    for row in rows(files, "themes"):
        under = [
            one["characters"] for one in rows(files, "measures") if (one["document"], one["region"]) == (row["document"], row["region"])
        ]
        assert isinstance(row["text"], int) and 0 < sum(n for n in under if isinstance(n, int)) <= row["text"]


def test_readings_go_by_the_documents_id(files: dict[str, bytes]) -> None:
    readings = [json.loads(line) for line in files["readings.jsonl"].decode().splitlines()]
    assert [one["document"] for one in readings] == [path.name for path in corpora.SEEDS]
    assert readings[0]["regions"] and {one["document"] for one in readings} == {row["document"] for row in rows(files, "documents")}


def test_what_cannot_be_read_stands_in_problems(files: dict[str, bytes]) -> None:
    (problem,) = rows(files, "problems")
    assert problem["document"] == problem["name"] == corpora.BAD[0] and "Chinese" in str(problem["reason"]) and problem["hint"]
    assert json.loads(files["shard.json"])["documents"] == 6 and json.loads(files["shard.json"])["problems"] == 1


def test_all_that_can_be_wrong_with_one_costs_only_itself() -> None:
    good = corpora.SEEDS[0].read_bytes()
    bad = [
        Given("empty", "", b""), Given("image", "a.png", b"\x89PNG"), Given("long", "长" * 100 + ".txt", good), Given("broken", "a.pdf", b"%PDF-1.4"),
        Given("fault", "", b"", fault=("has no id", "")), Given("dead", "dead.txt", good),
    ]  # fmt: skip
    files = make(
        [*bad, Given("a/b c", "", good, "https://example.cn/1"), Given("odd", "报告", good, "no address")],
        {5: "ended its worker"},
        program(),
    )
    reasons = {row["document"]: row["reason"] for row in rows(files, "problems")}
    assert list(reasons) == [one.id for one in bad] and reasons["dead"] == "ended its worker" and reasons["fault"] == "has no id"
    read = {row["document"]: row for row in rows(files, "documents")}
    assert set(read) == {"a/b c", "odd"} and read["a/b c"]["url"] == "https://example.cn/1"
    addresses = {one["document"]: one["source"]["url"] for one in map(json.loads, files["readings.jsonl"].decode().splitlines())}
    assert addresses["a/b c"] == "https://example.cn/1" and addresses["odd"] != "no address"


def test_a_worker_with_another_program_makes_nothing() -> None:
    with pytest.raises(GeneratorError, match="another version of the program"):
        make([], {}, "0" * 64)


KEY = "0123456789abcdef" * 2


@pytest.mark.parametrize("cut", ["figures.parquet", "readings.jsonl", "shard.json"])
@pytest.mark.parametrize("gone", [True, False])
def test_a_half_written_shard_is_told_of_and_made_anew(tmp_path: Path, files: dict[str, bytes], cut: str, gone: bool) -> None:
    said: list[str] = []
    store = ShardFolder(tmp_path, said.append)
    assert store.put(KEY, files) == store.held(KEY) == (6, 1) and not said
    broken = tmp_path / KEY / cut
    if gone:
        broken.unlink()
    else:
        broken.write_bytes(files[cut][:-9])
    assert store.held(KEY) is None and not (tmp_path / KEY).exists()
    assert len(said) == 1 and "half written" in said[0] and cut in said[0]
    assert store.put(KEY, files) == (6, 1)


def test_what_a_killed_run_left_is_cleared_and_strangers_are_let_be(tmp_path: Path, files: dict[str, bytes]) -> None:
    (tmp_path / f".writing-{KEY}").mkdir()
    (tmp_path / "mine").mkdir()
    store = ShardFolder(tmp_path, print)
    with store.alone():
        assert not (tmp_path / f".writing-{KEY}").exists()
        with pytest.raises(GeneratorError, match="another run is writing here"), ShardFolder(tmp_path, print).alone():
            pass
        store.put(KEY, files)
        store.put("f" * 32, files)
        assert store.keep({KEY}) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [KEY, "mine"]


FULL = """
import resource
from pathlib import Path
from generator.batch.store import ShardFolder
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    ShardFolder(Path("."), print).put("0" * 32, {"a.parquet": b"x", "b.parquet": b"x" * 2000, "shard.json": b"{}"})
except OSError as error:
    print(error.filename, error.strerror)
"""


def test_a_full_disk_leaves_no_half_shard(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.split()[0].endswith("b.parquet") and "too large" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []
