"""How sure the name of a figure is, by how it was cut: a noun with its verb right before it is sure, a short or made-up one is not.

Measured on the gold annotation by `python -m tests.gold.calibration`.
"""

from generator.language.clauses import Clauses
from generator.model import Confidence
from generator.reader.figures.figure import Named, Setting, unbounded
from generator.reader.figures.item import nouns as items
from generator.rules import Rules

_SURE = ("share", "bracketed", "breakdown", "district", "spent")
"""Ways of naming a figure that leave nothing open."""
_CUT = ("counted-before", "measured-before", "counted-behind")
# A name of this length is a whole phrase; one shorter may be only the end of one.
_PHRASE = 8


def of(rules: Rules, c: Clauses, s: Setting, named: Named) -> Confidence:
    """How sure an item is that `naming` found; `low` stays so."""
    if named.confidence == "low" or named.rule in _SURE:
        return named.confidence if named.confidence == "low" else "high"
    item = unbounded(items.tidy(named.item))
    # What measures time or way, and a sum named by the verb that spends it, is often no noun of its own.
    spent = s.this.unit.endswith("元") and len(item) < _PHRASE and rules.items.spending.search(item)
    measured = s.this.unit in rules.units.limits.all or spent
    if named.rule not in _CUT or s.this.words or measured or len(item) < items.SHORT or rules.items.told.search(item):
        return "medium"
    sure = _behind(rules, named, item) if named.rule == "counted-behind" else _before(rules, c, s, item)
    return "high" if sure else "medium"


def _behind(rules: Rules, named: Named, item: str) -> bool:
    """Whether a noun behind its counter is whole: of people and what they did, or long enough to need nothing more."""
    if len(item) >= _PHRASE:
        return rules.items.population.search(item) is not None if "的" in item else True
    plain = not any(mark in item for mark in "的、和")
    return bool(named.said) and named.said not in item and plain and rules.nouns.person.search(item) is not None


def _before(rules: Rules, c: Clauses, s: Setting, item: str) -> bool:
    """Whether a noun before its numeral is whole: as it stands there, with its verb told apart or nothing before it."""
    head = s.head
    listed = "、" in item and not head.verb and head.at > s.start
    if listed or (s.last and s.last.subject in item and not s.this.unit.endswith("元")):
        return False
    if item != head.noun:
        made = item in (head.verb + head.noun, head.doer + head.noun, head.doer + head.verb + head.noun)
        return (made and len(item) > items.SHORT + 1) or items.of_level(head.noun) or item.endswith("率")
    begins = head.at == s.start or rules.nouns.leads.fullmatch(c.body, s.start, head.at) is not None
    return bool(head.verb) or begins or len(item) > items.SHORT + 1
