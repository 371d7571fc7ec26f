"""Awards, titles and namings that are said to have been received, each with who received it.

What is only striven for, planned, counted without a name or given to others is none. Words and patterns stand in
rules/honours.yml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pydantic import Field

from generator import gazetteer, rules
from generator.facts import CLAUSE, Found
from generator.model import Honour, HonourLevel, Level
from generator.text import Document

LONGEST = 160
"""How far behind the verb titles are looked for."""
SHORT = 10
"""A title of fewer characters alone is no quote."""
LONGEST_CLAUSE = 120
LONGEST_HOLDER = 36
SENTENCES_BACK = 4
"""How many sentences back an omitted subject may stand."""
_LEVELS: dict[Level, HonourLevel] = {"province": "provincial", "prefecture": "prefecture", "county": "county", "township": "county"}


class Verb(rules.PatternRule):
    needs: rules.Regex | None = None


class LevelRule(rules.RuleModel):
    level: HonourLevel
    pattern: rules.Regex


class HonourRules(rules.RuleModel):
    """See the head of rules/honours.yml."""

    verbs: list[Verb]
    blocked: rules.Regex
    title_end: rules.Regex
    not_title: rules.Regex
    tail: rules.Regex
    not_tail: rules.Regex
    batch: rules.Regex
    bare: rules.Regex
    called: rules.Regex
    cut: rules.Regex
    and_: rules.Regex = Field(alias="and")
    each: str
    levels: list[LevelRule]
    own: rules.Regex
    region: rules.Regex
    abroad: rules.Regex
    lead: rules.Regex
    trail: rules.Regex
    holder: rules.Regex
    time: rules.Regex
    subject: rules.Regex
    counted: rules.Regex
    hit: dict[str, list[str]]
    miss: list[str]


class Ground(NamedTuple):
    """A part of the body that reports on one region."""

    start: int
    end: int
    name: str
    level: Level


class _Title(NamedTuple):
    """A title as it stands in the body, and its text put together."""

    start: int
    end: int
    text: str


def honour_rules() -> HonourRules:
    return rules.load("honours", HonourRules)


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<v{n}>{re.sub(r'[?]P<[a-z]+>', '?:', v.pattern)})" for n, v in enumerate(honour_rules().verbs)))


def honours(document: Document, grounds: Sequence[Ground] = ()) -> list[Found[Honour]]:
    """Every honour received, in reading order. `grounds` tell whose 全市 and whose omitted subject is meant."""
    body, data = document.body, honour_rules()
    found: list[Found[Honour]] = []
    done = 0
    for match in _verbs().finditer(body):
        if match.start() < done:
            continue
        verb = data.verbs[next(n for n in range(len(data.verbs)) if match.group(f"v{n}") is not None)]
        detail = verb.regex.match(body, match.start())
        if detail is None:
            continue
        clause = _clause_start(body, match.start())
        before = body[max(clause, done) : match.start()]
        if re.search(data.blocked, before) or re.search(data.abroad, detail.group()):
            continue
        titles, end = _titles(body, detail.end(), verb)
        if not titles:
            continue
        ground = next((g for g in reversed(grounds) if g.start <= match.start() < g.end), None)
        giver = detail.groupdict().get("giver") or ""
        held = _holder(body, max(clause, done), match.start(), detail, ground)
        if held is None:
            continue
        start, holders = held
        inherited: HonourLevel | None = None
        items = []
        for number, title in enumerate(titles):
            level = _level(title.text, body, ground) or _level(giver, body, ground) or inherited
            if level is None or re.search(data.abroad, title.text):
                continue
            inherited = level
            holder = holders[number] if len(holders) == len(titles) > 1 and data.each in before else "、".join(holders)
            items.append((title, holder, level))
        # Titles without marks of their own stand as one list, and 分别 ties them to their holders: both keep the whole clause.
        whole = data.each in before or "“" not in body[detail.end() : end]
        for number, (title, holder, level) in enumerate(items):
            first, last = (start, end) if whole else _own(items, number, start, end)
            quote = document.quote(first, last)
            found.append(Found(first, last, Honour(quote=quote, title=title.text, holder=holder, level=level), verb.id, "medium"))
        if items:
            done = end
    return found


def _own(items: Sequence[tuple[_Title, str, HonourLevel]], number: int, start: int, end: int) -> tuple[int, int]:
    """The part of the clause that names one of several titles; a short title takes those before it along."""
    title = items[number][0]
    first = start if number == 0 or title.end - title.start < SHORT else title.start
    return first, end if number == len(items) - 1 else title.end


def _clause_start(body: str, at: int) -> int:
    first = max(0, at - LONGEST_CLAUSE)
    return max((m.end() for m in CLAUSE.finditer(body, first, at)), default=first)


def _titles(body: str, at: int, verb: Verb) -> tuple[list[_Title], int]:
    """The titles that begin at `at` and where what names them ends; none where it is a saying or a count."""
    data = honour_rules()
    stop = re.compile(r"[,。;:!?\n]").search(body, at, at + LONGEST)
    limit = stop.start() if stop else min(len(body), at + LONGEST)
    found: list[_Title] = []
    position = at
    while position < limit:
        item = re.compile(r"([^、,。;:!?“”\n]{0,40})(?:“([^“”\n]{2,40})”)?").match(body, position, limit)
        if item is None or item.end() == position:
            break
        title = _title(body, item, data)
        if title is None:
            break
        found.append(title)
        position = title.end
        joint = re.compile(rf"(?:{data.and_})?(?=[^、])").match(body, position, limit)
        if joint is None or (joint.end() == position and body[position] != "“"):
            break
        position = joint.end()
    if not found:
        return [], at
    end = found[-1].end
    rest = body[end : end + 24]
    if re.match(data.not_tail, rest) or not re.match(data.tail, rest):
        return [], at
    if verb.needs and not any(re.search(verb.needs, body[t.start : t.end]) for t in found):
        return [], at
    called = re.match(data.called, rest)
    return _share(found), end + (called.end() if called else 0)


def _title(body: str, item: re.Match[str], data: HonourRules) -> _Title | None:
    """One title: words, words in quotation marks, or both; what follows it in the same run of words is cut off."""
    words, quoted = item[1], item[2]
    if quoted:
        text, end = words + quoted, item.end()
    else:
        text = re.split(data.cut, words, maxsplit=1)[0]
        end = item.start() + len(text)
    name = re.sub(data.batch, "", text)
    if re.search(data.not_title, words):
        return None
    if re.fullmatch(data.bare, name):
        return _Title(item.start(), end, name)
    if not 4 <= len(name) <= 40 and not (quoted and len(name) >= 3) or not (quoted or re.search(data.title_end, name)):
        return None
    return _Title(item.start(), end, name)


def _share(titles: list[_Title]) -> list[_Title]:
    """全国、全省民族团结进步模范集体: a bare level takes the words of the title behind it."""
    data = honour_rules()
    found: list[_Title] = []
    for number, title in enumerate(titles):
        if re.fullmatch(data.bare, title.text):
            whole = next((t for t in titles[number + 1 :] if not re.fullmatch(data.bare, t.text)), None)
            if whole is None:
                continue
            words = re.sub(f"^(?:{data.bare})", "", whole.text)
            title = title._replace(text=title.text + words)
        found.append(title)
    return found


def _level(text: str, body: str, ground: Ground | None) -> HonourLevel | None:
    """The level a title or a giver's name tells."""
    data = honour_rules()
    first: tuple[int, HonourLevel] | None = None
    for rule in data.levels:
        match = re.search(rule.pattern, text)
        if match and (first is None or match.start() < first[0]):
            first = (match.start(), rule.level)
    if match := re.search(data.own, text):
        own = _LEVELS[ground.level] if ground and ground.name.endswith("市") else "prefecture"
        first = min(first or (999, own), (match.start(), own))
    if match := re.search(data.region, text):
        district = ground is not None and ground.level == "county" and "自治区" not in body
        first = min(first or (999, "county"), (match.start(), "county" if district else "provincial"))
    places = gazetteer.load()
    mention = next(iter(places.find(text)), None)
    if mention and (first is None or mention.start < first[0]):
        levels = {_LEVELS[places.get(code).level] for code in mention.codes}
        if len(levels) == 1:
            return levels.pop()
    return first[1] if first else None


