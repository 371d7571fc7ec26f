"""What rules/vocabulary.yml, quality.yml and fields.yml say: the words a reader sees for each code, which units of a concept may stand side
by side, the words for what readings are scored on, and those an editor sees for each field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field

from generator import model
from generator.errors import RuleError
from generator.model import Text
from generator.rules.items import ConceptRules
from generator.rules.loader import Fault, RuleModel, problem

Language = Literal["zh", "en"]
ProgrammeKind = Literal["numbered", "formula", "campaign", "brand"]
NumberMeaning = Literal["listed", "unexplained", "unclear"]
"""What is known of what a programme's numbers stand for."""
Issuer = Literal["central", "province", "prefecture", "county", "township"]
NetworkKind = Literal["organisation", "facility"]
Codes = Literal[
    "themes", "concepts", "levels", "bases", "qualifiers", "kinds", "gaps", "honours", "completeness", "review", "confidence",
    "programmes", "meanings", "issuers", "networks",
]  # fmt: skip
CODES: Mapping[Codes, tuple[str, ...]] = {
    "themes": get_args(model.Theme),
    "concepts": model.CONCEPTS,
    "levels": get_args(model.Level),
    "bases": get_args(model.Basis),
    "qualifiers": get_args(model.Qualifier),
    "kinds": get_args(model.DocumentKind),
    "gaps": get_args(model.GapKind),
    "honours": get_args(model.HonourLevel),
    "completeness": get_args(model.Completeness),
    "review": get_args(model.Status),
    "confidence": get_args(model.Confidence),
    "programmes": get_args(ProgrammeKind),
    "meanings": get_args(NumberMeaning),
    "issuers": get_args(Issuer),
    "networks": get_args(NetworkKind),
}
"""The closed vocabularies, each with its codes in order: those of the model, then what the site alone tells (rules/entries.yml)."""
ABSENT = ("period", "published", "publisher", "title", "heading", "concept")
"""What a source may leave unstated, and pages have words for."""


class Wording(RuleModel):
    """One word or sentence for readers, in each language of the site."""

    zh: Text
    en: Text

    def of(self, language: Language) -> str:
        """The one in a language."""
        return self.en if language == "en" else self.zh


class ShortWording(Wording):
    """A name for the columns of a narrow table."""

    zh: Annotated[str, Field(min_length=2, max_length=4)]


class AbsentEntry(RuleModel):
    """What is printed where the source states nothing."""

    label: Wording


class CodeEntry(RuleModel):
    """One code: its name, and when it is used."""

    label: Wording
    definition: Wording

    @property
    def explained(self) -> str:
        """All there is to know before using the code."""
        return self.definition.zh


class BorderedEntry(CodeEntry):
    """A code with words for the cases that are near it."""

    borders: Wording

    @property
    def explained(self) -> str:
        return self.definition.zh + self.borders.zh


class ThemeEntry(BorderedEntry):
    """A theme."""

    short: ShortWording


class QualifierEntry(CodeEntry):
    """A qualifier, and the signs around a number that has it."""

    before: str
    after: str


