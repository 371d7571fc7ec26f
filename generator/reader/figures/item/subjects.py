"""What an item that says too little is completed with: the figure before it, its heading, the place its paragraph is about, its unit."""

from __future__ import annotations

import re

from generator.language.clauses import Clauses
from generator.reader.figures.figure import Setting
from generator.reader.figures.item import nouns as items
from generator.reader.figures.item import words as item_words
from generator.rules import Rules

_LEVEL = re.compile("^(?:各级|[\u4e00-\u9fff]{1,3}级)")
GROUP = re.compile("[\u4e00-\u9fff]{1,5}族")
_GRADE = re.compile("^.{0,12}?(?:全国|国家|全省|全自治区)(?=..)")
_WHOLE = re.compile("[全我本][省市州盟县区旗乡镇村]$")
_EXTENT = re.compile("(?:占地|建筑|总)?面积|占地|可容纳|全长|总长")
_PAID = re.compile("(?<=..)(?:总?投资|投入|资金|(?:占地|建筑|总)面积)$")
_AUDIENCE = re.compile("受众|听众|观众")
_OF_GROUP = re.compile("^(?:少数民族|各族|各民族|[\u4e00-\u9fff]{1,5}族)")
_YIELD = re.compile("年?(?:出)?产(?!业|值|量)([\u4e00-\u9fff]{1,8})")
_HEADING = re.compile(r"(?:[(]?[一二三四五六七八九十\d]+[)、.]+|[一二三四五六七八九十]是)?([^,。;:、\d\n]{2,16})。")
_CHANGED = re.compile(r"(?:下降|降低|降|上升|提高|提升|增长|增加)(?:至|到|为)(?:\d{4}年(?:度|底|末)?的?)?")
_MONEY = re.compile("(?:涉及|安排|使用|落实)?资金")
_BECAME = re.compile("(?:已|全部|先后)?(?:建成|创成|创建成|创建为|成为)((?:各级)?[\u4e00-\u9fff]{4,})")
_LIST = re.compile("(?:名录|名单|清单)(?:中|里|内)?(?:[的,]有?)?(?:项目)?$")
TAKING_PART = re.compile("(参与|参加|观看)(?:其中)?")


def complete(rules: Rules, c: Clauses, s: Setting, item: str) -> str:
    """An item that says nothing by itself (化解率, 国家级, 听众) with what the sentence or the heading is about."""
    if item_words.pattern(rules, "heading").fullmatch(item):
        return _headed(rules, c, s, item)
    if s.last and _CHANGED.fullmatch(item):
        return s.last.subject
    if s.last and s.last.subject.endswith("项目") and _MONEY.fullmatch(item):
        return s.last.subject + "资金"
    if item in ("总面积", "面积", "总人口") and _WHOLE.search(c.body, s.clause, s.head.at):
        return item
    if not item_words.vague(rules, item) or (item == "群众" and s.last and s.last.subject == "民族"):
        return item
    subject = s.last.subject if s.last else ""
    if s.last and s.last.unit != s.this.unit and (item in ("支付", "支出") or _settled_by(rules, subject, item)):
        return item
    if _AUDIENCE.fullmatch(item) and item_words.pattern(rules, "people").search(subject):
        # 运动员326名,观众2万人: the onlookers are not the athletes'.
        subject = _event(rules, c, s)
    if items.of_level(item):
        # 国家级1个, 自治区级2个: the level goes before what is counted.
        became = _BECAME.match(s.last.said) if s.last else None
        subject = became.group(1) if became else subject.rpartition("的")[2]
        counted = _GRADE.sub("", _LEVEL.sub("", subject)) or _listed(rules, c, s)
        return item.removeprefix("其中") + counted if counted and not item_words.vague(rules, counted) else item
    if s.last and s.last.said and item.startswith("每学"):
        # 54所学校开设“民族课堂”,每学期4课时
        subject = items.noun_before(rules, s.last.said, 0, len(s.last.said)).noun or subject
    if not subject or (item_words.vague(rules, subject) and not item_words.pattern(rules, "events").search(subject)):
        subject = _event(rules, c, s) or shown(rules, c, s) or ("" if s.head.noun != item else s.head.verb)
        return subject + item
    return joined(rules, subject, item, s.last.clause if s.last else "")


def _settled_by(rules: Rules, subject: str, item: str) -> bool:
    """Whether those counted before are who settles, and not what is settled: 58家责任单位,办结|27项."""
    return bool(item_words.pattern(rules, "resolved").fullmatch(item) and item_words.pattern(rules, "organs").search(subject))


