"""The search index of a built site: what `python -m generator index SITE` writes and the scripts in assets/search/ read.

Pages are read in `pages`, grams laid out in `grams`, files kept in `files`; here it is put together. What pages were read to is kept
in runs, by their bytes; files that come out the same keep their names and are not written again.
"""

import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import accumulate
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.errors import GeneratorError
from generator.places import gazetteer
from generator.places.synonyms import synonyms
from generator.rules import Rules
from generator.rules.site import NAME
from generator.search import grams as search_grams
from generator.search import runs
from generator.search import terms as search_terms
from generator.search.files import Store, Tree, gaps
from generator.search.kept import Indexed, hashed, keep, last
from generator.search.pages import Page, PageReader, Run
from generator.search.runs import Addresses, Runs, Step
from generator.workspace import Workspace

URLS = 1024
"""Pages in one file of addresses, about 6 kB packed. Every hit needs its own."""
TITLES = 256
"""Pages in one file of titles, about 4 kB packed. The scripts read them for some hits only: for all, half of the first queries
of ten thousand regions would cost 430 kB."""
LARGE = 8000
"""Pages from which on memory counts more than time: they are read in a process of their own and sorted one way at a time."""
FACETS = 4096
"""Pages in one file of facets, about 8 kB packed."""
TERMS = 64
"""Pages in one file of distinctive words, about 1 kB packed."""
NAMES = 400
"""Names in one file, about 8 kB packed."""
NAME_LENGTH = 40
"""Characters. What is longer nobody types in full."""
OFFERED = 30_000
"""Names to choose from where nothing is found: about 300 kB packed."""

Piece = tuple[str, bytes, list[int]]
"""Blocks, their ranks, how many of them each part has: what `grams.text` takes."""


def build_index(rules: Rules, site: Path, step: Step | None = None, workspace: Workspace | None = None) -> Indexed:
    """Writes the index of all pages of `site` that have an article; `step` is told pages read and pages in all.

    What is known of pages and files is kept in the cache of `workspace`. Raises GeneratorError, with nothing written, where there is
    no such page.
    """
    kept = last(site, workspace)
    store, read = Store(site, kept.sound(site)), hashed(site, kept.read)
    addresses = _addresses(rules, read)
    batches = runs.divided(addresses, read)
    gather = _gathered if len(addresses) < LARGE else _apart
    root, pieces = gather(rules, store, batches, step or (lambda done, total: None), workspace)
    text = search_grams.text(pieces)
    del pieces
    # Sorting and packing leave Python's lock, so two threads keep two processors busy.
    with ThreadPoolExecutor(2 if len(addresses) < LARGE else 1) as threads:
        root["forward"], root["backward"] = threads.map(partial(_grams, text, store), (1, -1))
    removed = store.finish(root)
    if workspace:
        keep(site, workspace, root["pages"], len(text.order), read)
    return Indexed(root["pages"], len(text.order), len(store.names) + 1, len(store.written), removed)


def _gathered(rules: Rules, store: Store, batches: Runs, step: Step, workspace: Workspace | None) -> tuple[dict[str, Any], list[Piece]]:
    """All of the root but the grams, and the text of each run of pages for those."""
    reader = PageReader(rules)
    found = list(runs.read(reader, store, batches, step, workspace))
    pages = [page for run in found for page in run.pages]
    if not pages:
        raise GeneratorError.at(store.site.as_posix(), "holds no page with an <article>", hint="build the site first")
    words = runs.words(pages, workspace)
    return _tables(reader, rules, found, pages, words, store), [(run.text, run.ranks, run.parts) for run in found if run.parts]


