"""Awards, titles and namings that are said to have been received, each with who received it.

What is only striven for, planned, counted without a name or given to others is none. Words and patterns stand in
rules/honours.yml.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.language.clauses import CLAUSE_END, clause_start
from generator.language.marks import covered
from generator.model import Honour, HonourLevel, Level
from generator.places.gazetteer import Gazetteer
from generator.reader.article.text import Document
from generator.reader.named.found import Found
from generator.reader.named.holders import Ground, ground_at, holders_of
from generator.reader.named.rolls import rolls
from generator.rules import Rules
from generator.rules.named import HonourRules, HonourVerb

LONGEST = 240
"""How far behind the verb titles are looked for."""
SHORT = 10
"""A title of fewer characters alone is no quote."""
LONGEST_CLAUSE = 120
# 全省“双拥”工作先进县: a short word in quotation marks inside a title.
_ITEM = re.compile(r"([^、,。;:!?“”\n]{2,20}“[^“”、\n]{1,6}”[^、,。;:!?“”\n]{3,20})|([^、,。;:!?“”\n]{0,40})(?:“([^“”\n]{2,40})”)?")
_LEVELS: dict[Level, HonourLevel] = {
    "province": "provincial",
    "prefecture": "prefecture",
    "county": "county",
    "township": "county",
    "area": "county",
}


class _Title(NamedTuple):
    """A title as it stands in the body, and its text put together."""

    start: int
    end: int
    text: str


def honours(rules: Rules, places: Gazetteer, document: Document, grounds: Sequence[Ground] = ()) -> list[Found[Honour]]:
    """Every honour received, in reading order. `grounds` tell whose 全市 and whose omitted subject is meant."""
    body, data = document.body, rules.honours
    found: list[Found[Honour]] = []
    done = 0
    for match in data.said.finditer(body):
        if match.start() < done:
            continue
        verb, detail = next((v, m) for v in data.verbs if (m := v.match(body, match.start())))
        clause = clause_start(body, match.start(), LONGEST_CLAUSE)
        before = body[max(clause, done) : match.start()]
        if data.blocked.search(before) or data.abroad.finds(detail.group()):
            continue
        titles, end = _titles(data, body, detail.end(), verb)
        if not titles:
            continue
        ground = ground_at(grounds, match.start())
        giver = detail.groupdict().get("giver") or ""
        held = holders_of(rules, places, body, max(clause, done), match.start(), detail, ground)
        if held is None:
            continue
        start, holders = held
        titles = _dealt(titles, holders)
        respective = data.each.finds(before + detail.group())
        # 2个乡镇、5个村被命名为示范乡镇、示范村: each title is of its holder's kind.
        kinds = len(holders) == len(titles) and all(t.text[-1] == h[-1] for t, h in zip(titles, holders, strict=True))
        kinds = kinds and len({h[-1] for h in holders}) == len(holders)
        inherited: HonourLevel | None = None
        items = []
        for number, title in enumerate(titles):
            level = _level(data, places, title.text, body, ground) or _level(data, places, giver, body, ground) or inherited
            if level is None or data.abroad.finds(title.text):
                continue
            inherited = level if verb.inherits else None
            own = len(holders) == len(titles) > 1 and (respective or titles[0].start == titles[1].start or kinds)
            holder = holders[number] if own else "、".join(holders)
            items.append((title, holder, level))
        # Titles without marks of their own stand as one list, and 分别 ties them to their holders: both keep the whole clause.
        whole = respective or "“" not in body[detail.end() : end] or titles[0].start == titles[-1].start
        for number, (title, holder, level) in enumerate(items):
            first, last = (start, end) if whole else _own(items, number, start, end)
            quote = document.quote(first, last)
            found.append(Found(first, last, Honour(quote=quote, title=title.text, holder=holder, level=level), verb.id, "medium"))
        if items:
            done = end
    told = covered(body, ((f.start, f.end) for f in found))
    rolled = (f for f in _rolled(data, places, document, grounds) if not any(told[f.start : f.end]))
    return sorted([*found, *rolled, *_listed(data, places, document, grounds)], key=lambda f: f.start)


def _rolled(data: HonourRules, places: Gazetteer, document: Document, grounds: Sequence[Ground]) -> Iterator[Found[Honour]]:
    """The entries of lists of honours; one that names no holder is of the one who announces them, else the region's."""
    for announced, entry in rolls(data, document.body):
        ground = ground_at(grounds, announced.start)
        title = data.batch.pattern.sub("", entry["title"])
        level = _level(data, places, title, document.body, ground)
        before = document.body[announced.start : announced.end].strip()
        holder = entry["holder"] or next((m.text for m in places.find(before)), None) or (ground.name if ground else None)
        if level and holder and not data.abroad.finds(title):
            start, end = entry.start("holder") if entry["holder"] else entry.start("title"), entry.end("title")
            quote = document.quote(start, end)
            yield Found(start, end, Honour(quote=quote, title=title, holder=holder, level=level), "roll", "medium")


