"""The live preview as an editor has it: the real command on a copy of the project, files saved, pages fetched.

How fast it is, is measured by hand; here everything has to come within PATIENCE, however busy the machine.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from generator.preview.rebuild import Preview
from generator.preview.serve import _folder
from generator.workspace import Workspace
from tests.project import PAGES, ROOT, copied

PATIENCE = 180.0
YANJI = "docs/profiles/yanji-2023.yml"


def _deaf() -> None:
    """As a script's `&` starts a process: Ctrl-C is ignored until the program asks for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Served:
    """A running preview of a project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        environment = {k: v for k, v in os.environ.items() if k not in ("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT")}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", "serve", "--port", str(self.port)],
            cwd=root, env={**environment, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            preexec_fn=_deaf if os.name == "posix" else None,
        )  # fmt: skip
        self.said = ""
        threading.Thread(target=self._listen, daemon=True).start()
        self.until(lambda: "Ctrl-C" in self.said)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, f"not within {PATIENCE} s; the terminal says:\n{self.said}"
            time.sleep(0.05)

    def get(self, page: str) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=PATIENCE) as answer:
                return str(answer.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            return str(error.read().decode("utf-8"))

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def shows(self, page: str, words: str) -> None:
        self.until(lambda: words in self.get(page))

    def says(self, words: str) -> None:
        self.until(lambda: words in self.said)


def tracked(root: Path) -> dict[str, bytes]:
    """What the preview must never write, and its content."""
    return {str(path): path.read_bytes() for folder in ("seeds", "docs/profiles") for path in (root / folder).rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = copied(tmp_path_factory.mktemp("preview"), *PAGES, "generator", "templates", "mkdocs.yml")
    running = Served(root)
    yield running
    if running.process.poll() is None:
        running.process.kill()


def test_it_serves_this_machine_alone_and_every_page_asks_for_news(served: Served) -> None:
    assert "地方民族工作报告档案" in served.get("/") and "/.live.js" in served.get("/regions/222401/")
    assert "/.live.js" in served.get("/no/such/page/") and "/.live?" in served.get("/.live.js")
    assert "schema" in served.get("/profiles/yanji-2023.yml")
    with pytest.raises(OSError), socket.socket() as other:
        other.settimeout(2)
        other.connect((socket.gethostbyname(socket.gethostname()), served.port))
        # Where the machine's name is that of the loopback device, there is no other address to try.
        if other.getpeername()[0].startswith("127."):
            raise OSError


def test_a_saved_profile_is_shown_and_none_is_written(served: Served) -> None:
    served.edit(YANJI, "value: 370", "value: 4711")
    before = tracked(served.root)
    served.shows("/regions/222401/", "4711")
    served.says("warning: regions[0].measures[0].indicators[0].value: 4711 does not follow")
    served.shows("/data/figures.json", "4711")
    served.shows("/data/corrections/", "4711")
    assert "base of no profile" not in served.said  # of the others, which are not looked at
    assert tracked(served.root) == before


def test_a_broken_profile_is_told_and_the_last_good_page_stays(served: Served) -> None:
    served.edit(YANJI, "themes: [education]", "themes: [教育]")
    served.says("did you mean `education`?")
    served.says("the page stays as it was")
    assert "4711" in served.get("/regions/222401/")
    since = re.search('data-since="([^"]*)"', served.get("/regions/222401/"))
    assert since is not None
    told = json.loads(served.get(f"/.live?page=/regions/222401/&since={since[1]}"))
    assert [(one["file"], one["hint"]) for one in told["problems"]] == [(YANJI, "did you mean `education`?")]
    served.edit(YANJI, "themes: [教育]", "themes: [security]")
    served.until(lambda: '"problems":[]' in served.get(f"/.live?page=/other/&since=0-0-0&wrong={told['wrong']}"))
    served.shows("/regions/222401/", "4711")
    served.until(
        lambda: (
            re.search(r'class="measure l1 t-security" id="[^"]*">\s*<div class="head"><h3><span[^>]*>1<', served.get("/regions/222401/"))
            is not None
        )
    )


def test_a_template_a_page_and_a_style_are_shown(served: Served) -> None:
    served.edit("templates/pages/region.md.jinja", "以下均为原文所称", "以下都是原文所称")
    served.shows("/regions/620121/", "以下都是原文所称")
    served.edit("docs/about/editing.md", "# 编辑指南", "# 编辑者的指南")
    served.shows("/about/editing/", "编辑者的指南")
    served.edit("templates/theme/partials/footer.html", "</footer>", "<p>新的页脚</p></footer>")
    served.shows("/documents/jiayuguan/", "新的页脚")
    served.edit("templates/theme/assets/site.css", "--ink: #1f2328", "--ink: #000001")
    served.shows("/assets/site.css", "#000001")


def test_a_broken_template_is_told_with_its_line(served: Served) -> None:
    served.edit("templates/pages/document.md.jinja", "{% if source.gaps %}", "{% iff source.gaps %}")
    served.says("document.md.jinja:")
    served.says("the last good pages stay")
    assert "新的页脚" in served.get("/documents/jiayuguan/")
    served.edit("templates/pages/document.md.jinja", "{% iff source.gaps %}", "{% if source.gaps %}")
    served.edit("templates/pages/document.md.jinja", "本站不转载原文全文", "这里不转载原文全文")
    served.shows("/documents/jiayuguan/", "这里不转载原文全文")


def test_a_changed_rule_is_merged_in_memory_only(served: Served) -> None:
    before = tracked(served.root)
    served.edit("generator/rules/vocabulary.yml", "label: {zh: 组织领导,", "label: {zh: 组织和领导,")
    served.shows("/regions/222401/", "组织和领导")
    assert tracked(served.root) == before


def test_a_changed_seed_is_merged_in_memory_only(served: Served) -> None:
    [seed] = served.root.glob("seeds/001_*.txt")
    served.edit(f"seeds/{seed.name}", "151个岗位", "98765个岗位")
    before = tracked(served.root)
    served.says("reads differently now; merged in memory only: run `make update`")
    served.shows("/regions/620200/", "98765")
    served.shows(
        "/documents/jiayuguan/", "未核对"
    )  # as whatever the machine changes in a checked profile; its page is built after the one that is looked at
    assert tracked(served.root) == before


def test_a_seed_that_shares_its_name_is_told_and_not_shown(served: Served) -> None:
    [seed] = served.root.glob("seeds/001_*.txt")
    twin = seed.with_suffix(".html")
    shown = served.get("/documents/jiayuguan/")
    twin.write_text("<html><body><article><h1>延吉市民族工作</h1></article></body></html>", encoding="utf-8")
    served.says(f"seeds/{twin.name}: shares its name with seeds/{seed.name}")
    assert served.get("/documents/jiayuguan/") == shown
    twin.unlink()


def test_a_broken_rule_is_told(served: Served) -> None:
    served.edit("generator/rules/vocabulary.yml", "short: {zh: 组织领导,", "short: {zh: 3,")
    served.says("themes.leadership.short.zh")
    served.edit("generator/rules/vocabulary.yml", "short: {zh: 3,", "short: {zh: 组织领导,")
    served.edit("generator/rules/vocabulary.yml", "label: {zh: 组织和领导,", "label: {zh: 组织与领导,")
    served.shows("/regions/222401/", "组织与领导")


def test_a_deleted_profile_takes_its_pages_along(served: Served) -> None:
    (served.root / "docs/profiles/yongdeng-2025.yml").unlink()
    served.until(lambda: "永登县" not in served.get("/regions/620121/"))


def test_settings_are_taken_in(served: Served) -> None:
    served.edit("mkdocs.yml", "site_name: 地方民族工作报告档案", "site_name: 报告档案预览")
    served.shows("/", "报告档案预览")


def test_a_port_that_is_taken_is_told(served: Served) -> None:
    command = [sys.executable, "-m", "generator", "--root", str(served.root), "serve", "--port", str(served.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False)
    assert done.returncode == 1 and "cannot be used" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to a process there")
def test_it_stops_cleanly(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0, served.said
    assert served.said.rstrip().endswith("stopped") and "Traceback" not in served.said
    left = {path.name for path in (served.root / ".cache/preview").iterdir()}
    assert left == {"site", "site.json", "site.lock"}  # the next one begins with it


def test_a_page_written_by_hand_is_news_when_it_is_saved_and_nothing_else_is(tmp_path: Path) -> None:
    """Where `served` edits pages, a build that still runs may take the edit along by itself."""
    for name in ("docs/about/index.md", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    shown = Preview(Workspace(tmp_path), tmp_path / "site", print)
    shown._plan = object()  # type: ignore[assignment]  # as if all had been shown
    assert not shown.take({tmp_path / "README.md"}) and not shown.assets
    assert shown.take({tmp_path / "docs/about/index.md"}) and not shown.assets
    assert shown.take({tmp_path / "docs/about/picture.png"}) and shown.assets


def test_what_a_killed_run_left_is_taken_away_and_what_runs_is_let_be(tmp_path: Path) -> None:
    for name in ("11", "12"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").touch()
        (tmp_path / f"{name}.lock").touch()
        (tmp_path / f"{name}.json").touch()
    with FileLock(tmp_path / "12.lock"), _folder(tmp_path) as ours:
        assert {path.name for path in tmp_path.iterdir()} == {"12", "12.json", "12.lock", "site", "site.lock"}
        (ours / "index.html").touch()
        with _folder(tmp_path) as other:  # a second one at the same time
            assert other not in (ours, tmp_path / "12") and list(other.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"12", "site"} and (ours / "index.html").exists()
