"""Lists of figures: what a sentence says once and means of each of them, and what sums them up.

分别 deals labels, changes and qualifiers out; 共 and 合计 name what their parts have in common; a verb or predicate said once holds for all
in a row; behind brackets the sentence goes on with what stood before them. Words stand in rules/items.yml.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.language.clauses import JOINTS, LONGEST, Clauses
from generator.language.marks import Span
from generator.reader.figures.figure import BOUNDS, Figure
from generator.reader.figures.item import nouns as items
from generator.reader.figures.item import predicates
from generator.rules import Rules

# What stands between two figures in a row.
_IN_ROW = ("", "、", ",", "和", "及")
_APART = re.compile(f"[{JOINTS},]")
# A total has no more parts than this, and no longer name made of theirs.
_PARTS, _NAMED = 24, 30


def antecedent(rules: Rules, c: Clauses, brackets: Sequence[Span], found: Sequence[Figure], place: int) -> Figure | None:
    """The figure that one at `place` may go on from: the last of its sentence, brackets closed before it left out."""
    sentence, around = c.sentence(place), _bracket(brackets, place)
    for figure in reversed(found):
        if figure.number < sentence or (figure is not found[-1] and figure.number < place - LONGEST):
            return None
        if _bracket(brackets, figure.number) in (None, around):
            # 宣讲减少18场;受众2.6万人次: what follows a change is of the thing, not of its change.
            item = rules.items.altered.pattern.sub("", figure.item)
            return figure if item == figure.item else figure._replace(item=item)
    return None


def _bracket(brackets: Sequence[Span], place: int) -> Span | None:
    number = bisect_right(brackets, (place, place)) - 1
    return brackets[number] if number >= 0 and place < brackets[number].end else None


def shared(rules: Rules, c: Clauses, found: list[Figure]) -> list[Figure]:
    """The figures, each with what its list says of it."""
    return _predicates(rules, c.body, _totals(rules, c, _rates(rules, c, _deal(rules, c, found))))


class _Share(NamedTuple):
    """One of the things dealt out: its figure, None where nothing changed (持平), and what stands before its number."""

    figure: int | None
    lead: str


def _deal(rules: Rules, c: Clauses, found: list[Figure]) -> list[Figure]:
    """Gives each figure behind 分别 its own label: 省市单位分别采纳转载9条、48条; 建成示范村32个、示范社区8个,分别增加6个和2个."""
    out, index = list(found), 0
    while index < len(out):
        first = out[index]
        word = c.body.rfind("分别", first.clause_at, first.number)
        if word < 0 or (index and out[index - 1].number > word):
            index += 1
            continue
        shares, stop = _shares(rules, c, out, index, word)
        own, qualified = rules.qualifiers.directly_before(c.body, first.number)
        for share, (name, at) in zip(shares, _labels(rules, c, out, index, word, len(shares)), strict=False):
            if share.figure is not None:
                this = out[share.figure]
                item = _bounded(name + share.lead, this)
                start, end = (this.start, this.end) if at < 0 else (at, this.until)
                out[share.figure] = this._replace(start=start, end=end, item=item, rule="paired", confidence="high")
        for number in range(index + 1, stop) if qualified else ():
            if out[number].qualifier == "exact" and c.body[out[number - 1].until : out[number].number] in _IN_ROW:
                out[number] = out[number]._replace(qualifier=own)
        index = stop
    return out


def _bounded(item: str, figure: Figure) -> str:
    """An item with what brackets said of the figure's value."""
    return items.tidy(item) + "".join(bound for bound in BOUNDS if bound in figure.item)


