"""The Markdown of every generated page: what each template in `templates/pages/` is given.

Page text stands in the templates, labels in `rules/labels.yml`; writing is `build`'s business. Whatever comes from a
source is text: templates escape it into HTML blocks, which Markdown leaves alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import jinja2
from markupsafe import Markup, escape

from generator import citation, comparison, model, views, yaml_io
from generator.charts import Chart
from generator.corpus import Corpus, MachineRead
from generator.labels import Label, Labels
from generator.settings import Settings
from generator.tables import Table
from generator.workspace import Workspace

ROWS = 500
"""Rows of a table on a page; its CSV file has all. 500 rows are about 200 kB."""
NAMED = 100
"""Reports whose programmes are listed one by one; a report has about twenty."""
COMPACT = 1500
"""Past so many regions or documents their indexes give names and addresses only, about 60 bytes an entry."""
PICTURED = 12
"""Documents named and pictured on the home page."""
# What a browser would not show or would show in a false order: control characters, and those that turn the direction
# of what follows them. Taken out of whole pages, whose own text has none.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Quality:
    """How well the machine reads one kind of item, against the gold annotation; all three are counts of items."""

    name: str
    gold: int
    read: int
    right: int


@dataclass(frozen=True)
class Extras:
    """What other stages made and pages point to."""

    tables: Mapping[str, Table]
    charts: Mapping[str, Chart] = field(default_factory=dict)
    """`matrix`, `timeline`, and by concept's id."""
    downloads: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By adcode: (kind, address) of a region's own data files."""
    files: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By table: (kind, address) of its files."""
    machine: MachineRead = field(default_factory=dict)
    quality: Sequence[Quality] = ()


class Pages:
    """All pages of one corpus. Templates are compiled once."""

    def __init__(self, workspace: Workspace, corpus: Corpus, labels: Labels, settings: Settings, extras: Extras) -> None:
        self.corpus, self.extras, self._labels = corpus, extras, labels
        self.concepts = comparison.concepts(corpus, labels)
        self._stated = {concept.id: len(concept.places) for concept in self.concepts}
        self._codes: dict[str, Mapping[str, Label]] = {
            "themes": labels.themes,
            "concept": labels.concepts,
            "qualifier": labels.qualifiers,
            "kind": labels.kinds,
            "level": labels.honours,
            "completeness": labels.completeness,
        }
        self._env = _environment(workspace)
        self._env.globals.update(
            labels=labels,
            site=settings,
            extras=extras,
            known=corpus.regions,
            machine=self._machine,
            citation=lambda profile, page: citation.cite(profile, page, labels, settings),
        )

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page, and the one list a page reads: its path below `docs/` and its text."""
        yield "index.md", self._home()
        yield "regions/index.md", self._regions()
        yield from self._region_pages()
        yield "documents/index.md", self._documents()
        yield from self._document_pages()
        yield from self._comparisons()
        yield "data/index.md", self._render("data", corpus=self.corpus, limit=ROWS)
        yield "data/codebook.md", self._render("codebook")
        yield "data/quality.md", self._render("quality", quality=self.extras.quality)

    def _render(self, template: str, **values: Any) -> str:
        text = self._env.get_template(f"{template}.md.jinja").render(**values)
        # Blank lines are the templates' layout; one is enough for Markdown, and HTML needs none.
        return re.sub(r"\n{3,}", "\n\n", _UNSEEN.sub("", text).lstrip())

    def _machine(self, profile: model.Profile, path: yaml_io.Path, names: Iterable[str]) -> dict[str, str]:
        """By field, what the machine reads where a person changed one of `names` at `path`, in the site's words.

        An item that a person added has the one key ''.
        """
        read = self.extras.machine.get(profile.id, {})
        if path in read:
            return {"": ""}
        return {name: self._word(name, read[*path, name]) for name in names if (*path, name) in read}

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, list | tuple):
            return "、".join(self._word(name, one) for one in value)
        words = self._codes.get(name, {})
        return words[value].label if isinstance(value, str) and value in words else "" if value is None else str(value)

    def _counts(self) -> dict[str, int]:
        return {
            "documents": len(self.corpus.documents),
            "regions": len(self.corpus.regions),
            "measures": sum(len(report.headings) for report in self.corpus.reports),
            "figures": sum(1 for _ in self.corpus.figures()),
        }

    def _home(self) -> str:
        newest = [r for profile in self.corpus.documents[:PICTURED] for r in self.corpus.by_document[profile.id]][:PICTURED]
        return self._render(
            "home",
            counts=self._counts(),
            documents=[(profile, self.corpus.by_document[profile.id]) for profile in self.corpus.documents[:PICTURED]],
            views=[views.View(r, views.segments(r), "") for r in sorted(newest, key=lambda r: r.place.order)],
            shelves=views.shelves(self.corpus),
            concepts=self.concepts,
        )

    def _regions(self) -> str:
        compact = len(self.corpus.regions) > COMPACT
        return self._render("regions", shelves=views.shelves(self.corpus), counts=self._counts(), compact=compact)

    def _region_pages(self) -> Iterator[tuple[str, str]]:
        regions = list(self.corpus.regions.values())
        kin = views.Kin(regions)
        for index, region in enumerate(regions):
            text = self._render(
                "region",
                region=region,
                views=views.views(region.reports),
                facets=views.facets(region.reports, self._labels),
                cards=views.cards(region, self._stated),
                downloads=self.extras.downloads.get(region.adcode, ()),
                below=kin.below(region),
                beside=kin.beside(region),
                before=regions[index - 1] if index else None,
                after=regions[index + 1] if index + 1 < len(regions) else None,
            )
            yield f"regions/{region.adcode}/index.md", text

    def _documents(self) -> str:
        pairs = [(profile, self.corpus.by_document[profile.id]) for profile in self.corpus.documents]
        return self._render("documents", documents=pairs, counts=self._counts(), compact=len(pairs) > COMPACT)

    def _document_pages(self) -> Iterator[tuple[str, str]]:
        documents = self.corpus.documents
        for index, profile in enumerate(documents):
            text = self._render(
                "document",
                profile=profile,
                views=views.views(self.corpus.by_document[profile.id]),
                facets=views.facets(self.corpus.by_document[profile.id], self._labels),
                page=f"documents/{profile.id}/",
                before=documents[index - 1] if index else None,
                after=documents[index + 1] if index + 1 < len(documents) else None,
            )
            yield f"documents/{profile.id}/index.md", text

    def _comparisons(self) -> Iterator[tuple[str, str]]:
        reports = self.corpus.reports
        titles, programmes = comparison.titles(self.corpus), comparison.programmes(self.corpus)
        themes = self.extras.tables["themes"]
        yield "compare/index.md", self._render(
            "compare", rows=list(zip(reports, themes.records(), strict=True)), concepts=self.concepts, limit=ROWS
        )
        for index, concept in enumerate(self.concepts):
            after = self.concepts[index + 1] if index + 1 < len(self.concepts) else None
            yield f"compare/{concept.id}/index.md", self._render(
                "concept", concept=concept, before=self.concepts[index - 1] if index else None, after=after, limit=ROWS
            )
        yield "compare/documents/index.md", self._render(
            "cited", titles=titles, shared=_shared(titles), by_kind=_by_kind(titles), limit=ROWS
        )
        names = {concept.id: concept.label for concept in self.concepts}
        yield "compare/regions/index.md", self._render("side", concept_names=names)
        yield "compare/regions/names.json", _names(self.corpus)
        yield "compare/networks/index.md", self._render("networks", reports=[r for r in reports if r.networks], limit=ROWS)
        yield "compare/honours/index.md", self._render("honours", reports=[r for r in reports if r.honours], limit=ROWS)
        named = [report for report in reports if report.entry.programmes]
        yield "programmes/index.md", self._render(
            "programmes",
            programmes=programmes,
            shared=_shared(programmes),
            reports=named[:NAMED],
            total=len(named),
            limit=ROWS,
        )


