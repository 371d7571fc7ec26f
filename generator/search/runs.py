"""The pages in runs, read on all cores, or known from the last time by the bytes of their pages: reading takes most of an index's time.

Where a page changed, its run is read again. Not here: what of a page is searched (`pages`, `text`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generator import workers
from generator.known import Cache, code, digest
from generator.language.words import nouns
from generator.search.files import Store
from generator.search.kept import Known
from generator.search.pages import Page, PageReader, Run
from generator.workspace import Workspace

RUN = 6
"""Pages read in one go, about: where a run ends is told by the addresses, so that a page more or less moves no other run's end."""
SEVERAL = 50
"""Runs from which on several processes pay."""
CUT = 200
"""Texts from which on several processes pay to cut into words: each has jieba to load."""

Addresses = list[tuple[str, str]]
"""Address and file of every page."""
Runs = list[tuple[str, Addresses]]
"""Pages that are read in one go, with their digest."""
Step = Callable[[int, int], None]
"""Told pages read and pages in all."""


def read(reader: PageReader, store: Store, runs: Runs, step: Step, workspace: Workspace | None) -> Iterator[Run]:
    """Every run in its order: as it is known, if its files for excerpts are there, or read."""
    cache = Cache(workspace, "runs of pages") if workspace else None
    known = {key: Run.unpacked(data) for key, data in cache.get(key for key, _ in runs).items()} if cache else {}
    known = {key: run for key, run in known.items() if all(store.holds(name) for _, name in run.excerpts)}
    new = [(key, batch) for key, batch in runs if key not in known]
    made = workers.each(partial(reader.read, store), [batch for _, batch in new], few=SEVERAL)
    products, done, total = dict[str, bytes](), 0, sum(len(batch) for _, batch in runs)
    for key, batch in runs:
        if (run := known.get(key)) is None:
            run = next(made)
            products[key] = run.packed()
        done += len(batch)
        step(done, total)
        store.names.update(name for _, name in run.excerpts)
        store.written |= run.written
        yield run
    if cache:
        cache.put(products, (key for key, _ in runs))


def words(pages: list[Page], workspace: Workspace | None) -> list[Mapping[str, int]]:
    """The words of every page. jieba, which takes a second to load, is not asked for what it cut before."""
    cache = Cache(workspace, "words") if workspace else None
    keys = [digest(code(), *page.told) for page in pages]
    texts = {key: page.told for key, page in zip(keys, pages, strict=True) if page.told}
    known: dict[str, Mapping[str, int]] = {key: json.loads(data) for key, data in cache.get(texts).items()} if cache else {}
    new = [key for key in texts if key not in known]
    known |= dict(zip(new, workers.each(nouns, [texts[key] for key in new], few=CUT), strict=True))
    if cache:
        cache.put({key: json.dumps(known[key]).encode() for key in new}, texts)
    return [known.get(key, {}) for key in keys]


def divided(addresses: Addresses, pages: Mapping[str, Known]) -> Runs:
    """Pages in runs, each with a digest of all that it is read to."""
    runs: Runs = []
    batch, parts = Addresses(), [code()]
    for number, (address, file) in enumerate(addresses, 1):
        batch.append((address, file))
        parts += [address, pages[file][2]]
        if number == len(addresses) or int(digest(address)[:8], 16) % RUN == 0:
            runs.append((digest(*parts), batch))
            batch, parts = [], [code()]
    return runs
