"""Why a document reports no division's own work: a closed list, rules/regions.yml."""

from generator.language.clauses import CLAUSE_END, SENTENCE_END
from generator.reader.region.clues import Clues
from generator.reader.region.spots import OWN
from generator.rules.places import Marked, Refusal

_PAPER = 2
"""Marks of a paper that make one; a report may have one of them."""


def refusal(known: Clues) -> Refusal | None:
    """Why the document is no report of a division, whatever divisions it names; None where nothing says so."""
    reasons = {reason.id: reason for reason in known.rules.refusals}
    if sum(mark.pattern.search(known.document.folded) is not None for mark in reasons["paper"].marks) >= _PAPER:
        return reasons["paper"]
    own = sum(known.itself().values())
    for name in ("association", "institution"):
        others = sum(mark.weight * _count(mark, known.said) for mark in reasons[name].marks)
        if others > 2 and others > own:
            return reasons[name]
    return reasons["visit"] if _only_visited(known, reasons["visit"].marks) else None


def unfounded(known: Clues) -> Refusal:
    """Why no division is found in a document that may be a report."""
    named = any(key[0] not in "?*" for spot in known.spots for key in spot.keys)
    return next(reason for reason in known.rules.refusals if reason.id == ("others" if named else "nameless"))


def _count(mark: Marked, text: str) -> int:
    return sum(1 for _ in mark.pattern.finditer(text))


def _only_visited(known: Clues, marks: tuple[Marked, ...]) -> bool:
    """Whether the document is of a visit, and no clause with a number beside it tells of what a division does."""
    body = known.document.body
    first = next((end.start() for end in SENTENCE_END.finditer(body) if end.start() > 0), len(body))
    opening = f"{known.document.title or ''}\n{body[:first]}"
    if not any(mark.pattern.search(opening) for mark in marks):
        return False
    acting = sorted(s.start for s in known.spots if s.where == "body" and s.role in OWN)
    acting += sorted(place for places, _, _ in known.calls for place in places if place >= 0)
    start = 0
    places = iter(sorted(acting))
    place = next(places, -1)
    for end in [*(mark.start() for mark in CLAUSE_END.finditer(body)), len(body)]:
        told = False
        while 0 <= place < end:
            told, place = True, next(places, -1)
        clause = body[start:end]
        if told and any(char.isdecimal() for char in clause) and not known.rules.visiting.finds(clause):
            return False
        start = end + 1
    return True
