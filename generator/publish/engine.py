"""From docs/ to the site's folder: the one builder of pages, for `site` as for the preview.

`build` makes a whole site of what changed since the last time; whatever MkDocs warns of stops it, and any link that leads nowhere,
on whichever page. MkDocs is not even imported where nothing changed.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import settings
from generator.errors import GeneratorError, Problem
from generator.files import Stamp, read_bytes, scan
from generator.publish.site import ledger, links
from generator.publish.site.ledger import INDEX, Stamped
from generator.workspace import Workspace, sha256

if TYPE_CHECKING:
    from generator.publish.site.render import Renderer

_LARGEST = 1 << 32
"""Bytes of a file below docs/."""


@dataclass(frozen=True)
class Made:
    """What a build did; as a string one line for the terminal."""

    pages: int
    """All that the site has."""
    built: int = 0
    """Pages made anew, whether or not their bytes came out the same."""
    copied: int = 0
    """Other files."""
    removed: int = 0

    def __str__(self) -> str:
        if not self.built + self.copied + self.removed:
            return f"{self.pages} pages, nothing changed"
        return f"{self.pages} pages, {self.built} built, {self.copied} files copied, {self.removed} removed"


def build(workspace: Workspace, site: Path, step: Callable[[int, int], None] | None = None) -> Made:
    """Builds `site`, which is `free`; `step` is told pages made and pages to be made.

    Raises GeneratorError with each warning and each link that leads nowhere. The site then has what could be made, and the next run
    makes the rest.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", _last_change(workspace.root))
    builder = Builder(workspace, site)
    builder.look()
    try:
        builder.make(step=step)
        made = builder.finish()
    except Exception as error:
        raise GeneratorError(problems(error, workspace.templates)) from None
    if builder.warnings:
        raise GeneratorError(builder.warnings)
    return made


def begin(workspace: Workspace, site: Path, other: Path) -> None:
    """Has `site` begin as `other`, a site of the same workspace, where that was built by all that every page depends on now and `site` was not.

    Its files are linked where the disk can do that, else copied: none is ever written into, only replaced.
    """
    frame, made = ledger.frame(workspace), ledger.read(workspace, other)
    if made.frame != frame or ledger.read(workspace, site).frame == frame or not ledger.read_links(made):
        return
    for name in scan(site, follow=False)[0]:
        _remove(site, name)
    for name in scan(other, follow=False)[0]:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(other / name, site / name)
        except OSError:
            shutil.copy2(other / name, site / name)
    made.file = ledger.place(workspace, site)
    made.save()


def free(workspace: Workspace, site: Path) -> None:
    """Raises GeneratorError where `site` holds something other than a site: what is no page of it is taken away."""
    ours = site.resolve() == (workspace.root / "site").resolve() or (site / "sitemap.xml").exists()
    if not ours and site.is_dir() and any(site.iterdir()):
        hint = "name a new folder or an empty one"
        raise GeneratorError(Problem(workspace.show(site), message="holds something other than a site", hint=hint))


def problems(error: Exception, templates: Path) -> list[Problem]:
    """What an editor did wrong, told with its place; raises `error` where it is nobody's fault but the program's."""
    from generator.publish.site import render

    return render.problems(error, templates)


