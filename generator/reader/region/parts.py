"""Which divisions a document speaks for, and which part of it is whose.

One division for the whole, or several: in parts opened by headings, or told of in turn. How a division is named and
quoted is the business of `regions`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from itertools import pairwise

from generator.language.clauses import clause_end
from generator.reader.article.text import Span
from generator.reader.region.clues import Clues
from generator.reader.region.spots import OWN
from generator.reader.region.together import Shares, add, together
from generator.rules.places import Role

_NAMED: tuple[Role, ...] = ("title_open", "title", "credit_organ", *OWN, "name")
# Headings that are sentences are longer; the longest heading seen has 38 characters.
_LONGEST_HEAD = 45
# How far into a paragraph its first subject may stand, in characters.
_NEAR = 60


def main(known: Clues, start: int = 0, end: int | None = None, without: frozenset[str] = frozenset()) -> str | None:
    """The key that part of the body speaks for most; None where nothing reaches the least number of points."""
    points = {k: v for k, v in known.points(start, end).items() if k not in without and _own(known, k)}
    ranked = sorted((k for k, v in points.items() if v >= known.rules.limits.least), key=lambda k: (-points[k], k))
    if not ranked:
        return _sole(known, points, start, end) or (None if without or end is not None else _only(known))
    if ranked[0][0] == "*":
        # A name that is masked in the text may stand in the title or with the author.
        for key in ranked[1:]:
            if known.kinds(key) & known.kinds(ranked[0]) and set(known.roles[key]) & {"title_open", "title", "credit_organ"}:
                return key
    elif len(ranked) > 1 and points[ranked[0]] == points[ranked[1]]:
        same = [s for s in known.spots if ranked[0] in s.keys]
        if same == [s for s in known.spots if ranked[1] in s.keys]:
            # Every name that may mean the one may mean the other as well.
            return "?" + same[0].name
    return ranked[0]


def _sole(known: Clues, points: dict[str, float], start: int, end: int | None) -> str | None:
    """The one division of the kind that the text calls itself, where little speaks for it but nothing for another."""
    ranked = sorted(points, key=lambda k: (-points[k], k))
    if not ranked or points[ranked[0]] < known.rules.limits.sole or not known.kinds(ranked[0]) & set(known.itself(start, end)):
        return None
    rivals = [k for k in ranked[1:] if not known.within(k, ranked[0]) and not known.within(ranked[0], k)]
    return ranked[0] if not rivals or points[rivals[0]] * 2 <= points[ranked[0]] else None


def _only(known: Clues) -> str | None:
    """The one county or prefecture that the title or the opening names in full, where no other place is named that is not of it.

    One mention is enough where nothing contradicts it: what is a meeting's place, a partner, a donor or a visitor is none.
    """
    told = [s for s in known.spots if s.role not in ("listed", "above", "place", "unit") and len(s.keys) == 1]
    opening = known.rules.limits.opening
    named = [s for s in told if s.role in _NAMED and not s.bare and (s.where != "body" or s.start < opening)]
    key = next((k for s in named for k in s.keys if k[0] not in "?*" and known.level(k) in ("prefecture", "county", "area")), None)
    if not key or any(not known.within(k, key) and not known.within(key, k) for s in told for k in s.keys):
        return None
    itself = known.itself()
    return key if not itself or set(itself) & known.kinds(key) else None


def _own(known: Clues, key: str) -> bool:
    """Whether anything shows the division acting; townships are told of in many reports that are not theirs."""
    roles = known.roles[key]
    called = sum(known.itself().get(kind, 0) for kind in known.kinds(key))
    if known.level(key) == "township" and key[0] != "?":
        acting = sum(role in OWN for role in roles) + min(called, 2)
        return bool({"title_open", "credit_organ"} & set(roles)) or acting >= 3
    return called >= 1 or bool({"title_open", "title", "credit_organ", "outlet", "subject", "organ", "document"} & set(roles))


def split(known: Clues) -> Shares:
    """The parts of a joint report by key; fewer than two keys where it is none."""
    if parts := _headed(known):
        return _with_joint(known, parts)
    shares = together(known)
    return shares if shares.parts else _with_joint(known, _in_turn(known))


def _with_joint(known: Clues, parts: dict[str, list[Span]]) -> Shares:
    """The parts in the order of the text; what is of all regions is the first's (三、两地双向互动).

    It opens with a heading of the rank of one that opens a part, and ends where one of the regions is told of again.
    """
    if len(parts) < 2:
        return Shares(parts)
    owners = {span: key for key, spans in parts.items() for span in spans}
    order = sorted(owners, key=lambda span: span.start)
    shares = Shares({owners[span]: [] for span in order})
    body, number = known.document.body, known.rules.called_together.get(len(parts))
    starts = {span.start for span in order}
    ranks = {known.rank(start) for start in starts}
    rank: float | None = None
    joint = before = False
    for line, topic in _topics(known).items():
        begin, own = known.signs.end(body, line.start), known.rank(line.start)
        of_all = known.rules.both.match(body, begin) or (number and number.match(body, begin))
        if of_all and own in ranks and line.end - line.start <= _LONGEST_HEAD and body[line.end - 1] not in "。;,!?":
            joint, rank = True, own
        elif line.start in starts or not of_all and (topic in parts or _by_kind(known, set(parts), line)):
            # A heading below the joint one may name one of them.
            joint = joint and line.start not in starts and rank is not None and own is not None and own > rank
        if joint:
            add(shares.shared, line)
        stands = owners[order[bisect_right(order, line.start, key=lambda span: span.start) - 1]]
        spans = shares.parts[next(iter(shares.parts)) if joint else stands]
        # What follows the joint text does not stand under its heading.
        spans.append(line) if joint != before else add(spans, line)
        before = joint
    return shares if shares.shared else Shares({key: parts[key] for key in shares.parts})


def _headed(known: Clues) -> dict[str, list[Span]]:
    """Parts opened by a line that begins with the region's name, and what stands before the first of them."""
    end = len(known.document.body)
    heads = _heads(known)
    if len(set(heads.values())) < 2:
        return {}
    parts: dict[str, list[Span]] = defaultdict(list)
    start = min(heads)
    if first := _before(known, start, frozenset(heads.values())):
        parts[first].append(Span(0, start - 1))
    else:
        heads[0] = heads.pop(start)
    close, owner = _close(known, max(heads), heads[max(heads)], set(heads.values()) | set(parts))
    for start, following in pairwise([*sorted(heads), close]):
        parts[heads[start]].append(Span(start, following - 1))
    if owner:
        parts[owner].append(Span(close, end))
    return dict(parts)


