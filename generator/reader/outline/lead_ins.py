"""Headings without a sign: short sentences that open paragraphs or divide them, and clauses made alike.

Which of them open a division is `outline`'s business; words and lengths stand in rules/outline.yml.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator

from generator.language import marks
from generator.reader.article.text import Span
from generator.reader.outline.headings import Heading, sentence_stop
from generator.rules import Rules

_SEMICOLON = re.compile(";")
_FIGURE = re.compile(r"\d")
_LABEL = re.compile(r"[^,。;:“”\d\n]{0,10}(?:“[^“”\n]{1,10}”[^,。;:“”\d\n]{0,4})?(?=:[^“\n])")
_BRACKETED = re.compile(r"[(][^()]*[)]")
_ENOUGH = 30
"""Characters behind a lead-in that are a text."""
_MADE = 3
"""How many sentences made alike open divisions whatever their words."""
_CLAUSES = 3
"""More than that many clauses are no lead-in."""
_SHORTEST = 10
"""Characters of a first clause that leads in to the sentence it opens."""
_TOLD = 8
"""Characters behind such a clause that tell what it names."""
_COUPLET = 3
_FRAMED = 8
"""Characters of a first clause that is in a frame by its first and last character alone."""
_SPREAD = 2
"""By how many characters the clauses of sentences made alike differ at most from those of the first of them."""


def lead_ins(rules: Rules, body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Short first sentences that open paragraphs, where several paragraphs do so alike."""
    candidates, labels, others = list[Span](), list[Span](), list[Span]()
    for start, end in paragraphs:
        last = (start, end) == paragraphs[-1]
        label = _LABEL.match(body, start, end)
        if label and label.end() - start > 1 and end - label.end() > _ENOUGH and not rules.outline.not_label.search(label.group()):
            labels.append(Span(start, label.end()))
        stop = sentence_stop(body, start, end)
        # The last paragraph of a text that breaks off may hold little more than its lead-in.
        if (end - stop > _ENOUGH or last) and body[stop : stop + 1] in ("。", ""):
            (candidates if _is_lead(rules, body[start:stop], rules.outline.limits.lead) else others).append(Span(start, stop))
    begun = [s for s in candidates if _begins(rules, body[s.start : s.end])]
    commas = Counter(body.count(",", *s) for s in begun)
    leads = {s for s in begun if commas[body.count(",", *s)] >= 2} | _alike(body, [s for s in candidates if s.end < len(body)])
    leads |= {s for s in begun if leads and s.end >= paragraphs[-1].end}
    # 公路通,旅游兴 is none alone, but beside others it is.
    leads |= {s for s in candidates if leads and _even(body[s.start : s.end])}
    leads = leads if _divide(rules, sorted(leads), paragraphs) else set()
    short = [s for s in others if 0 < s.end - s.start <= rules.outline.limits.lead and not _FIGURE.search(body, *s)]
    leads |= _labelled(body, short) | _alike(body, short, first=True) | _alike(body, labels)
    taken = {start for start, _ in leads}
    yield from (Heading(start, stop, 0, "lead", 0) for start, stop in sorted(leads))
    yield from (clause for clause in _parallel_clauses(rules, body, paragraphs) if clause.start not in taken)


def _begins(rules: Rules, text: str) -> bool:
    """Whether a clause of a sentence begins as lead-ins do."""
    return any(rules.outline.verbs.pattern.match(clause) for clause in text.split(","))


def _divide(rules: Rules, leads: list[Span], paragraphs: list[Span]) -> bool:
    """Whether the lead-ins open the paragraphs of a text, and are not short sentences here and there in a piece of news."""
    if len(leads) < 2:
        return False
    texts = [p for p in paragraphs if leads[0][0] <= p.start <= leads[-1][0] and p.end - p.start > rules.outline.limits.heading]
    return len(leads) * 2 >= len(texts)


def _alike(body: str, sentences: list[Span], first: bool = False) -> set[Span]:
    """The sentences that are made alike, three or more: as many clauses of the same lengths, or in one frame (以…为抓手,…).

    With `first` they must begin with the same character, too.
    """
    makes: dict[tuple[int, str], list[tuple[list[str], list[Span]]]] = defaultdict(list)
    for span in sentences:
        clauses = body[span.start : span.end].split(",")
        if len(clauses) > _CLAUSES:
            continue
        groups = makes[len(clauses), body[span.start] if first else ""]
        group = next((group for known, group in groups if _one_make(known, clauses)), None)
        if group is None:
            groups.append((clauses, group := []))
        group.append(span)
    return {span for groups in makes.values() for _, group in groups if len(group) >= _MADE for span in group}


def _one_make(one: list[str], other: list[str]) -> bool:
    """Whether the clauses of two sentences are of the same lengths, or their first ones begin and end alike (从思想基础看,…)."""
    short = max(len(one[0]), len(other[0])) <= _FRAMED and abs(len(one[0]) - len(other[0])) <= 1
    last = -1 if short and len(one) > 1 else -2
    frame = one[0][:1] + one[0][last:] == other[0][:1] + other[0][last:]
    return frame or all(abs(len(a) - len(b)) <= _SPREAD for a, b in zip(one, other, strict=True))


def _even(text: str) -> bool:
    """Whether a sentence is of two clauses of three characters; of four it is mostly a saying (春华秋实,久久为功)."""
    one, comma, other = text.partition(",")
    return bool(comma) and len(one) == len(other) == _COUPLET