class UnitFamily(RuleModel):
    """Units of one concept that may stand side by side."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    label: Wording
    units: Annotated[list[Annotated[str, Field(pattern=r"^[^()（）]+$")]], Field(min_length=1)]
    caution: Wording | None = None
    hit: Annotated[list[Text], Field(min_length=1)]
    miss: Annotated[list[Text], Field(min_length=1)]

    def takes(self, unit: str) -> bool:
        """Whether `unit`, as printed without 万/亿, is one of them; brackets do not count."""
        return re.sub(r"[()（）]", "", unit) in self.units


class ConceptEntry(BorderedEntry):
    """A concept and its units; a figure in any other unit is none of it."""

    families: Annotated[list[UnitFamily], Field(min_length=1)]

    def faults(self) -> Iterable[Fault]:
        """Units that stand twice."""
        seen: dict[str, str] = {}
        for number, family in enumerate(self.families):
            for place, unit in enumerate(family.units):
                if unit in seen:
                    at = ("families", number, "units", place)
                    yield at, f"{unit} stands in `{seen[unit]}` already", "a unit belongs to one family of a concept"
                seen.setdefault(unit, family.id)

    @cached_property
    def units(self) -> frozenset[str]:
        """All units the concept is counted in, without brackets."""
        return frozenset(unit for family in self.families for unit in family.units)

    def family(self, unit: str) -> UnitFamily | None:
        """The family of `unit`; None where it is compared with nothing."""
        return next((family for family in self.families if family.takes(unit)), None)


class Vocabulary(RuleModel):
    """The whole of `rules/vocabulary.yml`; every code of the model has its entry in it, and no other has."""

    themes: dict[str, ThemeEntry]
    concepts: dict[str, ConceptEntry]
    levels: dict[str, CodeEntry]
    bases: dict[str, CodeEntry]
    qualifiers: dict[str, QualifierEntry]
    kinds: dict[str, CodeEntry]
    gaps: dict[str, CodeEntry]
    honours: dict[str, CodeEntry]
    completeness: dict[str, CodeEntry]
    review: dict[str, CodeEntry]
    confidence: dict[str, CodeEntry]
    programmes: dict[str, CodeEntry]
    meanings: dict[str, CodeEntry]
    issuers: dict[str, CodeEntry]
    networks: dict[str, CodeEntry]
    absent: dict[str, AbsentEntry]

    @cached_property
    def by_name(self) -> Mapping[Codes, Mapping[str, CodeEntry]]:
        """All but `absent`."""
        held: dict[str, Mapping[str, CodeEntry]] = dict(self)
        return {name: held[name] for name in CODES}

    @cached_property
    def concepts_in(self) -> Mapping[str, frozenset[str]]:
        """The concepts that are counted in each unit."""
        units = {unit for concept in self.concepts.values() for unit in concept.units}
        return {unit: frozenset(code for code, concept in self.concepts.items() if unit in concept.units) for unit in units}

    def faults(self) -> Iterable[Fault]:
        """Codes without an entry, entries without a code, and codes that a reader could not tell apart."""
        return [*self._codes(), *self._repeated()]

    def _codes(self) -> Iterator[Fault]:
        groups: list[tuple[str, tuple[str, ...], Mapping[str, object]]] = [(name, CODES[name], had) for name, had in self.by_name.items()]
        for name, codes, had in [*groups, ("absent", ABSENT, self.absent)]:
            for code in codes:
                if code not in had:
                    yield (name,), f"has no entry `{code}`", "every code of the model needs its words"
            for code in had:
                if code not in codes:
                    yield (name, code), "is no code of the model", f"the codes are {', '.join(codes)}"

    def _repeated(self) -> Iterator[Fault]:
        """Two codes that a reader could not tell apart: by their name within a vocabulary, by their definition within all."""
        defined: dict[str, str] = {}
        for name, entries in self.by_name.items():
            named: dict[str, str] = {}
            for code, entry in entries.items():
                for field, wording, seen in (("label", entry.label, named), ("definition", entry.definition, defined)):
                    for words in (wording.zh, wording.en):
                        if words in seen:
                            yield (name, code, field), f"stands at {seen[words]} word for word", "say what tells the two apart"
                        seen.setdefault(words, f"`{name}.{code}.{field}`")


def fitting(vocabulary: Vocabulary, concepts: ConceptRules) -> ConceptRules:
    """`concepts`; raises RuleError where a figure that must get one is in a unit that none of its families has."""
    wrong = [
        problem(
            "concepts",
            ("concepts", number, "hit", place, "unit"),
            f"{figure.unit} is in no family of `{rule.id}`",
            "add it to one in generator/rules/vocabulary.yml",
        )
        for number, rule in enumerate(concepts.concepts)
        for place, figure in enumerate(rule.hit)
        if not vocabulary.concepts[rule.id].family(figure.unit)
    ]
    if wrong:
        raise RuleError(wrong)
    return concepts


# quality.yml


DocumentOrigin = Literal["real", "reworded", "invented"]


class ScoredField(RuleModel):
    """A field that readings are scored on, and what counts as right."""

    zh: Text
    right: Text
    en: Text
    right_en: Text


class QualityRules(RuleModel):
    """See the head of rules/quality.yml."""

    kinds: dict[DocumentOrigin, Text]
    kinds_en: dict[DocumentOrigin, Text]
    fields_: dict[str, ScoredField] = Field(alias="fields")


# fields.yml


class FieldHelp(RuleModel):
    """What an editor is told about one field."""

    label: Text
    help: Text
    example: Text | None = None


class EntryHelp(RuleModel):
    """What an editor is told about one kind of entry."""

    label: Text
    fields: dict[str, FieldHelp]


class FieldRules(RuleModel):
    """See the head of rules/fields.yml; has every field of the model, and no other."""

    models: dict[str, EntryHelp]
    reading: dict[str, FieldHelp]

    def faults(self) -> Iterable[Fault]:
        """Fields without their help, and helps without their field."""
        want: set[tuple[str, ...]] = {("models", entry.__name__, "fields", name) for entry in model.ENTRIES for name in model.names(entry)}
        want |= {("reading", name) for name in model.MACHINE_ONLY}
        have: set[tuple[str, ...]] = {("models", entry, "fields", name) for entry, text in self.models.items() for name in text.fields}
        have |= {("reading", name) for name in self.reading}
        found = [(at[:-1], f"has no field `{at[-1]}`", "every field of the model needs its help") for at in want - have]
        return sorted([*found, *((at, "is no field of the model", "see generator/model.py") for at in have - want)])
