"""Plain tables of the corpus: what a row is, its columns, its rows.

Rows keep the corpus's order (level, adcode, newest document first). Titles, headers and column types stand in
`rules/tables.yml`; how tables are written to files is `data`'s business.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from operator import itemgetter

from generator import model
from generator.language.signs import one_line
from generator.publish.corpus import comparison, emphasis, entries, trust
from generator.publish.corpus.corpus import Corpus, RegionReport, ReportedFigure, ReportedRegion
from generator.publish.corpus.printed import shown
from generator.rules import Rules
from generator.rules.site import ColumnType, Rights
from generator.rules.vocabulary import Codes

Cell = str | int | float | bool | None
Record = Mapping[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    key: str
    """Its name in JSON."""
    label: str
    """Its header on the site and in CSV."""
    type: ColumnType
    help: str
    codes: Codes | None = None
    """The part of the vocabulary that names its values, e.g. `levels`."""
    rights: Rights = "ours"


@dataclass(frozen=True)
class Table:
    """`rows` have one cell for each of `columns`; a missing value is None."""

    name: str
    """Stem of its files."""
    title: str
    help: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def of(self, records: Iterable[Record]) -> "Table":
        """The same table with those rows; a record may hold more than the columns, never less."""
        cells = itemgetter(*(column.key for column in self.columns))
        return replace(self, rows=tuple(_one_line(cells(row)) for row in records))

    def records(self) -> Iterator[Record]:
        """The rows as mappings by column key."""
        keys = [column.key for column in self.columns]
        for row in self.rows:
            yield dict(zip(keys, row, strict=True))


def _one_line(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells whose words have no signs that no line has; most have none, which is seen at one look."""
    words = "".join([cell for cell in cells if isinstance(cell, str)])
    return cells if one_line(words) == words else tuple(one_line(cell) if isinstance(cell, str) else cell for cell in cells)


def build(rules: Rules, corpus: Corpus) -> dict[str, Table]:
    """Every table by its name; those of the concepts are named `concept-<id>`."""
    made, concepts = forms(rules), comparison.concepts(rules, corpus)
    rows = {name: [row for report in corpus.reports for row in of(rules, report)] for name, of in BY_REPORT.items()}
    rows |= {name: list(of(rules, corpus)) for name, of in BY_CORPUS.items()}
    rows |= {f"concept-{one.id}": [_figure(rules, f, _where(rules, f)) for group in one.groups for f in group.figures] for one in concepts}
    return {name: form.of(rows[name]) for name, form in made.items()}


def forms(rules: Rules) -> dict[str, Table]:
    """Every table without its rows, in the order of the package."""
    made = [_form(rules, name) for name in ("regions", "documents", "measures", "figures")]
    extra = []
    for theme in model.THEMES:
        label = rules.vocabulary.themes[theme].label.zh
        extra.append(Column(theme, label, "integer", f"主题含“{label}”的措施条数"))
        extra.append(Column(f"{theme}_main", f"{label}（首要）", "integer", f"以“{label}”为首要主题的措施条数"))
        extra.append(Column(f"{theme}_text", f"{label}（字数）", "integer", f"以“{label}”为首要主题的措施下的正文字数"))
    made.append(_form(rules, "themes", extra=extra))
    made += [_form(rules, "concept", f"concept-{one}", rules.vocabulary.concepts[one].label.zh) for one in model.CONCEPTS]
    made += [_form(rules, name) for name in ("documents_cited", "networks", "programmes", "honours", "ethnic_groups", "gaps")]
    return {one.name: one for one in made}


def by_concept(rules: Rules, report: RegionReport) -> dict[tuple[str, tuple[int, str]], list[Record]]:
    """The rows of a report's figures in the tables of the concepts: by table and by where the group they are in stands there."""
    found, where = dict[tuple[str, tuple[int, str]], list[Record]](), _where(rules, report)
    for figure in report.figures:
        if concept := figure.indicator.compared:
            place = comparison.place_of(rules.vocabulary.concepts[concept], figure.indicator.unit)
            found.setdefault((f"concept-{concept}", place), []).append(_figure(rules, figure, where))
    return found


