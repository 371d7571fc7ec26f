"""The package as a library: what a program gets, what a wheel holds, and the examples of the page about it."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from generator import GeneratorError, Profile, Workspace, load, read
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.publish.data import files, tables
from generator.publish.data.lines import Tables
from generator.settings import Settings
from tests.project import FROZEN, ROOT, RULES, copied

PAGE = ROOT / "docs/about/library.md"
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
SEED = FROZEN / "seeds/000_bae2e2ca5f129531.txt"
TWO_YEARS = ROOT / "tests/fixtures/two_years"
TYPES = {"string": str, "integer": int, "number": float, "boolean": bool}


def published(folder: Path, project: Path, *endings: str) -> Path:
    """The data that the site of `project` has for download, in `folder`: the files with those endings."""
    everything = corpus.load(RULES, Shelf(Workspace(project)))
    for path, text in files.build(RULES, Tables(RULES, everything), Settings("某站")):
        if path.endswith(endings) and path.count("/") == 1:
            (folder / Path(path).name).write_bytes(text.encode("utf-8"))
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of downloaded data: the description, the tables as JSON and as CSV."""
    return published(tmp_path_factory.mktemp("data"), TWO_YEARS, ".json", ".csv")


# Bad input


@pytest.mark.parametrize("source", [FROZEN, "data"])
def test_a_table_that_is_none_is_told_with_all_there_are(source: str | Path, data: Path) -> None:
    with pytest.raises(GeneratorError, match=r"`indicators` is no table \(the tables are: regions, documents, measures, figures,"):
        load("indicators", data if source == "data" else source)


def test_a_folder_of_neither_kind_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GeneratorError, match=r"holds neither docs/profiles/ nor datapackage\.json"):
        load("figures")


def test_profiles_that_break_the_format_are_told_with_every_fault(tmp_path: Path) -> None:
    (tmp_path / "docs/profiles").mkdir(parents=True)
    text = (FROZEN / "docs/profiles/yanji-2023.yml").read_text(encoding="utf-8")
    (tmp_path / "docs/profiles/one.yml").write_text(text.replace("value: 370", "value: 三百七十", 1), encoding="utf-8")
    (tmp_path / "docs/profiles/two.yml").write_text(text.replace("level: county", "level: 县", 1), encoding="utf-8")
    with pytest.raises(GeneratorError) as caught:
        load("figures", tmp_path)
    assert {problem.file for problem in caught.value.problems} >= {"docs/profiles/one.yml", "docs/profiles/two.yml"}


def test_two_readings_of_one_name_are_told() -> None:
    with pytest.raises(GeneratorError, match="two profiles have the id"):
        load("figures", [read(SEED), read(SEED)])


def test_what_is_no_report_is_told_and_what_is_not_there_is_as_for_any_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    with pytest.raises(GeneratorError, match=r"empty\.txt"):
        read(tmp_path / "empty.txt")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("datapackage.json", "{", "is not as the site publishes it"),
        ("datapackage.json", '{"resources": [{"name": "figures", "path": "x.csv", "schema": {"fields": [{"name": "a"}]}}]}', "KeyError"),
        ("figures.csv", None, "is missing, and so is its JSON"),
        ("figures.csv", "区划代码\n1\n", "is not as the site publishes it"),
        ("figures.csv", b"\xff\xfe\x00", "is not as the site publishes it"),
    ],
)
def test_a_damaged_download_is_told(tmp_path: Path, file: str, text: str | bytes | None, said: str) -> None:
    published(tmp_path, TWO_YEARS, ".csv", "datapackage.json")
    if text is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(GeneratorError, match=said):
        load("figures", tmp_path)


# What a program gets


def test_a_reading_is_a_profile_of_the_document() -> None:
    profile = read(str(SEED))
    assert isinstance(profile, Profile)
    assert (profile.source.file, [region.name for region in profile.regions]) == (SEED.name, ["延吉市"])
    source = SEED.read_text(encoding="utf-8")
    for _, figure in profile.regions[0].figures():
        assert figure.at and source[slice(*figure.at)] == figure.quote
    assert load("figures", profile) == load("figures", [profile]) != []


@pytest.mark.parametrize("name", list(tables.build(RULES, corpus.load(RULES, Shelf(Workspace(TWO_YEARS))))))
def test_records_are_the_same_from_profiles_and_from_either_kind_of_download(name: str, data: Path, tmp_path: Path) -> None:
    rows = load(name, TWO_YEARS)
    assert rows == load(name, Workspace(TWO_YEARS)) == load(name, data)
    assert rows == load(name, published(tmp_path, TWO_YEARS, ".csv", "datapackage.json"))
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(one["schema"]["fields"] for one in package["resources"] if one["name"] == name)
    for row in rows:
        assert list(row) == [field["key"] for field in fields]
        for field in fields:
            assert row[field["key"]] is None or type(row[field["key"]]) is TYPES[field["type"]], field["key"]


