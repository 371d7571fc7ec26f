"""Where things stand in a YAML file's text: values, dashes, lines, and the comments that belong to them.

All kinds of line ends and a missing last one are known. Changing the text is `splice`'s business.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Any

from generator.yaml_io import Path, Tree

_MAC = re.compile(r"\r(?!\n)")
_COMMENT = re.compile(r"(?:^|(?<=[\s]))#[^\r\n]*")


class Layout:
    """A text with its tree (marks do not count a byte order mark); paths asked for must be in it."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._mark = text[:1] if text.startswith("\ufeff") else ""
        windows, mac, unix = text.count("\r\n"), len(_MAC.findall(text)), len(re.findall(r"(?<!\r)\n", text))
        self._newline = "\r\n" if windows > max(unix, mac) else "\r" if mac > unix else "\n"
        self._unended = not text.endswith(("\n", "\r"))
        self._original = text.removeprefix("\ufeff") + (self._newline if self._unended else "")
        self.text = _MAC.sub("\n", self._original)  # ends a line for YAML, so for whatever looks for one here
        self.tree = tree
        leaves = sorted(
            [(m.start, m.end) for m in self.tree.keys.values()]
            + [(m.start, self.end(p)) for p, m in self.tree.marks.items() if not isinstance(self.data(p), Mapping | list)]
        )
        self._comments: list[tuple[int, int]] = []
        last = 0
        for start, end in [*leaves, (len(self.text), len(self.text))]:
            self._comments += [(m.start(), m.end()) for m in _COMMENT.finditer(self.text, last, start)]
            last = max(last, end)

    def data(self, path: Path) -> Any:
        data = self.tree.data
        for part in path:
            data = data[part]
        return data

    def flow(self, path: Path) -> bool:
        """Whether a list or mapping is written in brackets."""
        mark = self.tree.marks[path]
        return self.text[mark.start : mark.start + 1] in ("[", "{")

    def end(self, path: Path) -> int:
        """The offset behind the last character of a value; a block's mark runs on to the next token."""
        mark, data = self.tree.marks[path], self.data(path)
        if isinstance(data, Mapping | list) and data and not self.flow(path):
            last = (list(data) if isinstance(data, Mapping) else range(len(data)))[-1]
            return self.end((*path, last))
        return mark.start + len(self.text[mark.start : mark.end].rstrip())

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """The offset of the line end behind `at`."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def next_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _commented(self, start: int, end: int) -> list[tuple[int, int]]:
        """The comments that begin between two offsets."""
        return self._comments[bisect_left(self._comments, (start, 0)) : bisect_left(self._comments, (end, 0))]

    def _dash(self, path: Path) -> int:
        """The offset of the dash before an entry of a block list."""
        at = self.tree.marks[path].start
        while True:
            at = self.text.rindex("-", 0, at)
            index = bisect_right(self._comments, (at, len(self.text))) - 1
            if index < 0 or self._comments[index][1] <= at:
                return at

    def _column(self, at: int) -> int:
        return at - self.line_start(at)

    def _lead(self, path: Path) -> int:
        """Where an entry of a block list begins with the comment lines right above it, unless they stand further in."""
        return self.comments_above(self._dash(path))

    def comments_above(self, at: int) -> int:
        """The start of the line `at` stands on, or of the comment lines right above it that do not stand further in."""
        start, column = self.line_start(at), self._column(at)
        while start > 0:
            above = self.line_start(start - 1)
            comments = self._commented(above, start)
            if not comments or self.text[above : comments[0][0]].strip() or comments[0][0] - above > column:
                break
            start = above
        return start

    def has_comment(self, path: Path, inner: Iterable[Path] = ()) -> bool:
        """Whether a person's comment stands in an entry of a list or right above it; in the entries `inner` it does not count."""
        spans = [self._span(entry) for entry in inner]
        found = self._commented(*self._span(path))
        return any(not any(start <= at < end for start, end in spans) for at, _ in found)

    def _span(self, path: Path) -> tuple[int, int]:
        """An entry of a list with the comments that belong to it."""
        if self.flow(path[:-1]):
            return self.tree.marks[path].start, self.end(path)
        return self._lead(path), self._line_end(self.end(path))
