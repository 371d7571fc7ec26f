"""Which enumerated places are headings: those that count, and that lead in to a text.

What counts nothing is dropped (a 一是 that no 二是 follows), and so is a list of full sentences: its numbers count
statements, each told to its end (1.举办文化周,参加师生1200人。), and open no division.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from generator.language import marks
from generator.reader.outline.headings import Heading
from generator.rules import Rules
from generator.rules.outline import Form

_COMMA = re.compile(",")
_BETWEEN = "。;,:! \n"


def with_series(rules: Rules, body: str, found: list[Heading]) -> list[Heading]:
    """Drops enumerators that count nothing: a 一是 that no 二是 follows, a 二、 that no 一、 goes before; and lists of statements."""
    forms, rank = rules.outline.form, rules.outline.rank
    following = {a.start: b for a, b in pairwise(found)}
    preceding = {b.start: a for a, b in pairwise(found)}
    kept: dict[int, Heading] = {}
    open_series: dict[tuple[str, str], list[Heading]] = defaultdict(list)

    def close(form: str, mark: str) -> None:
        series = open_series.pop((form, mark), [])
        # A first one alone counts where the next division opens right inside it: the text breaks off before a second.
        first = series[0] if series and series[0].number == 1 else None
        inside = following.get(first.start) if first and forms[form].sure else None
        opened = inside is not None and inside.form in forms and rank[inside.form] > rank[form] and inside.number == 1
        # Or where it opens right below the heading of a wider one.
        above = preceding.get(first.start) if first else None
        if first and above and above.form in forms:
            opened |= rank[above.form] < rank[form] and not body[above.end : first.start].strip()
        # So does the last division of all, where others of its form were series.
        last = first is found[-1] if first else False
        last = last and any(h.form == form for h in kept.values())
        # 【某县:聚合力】 is the only one in its region's part of a joint report.
        label = bool(series) and forms[form].whole and series[0] is found[0] and ":" in body[series[0].start : series[0].end]
        if len(series) >= 2 or opened or last or label:
            kept.update((h.start, h) for h in _leading(rules, body, forms[form], series, following))

    for heading in found:
        if heading.form not in forms:
            kept[heading.start] = heading
            continue
        # Marks that count nothing are told apart by what they are: below each ◆ stands a list of its own, of ·.
        key = heading.form, body[heading.start] if forms[heading.form].bullet else ""
        series = open_series[key]
        if heading.number and series and heading.number <= series[-1].number:
            close(*key)
            series = open_series[key]
        if heading.number <= 1 or series or forms[heading.form].sure:
            series.append(heading)
    for key in list(open_series):
        close(*key)
    lines = [h for h in found if h.form == "line"]
    if (
        len(lines) > 2
        and lines[-1] is found[-1]
        and "," in body[slice(*lines[-1][:2])]
        and rules.outline.closing.opens.match(body, lines[-1].start)
    ):
        # A line that takes leave, below lines that are headings.
        del kept[lines.pop().start]
    parts = [h for h in kept.values() if h.form in forms and forms[h.form].part]
    if len(lines) == 1 and parts:
        # Beside parts that have lines of their own below their numbers the last may lack its number.
        beside = lines[0].start > parts[-1].end and all("\n" in body[h.start : h.end] for h in parts)
        kept[lines[0].start] = lines[0]._replace(form=parts[-1].form if beside else "")
    return [kept[h.start] for h in found if h.start in kept and kept[h.start].form]


def _leading(rules: Rules, body: str, form: Form, series: Sequence[Heading], following: dict[int, Heading]) -> list[Heading]:
    """The headings of a series; none where most of it are statements that lead in to nothing."""
    rank, ends, below = rules.outline.rank, [], []
    for heading in series:
        after = following.get(heading.start)
        until = after.start if after else len(body)
        line_end = body.find("\n", heading.end, until)
        ends.append(line_end if line_end >= 0 else until)
        narrower = after and after.form in rank and rank[after.form] > rank[form.id]
        below.append(bool(narrower or body[ends[-1] : until].strip(_BETWEEN)))
    signs = [h.start + (m.end() - m.start() if (m := form.match(body, h.start)) else 0) for h in series]
    # Clauses made alike (抓干部教育,… 抓国民教育,…) name what is done, even where the sentence goes on to figures.
    alike = len({body[sign] for sign in signs}) == 1 and not rules.outline.done.match(body, signs[0])
    # What a colon announces, or a mere mark stands before, and nothing stands below are the entries of a list.
    if (
        (form.bullet or body[max(0, series[0].start - 4) : series[0].start].rstrip()[-1:] == ":")
        and not any(below[:-1])
        and all(h.end >= end for h, end in zip(series, ends, strict=True))
    ):
        return []
    # So are lines that a mere mark and the name of a place open.
    if form.bullet and all(rules.outline.place.fullmatch(body[sign : h.end]) for sign, h in zip(signs, series, strict=True)):
        return []
    made = [_lead(rules, body, form, *each, alike=alike) for each in zip(series, signs, ends, below, strict=True)]
    return [heading for heading, _ in made] if 2 * sum(leads for _, leads in made) >= len(series) else []


def _lead(rules: Rules, body: str, form: Form, heading: Heading, sign: int, end: int, below: bool, *, alike: bool) -> tuple[Heading, bool]:
    """The heading, cut at its first clause where it is a whole sentence; and whether it leads in to something.

    `sign` is where its enumerator ends, `end` where its paragraph does or the next heading in it begins, `below` whether more
    stands between its paragraph and the next heading.
    """
    run = form.place == "run"
    if form.whole or (form.alone and "\n" in body[heading.start : heading.end]):
        return heading, True
    if heading.end >= end:
        # A line of its own. A bullet counts nothing: it opens a division only where a text stands below.
        return heading, form.part or (not _counts(rules, body, sign, heading.end) and (below or not form.bullet))
    if body[heading.end] not in ",;" and body[heading.end : end].strip(_BETWEEN):
        return heading, True
    if below and not run and not _counts(rules, body, sign, heading.end):
        return heading, True
    # One sentence to the end, of which the first clause may name what is done.
    comma = next((m.start() for m in _COMMA.finditer(body, sign, heading.end) if not marks.inside(body, sign, m.start())), heading.end)
    if comma < heading.end and not rules.outline.preposition.match(body, sign):
        heading = heading._replace(end=comma)
    told = _counts(rules, body, sign, heading.end if run or alike else end)
    # What is wanting is one statement where one sentence goes on with it: 一是工作不实,2个项目未完工;二是人手偏少.
    goes_on = run and ";" in (body[heading.start - 1 : heading.start], body[heading.end : end].rstrip()[-1:])
    told = told or (goes_on and rules.outline.lacking.search(body[sign : heading.end]) is not None)
    return heading, not told and heading.end - sign <= rules.outline.limits.lead // (1 if run else 2)


def _counts(rules: Rules, body: str, start: int, end: int) -> bool:
    """Whether a count stands there outside marks."""
    return rules.outline.count.search(marks.without(body[start:end])) is not None
