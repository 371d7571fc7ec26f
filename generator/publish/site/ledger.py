"""What a site was built from, kept in `.cache/`: it may be deleted at any time, and one that is not whole counts as none.

Files are known by size and time, what lies below docs/ by its content too: a file that was only touched is hashed, not built.
"""

import importlib.util
import json
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator import settings
from generator.files import Stamp, scan
from generator.workspace import PACKAGE, Workspace, sha256, write_bytes

INDEX = "search/data/"
"""Below a site: what the search index keeps there, which sees to its own files."""
MADE_BY = frozenset("jinja2 markdown markupsafe mkdocs mkdocs_material pathspec pygments pymdown_extensions pyyaml".split())
"""The packages whose versions show in a page."""
_RACE = 50_000_000
"""Nanoseconds: a file saved so shortly before it was looked at may have been saved again since without a sign of it."""
_VARIABLES = re.compile(r"!ENV\s+(\[[^\]]*\]|\S+)")

Links = dict[str, Any]
"""Of each built page what `links.found` says of it."""


class Stamped(NamedTuple):
    """A file below docs/ as it was built."""

    size: int
    time: int
    digest: str
    made: str
    """What it is in the site; empty where it is left out."""


@dataclass
class Ledger:
    """That of one site."""

    file: Path
    frame: str = ""
    """Digest of all that every page depends on."""
    day: str = ""
    """The date in the sitemap."""
    sound: bool = False
    """Whether no link led nowhere."""
    sources: dict[str, Stamped] = field(default_factory=dict)
    outputs: dict[str, Stamp] = field(default_factory=dict)
    """What was made, by path below the site."""
    links: Links = field(default_factory=dict)

    def save(self) -> None:
        """Keeps it where that can be: without, the next run builds everything."""
        held = {"frame": self.frame, "day": self.day, "sound": self.sound, "sources": self.sources, "outputs": self.outputs}
        with suppress(OSError):
            write_bytes(self.file, _sealed(held) + _sealed(self.links))


def place(workspace: Workspace, site: Path) -> Path:
    """Where the ledger of `site` is kept: beside those in the cache itself."""
    own = site.resolve().is_relative_to(workspace.cache.resolve())
    return site.with_suffix(".json") if own else workspace.cache / "site" / f"{sha256(os.fsencode(site.resolve()))[:16]}.json"


def read(workspace: Workspace, site: Path) -> Ledger:
    """The ledger of `site`, but for its links; an empty one where there is none, or none that is whole."""
    path = place(workspace, site)
    try:
        with path.open("rb") as file:
            held = _checked(file.readline(), file.readline())
        sources = {name: Stamped(*one) for name, one in held["sources"].items()}
        outputs = {name: (size, time) for name, (size, time) in held["outputs"].items()}
        return Ledger(path, held["frame"], held["day"], held["sound"], sources, outputs)
    except (OSError, ValueError, KeyError, TypeError):
        return Ledger(path)


def read_links(ledger: Ledger) -> bool:
    """Reads the links too, which a run needs that has something to do; False where they are lost."""
    try:
        lines = ledger.file.read_bytes().split(b"\n")
        ledger.links = _checked(lines[2] + b"\n", lines[3] + b"\n")
    except (OSError, ValueError, IndexError):
        return False
    return ledger.links.keys() >= {one.made for name, one in ledger.sources.items() if one.made and name.endswith(".md")}


def settled(stamp: Stamp, began: int) -> Stamp:
    """`stamp`, or one that no file has where it was saved as late as the run `began` (nanoseconds): it is to be hashed the next time."""
    return stamp if stamp[1] < began - _RACE else (stamp[0], -1)


def frame(workspace: Workspace) -> str:
    """The digest of all that every page depends on: settings with the variables they read, theme, hooks, versions, and the code here."""
    text = (workspace.root / settings.FILE).read_text(encoding="utf-8")
    variables = {name for found in _VARIABLES.findall(text) for name in re.findall(r"\w+", found)}
    parts = [text, *(f"{name}={os.environ.get(name)}" for name in sorted(variables)), *_versions()]
    named = {workspace.root / name for name in re.findall(r"[\w./-]+\.(?:py|ya?ml)\b", text)}
    theme = {workspace.templates / "theme" / name for name in scan(workspace.templates / "theme")[0]}
    for path in sorted(path for path in named | theme | {*PACKAGE.glob("publish/site/*.py")} if path.is_file()):
        parts += [workspace.show(path) if path in theme else path.name, sha256(path.read_bytes())]
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape"))


def _versions() -> list[str]:
    """Names of the folders that say which versions are installed: quicker than asking each package."""
    found = importlib.util.find_spec("mkdocs")
    folder = Path(found.origin).parents[1] if found and found.origin else PACKAGE
    return sorted(path.name for path in folder.glob("*.dist-info") if path.name.partition("-")[0].lower() in MADE_BY)


def _sealed(value: Any) -> bytes:
    line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
    return sha256(line).encode() + b"\n" + line


def _checked(seal: bytes, line: bytes) -> dict[str, Any]:
    if sha256(line).encode() != seal.strip():
        raise ValueError("damaged")
    held: dict[str, Any] = json.loads(line)
    return held
