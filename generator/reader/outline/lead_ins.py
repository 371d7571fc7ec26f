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
_FIGURE, _FIGURE_OR_COLON = re.compile(r"\d"), re.compile(r"[\d:]")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2}([\u4e00-\u9fff]{2}):[^:]{4,24}")
_BRACKETED = re.compile(r"[(][^()]*[)]")


def lead_ins(rules: Rules, body: str, paragraphs: list[Span]) -> Iterator[Heading]:
    """Short first sentences that open paragraphs, where several paragraphs do so alike."""
    candidates: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for start, end in paragraphs:
        stop = sentence_stop(body, start, end)
        # The last paragraph of a text that breaks off may hold little more than its lead-in.
        enough = end - stop > 30 or ((start, end) == paragraphs[-1] and end - stop > 4)
        if stop < end and body[stop] in "。:" and enough:
            (candidates if _is_lead(rules, body[start:stop], rules.outline.limits.lead) else others).append((start, stop))
    shapes = Counter(body[a:b].count(",") for a, b in candidates)
    leads = []
    for start, stop in candidates:
        text = body[start:stop]
        begins = any(rules.outline.verbs.pattern.match(clause) for clause in text.split(","))
        if shapes[text.count(",")] >= (2 if begins else 3):
            leads.append((start, stop))
    leads = [*(leads if _divide(rules, leads, paragraphs) else []), *_alike(rules, body, others)]
    taken = {start for start, _ in leads}
    yield from (Heading(start, stop, 0, "lead", 0) for start, stop in leads)
    yield from (clause for clause in _parallel_clauses(rules, body, paragraphs) if clause.start not in taken)


def _divide(rules: Rules, leads: list[tuple[int, int]], paragraphs: list[Span]) -> bool:
    """Whether the lead-ins open the paragraphs of a text, and are not short sentences here and there in a piece of news."""
    if len(leads) < 2:
        return False
    texts = [p for p in paragraphs if leads[0][0] <= p.start <= leads[-1][0] and p.end - p.start > rules.outline.limits.heading]
    return len(leads) * 2 >= len(texts)


def _alike(rules: Rules, body: str, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First sentences of another make that are lead-ins because they are made alike.

    文化互嵌:熔铸精神纽带。 and 空间互嵌:共筑幸福家园。; or three that end in the same words.
    """
    marked: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, stop in sentences:
        text = body[start:stop]
        if 0 < len(text) <= rules.outline.limits.lead and not _FIGURE.search(text):
            label = _LABEL.fullmatch(text)
            marked[f"{label[1]}:" if label else text[-4:]].append((start, stop))
    for key, found in marked.items():
        if len(found) >= (2 if key[-1] == ":" else 3):
            yield from found


def _is_lead(rules: Rules, text: str, limit: int) -> bool:
    plain = marks.without(text, put="“”")
    return (
        3 <= len(_BRACKETED.sub("", text)) <= limit
        and plain.count(",") <= 1
        and not _FIGURE_OR_COLON.search(plain)
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


def inner_sentences(rules: Rules, body: str, paragraphs: list[Span], begin: int, until: int) -> Iterator[tuple[int, int]]:
    """Short sentences between `begin` and `until` that read as lead-ins and have a sentence of text behind them."""
    limit = rules.outline.limits.inner
    for number in range(bisect_right(paragraphs, begin, key=lambda p: p.end), len(paragraphs)):
        paragraph = paragraphs[number]
        if paragraph.start >= until:
            break
        place, end = max(paragraph.start, begin), min(paragraph.end, until)
        while place < end:
            stop = sentence_stop(body, place, end)
            text = body[place:stop]
            if place > begin and stop < end and body[stop] == "。" and end - stop > 20 and _is_lead(rules, text, limit):
                if any(rules.outline.verbs.pattern.match(clause) for clause in text.split(",")) and _worth_a_division(body, stop, end):
                    yield place, stop
            place = stop + 1


def _worth_a_division(body: str, stop: int, end: int) -> bool:
    """What follows a lead-in is a sentence of its own, not another short one."""
    return sentence_stop(body, stop + 1, end) - stop > 20
