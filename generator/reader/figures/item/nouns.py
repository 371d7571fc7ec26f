"""Nouns of counted things: cut out of the words before or behind a numeral by the word lists in rules/items.yml.

Which of them a figure counts, and what to do where none stands there, is `naming`'s business.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from generator.reader.figures.item.predicates import predicate_at
from generator.reader.figures.item.words import balanced, either, is_verb, pattern, stands, vague, words
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
        if self.verb.endswith(words(rules, "serving")) and pattern(rules, "served").fullmatch(self.noun):
            return self.verb + self.noun
        if self.doer and pattern(rules, "bare").fullmatch(self.noun) and stands(rules, self.verb):
            return self.doer + self.noun
        enough = SHORT - 1 if self.verb.endswith(words(rules, "airing")) else SHORT
        if not self.noun or len(self.noun) >= enough or vague(rules, self.noun) or not self.verb or stands(rules, self.verb):
            return self.noun
        return self.doer + self.verb + self.noun


# An item shorter than this says too little by itself (学位, 岗位): its verb stays with it (增加学位, 推出岗位).
SHORT = 4
# From this length on a list of plain words is not worth its room in a name: its class stands for it (月嫂、厨师等培训班).
LISTED = 12
# An attribute longer than this is a clause of its own and says more than a name should.
ATTRIBUTE = 6

_HAN = "\u4e00-\u9fff"
_WORD = re.compile(f"[{_HAN}A-Za-z]")
_BEHIND = re.compile(r"(?:[^、,;。:!?的()“”]|“[^”]*”|[(][^)]*[)]|、(?![\d“])|的(?=[\u4e00-\u9fff“]{2}))+")
_NOT_BEHIND = re.compile(
    r"[、和及与之余)]|内(?![地蒙外科部])|上(?![海级门岗榜])|下(?![岗乡派沉属设])|多(?!民族|[彩元语功])|以[上下内]|左右"
)
_KINDS = re.compile("(?:各类(?!型)|各种|多种形式的?|多项|一批|一系列|系列)+")
_CLASS = re.compile(rf"等(?![次级地])(?:各类|系列|一批|[^，,的]{{0,2}}民族的)?(?=[{_HAN}]{{2}})")
_COMPARED = re.compile("(?:(?<![占对同])比(?![例重赛])|(?<![计])较(?=[上去前往同]))[^增降减提升,]{1,8}(?=增|下降|减|提|上升|多出|翻)")
_RATE = re.compile(".{0,2}率")
_OF_PEOPLES = re.compile(rf"(?:[{_HAN}]{{1,4}}、)+[{_HAN}]{{1,4}}等(?:少数)?民族的?(?=[{_HAN}]{{2}})")
_OF_REGION = re.compile(r"^[^“,]*[省市州盟县区旗](?=(?:总|常住|户籍|少数民族)?人口|(?:总|国土|行政区域)面积)")
_INCLUDED = re.compile("[(](?:含|不含|包括|其中|如)[^()]*[)]")
_DOER = re.compile("^[^《为]*(?=《)|^[^为]{1,4}(?=为.)")
_NAMES = re.compile(f"([{_HAN}]{{2,12}})(?:有|包括)[^,、]{{1,8}}、")
_QUOTED = re.compile("“[^”]*”")
_TOTAL = re.compile("(?:共|累计|先后|已|分别|常态化|定期|组织|还|就)+$")
_MASKED = re.compile("[^,]*[xX×*]{1,4}[个名家所处支场][^,、]{0,8}(?:[、和]|$)")
_FRAME = re.compile("[^高初集]中$")
_WITHIN = re.compile("(?<=..)(?:里|(?<![以网路线])上)$|(?<=境线)上$")
_ASPECT = re.compile("^方面的?(?=..)")
_BRACKETS = re.compile("[(][^()]*[)]")
_LEVEL = re.compile("[级内外]$")
_HAS_LEVEL = re.compile("有[\u4e00-\u9fff]{1,3}级")


@cache
def _leading(rules: Rules) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:(?!以[{_HAN}]{{1,8}}为主|{rules.items.kept})(?:{either(rules, 'leading')})|有(?![机色效关线]))(?![级率])|[、和及]|(?:\d{{4}}[—-])?\d{{4}}年(?:\d+月)?(?:[底末]前?|前)?|(?:(?:截至|截止到?|到)(?=\d|年[底末]))?(?:\d{{1,2}}月(?:份|[底初]前?|前)?(?:以来)?|年[底末]前?)|[一二三四五六七八九十]+是|第?[一二三四五六七八九十\d]+[、.])+"
    )


@cache
def _verbs(rules: Rules) -> re.Pattern[str]:
    # A verb that is the first half of a compound is no verb: 创建经费, 培训费用.
    return re.compile(
        rf"(?:(?!{rules.items.kept})(?:{either(rules, 'verbs')}|(?:{either(rules, 'nominal')})(?!{either(rules, 'objects')}))[了出起]?)+(?=.{{2}})"
    )


@cache
def _acts(rules: Rules) -> re.Pattern[str]:
    """A verb inside a clause, with its doer before it and its object behind it."""
    return re.compile(
        rf"(?<=[{_HAN}”)]{{2}})(?:{either(rules, 'acts')}|(?<=资金)(?:建设|改造|扶持|支持))了?(?:各类|各种|一批|系列)?(?=[{_HAN}“《]{{2}})"
    )


@cache
def _copulas(rules: Rules) -> re.Pattern[str]:
    return re.compile(
        rf"(?:[由从](?:(?:\d{{4}}年|最初|当初|起初|原来|原先|过去|开始)的?)?|(?<=\d)年|[{_HAN}]{{0,2}}[到至](?:\d{{4}}年|如今|现在|目前|今天|今年|去年|当前)的?|(?<![公合条契签协节预特盟])约|{either(rules, 'copulas')})+$"
    )


@cache
def _trailing(rules: Rules) -> re.Pattern[str]:
    return re.compile(rf"(?:{either(rules, 'trailing')}|(?<![人户场年平月日])均)+$")


@cache
def _stops(rules: Rules) -> re.Pattern[str]:
    known = rules.items
    return re.compile(f"(?:{either(rules, 'stops')}|{either(rules, 'adverbs')})(?!{known.compounds})|{known.endings}")


def noun_before(rules: Rules, body: str, start: int, end: int) -> Before:
    """The noun in `body[start:end]`, which ends at a numeral.

    What leads up to it and the copula are left off, its verb is told apart: 先后开展各类学习活动达|370余场次 -> 学习活动.
    """
    text = body[start:end]
    if cut := _copulas(rules).search(text):
        text = text[: cut.start()]
    text = text.removesuffix("等").rstrip("、,(: 每")
    offset, verb, served = _lead_in(rules, text)
    noun, doer, verb_at = text[offset:], "", -1
    if act := _act(rules, text, offset):
        verb_at = start + act.start()
        doer, verb = ("" if served else text[offset : act.start()]), act.group()
        noun = text[act.end() :]
        if served and pattern(rules, "cases").search(noun):
            doer = text[text.rfind("为", 0, act.start()) : act.start()]
    if verb and _RATE.fullmatch(noun):
        verb, noun = "", verb + noun
    if verb.endswith("涉及") and verb != "涉及":
        # 排查|涉及民族因素的矛盾纠纷
        noun = noun.rpartition("的")[2] or noun
    noun = _plain_noun(rules, noun, bool(verb))
    if manner := pattern(rules, "manner").match(noun):
        verb, doer, noun = "", "", noun[manner.end() :]
    at = start + len(text) - len(noun)
    noun = _OF_REGION.sub("", _COMPARED.sub("", _trailing(rules).sub("", noun.strip(" 、"))))
    if not _WORD.search(noun) or _leading(rules).fullmatch(noun):
        return Before("", start)
    doer = _DOER.sub("", _TOTAL.sub("", doer))
    return Before(noun, at, verb, doer if _is_name(doer) else "", verb_at)


def _lead_in(rules: Rules, text: str) -> tuple[int, str, bool]:
    """Where the noun begins, the verb before it, and whether somebody is said to be served (为…)."""
    masked = _MASKED.match(text)
    offset, verb, served = masked.end() if masked else 0, "", False
    for _ in range(4):
        before = offset
        for part in (_leading(rules), _verbs(rules), _KINDS):
            if part is _verbs(rules) and text.endswith(("起", "了", "出")) and is_verb(rules, text[offset:]):
                # 建立起|58人: no noun follows.
                break
            match = part.match(text, offset)
            if match and match.end() > offset and len(text) - match.end() >= 1:
                served = served or (part is not _verbs(rules) and match.group().endswith("为"))
                verb = match.group() if part is _verbs(rules) else verb
                offset = match.end()
        if offset == before:
            break
    return offset, verb, served


def _act(rules: Rules, text: str, begin: int) -> re.Match[str] | None:
    """The last verb inside a clause whose object is what is counted: 县财政|拨付|产业资金."""
    found = None
    for match in _acts(rules).finditer(text, begin + 1):
        rest = text[match.end() :]
        if (
            rest.startswith("的")
            or not balanced(text[begin : match.start()])
            or "的" in _QUOTED.sub("", rest)[:ATTRIBUTE]
            or vague(rules, rest)
        ):
            continue
        found = match
    return found


def _is_name(doer: str) -> bool:
    return 2 <= len(doer) <= 14 and not re.search(r"^各|[、,\d]|(?:[省市州盟县区旗级内中里上下]|期间|以来|各地)$", doer)


def _plain_noun(rules: Rules, noun: str, done: bool) -> str:
    """The head of a noun with a long list or a long attribute before it; `done` tells that a verb says what was done with it."""
    noun = _OF_PEOPLES.sub("少数民族", noun)
    if listed_behind := _NAMES.match(noun):
        return listed_behind.group(1)
    last = class_of(noun)
    listed = len(noun) - len(last)
    if listed and balanced(last):
        enough = 2 if len(noun) > 2 * LISTED or (done and pattern(rules, "cases").search(last)) else 3
        noun = last if len(last) >= enough and len(noun) >= (LISTED if "“" not in noun else 2 * LISTED) else noun
    attribute, marked, head = noun.rpartition("的")
    if _HAS_LEVEL.fullmatch(head):
        # 列入名录的有国家级|17项
        return head.removeprefix("有")
    return head if marked and len(attribute) > ATTRIBUTE and len(head) > 2 and balanced(head) and not head.startswith("《") else noun


def class_of(noun: str) -> str:
    """The class at the end of a list (婚姻、山林等纠纷 -> 纠纷), else the noun."""
    return _CLASS.split(noun)[-1]


def noun_behind(rules: Rules, body: str, start: int, stop: int, more: bool) -> tuple[str, int]:
    """The noun directly behind a counter at `start` and where it ends; empty where something else stands there.

    `more` tells that another figure follows in the same clause: then 、 ends the noun.
    """
    match = None if _NOT_BEHIND.match(body, start, stop) else _BEHIND.match(body, start, stop)
    if not match:
        return "", start
    noun = match.group()
    if more:
        noun = noun.split("、")[0]
    skipped = 1 if noun.startswith("的") else 0
    for stopper in _stops(rules).finditer(noun, skipped):
        if stopper.start() == skipped:
            return "", start
        if balanced(noun[: stopper.start()]):
            noun = noun[: stopper.start()]
            break
    noun = noun[: skipped + predicate_at(rules, noun[skipped:])]
    noun = noun.rstrip("、和及与的 ")
    if _FRAME.search(noun) and body.startswith(",", start + len(noun)):
        noun = noun[:-1]
    named = _ASPECT.sub("", _INCLUDED.sub("", _WITHIN.sub("", noun[skipped:])))
    return (named, start + len(noun)) if named.strip() else ("", start)


def short(noun: str) -> bool:
    """Whether a noun, brackets aside, says too little to stand by itself."""
    return len(_BRACKETS.sub("", noun)) < SHORT


def share_of(rules: Rules, body: str, start: int, end: int) -> tuple[str, str] | None:
    """Part and whole of a share said before its number: 外来人口占全区人口的|58% -> (外来人口, 全区人口); None where none is said."""
    match = pattern(rules, "shares").search(body, start, end)
    return (noun_before(rules, body, start, match.start()).noun, match.group(1)) if match else None


def of_level(item: str) -> bool:
    """Whether an item names a level and not what is counted there (自治区级)."""
    return bool(_LEVEL.search(item))


def tidy(item: str) -> str:
    """An item without stray punctuation at its ends and without half a pair of marks."""
    text = item.strip(" 、,;:了等-—\n").removeprefix("的").removesuffix("的")
    if text.count("“") != text.count("”"):
        text = text.replace("“", "").replace("”", "")
    if text.count("《") != text.count("》"):
        text = text.replace("《", "").replace("》", "")
    if text.count("(") != text.count(")"):
        text = text.replace("(", "").replace(")", "")
    return text or item.strip() or "数量"