def _holder(body: str, clause: int, at: int, verb: re.Match[str], ground: Ground | None) -> tuple[int, list[str]] | None:
    """Where the quote begins and who received it: the subject of the clause, or the one it leaves out."""
    data = honour_rules()
    named = verb.groupdict().get("holder")
    if named:
        return verb.start(), [named]
    start, end = clause, at
    while match := re.match(data.lead, body[start:end]):
        if not match.end():
            break
        start += match.end()
    while match := re.search(data.trail, body[start:end]):
        end = start + match.start()
    name = body[start:end].strip()
    if 1 < len(name) <= LONGEST_HOLDER and re.search(data.holder, name) and not re.search(r"[“”]", name):
        return start, name.split("、") if data.each in body[clause:at] else [name]
    subject = _subject(body, clause, ground)
    return (end if end > clause else clause, [subject]) if subject else None


def _subject(body: str, clause: int, ground: Ground | None) -> str | None:
    """The subject that a clause leaves out: that of the clauses before it, else the region's name."""
    data = honour_rules()
    paragraph = body.rfind("\n", 0, clause) + 1
    sentences = re.split(r"(?<=[。;!?])", body[paragraph:clause])[-SENTENCES_BACK:]
    for sentence in reversed(sentences):
        for part in [sentence, *reversed(re.split(r"(?<=,)", sentence))]:
            if match := re.match(data.counted, part):
                return match["name"]
            time = re.match(data.time, part)
            clause_text = part[time.end() if time else 0 :]
            if place := _place(clause_text):
                return place
            if match := re.match(data.subject, clause_text):
                return match["name"]
    return ground.name if ground else None


def _place(text: str) -> str | None:
    """The division `text` opens with, without those above it: 新疆阜康市把… -> 阜康市."""
    last = None
    for mention in gazetteer.load().find(text[:LONGEST_HOLDER]):
        if mention.start != (last.end if last else 0):
            break
        last = mention
    return last.text if last else None