def _dealt(titles: list[_Title], holders: Sequence[str]) -> list[_Title]:
    """A single title that names one for each of its holders (“全省示范乡、示范镇”): those, each in full."""
    if len(titles) != 1 or len(holders) < 2:
        return titles
    first, *others = titles[0].text.split("、")
    shared = [first.find(other[:2]) for other in others]
    if len(others) + 1 != len(holders) or min(shared) < 1:
        return titles
    return [titles[0]._replace(text=text) for text in (first, *(first[:n] + other for n, other in zip(shared, others, strict=True)))]


def _listed(data: HonourRules, places: Gazetteer, document: Document, grounds: Sequence[Ground]) -> list[Found[Honour]]:
    """Those who are said to stand on a list of titles that was published."""
    body = document.body
    found = []
    for match in data.listed.pattern.finditer(body):
        ground = ground_at(grounds, match.start())
        named = data.list_title.fullmatch(body, clause_start(body, match.start(), LONGEST_CLAUSE), match.start())
        if named is None:
            continue
        title = data.batch.pattern.sub("", named["title"])
        level = _level(data, places, title, body, ground)
        if level is None or not data.title_end.search(title) or data.blocked.search(match["holder"]):
            continue
        quote = document.quote(named.start(), match.end())
        holder = data.owner.pattern.sub("", match["holder"])
        found.append(Found(named.start(), match.end(), Honour(quote=quote, title=title, holder=holder, level=level), "listed", "medium"))
    return found


def _own(items: Sequence[tuple[_Title, str, HonourLevel]], number: int, start: int, end: int) -> tuple[int, int]:
    """The part of the clause that names one of several titles; a short title takes those before it along."""
    title = items[number][0]
    first = start if number == 0 or title.end - title.start < SHORT else title.start
    return first, end if number == len(items) - 1 else title.end


def _titles(data: HonourRules, body: str, at: int, verb: HonourVerb) -> tuple[list[_Title], int]:
    """The titles that begin at `at` and where what names them ends; none where it is a saying or a count."""
    limit = at
    while True:
        stop = CLAUSE_END.search(body, limit, at + LONGEST)
        if stop is None or not data.resumed.match(body, stop.start()):
            break
        limit = stop.end()
    limit = stop.start() if stop else min(len(body), at + LONGEST)
    found: list[_Title] = []
    position = at
    while position < limit:
        item = _ITEM.match(body, position, limit)
        if item is None or item.end() == position:
            break
        title = (_shortened(data, item, found[-1]) if found else None) or _title(data, item, verb)
        if title is None:
            break
        found.append(title)
        position = title.end
        joint = data.joint.match(body, position, limit)
        if joint is None or (joint.end() == position and body[position] != "“"):
            break
        position = joint.end()
    if not found:
        return [], at
    end = found[-1].end
    rest = body[end : end + 24]
    if data.not_tail.match(rest) or not data.tail.match(rest):
        return [], at
    if verb.needs and not any(verb.needs.search(body, t.start, t.end) for t in found):
        return [], at
    called = data.called.match(rest)
    return _share(data, found), end + (called.end() if called else 0)


