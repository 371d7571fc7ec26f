"""What an item that says too little is completed with: the figure before it, its heading, the place its paragraph is about, its unit."""

from generator.language.clauses import Clauses
from generator.reader.figures.figure import Setting
from generator.reader.figures.item import nouns as items
from generator.rules import Rules


def complete(rules: Rules, c: Clauses, s: Setting, item: str) -> str:
    """An item that says nothing by itself (化解率, 国家级, 听众) with what the sentence or the heading is about."""
    known = rules.items
    if known.heading.fullmatch(item):
        return _headed(rules, c, s, item)
    if s.last and known.changed.fullmatch(item):
        return s.last.subject
    if s.last and item == "培训" and s.last.subject.endswith("培训班"):
        return s.last.subject.removesuffix("班")
    weighed = max(c.sentence(s.clause), s.clause - 80)
    if known.weight.fullmatch(item) and (work := known.weighed.search(c.body, weighed, s.clause)):
        return work.group(1) + work.group(2) + item
    if s.last and s.last.subject.endswith("项目") and known.spent_on.fullmatch(item):
        return s.last.subject + "资金"
    if item in ("总面积", "面积", "总人口") and known.whole.search(c.body, s.clause, s.head.at):
        return item
    if not known.vague(item) or (item == "群众" and s.last and s.last.subject == "民族"):
        return item
    subject = s.last.subject if s.last else ""
    if s.last and s.last.unit != s.this.unit and (item in ("支付", "支出") or _settled_by(rules, subject, item)):
        return item
    if known.audience.fullmatch(item) and subject.endswith(known.people.words):
        # 运动员326名,观众2万人: the onlookers are not the athletes'.
        subject = _event(rules, c, s)
    if items.of_level(item):
        # 国家级1个, 自治区级2个: the level goes before what is counted.
        became = known.became.match(s.last.said) if s.last else None
        subject = became.group(1) if became else subject.rpartition("的")[2]
        counted = known.grade.pattern.sub("", known.level.pattern.sub("", subject)) or _listed(rules, c, s)
        return item.removeprefix("其中") + counted if counted and not known.vague(counted) else item
    if s.last and s.last.said and item.startswith("每学"):
        # 54所学校开设“民族课堂”,每学期4课时
        subject = items.noun_before(rules, s.last.said, 0, len(s.last.said)).noun or subject
    if not subject or (known.vague(subject) and not known.events.search(subject)):
        subject = _event(rules, c, s) or shown(rules, c, s) or ("" if s.head.noun != item else s.head.verb)
        return subject + item
    return joined(rules, subject, item, s.last.clause if s.last else "")


def _settled_by(rules: Rules, subject: str, item: str) -> bool:
    """Whether those counted before are who settles, and not what is settled: 58家责任单位,办结|27项."""
    return bool(rules.items.resolved.fullmatch(item) and rules.items.organs.search(subject))


