"""What the rules say of things with a name: cited titles, networks, ethnic groups, gaps, programmes, honours."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from generator.language.clauses import JOINTS
from generator.language.literals import Sieve
from generator.model import Confidence, DocumentKind, GapKind, HonourLevel
from generator.rules.loader import Composed, Example, Opening, Pattern, PatternRule, RuleModel, Sparse, Whole, Words, either

Place = Literal["name", "before", "after", "whole"]


class KindRule(PatternRule):
    """See the head of rules/document_kinds.yml."""

    kind: DocumentKind
    where: Literal["title", "before", "after"]


class NetworkRules(RuleModel):
    """See the head of rules/networks.yml."""

    tiers: Words
    counts: Words
    nouns: Words
    two: Words
    not_after: Words
    not_before: Words
    people: Words
    hit: dict[Example, str]
    miss: tuple[Example, ...]

    # Patterns begin with plain words, never with an atomic group: the search then skips to their first characters.

    tier = Composed(lambda self: rf"{self.tiers.source}(?:\([^()\n]{{1,14}}\))?+[、和及与到至/,]?+")
    """A tier, and what joins it to the next."""
    list_of_tiers = Composed(lambda self: rf"{self.tier.pattern}(?:{self.tier.pattern}){{1,11}}+”?")
    """Two tiers or more in a row."""
    level = Composed(lambda self: f"({self.counts.source}){''.join(f'(?<!{re.escape(word)}.)' for word in self.not_before.words)}级")
    """How many tiers there are; group 1 is the number."""
    noun = Composed(lambda self: rf"[^,。;:!?\d\n]{{0,10}}{self.nouns.source}(?:\([^()\n]{{1,6}}\))?[”]?(?:体系|机制)?")
    """What follows the number where it is the number of an organisation's tiers."""


class GroupRules(RuleModel):
    """See the head of rules/ethnic_groups.yml."""

    groups: dict[Example, tuple[Example, ...]]
    compact: Words
    people: Opening
    lists: Opening
    places: Opening
    villages: Opening
    counted: Pattern
    inside: Opening
    not_after: Opening
    hit: dict[Example, tuple[str, ...]]
    miss: tuple[Example, ...]

    @cached_property
    def official(self) -> dict[str, str]:
        """The official name by any name of a group."""
        return {short: name for name, shorts in self.groups.items() for short in (*shorts, name)}

    any_name = Composed(lambda self: either(self.official))
    """One name of a group, official or short."""

    @cached_property
    def runs(self) -> dict[str, re.Pattern[str]]:
        """Where groups are named: in full, by short names in a list, by short names side by side."""
        name, short, compact = either(self.groups), self.any_name.pattern, self.compact.source
        return {
            "name": re.compile(rf"(?:{name})(?:{name})*+(?!{self.not_after.source})"),
            "list": re.compile(rf"(?:{short})(?:[{JOINTS}](?:{short})){{1,56}}+(?={self.lists.source})"),
            "side-by-side": re.compile(rf"{compact}(?:{compact}){{1,3}}+(?={self.people.source})"),
        }


class GapRule(PatternRule):
    """See the head of rules/gaps.yml."""

    kind: GapKind
    sign: Example
    where: Literal["article", "text", "page", "anywhere"]

    def finds(self, text: str) -> bool:
        return not set(self.sign).isdisjoint(text) and super().finds(text)


class GapRules(RuleModel):
    """See the head of rules/gaps.yml."""

    signed: Whole
    marks: tuple[GapRule, ...]

    @cached_property
    def ordered(self) -> tuple[GapRule, ...]:
        """Marks of hidden text first: they may hold asterisks and brackets of their own."""
        return tuple(sorted(self.marks, key=lambda rule: rule.kind == "masked"))

    @cached_property
    def signs(self) -> frozenset[str]:
        """Characters that are a sign of any rule."""
        return frozenset(char for rule in self.marks for char in rule.sign)


class HonourVerb(PatternRule):
    """See the head of rules/honours.yml."""

    needs: re.Pattern[str] | None = None
    sure: bool = False
    inherits: bool = True