class Builder:
    """Makes `site` of docs/: first it is to `look` at both, then `make` what it is asked for, then `finish` the rest."""

    def __init__(self, workspace: Workspace, site: Path) -> None:
        self._workspace, self._site = workspace, site
        self._known = ledger.read(workspace, site)
        self._renderer: Renderer | None = None
        self._docs: dict[str, Stamp] = {}
        self._stale: dict[str, Stamped] = {}
        """What is to be made anew of docs/."""
        self._bad = set[str]()
        """What in the site was touched or is missing."""
        self._anew = self._idle = False
        """Whether all of it is to be made, or nothing at all."""
        self._built = self._copied = self._removed = 0
        self.warnings: list[Problem] = []
        """What was wrong since the last look."""

    @property
    def stale(self) -> Collection[str]:
        """Files below docs/ that are to be built anew."""
        return self._stale.keys()

    def look(self) -> None:
        """Finds what changed since the last time. Raises GeneratorError where something is no file."""
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        known, began = self._known, time.time_ns()
        docs = _published(self._workspace, self._workspace.docs)
        _published(self._workspace, self._workspace.templates)
        there = scan(self._site, follow=False, also=".writing-")[0] if self._site.is_dir() else {}
        there = {name: stamp for name, stamp in there.items() if not name.startswith(INDEX)}
        self._bad = {name for name, stamp in known.outputs.items() if there.get(name) != stamp}
        frame = ledger.frame(self._workspace)
        if frame != known.frame:
            self._anew, self._renderer = True, None
            known.frame, known.sources = frame, {name: one._replace(digest="") for name, one in known.sources.items()}
        if docs.keys() != self._docs.keys():
            self._renderer = None
        self._docs, self._stale, self.warnings = docs, {}, []
        for name, stamp in docs.items():
            before = known.sources.get(name)
            bad = before is not None and before.made in self._bad
            if before and before[:2] == stamp and before.digest and not bad:
                continue
            digest = sha256(read_bytes(self._workspace.docs / name, _LARGEST))
            one = Stamped(*ledger.settled(stamp, began), digest, before.made if before else "")
            if before and before.digest == digest and not bad:
                known.sources[name] = one
            else:
                self._stale[name] = one
        self._built = self._copied = 0
        # Nobody's, and some may stand where a page's folder has to.
        self._removed = sum(_remove(self._site, name) for name in sorted(there.keys() - known.outputs.keys()))
        day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH") or began // 10**9)))
        gone = known.sources.keys() - docs.keys()
        self._idle = known.sound and known.day == day and not (self._anew or self._stale or gone or self._bad or self._removed)
        if day != known.day or any(name.endswith(".md") for name in gone | (self._stale.keys() - known.sources.keys())):
            known.day = day
            self._bad |= {"sitemap.xml", "sitemap.xml.gz"}
        if not (self._idle or self._anew or known.links or ledger.read_links(known)):
            self._anew, known.sources = True, {}
            self.look()

    def make(
        self,
        wanted: Collection[str] | None = None,
        step: Callable[[int, int], None] | None = None,
        superseded: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Makes what is stale of `wanted`, files below docs/, or of all; False as soon as it is `superseded`. Raises what MkDocs raises."""
        names = [name for name in sorted(self._stale) if wanted is None or name in wanted]
        if not names:
            return True
        renderer = self._rendering()
        places = renderer.places(names)
        self._apart(places)
        pages = [name for name in names if places[name] and name.endswith(".md")]
        for name in names:
            if name not in pages:
                if places[name]:
                    self._put(renderer.copy(name))
                self._done(name, places[name])
        for number, page in enumerate(renderer.pages(pages), 1):
            self._known.outputs[page.made], self._known.links[page.made] = page.stamp, page.links
            self._built += 1
            self._told(page.warnings, f"docs/{page.source}")
            self._done(page.source, page.made, sound=not page.warnings)
            if step:
                step(number, len(pages))
            if superseded():
                return False
        return True

    def finish(self) -> Made:
        """Makes what is of no file below docs/, takes away what is of none any more, checks all links, and keeps what it knows."""
        known = self._known
        if self._idle:
            return Made(self._pages())
        renderer = self._rendering()
        left = {known.sources.pop(name).made for name in known.sources.keys() - self._docs.keys()}
        made = {one.made for one in known.sources.values()}
        others = (known.outputs.keys() | self._bad) - made
        if self._anew:
            others |= {*renderer.assets(), *renderer.templates} - made
        anew = {name for name in others if self._anew or name in self._bad or name in left}
        for name in anew:
            known.outputs.pop(name, None)
            known.links.pop(name, None)
        for name in sorted(anew):
            if name in renderer.templates:
                known.outputs |= renderer.template(name, self._docs if name == "sitemap.xml" else ())
            elif name.removesuffix(".gz") not in renderer.templates and not self._put(renderer.copy(name)):
                self._removed += _remove(self._site, name)
        self._told(renderer.warnings, settings.FILE)
        self._check_links()
        self._anew, self._bad = False, set()
        known.sound = not self.warnings
        known.save()
        return Made(self._pages(), self._built, self._copied, self._removed)

    def _pages(self) -> int:
        return sum(name.endswith(".html") for name in self._known.outputs)

    def _rendering(self) -> "Renderer":
        if self._renderer is None:
            from generator.publish.site.render import Renderer

            self._renderer = Renderer(self._workspace, self._site, self._docs)
        return self._renderer

    def _put(self, copied: tuple[str, Stamp] | None) -> bool:
        if copied:
            self._known.outputs[copied[0]] = copied[1]
            self._copied += 1
        return copied is not None

    def _done(self, name: str, made: str, sound: bool = True) -> None:
        """What `name` is now; what is not sound is made again the next time, so that it is told again."""
        one = self._stale.pop(name)
        before = self._known.sources.get(name)
        self._known.sources[name] = one._replace(made=made, digest=one.digest if sound else "")
        if before and before.made != made:
            self._bad.add(before.made)

    def _told(self, warnings: Iterable[str], file: str) -> None:
        self.warnings += [Problem(file, message=f"MkDocs: {line}") for line in warnings]

    def _apart(self, places: dict[str, str]) -> None:
        """Raises GeneratorError where two files would stand in one place."""
        taken: dict[str, str] = {}
        for name, made in {**{name: one.made for name, one in self._known.sources.items() if name in self._docs}, **places}.items():
            if made and taken.setdefault(made, name) != name:
                message, hint = f"would stand at the same address as docs/{taken[made]}", "give one of them another name"
                raise GeneratorError(Problem(f"docs/{name}", message=message, hint=hint))

    def _check_links(self) -> None:
        sources = {one.made: name for name, one in self._known.sources.items()}
        for page, link, missing in links.broken(self._known.links, self._known.outputs.keys()):
            self.warnings.append(Problem(f"docs/{sources[page]}", message=f"has a link to `{link}`: {missing}"))


def _published(workspace: Workspace, folder: Path) -> dict[str, Stamp]:
    """The files below `folder`. Raises GeneratorError with what is no file: MkDocs would copy a device or wait for a pipe without end."""
    found, wrong = scan(folder) if folder.is_dir() else ({}, [])
    if wrong:
        hint = "take it away, or put a file in its place"
        raise GeneratorError(
            Problem(workspace.show(Path(e.filename)), message=f"cannot be published: {e.strerror}", hint=hint) for e in wrong
        )
    return found


def _remove(site: Path, name: str) -> bool:
    """Takes away a file and the folders that it leaves empty; False where it is not there."""
    path = site / name
    if not path.is_file() and not path.is_symlink():
        return False
    path.unlink()
    for folder in path.parents:
        if folder == site or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


def _last_change(root: Path) -> str:
    """When the tree was last committed, in seconds: the date in the sitemap, so that two builds give the same bytes; "0" without git."""
    try:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError:
        return "0"
    return done.stdout.strip() or "0"
