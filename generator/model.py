"""The profile format, version 1: what is recorded of one source document.

Only shapes and closed vocabularies (the concepts are those of `rules/vocabulary.yml`); whether a quote stands in its source is `check`'s business. Chinese labels and
help for editors stand in `rules/fields.yml`, not here. Readings have the same format and may add `at`, `rule` and
`confidence` to an item.
"""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from generator import yaml_io

Theme = Literal["leadership", "education", "culture", "development", "exchange", "governance", "security", "demonstration"]
Qualifier = Literal["exact", "over", "at_least", "about", "under"]
Level = Literal["province", "prefecture", "county", "township", "area"]
Basis = Literal["stated", "inferred", "unknown", "confirmed"]
HonourLevel = Literal["national", "provincial", "prefecture", "county"]
DocumentKind = Literal["policy", "law", "work", "media"]
GapKind = Literal["hidden", "masked", "truncated"]
Completeness = Literal["full", "partial"]
Status = Literal["unreviewed", "checked", "disputed"]
Confidence = Literal["high", "medium", "low"]
_VOCABULARY = Path(__file__).with_name("rules") / "vocabulary.yml"
_WORDS = yaml_io.plain(_VOCABULARY.read_text(encoding="utf-8"), "generator/rules/vocabulary.yml")
CONCEPTS: tuple[str, ...] = tuple(_WORDS.get("concepts") or ("none",))
"""The kinds of figures that are compared, as the vocabulary lists them: a new one is an entry there and a rule. (An empty list is told by the rules.)"""
if TYPE_CHECKING:
    Concept = str
else:
    Concept = Literal[CONCEPTS]

Accounted = Literal["numerals", "titles", "enumerators", "places"]

THEMES: tuple[Theme, ...] = get_args(Theme)
LEVELS: tuple[Level, ...] = get_args(Level)
ACCOUNTED: tuple[Accounted, ...] = get_args(Accounted)


def _calendar(text: str) -> str:
    """A date as precise as stated (YYYY, YYYY-MM, YYYY-MM-DD); raises ValueError for one no calendar has."""
    date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    return text


def _span(text: str) -> str:
    """A period: a date, or a range of years `2016-2020` that runs forward."""
    if re.fullmatch(r"\d{4}-\d{4}", text):
        if text[:4] >= text[5:]:
            raise ValueError("the range does not run forward")
        return text
    return _calendar(text)


def _unique(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise ValueError("an entry stands twice")
    return values


Text = Annotated[str, StringConstraints(min_length=1)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_calendar)]
Period = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?|-\d{4})?$"), AfterValidator(_span)]
Adcode = Annotated[str, StringConstraints(pattern=r"^\d{6}(\d{3})?$")]
Note = Text | None
"""An editor's own words on an item: why it was changed, by whom where they sign. The machine never fills it."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)

    def compact(self) -> Self:
        """The same in two fifths of the memory, for who holds those of thousands of documents.

        Fields that are set one by one have no dictionary of their own, and models with the same fields given share the set of their names.
        """
        made = type(self).__new__(type(self))
        for name, value in self.__dict__.items():
            object.__setattr__(made, name, _compact(value))
        given = self.model_fields_set
        object.__setattr__(made, "__pydantic_fields_set__", _GIVEN.setdefault(frozenset(given), given))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


_GIVEN: dict[frozenset[str], set[str]] = {}


def _compact(value: Any) -> Any:
    if isinstance(value, list):
        return list(map(_compact, value))
    return value.compact() if isinstance(value, _Model) else value


class _Item(_Model):
    """Something taken from the source. The three fields here stand in readings only."""

    at: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None
    """Where it stands: start and end in the decoded source, in characters."""
    rule: str | None = None
    """Id of the rule that read it."""
    confidence: Confidence | None = None
    """How often items of this class are right on the gold annotation: `high` at least 97 in 100."""


class Gap(_Item):
    """A place where the source lacks text."""

    kind: GapKind
    quote: Text
    characters: Annotated[int, Field(ge=1)] | None = None
    """How many characters are missing, where the source says so."""
    note: Note = None


class Source(_Model):
    """The document a profile belongs to."""

    file: Annotated[str, StringConstraints(pattern=r"^[^/\\]+$")]
    """File name in `seeds/`; with `sha256` the machine's, never edited."""
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    title: Text | None = None
    published: Day | None = None
    publisher: Text | None = None
    byline: Text | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    completeness: Completeness = "full"
    gaps: list[Gap] = []


class Review(_Model):
    """What a person says of the profile as a whole."""

    status: Status = "unreviewed"
    by: Text | Annotated[list[Text], Field(min_length=1), AfterValidator(_unique)] | None = None
    """Whoever compared it with the source: a name, or several."""
    date: Day | None = None
    note: Text | None = None

    @property
    def names(self) -> list[str]:
        """Those in `by`."""
        return [self.by] if isinstance(self.by, str) else self.by or []