def _apart(rules: Rules, store: Store, batches: Runs, step: Step, workspace: Workspace | None) -> tuple[dict[str, Any], list[Piece]]:
    """`_gathered` in a process of its own, which takes along what many pages and jieba leave behind in memory."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_tell, args=(rules, there, store, batches, workspace))
    process.start()
    there.close()
    pieces: list[Piece] = []
    try:
        while (told := here.recv())[0] != "root":
            if told[0] == "failed":
                raise GeneratorError(told[1])
            if told[0] == "piece":
                pieces.append(told[1])
            else:
                step(*told[1])
    except EOFError:
        raise GeneratorError.at(store.site.as_posix(), "could not be read: a process ended", hint="free memory, try again") from None
    finally:
        process.join()
    root, store.names, store.written = told[1]
    return root, pieces


def _tell(rules: Rules, there: Connection, store: Store, batches: Runs, workspace: Workspace | None) -> None:
    """Says through a pipe what `_gathered` finds, piece by piece."""
    try:
        root, pieces = _gathered(rules, store, batches, lambda *progress: there.send(("step", progress)), workspace)
    except GeneratorError as error:
        there.send(("failed", error.problems))
        return
    for piece in pieces:
        there.send(("piece", piece))
    there.send(("root", (root, store.names, store.written)))


def _addresses(rules: Rules, files: Iterable[str]) -> Addresses:
    """Address and file of every page, as hits of equal rank are listed: by kind, then by address."""
    pages = ((file.removesuffix("index.html") if file.rpartition("/")[2] == "index.html" else file, file) for file in files)
    return sorted(pages, key=lambda page: (rules.search.kind(page[0]), page))


def _grams(text: search_grams.FoldedText, store: Store, step: search_grams.Step) -> Tree:
    """The tree of all grams read one way."""
    size = _size(len(text.order))
    return store.tree([(key, store.put(content, numbers=True)) for key, content in search_grams.shards(text, step, size)])


def _size(characters: int) -> int:
    """Bytes in a file of grams, before packing. Small sites have small ones: what a query costs is a few of them."""
    return min(max(characters // 32, 4096), 16384)


def _tables(
    reader: PageReader, rules: Rules, runs: list[Run], pages: list[Page], words: list[Mapping[str, int]], store: Store
) -> dict[str, Any]:
    """All of the root but the grams."""
    several = [number for number, page in enumerate(pages) for _ in range(page.parts - 1)]
    excerpts = [(count, name) for run in runs for count, name in run.excerpts]
    first = accumulate((count for count, _ in excerpts), initial=0)
    vocabulary, facets = _facets(rules, pages)
    terms = search_terms.distinctive(rules, words)
    shown = set().union(*(run.signs for run in runs))
    folds = _folds(reader)
    return {
        "pages": len(pages),
        "several": gaps(several),
        "urls": _chunks(store, URLS, {"url": [quote(page.address) for page in pages]}),
        "titles": _chunks(store, TITLES, {"title": [page.title for page in pages]}),
        "vocabulary": vocabulary,
        "facets": _chunks(store, FACETS, facets),
        "terms": _chunks(store, TERMS, {"terms": terms}),
        "excerpts": store.tree(zip(first, (name for _, name in excerpts), strict=False)),
        "names": _names(rules, pages, store),
        "offered": store.put_json(_offered(rules, pages)),
        "figures": rules.search.figures,
        "thesaurus": store.put_json(
            {"groups": _synonyms(reader, rules, pages), "pages": _called(reader, rules), "asking": rules.thesaurus.asking}
        ),
        "shown": _pairs({sign: one for sign, one in folds.items() if sign in shown}),
        "typed": store.put_json(_pairs(folds)),
    }


def _chunks(store: Store, size: int, columns: dict[str, list[Any]]) -> Tree:
    """Columns with one value a page, so many pages to a file."""
    pages = len(next(iter(columns.values())))
    return store.tree(
        [
            (start, store.put_json({name: column[start : start + size] for name, column in columns.items()}))
            for start in range(0, pages, size)
        ]
    )


def _facets(rules: Rules, pages: list[Page]) -> tuple[dict[str, list[str]], dict[str, list[Any]]]:
    """The values of every facet in the order they are offered, and for each page the numbers of its values."""
    words = rules.vocabulary
    known = [entry.label.zh for group in (words.levels, words.themes) for entry in group.values()]
    held = [page.facets | {"kind": [rules.search.kinds[page.kind].label]} for page in pages]
    vocabulary: dict[str, list[str]] = {}
    for name in sorted({name for one in held for name in one}):
        values = list(dict.fromkeys(value for one in held for value in one.get(name, ())))
        if all(value.isdecimal() for value in values):
            values.sort(reverse=True)
        elif set(values) <= set(known):
            values.sort(key=known.index)
        vocabulary[name] = values
    place = {name: {value: number for number, value in enumerate(values)} for name, values in vocabulary.items()}
    return vocabulary, {name: [[place[name][v] for v in one.get(name, ())] for one in held] for name in vocabulary}


def _names(rules: Rules, pages: list[Page], store: Store) -> Tree:
    """Names and values, with the pages that a search for exactly that puts first: page * 2, and 1 more where it is not the page's own."""
    found: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        own = {page.keys[0], *_aliases(rules, page)}
        others = {form for name in page.keys[1:] for form in (name, name.strip("《》“”"))}
        others |= {f"={value}" for value in page.values}
        for name in own:
            found.setdefault(name, []).append(number * 2)
        for name in others - own:
            if len(name) <= NAME_LENGTH:
                found.setdefault(name, []).append(number * 2 + 1)
    # Scripts compare strings by UTF-16 units, so that is the order here.
    keys = sorted(found, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return store.tree(
        [
            (some[0], store.put_json({"k": some, "p": [gaps(found[name]) for name in some]}))
            for some in (keys[i : i + NAMES] for i in range(0, len(keys), NAMES))
        ]
    )


def _aliases(rules: Rules, page: Page) -> Iterator[str]:
    """For a region, its code and its short name: 延吉 for 延吉市."""
    code = page.address.rstrip("/").rpartition("/")[2]
    if code.isdecimal() and len(code) in (6, 9):
        yield code
        try:
            division = gazetteer.load(rules).get(code)
        except KeyError:
            return
        yield gazetteer.load(rules).bare(division.name, division.level)


def _offered(rules: Rules, pages: list[Page]) -> dict[str, list[Any]]:
    """Names to choose from where nothing is found, each with the first page that has it: titles, then what most pages have."""
    titles: dict[str, int] = {}
    others: dict[str, int] = {}
    for number, page in enumerate(pages):
        titles.setdefault(page.title, number)
        for name in page.names if rules.search.kinds[page.kind].id in rules.search.offered.kinds else ():
            if name.offered and name.rank == NAME and len(name.text) <= NAME_LENGTH:
                others.setdefault(name.text, number)
    chosen = list((others | titles).items())[-OFFERED:]
    return {"name": [name for name, _ in chosen], "page": [number for _, number in chosen]}


def _synonyms(reader: PageReader, rules: Rules, pages: list[Page]) -> list[list[str]]:
    """The groups of rules/thesaurus.yml, and the names of the places of these pages and of those above them, as they are searched."""
    codes = (page.address.rstrip("/").rpartition("/")[2] for page in pages if rules.search.kinds[page.kind].id == "region")
    groups = [*rules.thesaurus.groups, *synonyms(gazetteer.load(rules), codes)]
    return [reader.folded("\n".join(group)).split("\n") for group in groups]


def _called(reader: PageReader, rules: Rules) -> list[list[str]]:
    """The titles of the site's own pages, each with what it is looked for by, as they are searched."""
    return [reader.folded("\n".join(words)).split("\n") for words in rules.thesaurus.pages]


def _folds(reader: PageReader) -> dict[str, str]:
    """Every character of one UTF-16 unit that folding changes into another such, letters' case aside, with that."""
    signs = "".join(map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x10000))))
    return {
        sign: one for sign, one in zip(signs, reader.folded(signs), strict=True) if one not in (sign, sign.lower()) and one < "\U00010000"
    }


def _pairs(folds: dict[str, str]) -> list[str]:
    """As two strings, the characters of the second in the places of those they stand for."""
    return ["".join(folds), "".join(folds.values())]