def _close(known: Clues, head: int, key: str, keys: set[str]) -> tuple[int, str | None]:
    """Where the last part ends, and whose the paragraph behind it is: it may look ahead for the division above them all."""
    last = known.document.paragraphs[-1]
    topic = _topics(known, paragraphs=(last,))[last]
    above = topic in keys and topic != key and known.within(key, topic) if topic else False
    between = [p for p in known.document.paragraphs if head < p.start < last.start]
    return (last.start, topic) if above and between else (len(known.document.body) + 1, None)


def _before(known: Clues, start: int, heads: frozenset[str]) -> str | None:
    """Whose the text before the first heading is, where it is a part of its own.

    It is where it is long enough, or where its subject is another region of the headings' kind, as a heading may be lost,
    or the one that they all lie in.
    """
    if start >= known.rules.limits.intro and (found := main(known, 0, start, heads)):
        return found
    levels = {known.level(key) for key in heads}
    for span, topic in _topics(known).items():
        if span.start >= start:
            break
        if topic and topic not in heads and (known.level(topic) in levels or all(known.within(key, topic) for key in heads)):
            return topic
    return None


def _heads(known: Clues) -> dict[int, str]:
    """Start of each line that opens a part, and whose part it is.

    A name before a colon or alone in its line is enough, and one whose practice is told, or that opens a line below a heading
    like 各地经验; short lines that merely begin with a name must be several.
    """
    body = known.document.body
    at = {s.start: s for s in known.spots if s.where == "body"}
    strong: dict[int, tuple[str, ...]] = {}
    weak: dict[int, tuple[str, ...]] = {}
    survey = False
    for paragraph in known.document.paragraphs:
        survey = survey or known.rules.survey.fullmatch(body, *paragraph) is not None
        spot = None
        # A label such as 【三江:…】 is sign and heading in one.
        for begin in dict.fromkeys((known.signs.end(body, paragraph.start), paragraph.start)):
            opener = known.rules.heading.match(body, begin, paragraph.end)
            spot = spot or at.get(opener.end() if opener else begin)
        while spot and spot.role == "above" and spot.end in at:
            spot = at[spot.end]
        if not spot or known.level(spot.keys[0]) == "township":
            continue
        rest = body[spot.end : paragraph.end]
        if not rest or rest[0] in ":)|—" or known.rules.practice.match(rest) or survey and known.level(spot.keys[0]) != "township":
            strong[paragraph.start] = spot.keys
        elif paragraph.end - paragraph.start <= _LONGEST_HEAD and rest[-1] not in "。;,!?":
            weak[paragraph.start] = spot.keys
    weak = _without_rows(known, weak)
    return _one_each(known, strong | weak if strong or len(set(weak.values())) > 2 else {})