class HonourLevelRule(Pattern):
    """Words that tell a level."""

    level: HonourLevel


class HonourRules(RuleModel):
    """See the head of rules/honours.yml."""

    verbs: tuple[HonourVerb, ...]
    begins: Pattern
    blocked: Pattern
    listed: Pattern
    list_title: Whole
    roll: Sparse
    entry: Whole
    resumed: Opening
    title_end: Pattern
    official: Opening
    not_official: Pattern
    not_title: Pattern
    tail: Opening
    not_tail: Opening
    batch: Pattern
    bare: Whole
    called: Opening
    cut: Pattern
    and_: Annotated[Whole, Field(alias="and")]
    each: Words
    levels: tuple[HonourLevelRule, ...]
    own: Pattern
    region: Pattern
    abroad: Words
    lead: Opening
    trail: Pattern
    holder: Words
    branded: Whole
    person: Whole
    itself: Whole
    owner: Opening
    time: Opening
    subject: Opening
    counted: Whole
    hit: dict[Example, tuple[str, ...]]
    miss: tuple[Example, ...]

    @cached_property
    def said(self) -> re.Pattern[str]:
        """Any verb. Where none can begin, one look at the character settles it, not one at each verb: ten times as fast."""
        verbs = "|".join(re.sub("[?]P<[a-z]+>", "?:", verb.pattern.pattern) for verb in self.verbs)
        return re.compile(f"(?={self.begins.source})(?:{verbs})")

    joint = Composed(lambda self: f"(?:{self.and_.source}|,)?(?=[^、])")
    """What joins a title to the next."""


class ProgrammeCue(PatternRule):
    """See the head of rules/programmes.yml."""

    where: Place
    weight: int
    group: str | None = None


class Formula(PatternRule):
    """See the head of rules/programmes.yml."""

    confidence: Confidence
    sign: re.Pattern[str] | None = None

    def finditer(self, body: str) -> Iterator[re.Match[str]]:
        """Its matches; where it has a sign, only the lines that hold one are looked at, which a slow pattern needs."""
        if self.sign is None:
            yield from self.pattern.finditer(body)
            return
        end = 0
        while sign := self.sign.search(body, end):
            start, end = body.rfind("\n", end, sign.start()) + 1, body.find("\n", sign.end())
            end = end if end >= 0 else len(body)
            yield from self.pattern.finditer(body, start, end)

    def finds(self, text: str) -> bool:
        return any(self.finditer(text))


class ProgrammeRules(RuleModel):
    """See the head of rules/programmes.yml."""

    threshold: int
    sure: int
    known_weight: int
    figures_weight: int
    known: Words
    figures: Words
    cues: tuple[ProgrammeCue, ...]
    formulas: tuple[Formula, ...]
    boundary: Pattern
    bare: Whole
    joints: Words
    uncounted: Pattern
    open_sum: Whole
    measured: Pattern
    numbers: Pattern
    alone: Whole
    shared: Opening
    parts: Pattern
    part: Whole
    listing: Opening
    leads_on: Whole
    between: Whole
    ahead: Pattern
    and_last: Pattern
    and_so_on: Pattern
    alike: Whole
    counted: Pattern

    @cached_property
    def sieves(self) -> dict[Place, Sieve[tuple[str, Callable[[str], object], tuple[int, str]]]]:
        """By place its cues, those of a group together and the strongest first: group, what finds the cue, its weight and id.

        A phrase has few of the strings that the cues need: 16 of 93 are looked for, a twentieth of all reading is spared.
        """
        groups: dict[Place, dict[str, list[ProgrammeCue]]] = {}
        for cue in self.cues:
            groups.setdefault(cue.where, {}).setdefault(cue.group or cue.id, []).append(cue)
        return {
            where: Sieve(
                (cue.pattern, (group, cue.search, (cue.weight, cue.id)))
                for group, cues in those.items()
                for cue in sorted(cues, key=lambda cue: -abs(cue.weight))
            )
            for where, those in groups.items()
        }

    @cached_property
    def names(self) -> Sieve[Formula]:
        """The formulas: most of them have nothing to find in a document."""
        return Sieve((formula.pattern, formula) for formula in self.formulas)
