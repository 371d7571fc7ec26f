"""What the index needs of a run of pages: folded text in parts, names, values, words, and the text files for excerpts.

A page's text is cut between blocks into parts of about `PART` characters, so that a hit on a long list costs one part.
Runs are independent of each other: large sites read them in several processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from generator.reader.text import fold
from generator.search import rules as search_rules
from generator.search import terms as search_terms
from generator.search import text as search_text
from generator.search.files import Store
from generator.search.rules import NAME
from generator.search.text import Article, Block, Name

PART = 4096
"""Characters; 98 of 100 region pages are one part."""
EXCERPTS = 6000
"""Characters of text in one file for excerpts: about 6 kB packed."""


class Page(NamedTuple):
    """One page, all but its text."""

    address: str
    title: str
    kind: int
    """Which of the kinds in rules/search.yml."""
    facets: dict[str, list[str]]
    parts: int
    names: list[Name]
    keys: list[str]
    """What the title and then each of the names is searched as."""
    values: list[str]
    words: str
    """Nouns of its headings and names, blanks between them, as often as they stand there; none but for regions."""


@dataclass
class Run:
    """A run of pages."""

    pages: list[Page] = field(default_factory=list)
    text: str = ""
    """Folded blocks, each with a line end."""
    ranks: bytes = b""
    """One a block."""
    parts: list[int] = field(default_factory=list)
    """Blocks in each part."""
    excerpts: list[tuple[int, str]] = field(default_factory=list)
    """Files with the text as shown: how many parts each holds, and its name."""
    signs: set[str] = field(default_factory=set)
    """Every character that is shown."""
    written: set[str] = field(default_factory=set)
    """Those of the files that were not there before."""


def folded(text: str) -> str:
    """`text` as it is searched: folded, in small letters, of the same length."""
    text = fold(text)
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def read(site: Path, addresses: Sequence[tuple[str, str]]) -> Run:
    """Reads pages, each given by its address and its file in `site`, and writes their text for excerpts.

    Pages without an article are left out.
    """
    store, run = Store(site), Run()
    texts: list[str] = []
    shown: list[list[Block]] = []
    for address, file in addresses:
        article = search_text.read((site / file).read_text(encoding="utf-8"))
        if not article.blocks:
            continue
        printed = "".join(f"{block.text}\n" for block in article.blocks)
        text = folded(printed)
        run.signs.update(printed)
        parts = list(_parts(article.blocks))
        run.pages.append(_page(address, article, text, len(parts)))
        run.parts.extend(map(len, parts))
        run.ranks += bytes(block.rank for block in article.blocks)
        texts.append(text)
        shown += parts
        if sum(len(block.text) for part in shown for block in part) >= EXCERPTS:
            run.excerpts.append((len(shown), _write(shown, store)))
            shown = []
    if shown:
        run.excerpts.append((len(shown), _write(shown, store)))
    run.text, run.written = "".join(texts), store.written
    return run


def _page(address: str, article: Article, text: str, parts: int) -> Page:
    rules = search_rules.load()
    names: dict[str, Name] = {}
    for name in article.names:
        known = names.setdefault(name.text, name)
        names[name.text] = Name(name.text, min(name.rank, known.rank), name.offered or known.offered)
    kind = rules.kind(address)
    words = ""
    if rules.kinds[kind].id == "region":
        words = " ".join(word for block in article.blocks if block.rank <= NAME for word in search_terms.nouns(block.text))
    keys = folded("\n".join([article.title, *names])).split("\n")
    return Page(address, article.title, kind, article.facets, parts, list(names.values()), keys, sorted(rules.values(text)), words)


def _parts(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks in runs of about `PART` characters; one run, even if empty, for every page."""
    part: list[Block] = []
    size = 0
    for block in blocks:
        if size and size + len(block.text) > PART:
            yield part
            part, size = [], 0
        part.append(block)
        size += len(block.text) + 1
    yield part


def _write(parts: list[list[Block]], store: Store) -> str:
    """Parts as shown: lists of sections (what stands under one heading and anchor) with the texts and their ranks."""
    return store.put_json(
        [
            [
                {"h": heading, "a": anchor, "t": [block.text for block in section], "r": [block.rank for block in section]}
                for (heading, anchor), blocks in groupby(part, lambda block: (block.heading, block.anchor))
                if (section := list(blocks))
            ]
            for part in parts
        ]
    )