class Indicator(_Item):
    """One stated quantity; always a claim of its source."""

    item: Text
    """What is counted, e.g. 学习活动."""
    of: Text | None = None
    """Whose figure it is, where it is not the region's own: a division (大理州), a part of the region (漕涧镇), a role (村民)."""
    value: int | float
    """In the unit printed without its 万/亿: 1415万元 -> 14150000."""
    unit: Text
    """As printed, without 万/亿/余/多: 元, 场次, %."""
    qualifier: Qualifier = "exact"
    period: Period | None = None
    """`2023`, `2023-05`, `2016-2020`; None where the text ties it to no time."""
    concept: Concept | None = None
    quote: Text
    """Shortest verbatim clause that carries item, number and unit."""
    note: Note = None

    @property
    def compared(self) -> Concept | None:
        """The concept it may stand beside others in; None for a figure that is not the region's own, whatever its profile says."""
        return None if self.of else self.concept


class Measure(_Item):
    """One heading or enumerated lead-in of the report's own outline with what stands under it."""

    heading: Text
    level: Annotated[int, Field(ge=1, le=3)]
    themes: Annotated[list[Theme], Field(max_length=3), AfterValidator(_unique)]
    """The main one first; empty for a pure container."""
    summary: Text | None = None
    """By an editor, in own words; the machine never fills it."""
    note: Note = None
    indicators: list[Indicator] = []


class CitedDocument(_Item):
    """A title in 《》."""

    title: Text
    kind: DocumentKind
    note: Note = None


class Programme(_Item):
    """A named, branded or numbered programme or formula of the region."""

    name: Text
    """Without its quotation marks."""
    count: Annotated[int, Field(ge=1)] | None = None
    """Number of parts, where the name states it: 七项工程 -> 7."""
    parts: Annotated[list[Text], AfterValidator(_unique)] = []
    """What it is made of, as printed, where the text lists it; may be fewer than `count`."""
    note: Note = None


class Honour(_Item):
    """An award, title or naming received."""

    quote: Text
    title: Text
    holder: Text
    level: HonourLevel
    note: Note = None


class Network(_Item):
    """A layered organisational network, e.g. 四级网络."""

    quote: Text
    levels: Annotated[int, Field(ge=2, le=9)]
    note: Note = None


class Region(_Model):
    """An administrative division whose own work the document reports."""

    name: Text
    adcode: Adcode | None = None
    """GB/T 2260, 6 digits (9 for a township); None where it cannot be known."""
    level: Level
    parent: Text | None = None
    """Next level up; None for a province."""
    basis: Basis = "stated"
    note: Note = None
    clues: list[Text] = []
    measures: list[Measure] = []
    indicators: list[Indicator] = []
    """Figures outside any measure."""
    documents_cited: list[CitedDocument] = []
    programmes: list[Programme] = []
    honours: list[Honour] = []
    networks: list[Network] = []
    ethnic_groups: Annotated[list[Text], AfterValidator(_unique)] = []

    def figures(self) -> list[tuple[Measure | None, Indicator]]:
        """Every indicator with the measure it stands under, in order; those outside any measure last."""
        inside: list[tuple[Measure | None, Indicator]] = [(m, i) for m in self.measures for i in m.indicators]
        return inside + [(None, i) for i in self.indicators]


class Unrecorded(_Model):
    """Something an article names that a person should look at: nothing holds it, or the reader is in doubt whether anything should."""

    kind: Accounted
    why: Text
    """Id of the reason, in rules/account.yml."""
    quote: Text
    """It with a few characters around it."""
    at: Annotated[list[int], Field(min_length=2, max_length=2)]


class Account(_Model):
    """How many of what an article names the reading holds, under `taken`, and how many it does not, by reason."""

    numerals: dict[str, int]
    titles: dict[str, int]
    enumerators: dict[str, int]
    places: dict[str, int]
    open: list[Unrecorded] = []


class Profile(_Model):
    """The record of one source document."""

    schema_: Literal[1] = Field(alias="schema")
    id: Id
    """The document's URL hangs on it: set when the profile is made, changed by `rename` alone."""
    former_ids: Annotated[list[Id], AfterValidator(_unique)] = []
    """Those it had; their addresses lead here, and no other document is ever given them."""
    source: Source
    review: Review = Review()
    regions: Annotated[list[Region], Field(min_length=1)]
    account: Account | None = None
    """Stands in readings only."""


ENTRIES: tuple[type[BaseModel], ...] = (
    Profile, Source, Gap, Review, Region, Measure, Indicator, CitedDocument, Programme, Honour, Network,
)  # fmt: skip
"""Every kind of entry a profile holds, in the order in which the codebook explains them."""
MACHINE_ONLY = (*_Item.model_fields, "account")
"""Fields of readings only."""


def names(entry: type[BaseModel]) -> list[str]:
    """The fields of `entry` as a profile writes them, without those of readings."""
    return [info.alias or name for name, info in entry.model_fields.items() if name not in MACHINE_ONLY]
