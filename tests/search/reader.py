"""Reads a search index as the scripts do, for tests without a browser: from a folded text to the pages that contain it."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

from generator.search.files import FOLDER, ROOT

Places = dict[tuple[int, int], int]
"""Part and offset in it, with the rank."""


class Index:
    """The index of a built site."""

    def __init__(self, site: Path) -> None:
        self.folder = site / FOLDER
        self.root: dict[str, Any] = json.loads((self.folder / ROOT).read_text(encoding="utf-8"))
        extra, page = [], 0
        for gap in self.root["several"]:
            page += gap
            extra.append(page)
        self.pages = sorted([*range(self.root["pages"]), *extra])
        self.read = cache(self._read)

    def _read(self, name: str) -> bytes:
        return zlib.decompress((self.folder / f"{name}.bin").read_bytes())

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def leaf(self, tree: dict[str, Any], key: Any) -> tuple[Any, str] | None:
        """First key and name of the file that may hold `key`."""
        while True:
            at = bisect_right(tree["k"], key) - 1
            if at < 0:
                return None
            if not tree["d"]:
                return tree["k"][at], tree["f"][at]
            tree = self.json(tree["f"][at])

    def row(self, tree: dict[str, Any], number: int) -> dict[str, Any]:
        found = self.leaf(tree, number)
        assert found
        return {name: column[number - found[0]] for name, column in self.json(found[1]).items()}

    def find(self, text: str) -> dict[int, int]:
        """Parts that contain `text`, folded, with their best ranks."""
        head = self.gram("forward", text)
        if head is None:
            return {}
        key, heavy, places, parts = head
        if key == text:
            return parts if heavy else _parts(places)
        tail = None if heavy else self.gram("backward", text[::-1])
        if tail is None or tail[1]:
            return {}
        places = {(part, at): rank for (part, at), rank in places.items() if (part, at + len(text) - 1) in tail[2]}
        done = len(key)
        while done < len(text) - len(tail[0]) and places:
            middle = self.gram("forward", text[done:])
            if middle is None or middle[1]:
                return {}
            places = {(part, at): rank for (part, at), rank in places.items() if (part, at + done) in middle[2]}
            done += len(middle[0])
        return _parts(places)

    def gram(self, way: str, text: str) -> tuple[str, bool, Places, dict[int, int]] | None:
        """The gram that stands at or before `text`, if `text` begins with it: key, whether it is heavy, places, parts."""
        leaf = self.leaf(self.root[way], text)
        if leaf is None:
            return None
        numbers = iter(_numbers(self.read(leaf[1])))
        take = lambda count: [next(numbers) for _ in range(count)]  # noqa: E731
        size = next(numbers)
        key = "".join(map(chr, take(next(numbers))))
        keys = []
        depths = take(size)
        for depth, unit in zip(depths, take(size), strict=True):
            key = key[: depth - 1] + chr(unit)
            keys.append(key)
        counts = take(size)
        ranked = take(4 * counts.count(0)) if way == "forward" else []
        gaps, codes = take(sum(counts)), take(sum(counts))
        lists = take(sum(ranked))
        at = bisect_right(keys, text) - 1
        if at < 0 or not text.startswith(keys[at]):
            return None
        if counts[at]:
            first, part = sum(counts[:at]), 0
            places = {}
            for i in range(first, first + counts[at]):
                part += gaps[i]
                places[part, codes[i] >> 2] = codes[i] & 3
            return keys[at], False, places, {}
        parts: dict[int, int] = {}
        nth = 4 * counts[:at].count(0)
        first = sum(ranked[:nth])
        for rank, count in enumerate(ranked[nth : nth + 4]):
            part = 0
            for i in range(first, first + count):
                part += lists[i]
                parts[part] = rank
            first += count
        return keys[at], True, {}, parts

    def addresses(self, text: str) -> set[str]:
        """Addresses of the pages that contain `text`, folded."""
        return {self.row(self.root["urls"], self.pages[part])["url"] for part in self.find(text)}


def _parts(places: Places) -> dict[int, int]:
    found: dict[int, int] = {}
    for (part, _), rank in places.items():
        found[part] = min(rank, found.get(part, rank))
    return found


def _numbers(data: bytes) -> list[int]:
    found, value, bits = [], 0, 0
    for byte in data:
        value |= (byte & 127) << bits
        bits += 7
        if byte < 128:
            found.append(value)
            value = bits = 0
    return found
