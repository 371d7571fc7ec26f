"""A document as it lies on the desk: the profile as it was opened, with its article, and offsets as a browser counts them."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.errors import GeneratorError, Problem
from generator.profiles.format.shape import SETS
from generator.profiles.items import items
from generator.profiles.shelf import Filed
from generator.profiles.text.evidence import placed
from generator.reader.article.text import Document, read_document
from generator.rules import Rules
from generator.yaml_io import Path


class Offsets:
    """Offsets in a text as a browser counts them, which takes a character beyond U+FFFF for two."""

    def __init__(self, text: str) -> None:
        self._wide = [place for place, char in enumerate(text) if char > "\uffff"] if text and max(text) > "\uffff" else []
        self._there = [place + number for number, place in enumerate(self._wide)]

    def there(self, place: int) -> int:
        """The browser's offset of a character."""
        return place + bisect_left(self._wide, place)

    def here(self, place: int) -> int:
        """The character at a browser's offset."""
        return place - bisect_left(self._there, place)


@dataclass(frozen=True)
class Sheet:
    """A profile that was opened, with its article; both are as the files were then."""

    one: Filed
    document: Document | None
    """None where the seed is gone or holds no article."""
    unread: tuple[Problem, ...] = ()
    """Why there is no article."""

    @property
    def hash(self) -> str:
        """That of the file's text."""
        return hashlib.sha256(self.one.text.encode()).hexdigest()

    @cached_property
    def offsets(self) -> Offsets:
        """Those of the source."""
        return Offsets(self.source)

    @property
    def source(self) -> str:
        """The decoded seed; nothing where there is none."""
        return self.document.source if self.document else self.one.evidence.source if self.one.evidence else ""

    @cached_property
    def placed(self) -> Mapping[str, Any]:
        """The profile, which must follow the format, as plain data with `at`, where each item stands in the source."""
        data: Mapping[str, Any] = self.one.profile.model_dump()
        return placed(data, self.one.evidence) if self.one.evidence is not None else data

    @cached_property
    def spans(self) -> Mapping[Path, tuple[int, int]]:
        """The places of its items by their paths; what does not stand in the source has none."""
        found = {item.path: item.data.get("at") for item in items(self.placed) if item.kind not in SETS}
        return {path: (at[0], at[1]) for path, at in found.items() if at}

    def with_text(self, text: str) -> Sheet:
        """The same with another text of the profile."""
        return Sheet(self.one.with_text(text), self.document, self.unread)


def sheet(rules: Rules, one: Filed) -> Sheet:
    """The profile with its article, as far as that can be read."""
    if one.seed is None:
        return Sheet(one, None)
    try:
        return Sheet(one, read_document(rules, one.seed))
    except GeneratorError as error:
        return Sheet(one, None, tuple(error.problems))
    except OSError:
        return Sheet(one, None)


def article(paper: Sheet) -> dict[str, Any]:
    """The source as received, and what each stretch of it is."""
    there = paper.offsets.there
    blocks = paper.document.blocks if paper.document else ()
    return {"text": paper.source, "blocks": [[there(b.start), there(b.end), b.kind] for b in blocks]}