def _environment(workspace: Workspace) -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(workspace.templates / "pages", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "meta": _meta, "period": _period, "thousands": _thousands, "by_kind": _by_kind,
    }  # fmt: skip
    env.filters.update(filters)
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    env.globals.update(THEMES=model.THEMES, CONCEPTS=model.CONCEPTS, LEVELS=model.LEVELS)
    return env


def _meta(text: str) -> Markup:
    """`text` as a value of the front matter. The theme prints it as it is, so it is escaped for HTML as well."""
    return Markup(json.dumps(str(escape(_UNSEEN.sub("", text))), ensure_ascii=False))


def _period(value: str) -> str:
    """`2023` -> 2023年, `2023-05` -> 2023年5月, `2016-2020` -> 2016–2020年."""
    if re.fullmatch(r"\d{4}-\d{4}", value):
        return f"{value[:4]}–{value[5:]}年"
    return "".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "年月日", strict=False))


def _thousands(number: int) -> str:
    return f"{number:,}"


def _names(corpus: Corpus) -> str:
    """Adcode, name and what it lies in of every region, a region a line."""
    rows = []
    for region in corpus.regions.values():
        above = region.place.chain[-1].name if region.place.chain else ""
        rows.append(json.dumps([region.adcode, _UNSEEN.sub("", region.place.name), above], ensure_ascii=False))
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _shared(named: Iterable[comparison.Named]) -> list[comparison.Named]:
    """Those that several regions have."""
    return [one for one in named if len(one.places) > 1]


def _by_kind(cited: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Titles by their kind, kinds in the order of the format."""
    found: dict[str, list[Any]] = {kind: [] for kind in get_args(model.DocumentKind)}
    for one in cited:
        found[one.kind].append(one)
    return [(kind, titles) for kind, titles in found.items() if titles]
