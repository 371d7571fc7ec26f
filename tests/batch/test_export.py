"""The data in forms for other tools: every row of every table in each of them, keys that hold, same bytes again."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.publish.data import files as data
from generator.publish.data import package
from generator.publish.data.lines import Tables
from generator.settings import Settings
from generator.workspace import Workspace, write_text
from tests.project import ROOT, RULES

duckdb = pytest.importorskip("duckdb", reason="requirements-test.txt is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="requirements-batch.txt is not installed")


def run(root: Path, *words: str) -> str:
    done = CliRunner().invoke(main, ["--root", str(root), *words])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of two years of one region and others as `build` writes them, exported."""
    root = tmp_path_factory.mktemp("export")
    made = Tables(RULES, corpus.load(RULES, Shelf(Workspace(ROOT / "tests/fixtures/two_years"))))
    for path, text in data.build(RULES, made, Settings("某站")):
        write_text(root / "docs" / path, text)
    (root / "docs/profiles").mkdir()
    run(root, "export", str(root / "out"))
    return root


def tables(root: Path) -> dict[str, list[dict[str, object]]]:
    about = json.loads((root / "docs/data/datapackage.json").read_text(encoding="utf-8"))
    return {one["name"]: [dict(row) for row in package.records(RULES, root / "docs/data", one["name"])] for one in about["resources"]}


def test_nothing_is_exported_that_was_not_built(tmp_path: Path) -> None:
    (tmp_path / "docs/profiles").mkdir(parents=True)
    done = CliRunner().invoke(main, ["--root", str(tmp_path), "export", str(tmp_path / "out")])
    assert done.exit_code == 1 and "python -m generator build" in done.output
    assert not (tmp_path / "out").exists()


def test_every_form_has_every_row(root: Path) -> None:
    base = sqlite3.connect(root / "out/data.sqlite")
    base.row_factory = sqlite3.Row
    for name, rows in tables(root).items():
        assert parquet.read_table(root / f"out/{name}.parquet").to_pylist() == rows
        assert [dict(row) for row in base.execute(f'SELECT * FROM "{name.replace("-", "_")}"')] == rows  # noqa: S608
    base.close()


def test_the_database_is_whole_and_its_keys_hold(root: Path) -> None:
    base = sqlite3.connect(root / "out/data.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {row[2] for row in base.execute("PRAGMA foreign_key_list(figures)")} == {"regions", "documents"}
    assert {row[2] for row in base.execute("PRAGMA foreign_key_list(gaps)")} == {"documents"}
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("INSERT INTO documents SELECT * FROM documents LIMIT 1")
    base.close()


def test_the_zip_holds_what_the_site_has_and_says_what_it_is(root: Path) -> None:
    with zipfile.ZipFile(root / "out/data.zip") as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            short = name.rpartition("/")[2]
            if short != "README.md":
                assert packed.read(name) == (root / "docs/data" / short).read_bytes()
        readme = packed.read("ethnic-unity-reports/README.md").decode()
    assert "CC BY 4.0" in readme or "CC-BY-4.0" in readme
    assert all(f"`{name}`" in readme for name in tables(root))


def test_same_data_same_bytes(root: Path) -> None:
    run(root, "export", str(root / "again"))
    assert {p.name: p.read_bytes() for p in (root / "again").iterdir()} == {p.name: p.read_bytes() for p in (root / "out").iterdir()}


def test_duckdb_reads_codes_as_text(root: Path) -> None:
    figures = (root / "out/figures.parquet").as_posix()
    found = duckdb.sql(f"SELECT DISTINCT adcode FROM '{figures}' WHERE adcode IS NOT NULL").fetchall()  # noqa: S608
    assert found and all(re.fullmatch(r"\d{6}|\d{9}", code) for (code,) in found)