def _shares(rules: Rules, c: Clauses, found: list[Figure], index: int, word: int) -> tuple[list[_Share], int]:
    """What is dealt out behind 分别, and the number of the first figure behind it."""
    known = rules.items
    _, qualifier = rules.qualifiers.directly_before(c.body, found[index].number)
    lead = known.equals.pattern.sub("", known.against.pattern.sub("", c.body[word + 2 : found[index].number - len(qualifier)]))
    shares, stop = [_Share(index, lead)], index + 1
    end = c.end(found[index].number)
    while stop < len(found) and found[stop].number < end:
        between = c.body[found[stop - 1].until : found[stop].number]
        _, qualifier = rules.qualifiers.directly_before(c.body, found[stop].number)
        opened, *even, own = _APART.split(between.removesuffix(qualifier)) if _APART.search(between) else (between, "")
        if opened or not all(map(known.even.fullmatch, even)) or not (own == "" or known.changes.fullmatch(own)):
            break
        lead = own or lead
        shares += [*(_Share(None, "") for _ in even), _Share(stop, lead)]
        stop += 1
    behind = _APART.split(c.body[found[stop - 1].until : end])
    shares += [_Share(None, "") for piece in behind[1:] if known.even.fullmatch(piece)]
    return shares, stop


def _labels(rules: Rules, c: Clauses, found: list[Figure], index: int, word: int, count: int) -> list[tuple[str, int]]:
    """The labels of `count` things dealt out at `word`, and where their quote begins, -1 where it need not hold them; none where unknown.

    They are named before it, one for all of them, or counted before.
    """
    first, known = found[index], rules.items
    begin = max(first.clause_at, found[index - 1].until if index else 0)
    counted = found[index - 1] if index and found[index - 1].until > first.clause_at else None
    told = known.against.pattern.sub("", c.body[begin:word])
    if not told:
        before = [f for f in found[max(0, index - 2 * _PARTS) : index] if f.number >= c.sentence(first.number) and "(此前)" not in f.item]
        outside = [f for f in before if c.body[f.clause_at - 1 : f.clause_at] != "("] or before
        return [(f.subject, -1) for f in outside[-count:]] if count > 1 and len(outside) >= count else []
    if counted:
        # 三个镇人均收入分别突破1.2万元、1.5万元、1.8万元
        return [(told, begin)] * count if counted.value == count > 1 else []
    named = known.apart.pattern.split(told)
    if len(named) >= count > 1 and named[0] and not all(map(known.dates.fullmatch, named[-count:])):
        named = named[-count:]
        before = [f for f in found[max(0, index - count) : index] if f.number >= c.sentence(first.number)]
        opening = items.noun_before(rules, named[0], 0, len(named[0])).noun or named[0]
        names = _named_apart(rules, [opening, *named[1:]], before)
        return [(name, first.clause_at) for name in names]
    return []


def _rates(rules: Rules, c: Clauses, found: list[Figure]) -> list[Figure]:
    """A rate said once of several: 达标率行政村为97.7%、社区为90.5% -> 行政村达标率, 社区达标率."""
    out, rate = list(found), ""
    for index, this in enumerate(out):
        goes_on = index > 0 and this.unit == "%" and c.body[out[index - 1].until : this.number].startswith(_IN_ROW[1:])
        said = rules.items.rated.fullmatch(this.item) if this.unit == "%" else None
        if said:
            rate = said.group(1)
            out[index] = this._replace(item=said.group(2) + rate)
        elif rate and goes_on and this.clause_at == out[index - 1].clause_at and not rules.items.vague(this.item):
            out[index] = this._replace(item=this.item + rate) if not this.item.endswith("率") else this
        else:
            rate = ""
    return out


def _named_apart(rules: Rules, named: list[str], before: list[Figure]) -> list[str]:
    """Things named one by one with what the last of them says of all (国家级、省级|非遗项目), or what was counted before."""
    known = rules.items
    if all(known.levels.match(name) for name in named):
        common = known.levels.pattern.sub("", named[-1]) or (before[-1].subject.rpartition("的")[2] if before else "")
        return [level.group() + common for name in named if (level := known.levels.match(name))]
    if (last := known.of_place.match(named[-1])) and all(known.place_name.fullmatch(name) for name in named[:-1]):
        # 东山县、西河县|工作经费分别为60万元、80万元
        return [*(name + last.group(2) for name in named[:-1]), named[-1]]
    common = _behind_last(rules, named, [f.subject for f in before])
    return [*(name + common for name in named[:-1]), named[-1]]