def test_codes_stay_text_hand_corrections_count_and_links_outlive_them(tmp_path: Path) -> None:
    profile = copied(tmp_path) / "docs/profiles/yanji-2023.yml"
    text = profile.read_text(encoding="utf-8").replace("value: 370", "value: 371", 1)
    profile.write_text(text.replace("'开展各类学习活动370余场次'", "'各类学习活动370余场次'", 1), encoding="utf-8")
    before, after = (next(row for row in load("figures", folder) if row["adcode"] == "222401") for folder in (FROZEN, tmp_path))
    assert after == {**before, "value": 371.0, "shown": after["shown"], "quote": "各类学习活动370余场次"} != before


@pytest.mark.parametrize("name", ["figures", "programmes", "measures"])
@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_tables_take_the_records_as_they_are(library: str, name: str) -> None:
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed" + (": 180 MB that the checks do without" if library == "polars" else ""))
    rows = load(name, FROZEN)
    if library == "pandas":
        import pandas

        codes = pandas.DataFrame(rows)["adcode"].tolist()
    elif library == "polars":
        polars = pytest.importorskip("polars")
        codes = polars.DataFrame(rows, infer_schema_length=None)["adcode"].to_list()
    else:
        import duckdb

        found = duckdb.sql("select adcode from (select unnest($rows, recursive := true))", params={"rows": rows})
        codes = [row[0] for row in found.fetchall()]
    assert codes == [row["adcode"] for row in rows] and len(set(codes)) > 5


# The page


def test_the_page_has_five_short_examples_some_of_which_need_nothing_else() -> None:
    assert len(EXAMPLES) == 5 and all(len(code.splitlines()) <= 15 for code, _ in EXAMPLES)
    assert sum(re.search("^import (pandas|duckdb)", code, re.MULTILINE) is None for code, _ in EXAMPLES) == 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the examples name: the frozen corpus, and data as `make site` puts it."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/fixtures").symlink_to(ROOT / "tests/fixtures")
    (tmp_path / "site/data").mkdir(parents=True)
    published(tmp_path / "site/data", FROZEN, ".json")
    return tmp_path


@pytest.mark.parametrize(("code", "printed"), EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_an_example_prints_what_the_page_says(
    code: str, printed: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for needed in re.findall("^import (pandas|duckdb)", code, re.MULTILINE):
        pytest.importorskip(needed)
    monkeypatch.chdir(folder)
    exec(compile(code, str(PAGE), "exec"), {})
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == printed.splitlines()  # pandas ends a line with blanks


# The package


def test_importing_loads_nothing_that_takes_time() -> None:
    code = "import generator, sys; print([m for m in ('pydantic', 'yaml', 'click', 'numpy') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True, encoding="utf-8") == "[]\n"
    code = "import sys; from generator.cli import main; print([m for m in ('pydantic', 'yaml', 'numpy', 'mkdocs') if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True, encoding="utf-8") == "[]\n"


def test_names_that_are_not_there_are_told_as_of_any_module() -> None:
    import generator

    with pytest.raises(AttributeError, match="no attribute 'nosuch'"):
        generator.nosuch  # type: ignore[attr-defined]  # noqa: B018
    assert {*generator.__all__} <= {*dir(generator), "Profile"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` makes and installs."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_a_wheel_has_all_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = {p.relative_to(ROOT).as_posix() for p in (ROOT / "generator").rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert held == ours >= {"generator/py.typed", "generator/rules/townships.csv", "generator/fonts/NotoSansSC-Regular.ttf"}


def test_what_is_installed_works_in_a_folder_of_its_own(wheel: Path, tmp_path: Path, folder: Path) -> None:
    place, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    pip = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target", str(place), str(wheel)]
    subprocess.run([sys.executable, *pip], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(place)}

    def run(*words: str | Path, where: Path = empty) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*map(str, words)], cwd=where, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)

    def command(*words: str | Path, where: Path = empty) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, place / "bin/generator", *words, where=where)

    assert run(sys.executable, "-c", "import generator; print(generator.__file__)").stdout.startswith(str(place))
    assert command("--version").stdout == "0.1.0\n"
    assert "民族" in command("text", SEED).stdout
    assert command("read", SEED, "--out", ".").stdout == f"{SEED.stem}.yml: written\n"
    assert (empty / f"{SEED.stem}.yml").read_bytes() == (FROZEN / f"seeds/readings/{SEED.stem}.yml").read_bytes()
    refused = command("read", SEED)
    assert refused.returncode == 2 and "no project here" in refused.stderr
    assert [path.name for path in empty.iterdir()] == [f"{SEED.stem}.yml"]
    assert command("check", where=FROZEN).returncode == 0
    code, printed = EXAMPLES[0]
    assert run(sys.executable, "-c", code, where=folder).stdout == printed


def test_every_example_parses_with_the_oldest_python_that_is_promised() -> None:
    for code, _ in EXAMPLES:
        ast.parse(code, feature_version=(3, 11))
