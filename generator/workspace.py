"""Where things stand on disk, and the one way to write them: whole, atomically, and only when they changed."""

import filecmp
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from generator.files import naming, read_bytes

PACKAGE = Path(__file__).resolve().parent
RULES = PACKAGE / "rules"


@dataclass(frozen=True)
class Workspace:
    """The project's folders below `root`."""

    root: Path

    @property
    def is_project(self) -> bool:
        """Whether there is anything of a project in the folder."""
        return self.seeds.is_dir() or self.profiles.is_dir()

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def readings(self) -> Path:
        return self.seeds / "readings"

    @property
    def merged(self) -> Path:
        """The bases: each the reading last merged into a profile."""
        return self.readings / "merged"

    @property
    def stated(self) -> Path:
        """The regions that editors named of seeds."""
        return self.seeds / "regions.yml"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def profiles(self) -> Path:
        return self.docs / "profiles"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time: locks, and the preview's site."""
        return self.root / ".cache"

    @property
    def scores(self) -> Path:
        """How well the machine reads, written by the gold gate."""
        return self.root / "tests" / "gold" / "scores.yml"

    @property
    def score_history(self) -> Path:
        """How that moved."""
        return self.scores.with_name("history.yml")

    def seed_files(self) -> list[Path]:
        """All seeds, by name; what cannot be one is here too, so that reading it tells so, unless it is hidden, a folder or a note."""
        return [p for p in _listed(self.seeds) if not (p.name.startswith(".") or p.suffix == ".md" or p == self.stated or p.is_dir())]

    def reading_file(self, seed: str) -> Path:
        """The reading of the seed named `seed`."""
        return self.readings / (Path(seed).stem + ".yml")

    def base_file(self, seed: str) -> Path:
        """The base of the seed named `seed`."""
        return self.merged / (Path(seed).stem + ".yml")

    def profile_files(self) -> list[Path]:
        """All profiles, by name, those under a wrong ending too: `shelf.read_text` refuses them, where they would be passed over."""
        return [p for p in _listed(self.profiles) if p.suffix.lower() in (".yml", ".yaml")]

    def show(self, path: Path) -> str:
        """`path` as messages print it: relative to the root, with forward slashes; a link under its own name."""
        if path.is_relative_to(self.root) and ".." not in path.parts:  # as nearly all are: the disk need not be asked
            return path.relative_to(self.root).as_posix()
        try:
            return (path.parent.resolve() / path.name).relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def _listed(folder: Path) -> list[Path]:
    """What stands in `folder`, by name; nothing where there is none."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_bytes(path: Path, data: bytes) -> bool:
    """Writes `path` whole or not at all; True where it changed."""
    try:
        if read_bytes(path, len(data) + 1) == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    with _writing(path) as file:
        file.write(data)
    return True


def write_text(path: Path, text: str) -> bool:
    """`write_bytes` for text: UTF-8, line ends as given."""
    return write_bytes(path, text.encode("utf-8"))


def write_pieces(path: Path, pieces: Iterable[str]) -> bool:
    """`write_text` for a text that comes bit by bit, which is never whole in memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(_Same), _writing(path) as file:
        for piece in pieces:
            file.write(piece.encode("utf-8"))
        file.flush()
        if path.is_file() and filecmp.cmp(file.name, path, shallow=False):
            raise _Same
        return True
    return False


class _Same(Exception):  # noqa: N818
    """What was written is what stands there already."""


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when it is whole.

    It stands beside the target, so that the rename never crosses file systems: a kill at any moment leaves the old file or the new
    one. It is named after the target: what a killed run left is used up by the next.
    """
    writing = path.with_name(f".writing-{sha256(path.name.encode('utf-8', 'surrogateescape'))[:16]}")
    writing.unlink(missing_ok=True)
    try:
        with naming(path), writing.open("xb") as file:
            yield file
        writing.chmod(0o644)
        writing.replace(path)
    except BaseException:
        writing.unlink(missing_ok=True)
        raise
