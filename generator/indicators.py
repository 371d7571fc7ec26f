"""Stated quantities of effort or outcome: which numerals are indicators, what they count, and their shortest quote.

Numerals come from `quantity`, nouns from `items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import items, quantity
from generator.model import Confidence, Qualifier
from generator.quantity import Quantity
from generator.tables_in_text import cells
from generator.text import Document, Span

_QUOTE = re.compile(r"“[^”\n]*”")
_TITLE = re.compile(r"《[^》\n]*》")
# A quotation longer than this is somebody's words, and figures in it are told; a shorter one is a name.
_NAME_LENGTH = 16
# A clause before its numeral is quoted whole up to this length; a longer one from its last part on.
_WHOLE = 22
_PEOPLE = ("人", "名", "人次", "户", "家", "户次", "位")


@dataclass(frozen=True)
class Figure:
    """An indicator as found: spans are of the body."""

    start: int
    end: int
    number: int
    """Where its numeral begins."""
    item: str
    clause: str
    """The clause around it, for what its concept depends on."""
    clause_at: int
    value: float | int
    unit: str
    qualifier: Qualifier
    target: bool
    norm: bool
    rule: str
    confidence: Confidence


@dataclass(frozen=True)
class _Setting:
    """A quantity with what stands around it."""

    this: Quantity
    clause: int
    """Where its clause begins."""
    start: int
    """Where its own part of the clause begins, behind the figure before it."""
    stop: int
    """Where its part ends: the next figure, or the clause's end."""
    before: Quantity | None
    after: Quantity | None
    last: Figure | None
    """The figure found before it in the same sentence."""
    aside: int
    """Where the clause outside begins, for a figure in brackets; -1 outside brackets."""


def figures(document: Document, span: Span) -> list[Figure]:
    """The indicators of the text in `span`, in reading order."""
    body = document.body
    found = [q for q in quantity.find(body, span.start, span.end) if _counts(body, span, q)]
    out: list[Figure] = []
    for index, this in enumerate(found):
        before = found[index - 1] if index else None
        after = found[index + 1] if index + 1 < len(found) else None
        last = out[-1] if out and out[-1].number >= _sentence(body, this.start) else None
        out.append(_figure(body, _setting(body, span, this, before, after, last)))
    out = _distribute(body, out)
    out = _share_predicates(body, out)
    taken = {f.number for f in out}
    for cell in cells(document, span):
        if cell.at not in taken:
            out.append(
                Figure(cell.start, cell.end, cell.at, cell.item, cell.item, cell.start, cell.value, cell.unit, "exact", False, False, "table", "medium")
            )
    return sorted(_once(out), key=lambda f: (f.number, f.start))


def _counts(body: str, span: Span, found: Quantity) -> bool:
    """Whether a quantity is a figure of its own, and not part of a name, a title or a saying."""
    left = body.rfind("\n", span.start, found.start) + 1
    for match in _TITLE.finditer(body, left, found.end + 200):
        if match.start() < found.number < match.end():
            return body[max(0, found.number - 1)] == "全" and found.unit in ("册", "集", "卷", "部", "期")
    for match in _QUOTE.finditer(body, left, found.end + 400):
        if match.start() < found.number < match.end():
            told = match.end() - match.start() > _NAME_LENGTH and re.search(r"[,。]", match.group())
            return bool(told) and not found.words
    return not (found.words and re.search(items.item_rules().asides, body[max(left, found.start - 30) : found.start]))


def _sentence(body: str, place: int) -> int:
    return max(body.rfind(mark, 0, place) for mark in "。!?\n") + 1


def _clause_start(body: str, span: Span, place: int) -> int:
    """Where the clause that holds `place` begins; commas inside quotation marks and brackets do not part clauses."""
    start, depth = place, 0
    while start > span.start:
        char = body[start - 1]
        if char in "”)》":
            depth += 1
        elif char in "“(《":
            if char == "(" and depth == 0:
                return start
            depth = max(0, depth - 1)
        elif char == "\n" or (depth == 0 and char in ",。;!?:"):
            return start
        start -= 1
    return start


