"""The set-up: pinned packages, one command for the site, the forges' jobs."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.project import PAGES, ROOT, alone, copied

PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\$((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?$)*)", re.MULTILINE)
UNIMPORTED = {
    "mkdocs-material": "the theme, named in mkdocs.yml",
    "pagefind": "run by tests/bench",
    "pytest-xdist": "the -n of pytest in the Makefile",
    "types-jsonschema": "read by mypy",
    "types-pyyaml": "read by mypy",
}
"""Packages that pyproject.toml names though nothing imports them or runs them as `-m NAME` or `NAME`, and why."""


def pins(file: str) -> dict[str, str]:
    """The packages that a file of requirements pins, with their versions."""
    return {name: version for name, version, _ in PIN.findall((ROOT / file).read_text(encoding="utf-8"))}


def declared() -> dict[str, list[str]]:
    """What pyproject.toml names, by the file that pins it."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {f"requirements-{name}.txt": found for name, found in data["dependency-groups"].items()}
    named = {"requirements.txt": data["project"]["dependencies"], **groups}
    return {file: [re.split(r"[\[<>=~! ]", one)[0].lower() for one in found] for file, found in named.items()}


# Requirements


@pytest.mark.parametrize("file", list(declared()))
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)
    assert len(re.findall(r"^[^\s#-].*", text, re.MULTILINE)) == len(PIN.findall(text))
    assert all(hashes for _, _, hashes in PIN.findall(text))
    assert set(declared()[file]) <= set(pins(file))


def test_what_the_checks_need_stands_on_what_the_site_needs_and_repeats_nothing() -> None:
    for file in declared():
        if file != "requirements.txt":
            assert re.search(r"^-r requirements\.txt$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
            assert not set(pins(file)) & set(pins("requirements.txt"))


def test_no_package_is_declared_that_nothing_uses() -> None:
    modules: dict[str, set[str]] = {}
    for module, owners in importlib.metadata.packages_distributions().items():
        for owner in owners:
            modules.setdefault(re.sub(r"[-_.]+", "-", owner).lower(), set()).add(module)
    code = {file: "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / file).rglob("*.py")) for file in ("generator", "tests")}
    tools = (ROOT / "Makefile").read_text(encoding="utf-8")
    for file, names in declared().items():
        text = code["generator"] if file == "requirements.txt" else code["generator"] + code["tests"]
        for name in names:
            used = any(re.search(rf"^\s*(?:import|from) {re.escape(module)}\b", text, re.MULTILINE) for module in modules.get(name, ()))
            run = re.search(rf"-m {re.escape(name)}\b", tools) or f'"{name}"' in code["tests"]
            assert used or (run and file != "requirements.txt") or name in UNIMPORTED, f"{name} in pyproject.toml is used by nothing"


# The site in one command


CODE = (*PAGES, "generator/publish/verbatim.py", "templates", "mkdocs.yml", "tests/gold/scores.yml")
"""What a project needs besides its data."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one document, in a folder that git knows nothing of."""
    return alone(copied(tmp_path / "project", *CODE), "yongdeng-2025")


def run(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the generator on the project in `root` as a person would, from another folder; without the settings of this run's own site."""
    known = {
        k: v
        for k, v in os.environ.items()
        # The last would have the libraries' own warnings printed, too.
        if k not in ("SITE_URL", "REPO_URL", "CONTACT", "EDIT_URI", "SOURCE_DATE_EPOCH", "NO_MKDOCS_2_WARNING", "PYTHONWARNDEFAULTENCODING")
    }
    return subprocess.run(
        [sys.executable, "-m", "generator", "--root", str(root), *words],
        cwd=ROOT, env={**known, **environment}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".git" not in p.relative_to(folder).parts
    }


def test_one_command_builds_the_same_bytes_in_any_folder_a_line_a_stage(site: Path, tmp_path: Path) -> None:
    project = copied(tmp_path / "further" / "down", *CODE)
    kept = {
        name: digest
        for name, digest in digests(project).items()
        if name.startswith(("seeds/", "docs/profiles/", "docs/schema/", "templates/"))
    }
    done = run(project, "site", "--site-dir", str(tmp_path / "one"), PATH=str(tmp_path))  # no git, nothing else either
    assert done.returncode == 0 and done.stderr == "", done.stderr
    stages = [line.partition(": ")[0] for line in done.stdout.splitlines()]
    assert stages == ["readings, bases and schema", "docs/", f"{(tmp_path / 'one').as_posix()}/", "search index"]
    assert "延吉市" in (tmp_path / "one/regions/222401/index.html").read_text(encoding="utf-8")
    assert kept.items() <= digests(project).items()
    assert digests(tmp_path / "one") == digests(site)
    assert digests(project / "docs") == digests(site.parent / "docs")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("docs/about/index.md", "[去处](nowhere.md)\n", "docs/about/index.md: MkDocs: Doc file 'about/index.md' contains a link 'nowhere.md'"),
        ("docs/about/index.md", "[去处](#nowhere)\n", "docs/about/index.md: has a link to `about/#nowhere`: the page has no place `nowhere`"),
        ("templates/theme/main.html", "{% block %}", "templates/theme/main.html:"),
        ("mkdocs.yml", "theme: {name: nosuch}\n", "mkdocs.yml: "),
    ],
)  # fmt: skip
def test_what_mkdocs_finds_wrong_stops_the_site_in_a_line(project: Path, file: str, text: str, said: str) -> None:
    with (project / file).open("a", encoding="utf-8") as more:
        more.write(text)
    done = run(project, "site")
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert "search index" not in done.stdout


def test_a_folder_that_holds_something_else_is_not_built_into(project: Path) -> None:
    before = digests(project)
    for folder in ("seeds", "docs", ".", "templates/theme"):
        done = run(project, "site", "--site-dir", str(project / folder))
        assert done.returncode == 1 and "holds something other than a site" in done.stderr, done.stderr
    assert digests(project) == before