def _form(rules: Rules, rule: str, name: str = "", title: str = "", extra: Iterable[Column] = ()) -> Table:
    """A table by its rule in `rules/tables.yml`."""
    form = rules.tables.tables[rule]
    columns = (*(Column(key, **dict(rules.tables.columns[key])) for key in form.columns), *extra)
    return Table(name or rule, title or form.title, form.help, columns, ())


def document_page(profile: model.Profile) -> str:
    """Address of a document's page from the site's root."""
    return f"documents/{profile.id}/"


def _where(rules: Rules, report: RegionReport | ReportedFigure) -> dict[str, Cell]:
    """The cells that say whose report a row is taken from."""
    place = report.place
    return {
        "adcode": place.adcode,
        "region": place.name,
        "level": place.level,
        "province": place.province.name if place.province else None,
        "document": report.profile.id,
        "published": report.profile.source.published,
        "caution": _caution(rules, report),
        "link": report.page,
    }


def _caution(rules: Rules, *reports: RegionReport | ReportedFigure) -> str | None:
    """What has to be known before relying on any of `reports`, in words."""
    return "；".join(dict.fromkeys(words for report in reports for words in trust.words(rules, report).values())) or None


def _trust(found: trust.Trust) -> Record:
    return {
        "completeness": found.completeness,
        "missing": found.missing or None,
        "figures": found.figures,
        "dated": found.dated,
        "exact": found.exact,
        "numerals": found.numerals.all if found.numerals else None,
        "recorded": found.numerals.taken if found.numerals else None,
        "doubtful": found.numerals.doubtful if found.numerals else None,
        "review": found.review.status,
        "reviewed_by": "、".join(found.review.names) or None,
        "reviewed_on": found.review.date,
        "corrected": found.corrected,
    }


def _region(rules: Rules, corpus: Corpus, region: ReportedRegion) -> Record:
    newest = region.reports[0]
    about = {"parent": region.place.parent, "documents": len(region.reports), "basis": newest.entry.basis}
    return {**_where(rules, newest), **_trust(trust.of(rules, corpus, newest.profile, (newest,))), **about}


def _document(rules: Rules, corpus: Corpus, profile: model.Profile) -> Record:
    reports = corpus.by_document[profile.id]
    source = profile.source
    return {
        "document": profile.id,
        "title": source.title,
        "published": source.published,
        "publisher": source.publisher,
        "byline": source.byline,
        "gaps": len(source.gaps),
        "regions": "、".join(report.place.name for report in reports),
        "caution": _caution(rules, *reports),
        "measures": sum(len(report.headings) for report in reports),
        **_trust(trust.of(rules, corpus, profile, reports)),
        "link": document_page(profile),
    }


def _measures(rules: Rules, report: RegionReport) -> Iterator[Record]:
    for position, heading in enumerate(report.headings, start=1):
        measure = heading.measure
        yield {
            "position": position,
            "depth": measure.level,
            "heading": measure.heading,
            **dict(zip_longest(("theme", "theme_2", "theme_3"), measure.themes)),
            "figures": len(heading.figures),
            "characters": heading.characters,
            "link": f"{report.page}#{heading.anchor}",
        }


def _figure(rules: Rules, figure: ReportedFigure, where: Record) -> Record:
    """`where` has the cells that say whose report it is of."""
    indicator, heading = figure.indicator, figure.heading
    concept = rules.vocabulary.concepts[indicator.compared] if indicator.compared else None
    family = concept.family(indicator.unit) if concept else None
    return {
        **where,
        "position": figure.number,
        "heading": heading.heading if heading else None,
        "theme": heading.themes[0] if heading and heading.themes else None,
        "item": indicator.item,
        "of": indicator.of,
        "value": indicator.value,
        "unit": indicator.unit,
        "qualifier": indicator.qualifier,
        "shown": str(shown(rules, indicator)),
        "period": indicator.period,
        "concept": indicator.compared,
        "family": family.label.zh if family else None,
        "comparable": family is not None,
        "quote": indicator.quote,
        "link": figure.link,
    }


