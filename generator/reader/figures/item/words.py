"""The words of rules/items.yml, and what they say of a verb or a noun."""

from __future__ import annotations

import re
from functools import cache

from generator.language.numerals import alternation
from generator.rules import loader as rules


class ItemRules(rules.RuleModel):
    """See the head of rules/items.yml; word lists are separated by blanks."""

    leading: str
    verbs: str
    acts: str
    standing: str
    manner: rules.Regex
    serving: str
    served: rules.Regex
    kept: rules.Regex
    airing: str
    bare: rules.Regex
    gains: rules.Regex
    receiving: str
    objects: str
    nominal: str
    copulas: str
    trailing: str
    vague: rules.Regex
    stops: str
    compounds: rules.Regex
    endings: rules.Regex
    predicates: str
    opens: rules.Regex
    attributive: rules.Regex
    things: rules.Regex
    persons: rules.Regex
    bodies: rules.Regex
    adverbs: str
    places: rules.Regex
    populations: rules.Regex
    people: rules.Regex
    sayings: rules.Regex
    resolved: rules.Regex
    events: rules.Regex
    settled: rules.Regex
    cases: rules.Regex
    shown: rules.Regex
    held: rules.Regex
    attributes: rules.Regex
    heading: rules.Regex
    organs: rules.Regex
    spending: rules.Regex
    purpose: rules.Regex
    giver: rules.Regex
    funds: rules.Regex
    made_up: rules.Regex
    members: rules.Regex
    titles: rules.Regex
    lands: rules.Regex
    shares: rules.Regex
    asides: rules.Regex
    hit: dict[str, str | list[str]]


def item_rules() -> ItemRules:
    """rules/items.yml."""
    return rules.load("items", ItemRules)


@cache
def either(name: str) -> str:
    """The word list `name` as one alternation, longest first."""
    return alternation(getattr(item_rules(), name).split())


@cache
def words(name: str) -> tuple[str, ...]:
    return tuple(getattr(item_rules(), name).split())


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The rule `name` that is a pattern, compiled."""
    return re.compile(getattr(item_rules(), name))


@cache
def _only_verbs() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{either('verbs')}|{either('nominal')})[了出起]?)+")


@cache
def _last_verb() -> re.Pattern[str]:
    """The longest verb that a text ends in: of 代办 that is not 办."""
    return re.compile(f"(?:{either('verbs')}|{either('acts')}|{either('standing')})$")


@cache
def _end_verbs() -> re.Pattern[str]:
    return re.compile(f"(?:{either('receiving')})$")


def vague(item: str) -> bool:
    """Whether an item says nothing without what stands before it (受众, 化解率)."""
    return bool(pattern("vague").fullmatch(item))


def stands(verb: str) -> bool:
    """Whether a verb only says that its object is there (建有, 划分), so that a short object stands by itself."""
    last = _last_verb().search(verb.rstrip("了"))
    return last is not None and last.group() in words("standing")


def is_verb(text: str) -> bool:
    """Whether a text is nothing but verbs (组织实施)."""
    return bool(_only_verbs().fullmatch(text))


def balanced(text: str) -> bool:
    """Whether quotation marks and brackets come in pairs."""
    return all(text.count(opening) == text.count(closing) for opening, closing in ("“”", "()", "《》"))


def without_end_verb(noun: str) -> str:
    """A noun without the verb it ends in, whose object is the figure: 培训班吸引|400人 -> 培训班."""
    return _end_verbs().sub("", noun)
