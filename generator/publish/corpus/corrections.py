"""What people corrected, as the page 更正记录 lists it: document by document, each thing with where it stands and both readings.

Only words and addresses; which fields differ is `edits`' business. Field names are those of the schema (rules/fields.yml).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator import model
from generator.profiles.diff import Edit, Edits
from generator.profiles.format.shape import MODELS, SETS, kind_of
from generator.publish.corpus.corpus import Corpus, RegionReport
from generator.publish.pages import views
from generator.rules import Rules
from generator.rules.vocabulary import CodeEntry
from generator.yaml_io import Path

# Lists without an address for each entry: the section of the report they stand in.
_SECTIONS = {"programmes": "programmes", "documents_cited": "cited", "ethnic_groups": "groups"}
# What tells an item that was added or deleted, beside its words.
_TELLING = {
    "indicators": ("item", "of", "value", "unit"),
    "honours": ("title", "holder"),
    "networks": ("levels",),
    "programmes": ("count",),
    "documents_cited": ("kind",),
    "measures": ("themes",),
}


@dataclass(frozen=True)
class Change:
    """One field of an item, or the whole of it where `field` is empty."""

    kind: Literal["changed", "added", "deleted", "moved", "note"]
    field: str
    """In the site's words."""
    read: str
    """What the machine read; empty where it read nothing."""
    yours: str


@dataclass(frozen=True)
class Corrected:
    """One item and what was changed of it."""

    item: str
    """What kind of item it is, in the site's words."""
    words: str
    """Its quote, heading, title or name."""
    link: str
    """Address of its place from the site's root."""
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Record:
    """All corrections of one document."""

    profile: model.Profile
    items: tuple[Corrected, ...]

    @property
    def count(self) -> int:
        """How many single changes there are, notes aside."""
        return sum(change.kind != "note" for item in self.items for change in item.changes)


def records(rules: Rules, corpus: Corpus, edits: Mapping[str, Edits]) -> list[Record]:
    """The corrected documents, newest first; items in the order of the file, deleted ones last."""
    words = FieldWords(rules)
    found = []
    for profile in corpus.documents:
        done = edits.get(profile.id, Edits())
        items = tuple(_items(profile, _Addresses(profile, corpus, done.all), done, words)) if done.all else ()
        if items:
            found.append(Record(profile, items))
    return found


class FieldWords:
    """Fields, kinds of items and values in the site's words."""

    def __init__(self, rules: Rules) -> None:
        self._told, labels = rules.fields.models, rules.vocabulary
        self._codes: dict[str, Mapping[str, CodeEntry]] = {
            "themes": labels.themes,
            "concept": labels.concepts,
            "qualifier": labels.qualifiers,
            "basis": labels.bases,
            "completeness": labels.completeness,
        }
        self._levels = {"honours": labels.honours, "regions": labels.levels}
        self._kinds = {"gaps": labels.gaps, "documents_cited": labels.kinds}

    def kind(self, kind: str) -> str:
        """`indicators` -> 数字."""
        return self._told["Region"].fields[kind].label if kind in SETS else self._told[MODELS[kind].__name__].label

    def field(self, kind: str, field: str) -> str:
        """`indicators`, `item` -> 统计对象."""
        return self.kind(kind) if kind in SETS else self._told[MODELS[kind].__name__].fields[field].label

    def value(self, kind: str, field: str, value: Any) -> str:
        """A value as people read it; empty for null."""
        if isinstance(value, list | tuple):
            return "、".join(self.value(kind, field, one) for one in value)
        codes = {"level": self._levels, "kind": self._kinds}.get(field, {}).get(kind) or self._codes.get(field, {})
        if isinstance(value, str) and value in codes:
            return codes[value].label.zh
        if isinstance(value, int | float):
            return str(value)
        return str(value) if value is not None else ""


class _Addresses:
    """Where the items of one profile stand on the site."""

    def __init__(self, profile: model.Profile, corpus: Corpus, edits: Iterable[Edit]) -> None:
        reports = corpus.by_document[profile.id]
        self._document = f"documents/{profile.id}/"
        self._pages = {report.path: report.page for report in reports}
        self._known = dict[Path, str]()
        for report in reports:
            region = corpus.regions.get(report.place.adcode or "")
            shown = views.views(region.reports if region else reports)
            suffix = next(view.suffix for view in shown if view.report is report)
            self._known.update(_links(report, suffix))
        # A deleted item has the place it had in the reading, whose regions are those of the profile in most cases.
        self._same_regions = not any(kind_of(edit.path) == "regions" and edit.kind != "changed" for edit in edits)

    def of(self, path: Path) -> str:
        """The nearest address around `path`, a place in the profile."""
        near = (path[:length] for length in range(len(path), 1, -1))
        return next((self._known[one] for one in near if one in self._known), self._document)

    def around(self, path: Path) -> str:
        """The page a deleted item stood on."""
        return self._pages.get(path[:2], self._document) if self._same_regions else self._document


def _items(profile: model.Profile, addresses: _Addresses, edits: Edits, words: FieldWords) -> Iterator[Corrected]:
    groups: dict[tuple[str, Path], list[Edit]] = {}
    for edit in edits.all:
        groups.setdefault(("deleted" if edit.kind == "deleted" else "", edit.path), []).append(edit)
    for (deleted, path), found in groups.items():
        kind = kind_of(path)
        link = addresses.around(path) if deleted else addresses.of(path)
        told = (profile.source.title or profile.id) if kind == "source" else found[0].words
        yield Corrected(words.kind(kind), told, link, tuple(_change(edit, kind, words) for edit in found))


def _change(edit: Edit, kind: str, words: FieldWords) -> Change:
    if edit.kind == "moved":
        return Change("moved", words.kind("measures"), str(edit.read or ""), str(edit.yours or ""))
    if edit.field == "note":
        return Change("note", "", "", edit.yours or "")
    if edit.field:
        read, yours = (words.value(kind, edit.field, value) for value in (edit.read, edit.yours))
        return Change("changed", words.field(kind, edit.field), read, yours)
    return Change(edit.kind, "", _told(edit.read, kind, words), _told(edit.yours, kind, words))


def _told(item: Any, kind: str, words: FieldWords) -> str:
    if not isinstance(item, Mapping):
        return ""
    return "，".join(
        f"{words.field(kind, name)} {words.value(kind, name, item[name])}" for name in _TELLING.get(kind, ()) if item.get(name)
    )


def _links(report: RegionReport, suffix: str) -> Iterator[tuple[Path, str]]:
    page = report.page
    yield report.path, page
    for kind, section in _SECTIONS.items():
        yield (*report.path, kind), f"{page}#{section}{suffix}"
    for heading in report.headings:
        yield heading.path, f"{page}#{heading.anchor}"
    for figure in report.figures:
        yield figure.path, figure.link
    for honour in report.honours:
        yield honour.path, f"{page}#{honour.anchor}"
    for network in report.networks:
        yield network.path, f"{page}#{network.anchor}"
