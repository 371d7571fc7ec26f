"""What git's history tells of the documents: days and what was done, never who; nothing else that is built depends on it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.publish.history import log
from generator.publish.history.log import Days, Happening
from generator.workspace import Workspace
from tests.project import YEARS, copied

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
WHO = "Wang Somebody"
QUOTE = "铸牢中华民族共同体意识干部教育读本15000册"


class Repository:
    """A project under git whose commits have a day each."""

    def __init__(self, root: Path) -> None:
        self.root, self.profiles = root, root / "docs/profiles"

    def git(self, *words: str, day: str = "2024-01-01", folder: Path | None = None) -> str:
        named = {
            f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", WHO), ("EMAIL", "w@example.org"))
        }
        dated = {f"GIT_{who}_DATE": f"{day}T23:30:00+0800" for who in ("AUTHOR", "COMMITTER")}
        plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        command = ["git", *words]
        return subprocess.run(
            command,
            cwd=folder or self.root,
            env=os.environ | named | dated | plain,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout

    def commit(self, day: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x", day=day)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.profiles / f"{name}.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def history(self) -> log.Chronicle:
        return log.load(Workspace(self.root))


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A project that took in its documents on the first of January, yanji-2023 the day after."""
    root = copied(tmp_path / "project", "mkdocs.yml", "templates/pages", ".gitignore")
    one = Repository(root)
    one.git("init", "--quiet", "--initial-branch=main")
    late = one.profiles / "yanji-2023.yml"
    text = late.read_text(encoding="utf-8")
    late.unlink()
    one.commit("2024-01-01")
    late.write_text(text, encoding="utf-8")
    one.commit("2024-01-02")
    return one


def built(root: Path, monkeypatch: pytest.MonkeyPatch, url: str = "https://example.org/site/") -> dict[str, bytes]:
    monkeypatch.setenv("SITE_URL", url)
    done = CliRunner().invoke(main, ["--root", str(root), "build"])
    assert done.exit_code == 0, done.output
    return {path.relative_to(root / "docs").as_posix(): path.read_bytes() for path in sorted((root / "docs").rglob("*")) if path.is_file()}


def of_yanji(history: log.Chronicle) -> list[tuple[str, str]]:
    return [(change.day, change.kind) for change in history.changes if change.document == "yanji-2023"]


def test_without_a_whole_history_nothing_is_told(made: Repository, tmp_path: Path) -> None:
    made.git("clone", "--quiet", "--depth", "1", f"file://{made.root}", str(tmp_path / "shallow"))
    assert log.load(Workspace(tmp_path / "shallow")) == log.Chronicle("shallow")
    assert log.load(Workspace(copied(tmp_path / "bare"))) == log.Chronicle("git")


def test_comments_blank_lines_and_the_review_are_no_change(made: Repository) -> None:
    made.edit("yanji-2023", "\nreview: {status: checked, ", "\n# seen\n\nreview: {status: disputed, ")
    made.commit("2024-01-03")
    assert of_yanji(made.history()) == [("2024-01-02", "added")]


def test_what_changes_alone_is_corrected_and_with_its_base_read_anew(made: Repository) -> None:
    made.edit("yanji-2023", "value: 15000\n", "value: 15001\n")
    made.commit("2024-01-03")
    assert of_yanji(made.history()) == [("2024-01-03", "corrected"), ("2024-01-02", "added")]
    days = made.history().figures["yanji-2023"]
    assert days[QUOTE] == Days("2024-01-02", "2024-01-03")
    assert {one for quote, one in days.items() if quote != QUOTE} == {Days("2024-01-02", None)}
    made.edit("yanji-2023", "value: 15001\n", "value: 15000\n")
    base = next(path for path in (made.root / "seeds/readings/merged").glob("*.yml") if QUOTE in path.read_text(encoding="utf-8"))
    base.write_text(base.read_text(encoding="utf-8") + "# anew\n", encoding="utf-8")
    made.commit("2024-01-04")
    assert of_yanji(made.history())[0] == ("2024-01-04", "reread")
    assert made.history().figures["yanji-2023"][QUOTE] == Days("2024-01-02", "2024-01-04")


