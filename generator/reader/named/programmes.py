"""Named, branded or numbered programmes and formulas of a region's own work.

Most stand in quotation marks, but so do slogans, speeches, honours, accounts and figures of speech. Cues in the phrase,
before it and behind it are weighed against each other; all of them stand in rules/programmes.yml. A few kinds of names
stand without quotation marks and have patterns of their own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.language.clauses import CLAUSE_END, clause_before
from generator.language.marks import INNER, QUOTES, TITLES, covered, pairs
from generator.language.numerals import small
from generator.model import Confidence, Programme
from generator.reader.article.text import Document, Span
from generator.reader.named import titles
from generator.reader.named.found import Found
from generator.reader.named.parts import parts_of
from generator.rules import Rules
from generator.rules.named import Place

LONGEST = 64
"""A quoted phrase that is longer is speech."""
AHEAD = 24
"""How much of the text behind a quoted phrase is looked at."""
AGAINST = -2
"""From this weight on a cue keeps a phrase from being lifted by its neighbours."""
NEIGHBOURS = 7
"""How many phrases of one enumeration are looked at."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quoted phrase (`start`, `end` without its marks) and the text that speaks for or against it."""

    start: int
    end: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A phrase, its points, the cue that speaks most for it, and whether one speaks against it."""

    phrase: Phrase
    points: int
    cue: str
    doubted: bool


def weigh(rules: Rules, phrase: Phrase) -> Weighed:
    """Adds up the cues of a phrase."""
    data = rules.programmes
    texts: dict[Place, str] = {"name": phrase.name, "before": phrase.before, "after": phrase.after}
    texts["whole"] = f"{phrase.before}“{phrase.name}”{phrase.after.partition('“')[0]}"
    strongest = list[tuple[int, str]]()
    for where, sieve in data.sieves.items():
        text, found = texts[where], ""
        for group, search, told in sieve.rows(text):
            if group != found and search(text):
                found = group
                strongest.append(told)
    weights = [data.known_weight * (phrase.name in data.known.all), *(weight for weight, _ in strongest)]
    total = sum(weights) + data.figures_weight * (phrase.name in data.figures.all)
    return Weighed(phrase, total, max(strongest, default=(0, "none"))[1], min(weights) <= AGAINST)


def phrases(rules: Rules, document: Document) -> Iterator[Phrase]:
    """Every quoted phrase with its surroundings, those in “” first, then those in ‘’; enumerations share theirs."""
    body = document.body
    for marks in (QUOTES, INNER):
        spans = pairs(body, marks, LONGEST * 3)
        for number, (start, end) in enumerate(spans):
            if 1 <= end - start - 2 <= LONGEST:
                yield Phrase(
                    start + 1, end - 1, body[start + 1 : end - 1], _before(rules, body, spans, number), _after(rules, body, spans, number)
                )


def _joints(rules: Rules) -> str:
    """What may stand between the phrases of an enumeration, as characters to strip."""
    return " " + "".join(rules.programmes.joints.words)


def _before(rules: Rules, body: str, spans: list[Span], number: int) -> str:
    """The clause up to the phrase, quoted phrases in it taken out."""
    start = spans[number].start
    text, at = "", start
    for span in reversed(spans[max(0, number - NEIGHBOURS + 1) : number]):
        between = body[span.end : at]
        if CLAUSE_END.search(between) or at - span.end > 30:
            break
        text = between.lstrip(_joints(rules).strip()) + text
        at = span.start
    return clause_before(body, at) + text


def _after(rules: Rules, body: str, spans: list[Span], number: int) -> str:
    """What follows the phrase, the phrases enumerated with it left out."""
    at = spans[number].end
    later = spans[number + 1 : number + 1 + NEIGHBOURS]
    for span in later:
        if body[at : span.start].strip(_joints(rules)):
            break
        at = span.end
    # 领导“包片”、部门“包村”、干部“包户”三大机制: what closes the list says what each of its phrases is.
    last = at
    for span in later:
        if span.start >= last and (span.start - last > 10 or body[last] != "、" or CLAUSE_END.search(body, last, span.start)):
            break
        last = max(last, span.end)
    if last > at and rules.programmes.shared.match(body, last):
        at = last
    return body[at : at + AHEAD].split("\n")[0]


def _likely(rules: Rules, body: str, quoted: Iterable[Phrase]) -> Iterator[Weighed]:
    """The phrases that have enough points; one that lacks a single point gets it from a neighbour that has enough."""
    joints = _joints(rules)
    row: list[Weighed] = []
    for phrase in quoted:
        last = row[-1].phrase if row else phrase
        if row and (phrase.start < last.end or body[last.end + 1 : phrase.start - 1].strip(joints)):
            yield from _lifted(rules, row)
            row = []
        row.append(weigh(rules, phrase))
    yield from _lifted(rules, row)


def _lifted(rules: Rules, row: list[Weighed]) -> list[Weighed]:
    threshold = rules.programmes.threshold
    carried = any(w.points >= threshold for w in row)
    return [w for w in row if w.points >= threshold or (carried and w.points == threshold - 1 and not w.doubted)]


def programmes(rules: Rules, document: Document) -> list[Found[Programme]]:
    """Programmes and formulas, each mention that reads as one, in reading order."""
    data, body = rules.programmes, document.body
    cited = pairs(body, TITLES, titles.LONGEST)
    # Plans name the mechanisms they set up; what the title of a book or song puts in quotation marks is its own.
    works = covered(body, [s for s in cited if titles.document_kind(rules, body[s.start + 1 : s.end - 1])[0] != "policy"])
    quoted = list(phrases(rules, document))
    found: list[Found[Programme]] = []
    # “‘石榴’工程” is one name.
    done = bytearray(len(body))
    for likely in _likely(rules, body, quoted):
        phrase, cue = likely.phrase, likely.cue
        if works[phrase.start] or done[phrase.start]:
            continue
        done[phrase.start : phrase.end] = b"\1" * (phrase.end - phrase.start)
        if counted := rules.programmes.counted.search(body, max(0, phrase.start - 4), phrase.start - 1):
            found.append(_item(rules, document, counted.start(), phrase.end + 1, cue, "medium"))
            continue
        confidence: Confidence = "high" if likely.points >= data.sure else "medium"
        if rules.programmes.alike.fullmatch(phrase.name):
            found += [_item(rules, document, *part, cue, confidence) for part in _list_parts(phrase.name, phrase.start)]
        else:
            found.append(_item(rules, document, phrase.start, phrase.end, cue, confidence))
    named = sorted({body[f.start : f.end] for f in found})
    taken = covered(body, [*cited, *(Span(p.start, p.end) for p in quoted)])
    last = 0
    # Of two patterns that find a name at one place the longer one is right.
    for start, end, rule, confidence in sorted(_unquoted(rules, body), key=lambda name: (name[0], -name[1])):
        name, before, last = body[start:end], last, max(last, end)
        # A short form of a name that stands in full elsewhere (兴边富民 beside 兴边富民行动) is the same programme.
        after = bisect_right(named, name)
        known = after < len(named) and named[after].startswith(name)
        if end - start >= 2 and start >= before and not taken[start] and not known and not rules.programmes.bare.fullmatch(name):
            found.append(_item(rules, document, start, end, rule, confidence))
    return _with_parts(sorted(found, key=lambda f: (f.start, f.end)))


def _with_parts(found: list[Found[Programme]]) -> list[Found[Programme]]:
    """Every mention of a programme with the parts that the first of them to list any has."""
    listed: dict[str, list[str]] = {}
    for one in found:
        if one.item.parts:
            listed.setdefault(one.item.name, one.item.parts)
    known = [listed.get(one.item.name, []) for one in found]
    return [replace(f, item=f.item.model_copy(update={"parts": own})) if own else f for f, own in zip(found, known, strict=True)]


def _list_parts(text: str, offset: int) -> Iterator[Span]:
    """The names that 、 joins in `text`, which stands at `offset`."""
    for match in re.finditer("[^、]+", text):
        yield Span(offset + match.start(), offset + match.end())


def _unquoted(rules: Rules, body: str) -> Iterator[tuple[int, int, str, Confidence]]:
    """Names without quotation marks: those that have a pattern, and the parts that a number behind them counts."""
    data = rules.programmes
    for formula in data.names.rows(body):
        for match in formula.finditer(body):
            yield *_name(rules, match), formula.id, formula.confidence
    for match in rules.programmes.parts.pattern.finditer(body):
        names = list(_list_parts(match["list"], match.start("list")))
        if len(names) == small(match["count"]) and all(rules.programmes.part.fullmatch(body, *name) for name in names):
            yield from ((*name, "parts", "medium") for name in names)


def _name(rules: Rules, match: re.Match[str]) -> tuple[int, int]:
    """The name's bounds, cut where a word stands that begins a name."""
    start, end = match.span("name")
    end -= match["name"][-1] in ",、"
    cuts = [m.end() for m in rules.programmes.boundary.pattern.finditer(match["name"]) if m.end() < end - start - 2]
    return start + (cuts[-1] if cuts else 0), end


