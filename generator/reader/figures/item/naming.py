"""What a figure counts: a noun behind its counter or before its numeral, or what was spoken of before it.

Nouns are cut out of their words by `items`; which figures there are and how they are quoted is `indicators`' business.
"""

from generator.language.clauses import Clauses
from generator.reader.figures import quoting
from generator.reader.figures.figure import Named, Setting
from generator.reader.figures.item import money, predicates, shares, subjects
from generator.reader.figures.item import nouns as items
from generator.rules import Rules


def name(rules: Rules, c: Clauses, s: Setting) -> Named:
    """What the quantity counts, by the first way of saying it that its setting shows."""
    ways = (
        shares.taken,
        _district,
        _bracketed,
        money.spent,
        _counted_behind,
        shares.share,
        _counted_before,
        _predicate,
        _chain,
        _part,
        _shown,
        _carried,
        _subject,
    )
    named = next((found for way in ways if (found := way(rules, c, s))), None) or _bare(c, s)
    # 11.2万人口: the region's people, whatever was counted before.
    item = named.item if named.item == "人口" and named.rule == "counted-behind" else subjects.complete(rules, c, s, named.item)
    return named._replace(item=item + "人口" if s.this.unit == "人" and rules.items.group.fullmatch(item) else item)


# The ways, in the order in which they are tried.