def _title(data: HonourRules, item: re.Match[str], verb: HonourVerb) -> _Title | None:
    """One title: words, words in quotation marks, or both; what follows it in the same run of words is cut off."""
    words, quoted = item[1] or item[2], item[3]
    if quoted:
        text, end = words + quoted, item.end()
    else:
        text = data.cut.pattern.split(words, maxsplit=1)[0]
        end = item.start() + len(text)
    name = data.batch.pattern.sub("", text)
    if data.not_title.search(words):
        return None
    if data.bare.fullmatch(name):
        return _Title(item.start(), end, name)
    if not 4 <= len(name) <= 40 and not (quoted and len(name) >= 3):
        return None
    official = verb.sure and data.official.match(name) and len(name) >= 7 and not data.not_official.search(words)
    if not (quoted or official or data.title_end.search(name)):
        return None
    return _Title(item.start(), end, name)


def _shortened(data: HonourRules, item: re.Match[str], before: _Title) -> _Title | None:
    """A title that leaves out what it shares with the one before it: 全省民族团结进步示范乡镇、示范村."""
    words = data.cut.pattern.split(item[2] or "", maxsplit=1)[0]
    shared = before.text.find(words[:2]) if 3 <= len(words) <= SHORT and not item[3] else -1
    if shared < 1 or not data.title_end.search(words):
        return None
    return _Title(item.start(), item.start() + len(words), before.text[:shared] + words)


def _share(data: HonourRules, titles: list[_Title]) -> list[_Title]:
    """全国、全省民族团结进步模范集体: a bare level takes the words of the title behind it."""
    found: list[_Title] = []
    bare = [title.text for title in titles if data.bare.fullmatch(title.text)]
    named = titles[len(bare) :]
    above = data.bare.match(named[0].text) if named else None
    if above and len(named) == len(bare) + 1 > 2 and not any(data.bare.fullmatch(title.text) for title in named):
        # 全国、全省、全州示范县、示范乡镇、示范村: as many kinds as levels, one each.
        levels = [*bare, above.group()]
        return [title._replace(text=level + title.text.removeprefix(above.group())) for title, level in zip(named, levels, strict=True)]
    for number, title in enumerate(titles):
        if data.bare.fullmatch(title.text):
            whole = next((t for t in titles[number + 1 :] if not data.bare.fullmatch(t.text)), None)
            if whole is None:
                continue
            above = data.bare.match(whole.text)
            title = title._replace(text=title.text + whole.text[above.end() if above else 0 :])
        found.append(title)
    return found


def _level(data: HonourRules, places: Gazetteer, text: str, body: str, ground: Ground | None) -> HonourLevel | None:
    """The level a title or a giver's name tells."""
    first: tuple[int, HonourLevel] | None = None
    for rule in data.levels:
        match = rule.search(text)
        if match and (first is None or match.start() < first[0]):
            first = (match.start(), rule.level)
    if match := data.own.search(text):
        own = _LEVELS[ground.level] if ground and ground.name.endswith("市") else "prefecture"
        first = min(first or (999, own), (match.start(), own))
    if match := data.region.search(text):
        district = ground is not None and ground.level == "county" and "自治区" not in body
        first = min(first or (999, "county"), (match.start(), "county" if district else "provincial"))
    mention = next(iter(places.find(text)), None)
    if mention and (first is None or mention.start < first[0]):
        levels = {_LEVELS[places.get(code).level] for code in mention.codes}
        if len(levels) == 1:
            return levels.pop()
    return first[1] if first else None
