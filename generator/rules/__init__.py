"""What the generator knows of its field, as data: YAML and CSV files beside the models that check them.

In: the files of this folder. Out: `Rules`, typed and never changed, each file read when first asked for.
Not here: what is done with a rule. Whoever needs rules is handed them.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

from generator.rules.article import ColumnRules, FoldRules, FurnitureRules, MetadataRules
from generator.rules.items import ConceptRules, ItemRules, NounRules
from generator.rules.loader import load
from generator.rules.named import GapRules, GroupRules, HonourRules, KindRule, NetworkRules, ProgrammeRules
from generator.rules.outline import OutlineRules, ThemeRules
from generator.rules.places import PlaceRules
from generator.rules.quantities import PeriodRules, QualifierRules, UnitRules
from generator.rules.regions import RegionRules
from generator.rules.site import ChartWords, FieldRules, SearchRules, TableRules
from generator.rules.vocabulary import Vocabulary, fitting


class Rules:
    """All rule files, one attribute each; two of them are the same only where they are one object.

    Raises RuleError, naming every field that is wrong, when a broken file is first asked for.
    """

    @cached_property
    def fold(self) -> FoldRules:
        return load("fold", FoldRules)

    @cached_property
    def furniture(self) -> FurnitureRules:
        return load("furniture", FurnitureRules)

    @cached_property
    def metadata(self) -> MetadataRules:
        return load("metadata", MetadataRules)

    @cached_property
    def columns(self) -> ColumnRules:
        return load("columns", ColumnRules)

    @cached_property
    def outline(self) -> OutlineRules:
        return load("outline", OutlineRules)

    @cached_property
    def themes(self) -> ThemeRules:
        return load("themes", ThemeRules)

    @cached_property
    def units(self) -> UnitRules:
        return load("units", UnitRules)

    @cached_property
    def qualifiers(self) -> QualifierRules:
        return load("qualifiers", QualifierRules)

    @cached_property
    def periods(self) -> PeriodRules:
        return load("periods", PeriodRules)

    @cached_property
    def quantity(self) -> re.Pattern[str]:
        """A numeral with its unit and the words beside it that say how exact it is."""
        return self.units.quantity(self.qualifiers)

    @cached_property
    def nouns(self) -> NounRules:
        return load("nouns", NounRules)

    @cached_property
    def items(self) -> ItemRules:
        return load("items", ItemRules)

    @cached_property
    def concepts(self) -> ConceptRules:
        return fitting(self.vocabulary, load("concepts", ConceptRules))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return load("vocabulary", Vocabulary)

    @cached_property
    def fields(self) -> FieldRules:
        return load("fields", FieldRules)

    @cached_property
    def charts(self) -> ChartWords:
        return load("charts", ChartWords)

    @cached_property
    def tables(self) -> TableRules:
        return load("tables", TableRules)

    @cached_property
    def search(self) -> SearchRules:
        return load("search", SearchRules)

    @cached_property
    def document_kinds(self) -> tuple[KindRule, ...]:
        return load("document_kinds", tuple[KindRule, ...])

    @cached_property
    def networks(self) -> NetworkRules:
        return load("networks", NetworkRules)

    @cached_property
    def ethnic_groups(self) -> GroupRules:
        return load("ethnic_groups", GroupRules)

    @cached_property
    def gaps(self) -> GapRules:
        return load("gaps", GapRules)

    @cached_property
    def programmes(self) -> ProgrammeRules:
        return load("programmes", ProgrammeRules)

    @cached_property
    def honours(self) -> HonourRules:
        return load("honours", HonourRules)

    @cached_property
    def regions(self) -> RegionRules:
        return load("regions", RegionRules)

    @cached_property
    def places(self) -> PlaceRules:
        return load("places", PlaceRules)


@cache
def shared() -> Rules:
    """One set of rules for callers that are not handed theirs yet."""
    return Rules()