def _district(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """Divisions without a counter: 辖3乡|7镇."""
    if s.this.unit not in rules.units.districts.all:
        return None
    begin = s.start if s.this.start - s.start <= 6 else s.this.start
    if s.last and s.last.rule == "district" and s.this.start - s.last.end <= 1:
        begin = s.last.start
    return Named(s.this.unit, begin, s.this.end, "district", "high")


def _bracketed(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A figure in brackets behind its noun: 蜜柚(|300亩)."""
    if s.aside < 0 or s.start != s.clause:
        return None
    begin = s.before.end if s.before and s.aside < s.before.end < s.clause else s.aside
    while c.body[begin] in ")、和及, ":
        begin += 1
    outside = items.noun_before(rules, c.body, begin, s.clause - 1)
    if not outside.noun or len(s.head.noun) >= items.SHORT:
        return None
    inside = "" if s.head.noun in ("全", "共", "计") else s.head.noun
    return Named(outside.noun + inside, outside.at, s.this.end, "bracketed", "high")


def _counted_behind(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A figure whose noun stands behind its counter: 培树|12个示范点位."""
    this, lead = s.this, c.body[s.start : s.this.start]
    told = rules.items.made_up.search(c.body, this.end, c.end(this.end)) or rules.nouns.person.match(c.body, this.end)
    if (lead.endswith(("由", "从")) and not told) or (
        s.head.noun and c.body.startswith("的", this.end) and not (_lists(lead) or rules.nouns.is_verb(s.head.noun))
    ):
        return None
    if this.unit in rules.items.heads.all and (made := rules.items.made_up.match(c.body, this.end)) and lead.endswith("等"):
        return Named(made.group(1), this.start, made.end(), "counted-behind", "high")
    if (c.body[s.clause] in "对将把" or lead.endswith("对")) and (treated := rules.items.treated.match(c.body, this.end)):
        return Named(treated.group(2) + treated.group(1), this.start, treated.end(), "counted-behind", "high")
    if this.unit in rules.units.regional.all:
        noun, noun_end = this.unit, this.end
    else:
        noun, noun_end = items.noun_behind(rules, c.body, this.end, s.stop, s.after is not None and s.stop == s.after.start)
    if this.unit == "人" and noun.startswith("口"):
        noun = "人" + noun
    if this.unit in ("名", "位", "户") and noun:
        people = predicates.of_people(rules, noun)
        noun, noun_end = people, noun_end - (len(noun) - len(people))
    if this.unit == "个" and (peoples := rules.items.ethnic.match(noun)):
        noun_end, noun = noun_end - len(noun) + peoples.end(1), peoples.group(1)
    if this.unit in ("平方公里", "平方千米") and rules.items.lands.fullmatch(noun):
        return Named("面积", this.start, noun_end, "counted-behind", "high")
    if not noun or (s.head.noun and not is_counter(rules, this.unit) and not rules.nouns.is_verb(s.head.noun)):
        return None
    whole = this.end - s.start <= quoting.WHOLE // 2 or this.start - s.start <= 8
    begin = s.start if whole and not lead.endswith(("、", "和")) else this.start
    item, end, said = _counted_item(rules, c, s, noun, noun_end)
    if item == noun and items.short(noun) and rules.items.places.search(noun) and (place := subjects.place_of(rules, c, s)):
        item = place + noun
    elif item == noun and items.short(noun) and (owner := _owner(rules, s.head, lead, noun)):
        item, begin = owner + noun, min(begin, s.head.at) if this.end - s.head.at <= quoting.WHOLE else begin
    if item == "项目" and s.last and s.last.subject.endswith("资金"):
        item = s.last.subject + item
    return Named(item, begin, end, "counted-behind", "high", said)


def is_counter(rules: Rules, unit: str) -> bool:
    """Whether a unit may stand before what it counts."""
    return unit in rules.units.counters.all or unit in rules.items.heads.all or unit in rules.items.rounds.all


def _lists(lead: str) -> bool:
    return lead.rstrip().endswith(("等", "”"))


def _counted_item(rules: Rules, c: Clauses, s: Setting, noun: str, noun_end: int) -> tuple[str, int, str]:
    """The item of a counted noun, where its quote ends, and what is said of the noun where the item says it."""
    behind = c.body[noun_end : c.end(noun_end)]
    if s.this.unit in rules.units.limits.all:
        return f"{noun}时限", noun_end, ""
    if received := predicates.title(rules, behind):
        return received, noun_end + behind.find(received) + len(received), ""
    for made, role in ((rules.items.made_up, ""), (rules.items.members, "成员")):
        if match := made.match(behind):
            return match.group(1) + role + noun, noun_end + match.end(), ""
    inhabitants, _, place = noun.partition("的")
    if s.this.unit == "人" and rules.items.places.search(place):
        return place + inhabitants, noun_end, ""
    said, end = predicates.predicate(rules, c.body, noun_end, s.stop)
    if s.after and end == s.after.start and (does := rules.items.does.fullmatch(said)):
        # 7个乡镇各明确|1名专干: what they have is what the next figure counts.
        had, _ = items.noun_behind(rules, c.body, s.after.end, c.line_end(s.after.end), False)
        said = does.group(1) + had if had else ""
    if said.startswith("为"):
        # 推荐3家单位为保护基地 says of them what 推荐为保护基地 does; 以4个村为准 says nothing of them.
        said = s.head.noun + said if rules.nouns.is_verb(s.head.noun) and len(said) > 3 else ""
    if not items.short(noun) and s.this.unit not in rules.units.regional.all:
        return noun, noun_end, said
    if s.after and s.stop == s.after.start and c.body[noun_end : s.stop].endswith("的"):
        made_noun, _ = items.noun_behind(rules, c.body, s.after.end, c.line_end(s.after.end), False)
        verb = c.body[noun_end : s.stop - 1]
        if made_noun and 2 <= len(verb) <= 4:
            return f"{verb}{made_noun}的{noun}", noun_end, ""
    event = rules.nouns.without_end_verb(s.head.noun)
    if said in ("参与", "参加") and len(event) >= items.SHORT:
        return event + said + noun, end, ""
    if said and rules.items.population.search(noun):
        # What is said may name what the next figure counts: 5个村修通|道路20公里.
        follows = s.after is not None and end == s.after.start
        return predicates.with_predicate(said, noun), noun_end if follows else end, said
    return noun, noun_end, ""


def _owner(rules: Rules, head: items.Before, lead: str, noun: str) -> str:
    """What stands before a short counted noun and belongs to its item: 串起|8所|学校; empty where it would add nothing."""
    if not head.noun or _lists(lead) or "、" in head.noun or len(head.noun) + len(noun) > 16:
        return ""
    if rules.nouns.is_verb(head.noun):
        return "" if len(noun) > 2 or rules.nouns.stands(head.noun) or lead.endswith("的") else head.noun
    return "" if lead.endswith("的") and len(noun) > 2 else head.noun


def _counted_before(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A figure whose noun stands before it: 学习活动|370余场次, 少数民族发展资金|1415万元."""
    this, noun = s.this, s.head.noun
    if not noun or (this.unit in rules.items.heads.all and len(shares.behind(c, s)) >= 2 and rules.items.organs.search(noun)):
        return None
    if this.unit in rules.items.heads.all and rules.items.each.fullmatch(noun) and len(shares.behind(c, s)) >= 2:
        return None
    event = rules.nouns.without_end_verb(noun)
    if s.after and s.after.start == this.end and (rules.nouns.is_verb(noun) or event != noun):
        return None
    if s.last and s.last.unit == this.unit and c.body[s.last.number : s.clause].endswith("中,") and c.body[this.start - 1] in "有是占":
        return Named(s.last.subject, s.start, this.end, "framed", "medium")
    if (attribute := rules.items.attributes.search(noun)) and (owner := rules.items.owner.match(c.body, this.end)):
        return Named(owner.group(1).strip("“”") + attribute.group(), this.start, owner.end(), "measured-before", "high")
    said = shares.behind(c, s)
    if this.unit in rules.items.heads.all and rules.nouns.is_verb(noun) and rules.items.gains.fullmatch(said):
        return Named(noun + said, s.start, this.end + len(said), "predicate", "medium")
    if event != noun and this.unit in rules.items.heads.all and rules.items.taking_part.fullmatch(said):
        return Named(said + event, s.start, this.end + len(said), "predicate", "medium")
    begin = quoting.begin(rules, c.body, s)
    if s.last and s.last.unit == this.unit and s.last.subject.endswith("项目") and _broken_down(rules, c, s):
        return Named(noun.removesuffix("项目") + "项目", begin, this.end, "breakdown", "high")
    counter = this.unit in rules.units.counters.all
    name = subjects.with_unit(rules, s, s.head.name(rules))
    if rules.items.group.fullmatch(name) and (place := subjects.place_of(rules, c, s)):
        name = f"{place}{name}人口"
    return Named(name, begin, this.end, "counted-before" if counter else "measured-before", "high")


def _broken_down(rules: Rules, c: Clauses, s: Setting) -> bool:
    """Whether a figure is one of the parts of those counted before: 项目23个,涵盖产业|14个."""
    return s.last is not None and (s.last.rule == "breakdown" or bool(rules.items.breakdown.search(c.body, s.last.number, s.this.start)))


def _predicate(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """People of whom only is said what they did: |3270人拿到技能证书."""
    said = shares.behind(c, s)
    if s.this.unit not in rules.items.heads.all or len(said) < 2 or follows(s) or (len(said) < 3 and not rules.items.vague(said)):
        return None
    each = s.head.noun if rules.items.each.fullmatch(s.head.noun) else ""
    said = predicates.plain(rules, said)
    return Named(each + said, s.start, s.this.end + len(shares.behind(c, s)), "predicate", "medium")


def follows(s: Setting) -> bool:
    """Whether a figure stands directly behind another: 37户|137人."""
    return s.before is not None and s.before.end == s.this.start


def _chain(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """The first of two figures for one noun: |3468户15926名搬迁群众."""
    if not s.after or s.after.start != s.this.end:
        return None
    noun, _ = items.noun_behind(rules, c.body, s.after.end, c.line_end(s.after.end), False)
    if not noun or (s.last and not s.head.noun and s.last.number >= s.clause):
        return None
    base = rules.items.inhabitants.pattern.sub("", noun) if s.this.unit == "户" else noun
    return Named(base + s.this.unit, s.start, s.this.end, "chain", "medium")


def _part(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """Some of what was just counted, by what is said of them: 民族村123个,|33个沿河分布 -> 沿河分布的民族村."""
    if not s.last or s.head.noun or s.last.unit != s.this.unit or not is_counter(rules, s.this.unit) or s.this.start != s.clause:
        return None
    said, end = predicates.predicate(rules, c.body, s.this.end, s.stop)
    if len(said) < 3:
        return None
    return Named(predicates.with_predicate(said, s.last.subject.rpartition("的")[2]), s.start, end, "part", "medium", said)


def _shown(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """How often something was shown that a clause before names: 文艺展演走进社区,连演|48场."""
    if s.head.noun or s.this.unit not in rules.items.rounds.all:
        return None
    shown = subjects.shown(rules, c, s)
    return Named(shown, s.start, s.this.end, "shown", "medium") if shown else None


def _carried(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A figure that goes on counting what the one before it counted: 由9家发展到|64家; 37户|137人."""
    if not s.last:
        return None
    item, unit = _passed_over(rules, c, s) or s.last.subject, s.this.unit
    if unit in ("户", "人") and rules.items.places.search(item):
        item = subjects.place_of(rules, c, s) or item
    if unit in ("人", "名") and item.endswith("户"):
        item = rules.items.households.pattern.sub("", item) + "人口"
    elif unit == "户" and not item.endswith(("户", "家庭")):
        item = subjects.with_unit(rules, s, rules.items.not_homes.pattern.sub("", item))
        item += "" if item.endswith("户") else "户"
    elif unit in ("人", "名") and rules.items.group.search(item[-3:]):
        item += "人口"
    begin = s.start if s.start < s.this.start or s.this.end - s.last.start > quoting.WHOLE else s.last.start
    return Named(item, begin, s.this.end, "inherited", "medium")


def _passed_over(rules: Rules, c: Clauses, s: Setting) -> str:
    """The noun before the figure before, which counts another one: 短视频|2种语言版本|15个; empty where there is none."""
    last = s.last
    if not last or last.rule != "counted-behind" or last.unit not in rules.items.sorts.all or s.start < s.this.start:
        return ""
    head = items.noun_before(rules, c.body, s.clause, last.number) if s.clause < last.number else None
    return head.noun if head and not rules.nouns.is_verb(head.noun) and not any(map(str.isdigit, head.noun)) else ""


def _subject(rules: Rules, c: Clauses, s: Setting) -> Named | None:
    """A figure alone in its clause, behind the clause that names its subject: 畲族人口最多,为|1086人."""
    if not s.clause or c.body[s.clause - 1] != ",":
        return None
    subject = items.noun_before(rules, c.body, max(c.sentence(s.clause - 1), s.clause - 20), s.clause - 1)
    return Named(subject.noun, subject.at, s.this.end, "subject", "low") if subject.noun else None


def _bare(c: Clauses, s: Setting) -> Named:
    item = c.body[s.start : s.this.start].strip() or shares.behind(c, s) or s.this.unit
    return Named(item, s.start, max(s.this.end, min(s.stop, s.this.end + 12)), "bare", "low")