def joined(rules: Rules, subject: str, item: str, clause: str = "") -> str:
    """A subject and a vague item as one name: 矛盾纠纷 + 化解 -> 化解矛盾纠纷; 普通话听懂率 + 会说率 -> 普通话会说率."""
    known = rules.items
    if known.extent.fullmatch(item):
        subject = known.paid.pattern.sub("", subject)
    if item in ("人均", "户均"):
        return item + subject
    stem = item.removesuffix("率")
    if stem != item and known.places.search(subject):
        return item
    if stem != item and subject.endswith("率"):
        return subject[: -len(item)] + item
    case = known.cases.search(subject) if stem != item else None
    if case and item == "成功率" and (settled := known.settled.search(clause)):
        return case.group() + settled.group() + item
    if case and (len(subject) > items.LISTED // 2 or known.settled.match(subject)):
        subject = case.group()
    if stem != item:
        # 矛盾纠纷化解 and 化解矛盾纠纷 both have the rate 矛盾纠纷化解率.
        return subject.removesuffix(stem).removeprefix(stem) + item
    if taking_part := known.taking_part.fullmatch(item):
        return taking_part.group(1) + subject
    if known.resolved.fullmatch(item):
        return item + items.class_of(rules, items.noun_before(rules, subject, 0, len(subject)).noun)
    if event := known.events.search(subject):
        return event.group() + item
    return item if subject in item else subject + item


def _listed(rules: Rules, c: Clauses, s: Setting) -> str:
    """What the clause before this one says is listed there: 代表性项目名录中,|国家级1项; empty where it says nothing of the kind."""
    begin = max(c.sentence(s.clause), s.clause - 60)
    listed = rules.items.listing.search(c.body, begin, max(s.head.at, begin) if s.head.noun else max(s.clause - 1, 0))
    return items.noun_before(rules, c.body, begin, listed.start()).noun if listed else ""


def shown(rules: Rules, c: Clauses, s: Setting) -> str:
    """What the clauses right before this one say is shown, behind the last figure; empty where they name nothing."""
    begin = max(c.sentence(s.clause), s.clause - 80)
    if s.last and s.last.end > begin:
        # Behind a figure only another statement names something else.
        begin = c.body.find(";", s.last.end, s.clause) + 1 or s.clause
    found = [m.group(1) for m in rules.items.shown.pattern.finditer(c.body, begin, s.clause)]
    return items.noun_before(rules, found[-1], 0, len(found[-1])).noun if found else ""


def _event(rules: Rules, c: Clauses, s: Setting) -> str:
    """The event the sentence was about before this figure, or the one its heading names; empty where neither does."""
    begin = c.sentence(s.clause)
    found = [m.group(1) for m in rules.items.held.pattern.finditer(c.body, begin, max(begin, s.clause))]
    return found[-1] if found else ""


def _headed(rules: Rules, c: Clauses, s: Setting, item: str) -> str:
    """An event without a name (办活动, 开赛) with the one in the heading above it, where that is of the same kind."""
    event = _heading(rules, c, s)
    if not set(item) & set(event):
        return item
    event = event[event.find("“") :] if "“" in event else items.noun_before(rules, event, 0, len(event)).noun
    return event if item[-1] in event[-2:] else event + item


def place_of(rules: Rules, c: Clauses, s: Setting) -> str:
    """The place a paragraph is about, where it opens with its name alone: 新桥村。下辖…; empty where it does not."""
    heading = _heading(rules, c, s)
    return heading if rules.items.places.search(heading) else ""


def _heading(rules: Rules, c: Clauses, s: Setting) -> str:
    """The heading that opens the paragraph, without its sign; empty where none does, or the figure stands in it."""
    heading = rules.items.titled.match(c.body, rules.outline.signs.end(c.body, c.line(s.clause)))
    return heading.group(1) if heading and heading.end() <= s.clause else ""


def with_unit(rules: Rules, s: Setting, noun: str) -> str:
    """A noun with what its unit adds: 畲族村|28户 -> 畲族村住户; 产腐竹|860吨 -> 腐竹产量; 回族|22人 -> 回族流动经商人员."""
    unit = s.this.unit
    if unit in rules.items.weights.all and (made := rules.items.yields.fullmatch(noun)):
        return made.group(1) + "产量"
    if unit in ("户", "人", "名"):
        if rules.items.places.search(noun):
            return noun + ("住户" if unit == "户" else "人口")
        if unit != "户" and rules.items.group.fullmatch(noun) and noun != "少数民族":
            people = rules.items.of_group.pattern.sub("", s.last.subject) if s.last and s.last.unit == unit else ""
            return noun + people if people.endswith(rules.items.people.words) else noun
    fund = rules.items.arrived.pattern.sub("", s.last.subject) if s.last and s.last.unit.endswith("元") else ""
    if fund.endswith("资金") and noun.endswith("项目") and rules.items.aided.search(fund):
        return fund + "项目"
    if noun in ("项目", "实施项目", "安排项目"):
        return (fund if fund.endswith("资金") else "") + noun.removeprefix("安排")
    return noun