def _behind_last(rules: Rules, named: list[str], subjects: list[str]) -> str:
    """What stands behind the last of things named alike: 机关、学校、企业|示范点; 图书馆、文化馆|年接待群众; empty where it cannot be told."""
    *others, last = named
    for subject in subjects:
        if last.startswith(subject) and len(last) > len(subject):
            return last[len(subject) :]
    vague = next((last[at:] for at in range(2, len(last) - 1) if rules.items.vague(last[at:])), "")
    if vague and others[0][-1:] != vague[-1]:
        return vague
    ends = {name[-1:] for name in others}
    alike = last.find(ends.pop(), 1) + 1 if len(ends) == 1 else 0
    if len(others) > 1 and alike:
        return last[alike:]
    length = {len(name) for name in others}
    size = length.pop() if len(length) == 1 else 0
    return last[size:] if len(others) > 1 and size and len(last) >= size + 2 else ""


def _totals(rules: Rules, c: Clauses, found: list[Figure]) -> list[Figure]:
    """Names a total by what its parts have in common: 省级示范单位14个、州级示范单位66个,共|80个."""
    out = list(found)
    for index, this in enumerate(out):
        begin = max(this.clause_at, out[index - 1].until if index else 0)
        if this.rule != "counted-behind" and index > 1 and rules.items.total.fullmatch(c.body[begin : this.number]):
            sentence = c.sentence(this.number)
            row = [f for f in out[max(0, index - _PARTS) : index] if f.number >= sentence and f.unit == this.unit]
            if name := _sum_of(rules, c, this, row):
                out[index] = this._replace(item=_bounded(name, this), rule="total", confidence="high")
    return out


def _sum_of(rules: Rules, c: Clauses, total: Figure, row: list[Figure]) -> str:
    """What a total counts: the fund or body its parts are of, what their names end in, or their names; empty where it sums up no others."""
    if len(row) < 2:
        return ""
    sums = list(accumulate(f.value for f in reversed(row)))
    parts = next((row[-count:] for count, value in enumerate(sums, 1) if count > 1 and value == total.value), [])
    names = list(dict.fromkeys(f.subject for f in parts or row))
    if parts and (frame := rules.items.frame_of.search(c.body, c.sentence(total.number), parts[0].number)):
        return items.noun_before(rules, frame.group(1), 0, len(frame.group(1))).noun
    common = rules.items.bound_head.pattern.sub("", _common_end(names))
    if len(common) > 1:
        return common
    joint = "、".join(names)
    return joint if parts and len(joint) <= _NAMED else ""


def _common_end(names: list[str]) -> str:
    shortest = min(map(len, names))
    same = next((n for n in range(shortest) if len({name[-1 - n] for name in names}) > 1), shortest)
    return names[0][len(names[0]) - same :]


def _predicates(rules: Rules, body: str, found: list[Figure]) -> list[Figure]:
    """What a clause says of several counted things in a row it says of each.

    In 在6个街道78个社区,4个镇56个村设立联络员 the predicate stands behind the last, in 串起12个村、8所学校 the verb before the first.
    """
    out = list(found)
    for index in reversed(range(len(out) - 1)):
        this, after = out[index], out[index + 1]
        if after.said and not this.said and rules.items.population.search(this.item) and _in_row(body, this, after):
            out[index] = this._replace(item=predicates.with_predicate(after.said, this.item), said=after.said)
    for index in range(1, len(out)):
        before, this = out[index - 1], out[index]
        verb = before.item[:2]
        told = not this.said and len(this.item) < 3 and len(before.item) <= items.SHORT
        if told and _in_row(body, this, before) and rules.nouns.is_verb(verb):
            out[index] = this._replace(item=verb + this.item)
    return out


def _in_row(body: str, this: Figure, other: Figure) -> bool:
    """Whether a short noun is counted right before or right behind another noun."""
    counted = this.rule == other.rule == "counted-behind"
    return counted and items.short(this.item) and body[min(this.end, other.end) : max(this.start, other.start)] in _IN_ROW
