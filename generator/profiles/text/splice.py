"""Edits a YAML file's text in place, so that lines outside what changes keep their bytes, comments and order.

Nodes are found by their marks; every edit is a replacement of characters of the text as it was, and all are applied at
the end. Block and flow style, comments, line ends of all kinds and a missing last one are kept. What to change is others' business.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator import yaml_io
from generator.profiles.format.shape import key_order, kind_of
from generator.profiles.text.layout import Layout
from generator.yaml_io import Path, Tree


@dataclass(frozen=True)
class Block:
    """An entry of a list on its way into one: its lines as if the dash stood in column 0, and the same as plain data."""

    lines: tuple[str, ...]
    data: Any


@dataclass(frozen=True)
class _Edit:
    """`text` in place of the characters `start` to `end`; of two insertions at one place the higher `depth` comes first."""

    start: int
    end: int
    text: str
    depth: int = 0


class Editor(Layout):
    """One text being edited."""

    def __init__(self, text: str, tree: Tree) -> None:
        super().__init__(text, tree)
        self._edits: list[_Edit] = []
        self._moved: set[Path] = set()

    def _edit(self, start: int, end: int, text: str, depth: int = 0) -> None:
        self._edits.append(_Edit(start, end, text, depth))

    def _insert_lines(self, at: int, lines: Iterable[str], depth: int) -> None:
        """New lines below the one `at` stands on."""
        below = self.next_line(at)
        self._edit(below, below, "".join(line + self._newline for line in lines), depth)

    def set(self, path: Path, key: str, value: Any) -> None:
        """Gives `key` of the mapping at `path` a value; a missing key is put in its usual place."""
        here = (*path, key)
        if here not in self.tree.marks:
            self._add_key(path, key, yaml_io.key_lines(key, value, 0), yaml_io.flow(value, key))
            return
        start, end = self.tree.marks[here].start, self.end(here)
        colon = self._colon(here)
        if isinstance(self.data(here), list) and not self.flow(here):
            start = colon
        self._edit(start, end, (" " if start == colon else "") + yaml_io.flow(value, key))
        self._keep_comments(start, end)

    def unset(self, path: Path, key: str, default: Any) -> None:
        """Takes `key` out; where it shares its line with anything, a comment too, it gets its default instead."""
        if (*path, key) in self.tree.marks and not self.take_out(path, key):
            self.set(path, key, default)

    def take_out(self, path: Path, key: str) -> bool:
        """Takes the lines of `key` out; False, and nothing done, where anything else stands on them, a comment too."""
        start, end = self._whole_lines((*path, key))
        if start is not None:
            self._edit(start, end, "")
        return start is not None

    def _whole_lines(self, here: Path) -> tuple[int | None, int]:
        """The lines of a key and its value; None for the start where anything else stands on them."""
        start, end = self.line_start(self.tree.keys[here].start), self.next_line(self.end(here))
        alone = not self.flow(here[:-1]) and not self.text[start : self.tree.keys[here].start].strip()
        return (start if alone and not self._commented(start, end) else None), end

    def _colon(self, here: Path) -> int:
        """The offset behind the colon of a key."""
        return self.text.index(":", self.tree.keys[here].end) + 1

    def _keep_comments(self, start: int, end: int) -> None:
        """Comments within what is replaced come to stand below it."""
        inside = self._commented(start, end)
        if inside:
            self._insert_lines(end, [self.text[a:b] for a, b in inside], 1_000)

    def _add_key(self, path: Path, key: str, lines: Sequence[str], flow: str) -> None:
        order = [k for k in key_order(kind_of(path)) if k in self.data(path) or k == key]
        before = order[order.index(key) - 1]
        at = self.end((*path, before))
        if self.flow(path):
            self._edit(at, at, f", {key}: {flow}")
        else:
            column = self._column(self.tree.keys[(*path, before)].start)
            self._insert_lines(at, [" " * column + line for line in lines], 2 * column)

    def cut(self, path: Path, data: Any) -> Block:
        """Takes an entry with its comments, edited so far, out of its list, which must be told by `relist`."""
        self._moved.add(path)
        if self.flow(path[:-1]):
            text = self._render(self.tree.marks[path].start, self.end(path), self._edits)
            lines = re.split(r"(?:\r\n|\r|\n) *", text)
            return Block(("- " + lines[0], *("    " + line for line in lines[1:])), data)
        start, end, column = self._lead(path), self.next_line(self.end(path)), self._column(self._dash(path))
        # What was inserted right before the entry is not its own; right behind it, only what stands further in.
        inside = [e for e in self._edits if start <= e.start and start < e.end <= end and (e.start < end or e.depth > 2 * column + 1)]
        self._edits = [e for e in self._edits if e not in inside]
        lines = re.split(r"\r\n|\r|\n", self._render(start, end, inside))[:-1]
        return Block(tuple(line[min(column, len(line) - len(line.lstrip(" "))) :] for line in lines), data)

    def relist(self, path: Path, kept: Sequence[int], added: Mapping[int, Sequence[Block]]) -> None:
        """Leaves of a list the entries `kept`; `added[n]` comes behind entry n, `added[-1]` before all.

        The list may be missing from its mapping.
        """
        blocks = [block for n in sorted(added) for block in added[n]]
        key = str(path[-1])
        if path in self.tree.marks and not self.data(path) and not blocks:
            return
        if path not in self.tree.marks:
            lines = [f"{key}:", *("  " + line for block in blocks for line in block.lines)]
            flow = yaml_io.flow([block.data for block in blocks], key)
            self._add_key(path[:-1], key, [f"{key}: {flow}"] if key in yaml_io.FLOW_KEYS else lines, flow)
        elif not self.data(path):
            self._fill(path, blocks)
        elif self.flow(path):
            self._relist_flow(path, kept, added)
        else:
            self._relist_block(path, kept, added)

    def _fill(self, path: Path, blocks: Sequence[Block]) -> None:
        """Puts entries into an empty list."""
        key, mark = str(path[-1]), self.tree.marks[path]
        end = mark.start + len(self.text[mark.start : mark.end].rstrip())
        if key in yaml_io.FLOW_KEYS or self.flow(path[:-1]):
            self._edit(mark.start, end, yaml_io.flow([block.data for block in blocks], key))
        else:
            column = self._column(self.tree.keys[path].start)
            start = len(self.text[: mark.start].rstrip(" "))
            self._edit(start, end, "")
            lines = [" " * (column + 2) + line for block in blocks for line in block.lines]
            self._insert_lines(end, lines, 2 * column + 1)
        self._keep_comments(mark.start, end)

    def _relist_block(self, path: Path, kept: Sequence[int], added: Mapping[int, Sequence[Block]]) -> None:
        entries = self.data(path)
        column = self._column(self._dash((*path, 0)))
        for number in range(len(entries)):
            entry = (*path, number)
            if number not in kept:
                start = self._lead(entry) if entry in self._moved else self.line_start(self._dash(entry))
                self._edit(start, self.next_line(self.end(entry)), "")
        for number, blocks in added.items():
            at = self.end((*path, number)) if number >= 0 else self.tree.keys[path].end
            lines = [" " * column + line for block in blocks for line in block.lines]
            self._insert_lines(at, lines, 2 * column + 1)
        if not kept and not any(added.values()):
            self._empty(path)

    def _empty(self, path: Path) -> None:
        """What is left of a list without entries: nothing inside a measure, `[]` elsewhere."""
        start, end = self._whole_lines(path)
        if kind_of(path[:-1]) == "measures" and start is not None:
            self._edit(start, end, "")
        else:
            self._edit(self._colon(path), self._colon(path), " []")

    def _relist_flow(self, path: Path, kept: Sequence[int], added: Mapping[int, Sequence[Block]]) -> None:
        """In brackets: entries go with the comma behind them, the last one with the comma before."""
        key, entries = str(path[-1]), self.data(path)
        if not kept:
            mark = self.tree.marks[path]
            self._edit(mark.start, mark.end, yaml_io.flow([b.data for n in sorted(added) for b in added[n]], key))
            self._keep_comments(mark.start, mark.end)
            return
        for number in range(len(entries)):
            if number not in kept:
                self._edit(self.tree.marks[(*path, number)].start, self.end((*path, number)), "")
                behind = [n for n in kept if n > number]
                comma = self._comma(path, number) if behind else self._comma(path, number - 1)
                self._edit(comma, comma + 1 + len(self.text[comma + 1 :]) - len(self.text[comma + 1 :].lstrip(" ")), "")
        for number, blocks in added.items():
            if number >= 0:
                at = self.end((*path, number))
                self._edit(at, at, "".join(", " + yaml_io.flow(block.data, key) for block in blocks))
            else:
                at = self.tree.marks[(*path, kept[0])].start
                self._edit(at, at, "".join(yaml_io.flow(block.data, key) + ", " for block in blocks))

    def _comma(self, path: Path, number: int) -> int:
        """The offset of the comma behind an entry of a flow list."""
        at = self.end((*path, number))
        while True:
            at = self.text.index(",", at)
            index = bisect_right(self._comments, (at, len(self.text))) - 1
            if index < 0 or self._comments[index][1] <= at:
                return at
            at = self._comments[index][1]

    # the result

    def result(self) -> str:
        """The text with all edits."""
        return self._whole(self._render(0, len(self.text), self._edits))

    def with_text(self, start: int, end: int, text: str) -> str:
        """The text as it was but for what stands between two offsets."""
        return self._whole(self._original[:start] + text + self._original[end:])

    def _whole(self, text: str) -> str:
        return self._mark + (text.removesuffix(self._newline) if self._unended else text)

    def _render(self, start: int, end: int, edits: Iterable[_Edit]) -> str:
        """The text between two offsets with those edits that lie there; an edit within a larger one is void."""
        inside = [e for e in edits if start <= e.start and e.end <= end]
        pieces, at = [], start
        for edit in sorted(inside, key=lambda e: (e.start, e.end > e.start, -e.end, -e.depth)):
            if edit.start >= at:
                pieces += [self._original[at : edit.start], edit.text]
                at = edit.end
        return "".join([*pieces, self._original[at:end]])
