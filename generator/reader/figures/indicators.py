"""Stated quantities of effort or outcome: which numerals are indicators, and their shortest quote.

Numerals come from `quantity`, what they count from `naming`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from generator.language.clauses import LONGEST, Clauses
from generator.language.marks import BRACKETS, QUOTES, TITLES, pairs
from generator.language.numerals import Quantity
from generator.reader.article.tables import cells
from generator.reader.article.text import Document, Span
from generator.reader.figures import certainty, lists, quantity
from generator.reader.figures.figure import Figure, Setting
from generator.reader.figures.item import naming
from generator.reader.figures.item import nouns as items
from generator.reader.figures.owner.owners import Owners
from generator.reader.region.relations import Relations
from generator.rules import Rules

__all__ = ["Figure", "figures"]

# A quotation longer than this is somebody's words, and figures in it are told; a shorter one is a name.
_NAME_LENGTH = 16


def figures(rules: Rules, document: Document, span: Span, relations: Relations | None = None, joint: Sequence[str] = ()) -> list[Figure]:
    """The indicators of the text in `span`, in reading order.

    `relations` tells what the places named there are to the region whose span it is, `joint` are the regions of the whole document;
    without `relations` all figures are the region's own.
    """
    body, c = document.body, Clauses(document.body, span.start, span.end)
    titles, quotes, brackets = (pairs(body, marks, None, span.start, span.end) for marks in (TITLES, QUOTES, BRACKETS))
    found = [q for q in quantity.find(rules, body, span.start, span.end) if _counts(rules, c, q, titles, quotes)]
    plans = _plans(rules, c, bool(rules.qualifiers.planning.search(document.title or "")))
    owners = Owners(rules, relations, c, quotes, brackets, joint) if relations else None
    out: list[Figure] = []
    for before, this, after in zip([None, *found], found, [*found[1:], None], strict=False):
        last = lists.antecedent(rules, c, brackets, out, this.start)
        planned = _planned(rules, c, plans, this.number, document.published) or _to_come(rules, c, this, document.published)
        out.append(_figure(rules, c, _setting(rules, c, this, before, after, last, owners, out), planned))
    out = [_unplaced(rules, figure) for figure in lists.shared(rules, c, out)]
    taken = {f.number for f in out}
    for cell in cells(rules, document, span):
        if cell.at not in taken:
            of = owners.of_cell(cell.start, cell.first) if owners else None
            target = cell.target or (cell.period is None and _planned(rules, c, plans, cell.at, document.published))
            item = (items.tidy(cell.item.removeprefix(of or "")) or cell.item) + ("(目标)" if target else "")
            out.append(
                Figure(
                    cell.start, cell.end, cell.at, cell.end, item, item, cell.start, cell.value, cell.unit, "table",
                    certainty.of_cell(rules, item, of), target=target, of=of, period=cell.period,
                )
            )  # fmt: skip
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
    if found.qualifier != "exact" and found.unit != "%" and rules.items.graded.match(body, found.end):
        # 年收入20万元以上的村51个: which villages are counted, and no figure of its own.
        return False
    return not (found.words and rules.items.asides.search(body, max(c.line(found.start), found.start - 30), found.start))


def _setting(
    rules: Rules,
    c: Clauses,
    this: Quantity,
    before: Quantity | None,
    after: Quantity | None,
    last: Figure | None,
    owners: Owners | None,
    found: Sequence[Figure],
) -> Setting:
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
    of, words, start = owners.of(this, start) if owners else (None, start, start)
    return Setting(
        this,
        clause,
        start,
        stop,
        before,
        after,
        last,
        aside,
        items.noun_before(rules, body, start, this.start),
        of,
        _whole(c, found, this, of),
        words,
    )


def _whole(c: Clauses, found: Sequence[Figure], this: Quantity, of: str | None) -> Figure | None:
    """The last figure of somebody else in the sentence that counts in the same unit."""
    first = max(c.sentence(this.start), this.start - LONGEST)
    for figure in reversed(found):
        if figure.number < first:
            break
        if figure.of != of and figure.unit == this.unit:
            return figure
    return None


def _behind_joint(rules: Rules, body: str, place: int, stop: int) -> int:
    match = rules.items.joints.match(body, place, stop)
    return match.end() if match else place


def _plans(rules: Rules, c: Clauses, whole: bool) -> list[Span]:
    """The parts of the text whose headings say that they are planned (三、下一步工作打算); of a plan, all but what tells where it starts from."""
    heading = rules.qualifiers.basis if whole else rules.qualifiers.plans
    parts = [(start, *part) for start in c.lines if (part := rules.outline.part(c.body, start, c.line_end(start)))]
    found: list[Span] = []
    for number, (start, rank, behind) in enumerate(parts):
        if (not found or start >= found[-1].end) and heading.match(c.body, behind, c.line_end(start)):
            found.append(Span(start, next((later for later, other, _ in parts[number + 1 :] if other <= rank), c.last)))
    if not whole:
        return found
    edges = [c.first, *(edge for part in found for edge in part), c.last]
    return [Span(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def _planned(rules: Rules, c: Clauses, plans: list[Span], number: int, published: str | None) -> bool:
    """Whether a figure at `number` stands in a part about plans, in a sentence that tells of no year gone by."""
    place = bisect_left(plans, (number + 1,)) - 1
    if place < 0 or number >= plans[place].end:
        return False
    years = [year.group(1) for year in rules.qualifiers.year.pattern.finditer(c.body, max(c.sentence(number), number - LONGEST), number)]
    return not (years and published) or years[-1] >= published[:4]


def _to_come(rules: Rules, c: Clauses, this: Quantity, published: str | None) -> bool:
    """Whether the sentence says that a figure is that of a year after the publishing date: 到2025年建成…10个."""
    if not published:
        return False
    years = [m.group(1) for m in rules.qualifiers.coming.pattern.finditer(c.body, max(c.sentence(this.start), this.start - 60), this.start)]
    return bool(years) and years[-1] > published[:4]


def _figure(rules: Rules, c: Clauses, s: Setting, planned: bool) -> Figure:
    this, body = s.this, c.body
    named = naming.name(rules, c, s)
    item, begin, end, rule, _, said = named
    if this.bound:
        item += "(下限)" if this.bound == "low" else "(上限)"
        begin, end = min(begin, this.start), max(end, this.end)
    elif s.after and _from_to(rules, body, this, s.after):
        item += "(此前)"
    whose = body[s.words : s.start]
    if 0 < len(whose) <= _NAME_LENGTH and not body[s.start : begin].strip() and s.of in (None, whose):
        begin = s.words  # the words right before it that say whose it is belong to the quote, a private person's name does not
    begin, end = _trim(body, *_unnamed(rules, body, begin, end, this))
    if len(body[begin:end].replace(" ", "")) < 4:
        end = max(end, min(s.stop, this.end + 4))
        begin = s.words if s.words < s.start else max(s.clause, min(begin, end - 4))
    # 其中 before the region's share of somebody else's sum says nothing against what it is.
    clause_at = s.start if rule == "share-taken" else s.clause
    clause = body[max(clause_at, this.start - items.FAR) : max(min(s.stop, this.end + items.FAR), this.end)]
    target = bool(rules.qualifiers.target.search(body, max(c.sentence(this.start), this.start - 60), this.end))
    target = target or (planned and not rules.items.done.search(clause))
    norm = bool(rules.qualifiers.norm.search(clause)) or bool(rules.items.yearly.match(body, s.start))
    item = items.tidy(rules.private.named.pattern.sub(_role, item)) + ("(目标)" if target else "")
    return Figure(
        begin,
        end,
        this.number,
        this.end,
        item,
        clause,
        s.clause,
        this.value,
        this.unit,
        rule,
        certainty.of(rules, c, s, named),
        this.qualifier,
        target,
        norm,
        said,
        s.of,
        s.whole.number if s.whole and rule == "share-taken" else s.last.dated if s.last and s.of is None else -1,
    )


def _role(person: re.Match[str]) -> str:
    return person["role"]


def _unplaced(rules: Rules, figure: Figure) -> Figure:
    """A figure whose item does not say whose it is beside `of`; of several owners only its own, where 分别 deals them out."""
    if figure.of and figure.item == "户":
        return figure._replace(item="住户")
    if figure.of and rules.owners.each.match(after := figure.item.partition(figure.of)[2]):
        return figure._replace(item=after)
    name = next(
        (name for name in (figure.of or "").split("、") if len(name) > 1 and figure.item.startswith(name) and name != figure.item), ""
    )
    if not name:
        return figure
    return figure._replace(of=name if figure.rule == "paired" else figure.of, item=items.tidy(figure.item.removeprefix(name)))


def _unnamed(rules: Rules, body: str, begin: int, end: int, this: Quantity) -> tuple[int, int]:
    """The part of a quote around its numeral that names no private person."""
    for person in rules.private.named.pattern.finditer(body, begin, end):
        if person.end() <= this.start:
            begin = person.end()
        elif person.start() >= this.end:
            return begin, person.start()
    return begin, end


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