def _themes(rules: Rules, report: RegionReport) -> Record:
    row = {**_where(rules, report), "measures": len(report.headings)}
    row |= {key: 0 for theme in model.THEMES for key in (theme, f"{theme}_main")}
    measures = [heading.measure for heading in report.headings]
    counts: Counter[str] = Counter(theme for measure in measures for theme in measure.themes)
    mains: Counter[str] = Counter(f"{measure.themes[0]}_main" for measure in measures if measure.themes)
    text = emphasis.of(report)
    lengths = {f"{theme}_text": text.themes[theme] if text else None for theme in model.THEMES}
    return {**row, **counts, **mains, **lengths, "text": report.characters, "other_text": text.other if text else None}


def _cited(rules: Rules, report: RegionReport) -> Iterator[Record]:
    for one in report.entry.documents_cited:
        issuer = entries.issuer(rules, one, report.place)
        yield {"cited": one.title, "kind": one.kind, "issuer": issuer, "normalised": entries.normalised(rules, one.title)}


def _networks(rules: Rules, report: RegionReport) -> Iterator[Record]:
    for one in report.networks:
        address = f"{report.page}#{one.anchor}"
        yield {"levels": one.item.levels, "quote": one.item.quote, "link": address, "network_kind": entries.network_kind(rules, one.item)}


def _programmes(rules: Rules, report: RegionReport) -> Iterator[Record]:
    for one in report.programmes:
        yield {
            "programme": one.item.name,
            "parts": one.item.count,
            "part_names": "、".join(one.item.parts) or None,
            "programme_kind": entries.programme_kind(rules, one.item),
            "meaning": entries.meaning(rules, one),
            "heading": one.heading.measure.heading if one.heading else None,
            "quote": one.quote,
        }


def _honours(rules: Rules, report: RegionReport) -> Iterator[Record]:
    for one in report.honours:
        honour = one.item
        yield {
            "honour": honour.title,
            "honour_level": honour.level,
            "holder": honour.holder,
            "quote": honour.quote,
            "link": f"{report.page}#{one.anchor}",
        }


def _gaps(rules: Rules, corpus: Corpus, profile: model.Profile) -> Iterator[Record]:
    for gap in profile.source.gaps:
        yield {
            "document": profile.id,
            "title": profile.source.title,
            "published": profile.source.published,
            "caution": _caution(rules, *corpus.by_document[profile.id]),
            "gap": gap.kind,
            "missing": gap.characters,
            "quote": gap.quote,
            "link": document_page(profile),
        }


def _in(of: Callable[[Rules, RegionReport], Iterable[Record]]) -> Callable[[Rules, RegionReport], Iterator[Record]]:
    """The rows of a report with the cells that say whose they are."""
    return lambda rules, report: ({**where, **row} for where in [_where(rules, report)] for row in of(rules, report))


BY_REPORT: Mapping[str, Callable[[Rules, RegionReport], Iterable[Record]]] = {
    "measures": _in(_measures),
    "figures": lambda rules, report: map(partial(_figure, rules, where=_where(rules, report)), report.figures),
    "themes": lambda rules, report: [_themes(rules, report)],
    "documents_cited": _in(_cited),
    "networks": _in(_networks),
    "programmes": _in(_programmes),
    "honours": _in(_honours),
    "ethnic_groups": _in(lambda _, report: ({"ethnic_group": group} for group in report.entry.ethnic_groups)),
}
"""The rows of one report in every table that has the corpus's order of reports."""
BY_CORPUS: Mapping[str, Callable[[Rules, Corpus], Iterable[Record]]] = {
    "regions": lambda rules, corpus: (_region(rules, corpus, region) for region in corpus.regions.values()),
    "documents": lambda rules, corpus: (_document(rules, corpus, profile) for profile in corpus.documents),
    "gaps": lambda rules, corpus: (row for profile in corpus.documents for row in _gaps(rules, corpus, profile)),
}
"""The rows of the other tables, those of the concepts aside."""
