"""Named, branded or numbered programmes and formulas of a region's own work.

Most stand in quotation marks, but so do slogans, speeches, honours, accounts and figures of speech. Cues in the phrase,
before it and behind it are weighed against each other; all of them stand in rules/programmes.yml. A few kinds of names
stand without quotation marks and have patterns of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from generator import rules
from generator.facts import CLAUSE, LONGEST_TITLE, Found, brackets, clause_before, document_kind, marked
from generator.model import Confidence, Programme
from generator.text import Document, Span

LONGEST = 64
"""A quoted phrase that is longer is speech."""
AHEAD = 24
"""How much of the text behind a quoted phrase is looked at."""

Place = Literal["name", "before", "after"]


class Cue(rules.PatternRule):
    """See the head of rules/programmes.yml."""

    where: Place
    weight: int
    group: str | None = None


class Formula(rules.PatternRule):
    confidence: Confidence


class ProgrammeRules(rules.RuleModel):
    threshold: int
    sure: int
    known_weight: int
    figures_weight: int
    known: list[str]
    figures: list[str]
    cues: list[Cue]
    formulas: list[Formula]
    boundary: rules.Regex
    joints: str
    numerals: dict[str, int]
    measures: rules.Regex


def programme_rules() -> ProgrammeRules:
    return rules.load("programmes", ProgrammeRules)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = programme_rules()
    return frozenset(data.known), frozenset(data.figures)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase (`start`, `end` without its marks) and the text that speaks for or against it."""

    start: int
    end: int
    name: str
    before: str
    after: str


def weigh(phrase: Phrase) -> tuple[int, str]:
    """The points of a phrase and the cue that speaks most for it."""
    data, (known, figures) = programme_rules(), _lists()
    texts: dict[Place, str] = {"name": phrase.name, "before": phrase.before, "after": phrase.after}
    strongest: dict[tuple[Place, str], tuple[int, str]] = {}
    for cue in data.cues:
        key = (cue.where, cue.group or cue.id)
        if abs(cue.weight) > abs(strongest.get(key, (0, ""))[0]) and cue.regex.search(texts[cue.where]):
            strongest[key] = (cue.weight, cue.id)
    total = sum(weight for weight, _ in strongest.values())
    total += data.known_weight * (phrase.name in known) + data.figures_weight * (phrase.name in figures)
    return total, max(strongest.values(), default=(0, "none"))[1]


def phrases(document: Document) -> Iterator[Phrase]:
    """Every quoted phrase with its surroundings; enumerations share theirs."""
    body = document.body
    spans = brackets(body, "“", "”", LONGEST * 3)
    for number, (start, end) in enumerate(spans):
        if not 1 <= end - start - 2 <= LONGEST or "\n" in body[start:end]:
            continue
        yield Phrase(start + 1, end - 1, body[start + 1 : end - 1], _before(body, spans, number), _after(body, spans, number))


def _before(body: str, spans: list[Span], number: int) -> str:
    """The clause up to the phrase, quoted phrases in it taken out."""
    start = spans[number].start
    text, at = "", start
    for span in reversed(spans[max(0, number - 6) : number]):
        between = body[span.end : at]
        if CLAUSE.search(between) or at - span.end > 30:
            break
        text = between.lstrip(programme_rules().joints) + text
        at = span.start
    return clause_before(body, at) + text


def _after(body: str, spans: list[Span], number: int) -> str:
    """What follows the phrase, the phrases enumerated with it left out."""
    at = spans[number].end
    for span in spans[number + 1 : number + 8]:
        if body[at : span.start].strip(programme_rules().joints + " "):
            break
        at = span.end
    return body[at : at + AHEAD].split("\n")[0]


def programmes(document: Document) -> list[Found[Programme]]:
    """Programmes and formulas, each mention that reads as one, in reading order."""
    data, body = programme_rules(), document.body
    titles = brackets(body, "《", "》", LONGEST_TITLE)
    # Plans name the mechanisms they set up; what the title of a book or song puts in quotation marks is its own.
    works = marked(body, [s for s in titles if document_kind(body[s.start + 1 : s.end - 1])[0] != "policy"])
    quoted = list(phrases(document))
    found = []
    for phrase in quoted:
        if not works[phrase.start]:
            points, cue = weigh(phrase)
            if points >= data.threshold:
                found.append(_item(document, phrase.start, phrase.end, cue, "high" if points >= data.sure else "medium"))
    named = {body[f.start : f.end] for f in found}
    taken = marked(body, [*titles, *(Span(p.start, p.end) for p in quoted)])
    for formula in data.formulas:
        for match in formula.regex.finditer(body):
            start, end = _name(match, data)
            name = body[start:end]
            # A short form of a name that stands in full elsewhere (兴边富民 beside 兴边富民行动) is the same programme.
            known = any(other != name and other.startswith(name) for other in named)
            if end - start >= 2 and not taken[start] and not known:
                found.append(_item(document, start, end, formula.id, formula.confidence))
    return sorted(found, key=lambda f: (f.start, f.end))


def _name(match: re.Match[str], data: ProgrammeRules) -> tuple[int, int]:
    """The name's bounds, cut where a word stands that begins a name."""
    start, end = match.span("name")
    cuts = [m.end() for m in re.finditer(data.boundary, match["name"]) if m.end() < end - start - 2]
    return start + (cuts[-1] if cuts else 0), end - (match["name"][-1] in ",、")


def _item(document: Document, start: int, end: int, rule: str, confidence: Confidence) -> Found[Programme]:
    return Found(start, end, Programme(name=document.quote(start, end), count=parts(document.body[start:end])), rule, confidence)


def parts(name: str) -> int | None:
    """How many parts a name states: 七项工程 7, 双百 2, 7+N 7; None where it joins numbers, is a code or states none."""
    data = programme_rules()
    values = data.numerals
    digit = "".join(values)
    if match := re.fullmatch(rf"([{digit}]|\d{{1,2}})\+[NnXx].{{0,4}}", name):
        return values.get(match[1]) or int(match[1])
    name = re.split(r"[·+]", name)[0]
    measured = re.findall(rf"([{digit}]|十[{digit}])(?:{data.measures})", name)
    if len(measured) == 1:
        return sum(values[c] for c in measured[0])
    numbers = re.findall(rf"[{digit}百千万\d]", name)
    if len(numbers) == 1 + (numbers == ["双", "百"]) and numbers[0] not in "一百千万" and len(name) <= 4 and not name[0].isdigit():
        return values[numbers[0]]
    return None
