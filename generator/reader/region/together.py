"""Divisions that act together in one report: which they are, and which of them governs each clause.

They are named in one row in the title or the first sentence (云龙县、永平县携手…, 黔东南、黔南、黔西南三个州). A clause that
opens with one of them is its own, as is what follows up to the next; what opens with several of them or with their number
(两县联合…) is of all of them, and so is what nothing shows to be of one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.language.clauses import CLAUSE_END, LONGEST, SENTENCE_END
from generator.reader.article.text import Span
from generator.reader.region.clues import Clues
from generator.reader.region.printed import MARK
from generator.reader.region.spots import Spot


@dataclass
class Shares:
    """The parts of a joint report by key, in the order in which the regions are named or told of; what is of all of them is the first's."""

    parts: dict[str, list[Span]] = field(default_factory=dict)
    shared: list[Span] = field(default_factory=list)


def together(known: Clues) -> Shares:
    """The shares of a report of several divisions named in one row; none where it is none."""
    body = known.document.body
    stop = min(LONGEST, next((m.start() for m in SENTENCE_END.finditer(body) if m.start() > 0), len(body)))
    titled = {k for s in known.spots if s.where == "title" for k in s.keys if k[0] not in "?*"}
    for row, text, rest in _rows(known, stop):
        keys = list(dict.fromkeys(s.keys[0] for s in row))
        if not _one_kind(known, keys):
            continue
        number = known.rules.called_together[len(keys)]
        in_title = row[0].where == "title"
        # The number right behind the row says that they are one subject: 黔东南、黔南、黔西南三个州.
        counted = number.match(text, row[-1].end)
        joined = known.rules.joint.finds(text[row[0].end : rest])
        others = titled - set(keys)
        called = number.search(known.document.title or "") or number.search(body, 0 if in_title else counted.end() if counted else stop)
        if known.rules.apart.match(text, row[-1].end):
            continue
        if not in_title and not ((counted or joined) and called and (not others or number.search(known.document.title or ""))):
            continue
        events = list(_events(known, keys, number))
        # In a title they are several where each has a clause of its own, or the text speaks of them by their number.
        if in_title and not ((counted or joined) and called) and not {key for _, key in events} >= set(keys):
            continue
        return _shares(known, keys, events)
    return Shares()


def _rows(known: Clues, stop: int) -> Iterator[tuple[list[Spot], str, int]]:
    """Names in a row in the title and in the first sentence, the places above them left out; the text, and where what they do ends."""
    for where in ("title", "body"):
        spots = [s for s in known.spots if s.where == where and (where == "title" or s.end <= stop)]
        row: list[Spot] = []
        joint = ""  # what stands behind the last of the row, the places above the next one left out
        at = 0
        for spot in spots:
            if row:
                joint += spot.text[at : spot.start]
                at = spot.end
            if spot.role == "above":
                continue
            if row and not known.rules.beside.fullmatch(joint):
                yield row, row[0].text, len(row[0].text) if where == "title" else stop
                row = []
            if len(spot.keys) == 1 and spot.keys[0][0] not in "?*":
                row.append(spot)
            joint, at = "", spot.end
        if row:
            yield row, row[0].text, len(row[0].text) if where == "title" else stop


def _one_kind(known: Clues, keys: Sequence[str]) -> bool:
    """Whether they are several of one level, none of which lies in another."""
    if len(keys) not in known.rules.called_together or len({known.level(key) for key in keys if key[0] != MARK}) > 1:
        return False
    return not any(a != b and known.within(a, b) for a in keys for b in keys)


def _events(known: Clues, keys: Sequence[str], number: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Where a clause opens with one of `keys`, and which; the key is empty where it opens with several or with their number."""
    body = known.document.body
    spots = [s for s in known.spots if s.where == "body"]
    at = {s.start: s for s in spots}
    for start in [0, *(mark.end() for mark in CLAUSE_END.finditer(body))]:
        opened = known.opens.match(body, start)
        begin = opened.end() if opened else start
        if known.rules.both.match(body, begin) or number.match(body, begin):
            yield start, ""
            continue
        spot = at.get(begin)
        while spot and spot.role == "above":
            spot = at.get(spot.end)
        if spot and (key := next((k for k in spot.keys if k in keys), None)):
            following = at.get(spot.end + 1) or at.get(spot.end + 2)
            while following and following.role == "above":
                following = at.get(following.end)
            several = following and known.rules.beside.match(body, spot.end) and set(following.keys) & set(keys)
            yield start, "" if several else key


def _shares(known: Clues, keys: Sequence[str], events: Sequence[tuple[int, str]]) -> Shares:
    """The parts of `keys` by what opens the clauses."""
    body = known.document.body
    lines = known.document.paragraphs
    told = {key for start, key in events if key and (start == 0 or body[start - 1] == "\n")} >= set(keys)
    sentences = [0, *(mark.end() for mark in SENTENCE_END.finditer(body))]
    claimed: set[int] = set()
    cuts: dict[int, str] = {}
    number, current = 0, ""
    wide: tuple[float, str] | None = None  # how narrow the heading around this line is that names one of them or all, and whose it is
    for line in lines:
        inside = []
        while number < len(events) and events[number][0] < line.end:
            inside.append(events[number])
            number += 1
        rank = known.rank(line.start)
        if rank is not None and inside and inside[0][0] <= line.start and body[line.end - 1] not in "。;,!?":
            wide = (rank, inside[0][1])
        elif wide and rank is not None and rank <= wide[0]:
            wide = None
        if not inside or inside[0][0] > line.start:
            # Where each is told of in a paragraph of its own, the next one without a name goes on; else it is of them all.
            heads = known.signs.opens(body, line.start)
            current = wide[1] if wide and heads else current if told and (inside or not heads) else ""
            cuts[line.start] = current
        for start, key in inside:
            # What stands before the first name of a sentence belongs to it: 今年以来,龙山县…
            sentence = sentences[bisect_right(sentences, start) - 1]
            cuts[start if sentence in claimed else sentence] = current = key
            claimed.add(sentence)
    shares = Shares({key: [] for key in keys})
    for start, stop in pairwise([*sorted(cuts), len(body)]):
        span = Span(start, stop - (body[stop - 1] == "\n"))
        if span.end <= span.start:
            continue
        add(shares.parts[cuts[start] or keys[0]], span)
        if not cuts[start]:
            add(shares.shared, span)
    return shares


def add(spans: list[Span], span: Span) -> None:
    """Adds a part, joined to the one before where that ends there or a line before."""
    if spans and spans[-1].end in (span.start, span.start - 1):
        span = Span(spans.pop().start, span.end)
    spans.append(span)