def _clause_end(body: str, span: Span, place: int) -> int:
    end, depth = place, 0
    while end < span.end:
        char = body[end]
        if char in "“(《":
            depth += 1
        elif char in "”)》":
            if depth == 0 and char == ")":
                return end
            depth = max(0, depth - 1)
        elif char == "\n" or (depth == 0 and char in ",。;!?:"):
            return end
        end += 1
    return end


def _setting(body: str, span: Span, this: Quantity, before: Quantity | None, after: Quantity | None, last: Figure | None) -> _Setting:
    clause = _clause_start(body, span, this.start)
    start = clause
    shared = before is not None and before.bound == "low" and before.end == this.end
    if before and before.end > clause and not shared:
        start = before.end
        while start < this.start and body[start] in "、和及,以及至到 (":
            start += 1
    if last and start < last.end <= this.start:
        start = last.end
        while start < this.start and body[start] in "、和及,以及 ":
            start += 1
    stop = _clause_end(body, span, this.end)
    if after and this.end <= after.start < stop:
        stop = after.start
    aside = _clause_start(body, span, clause - 1) if body[clause - 1 : clause] == "(" else -1
    return _Setting(this, clause, start, stop, before, after, last, aside)


def _figure(body: str, s: _Setting) -> Figure:
    this = s.this
    item, begin, end, rule, confidence = _item(body, s)
    if items.vague(item) and s.last:
        subject = re.sub(r"\(.*", "", s.last.item)
        if re.search(r"[级内外]$", item):
            # 国家级1个, 自治区级2个: the level goes before what is counted.
            subject = re.sub(r"^(?:各级|[\u4e00-\u9fff]{1,3}级)", "", subject)
            item = item.removeprefix("其中") + subject if subject and not items.vague(subject) else item
        elif subject and subject not in item and not items.vague(subject):
            item = subject + item
    if this.bound:
        item += "(下限)" if this.bound == "low" else "(上限)"
        begin, end = min(begin, this.start), max(end, this.end)
    elif s.after and _from_to(body, this, s.after):
        item += "(此前)"
    begin, end = _trim(body, begin, end)
    if len(body[begin:end].replace(" ", "")) < 4:
        end = max(end, min(s.stop, this.end + 4))
        begin = max(s.clause, min(begin, end - 4))
    clause = body[s.clause : max(s.stop, this.end)]
    before = body[max(_sentence(body, this.start), this.start - 60) : this.start]
    known = quantity.qualifier_rules()
    target = bool(re.search(known.target, before + body[this.start : this.end]))
    norm = bool(re.search(known.norm, clause)) or bool(re.match(r"每[年月周季学半]", body[s.start : s.start + 2]))
    item = items.tidy(item) + ("(目标)" if target else "")
    unit = "%" if this.unit_at >= this.end and this.unit == "%" else this.unit
    return Figure(begin, end, this.number, item, clause, s.clause, this.value, unit, this.qualifier, target, norm, rule, confidence)


