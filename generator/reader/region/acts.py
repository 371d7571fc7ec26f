"""Roles that names have only beside one another: who gives and who is given to, who visits and who is visited.

A donor is not the region that is reported on where the title does not say so, nor is a visitor.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.language.clauses import SENTENCE_END, clause_before
from generator.reader.region.spots import Spot
from generator.rules.places import RegionRules, Role

_GIVERS: tuple[Role, ...] = ("subject", "organ", "title_open", "name")


def beside(rules: RegionRules, spots: Sequence[Spot], related: Callable[[Spot, Spot], bool]) -> list[Spot]:
    """The names of one text, in order, with the roles they have beside one another in its sentences; `related` tells of two whether one lies in the other."""
    if not spots:
        return []
    text = spots[0].text
    ends = [mark.end() for mark in SENTENCE_END.finditer(text)]
    found: list[Spot] = []
    number = 0
    while number < len(spots):
        sentence = bisect_right(ends, spots[number].start)
        stop = ends[sentence] if sentence < len(ends) else len(text)
        following = number + 1
        while following < len(spots) and spots[following].start < stop:
            following += 1
        found += _sentence(rules, spots[number:following], related, text[ends[sentence - 1] if sentence else 0 : stop])
        number = following
    return found


def _sentence(rules: RegionRules, spots: Sequence[Spot], related: Callable[[Spot, Spot], bool], sentence: str) -> list[Spot]:
    """The names of one sentence."""
    own: Role = "title" if spots[0].where == "title" else "name"
    visited = next((s.start for s in spots if s.role == "visitor"), None)
    if visited is not None:
        return [replace(s, role=own) if s.role == "partner" and s.start > visited else s for s in spots]
    giver = next((s for s in spots if s.role in _GIVERS), None)
    if giver is None or len(spots) < 2 or spots[0].where == "credit" or not rules.giving.finds(sentence):
        return list(spots)
    given = {s.start for s in spots if s.start > giver.end and not related(s, giver) and _given(rules, s)}
    if not given:
        return list(spots)
    donor: Role = "title" if giver.where == "title" else "donor"
    receiver: Role = "title" if giver.where == "title" else "receiver"
    return [replace(s, role=donor) if s == giver else replace(s, role=receiver) if s.start in given else s for s in spots]


def _given(rules: RegionRules, spot: Spot) -> bool:
    """Whether what stands around a name says that something is given to it or done there."""
    before, after = clause_before(spot.text, spot.start), spot.text[spot.end : spot.end + 12]
    return any(context.fits(spot.where, before, after) for context in rules.receivers)
