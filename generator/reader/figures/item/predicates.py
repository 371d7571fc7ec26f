"""What is said of a counted noun behind it: where it begins, and what of it tells which of them are counted."""

from __future__ import annotations

import re
from functools import cache

from generator.reader.figures.item.words import balanced, either, pattern
from generator.rules import Rules

# How far a predicate behind a noun is read.
PREDICATE = 26
# A predicate longer than this tells more than an item should.
TELLING = 19


@cache
def _predicates(rules: Rules) -> re.Pattern[str]:
    """What opens a predicate behind a noun of two characters or more."""
    known = rules.items
    return re.compile(f"(?<=[^“(《]{{2}})(?:{known.opens}|(?:{either(rules, 'predicates')})(?!{known.attributive}))")


@cache
def adverbs(rules: Rules) -> re.Pattern[str]:
    return re.compile(f"(?:{either(rules, 'adverbs')})+")


def predicate_at(rules: Rules, noun: str) -> int:
    """Where the predicate behind a noun begins; the noun's end where it has none."""
    if not pattern(rules, "things").search(noun):
        for opened in _predicates(rules).finditer(noun, 2):
            if balanced(noun[: opened.start()]):
                return opened.start()
    return len(noun)


def of_people(rules: Rules, noun: str) -> str:
    """A noun behind 名 or 户 without what is said of the people: 教师、医生|进山支教; all of it where it names no people."""
    if pattern(rules, "bodies").search(noun):
        return noun
    ends = [match.end() for match in pattern(rules, "persons").finditer(noun)]
    return noun[: ends[-1]] if ends and balanced(noun[: ends[-1]]) else noun


def plain(rules: Rules, said: str) -> str:
    """A predicate without the adverbs before it: 到场|听讲."""
    return adverbs(rules).sub("", said, count=1) if (match := adverbs(rules).match(said)) and len(said) - match.end() >= 2 else said


def predicate(rules: Rules, body: str, start: int, stop: int) -> tuple[str, int]:
    """What is said of a counted noun that ends at `start`, and where that ends; empty where nothing usable stands there."""
    text = body[start : min(stop, start + PREDICATE)]
    said = re.sub(r"^[(][^()]*[)]", "", text)
    said = plain(rules, said)
    if pattern(rules, "sayings").match(said) or said.startswith(("户均", "人均")):
        return "", start
    said = said.split("、")[-1].strip(" 的了")
    said = said.rpartition("的")[0] or said
    if not 2 <= len(said) <= TELLING or said[0] in "是等之每" or re.search(r"\d", said) or not balanced(said):
        return "", start
    return said, start + len(text)


def title(rules: Rules, said: str) -> str:
    """The title a predicate says was received: 被省民宗委命名为“示范社区” -> 示范社区; empty where it says none."""
    match = pattern(rules, "titles").search(said)
    return match.group(1).strip("“”") if match else ""


def with_predicate(said: str, noun: str) -> str:
    """What is said of a short counted noun, and the noun: 设立联络员 + 村 -> 设立联络员的村."""
    return f"{said}的{noun}" if said else noun