def _item(body: str, s: _Setting) -> tuple[str, int, int, str, Confidence]:
    """Item, quote bounds, rule and confidence of a figure."""
    this = s.this
    if this.unit in quantity.districts():
        return this.unit, s.start if this.start - s.start <= 6 else this.start, this.end, "district", "high"
    lead = body[s.start : this.start]
    head, head_at = items.noun_before(body, s.start, this.start)
    if s.aside >= 0 and s.start == s.clause:
        inside_list = s.before is not None and s.aside < s.before.end < s.clause
        begin = s.before.end if s.before and inside_list else s.aside
        while body[begin] in ")、和及, ":
            begin += 1
        outside, outside_at = items.noun_before(body, begin, s.clause - 1)
        if outside and len(head) < items.SHORT:
            return outside + head, outside_at, this.end, "bracketed", "high"
    more = s.after is not None and s.stop == s.after.start
    noun, noun_end = "", this.end
    if not re.search("[由从]$", lead):
        noun, noun_end = items.noun_behind(body, this.end, s.stop, more)
    counter = this.unit in quantity.counters() or this.unit in (*_PEOPLE, "场", "届", "期", "次")
    if noun and (counter or not head):
        return _counted(body, s, noun, noun_end, head, head_at)
    share = items.share_of(body, s.start, this.start) if this.unit == "%" else None
    if share and (share[0] or s.last):
        part = share[0] or re.sub(r"\(.*", "", s.last.item if s.last else "")
        return f"{part}占{share[1] or '比'}", s.start, this.end, "share", "medium"
    predicate = body[this.end : min(s.stop, this.end + 20)].strip()
    if predicate.startswith(("、", "和")):
        predicate = ""
    if head and not (this.unit in _PEOPLE and len(predicate) >= 3 and re.search(items.item_rules().organs, head)):
        begin = s.start if this.end - s.start <= _WHOLE else _shorter(body, s.start, head_at, this)
        return head, begin, this.end, "counted-before" if counter else "measured-before", "high"
    if predicate and this.unit in _PEOPLE and len(predicate) >= 3 and not _follows(body, s):
        return predicate, s.start, this.end + len(body[this.end : min(s.stop, this.end + 20)].rstrip()), "predicate", "medium"
    if not head and s.after and s.after.start == this.end and not s.last:
        noun, _ = items.noun_behind(body, s.after.end, _line_end(body, s.after.end), False)
        if noun:
            return noun + this.unit, s.start, this.end, "chain", "medium"
    if s.last:
        item = re.sub(r"\((?:目标|此前|下限|上限)\)", "", s.last.item)
        if _follows(body, s) and this.unit in ("人", "名") and item.endswith("户"):
            item = item[:-1] + "人口"
        begin = s.start if s.start < this.start or this.end - s.last.start > _WHOLE else s.last.start
        return item, begin, this.end, "inherited", "medium"
    subject, subject_at = items.noun_before(body, max(_sentence(body, s.clause - 1), s.clause - 20), s.clause - 1) if s.clause else ("", 0)
    if subject and body[s.clause - 1] == ",":
        return subject, subject_at, this.end, "subject", "low"
    return lead.strip() or predicate or this.unit, s.start, max(this.end, min(s.stop, this.end + 12)), "bare", "low"


def _line_end(body: str, place: int) -> int:
    match = re.compile(r"[,。;!?:\n]").search(body, place)
    return match.start() if match else len(body)


def _follows(body: str, s: _Setting) -> bool:
    """Whether a figure stands directly behind another: 37户|137人."""
    return s.before is not None and s.before.end == s.this.start


def _counted(body: str, s: _Setting, noun: str, noun_end: int, head: str, head_at: int) -> tuple[str, int, int, str, Confidence]:
    """A figure whose noun stands behind its counter: 培树|12个示范点位."""
    this = s.this
    lead = body[s.start : this.start]
    whole = this.end - s.start <= _WHOLE // 2 or this.start - s.start <= 8
    begin = s.start if whole and not lead.endswith(("、", "和")) else this.start
    item, end = noun, noun_end
    if len(noun) < items.SHORT:
        item, end = items.with_predicate(body, noun, noun_end, s.stop)
        listed = bool(re.search(r"等$|”$", lead.strip()))
        if item == noun and head and not listed and len(head) + len(noun) <= 16:
            item = head + noun
            begin = min(begin, head_at) if this.end - head_at <= _WHOLE else begin
    return item, begin, end, "counted-behind", "high"


