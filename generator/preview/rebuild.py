"""What the live preview shows: the profiles as they are being edited, read and merged in memory where seeds or rules change.

Nothing is written but what `build` generates under `docs/` and the site's own folder. What is wrong is said, and the last
good state stays. What is being looked at comes first, so that a thousand documents wait no longer than ten.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import settings
from generator.errors import GeneratorError, Problem
from generator.known import code, digest
from generator.places.gazetteer import Gazetteer
from generator.profiles import clashes as seeds
from generator.profiles import diff as edits
from generator.profiles import product
from generator.profiles.check import check
from generator.profiles.files import read_text
from generator.profiles.format.messages import parse
from generator.profiles.merge import merge
from generator.profiles.product import Product
from generator.profiles.shelf import Shelf
from generator.profiles.text import extent
from generator.publish import build, engine, rebuild
from generator.publish.corpus import corpus
from generator.reader import reading
from generator.rules import Rules
from generator.workspace import RULES, Workspace, write_text

SOON = 0.25
"""Seconds given to reading other seeds anew before the page in front is shown: ten seeds take about that."""


NAMED = 3
"""Seeds named that read differently: a rule can change all of them."""


_BESIDE = re.compile(r"^[.#]|~$|\.(tmp|swp|swx|part|bak)\b|^4913$|^___jb_|^sed[A-Za-z0-9]{6}$")
"""Names of what editors keep beside a file while they save it."""


class Superseded(BaseException):
    """Something changed again before all was made. No error, which would be told."""


@dataclass(frozen=True)
class _Only(Workspace):
    """The workspace as if it had these profiles alone: one is checked and merged without reading thousands."""

    only: tuple[Path, ...] = ()

    def profile_files(self) -> list[Path]:
        return list(self.only)


class Preview:
    """The site in `site`, made of `workspace`, whose root must be resolved; `say` prints one line."""

    def __init__(self, workspace: Workspace, site: Path, say: Callable[[str], None]) -> None:
        self._workspace, self._say = workspace, say
        self._site, self._told = engine.Builder(workspace, site), frozenset[str]()
        """The site, and what was wrong with it when it was last built."""
        self._reader: reading.Reader | None = None
        """Made anew when a rule changes."""
        self._shown: dict[Path, Product] = {}
        """The profiles as the site shows them."""
        self._loaded = False
        """Whether they were taken in: not before what an earlier run generated of them is shown."""
        self._ours: set[str] = build.listed(workspace)
        self._read: dict[str, str] = {}
        """By the seed's stem, what it reads to now, where that is not what was last merged."""
        self._unread: list[Path] = []
        self._plan: rebuild.KeyedPlan | None = None
        self.broken: dict[Path, list[Problem]] = {}
        """The errors of profiles that are shown as they were before."""
        self.assets = self.pictures = False
        """Whether what was built last changes how all pages look, or charts and data."""

    # what changed

    def is_input(self, path: Path) -> bool:
        """Whether a changed file is one to look at: not one we generate, not one that an editor keeps beside it."""
        if _BESIDE.search(path.name) or path == self._workspace.docs:
            return False
        if not path.is_relative_to(self._workspace.docs):
            return not path.is_dir()
        name = path.relative_to(self._workspace.docs).as_posix()
        return not (path.is_dir() or name in self._ours or any(ours.startswith(f"{name}/") for ours in self._ours))

    def load(self) -> None:
        """Takes in the profiles, if they were not, and checks one for nothing: what checking needs is loaded before the first save."""
        if self._loaded:
            return
        keys = product.keys(self._workspace)
        for path, one in product.each(self._reading().rules, self._workspace, keys).items():
            if one:
                self._shown[path] = one
            else:
                self._load(path, checked=False)
        for filed in Shelf(_Only(self._workspace.root, tuple(keys)[:1])).files:
            check.of(self._reading().rules, filed)
        self._loaded = True

    def take(self, changed: set[Path]) -> bool:
        """Takes in what changed; what is wrong is said and left out. False where there is nothing to show anew."""
        self.load()
        space, self.assets = self._workspace, False
        profiles = {path for path in changed if path.parent == space.profiles}
        by_hand = False
        for path in sorted(changed - profiles):
            if path.parent == space.seeds:
                self._unread.append(path)
            elif path.is_relative_to(space.merged):
                profiles |= {known for known, shown in self._shown.items() if _stem(shown) == path.stem}
            elif path.is_relative_to(RULES):
                code.cache_clear()
                self._reader = None
                self._unread, self._plan = space.seed_files(), None
            elif path.is_relative_to(space.templates / "pages"):
                self._plan = None
            elif path.is_relative_to(space.templates):
                self.assets = True
            elif path == space.root / settings.FILE:
                self.assets, self._plan = True, None
            elif path.is_relative_to(space.docs):
                self.assets |= path.suffix != ".md"
                by_hand = True
        if self._unread:
            clashes = seeds.clashes(space, [path for path in self._unread if path.exists()], space.seed_files())
            for problem in clashes.values():
                self._say(str(problem))
            self._unread = [path for path in self._unread if not any(path in group for group in clashes)]
        for path in sorted(profiles):
            self._load(path)
        return by_hand or self.assets or self._plan is None or bool(self._unread)

    # what is shown

    def first(self, pages: Iterable[str]) -> None:
        """Builds what is being looked at, `pages` by their addresses. Raises what `problems` can tell."""
        self._reread(self._stems(pages), time.monotonic() + SOON)
        plan = self._planned().plan
        wanted = {name for page in pages for name in _sources(page) if (self._workspace.docs / name).exists()}
        for path in wanted & plan.pages.keys():
            write_text(self._workspace.docs / path, plan.pages[path]())
        self._site.look()
        self._site.make(wanted)

    def rest(self, superseded: Callable[[], bool]) -> None:
        """Builds all the rest; raises Superseded as soon as `superseded` says so, and what `problems` can tell."""
        while self._unread:
            _unless(superseded())
            self._reread((), 0)
        if self._loaded or not rebuild.unchanged(self._workspace, rebuild.everything(self._workspace, product.keys(self._workspace))):
            self.load()
            keyed = self._planned()
            self._ours |= keyed.plan.paths()
            whole = rebuild.everything(self._workspace, {path: one.key for path, one in self._shown.items()})
            built = rebuild.rebuild(self._workspace, keyed, whole, lambda done, total: _unless(superseded()))
            self.pictures |= any(path.startswith(("charts/", "data/")) for path in built.changed)
        self._site.look()
        if not self._site.make(superseded=superseded):
            raise Superseded
        self._site.finish()
        wrong = frozenset(map(str, self._site.warnings))
        for line in sorted(wrong - self._told):
            self._say(line)
        self._told = wrong

    def _planned(self) -> rebuild.KeyedPlan:
        if self._plan is None:
            shown, folder = list(self._shown.values()), self._workspace.show(self._workspace.profiles)
            if not shown:
                raise GeneratorError.at(folder, "holds no profile that can be shown", hint="run `make update` to read the seeds")
            if clashes := corpus.clashes([one.profile for one in shown], folder):
                raise GeneratorError(clashes)
            reader = self._reading()
            self._plan = rebuild.planned(reader.rules, self._workspace, shown, reader.places)
        return self._plan

    def _reading(self) -> reading.Reader:
        """Reads by the rules as they stand; raises RuleError where one is broken."""
        if self._reader is None:
            rules = Rules()
            self._reader = reading.reader_of(self._workspace, rules, Gazetteer(rules))
        return self._reader

    # profiles, seeds

    def _load(self, path: Path, checked: bool = True) -> None:
        """Takes in one profile; one that is broken is told and stays as it was."""
        file = self._workspace.show(path)
        self.broken.pop(path, None)
        if not path.exists():
            if self._shown.pop(path, None):
                self._plan = None
            return
        try:
            shelf = Shelf(_Only(self._workspace.root, (path,)))
            problems = check.check(self._reading().rules, shelf, [path.stem]) if checked else shelf.problems
            for problem in problems:
                self._say(str(problem))
            if any(problem.severity == "error" for problem in problems):
                self._say(f"{file}: not shown; the page stays as it was")
                self.broken[path] = [problem for problem in problems if problem.severity == "error"]
                return
            self._show(shelf, shelf.held[0].stem or "")
        except GeneratorError as error:
            for problem in error.problems:
                self._say(str(problem))

    def _show(self, shelf: Shelf, stem: str) -> None:
        """Shows the one profile of `shelf`, merged with what its seed reads to now; where there is none, the one that would be opened."""
        one = next(iter(shelf.held), None)
        if stem in self._read:
            report = merge.merge(shelf, [stem], dry_run=True, readings={stem: self._read[stem]})
            for problem in report.problems:
                self._say(str(problem))
            if not report.merged:
                return
            new = report.merged[0]
            path, profile, source = new.path, parse(new.result.text, new.file)[1], new.evidence()
            done = edits.differences(parse(new.base, new.file)[1], profile, source.source if source else None, new.result.kept)
        elif one:
            path, profile, done = one.path, one.profile, edits.of(one)
        else:
            return
        length = extent.beside(self._reading().rules, profile, self._workspace.seeds / profile.source.file)
        before = self._shown.get(path)
        if before is None or (before.profile, before.edits, before.extent) != (profile, done, length):
            key = digest(profile.model_dump_json(by_alias=True), repr(done), repr(length))
            self._shown[path], self._plan = Product(key, profile, done, length), None

    def _base(self, stem: str) -> str | None:
        file = self._workspace.base_file(stem + ".yml")
        return read_text(file, self._workspace.show(file)) if file.exists() else None

    def _reread(self, stems: Collection[str], until: float) -> None:
        """Reads seeds that wait to be read: those of `stems`, then others until the time is up, but at least one."""
        waiting = list(dict.fromkeys(self._unread))
        waiting.sort(key=lambda path: path.stem not in stems)
        count = 0
        for path in waiting:
            if count and path.stem not in stems and time.monotonic() > until:
                break
            count += 1
            self._read_seed(path)
        self._unread = waiting[count:]

    def _read_seed(self, path: Path) -> None:
        known = next((known for known, shown in self._shown.items() if _stem(shown) == path.stem), None)
        before = self._read.pop(path.stem, None)
        if path.exists():
            try:
                text = reading.text(self._reading().read(path))
            except GeneratorError as error:
                for problem in error.problems:
                    self._say(f"{self._workspace.show(path)}: {problem.message}")
                return
            if text != self._base(path.stem):
                self._read[path.stem] = text
                if text != before and len(self._read) <= NAMED:
                    more = " (and others)" if len(self._read) == NAMED else ""
                    self._say(f"{self._workspace.show(path)}: reads differently now; merged in memory only: run `make update`{more}")
        if self._read.get(path.stem) != before:
            self._show(Shelf(_Only(self._workspace.root, (known,) if known and known.exists() else ())), path.stem)

    def _stems(self, pages: Iterable[str]) -> set[str]:
        """The seeds behind the pages of regions and documents."""
        names = {page.strip("/").removeprefix("regions/").removeprefix("documents/") for page in pages}
        return {
            _stem(one)
            for one in self._shown.values()
            if one.profile.id in names or any(region.adcode in names for region in one.profile.regions)
        }


def _stem(one: Product) -> str:
    return Path(one.profile.source.file).stem


def _unless(superseded: bool) -> None:
    if superseded:
        raise Superseded


def _sources(page: str) -> Mapping[str, None]:
    """What the page at an address may be made of, below `docs/`."""
    name = page.strip("/")
    return dict.fromkeys([f"{name}/index.md", f"{name}.md"] if name else ["index.md"])
