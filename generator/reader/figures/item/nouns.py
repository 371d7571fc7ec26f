"""Nouns of counted things: cut out of the words before or behind a numeral by the words in rules/nouns.yml.

Which of them a figure counts, and what to do where none stands there, is `naming`'s business.
"""

import re
from typing import NamedTuple

from generator.language.marks import BRACKETS, QUOTES, TITLES, balanced, without
from generator.reader.figures.item.predicates import predicate_at
from generator.rules import Rules


class Before(NamedTuple):
    """What stands before a numeral: 红色展馆|接待|游客."""

    noun: str
    at: int
    """Where the noun begins in the body."""
    verb: str = ""
    """The verb right before the noun, with what stands between them."""
    doer: str = ""
    """Who or what does it, where the clause says so."""
    verb_at: int = -1
    """Where the verb begins, where a doer stands before it."""

    def name(self, rules: Rules) -> str:
        """The noun as an item; a noun too short to say anything keeps its verb, or whose it is."""
        known = rules.nouns
        if self.verb.endswith(known.serving.words) and known.served.fullmatch(self.noun):
            return self.verb + self.noun
        if self.doer and known.bare.fullmatch(self.noun) and known.stands(self.verb):
            return self.doer + self.noun
        enough = SHORT - 1 if self.verb.endswith(known.airing.words) else SHORT
        if len(self.noun) >= enough or not self.noun or not self.verb or rules.items.vague(self.noun) or known.stands(self.verb):
            return self.noun
        return self.doer + self.verb + self.noun


# An item shorter than this says too little by itself (学位, 岗位): its verb stays with it (增加学位, 推出岗位).
SHORT = 4
# From this length on a list of plain words is not worth its room in a name: its class stands for it (月嫂、厨师等培训班).
LISTED = 12
# Who did it is named by as many characters at most.
DOER = 14
# No noun is longer, its attributes and lists with it; where a text goes on without a stop, the search ends here.
FAR = 120
# An attribute longer than this is a clause of its own and says more than a name should.
ATTRIBUTE = 6


def noun_before(rules: Rules, body: str, start: int, end: int) -> Before:
    """The noun in `body[start:end]`, which ends at a numeral.

    What leads up to it and the copula are left off, its verb is told apart: 先后开展各类学习活动达|370余场次 -> 学习活动.
    """
    start = max(start, end - FAR)
    known, text = rules.nouns, body[start:end]
    if cut := known.copula.search(text):
        text = text[: cut.start()]
    text = known.compared.pattern.sub("", text.removesuffix("等").rstrip("、,(: 每"))
    if rules.items.resolved.fullmatch(text):
        return Before(text, start)
    offset, verb, served = _lead_in(rules, text)
    noun, doer, verb_at = text[offset:], "", -1
    if act := _act(rules, text, offset):
        verb_at = start + act.start()
        doer, verb = ("" if served else text[offset : act.start()]), act.group()
        noun = text[act.end() :]
        if served and rules.items.cases.search(noun):
            doer = text[text.rfind("为", 0, act.start()) : act.start()]
    if verb and known.rate.fullmatch(noun):
        verb, noun = "", verb + noun
    if verb.endswith("涉及") and verb != "涉及":
        # 排查|涉及民族因素的矛盾纠纷
        noun = noun.rpartition("的")[2] or noun
    noun = _plain_noun(rules, noun, bool(verb))
    if manner := known.manner.match(noun):
        verb, doer, noun = "", "", noun[manner.end() :]
    at = start + len(text) - len(noun)
    noun = known.tail.sub("", noun.strip(" 、"))
    noun = known.of_region.pattern.sub("", noun)
    if not any(map(str.isalpha, noun)) or known.leads.fullmatch(noun):
        return Before("", start)
    doer = known.before_doer.pattern.sub("", known.behind_doer.pattern.sub("", doer))
    return Before(noun, at, verb, doer if 2 <= len(doer) <= DOER and not known.no_doer.search(doer) else "", verb_at)


def _lead_in(rules: Rules, text: str) -> tuple[int, str, bool]:
    """Where the noun begins, the verb before it, and whether somebody is said to be served (为…)."""
    known = rules.nouns
    done, parts = known.done, (known.leads, known.done, known.kinds.pattern)
    masked = known.masked.match(text)
    offset, verb, served = masked.end() if masked else rules.outline.signs.end(text), "", False
    for _ in range(4):
        before = offset
        for part in parts:
            if part is done and text.endswith(("起", "了", "出")) and known.is_verb(text[offset:]):
                # 建立起|58人: no noun follows.
                break
            match = part.match(text, offset)
            if match and match.end() > offset and len(text) - match.end() >= 1:
                served = served or (part is not done and match.group().endswith("为"))
                verb = match.group() if part is done else verb
                offset = match.end()
        if offset == before:
            break
    return offset, verb, served