def _shorter(body: str, begin: int, head_at: int, found: Quantity) -> int:
    """A later beginning for a long quote: behind 等 where a noun stands there, else the item, or its last part."""
    listed = body.rfind("等", begin, found.start - 4)
    if listed > begin and body.count("“", listed, found.start) == body.count("”", listed, found.start):
        return listed + 1
    if found.end - head_at <= 2 * _WHOLE:
        begin = max(begin, head_at)
    if found.end - begin > _WHOLE:
        for mark in ("等", "、", "的"):
            place = body.rfind(mark, begin, found.start - 3)
            if place > begin and body.count("“", place, found.start) == body.count("”", place, found.start):
                return place + 1
    return begin


def _from_to(body: str, this: Quantity, after: Quantity) -> bool:
    """Whether a figure is the first of 由A提高到B."""
    between = body[this.end : after.start]
    begins = re.search(r"[由从](?:\d{4}年的?)?[^,。;\d]{0,4}$", body[max(0, this.start - 14) : this.start])
    return bool(begins) and len(between) <= 24 and bool(re.search(r"[到至为成]", between)) and not re.search(r"[。;\n]", between)


def _trim(body: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and body[begin] in " 、,;:。)和及的":
        begin += 1
    while end > begin and body[end - 1] in " 、,;:。(":
        end -= 1
    if body[end : end + 1] == ")" and body.count("(", begin, end) > body.count(")", begin, end):
        end += 1
    return begin, end


def _distribute(body: str, found: list[Figure]) -> list[Figure]:
    """Gives paired figures their own item: 省市单位分别采纳转载9条、48条; 分别增长12.1%和13.8%."""
    out = list(found)
    index = 0
    while index < len(out):
        first = out[index]
        word = body.rfind("分别", first.clause_at, first.number)
        run = [n for n in range(index, len(out)) if out[n].clause_at == first.clause_at and out[n].unit == first.unit]
        if word < 0 or len(run) < 2 or run[-1] - run[0] != len(run) - 1 or re.search(r"\d", body[first.clause_at : first.number]):
            index += 1
            continue
        tail = re.sub(r"^(?:为|有|达|是|达到)+", "", body[word + 2 : first.number])
        named = re.split(r"[、和与及]", re.sub(r"^.*(?=[^、和与及]*[、和与及])", "", body[first.clause_at : word]) or body[first.clause_at : word])
        earlier = [f for f in out[:index] if f.number >= _sentence(body, first.number)][-len(run) :]
        if len(named) == len(run):
            names = [name + tail for name in named]
        elif len(earlier) == len(run) and not body[first.clause_at : word].strip():
            names = [re.sub(r"\(.*", "", f.item) + tail for f in earlier]
        else:
            names = [out[n].item for n in run]
        for n, name in zip(run, names, strict=True):
            out[n] = replace(out[n], item=items.tidy(name), rule="paired", confidence="medium")
        index = run[-1] + 1
    return out


def _share_predicates(body: str, found: list[Figure]) -> list[Figure]:
    """What is said of the last of several counted places holds for all: 在6个街道78个社区,4个镇56个村设立联络员."""
    out = list(found)
    for index in range(len(out) - 2, -1, -1):
        this, after = out[index], out[index + 1]
        between = body[this.end : after.start]
        match = re.fullmatch(r"(.{3,20})的(.{1,3})", after.item)
        if this.rule == after.rule == "counted-behind" and len(this.item) < items.SHORT and re.fullmatch(r"[、,和及]?", between) and match:
            out[index] = replace(this, item=f"{match.group(1)}的{this.item}")
    return out


def _once(found: list[Figure]) -> Iterator[Figure]:
    """Drops a figure that only takes up one already stated: 123个民族村中, …"""
    seen: dict[tuple[float | int, str], list[str]] = {}
    for figure in found:
        earlier = seen.setdefault((figure.value, figure.unit), [])
        item = figure.item.removesuffix("(目标)").rstrip("中里内")
        opens = figure.rule == "counted-behind" and figure.number == figure.clause_at
        if opens and any(item[:3] in other or other[-2:] in item for other in earlier):
            continue
        earlier.append(item)
        yield figure
