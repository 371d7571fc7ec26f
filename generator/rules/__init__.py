"""What the generator knows of its field, as data: YAML and CSV files beside the models that check them.

In: the files of this folder. Out: `Rules`, typed and never changed, each file read when first asked for.
Not here: what is done with a rule. Whoever needs rules is handed them.
"""

import re
from functools import cached_property
from typing import TypeVar

from generator.rules.account import AccountRules
from generator.rules.article import ColumnRules, FoldRules, FurnitureRules, MetadataRules
from generator.rules.items import ConceptRules, ItemRules, NounRules
from generator.rules.loader import load
from generator.rules.named import GapRules, GroupRules, HonourRules, KindRule, NetworkRules, ProgrammeRules
from generator.rules.outline import OutlineRules, ThemeRules
from generator.rules.places import OwnerRules, PlaceRules, PrivateRules, RegionRules
from generator.rules.quantities import CertaintyRules, PeriodRules, QualifierRules, UnitRules
from generator.rules.site import ChartRules, EntryRules, SearchRules, TableRules, ThesaurusRules
from generator.rules.vocabulary import FieldRules, QualityRules, Vocabulary, fitting

Model = TypeVar("Model")


class _RuleFile(cached_property[Model]):
    """The rule file named like the attribute, as its model; read when first asked for."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__(lambda rules: load(self.attrname or "", model))


class Rules:
    """All rule files, one attribute each; two of them are the same only where they are one object.

    Raises RuleError, naming every field that is wrong, when a broken file is first asked for.
    """

    fold = _RuleFile(FoldRules)
    furniture = _RuleFile(FurnitureRules)
    metadata = _RuleFile(MetadataRules)
    columns = _RuleFile(ColumnRules)
    outline = _RuleFile(OutlineRules)
    themes = _RuleFile(ThemeRules)
    units = _RuleFile(UnitRules)
    qualifiers = _RuleFile(QualifierRules)
    periods = _RuleFile(PeriodRules)
    certainty = _RuleFile(CertaintyRules)

    @cached_property
    def quantity(self) -> re.Pattern[str]:
        """A numeral with its unit and the words beside it that say how exact it is."""
        return self.units.quantity(self.qualifiers)

    nouns = _RuleFile(NounRules)
    items = _RuleFile(ItemRules)

    @cached_property
    def concepts(self) -> ConceptRules:
        return fitting(self.vocabulary, load("concepts", ConceptRules))

    vocabulary = _RuleFile(Vocabulary)
    fields = _RuleFile(FieldRules)
    charts = _RuleFile(ChartRules)
    entries = _RuleFile(EntryRules)
    tables = _RuleFile(TableRules)
    search = _RuleFile(SearchRules)
    thesaurus = _RuleFile(ThesaurusRules)
    document_kinds = _RuleFile(tuple[KindRule, ...])
    networks = _RuleFile(NetworkRules)
    ethnic_groups = _RuleFile(GroupRules)
    gaps = _RuleFile(GapRules)
    programmes = _RuleFile(ProgrammeRules)
    honours = _RuleFile(HonourRules)
    regions = _RuleFile(RegionRules)
    places = _RuleFile(PlaceRules)
    account = _RuleFile(AccountRules)
    owners = _RuleFile(OwnerRules)
    private = _RuleFile(PrivateRules)
    quality = _RuleFile(QualityRules)