def _without_rows(known: Clues, heads: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Without the rows of tables: a heading has text below it, not the next one."""
    starts = [paragraph.start for paragraph in known.document.paragraphs]
    rows = {start for pair in pairwise(starts) if heads.keys() >= set(pair) for start in pair}
    return {start: keys for start, keys in heads.items() if start not in rows}


def _one_each(known: Clues, heads: dict[int, tuple[str, ...]]) -> dict[int, str]:
    """One key for each heading: where a name may mean a prefecture or its seat, the one of the other headings' level."""
    levels = Counter(known.level(keys[0]) for keys in heads.values() if len(keys) == 1)
    return {start: max(keys, key=lambda k: levels[known.level(k)]) for start, keys in heads.items()}


def _in_turn(known: Clues) -> dict[str, list[Span]]:
    """Parts of a report that tells of several regions by paragraphs, without headings."""
    in_title = [s for s in known.spots if s.where == "title" and s.role in ("title_open", "title") and len(s.keys) == 1]
    titled = _unrelated(known, {s.keys[0] for s in in_title})
    topics = _topics(known, titled if len(titled) > 1 else set())
    size: dict[str, int] = defaultdict(int)
    for span, topic in topics.items():
        if topic:
            size[topic] += span.end - span.start
    points = known.points()
    limits, whole = known.rules.limits, len(known.document.body)
    least = {k for k in size if k[0] not in "?*" and known.level(k) != "township"}
    if len(titled) > 1:
        if not titled <= least:
            return {}
        chosen = titled
    else:
        chosen = _unrelated(known, {k for k in least if size[k] >= limits.part * whole})
        if len(chosen) < 2 or sum(size[k] for k in chosen) < limits.share * whole or titled & chosen:
            return {}
    # What contains the others counts where it has a part of its own.
    large = {k for k in least - chosen if k in titled or size[k] >= max(limits.intro, limits.part * whole)}
    chosen |= {k for k in large if not any(known.within(k, c) for c in chosen)}
    parts: dict[str, list[Span]] = defaultdict(list)
    current = max(chosen, key=lambda k: (points[k], k))
    first = next((t for t in topics.values() if t in chosen), current)
    for span, topic in topics.items():
        if topic not in chosen:
            topic = _by_kind(known, chosen, span) or (current if parts else first)
        current = topic
        if parts[topic] and parts[topic][-1].end + 1 == span.start:
            span = Span(parts[topic].pop().start, span.end)
        parts[topic].append(span)
    return {k: v for k, v in parts.items() if v}


def _unrelated(known: Clues, keys: set[str]) -> set[str]:
    """Those of `keys` that are divisions above townships and contain none of the others."""
    upper = {k for k in keys if k[0] not in "?*" and known.level(k) != "township"}
    return {k for k in upper if not any(o != k and known.within(o, k) for o in upper)}


def _topics(known: Clues, titled: Set[str] = frozenset(), paragraphs: Sequence[Span] | None = None) -> dict[Span, str | None]:
    """For each paragraph the division that is its first subject near its beginning, or else its first word.

    Of several that the title names, the first clause may just speak (过桥便是来凤。).
    """
    topics: dict[Span, str | None] = {}
    body = [s for s in known.spots if s.where == "body" and len(s.keys) == 1]
    starts = [s.start for s in body]
    for paragraph in known.document.paragraphs if paragraphs is None else paragraphs:
        stop = min(paragraph.end, paragraph.start + _NEAR)
        spots = body[bisect_left(starts, paragraph.start) : bisect_left(starts, stop)]
        acting = [s for s in spots if s.role in OWN]
        opening = [s for s in spots if s.role == "name" and s.start == paragraph.start]
        clause = clause_end(known.document.body, paragraph.start, stop)
        spoken = [s for s in spots if s.keys[0] in titled and s.end <= clause]
        topics[paragraph] = next((s.keys[0] for s in acting or opening or spoken), None)
    return topics


def _by_kind(known: Clues, keys: set[str], span: Span) -> str | None:
    """The only one of `keys` of the kind that this part calls itself (全市, 我县)."""
    kinds = known.itself(span.start, span.end) if span.start else known.itself(0, span.end)
    fitting = [k for k in keys if known.kinds(k) & set(kinds)]
    return fitting[0] if len(fitting) == 1 else None
