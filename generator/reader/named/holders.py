"""Who received an honour: the subject of its clause, or the one the clause leaves out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.model import Level
from generator.places.gazetteer import Gazetteer
from generator.rules import Rules

LONGEST_HOLDER = 36
SENTENCES_BACK = 4
"""How many sentences back an omitted subject may stand."""
SUBJECT_BACK = 600
"""How many characters back these sentences are looked for."""


class Ground(NamedTuple):
    """A part of the body that reports on one region."""

    start: int
    end: int
    name: str
    level: Level


def ground_at(grounds: Sequence[Ground], at: int) -> Ground | None:
    """The part of the body that holds an offset."""
    return next((g for g in reversed(grounds) if g.start <= at < g.end), None)


def holders_of(
    rules: Rules, places: Gazetteer, body: str, clause: int, at: int, verb: re.Match[str], ground: Ground | None
) -> tuple[int, list[str]] | None:
    """Where the quote begins and who received it: the subject of the clause, or the one it leaves out."""
    data = rules.honours
    named = verb.groupdict().get("holder")
    if named:
        return verb.start(), [named]
    start, end = min(rules.outline.signs.end(body, clause), at), at
    while match := data.lead.match(body[start:end]):
        if not match.end():
            break
        start += match.end()
    while match := data.trail.search(body[start:end]):
        end = start + match.start()
    name = body[start:end].strip()
    if ground and data.itself.fullmatch(name) and ground.name.endswith(name[1]):
        return start, [ground.name]
    if data.branded.fullmatch(name):
        return start, [name]
    if data.person.fullmatch(name):
        return start, name.split("、")
    if len(name) > 1 and max(map(len, name.split("、"))) <= LONGEST_HOLDER and data.holder.finds(name) and not re.search(r"[“”]", name):
        return start, name.split("、")
    subject = _subject(rules, places, body, clause, ground)
    return (end if end > clause else clause, [subject]) if subject else None


def _subject(rules: Rules, places: Gazetteer, body: str, clause: int, ground: Ground | None) -> str | None:
    """The subject that a clause leaves out: that of the clauses before it, else the region's name."""
    data, first = rules.honours, max(0, clause - SUBJECT_BACK)
    sentences = re.split(r"(?<=[。;!?])", body[max(first, body.rfind("\n", first, clause) + 1) : clause])[-SENTENCES_BACK:]
    for sentence in reversed(sentences):
        for part in [sentence, *reversed(re.split(r"(?<=,)", sentence))]:
            if match := data.counted.match(part):
                return match["name"]
            time = data.time.match(part)
            clause_text = part[time.end() if time else 0 :]
            place, match = _place(places, clause_text), data.subject.match(clause_text)
            # 河东县石桥村以…: the village is meant, not its county.
            if match and (place is None or match["name"].startswith(place)):
                return match["name"]
            if place:
                return place
    return ground.name if ground else None


def _place(places: Gazetteer, text: str) -> str | None:
    """The division `text` opens with, without those above it: 新疆阜康市把… -> 阜康市."""
    last = None
    for mention in places.find(text[:LONGEST_HOLDER]):
        if mention.start != (last.end if last else 0):
            break
        last = mention
    return last.text if last else None
