"""Every file has the same bytes in every clone, whatever git is told to do with line ends."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project import ROOT


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file in `folder`, by its path; without git's own."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".git" not in p.relative_to(folder).parts
    }


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_every_clone_has_the_same_bytes_and_an_added_page_too(tmp_path: Path) -> None:
    """Of the working tree as it is: the files that git knows, put into a repository of their own and cloned in both ways."""
    if not (ROOT / ".git").exists():
        pytest.skip("not in a clone")

    def at(folder: Path, *words: str) -> str:
        identity = {f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        alone = {**os.environ, **identity, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(["git", *words], cwd=folder, env=alone, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    origin, plain, windows = (tmp_path / name for name in ("origin", "plain", "windows"))
    for name in at(ROOT, "ls-files", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (origin / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, origin / name)
    known = digests(origin)
    at(origin, "init", "--quiet")
    at(origin, "add", "--all", "--force")
    at(origin, "commit", "--quiet", "--message", "all")
    at(tmp_path, "clone", "--quiet", "origin", "plain")
    at(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", "origin", "windows")
    assert digests(plain) == known
    assert digests(windows) == known

    page = b"<html>\r\n<body>\n<p>" + "民族团结进步".encode() + b"</p>\r\n</body>\r\n"
    for clone in (plain, windows):
        for name in ("seeds/page.html", "seeds/page.txt", "seeds/readings/page.yml"):
            (clone / name).write_bytes(page)
        at(clone, "add", "seeds")
        at(clone, "commit", "--quiet", "--message", "a page")
        shutil.rmtree(clone / "seeds")
        at(clone, "checkout", "--", "seeds")
        for name in ("seeds/page.html", "seeds/page.txt", "seeds/readings/page.yml"):
            assert (clone / name).read_bytes() == page
    tree = "HEAD:seeds"
    assert at(plain, "rev-parse", tree) == at(windows, "rev-parse", tree)