def test_of_a_withdrawn_document_nothing_stays_but_its_id_and_the_day(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (made.profiles / "jiayuguan.yml").read_text(encoding="utf-8")
    title = re.search(r"^  title: '(.*)'$", text, re.MULTILINE)
    seed = re.search(r"^  file: '(.*)\.\w+'$", text, re.MULTILINE)
    assert title and seed
    for path in (path for part in ("seeds", "docs/profiles") for path in (made.root / part).rglob("*")):
        if path.stem in ("jiayuguan", seed[1]):
            path.unlink()
    made.commit("2024-01-05")
    history = made.history()
    assert [change for change in history.changes if change.document == "jiayuguan"] == [Happening("2024-01-05", "withdrawn", "jiayuguan")]
    assert "jiayuguan" not in history.figures
    files = built(made.root, monkeypatch)
    page = files["changes/index.md"].decode()
    assert '<li id="2024-01-05-withdrawn-jiayuguan">jiayuguan</li>' in page and "已撤下" in page
    assert [name for name, data in files.items() if title[1].encode() in data] == []


def test_a_new_id_is_neither_withdrawn_nor_added(made: Repository) -> None:
    text = (made.profiles / "jiayuguan.yml").read_text(encoding="utf-8")
    (made.profiles / "jiayuguan.yml").unlink()
    (made.profiles / "620200-2023.yml").write_text(
        text.replace("id: jiayuguan\n", "id: 620200-2023\nformer_ids:\n  - jiayuguan\n"), encoding="utf-8"
    )
    made.commit("2024-01-06")
    history = made.history()
    assert {(change.day, change.kind) for change in history.changes if change.document in ("jiayuguan", "620200-2023")} == {
        ("2024-01-01", "added")
    }
    assert {days.first for days in history.figures["620200-2023"].values()} == {"2024-01-01"}


def test_the_file_has_the_figures_that_came_later_or_changed(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    made.edit("yanji-2023", "value: 15000\n", "value: 15001\n")
    made.commit("2024-01-03")
    files = built(made.root, monkeypatch)
    data = json.loads(files["data/history.json"])
    rows = json.loads(files["data/figures.json"])["rows"]
    (anchor,) = [row["link"].partition("#")[2] for row in rows if row["quote"] == QUOTE]
    assert data["figures"] == {"yanji-2023": {anchor: ["2024-01-02", "2024-01-03"]}}
    assert data["changes"][0] == {"day": "2024-01-03", "kind": "corrected", "document": "yanji-2023"}
    assert [change["day"] for change in data["changes"]] == sorted((change["day"] for change in data["changes"]), reverse=True)


def test_the_feed_has_absolute_addresses_and_is_left_out_where_nobody_said_them(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = xml.fromstring(built(made.root, monkeypatch)["changes/feed.xml"].decode())
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 5
    assert [entry.findtext(f"{atom}title") for entry in entries][0] == "yanji-2023：新收录"
    assert entries[0].find(f"{atom}link").attrib["href"] == "https://example.org/site/documents/yanji-2023/"  # type: ignore[union-attr]
    assert feed.findtext(f"{atom}updated") == "2024-01-02T00:00:00Z"
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 5
    assert "changes/feed.xml" not in built(made.root, monkeypatch, url="")


def test_every_year_s_report_comes_with_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Repository(copied(tmp_path / "project", "mkdocs.yml", "templates/pages", ".gitignore", data=YEARS))
    one.git("init", "--quiet", "--initial-branch=main")
    later = {path.name: path.read_text(encoding="utf-8") for path in one.profiles.glob("sanjiang-2*.yml")}
    for name in later:
        (one.profiles / name).unlink()
    one.commit("2022-01-01")
    days = {"2022": "2022-12-30", "2023": "2023-12-30", "2024-03": "2024-04-30", "2024": "2024-12-30"}
    for name, day in days.items():
        (one.profiles / f"sanjiang-{name}.yml").write_text(later[f"sanjiang-{name}.yml"], encoding="utf-8")
        one.commit(day)
    one.edit("sanjiang-2023", "value: 9100000", "value: 9100001")
    one.commit("2025-01-02")
    files = built(one.root, monkeypatch)
    data, rows = json.loads(files["data/history.json"]), json.loads(files["data/figures.json"])["rows"]
    shown = re.findall(r'<li id="([\d-]{10})-(\w+?)-([\w-]+)">', files["changes/index.md"].decode())
    assert sorted(shown) == sorted((change["day"], change["kind"], change["document"]) for change in data["changes"])
    assert [one for one in shown if one[2].startswith("sanjiang-2")] == [
        ("2025-01-02", "corrected", "sanjiang-2023"), ("2024-12-30", "added", "sanjiang-2024"), ("2024-04-30", "added", "sanjiang-2024-03"),
        ("2023-12-30", "added", "sanjiang-2023"), ("2022-12-30", "added", "sanjiang-2022"),
    ]  # fmt: skip
    (changed,) = [row["link"].partition("#")[2] for row in rows if row["value"] == 9100001]
    assert data["figures"] == {"sanjiang-2023": {changed: ["2023-12-30", "2025-01-02"]}}
    entries = xml.fromstring(files["changes/feed.xml"].decode()).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == len(data["changes"]) == 7


def test_nobody_is_named_and_no_other_file_depends_on_git(made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    under = built(made.root, monkeypatch)
    made.edit("yanji-2023", "value: 15000\n", "value: 15001\n")
    made.commit("2024-02-01")
    made.edit("yanji-2023", "value: 15001\n", "value: 15000\n")
    made.commit("2024-02-02")
    later = built(made.root, monkeypatch)
    ours = {"changes/index.md", "changes/feed.xml", "data/history.json"}
    assert {name for name in under if under[name] != later[name]} == ours
    shutil.rmtree(made.root / ".git")
    without = built(made.root, monkeypatch)
    assert set(under) - set(without) == {"changes/feed.xml"}
    assert json.loads(without["data/history.json"]) == {"lacks": "git", "changes": [], "figures": {}}
    assert "版本库" in without["changes/index.md"].decode()
    assert {name for name in without if without[name] != under[name]} == {"changes/index.md", "data/history.json", ".generated"}
    assert [name for name, data in later.items() if WHO.encode() in data or b"example.org/w" in data] == []
