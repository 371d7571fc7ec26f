"""Stated quantities of effort or outcome: which numerals are indicators, and their shortest quote.

Numerals come from `quantity`, what they count from `naming`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from generator.language.clauses import Clauses
from generator.language.marks import QUOTES, TITLES, pairs
from generator.language.numerals import Quantity
from generator.reader.article.tables import cells
from generator.reader.article.text import Document, Span
from generator.reader.figures import quantity
from generator.reader.figures.figure import Figure, Setting
from generator.reader.figures.item import naming, predicates
from generator.reader.figures.item import nouns as items
from generator.rules import Rules

__all__ = ["Figure", "figures"]

# What stands between two figures in a row.
_IN_ROW = ("", "、", ",", "和", "及")
# A quotation longer than this is somebody's words, and figures in it are told; a shorter one is a name.
_NAME_LENGTH = 16


def figures(rules: Rules, document: Document, span: Span) -> list[Figure]:
    """The indicators of the text in `span`, in reading order."""
    body, c = document.body, Clauses(document.body, span.start, span.end)
    titles, quotes = (pairs(body, marks, None, span.start, span.end) for marks in (TITLES, QUOTES))
    found = [q for q in quantity.find(rules, body, span.start, span.end) if _counts(rules, c, q, titles, quotes)]
    plans = _plans(rules, c)
    out: list[Figure] = []
    for before, this, after in zip([None, *found], found, [*found[1:], None], strict=False):
        last = out[-1] if out and out[-1].number >= c.sentence(this.start) else None
        out.append(_figure(rules, c, _setting(rules, c, this, before, after, last), _around(plans, this, span.end) is not None))
    out = _share_predicates(rules, body, _distribute(rules, c, out))
    taken = {f.number for f in out}
    for cell in cells(rules, document, span):
        if cell.at not in taken:
            at, item = cell.at, cell.item
            out.append(Figure(cell.start, cell.end, at, item, item, cell.start, cell.value, cell.unit, "table", "medium"))
    return sorted(_once(body, out), key=lambda f: (f.number, f.start))


def _around(spans: list[Span], found: Quantity, furthest: int) -> Span | None:
    """The pair of marks that a quantity stands in; None where it ends more than `furthest` characters behind it."""
    number = bisect_left(spans, (found.number,)) - 1
    inside = number >= 0 and found.number < spans[number].end <= found.end + furthest
    return spans[number] if inside else None


def _counts(rules: Rules, c: Clauses, found: Quantity, titles: list[Span], quotes: list[Span]) -> bool:
    """Whether a quantity is a figure of its own, and not part of a name, a title or a saying."""
    body = c.body
    if _around(titles, found, 200):
        return body[max(0, found.number - 1)] == "全" and found.unit in ("册", "集", "卷", "部", "期")
    if quote := _around(quotes, found, 400):
        told = quote.end - quote.start > _NAME_LENGTH and re.search(r"[,。]", body[quote.start : quote.end])
        return bool(told) and not found.words
    return not (found.words and rules.items.asides.search(body, max(c.line(found.start), found.start - 30), found.start))


def _setting(rules: Rules, c: Clauses, this: Quantity, before: Quantity | None, after: Quantity | None, last: Figure | None) -> Setting:
    body = c.body
    clause = start = c.start(this.start)
    low_end = before is not None and before.bound == "low" and before.end == this.end
    if before and before.end > clause and not low_end:
        start = _behind_joint(rules, body, before.end, this.start)
    if last and start < last.end <= this.start:
        start = _behind_joint(rules, body, last.end, this.start)
    stop = c.end(this.end)
    if after and this.end <= after.start < stop:
        stop = after.start
    aside = c.start(clause - 1) if body[clause - 1 : clause] == "(" else -1
    return Setting(this, clause, start, stop, before, after, last, aside, items.noun_before(rules, body, start, this.start))


def _behind_joint(rules: Rules, body: str, place: int, stop: int) -> int:
    match = rules.items.joints.match(body, place, stop)
    return match.end() if match else place


def _plans(rules: Rules, c: Clauses) -> list[Span]:
    """The parts of the text whose headings say that they are planned: 三、下一步工作打算."""
    parts = [(start, *part) for start in c.lines if (part := rules.outline.part(c.body, start, c.line_end(start)))]
    found: list[Span] = []
    for number, (start, rank, behind) in enumerate(parts):
        if (not found or start >= found[-1].end) and rules.qualifiers.plans.match(c.body, behind, c.line_end(start)):
            found.append(Span(start, next((later for later, other, _ in parts[number + 1 :] if other <= rank), c.last)))
    return found


def _figure(rules: Rules, c: Clauses, s: Setting, planned: bool) -> Figure:
    this, body = s.this, c.body
    item, begin, end, rule, confidence, said = naming.name(rules, c, s)
    if this.bound:
        item += "(下限)" if this.bound == "low" else "(上限)"
        begin, end = min(begin, this.start), max(end, this.end)
    elif s.after and _from_to(rules, body, this, s.after):
        item += "(此前)"
    begin, end = _trim(body, begin, end)
    if len(body[begin:end].replace(" ", "")) < 4:
        end = max(end, min(s.stop, this.end + 4))
        begin = max(s.clause, min(begin, end - 4))
    clause = body[max(s.clause, this.start - items.FAR) : max(min(s.stop, this.end + items.FAR), this.end)]
    target = bool(rules.qualifiers.target.search(body, max(c.sentence(this.start), this.start - 60), this.end))
    target = target or (planned and not rules.items.done.search(clause))
    norm = bool(rules.qualifiers.norm.search(clause)) or bool(rules.items.yearly.match(body, s.start))
    item = items.tidy(item) + ("(目标)" if target else "")
    return Figure(
        begin, end, this.number, item, clause, s.clause, this.value, this.unit, rule, confidence, this.qualifier, target, norm, said
    )


def _from_to(rules: Rules, body: str, this: Quantity, after: Quantity) -> bool:
    """Whether a figure is the first of 由A提高到B."""
    between = body[this.end : after.start]
    begins = rules.items.origin.search(body, max(0, this.start - 14), this.start)
    return (
        bool(begins)
        and this.unit == after.unit
        and "组成" not in between
        and len(between) <= 24
        and bool(rules.items.turns.search(between))
        and not any(mark in between for mark in "。;\n")
    )


def _trim(body: str, begin: int, end: int) -> tuple[int, int]:
    begin = end - len(body[begin:end].lstrip(" 、,;:。)和及的"))
    end = begin + len(body[begin:end].rstrip(" 、,;:。("))
    for opening, closing in ("()", "“”", "《》"):
        if body[end : end + 1] == closing and body.count(opening, begin, end) > body.count(closing, begin, end):
            end += 1
    return begin, end


def _distribute(rules: Rules, c: Clauses, found: list[Figure]) -> list[Figure]:
    """Gives paired figures their own item: 省市单位分别采纳转载9条、48条; 分别增长12.1%和13.8%."""
    out = list(found)
    index = 0
    while index < len(out):
        stop = index + 1
        while stop < len(out) and (out[stop].clause_at, out[stop].unit) == (out[index].clause_at, out[index].unit):
            stop += 1
        if stop - index > 1 and (names := _paired(rules, c, out, index, stop)):
            for n, name in zip(range(index, stop), names, strict=True):
                out[n] = replace(out[n], item=items.tidy(name), rule="paired", confidence="medium")
        index = stop
    return out


def _paired(rules: Rules, c: Clauses, found: list[Figure], index: int, stop: int) -> list[str]:
    """The items of the figures from `index` to `stop` where 分别 deals them out; none where it does not."""
    first, count = found[index], stop - index
    word = c.body.rfind("分别", first.clause_at, first.number)
    if word < 0 or re.search(r"\d", c.body[first.clause_at : first.number]):
        return []
    tail = rules.items.equals.pattern.sub("", c.body[word + 2 : first.number])
    named = rules.items.apart.pattern.split(c.body[first.clause_at : word])[-count:]
    if len(named) == count and named[0]:
        return _named_apart(rules, c, found, index, [rules.items.dealt.pattern.sub("", named[0]), *named[1:]], tail)
    earlier = [f for f in found[max(0, index - count) : index] if f.number >= c.sentence(first.number)]
    if len(earlier) == count and not rules.items.against.pattern.sub("", c.body[first.clause_at : word]):
        return [f.subject + tail for f in earlier]
    return []


def _named_apart(rules: Rules, c: Clauses, found: list[Figure], index: int, named: list[str], tail: str) -> list[str]:
    """The items of things named one by one: levels share what the last of them says (国家级、省级非遗项目), or what was counted before."""
    known = rules.items
    if all(known.levels.match(name) for name in named):
        before = found[index - 1] if index and found[index - 1].number >= c.sentence(found[index].number) else None
        common = known.levels.pattern.sub("", named[-1]) or (before.subject.rpartition("的")[2] if before else "")
        named = [level.group() + common for name in named if (level := known.levels.match(name))]
    elif (last := known.of_place.match(named[-1])) and all(known.place_name.fullmatch(name) for name in named[:-1]):
        # 东山县、西河县|工作经费分别为60万元、80万元
        named = [*(name + last.group(2) for name in named[:-1]), named[-1]]
    return [name + tail for name in named]


def _share_predicates(rules: Rules, body: str, found: list[Figure]) -> list[Figure]:
    """What a clause says of several counted things in a row it says of each.

    In 在6个街道78个社区,4个镇56个村设立联络员 the predicate stands behind the last, in 串起12个村、8所学校 the verb before the first.
    """
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        this, after = out[index], out[index + 1]
        if _in_row(body, this, after) and after.said and not this.said and rules.items.population.search(this.item):
            out[index] = replace(this, item=predicates.with_predicate(after.said, this.item), said=after.said)
    for index in range(1, len(out)):
        before, this = out[index - 1], out[index]
        verb = before.item[:2]
        told = not this.said and len(this.item) < 3 and len(before.item) <= items.SHORT
        if told and _in_row(body, this, before) and rules.nouns.is_verb(verb):
            out[index] = replace(this, item=verb + this.item)
    return out


def _in_row(body: str, this: Figure, other: Figure) -> bool:
    """Whether a short noun is counted right before or right behind another noun."""
    counted = this.rule == other.rule == "counted-behind"
    return counted and items.short(this.item) and body[min(this.end, other.end) : max(this.start, other.start)] in _IN_ROW


def _once(body: str, found: list[Figure]) -> Iterator[Figure]:
    """Drops a figure that only takes up one already stated: 123个民族村中, …"""
    seen: dict[tuple[float | int, str], set[str]] = {}
    for figure in found:
        earlier = seen.setdefault((figure.value, figure.unit), set())
        item = figure.item.removesuffix("(目标)").rstrip("中里内")
        opens = figure.rule == "counted-behind" and figure.number == figure.clause_at
        owner = item.partition("的")[0]
        if opens and any(item[:3] in other or other[-2:] in item or other.endswith(owner) for other in earlier):
            continue
        earlier.add(item)
        yield figure
