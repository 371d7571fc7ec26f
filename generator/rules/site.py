"""What rules/charts.yml, tables.yml and search.yml say: what the site prints and finds."""

import string
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generator.model import Text
from generator.rules.loader import Composed, Fault, Pattern, PatternRule, RuleModel, Words
from generator.rules.vocabulary import Codes, Issuer, Language, NetworkKind, ProgrammeKind

# charts.yml

_BRACES = frozenset({
    "n", "undated", "places", "figures", "documents", "label", "unit", "list", "more",
    "place", "level", "item", "value", "period", "date",
})  # fmt: skip


def _known(text: str) -> str:
    unknown = sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None} - _BRACES)
    if unknown:
        raise ValueError(f"unknown names in braces {unknown}; allowed are {sorted(_BRACES)}")
    return text


Phrase = Annotated[str, AfterValidator(_known)]


class ChartList(RuleModel):
    """Words for what is drawn, one by one."""

    figure: Phrase
    event: Phrase
    more: Phrase


class ChartWords(RuleModel):
    """What the charts say in one language: see the head of rules/charts.yml."""

    title_concept: Phrase
    title_timeline: Phrase
    title_timeline_many: Phrase
    unit_other: Phrase
    unit_log: Phrase
    unit_strip: Phrase
    unit_undated: Phrase
    unit_level: Phrase
    note_concept: Phrase
    note_timeline: Phrase
    alt_concept: Phrase
    alt_timeline: Phrase
    told: ChartList | None = None
    """English pages have none: what is drawn is Chinese, which no reader of their alternative texts could tell."""
    count: Phrase
    count_undated: Phrase
    documents: Phrase
    several_regions: Phrase
    period_of_several: Phrase
    unknown_province: Phrase


class ChartRules(RuleModel):
    """The words of the charts in each language of the site."""

    zh: ChartWords
    en: ChartWords

    def of(self, language: Language) -> ChartWords:
        """Those in a language."""
        return self.en if language == "en" else self.zh


# tables.yml

ColumnType = Literal["string", "integer", "number", "boolean"]
Rights = Literal["ours", "places", "quotation"]
Caution = Literal["inferred", "unknown", "partial", "disputed"]


class ColumnRule(RuleModel):
    """A column: its heading, what it holds, its type, the codes it may hold, and whose its cells are."""

    label: Text
    help: Text
    type: ColumnType
    codes: Codes | None = None
    rights: Rights = "ours"


class TableRule(RuleModel):
    """A table: its title, what it holds, its columns in order."""

    title: Text
    help: Text
    columns: list[str]


class RightsRule(RuleModel):
    """What may be done with cells of one kind; without a path nothing is licensed."""

    license: Text
    path: str = ""
    title: str = ""


class PackageRule(RuleModel):
    """Words of the data package."""

    title: Text
    help: Text
    yes: Text
    no: Text
    cautions: dict[Caution, Text]
    rights: dict[Rights, RightsRule]


class TableTitle(RuleModel):
    """A table's title, and what a row of it is."""

    title: Text
    help: Text


class EnglishTables(RuleModel):
    """What the English pages call all of this."""

    cautions: dict[Caution, Text]
    columns: dict[str, Text]
    tables: dict[str, TableTitle]


class TableRules(RuleModel):
    """See the head of rules/tables.yml."""

    columns: dict[str, ColumnRule]
    tables: dict[str, TableRule]
    package: PackageRule
    english: EnglishTables
    uploaders: Pattern
    changes: dict[Literal["added", "reread", "corrected", "withdrawn"], Text]

    def faults(self) -> Iterable[Fault]:
        """Columns that are not defined or not used, rights without a column or a line, and what has no English or no Chinese."""
        used = {key: name for name, table in self.tables.items() for key in table.columns}
        for key in sorted(used.keys() - self.columns.keys()):
            yield ("tables", used[key], "columns"), f"`{key}` is not defined", "define it under `columns`"
        for key in sorted(self.columns.keys() - used.keys()):
            yield ("columns", key), "stands in no table", "add it to one or delete it"
        for one in sorted({column.rights for column in self.columns.values()} ^ set(self.package.rights)):
            yield ("package", "rights"), f"`{one}` stands here or at a column, not at both", "add it where it is missing or delete it"
        yield from self._untold("cautions", self.package.cautions, self.english.cautions)
        yield from self._untold("columns", self.columns, self.english.columns)
        yield from self._untold("tables", self.tables, self.english.tables)

    @staticmethod
    def _untold(name: str, chinese: Iterable[str], english: Iterable[str]) -> Iterator[Fault]:
        for key in sorted(set(chinese) - set(english)):
            yield ("english", name), f"has no entry `{key}`", "the English pages need its words"
        for key in sorted(set(english) - set(chinese)):
            yield ("english", name, key), "is nothing that the tables have", f"delete it or add it to {name}"


