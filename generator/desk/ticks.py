"""What an editor has looked at and found right, item by item, where the profile itself has no word for it.

Kept in `.cache/`, by what an item says: one that is read anew, or changed, is to be looked at again, the others are not. It
may be deleted at any time, which costs the marks and nothing else.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from generator.files import read_bytes
from generator.workspace import Workspace, write_text

_MOST = 1_000_000
"""Bytes: more than a file of ticks has."""
_KEY = re.compile(r"[0-9a-f]{16}")


class Ticks:
    """Those of all documents of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.cache / "desk"

    def of(self, name: str) -> frozenset[str]:
        """The keys of what was looked at in a document; none where that is not known, or damaged."""
        try:
            keys = json.loads(read_bytes(self._file(name), _MOST))
        except (OSError, ValueError):
            return frozenset()
        return frozenset(key for key in keys if isinstance(key, str)) if isinstance(keys, list) else frozenset()

    def put(self, name: str, keys: Iterable[str]) -> None:
        """Keeps `keys` for a document; what is no key is left out."""
        write_text(self._file(name), json.dumps(sorted({key for key in keys if _KEY.fullmatch(key)})))

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"