def joined(rules: Rules, subject: str, item: str, clause: str = "") -> str:
    """A subject and a vague item as one name: 矛盾纠纷 + 化解 -> 化解矛盾纠纷; 普通话听懂率 + 会说率 -> 普通话会说率."""
    if _EXTENT.fullmatch(item):
        subject = _PAID.sub("", subject)
    if item in ("人均", "户均"):
        return item + subject
    stem = item.removesuffix("率")
    if stem != item and item_words.pattern(rules, "places").search(subject):
        return item
    if stem != item and subject.endswith("率"):
        return subject[: -len(item)] + item
    case = item_words.pattern(rules, "cases").search(subject) if stem != item else None
    if case and item == "成功率" and (settled := item_words.pattern(rules, "settled").search(clause)):
        return case.group() + settled.group() + item
    if case and (len(subject) > items.LISTED // 2 or item_words.pattern(rules, "settled").match(subject)):
        subject = case.group()
    if stem != item:
        # 矛盾纠纷化解 and 化解矛盾纠纷 both have the rate 矛盾纠纷化解率.
        return subject.removesuffix(stem).removeprefix(stem) + item
    if taking_part := TAKING_PART.fullmatch(item):
        return taking_part.group(1) + subject
    if item_words.pattern(rules, "resolved").fullmatch(item):
        return item + items.class_of(items.noun_before(rules, subject, 0, len(subject)).noun)
    if event := item_words.pattern(rules, "events").search(subject):
        return event.group() + item
    return item if subject in item else subject + item


def _listed(rules: Rules, c: Clauses, s: Setting) -> str:
    """What the clause before this one says is listed there: 代表性项目名录中,|国家级1项; empty where it says nothing of the kind."""
    begin = max(c.sentence(s.clause), s.clause - 60)
    listed = _LIST.search(c.body, begin, max(s.head.at, begin) if s.head.noun else max(s.clause - 1, 0))
    return items.noun_before(rules, c.body, begin, listed.start()).noun if listed else ""


def shown(rules: Rules, c: Clauses, s: Setting) -> str:
    """What the clauses right before this one say is shown, behind the last figure; empty where they name nothing."""
    begin = max(c.sentence(s.clause), s.clause - 80)
    if s.last and s.last.end > begin:
        # Behind a figure only another statement names something else.
        begin = c.body.find(";", s.last.end, s.clause) + 1 or s.clause
    found = [m.group(1) for m in item_words.pattern(rules, "shown").finditer(c.body, begin, s.clause)]
    return items.noun_before(rules, found[-1], 0, len(found[-1])).noun if found else ""


def _event(rules: Rules, c: Clauses, s: Setting) -> str:
    """The event the sentence was about before this figure, or the one its heading names; empty where neither does."""
    begin = c.sentence(s.clause)
    found = [m.group(1) for m in item_words.pattern(rules, "held").finditer(c.body, begin, max(begin, s.clause))]
    return found[-1] if found else ""


def _headed(rules: Rules, c: Clauses, s: Setting, item: str) -> str:
    """An event without a name (办活动, 开赛) with the one in the heading above it, where that is of the same kind."""
    heading = _HEADING.match(c.body, c.line(s.clause))
    if not heading or heading.end() > s.clause or not set(item) & set(heading.group(1)):
        return item
    event = heading.group(1)
    event = event[event.find("“") :] if "“" in event else items.noun_before(rules, event, 0, len(event)).noun
    return event if item[-1] in event[-2:] else event + item


def place_of(rules: Rules, c: Clauses, s: Setting) -> str:
    """The place a paragraph is about, where it opens with its name alone: 新桥村。下辖…; empty where it does not."""
    heading = _HEADING.match(c.body, c.line(s.clause))
    if heading and heading.end() <= s.clause and item_words.pattern(rules, "places").search(heading.group(1)):
        return heading.group(1)
    return ""


def with_unit(rules: Rules, s: Setting, noun: str) -> str:
    """A noun with what its unit adds: 畲族村|28户 -> 畲族村住户; 产腐竹|860吨 -> 腐竹产量; 回族|22人 -> 回族流动经商人员."""
    unit = s.this.unit
    if unit in ("吨", "公斤", "斤", "千克") and (made := _YIELD.fullmatch(noun)):
        return made.group(1) + "产量"
    if unit in ("户", "人", "名"):
        if item_words.pattern(rules, "places").search(noun):
            return noun + ("住户" if unit == "户" else "人口")
        if unit != "户" and GROUP.fullmatch(noun) and noun != "少数民族":
            people = _OF_GROUP.sub("", s.last.subject) if s.last and s.last.unit == unit else ""
            return noun + people if item_words.pattern(rules, "people").search(people) else noun
    if noun in ("项目", "实施项目", "安排项目"):
        noun = noun.removeprefix("安排")
        return s.last.subject + noun if s.last and s.last.subject.endswith("资金") else noun
    return noun
