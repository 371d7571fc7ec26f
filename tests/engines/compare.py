"""Builds the frozen corpus with every engine that can build the site, and names each page and file that one of them makes otherwise.

The measure is MkDocs with our hook, which is what is published. Every build is indexed too, so that the same search comes of it.
What may differ stands in differences.yml; anything else, or an entry there that nothing needs, is printed, and the exit code is 1.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import yaml
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import build_site

REASONS = Path(__file__).with_name("differences.yml")
_SHOWN = 12
"""Lines of a difference that are printed."""


class Engine(NamedTuple):
    """A way to build the site from mkdocs.yml."""

    name: str
    command: tuple[str, ...]
    settings: str = ""
    """What its configuration says besides."""


ENGINES = (
    Engine("mkdocs-without-hook", ("mkdocs", "build", "--quiet", "--strict", "--config-file"), "hooks: []\n"),
    Engine("properdocs", ("properdocs", "build", "--quiet", "--strict", "--config-file")),
    Engine("zensical", ("zensical", "build", "--strict", "--config-file")),
)


class Reason(NamedTuple):
    """An entry of differences.yml."""

    engine: str
    what: str
    files: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """One thing that an engine makes otherwise."""

    engine: str
    what: str
    file: str
    detail: tuple[str, ...] = ()
    """What it is, line by line; - as published, + under this engine."""

    def __str__(self) -> str:
        return "\n".join([f"{self.engine}: {self.file}: {self.what}", *(f"    {line}" for line in self.detail)])


def read_reasons(path: Path = REASONS) -> list[Reason]:
    """The entries of differences.yml."""
    return [Reason(**entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def build(engine: Engine, project: Path) -> Path:
    """Builds and indexes `project` with an engine; returns the folder it built. Raises RuntimeError with what the engine said."""
    config = project / f"{engine.name}.yml"
    config.write_text(f"INHERIT: mkdocs.yml\nsite_dir: {engine.name}\n{engine.settings}", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key not in ("SITE_URL", "REPO_URL", "CONTACT", "EDIT_URI")}
    environment |= {"SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project)}
    for command in ((*engine.command, config.name), ("generator", "index", engine.name)):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=project, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        if done.returncode:
            raise RuntimeError(f"{engine.name}: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return project / engine.name


def compare(engine: str, published: Path, other: Path) -> Iterator[Difference]:
    """What differs between two built sites, file by file: of pages the article, of all else the bytes."""
    ours, theirs = _files(published), _files(other)
    for file in sorted(ours | theirs):
        if file not in theirs:
            yield Difference(engine, "file", file, ("is missing",))
        elif file not in ours:
            yield Difference(engine, "file", file, ("is added",))
        elif file.endswith(".html"):
            yield from _compare_pages(engine, file, published / file, other / file)
        elif (published / file).read_bytes() != (other / file).read_bytes():
            yield Difference(engine, "file", file, ("has other bytes",))


def _files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def _compare_pages(engine: str, file: str, published: Path, other: Path) -> Iterator[Difference]:
    ours, theirs = _article(published), _article(other)
    for what, lines in ours.items():
        if lines != theirs[what]:
            changes = [line for line in difflib.unified_diff(lines, theirs[what], lineterm="", n=0) if line[:2] not in ("--", "++", "@@")]
            yield Difference(engine, what, file, tuple(changes[:_SHOWN]))


def _article(path: Path) -> dict[str, list[str]]:
    """What a page says: its title, and of its article the words, the ids that links may point to, and where its own links lead."""
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    title, article = tree.css_first("title"), tree.css_first("article, [role=article]")
    if article is None:
        return {"title": [], "text": [], "anchors": [], "links": []}
    # The theme's own, one engine each: the target of its skip link.
    for mark in article.css("#__skip"):
        mark.decompose()
    return {
        "title": [title.text(strip=True) if title else ""],
        "text": article.text(separator="\n").split(),
        "anchors": [str(node.attributes["id"]) for node in article.css("[id]")],
        "links": [str(node.attributes[name]) for name in ("href", "src") for node in article.css(f"[{name}]")],
    }


def unexplained(differences: Iterable[Difference], reasons: Sequence[Reason], engines: Iterable[str]) -> list[str]:
    """The differences that no reason covers, and the reasons for one of `engines` that cover none, each as it is printed."""
    used: set[Reason] = set()
    found = []
    for one in differences:
        fitting = [r for r in reasons if (r.engine, r.what) == (one.engine, one.what) and fnmatch(one.file, r.files)]
        used.update(fitting)
        if not fitting:
            found.append(str(one))
    tried = set(engines)
    idle = [reason for reason in reasons if reason.engine in tried and reason not in used]
    return [*found, *(f"{REASONS.name}: nothing needs the entry {r.engine}, {r.what}, {r.files}: take it out" for r in idle)]


def main() -> int:
    """Builds, compares and prints; 1 where something is not explained."""
    with tempfile.TemporaryDirectory() as folder:
        published = build_site(Path(folder))
        differences = {}
        for engine in ENGINES:
            differences[engine.name] = list(compare(engine.name, published, build(engine, published.parent)))
        pages = sum(1 for _ in published.rglob("*.html"))
    found = unexplained([one for some in differences.values() for one in some], read_reasons(), differences)
    for name, some in differences.items():
        of_pages = {one.file for one in some if one.what != "file"}
        print(f"{name}: {pages - len(of_pages)} of {pages} articles as published; {len(some)} differences in all")
    print("\n".join(found) if found else f"every difference is explained in {REASONS.name}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
