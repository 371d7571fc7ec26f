"""What rules/account.yml says: what may become of what an article names, and how a numeral that counts nothing is told."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from generator.language.numerals import numerals
from generator.model import ACCOUNTED, Text
from generator.rules.loader import Composed, Fault, Pattern, PatternRule, RuleModel


class Cue(PatternRule):
    """A regular expression that begins where a numeral begins: its examples are texts with such a numeral."""

    def finds(self, text: str) -> bool:
        return any(self.match(text, number.start) for number in numerals(text, lambda place: True))


class Reason(RuleModel):
    """Why something was not taken; see the head of rules/account.yml."""

    id: str
    zh: Text
    doubt: Literal["yes", "no"]
    cues: tuple[Cue, ...] = ()

    @cached_property
    def match(self) -> re.Pattern[str] | None:
        """Any of its cues, asked for where a numeral begins."""
        return re.compile("|".join(cue.source for cue in self.cues)) if self.cues else None


STRUCTURAL = (
    "unexplained", "furniture", "cut-away", "duplicate", "above", "within", "elsewhere", "several", "sentence", "no-series", "wording", "unit",
)  # fmt: skip
"""The reasons that the structure of text and reading tells."""


class AccountRules(RuleModel):
    """See the head of rules/account.yml."""

    kinds: dict[str, Text]
    taken: dict[str, Text]
    total: Pattern
    of_which: Pattern
    share: Pattern
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]

    def faults(self) -> Iterable[Fault]:
        """Kinds that the model does not have, and reasons that nothing gives."""
        if tuple(self.kinds) != ACCOUNTED:
            yield ("kinds",), f"must be {', '.join(ACCOUNTED)}, in this order", ""
        for number, reason in enumerate(self.reasons):
            if bool(reason.cues) == (reason.id in STRUCTURAL):
                yield ("reasons", number), "needs cues, unless the structure of text and reading tells it", ""
        if missing := set(STRUCTURAL) - {reason.id for reason in self.reasons}:
            yield ("reasons",), f"lacks {', '.join(sorted(missing))}", ""

    @cached_property
    def reason(self) -> dict[str, Reason]:
        """The reasons by id."""
        return {reason.id: reason for reason in self.reasons}

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The reasons that cues tell, in order."""
        return tuple(reason.id for reason in self.reasons if reason.match)

    # One expression of all, of which the first that fits tells: asking twelve one by one takes three times as long.
    cued = Composed(
        lambda self: "|".join(
            f"(?P<told{number}>{match.pattern})" for number, match in enumerate(reason.match for reason in self.reasons if reason.match)
        )
    )
    """The cues of all reasons; the name of the group that fits ends in the reason's number in `told`."""
