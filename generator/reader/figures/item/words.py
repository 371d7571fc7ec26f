"""The words of rules/items.yml, and what they say of a verb or a noun."""

from __future__ import annotations

import re
from functools import cache

from generator.language.numerals import alternation
from generator.rules import Rules


@cache
def either(rules: Rules, name: str) -> str:
    """The word list `name` as one alternation, longest first."""
    return alternation(getattr(rules.items, name).split())


@cache
def words(rules: Rules, name: str) -> tuple[str, ...]:
    return tuple(getattr(rules.items, name).split())


@cache
def pattern(rules: Rules, name: str) -> re.Pattern[str]:
    """The rule `name` that is a pattern, compiled."""
    return re.compile(getattr(rules.items, name))


@cache
def _only_verbs(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{either(rules, 'verbs')}|{either(rules, 'nominal')})[了出起]?)+")


@cache
def _last_verb(rules: Rules) -> re.Pattern[str]:
    """The longest verb that a text ends in: of 代办 that is not 办."""
    return re.compile(f"(?:{either(rules, 'verbs')}|{either(rules, 'acts')}|{either(rules, 'standing')})$")


@cache
def _end_verbs(rules: Rules) -> re.Pattern[str]:
    return re.compile(f"(?:{either(rules, 'receiving')})$")


def vague(rules: Rules, item: str) -> bool:
    """Whether an item says nothing without what stands before it (受众, 化解率)."""
    return bool(pattern(rules, "vague").fullmatch(item))


def stands(rules: Rules, verb: str) -> bool:
    """Whether a verb only says that its object is there (建有, 划分), so that a short object stands by itself."""
    last = _last_verb(rules).search(verb.rstrip("了"))
    return last is not None and last.group() in words(rules, "standing")


def is_verb(rules: Rules, text: str) -> bool:
    """Whether a text is nothing but verbs (组织实施)."""
    return bool(_only_verbs(rules).fullmatch(text))


def balanced(text: str) -> bool:
    """Whether quotation marks and brackets come in pairs."""
    return all(text.count(opening) == text.count(closing) for opening, closing in ("“”", "()", "《》"))


def without_end_verb(rules: Rules, noun: str) -> str:
    """A noun without the verb it ends in, whose object is the figure: 培训班吸引|400人 -> 培训班."""
    return _end_verbs(rules).sub("", noun)
