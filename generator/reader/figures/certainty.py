"""How sure the name and owner of a figure are, by how they were found: a noun with its verb right before it is sure, a short or made-up one is not.

Words stand in rules/certainty.yml. Measured on the gold annotation by `python -m tests.gold.calibration`.
"""

from generator.language.clauses import Clauses
from generator.language.marks import without
from generator.model import Confidence
from generator.reader.figures.figure import BOUNDS, Named, Setting, unbounded
from generator.reader.figures.item import nouns as items
from generator.rules import Rules

_SURE = ("share", "share-taken", "bracketed", "breakdown", "district", "spent")
"""Ways of naming a figure that leave nothing open."""
_CUT = ("counted-before", "measured-before", "counted-behind")
# A name of this length is a whole phrase; one shorter may be only the end of one.
_PHRASE = 8
# How far before a figure another body is looked for that it may belong to.
_NEAR = 80


def of(rules: Rules, c: Clauses, s: Setting, named: Named) -> Confidence:
    """How sure an item is that `naming` found, with its owner; `low` stays so."""
    if named.confidence == "low":
        return "low"
    item = unbounded(items.tidy(named.item))
    if _loose(rules, item) or _another_s(rules, c, s):
        return "medium"
    sure = named.rule in _SURE or _goes_on(rules, s, named, item) or (named.rule in _CUT and _cut(rules, c, s, named, item))
    return "high" if sure else "medium"


def of_cell(rules: Rules, item: str, of: str | None) -> Confidence:
    """How sure the name of a table's cell is, whose words stand in its row and its head."""
    name = unbounded(item)
    return "high" if (of or len(name) >= items.SHORT) and not _loose(rules, name) else "medium"


def _loose(rules: Rules, item: str) -> bool:
    """Whether an item holds what no noun does."""
    bare = without(item)
    return bool(rules.certainty.loose.search(bare) or rules.certainty.result.search(bare))


def _another_s(rules: Rules, c: Clauses, s: Setting) -> bool:
    """Whether a figure may belong to somebody else than was found: to a body that opens a clause before it in its sentence."""
    if s.of and rules.certainty.whole.fullmatch(s.of):
        return True
    before = c.body[max(c.sentence(s.this.start), s.this.number - _NEAR) : s.this.number]
    return any(not (s.of and s.of in body.group()) for body in rules.certainty.body.pattern.finditer(before))


def _goes_on(rules: Rules, s: Setting, named: Named, item: str) -> bool:
    """Whether an item is that of the sure figure before it: the second of 由A增至B, what it grew by, who looked at it."""
    known, last = rules.certainty, s.last
    if last is None or last.of != s.of:
        return False
    if known.looked.search(item) and s.this.unit in rules.items.heads.all:
        event = known.looked.pattern.sub("", item)
        return (
            bool(event) and last.subject.endswith(event) and (last.confidence == "high" or known.events.fullmatch(last.subject) is not None)
        )
    if last.confidence != "high":
        return False
    if named.rule == "inherited":
        return item == last.subject and s.this.unit == last.unit and last.item.endswith(BOUNDS)
    return item.startswith(last.subject) and known.grown.fullmatch(item.removeprefix(last.subject)) is not None


def _cut(rules: Rules, c: Clauses, s: Setting, named: Named, item: str) -> bool:
    """Whether a noun was cut whole out of the words beside its numeral."""
    # What measures time or way, and a sum named by the verb that spends it, is often no noun of its own.
    spent = s.this.unit.endswith("元") and len(item) < _PHRASE and rules.items.spending.search(item)
    if s.this.words or s.this.unit in rules.units.limits.all or spent:
        return False
    if s.this.unit in rules.items.rounds.all:
        known = rules.certainty
        if known.into.match(s.head.verb) or known.into.match(item):
            return False
        if known.events.fullmatch(item) or known.held.search(item):
            return True
    if len(item) < items.SHORT or rules.items.told.search(item):
        return False
    return _behind(rules, named, item) if named.rule == "counted-behind" else _before(rules, c, s, item)


def _behind(rules: Rules, named: Named, item: str) -> bool:
    """Whether a noun behind its counter is whole: of people and what they did, or long enough to need nothing more."""
    if rules.certainty.clause.search(item):
        return False
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
        whom = made and head.verb.endswith(rules.certainty.whom.words) and rules.nouns.person.search(head.noun)
        return bool(whom) or (made and len(item) > items.SHORT + 1) or items.of_level(head.noun) or item.endswith("率")
    begins = head.at == s.start or rules.nouns.leads.fullmatch(c.body, s.start, head.at) is not None
    return bool(head.verb) or begins or len(item) > items.SHORT + 1
