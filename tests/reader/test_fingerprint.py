"""Whether readings are stale is known without reading; whatever can change a reading changes the digest, and nothing else does."""

from __future__ import annotations

import json
import os
import shutil
import sys
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import workers
from generator.cli import main
from generator.errors import GeneratorError
from generator.reader import fingerprint
from generator.reader.reading import Reader
from generator.rules import Rules, loader
from generator.workspace import PACKAGE, Workspace
from tests.project import FROZEN, copied


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that the fingerprint is taken of."""
    copy = tmp_path / "generator"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    monkeypatch.setattr(fingerprint, "RULES", copy / "rules")
    return copy


def digest(cache: Path | None = None) -> str:
    fingerprint.reader.cache_clear()
    return fingerprint.reader(cache)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def test_what_only_the_site_shows_does_not_change_the_digest(package: Path) -> None:
    before = digest()
    change(package / "publish/corpus/trust.py", "class Trust:", "class  Trust(object):")
    change(package / "profiles/diff.py", "class Edits:", "class  Edits(object):")
    change(package / "__init__.py", "__version__ =", "__version__: str =")
    assert digest() == before


def test_what_cannot_change_a_reading_does_not_change_the_digest(package: Path) -> None:
    before = digest()
    change(package / "reader/reading.py", '"""One document in', '# A comment.\n"""Another docstring. One document in')
    change(package / "reader/watchdog.py", '"""Seconds;', '"""A told name; seconds')
    change(package / "publish/build.py", "def build(", "def built(")
    change(package / "rules/charts.yml", "：", ":")
    rules = package / "rules/units.yml"
    rules.write_bytes(rules.read_bytes().replace(b"\n", b"\r\n"))
    assert digest() == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("reader/reading.py", "TOLD = 8", "TOLD = 9"),
        ("language/numerals.py", "import re", "import re as re"),
        ("rules/units.yml", "个", "個"),
        ("rules/divisions.csv", "延吉市", "延吉县"),
        ("model.py", "class Profile", "class  Profil"),
    ],
)
def test_what_can_change_a_reading_changes_the_digest(package: Path, file: str, old: str, new: str) -> None:
    before = digest()
    change(package / file, old, new)
    assert digest() != before


def test_a_library_of_another_version_is_another_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = digest(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == "pypdf" else version(name))
    assert digest() != before
    monkeypatch.undo()
    assert digest() == before


def test_every_library_is_known_by_the_name_it_is_installed_under(tmp_path: Path) -> None:
    digest(tmp_path)
    kept = json.loads((tmp_path / "trees.json").read_text(encoding="utf-8"))["trees"].values()
    names = {name.partition(".")[0] for one in kept for name in one["imports"]} - sys.stdlib_module_names - {"generator"}
    installed = metadata.packages_distributions()
    assert {"selectolax", "yaml"} <= names
    assert {fingerprint.DISTRIBUTIONS.get(name, name) for name in names} <= {
        one.replace("_", "-") for n in names for one in installed[n]
    } | names
    assert all(metadata.version(fingerprint.DISTRIBUTIONS.get(name, name)) for name in names)


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"by": "another", "trees": {}}', '{"by": 1}'])
def test_what_was_kept_never_changes_the_digest(tmp_path: Path, kept: str) -> None:
    (tmp_path / "trees.json").write_text(kept, encoding="utf-8")
    assert digest(tmp_path) == digest() == digest(tmp_path)


def test_rules_that_only_the_site_uses_are_not_read_for_a_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read, load = set[str](), loader.load
    monkeypatch.setattr("generator.rules.load", lambda name, model: read.add(name) or load(name, model))
    reader = Reader(Rules())
    for path in Workspace(FROZEN).seed_files():
        reader.read(path)
    assert "vocabulary" in read
    assert not {f"{name}.yml" for name in read} & fingerprint._SITE


# the command


def update(root: Path, *options: str) -> tuple[int, str]:
    fingerprint.reader.cache_clear()
    done = CliRunner().invoke(main, ["--root", str(root), "update", *options])
    return done.exit_code, done.output


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = copied(tmp_path / "project", "docs/schema")
    assert update(root)[0] == 0
    return root


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of seeds that are read."""
    read, real = list[str](), Reader.read

    def reading(reader: Reader, path: Path) -> dict[str, object]:
        read.append(path.name)
        return real(reader, path)

    monkeypatch.setattr(Reader, "read", reading)
    return read


def test_nothing_is_read_where_nothing_changed(project: Path, unread: list[str]) -> None:
    assert update(project, "--check") == (0, "")
    assert update(project)[0] == 0
    assert unread == []


def test_only_what_changed_is_read(project: Path, unread: list[str]) -> None:
    seed = Workspace(project).seed_files()[1]
    seed.write_bytes(seed.read_bytes() + "\n全州培训干部120人次。\n".encode())
    status, said = update(project, "--check")
    assert (status, unread) == (1, [seed.name])
    assert f"seeds/readings/{seed.stem}.yml: is not what its seed reads to" in said
    assert update(project)[0] == 0
    assert update(project, "--check") == (0, "")


def test_a_reading_edited_by_hand_is_told(project: Path, unread: list[str]) -> None:
    reading = Workspace(project).reading_file(Workspace(project).seed_files()[0].name)
    change(reading, "high", "low")
    assert update(project, "--check")[0] == 1
    assert len(unread) == 1


def test_a_region_that_an_editor_names_is_read_by(project: Path, unread: list[str]) -> None:
    seed = Workspace(project).seed_files()[0].name
    (project / "seeds/regions.yml").write_text(f"'{seed}': '222402'\n", encoding="utf-8")
    assert update(project, "--check")[0] == 1
    assert unread == [seed]


def test_another_reader_reads_all(project: Path, unread: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "_SITE", set())
    status, said = update(project, "--check")
    assert (status, unread) == (1, [])
    assert said == "seeds/readings: was made by another reader: rules or code changed since (run `make update`)\n"
    assert update(project)[0] == 0
    assert len(unread) == 5
    assert update(project, "--check") == (0, "")


def test_one_seed_read_by_another_reader_leaves_nothing_known(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = Workspace(project).seed_files()[0]
    with monkeypatch.context() as changed:
        changed.setattr(fingerprint, "_SITE", set())
        fingerprint.reader.cache_clear()
        assert CliRunner().invoke(main, ["--root", str(project), "read", str(seed)]).exit_code == 0
    status, said = update(project, "--check")
    assert status == 1
    assert "another reader" in said


# many processes


def _square(number: int) -> int:
    return number * number


def _dying(parent: int, number: int) -> int:
    if number == 40 and os.getpid() != parent:
        os._exit(9)
    return number


def _failing(number: int) -> int:
    raise GeneratorError.at("seeds/a.txt", f"is number {number}")


@pytest.mark.parametrize("cores", [1, 2, 4])
def test_results_come_in_order_whatever_the_number_of_processes(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(workers, "available", lambda: cores)
    assert list(workers.each(_square, range(200))) == [n * n for n in range(200)]


def test_a_process_that_dies_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "available", lambda: 2)
    monkeypatch.setattr("threading.active_count", lambda: 1)  # whatever other tests left behind
    with pytest.raises(GeneratorError, match="ended from outside"):
        list(workers.each(partial(_dying, os.getpid()), range(200)))
    with pytest.raises(GeneratorError, match="seeds/a.txt: is number 0"):
        list(workers.each(_failing, range(200)))
