"""How the index lies on disk: packed files named after their content, trees that lead to them, one file that names the trees.

All of it is in `search/data/` of the site. `index-1.json` alone keeps its name; what it does not lead to is removed.
"""

import json
import os
import re
import zlib
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import get_ident
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.files import naming
from generator.publish.site.ledger import INDEX

FOLDER = Path(INDEX)
ROOT = "index-1.json"
"""The one name that stays; its number is that of the format, so that scripts never read an index of another."""
FAN = 96
"""Files a node of a tree leads to: about 1 kB packed."""
_SURROGATE = re.compile("[\ud800-\udfff]")

Key = str | int
Tree = dict[str, Any]
"""k: first keys, f: names of the files or nodes below, d: how many levels of nodes those are away from the files."""


class Store:
    """Writes the index's files into a built site. Files that are `sound`, by name, need not be looked at."""

    def __init__(self, site: Path, sound: Collection[str] = ()) -> None:
        self.site = site
        self.folder = site / FOLDER
        self.names: set[str] = set()
        self.written: set[str] = set()
        self._sound = sound

    def holds(self, name: str) -> bool:
        """Whether the file of that name need not be written again."""
        return f"{name}.bin" in self._sound

    def put(self, data: bytes, numbers: bool = False) -> str:
        """Packs and writes `data` where it is not there yet; the file's name.

        Streams of `numbers` have few repeats: looking only for runs packs them better and three times as fast.
        """
        name = blake2b(data, digest_size=5).hexdigest()
        self.names.add(name)
        if not self.holds(name):
            strategy = zlib.Z_RLE if numbers else zlib.Z_DEFAULT_STRATEGY
            packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS, 9, strategy)
            self._write(f"{name}.bin", packer.compress(data) + packer.flush())
        return name

    def put_json(self, value: Any) -> str:
        return self.put(_json(value))

    def tree(self, files: Iterable[tuple[Key, str]]) -> Tree:
        """A tree over files in the order of their keys; each key is the least that its file may hold."""
        level, depth = list(files), 0
        while len(level) > FAN:
            runs = [level[i : i + FAN] for i in range(0, len(level), FAN)]
            level = [(run[0][0], self.put_json(_node(run, depth))) for run in runs]
            depth += 1
        return _node(level, depth)

    def finish(self, root: dict[str, Any]) -> int:
        """Writes the root and removes what no longer belongs to the index; how many files that were."""
        self._write(ROOT, _json(root))
        stale = [path for path in self.folder.iterdir() if path.name != ROOT and (path.suffix != ".bin" or path.stem not in self.names)]
        for path in stale:
            path.unlink()
        return len(stale)

    def _write(self, name: str, data: bytes) -> None:
        """Whole or not at all, and not where it is the same; processes and threads may write the same file at once."""
        path = self.folder / name
        if path.is_file() and path.read_bytes() == data:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        writing = path.with_name(f".writing-{path.stem}-{os.getpid()}-{get_ident()}")
        try:
            with naming(path):
                writing.write_bytes(data)
            writing.chmod(0o644)
            writing.replace(path)
        except BaseException:
            writing.unlink(missing_ok=True)
            raise
        if name != ROOT:
            self.written.add(path.stem)


def _node(files: Sequence[tuple[Key, str]], depth: int) -> Tree:
    return {"k": [key for key, _ in files], "f": [name for _, name in files], "d": depth}


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text).encode("utf-8")


def gaps(numbers: Sequence[int]) -> list[int]:
    """Each number less the one before: small where the numbers grow."""
    return [number - before for number, before in zip(numbers, (0, *numbers), strict=False)]


def varints(numbers: npt.NDArray[np.integer[Any]]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """Numbers below 2**32 as bytes, seven bits in each, the low ones first, with a high bit where more follow; and where each ends."""
    values: npt.NDArray[np.integer[Any]] = numbers.astype(np.uint32)
    sizes = np.ones(len(values), np.uint8)
    for bits in (7, 14, 21, 28):
        sizes += values >= 1 << bits
    ends = np.cumsum(sizes, dtype=np.uint32)
    out = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    at = ends - sizes
    while len(values):  # most end with their first byte
        more = sizes > 1
        out[at] = values & 127 | more.astype(np.uint8) << 7
        left = np.flatnonzero(more)
        values, sizes, at = values[left] >> 7, sizes[left] - 1, at[left] + 1
    return out, ends