def _item(rules: Rules, document: Document, start: int, end: int, rule: str, confidence: Confidence) -> Found[Programme]:
    count = parts(rules, document.body[start:end])
    names = [document.quote(*part) for part in parts_of(rules, document.body, start, end, count)]
    return Found(start, end, Programme(name=document.quote(start, end), count=count, parts=list(dict.fromkeys(names))), rule, confidence)


def parts(rules: Rules, name: str) -> int | None:
    """How many parts a name states: 七项工程 7, 双百 2, 7+N 7; None where it joins numbers, is a code or states none."""
    data = rules.programmes
    if match := data.open_sum.fullmatch(name):
        count = small(match["count"])
        return count if count > 1 else None
    # 民族团结+七大融合: what is joined to a single name is what the name counts.
    first, *others = name.split("+")
    joined = len(others) == 1 and data.measured.pattern.match(others[0])
    name = re.sub("[A-Za-z]+", "X", re.split(r"[·+]", others[0] if joined else first)[0])
    if data.uncounted.search(name):
        return None
    measured = [match["count"] for match in data.measured.pattern.finditer(name)]
    if len(measured) == 1 and len(data.numbers.pattern.findall(name)) < 3:
        return small(measured[0])
    alone = data.alone.fullmatch(name)
    return small(alone["count"]) if alone else None
