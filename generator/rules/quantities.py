"""What rules/units.yml, qualifiers.yml, periods.yml and certainty.yml say: quantities, how exact they are, their times, how sure all is."""

import re
from functools import cached_property

from generator.language import numerals
from generator.model import Qualifier
from generator.rules.loader import Composed, Opening, Pattern, RuleModel, Sparse, Whole, Words, either

# Numerals are bounded, and begin where no numeral stands before: a page of nothing but digits costs no more than another.
_ARABIC = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?![\d.])|\d{1,16}(?:\.\d{1,8})?"
_HAN = numerals.HAN


class QualifierRules(RuleModel):
    """See the head of rules/qualifiers.yml."""

    before: dict[str, Qualifier]
    between: dict[str, Qualifier]
    behind: dict[str, Qualifier]
    divisible: Words
    own: Opening
    nouns: Pattern
    least: Pattern
    target: Pattern
    coming: Pattern
    plans: Opening
    planning: Pattern
    basis: Opening
    year: Pattern
    norm: Pattern
    hit: dict[str, tuple[Qualifier, str]]
    miss: list[str]
    targets: list[str]
    reached: list[str]
    norms: list[str]

    _directly = Composed(lambda self: f"(?:{either(self.before)})$")

    def directly_before(self, body: str, start: int) -> tuple[Qualifier, str]:
        """The qualifier that stands directly before `start`, and its word; `exact` and no word where none does."""
        first = max(0, start - 6)
        if self.least.search(body, first, start):
            return "at_least", ""
        match = None if self.nouns.search(body, first, start) else self._directly.search(body, first, start)
        return (self.before[match.group()], match.group()) if match else ("exact", "")


class UnitRules(RuleModel):
    """See the head of rules/units.yml."""

    counters: Words
    measures: Words
    events: Words
    durations: Words
    limits: Words
    never: Words
    joined: Words
    places: Words
    districts: Words
    formulaic: Words
    regional: Words
    people: Opening
    population: Pattern
    formula: Opening
    noun: Opening
    idiom: Pattern
    ordinal: Pattern
    one_of: Opening
    done: Pattern
    far: Pattern
    lengths: Pattern
    each: Pattern
    hit: dict[str, tuple[float | int, str] | tuple[tuple[float | int, str], ...]]
    miss: list[str]

    @cached_property
    def source(self) -> str:
        """Any unit, with what may follow it in brackets, as part of a larger expression."""
        return rf"(?:(?:{self._alone})(?:[(]{self.joined.source}[)])?)"

    @cached_property
    def _alone(self) -> str:
        return either([word for words in (self.counters, self.measures, self.events, self.durations) for word in words.words])

    place_or_name = Composed(lambda self: rf"(?:{self.places.source}|”)$")
    """A place or a name in quotation marks right before a numeral: 车间|六个, “石榴籽学堂”|九个."""
    district = Composed(lambda self: rf"(\d{{1,3}}|[{_HAN}]{{1,3}})({self.districts.source})")
    """A division that is counted without a counter: its number and its kind."""
    row = Composed(
        lambda self: rf"(?=[\d{_HAN}])(?<![\d第各{_HAN}])(?:{self.district.pattern}[、和]?){{2,12}}(?![\u4e00-\u9fff]{{0,40}}[”》])"
    )
    """Two kinds of divisions or more that are counted in a row: 3乡7镇."""

    def quantity(self, qualifiers: QualifierRules) -> re.Pattern[str]:
        """The numeral with its unit and the words between and behind, or two numerals that bound a range."""
        over = either(word for word, meaning in qualifiers.between.items() if meaning == "over")
        # The look ahead only saves the search from trying all that follows at every character.
        return re.compile(
            rf"(?=[\d{_HAN}])(?<![\d{_HAN}])"
            rf"(?:(?P<low>(?:\d{{1,16}}(?:\.\d{{1,8}})?|[{_HAN}]{{1,8}}))(?P<lowscale>万|亿)?(?P<lowunit>{self._alone})?(?P<joined>{numerals.TO}))?"
            rf"(?:(?:(?P<upper>\d{{1,5}})(?P<upperscale>亿|万))?(?P<arabic>{_ARABIC})(?P<kilo>[百千](?=(?:{over})万))?"
            rf"|(?P<han>[{_HAN}]{{1,16}}(?:点[{numerals.DECIMALS}]{{1,4}})?))"
            rf"(?P<more>{either(qualifiers.between)})?(?P<scale>{numerals.SCALES})?(?P<more2>{over})? ?"
            rf"(?P<unit>{self.source})(?:(?!{qualifiers.own.source})(?P<behind>{either(qualifiers.behind)}))?"
        )


class PeriodRules(RuleModel):
    """See the head of rules/periods.yml."""

    plans: dict[str, str]
    relative: dict[str, int]
    within: Pattern
    part: Pattern
    repeated: Words
    base: Pattern
    once: Pattern
    as_of: Pattern
    spell: Opening
    apart: Opening
    since: Opening
    opening: Opening
    being: Opening
    wider: Sparse
    subject: Pattern
    joint: Opening
    report: Pattern
    lead: Pattern
    stock: Pattern
    caption: Pattern
    event: Pattern
    meeting: Opening
    honour: Pattern
    award: Pattern
    hit: dict[str, str]
    miss: list[str]

    @cached_property
    def time(self) -> re.Pattern[str]:
        """A stated time: a year, a span of years, a plan, or a word for one of them."""
        # No other character begins a time; the search need not try the alternatives behind it.
        begins = "".join(sorted({word[0] for word in (*self.plans, *self.relative, *self.repeated.words)}))
        return re.compile(
            rf"(?=[12“{begins}])(?:"
            rf"(?<!\d)(?P<from>(?:19|20)\d{{2}})年?(?:{numerals.TO})(?P<to>(?:19|20)\d{{2}})年(?!的)"
            r"|(?<![\d第])(?P<year>(?:19|20)\d{2})(?:年|(?=(?:[、和](?:19|20)\d{2}){1,5}年))(?:度)?(?P<month>\d{1,2}月)?(?:底|末|初)?"
            rf"|“?(?P<plan>{either(self.plans)})”?(?=时期|期间|末|期末|初)"
            rf"|(?P<relative>{either(self.relative)})(?:(?P<of>\d{{1,2}}月)(?!至|到))?|(?P<repeated>{self.repeated.source}))"
        )


class CertaintyRules(RuleModel):
    """See the head of rules/certainty.yml."""

    loose: Pattern
    result: Pattern
    into: Opening
    clause: Pattern
    grown: Whole
    looked: Pattern
    whom: Words
    events: Whole
    held: Pattern
    body: Pattern
    whole: Whole
    hit: list[str]
    miss: list[str]
