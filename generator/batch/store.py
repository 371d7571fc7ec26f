"""The shards on disk, a folder each: it is there whole under its name or not at all."""

import json
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from generator.batch.shard import ABOUT
from generator.errors import GeneratorError
from generator.files import naming

_NAME = re.compile(r"[0-9a-f]{32}")
_WRITING = ".writing-"


class Counts(NamedTuple):
    """Of the documents of a shard."""

    documents: int
    bad: int
    """Documents that could not be read."""


class ShardFolder:
    """The folder that shards are written to; `say` is told in a line what was wrong there."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder, self._say = folder, say

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the folder; raises GeneratorError where another run does, or where it is no folder."""
        if self._folder.exists() and not self._folder.is_dir():
            raise GeneratorError.at(self._folder.as_posix(), "is not a folder", hint="name a folder for the shards; it need not be there")
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._folder / ".lock", timeout=0):
                for left in self._folder.glob(f"{_WRITING}*"):  # by a run that was killed
                    shutil.rmtree(left)
                yield
        except Timeout:
            raise GeneratorError.at(self._folder.as_posix(), "another run is writing here", hint="wait until it has ended") from None

    def held(self, key: str) -> Counts | None:
        """What a shard that is there holds; one that is not whole is taken away and told of."""
        folder = self._folder / key
        if not folder.exists():
            return None
        try:
            about = json.loads((folder / ABOUT).read_bytes())
            if wrong := next((name for name, (size, _) in about["files"].items() if not _is_of(folder / name, size)), ""):
                raise ValueError(f"{wrong} is missing or cut off")
            return Counts(int(about["documents"]), int(about["problems"]))
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            said = str(error) if isinstance(error, ValueError) and "cut off" in str(error) else f"{ABOUT} is missing or damaged"
            self._say(f"{folder.as_posix()}: half written ({said}): it is made anew")
            shutil.rmtree(folder)
            return None

    def put(self, key: str, files: Mapping[str, bytes]) -> Counts:
        """Writes a shard whole."""
        draft, folder = self._folder / f"{_WRITING}{key}", self._folder / key
        try:
            with naming(draft):
                draft.mkdir()
            for name, data in files.items():
                with naming(folder / name):
                    (draft / name).write_bytes(data)
            with naming(folder):
                draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        about = json.loads(files[ABOUT])
        return Counts(about["documents"], about["problems"])

    def keep(self, keys: Collection[str]) -> int:
        """Takes away all shards but those: of documents or a program that are no longer; how many they were."""
        others = [path for path in self._folder.iterdir() if _NAME.fullmatch(path.name) and path.name not in keys and path.is_dir()]
        for path in others:
            shutil.rmtree(path)
        return len(others)


def _is_of(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size
