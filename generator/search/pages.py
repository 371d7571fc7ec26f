"""What the index needs of a run of pages: folded text in parts, names, values, words, and the text files for excerpts.

A page's text is cut between blocks into parts of about `PART` characters, so that a hit on a long list costs one part.
Runs are independent of each other: large sites read them in several processes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from generator.reader.article.text import fold
from generator.rules import Rules
from generator.rules.site import NAME
from generator.search.files import Store
from generator.search.text import Article, Name, PageText, TextBlock

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
    told: list[str]
    """Its headings and names as they stand there; none but for regions."""


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

    def packed(self) -> bytes:
        """All but `written` as bytes, for the cache."""
        told = [[page._replace(names=[]), *zip(*page.names, strict=True)] for page in self.pages]
        held = [told, self.text, list(self.ranks), self.parts, self.excerpts, "".join(sorted(self.signs))]
        return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

    @classmethod
    def unpacked(cls, data: bytes) -> "Run":
        """What `packed` made bytes of."""
        told, text, ranks, parts, excerpts, signs = json.loads(data.decode("utf-8", "surrogatepass"))
        pages = [Page(*page)._replace(names=list(map(Name, *names)) if names else []) for page, *names in told]
        return cls(pages, text, bytes(ranks), parts, [(count, name) for count, name in excerpts], set(signs))


class PageReader:
    """Reads runs of pages by one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules, self._text, self._table = rules.search, PageText(rules), _table(rules)

    def folded(self, text: str) -> str:
        """`text` as it is searched: folded, in small letters, of the same length."""
        units = _units(text)
        small = self._table[units]
        # Quotation marks go by turns in a line: `fold` has to see the lines.
        quotes = np.flatnonzero(units == ord('"'))
        if len(quotes):
            line = np.searchsorted(np.flatnonzero(units == ord("\n")), quotes)
            nth = np.arange(len(quotes)) - np.searchsorted(line, line)
            small[quotes] = np.where(nth % 2, ord("”"), ord("“"))
        plain = small.tobytes().decode("utf-16-le", "surrogatepass")
        return plain if len(plain) == len(units) else "".join(c.lower() if c > "\uffff" else c for c in plain)

    def read(self, store: Store, addresses: Sequence[tuple[str, str]]) -> Run:
        """Reads pages, each given by its address and its file in the site, and writes their text for excerpts into `store`.

        Pages without an article are left out.
        """
        run, before = Run(), set(store.written)
        found = ((address, self._text.read((store.site / file).read_bytes().decode("utf-8"))) for address, file in addresses)
        articles = [(address, article) for address, article in found if article.blocks]
        printed = ["".join([f"{block.text}\n" for block in article.blocks]) for _, article in articles]
        everything = "".join(printed)
        run.text = self.folded(everything)
        run.signs = set(map(chr, np.flatnonzero(np.bincount(_units(everything)))))
        shown: list[list[TextBlock]] = []
        at = size = 0
        for (address, article), text in zip(articles, printed, strict=True):
            parts = list(_parts(article.blocks))
            run.pages.append(self._page(address, article, run.text[at : at + len(text)], len(parts)))
            run.parts.extend(map(len, parts))
            run.ranks += bytes([block.rank for block in article.blocks])
            at, size, shown = at + len(text), size + len(text), shown + parts
            if size >= EXCERPTS:
                run.excerpts.append((len(shown), _write(shown, store)))
                size, shown = 0, []
        if shown:
            run.excerpts.append((len(shown), _write(shown, store)))
        run.written = store.written - before
        return run

    def _page(self, address: str, article: Article, text: str, parts: int) -> Page:
        rules = self._rules
        names: dict[str, Name] = {}
        for name in article.names:
            known = names.setdefault(name.text, name)
            names[name.text] = Name(name.text, min(name.rank, known.rank), name.offered or known.offered)
        kind = rules.kind(address)
        told = [block.text for block in article.blocks if block.rank <= NAME] if rules.kinds[kind].id == "region" else []
        keys = self.folded("\n".join([article.title, *names])).split("\n")
        return Page(address, article.title, kind, article.facets, parts, list(names.values()), keys, sorted(rules.values(text)), told)


def _units(text: str) -> npt.NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def _table(rules: Rules) -> npt.NDArray[np.uint16]:
    """What `fold` and small letters make of every UTF-16 unit, as long as it stays one."""
    signs = [*map(chr, (*range(0xD800), *range(0xE000, 1 << 16)))]
    table = np.arange(1 << 16, dtype=np.uint16)
    for sign, plain in zip(signs, fold(rules, "".join(signs)), strict=True):
        small = plain.lower() if len(plain.lower()) == 1 else plain
        table[ord(sign)] = ord(small if small < "\U00010000" else sign)
    return table


def _parts(blocks: list[TextBlock]) -> Iterator[list[TextBlock]]:
    """The blocks in runs of about `PART` characters; one run, even if empty, for every page."""
    part: list[TextBlock] = []
    size = 0
    for block in blocks:
        if size and size + len(block.text) > PART:
            yield part
            part, size = [], 0
        part.append(block)
        size += len(block.text) + 1
    yield part


def _write(parts: list[list[TextBlock]], store: Store) -> str:
    """Parts as shown: lists of sections (what stands under one heading and anchor) with the texts and their ranks."""
    shown = []
    for part in parts:
        sections: list[dict[str, Any]] = []
        before = None
        for text, rank, anchor, heading in part:
            if (heading, anchor) != before:
                before = (heading, anchor)
                sections.append({"h": heading, "a": anchor, "t": [], "r": []})
            sections[-1]["t"].append(text)
            sections[-1]["r"].append(rank)
        shown.append(sections)
    return store.put_json(shown)
