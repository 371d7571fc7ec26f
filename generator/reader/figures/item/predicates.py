"""What is said of a counted noun behind it: where it begins, and what of it tells which of them are counted."""

import re

from generator.language.marks import balanced
from generator.rules import Rules

# How far a predicate behind a noun is read.
PREDICATE = 26
# A predicate longer than this tells more than an item should.
TELLING = 19


def predicate_at(rules: Rules, noun: str) -> int:
    """Where the predicate behind a noun begins; the noun's end where it has none."""
    if not noun.endswith(rules.nouns.things.words):
        for opened in rules.nouns.predicate.finditer(noun, 2):
            if balanced(noun[: opened.start()]):
                return opened.start()
    return len(noun)


def of_people(rules: Rules, noun: str) -> str:
    """A noun behind 名 or 户 without what is said of the people: 教师、医生|进山支教; all of it where it names no people."""
    if noun.endswith(rules.nouns.bodies.words):
        return noun
    ends = [match.end() for match in rules.nouns.person.finditer(noun)]
    return noun[: ends[-1]] if ends and balanced(noun[: ends[-1]]) else noun


def plain(rules: Rules, said: str) -> str:
    """A predicate without the adverbs before it: 到场|听讲."""
    match = rules.nouns.manners.match(said)
    return said[match.end() :] if match and len(said) - match.end() >= 2 else said


def predicate(rules: Rules, body: str, start: int, stop: int) -> tuple[str, int]:
    """What is said of a counted noun that ends at `start`, and where that ends; empty where nothing usable stands there."""
    text = body[start : min(stop, start + PREDICATE)]
    said = re.sub(r"^[(][^()]*[)]", "", text)
    said = plain(rules, said)
    if rules.nouns.sayings.match(said):
        return "", start
    said = said.split("、")[-1].strip(" 的了")
    said = said.rpartition("的")[0] or said
    if not 2 <= len(said) <= TELLING or rules.nouns.untold.search(said) or not balanced(said):
        return "", start
    return said, start + len(text)


def title(rules: Rules, said: str) -> str:
    """The title a predicate says was received: 被省民宗委命名为“示范社区” -> 示范社区; empty where it says none."""
    match = rules.nouns.titles.search(said)
    return match.group(1).strip("“”") if match else ""


def with_predicate(said: str, noun: str) -> str:
    """What is said of a short counted noun, and the noun: 设立联络员 + 村 -> 设立联络员的村."""
    return f"{said}的{noun}" if said else noun