def _act(rules: Rules, text: str, begin: int) -> re.Match[str] | None:
    """The last verb inside a clause whose object is what is counted: 县财政|拨付|产业资金."""
    found = None
    for match in rules.nouns.act.finditer(text, begin + 1):
        rest = text[match.end() :]
        attributed = rest.startswith("的") or "的" in without(rest, QUOTES)[:ATTRIBUTE]
        if not attributed and balanced(text[begin : match.start()]) and not rules.items.vague(rest):
            found = match
    return found


def _plain_noun(rules: Rules, noun: str, done: bool) -> str:
    """The head of a noun with a long list or a long attribute before it; `done` tells that a verb says what was done with it."""
    known = rules.nouns
    noun = known.peoples.pattern.sub("少数民族", noun)
    if listed_behind := known.names.match(noun):
        return listed_behind.group(1)
    last = class_of(rules, noun)
    listed = len(noun) - len(last)
    if listed and balanced(last):
        # 比赛、联欢等|活动: the class alone says nothing.
        vague = rules.items.heading.fullmatch(last) and len(noun) < 3 * LISTED
        enough = 2 if not vague and (len(noun) > 2 * LISTED or (done and rules.items.cases.search(last))) else 3
        noun = last if len(last) >= enough and len(noun) >= (LISTED if "“" not in noun else 2 * LISTED) else noun
    attribute, marked, head = noun.rpartition("的")
    if known.has_level.fullmatch(head):
        # 列入名录的有国家级|17项
        return head.removeprefix("有")
    telling = len(attribute) <= ATTRIBUTE or len(head) <= 2 or head.endswith("率")
    return head if marked and not telling and balanced(head) and not head.startswith("《") else noun


def class_of(rules: Rules, noun: str) -> str:
    """The class at the end of a list (婚姻、山林等纠纷 -> 纠纷), else the noun."""
    return rules.nouns.listed.pattern.split(noun)[-1]


def noun_behind(rules: Rules, body: str, start: int, stop: int, more: bool) -> tuple[str, int]:
    """The noun directly behind a counter at `start` and where it ends; empty where something else stands there.

    `more` tells that another figure follows in the same clause: then 、 ends the noun.
    """
    known, stop = rules.nouns, min(stop, start + FAR)
    match = None if known.not_behind.match(body, start, stop) else known.behind.match(body, start, stop)
    if not match:
        return "", start
    noun = match.group()
    if more:
        noun = noun.split("、")[0]
    skipped = 1 if noun.startswith("的") else 0
    for stopper in known.stop.finditer(noun, skipped):
        if stopper.start() == skipped:
            return "", start
        if balanced(noun[: stopper.start()]):
            noun = noun[: stopper.start()]
            break
    noun = noun[: skipped + predicate_at(rules, noun[skipped:])]
    noun = noun.rstrip("、和及与的 ")
    if known.frame.search(noun) and body.startswith(",", start + len(noun)):
        noun = noun[:-1]
    named = known.included.pattern.sub("", known.within.pattern.sub("", noun[skipped:]))
    named = known.aspect.pattern.sub("", named)
    return (named, start + len(noun)) if named.strip() else ("", start)


def short(noun: str) -> bool:
    """Whether a noun, brackets aside, says too little to stand by itself."""
    return len(without(noun, BRACKETS)) < SHORT


def share_of(rules: Rules, body: str, start: int, end: int) -> tuple[str, str] | None:
    """Part and whole of a share said before its number: 外来人口占全区人口的|58% -> (外来人口, 全区人口); None where none is said."""
    match = rules.items.shares.search(body, start, end)
    return (noun_before(rules, body, start, match.start()).noun, match.group(1)) if match else None


def of_level(item: str) -> bool:
    """Whether an item names a level and not what is counted there (自治区级)."""
    return item.endswith(("级", "内", "外"))


def tidy(item: str) -> str:
    """An item without stray punctuation at its ends and without half a pair of marks."""
    text = item.strip(" 、,;:了等-—\n").removeprefix("的").removesuffix("的")
    for marks in () if text.isalnum() else (QUOTES, TITLES, BRACKETS):
        if text.count(marks[0]) != text.count(marks[1]):
            text = text.replace(marks[0], "").replace(marks[1], "")
    return text or item.strip() or "数量"
