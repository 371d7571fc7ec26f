"""What stands where a document should: pipes, devices, names that no system can hold, and disks that are full."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.files import LONGEST, name_fault, read_bytes
from generator.profiles.documents.add import safe_stem
from generator.profiles.shelf import evidence_at
from tests.project import READER, ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="has neither pipes nor masks of permissions")

PATIENCE = 120.0
OTHER = "云龙县民族团结进步工作总结\n\n一、加强组织领导。成立领导小组，召开专题会议12次。\n\n二、发展产业。投入少数民族发展资金1415万元，实施项目23个。\n"
REPORT = "延吉市民族团结进步工作总结\n\n一、开展宣传教育。全市共开展宣讲活动120场次，受众3万余人次。\n\n二、推进创建工作。全市创建示范社区15个。\n"
NAMES = {
    b"\xff\xfe.txt": "\\udcff\\udcfe.txt: has a name that is not UTF-8",
    b"a\x1b[31mb.txt": "a\\x1b[31mb.txt: has a name with signs that are not seen",
    b"a\nb.txt": "a\\nb.txt: has a name with signs that are not seen",
    "a\u202etxt.txt".encode(): "a\\u202etxt.txt: has a name with signs that are not seen",
    "a\ufffe.txt".encode(): "a\\ufffe.txt: has a name with signs that are not seen",
    "a\U0001ffff.txt".encode(): "a\\U0001ffff.txt: has a name with signs that are not seen",
    b"a\\b.txt": "a\\b.txt: has a name with signs that are not seen, or a backslash",
    "Cafe\u0301.txt".encode(): "has a name whose letters and accents are apart",
    ("好" * 80 + "x.txt").encode(): "has a name of 245 bytes, which is more than 240",
}


def run(root: Path, *command: str) -> tuple[int, str]:
    """Status of a command on a project, and all that it says, which no terminal takes for anything else."""
    done = CliRunner().invoke(main, ["--root", str(root), *command])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert "\x1b" not in done.output
    return done.exit_code, done.output


def run_alone(root: Path, *command: str, prepare: Callable[[], object]) -> tuple[int, str]:
    """The same in a process of its own, which is prepared for it."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *command], cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=PATIENCE, check=False,
        preexec_fn=prepare,
    )  # fmt: skip
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of one document."""
    (tmp_path / "project/seeds").mkdir(parents=True)
    (tmp_path / "project/seeds/good.txt").write_text(OTHER, encoding="utf-8")
    assert run(tmp_path / "project", "update")[0] == 0
    return tmp_path / "project"


def strange(folder: Path) -> dict[str, Path]:
    """Files in `folder` that are none, by what they are called."""
    folder.mkdir(exist_ok=True)
    found = {kind: folder / f"{kind.split()[-1]}.txt" for kind in ("a pipe", "a device", "a socket")}
    os.mkfifo(found["a pipe"])
    found["a device"].symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(folder)  # the address of a socket is short
        bound.bind(found["a socket"].name)
        os.chdir(here)
    return found


def test_pipes_devices_and_sockets_are_refused_before_they_are_read(root: Path, tmp_path: Path) -> None:
    strange(root / "seeds")
    status, said = run(root, "read")
    assert status == 1
    for kind in ("pipe", "device", "socket"):
        assert f"seeds/{kind}.txt: cannot be opened: it is a {kind}, not a file\n" in said
    assert "seeds/readings/good.yml: unchanged\n" in said
    for kind, path in strange(tmp_path / "elsewhere").items():
        assert run(root, "add", str(path)) == (1, f"{path}: cannot be opened: it is {kind}, not a file\n")
        assert run(root, "text", str(path))[0] == 1
    assert run(root, "add", str(tmp_path / "elsewhere"))[0] == 2  # a folder: wrong usage


def test_a_pipe_where_a_profile_or_a_reading_should_be_is_told(root: Path) -> None:
    (root / "seeds/readings/good.yml").unlink()
    for path in ("docs/profiles/pipe.yml", "seeds/readings/good.yml"):
        os.mkfifo(root / path)
    assert "docs/profiles/pipe.yml: cannot be opened: it is a pipe, not a file" in run(root, "check")[1]
    assert "seeds/readings/good.yml: cannot be used: it is a pipe, not a file" in run(root, "update")[1]


def test_what_is_no_file_below_docs_is_no_part_of_the_site(root: Path) -> None:
    for part in ("templates", "mkdocs.yml"):
        (root / part).symlink_to(ROOT / part)
    about = root / "docs/about"
    about.mkdir()
    strange(about / "pictures")
    (about / "again").symlink_to("../../docs")
    (about / "gone.png").symlink_to("nowhere.png")
    (about / ".hidden").symlink_to("/dev/zero")
    began = time.monotonic()
    status, said = run(root, "site")
    assert status == 1 and time.monotonic() - began < PATIENCE
    hint = "(take it away, or put a file in its place)"
    assert [line for line in said.splitlines() if "cannot be published" in line] == [
        f"docs/about/again: cannot be published: it is a link to a folder that it lies in, not a file {hint}",
        f"docs/about/gone.png: cannot be published: No such file or directory {hint}",
        *(
            f"docs/about/pictures/{kind}.txt: cannot be published: it is a {kind}, not a file {hint}"
            for kind in ("device", "pipe", "socket")
        ),
    ]


def test_a_seed_that_became_a_device_is_not_read_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is read without a bound"))
    seed = root / "seeds/good.txt"
    assert evidence_at(seed) is not None
    seed.unlink()
    seed.symlink_to("/dev/zero")
    assert evidence_at(seed) is None
    seed.unlink()
    (root / "docs/profiles/good.yml").unlink()
    (root / "seeds/readings/merged/good.yml").unlink()
    seed.write_text(OTHER, encoding="utf-8")
    assert run(root, "merge")[0] == 0 and (root / "docs/profiles/good.yml").exists()


def test_a_seed_is_opened_once(root: Path) -> None:
    seed = root / "seeds/good.txt"
    opened: list[str] = []
    on = True
    sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if on and event == "open" and arguments[1] else None)
    READER.read(seed)
    on = False
    assert opened.count(str(seed)) == 1


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 100)
    assert read_bytes(tmp_path / "large", 10) == b"x" * 10
    with pytest.raises(IsADirectoryError, match="directory"):
        read_bytes(tmp_path, 10)


@pytest.mark.parametrize("name", NAMES, ids=[str(number) for number in range(len(NAMES))])
def test_a_name_that_no_document_can_have_is_refused_by_read_and_mended_by_add(root: Path, tmp_path: Path, name: bytes) -> None:
    seed, document = root / "seeds" / os.fsdecode(name), tmp_path / os.fsdecode(name)
    for place in (seed, document):
        place.write_text(REPORT, encoding="utf-8")
    before = sorted(root.rglob("*"))
    status, said = run(root, "update")
    assert status == 1 and NAMES[name] in said and "python -m generator add" in said
    assert sorted(root.rglob("*")) == before
    seed.unlink()
    status, said = run(root, "add", str(document))
    assert status == 0, said
    assert run(root, "update", "--check") == (0, "")
    assert run(root, "check")[0] == 0


@given(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=300))
def test_add_makes_a_name_without_fault_of_any(name: str) -> None:
    assert name_fault(safe_stem(name) + ".html") == ""


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=60))
def test_a_name_without_fault_makes_a_profile_that_is_right(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if name_fault(name + ".txt") or name.startswith(".") or not name.strip("."):
        return
    root = tmp_path_factory.mktemp("named")
    (root / "seeds").mkdir()
    (root / "seeds" / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    assert run(root, "update")[0] == 0
    assert run(root, "check")[0] == 0


def test_names_are_as_long_as_they_may_be() -> None:
    assert name_fault("x" * LONGEST) == "" and "more than" in name_fault("x" * (LONGEST + 1))


# ---- what is written -----------------------------------------------------------------------------------------------


def test_what_is_published_can_be_read_by_all_whatever_the_mask(site: Path) -> None:
    """`build_site` builds it under a mask that gives nothing to others."""
    made = [path for folder in ("site", "docs/regions", "docs/charts") for path in (site.parent / folder).rglob("*")]
    assert len(made) > 100
    wrong = [path for path in made if path.stat().st_mode & 0o777 != (0o755 if path.is_dir() else 0o644)]
    assert wrong == []


@pytest.mark.parametrize(
    ("command", "file"),
    [
        (["update"], "seeds/readings/good.yml"), (["build"], "docs/"), (["index", "site"], "site/search/data/"),
    ],
)  # fmt: skip
def test_a_full_disk_names_the_file_and_what_to_do(root: Path, command: list[str], file: str) -> None:
    for part in ("templates", "mkdocs.yml"):
        (root / part).symlink_to(ROOT / part)
    (root / "site").mkdir()
    (root / "site/index.html").write_text(f"<article><h1>题</h1><p>{'民族团结进步' * 500}</p></article>", encoding="utf-8")
    if command == ["update"]:
        (root / "seeds/readings/good.yml").write_text("old", encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts}
    status, said = run_alone(root, *command, prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400)))
    last = said.splitlines()[-1]
    assert status == 1 and last.startswith(file), said
    assert last.endswith("cannot be written: File too large (make room on the disk and run it again: what was there before is whole)")
    assert {path: data for path, data in before.items() if path.read_bytes() != data} == {}
    assert not any(path.name.startswith(".writing-") for path in root.rglob("*"))
