"""Builds what has changed, on all cores: the same files as `build`, known by digests of all that each is made of.

What was made and how it stands on disk is kept in `.cache/`: a file whose digest and stamp are as they were is left as it is. A page
of a region or document is made of its reports, its neighbours and the program, a table and its chart of their rows; every other page
of everything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from generator import settings, workers
from generator.known import Cache, code, digest
from generator.places import gazetteer
from generator.profiles.product import Product
from generator.publish import build
from generator.publish.build import Built, SitePlan
from generator.publish.corpus import corpus
from generator.publish.data import files as data
from generator.publish.data.lines import Known
from generator.publish.history import log
from generator.publish.pages.keys import keys, of_reports
from generator.rules import Rules
from generator.workspace import Workspace, write_pieces, write_text


def everything(workspace: Workspace, profiles: Mapping[Path, str]) -> str:
    """The digest of all that generated files are made of; `profiles` has those of the profiles; without them it is
    that of what the pages of regions and documents are made of, which show nothing of the history."""
    folder, beside = workspace.templates / "pages", (workspace.scores, workspace.score_history)
    parts = [path for path in (*sorted(folder.rglob("*")), *beside) if path.is_file()]
    return digest(
        code(),
        repr(settings.load(workspace.root)),
        *(part for path in parts for part in (workspace.show(path), path.read_bytes())),
        *profiles.values(),
        *([log.head(workspace)] if profiles else []),
    )


def unchanged(workspace: Workspace, whole: str) -> Built | None:
    """What `rebuild` would say where there is nothing to do; None where there is. `whole` is what `everything` gives."""
    made = _load(workspace)
    if made.pop("", None) != [whole] or set(made) != build.listed(workspace):
        return None
    return Built(len(made), (), ()) if all(_stat(workspace, path) == stat for path, (_, *stat) in made.items()) else None


@dataclass(frozen=True)
class KeyedPlan:
    """What is to be generated of one corpus, and of what each page of it is made."""

    plan: SitePlan
    documents: Mapping[str, str]
    """The digests of the profiles, by id."""
    reports: Sequence[str]
    """Those of the reports, in the order of the corpus."""


def planned(rules: Rules, workspace: Workspace, products: Sequence[Product], places: gazetteer.Gazetteer | None = None) -> KeyedPlan:
    """What is to be generated of `products`; `places` are those of `rules`, where they are at hand."""
    edits = {one.profile.id: one.edits for one in products}
    extents = {one.profile.id: one.extent for one in products}
    known = corpus.gather((one.profile for one in products), places or gazetteer.load(rules), extents=extents, edits=edits)
    documents = {one.profile.id: one.key for one in products}
    reports = of_reports(known, documents)
    return KeyedPlan(SitePlan(rules, workspace, known, edits, Known(workspace, reports)), documents, reports)


def rebuild(workspace: Workspace, keyed: KeyedPlan, whole: str, step: Callable[[int, int], None] = lambda done, total: None) -> Built:
    """Generates what has changed of everything under `docs/`; `whole` is what `everything` gives, `step` is told how many files are as they
    are to be, and of how many. Raises GeneratorError, with what cannot be made named."""
    plan = keyed.plan
    wanted = dict.fromkeys(plan.pages, whole) | keys(everything(workspace, {}), plan.made, keyed.documents, keyed.reports)
    wanted |= {path: digest(text) for path, text in plan.history.items()}
    wanted |= {path: file.key for path, file in plan.data.items()} | {path: key for path, (_, key) in plan.charts.items()}
    made, before = _load(workspace), build.listed(workspace)
    entries = {path: made[path] for path, key in wanted.items() if path in made and made[path] == [key, *_stat(workspace, path)]}
    missing, changed = [path for path in wanted if path not in entries], list[str]()
    build.grow(workspace, [path for path in missing if path not in before])
    last = [path for path in missing if path in data.LAST]
    drawn = dict.fromkeys(plan.charts[path][0] for path in missing if path in plan.charts)
    others = [path for path in missing if path not in plan.charts and path not in last]
    work = partial(_write, workspace, plan)
    try:
        for done in chain(workers.each(work, [*drawn, *others]), map(work, last)):
            for path, (new, *stat) in done.items():
                changed += [path] * new
                entries[path] = [wanted[path], *stat]
            step(len(entries), len(wanted))
    finally:  # what was made before something went wrong need not be made again
        _keep(workspace, entries)
    built = build.finish(workspace, before, entries, changed)
    _keep(workspace, {**entries, "": [whole]})
    return built


def _write(workspace: Workspace, plan: SitePlan, name: str) -> dict[str, list[int]]:
    """Makes a page, a data file or all pictures of a chart; of each file whether it has changed, and how it stands now."""
    if name in plan.pages:
        new = {name: write_text(workspace.docs / name, plan.page(name))}
    elif name in plan.data:
        new = {name: write_pieces(workspace.docs / name, plan.data[name].made())}
    elif name in plan.history:
        new = {name: write_text(workspace.docs / name, plan.history[name])}
    else:
        new = {path: write_text(workspace.docs / path, text) for path, text in plan.chart(name).items()}
    return {path: [int(changed), *_stat(workspace, path)] for path, changed in new.items()}


def _stat(workspace: Workspace, path: str) -> list[int]:
    """Size and time of the last change of a file below `docs/`; nothing where there is none."""
    try:
        found = os.stat(workspace.docs / path)  # noqa: PTH116 - a hundred thousand are asked for
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def _load(workspace: Workspace) -> dict[str, list[Any]]:
    """By path, what each file was made of and how it stood then; under '' what all were made of."""
    for kept in Cache(workspace, "pages").get([""]).values():
        found: dict[str, list[Any]] = json.loads(kept)
        return found
    return {}


def _keep(workspace: Workspace, entries: Mapping[str, list[Any]]) -> None:
    Cache(workspace, "pages").put({"": json.dumps(entries).encode()}, [])
