"""The Markdown of every generated page: what each template in `templates/pages/` is given.

Page text stands in the templates, labels in `rules/vocabulary.yml`; writing is `build`'s business. Whatever comes from a
source is text: templates escape it into HTML blocks, which Markdown leaves alone.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from generator import model, yaml_io
from generator.profiles.format.shape import FIELDS, kind_of
from generator.publish.corpus import corrections, emphasis, entries, trust
from generator.publish.corpus.corpus import Corpus, ReportedRegion
from generator.publish.corpus.printed import shown
from generator.publish.corpus.similar import Similar
from generator.publish.data import announce, citation
from generator.publish.data import files as data
from generator.publish.data.scores import interval, percent
from generator.publish.history import files as changes
from generator.publish.pages import views, words
from generator.publish.pages.comparisons import ROWS, SCREEN, Comparisons
from generator.publish.pages.explorer import Explorer
from generator.publish.pages.extras import Extras
from generator.publish.pages.side import SidePages
from generator.publish.pages.templates import Contents, Make, Templates, editions, show
from generator.publish.pages.themes import ThemePages
from generator.publish.pages.words import neighbours
from generator.publish.years import coverage, years
from generator.rules import Rules
from generator.settings import Settings
from generator.workspace import Workspace

COMPACT = 900
"""Past so many regions or documents their indexes give names and addresses only, about 60 bytes an entry; 1,000 documents told in full are more
than a first visit may weigh."""
YEARLY = 2000
"""Documents past which they stand by year on pages of their own, and only the newest beside them: about 25 bytes an entry as they are sent."""
UNDATED = "undated"
"""The address of those without a date."""
PICTURED = 12
"""Documents named and pictured on the home page."""
MOVED = ("regions", "measures", "indicators", "indicator.item", "indicator.concept", "indicator.period", "programmes", "honours")
"""What the quality page shows of how scores moved; the file has all fields."""


class Pages:
    """All pages of one corpus. Templates are compiled once."""

    def __init__(self, rules: Rules, workspace: Workspace, corpus: Corpus, settings: Settings, extras: Extras) -> None:
        self._rules, self.corpus, self.extras = rules, corpus, extras
        self.comparisons = Comparisons(rules, corpus)
        self.themes = ThemePages(corpus, extras.known.of("themes") if extras.known else None)
        self.explorer = Explorer(rules, corpus)
        self.side = SidePages(rules, corpus, self.themes.split)
        self.concepts = self.comparisons.concepts
        self._changes = lambda: show("changes", **changes.told(rules, workspace, corpus, settings, ROWS))
        self._stated = {concept.id: len(concept.places) for concept in self.concepts}
        self._words = corrections.FieldWords(rules)
        self._templates = Templates(
            workspace,
            dict(words.FILTERS),
            THEMES=model.THEMES,
            CONCEPTS=model.CONCEPTS,
            LEVELS=model.LEVELS,
            SCREEN=SCREEN,
            labels=rules.vocabulary,
            shown=partial(shown, rules),
            site=settings,
            extras=extras,
            addresses=data.addresses,
            known=corpus.regions,
            machine=self._machine,
            cautions=partial(trust.words, rules),
            trust=partial(trust.of, rules, corpus),
            theme_page=self.themes.where,
            split=self.themes.split,
            english=rules.tables.english,
            programme_page=self.comparisons.programme_page,
            dataset=partial(announce.summary, rules, extras.tables.forms.values(), settings),
            dataset_of=partial(announce.of_region, rules, settings=settings),
            meaning=partial(entries.meaning, rules),
            programme_kind=partial(entries.programme_kind, rules),
            network_kind=partial(entries.network_kind, rules),
            ahead=years.ahead,
            among=partial(years.among, corpus),
            source_link=views.source_link,
            citation=lambda profile, page: citation.cite(rules, profile, page, settings),
            page_citation=partial(citation.cite_page, settings=settings),
        )

    def sources(self) -> dict[str, Callable[[], str]]:
        """What makes every page in each language, and the one list a page reads, by its path below `docs/`."""
        return editions(self._contents(), self._templates)

    def _contents(self) -> dict[str, Make]:
        return {
            "index.md": self._home,
            "regions/index.md": self._regions,
            **dict(self._region_pages()),
            "documents/index.md": self._documents,
            **{path: partial(self._year, some) for path, some in self.by_year.items()},
            **dict(self._document_pages()),
            **dict(self._former_pages()),
            **dict(self.comparisons.sources()),
            **dict(self.themes.sources()),
            **dict(self.explorer.sources()),
            **dict(self.side.sources()),
            "data/index.md": partial(show, "data", corpus=self.corpus, limit=ROWS),
            "data/codebook/index.md": partial(show, "codebook"),
            "data/quality/index.md": self._quality,
            "data/corrections/index.md": self._corrections,
            "data/trust/index.md": self._trusts,
            "changes/index.md": self._changes,
        }

    def _machine(self, profile: model.Profile, path: yaml_io.Path) -> dict[str, str]:
        """By field, what the machine reads where a person changed the item at `path`, in the site's words.

        An item that a person added has the one key ''.
        """
        read, kind = self.extras.machine.get(profile.id, {}), kind_of(path)
        if path in read:
            return {"": ""}
        changed = [name for name in FIELDS[kind] if (*path, name) in read]
        return {self._words.field(kind, name): self._words.value(kind, name, read[*path, name]) for name in changed}

    def _counts(self) -> dict[str, int]:
        return {
            "documents": len(self.corpus.documents),
            "regions": len(self.corpus.regions),
            "measures": sum(len(report.headings) for report in self.corpus.reports),
            "figures": sum(1 for _ in self.corpus.figures()),
        }

    def _home(self) -> Contents:
        newest = [r for profile in self.corpus.documents[:PICTURED] for r in self.corpus.by_document[profile.id]][:PICTURED]
        return show(
            "home",
            counts=self._counts(),
            documents=[(profile, self.corpus.by_document[profile.id]) for profile in self.corpus.documents[:PICTURED]],
            rows=[(report, emphasis.of(report)) for report in sorted(newest, key=lambda report: report.place.order)],
            shelves=views.shelves(self.corpus),
            concepts=self.concepts,
        )

    def _regions(self) -> Contents:
        compact = len(self.corpus.regions) > COMPACT
        return show("regions", shelves=views.shelves(self.corpus), counts=self._counts(), compact=compact)

    def _region_pages(self) -> Iterator[tuple[str, Make]]:
        for before, region, after in neighbours(list(self.corpus.regions.values())):
            yield f"regions/{region.adcode}/index.md", partial(self._region, region, before, after)

    @cached_property
    def _kin(self) -> views.Kin:
        return views.Kin(list(self.corpus.regions.values()))

    @cached_property
    def _similar(self) -> Similar:
        return Similar(self._rules, list(self.corpus.regions.values()), self.extras.known.of("similar") if self.extras.known else None)

    def _region(self, region: ReportedRegion, before: ReportedRegion | None, after: ReportedRegion | None) -> Contents:
        return show(
            "region",
            region=region,
            views=views.views(region.reports),
            facets=views.facets(self._rules, region.reports),
            years=years.of(self._rules, region.reports) if len(region.reports) > 1 else None,
            cards=views.cards(region, self._stated),
            below=self._kin.below(region),
            beside=self._kin.beside(region),
            similar=self._similar.to(region),
            before=before,
            after=after,
        )

    def beside_regions(self) -> Iterator[tuple[str, ReportedRegion, object]]:
        """Of each region's page its path, the region, and all it shows of others."""
        for before, region, after in neighbours(list(self.corpus.regions.values())):
            named = [before, *self._kin.below(region), None, *self._kin.beside(region), after]
            alike = [
                (one.region.page, one.region.place.name, trust.cautions(one.region.reports[0]), one.shared, one.more)
                for one in self._similar.to(region)
            ]
            cards = [(card.concept, card.others) for card in views.cards(region, self._stated)]
            yield (
                f"regions/{region.adcode}/index.md",
                region,
                ([one and (one.page, one.place.name, trust.cautions(one.reports[0])) for one in named], alike, cards),
            )

    def _documents(self) -> Contents:
        found = self.corpus.documents[:ROWS] if self.by_year else self.corpus.documents
        pairs = [(profile, self.corpus.by_document[profile.id]) for profile in found]
        tiles, by_year = coverage.tiles(self.corpus), list(self.by_year.values())
        return show("documents", documents=pairs, counts=self._counts(), compact=len(pairs) > COMPACT, tiles=tiles, by_year=by_year)

    @cached_property
    def by_year(self) -> dict[str, list[model.Profile]]:
        """The documents of each year by the path of its page, newest first, those without a date last; none where one page holds them all."""
        found: dict[str, list[model.Profile]] = {}
        for profile in self.corpus.documents if len(self.corpus.documents) > YEARLY else ():
            year = profile.source.published[:4] if profile.source.published else UNDATED
            found.setdefault(f"documents/years/{year}/index.md", []).append(profile)
        return found

    def _year(self, documents: Sequence[model.Profile]) -> Contents:
        return show("documents_year", documents=documents)

    def _document_pages(self) -> Iterator[tuple[str, Make]]:
        for before, profile, after in neighbours(self.corpus.documents):
            yield f"documents/{profile.id}/index.md", partial(self._document, profile, before, after)

    def _former_pages(self) -> Iterator[tuple[str, Make]]:
        """The addresses that documents had, each leading to the one it has."""
        for profile in self.corpus.documents:
            for former in profile.former_ids:
                yield f"documents/{former}/index.md", partial(show, "moved", profile=profile)

    def beside_documents(self) -> Iterator[tuple[str, model.Profile, object]]:
        """The same of each document's page."""
        for before, profile, after in neighbours(self.corpus.documents):
            yield f"documents/{profile.id}/index.md", profile, [one and (one.id, one.source.title) for one in (before, after)]

    def _document(self, profile: model.Profile, before: model.Profile | None, after: model.Profile | None) -> Contents:
        return show(
            "document",
            profile=profile,
            views=views.views(self.corpus.by_document[profile.id]),
            facets=views.facets(self._rules, self.corpus.by_document[profile.id]),
            page=f"documents/{profile.id}/",
            before=before,
            after=after,
        )

    def _quality(self) -> Contents:
        return show("quality", quality=self.extras.quality, words=self._rules.quality, interval=interval, percent=percent, MOVED=MOVED)

    def _corrections(self) -> Contents:
        records = corrections.records(self._rules, self.corpus, self.extras.edits)
        shown, items = list[corrections.Record](), 0
        for record in records:
            items += len(record.items)
            if not shown or items <= ROWS:
                shown.append(record)
        return show("corrections", records=shown, others=records[len(shown) :], total=sum(r.count for r in records))

    def _trusts(self) -> Contents:
        documents, counted = self.corpus.documents[:ROWS], coverage.counted(self.corpus.reports)
        pairs = [(one, self.corpus.by_document[one.id]) for one in documents]
        return show("trust", documents=pairs, total=len(self.corpus.documents), counted=counted)
