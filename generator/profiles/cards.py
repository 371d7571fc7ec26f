"""What other documents need to know of a profile, kept by what its file holds: so that a command parses those alone that it is about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import yaml_io
from generator.files import bytes_of
from generator.known import Cache, code, digest
from generator.model import Profile
from generator.workspace import Workspace

FEW = 20
"""Profiles below which nothing is kept of them: they are parsed before the program is digested."""


@dataclass(frozen=True)
class ProfileCard:
    """What other documents need to know of a profile that follows the format."""

    id: str
    seed: str
    """The name of its file."""
    former_ids: tuple[str, ...]
    codes: tuple[str, ...]
    """Those of its regions."""

    @classmethod
    def of(cls, profile: Profile) -> ProfileCard:
        """That of a profile."""
        codes = tuple(region.adcode for region in profile.regions if region.adcode)
        return cls(profile.id, profile.source.file, tuple(profile.former_ids), codes)


class CardBox:
    """The cards of all profiles of a workspace that were seen to follow the format and are as they were then."""

    def __init__(self, workspace: Workspace, paths: Sequence[Path]) -> None:
        self._cache, self._fresh = Cache(workspace, "cards"), dict[str, bytes]()
        self._keys = {path: _key(path, bytes_of(path, yaml_io.MAX_BYTES + 1)) for path in paths} if len(paths) >= FEW else {}
        kept = self._cache.get(self._keys.values()) if self._keys else {}
        self.known = {path: _unpacked(kept[key]) for path, key in self._keys.items() if key in kept}

    def put(self, path: Path, text: str, card: ProfileCard) -> None:
        """Puts in the card of a profile whose file holds `text`."""
        if (key := self._keys.get(path)) and _key(path, text.encode("utf-8")) == key:  # else it was saved in between
            self._fresh[key] = json.dumps([card.id, card.seed, card.former_ids, card.codes]).encode()

    def close(self) -> None:
        """Keeps those of the profiles that there are, and no other."""
        if self._keys:
            self._cache.put(self._fresh, self._keys.values())


def _key(path: Path, data: bytes | None) -> str:
    return digest(code(), path.name, data)


def _unpacked(data: bytes) -> ProfileCard:
    name, seed, former, codes = json.loads(data)
    return ProfileCard(name, seed, tuple(former), tuple(codes))