# entries.yml


class ProgrammeKindRule(PatternRule):
    """A kind of programme."""

    kind: ProgrammeKind


class IssuerRule(PatternRule):
    """Whose document it is."""

    issuer: Issuer


class NetworkKindRule(PatternRule):
    """A kind of network."""

    kind: NetworkKind


class EntryRules(RuleModel):
    """See the head of rules/entries.yml."""

    programmes: tuple[ProgrammeKindRule, ...]
    listing: Pattern
    issuers: tuple[IssuerRule, ...]
    variants: Pattern
    networks: tuple[NetworkKindRule, ...]


# search.yml

TITLE, NAME, FIGURE, TEXT = range(4)
"""Ranks of what is found, best first."""
_RANKS = {"title": TITLE, "name": NAME, "figure": FIGURE}


class RankedPlaces(RuleModel):
    """Elements and classes of one rank."""

    elements: list[str]
    classes: list[str]


class OfferedNames(RuleModel):
    """Which names are offered, and from which kinds of pages."""

    classes: list[str]
    kinds: list[str]


class PageKind(Pattern):
    """A kind of page, by its address from the site's root."""

    id: str
    label: Text


class ThesaurusRules(RuleModel):
    """See the head of rules/thesaurus.yml."""

    groups: list[Annotated[list[Text], Field(min_length=2)]]
    pages: list[Annotated[list[Text], Field(min_length=2)]]
    asking: list[Text]

    def faults(self) -> Iterable[Fault]:
        """Words that stand twice in a group, or in two of the same words."""
        held = {(name, n): words for name in ("groups", "pages") for n, words in enumerate(getattr(self, name))} | {
            ("asking",): self.asking
        }
        yield from ((place, "holds a word twice", "leave one of them") for place, words in held.items() if len(set(words)) < len(words))


class SearchRules(RuleModel):
    """See the head of rules/search.yml."""

    ranks: dict[Literal["title", "name", "figure"], RankedPlaces]
    offered: OfferedNames
    kinds: list[PageKind] = Field(min_length=1)
    factors: dict[str, int]
    loose: str
    hit: dict[str, list[str]]
    miss: list[str]
    dull: Words

    @cached_property
    def by_element(self) -> dict[str, int]:
        """Ranks by HTML element."""
        return {tag: _RANKS[name] for name, where in self.ranks.items() for tag in where.elements}

    @cached_property
    def by_class(self) -> dict[str, int]:
        """Ranks by CSS class."""
        return {one: _RANKS[name] for name, where in self.ranks.items() for one in where.classes}

    def kind(self, address: str) -> int:
        """Which of `kinds` a page is."""
        return next((i for i, kind in enumerate(self.kinds) if kind.search(address)), len(self.kinds) - 1)

    @property
    def figures(self) -> tuple[str, dict[str, int]]:
        """What the scripts need to find figures by value too: pattern (whole, fraction, factor) and factors."""
        factors = "|".join(sorted(self.factors, key=len, reverse=True))
        # What may not stand before a figure is looked at behind its first digit: Python finds a digit four times as fast.
        digits = r"(\d(?<![\d.,]\d)(?:\d{0,2}(?:,\d{3})+|\d*))(\.\d+)?(?![\d,]*\.?\d)"
        return rf"{digits}(?:[{self.loose}]?({factors}))?", self.factors

    _figure = Composed(lambda self: self.figures[0])

    def values(self, text: str) -> set[str]:
        """Values of the figures in folded `text` that it does not print as plain digits: 1415万 -> 14150000."""
        found = set()
        for whole, fraction, factor in self._figure.findall(text):
            if factor or "," in whole:
                value = Decimal(whole.replace(",", "") + fraction) * self.factors.get(factor, 1)
                found.add(f"{value.normalize():f}")
        return found
