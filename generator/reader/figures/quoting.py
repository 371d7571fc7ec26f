"""Where the quote of a figure begins whose noun stands before its numeral."""

from generator.language.marks import balanced
from generator.language.numerals import Quantity
from generator.reader.figures.figure import Setting
from generator.rules import Rules

# A clause before its numeral is quoted whole up to this length; a longer one from its last part on.
WHOLE = 22
# From this length on its doer is not quoted, where the item does not name it.
CLAUSE = 18


def begin(rules: Rules, body: str, s: Setting) -> int:
    """The beginning of the shortest part of the clause that holds the item and its numeral."""
    verb_at, stop = s.head.verb_at, s.this.end
    at = _behind_doer(rules, body, s)
    if stop - at > WHOLE or body[s.head.at - 1] == "的":
        at = _shorter(body, at, s.head.at, s.this)
    names_verb = at > verb_at >= s.start and stop - verb_at <= 2 * WHOLE and s.head.verb in s.head.name(rules)
    return verb_at if names_verb else at


def _behind_doer(rules: Rules, body: str, s: Setting) -> int:
    """Where a figure's quote begins: at the verb where a long doer stands before it that the item does not name."""
    dropped = body[s.start : max(s.start, s.head.verb_at)]
    if not dropped or "每" in dropped or s.this.end - s.start <= CLAUSE:
        return s.start
    named = s.head.doer and s.head.doer in s.head.name(rules)
    return s.start + max(0, dropped.rfind(s.head.doer)) if named else s.head.verb_at


def _shorter(body: str, begin: int, head_at: int, found: Quantity) -> int:
    """A later beginning for a long quote: behind 等 where a noun stands there, else the item, or its last part."""
    listed = body.rfind("等", begin, found.start - 4)
    if listed > begin and balanced(body[listed : found.start]):
        return listed + 1
    if found.end - head_at <= 2 * WHOLE:
        begin = max(begin, head_at)
    if found.end - begin > WHOLE:
        for mark in ("等", "、", "的"):
            place = body.rfind(mark, begin, found.start - 3)
            if place > begin and balanced(body[place : found.start]):
                return place + 1
    return begin
