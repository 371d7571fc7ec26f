"""Profiles -> pages, charts and data under `docs/`: everything is read and checked first, then what changed is written.

Files that an earlier run made and this one does not are removed; which files are ours stands in `docs/.generated`, so
that one put there by hand is never taken for them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import settings
from generator.errors import contained
from generator.files import naming
from generator.profiles.diff import Edits
from generator.profiles.shelf import Shelf
from generator.publish.charts import charts
from generator.publish.corpus import corpus
from generator.publish.data import files as data
from generator.publish.data import scores
from generator.publish.data.lines import Known
from generator.publish.history import files as changes
from generator.publish.pages import pages
from generator.publish.pages.extras import Extras
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_text

LIST = ".generated"
"""Below `docs/`; MkDocs leaves out names that begin with a dot."""
GROWING = ".generated.next"
"""What a run has begun to write that is not in the list yet: there only while it runs, or after it was killed."""


@dataclass(frozen=True)
class Built:
    """What a run did."""

    files: int
    changed: tuple[str, ...]
    """Files written because they are new or have changed, by their path below `docs/`."""
    gone: tuple[str, ...]
    """Files that an earlier run had made and this one does not."""

    @property
    def written(self) -> int:
        return len(self.changed)

    @property
    def removed(self) -> int:
        return len(self.gone)


def build(rules: Rules, shelf: Shelf, edits: Mapping[str, Edits] | None = None) -> Built:
    """Generates everything under `docs/`; raises GeneratorError for bad profiles or settings, with nothing written.

    `edits` has what people changed in each profile, by its id; without it no hand edit is marked.
    """
    return write(shelf.workspace, generate(rules, shelf, edits or {}))


def generate(rules: Rules, shelf: Shelf, edits: Mapping[str, Edits]) -> Iterator[tuple[str, str]]:
    """Every generated file: its path below `docs/` and its text. All input is read before the first comes."""
    plan = SitePlan(rules, shelf.workspace, corpus.load(rules, shelf, edits=edits), edits)
    yield from plan.others()
    for path in plan.pages:
        yield path, plan.page(path)


class SitePlan:
    """What is to be generated of one corpus. Nothing is made before it is asked for: a preview makes the page that is
    being looked at first, which needs no charts and few tables."""

    def __init__(
        self, rules: Rules, workspace: Workspace, everything: corpus.Corpus, edits: Mapping[str, Edits], known: Known | None = None
    ) -> None:
        self._rules, self._workspace, self._docs, self._corpus = rules, workspace, workspace.docs, everything
        self._extras = Extras(rules, everything, edits, scores.load(workspace), known)
        self._settings = settings.load(workspace.root)
        self.made = pages.Pages(rules, workspace, everything, self._settings, self._extras)
        self.pages = self.made.sources()
        """What makes each page, by its path below `docs/`."""

    def page(self, path: str) -> str:
        """The text of one page; raises GeneratorError, naming it, where it cannot be made."""
        with contained(f"docs/{path}", "cannot be made"):
            return self.pages[path]()

    def others(self) -> Iterator[tuple[str, str]]:
        """Charts, data files, what the history tells."""
        for chart in self._extras.charts.values():
            yield from charts.files([chart]).items()
        yield from data.build(self._rules, self._extras.tables, self._settings)
        yield from self.history.items()

    def paths(self) -> set[str]:
        """All that is to be generated."""
        return {*self.pages, *self.data, *self.charts, *self.history}

    @cached_property
    def history(self) -> dict[str, str]:
        """What the history tells, by path."""
        return dict(changes.build(self._rules, self._workspace, self._corpus, self._settings))

    @cached_property
    def data(self) -> dict[str, data.File]:
        """The data files by their path; those in `data.LAST` are made when the others stand on disk."""
        return data.files(self._rules, self._extras.tables, self._hashed, self._settings)

    @cached_property
    def charts(self) -> dict[str, tuple[str, str]]:
        """By the path of each picture its chart's name, and what it is made of."""
        return {path: (name, chart.key) for name, chart in self._extras.charts.items() for path in chart.paths()}

    def chart(self, name: str) -> dict[str, str]:
        """The pictures of one chart by their path."""
        return charts.files([self._extras.charts[name]])

    def _hashed(self, path: str) -> tuple[int, str]:
        content = (self._docs / path).read_bytes()
        return len(content), sha256(content)


def write(workspace: Workspace, files: Iterable[tuple[str, str]]) -> Built:
    """Writes what changed of `files` below `docs/`, then removes what earlier runs wrote and `files` does not have."""
    made, changed = set[str](), list[str]()
    before = listed(workspace)
    for path, text in files:
        made.add(path)
        if path not in before:
            grow(workspace, [path])
        if write_text(workspace.docs / path, text):
            changed.append(path)
    return finish(workspace, before, made, changed)


def grow(workspace: Workspace, paths: Iterable[str]) -> None:
    """Names files before they are written: after a kill in between they are still known as ours."""
    growing = workspace.docs / GROWING
    with naming(growing), growing.open("a", encoding="utf-8") as known:
        known.writelines(f"{path}\n" for path in paths)


def finish(workspace: Workspace, before: Collection[str], made: Collection[str], changed: Iterable[str]) -> Built:
    """Removes what was there `before` and is not `made` now, and lists what is."""
    stale = sorted(set(before) - set(made))
    for path in stale:
        _remove(workspace.docs, path)
    write_text(workspace.docs / LIST, "".join(f"{path}\n" for path in sorted(made)))
    (workspace.docs / GROWING).unlink(missing_ok=True)
    return Built(len(made), tuple(changed), tuple(stale))


def listed(workspace: Workspace) -> set[str]:
    """What earlier runs wrote, by path below `docs/`."""
    lists = [workspace.docs / name for name in (LIST, GROWING)]
    return {line for path in lists if path.exists() for line in path.read_text(encoding="utf-8").splitlines()}


def _remove(docs: Path, path: str) -> None:
    """Takes away `path` and the folders it leaves empty."""
    (docs / path).unlink(missing_ok=True)
    for parent in Path(path).parents:
        folder = docs / parent
        if parent.name and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