def _labelled(body: str, sentences: list[Span]) -> set[Span]:
    """Sentences of two parts whose labels end alike, or three that end in the same words.

    文化互嵌:熔铸精神纽带。 and 空间互嵌:共筑幸福家园。
    """
    marked: dict[str, list[Span]] = defaultdict(list)
    for span in sentences:
        label, colon, rest = body[span.start : span.end].partition(":")
        marked[f"{label[2:]}:" if len(label) == 4 and colon and 4 <= len(rest) <= 24 else body[span.end - 4 : span.end]].append(span)
    return {span for key, found in marked.items() if len(found) >= (2 if key[-1:] == ":" else 3) for span in found}


def _is_lead(rules: Rules, text: str, limit: int) -> bool:
    plain = marks.without(text, put="“”")
    return (
        3 <= len(_BRACKETED.sub("", text)) <= limit
        and plain.count(",") <= 1
        and ":" not in plain
        and not _FIGURE.search(plain)
        and not rules.outline.not_lead.search(text)
        and text.count("“") == text.count("”")
    )


def _parallel_clauses(rules: Rules, body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """抓就业,… / 抓教育,… opening neighbouring paragraphs; 强化…,…;强化…,…; inside one sentence."""
    heads: list[tuple[int, int]] = []
    for start, end in [*paragraphs, Span(len(body), len(body))]:
        comma = body.find(",", start, end)
        short = start < comma <= start + 8 and _is_lead(rules, body[start:comma], 8)
        if heads and (not short or body[start] != body[heads[0][0]]):
            if len(heads) >= 3 and len({body[b - 1] for _, b in heads}) > 1:
                yield from (Heading(a, b, 0, "clause", 0) for a, b in heads)
            heads = []
        if short:
            heads.append((start, comma))
    rows = [parts for p in paragraphs if len(parts := list(_semicolon_parts(body, p))) >= 3]
    alike = [len({body[a : a + 2] for a, _ in parts}) == 1 for parts in rows]
    some = any(alike)
    for parts, same in zip(rows, alike, strict=True):
        if same or (some and all(rules.outline.verbs.pattern.match(body, a) for a, _ in parts)):
            for a, b in parts:
                comma = body.find(",", a, b)
                yield Heading(a, comma if a < comma else b, 0, "clause", 0)


def _semicolon_parts(body: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """The parts of a paragraph that is one sentence divided by semicolons."""
    end = paragraph.end - (body[paragraph.end - 1] in "。;")
    if body.find("。", paragraph.start, end) >= 0:
        return
    start = paragraph.start
    for match in _SEMICOLON.finditer(body, paragraph.start, end):
        if not marks.inside(body, start, match.start()):
            yield start, match.start()
            start = match.end()
    if start > paragraph.start:
        yield start, end


def run_in(rules: Rules, body: str, begin: int, until: int) -> list[Span]:
    """Three or more first clauses made alike that open the sentences of the one paragraph between `begin` and `until`.

    加强领导,成立…小组。加大投入,每年预算…。强化考核,将…纳入…。
    """
    text = body[begin:until]
    start, end = begin + len(text) - len(text.lstrip("。:\n ")), begin + len(text.rstrip())
    if "\n" in body[start:end] or body.find("\n", begin, start) < 0:
        return []
    found = list[Span]()
    whole = True
    while start < end:
        stop, comma = sentence_stop(body, start, end), body.find(",", start, end)
        clause = body[start:comma]
        whole = 0 <= comma < stop and stop - comma > _TOLD and _is_lead(rules, clause, _SHORTEST) and _begins(rules, clause)
        if not whole or found and abs(len(clause) - (found[0].end - found[0].start)) > 1:
            whole = False
            break
        found.append(Span(start, comma))
        start = stop + 1
    # Sentences that say something else may follow only where the clauses begin in the same words.
    alike = len({body[s.start : s.start + 2] for s in found}) == 1
    return found if len(found) >= _MADE and (whole or alike) else []


def inner_sentences(rules: Rules, body: str, paragraphs: list[Span], begin: int, until: int) -> Iterator[Span]:
    """Short sentences between `begin` and `until` that read as lead-ins and have a sentence of text behind them."""
    limit = rules.outline.limits.inner
    short = []
    for number in range(bisect_right(paragraphs, begin, key=lambda p: p.end), len(paragraphs)):
        paragraph = paragraphs[number]
        if paragraph.start >= until:
            break
        place, end = max(paragraph.start, begin), min(paragraph.end, until)
        while place < end:
            stop = sentence_stop(body, place, end)
            text = body[place:stop]
            if place > begin and stop < end and body[stop] == "。" and end - stop > 20 and _is_lead(rules, text, limit):
                if _worth_a_division(body, stop, end):
                    short.append(Span(place, stop))
            place = stop + 1
    brief = [s for s in short if s.end - s.start <= limit // 2 and not rules.outline.told.search(body, *s)]
    alike = _alike(body, brief)
    yield from (s for s in short if s in alike or _begins(rules, body[s.start : s.end]))


def _worth_a_division(body: str, stop: int, end: int) -> bool:
    """What follows a lead-in is a sentence of its own, not another short one."""
    return sentence_stop(body, stop + 1, end) - stop > 20
