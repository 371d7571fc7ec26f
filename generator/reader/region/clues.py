"""What in a document speaks for which division: every name in it with the role it plays, and the points that makes.

Names come from the gazetteer, roles and points from rules/regions.yml. What follows from the points is decided in `regions`.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from generator.language.clauses import CLAUSE_END, clause_before
from generator.model import Level
from generator.places.gazetteer import Gazetteer, Mention
from generator.reader.article.text import Document, fold
from generator.reader.region.acts import beside
from generator.reader.region.printed import MARK, with_printed
from generator.reader.region.spots import OWN, Spot, coded
from generator.rules import Rules
from generator.rules.places import Bonus, Role, Where

# No credit line is longer; longer ones are text taken for a credit.
_LONGEST_CREDIT = 80


@dataclass(frozen=True)
class _Text:
    """One of the texts looked at; `offset` is its place in all of them joined."""

    where: Where
    text: str
    offset: int


class Clues:
    """Everything in one document that speaks for a division."""

    def __init__(self, rules: Rules, places: Gazetteer, document: Document) -> None:
        self._rules = rules
        self.document = document
        self.rules = rules.regions
        self.signs = rules.outline.signs
        self.places = places

    def rank(self, start: int) -> float | None:
        """How narrow a part of the outline the line at `start` opens; None where it opens none."""
        body = self.document.body
        opened = self._rules.outline.part(body, start, len(body))
        return opened[0] if opened else None

    @cached_property
    def _texts(self) -> list[_Text]:
        """Title, subtitle, credits and body, folded, without repetitions."""
        document = self.document
        parts: list[tuple[Where, str]] = [("title", " ".join(fold(self._rules, document.title or "").split()))]
        seen = parts[0][1]
        lines: list[tuple[Where, str | None]] = [("credit", document.publisher), ("credit", document.byline)]
        for line in document.lines:
            printed = document.source[line.start : line.end]
            if line.end <= document.article.start and line.kind == "furniture" and printed.lstrip().startswith(("—", "―", "–")):
                lines.append(("title", printed))
            elif line.kind in ("credit", "caption", "title") or line.rule in self.rules.owners:
                lines.append(("credit", printed))
        for where, text in lines:
            folded = " ".join(fold(self._rules, text or "").split())
            if folded and folded not in seen and len(folded) <= _LONGEST_CREDIT:
                seen += "\n" + folded
                parts.append((where, folded))
        parts.append(("body", document.body))
        texts, offset = [], 0
        for where, text in parts:
            texts.append(_Text(where, text, offset))
            offset += len(text) + 1
        return texts

    @cached_property
    def spots(self) -> list[Spot]:
        """All names: title, credits, body."""
        joined = "\n".join(t.text for t in self._texts)
        mentions = self.places.resolve(self.places.find(joined))
        begins = (t.offset + start for t in self._texts if t.where != "credit" for start in self._begins(t))
        mentions = with_printed(self._rules, self.places, joined, mentions, begins, self.opens)
        mentions = sorted([*mentions, *self._masks(joined, mentions)], key=lambda m: m.start)
        starts = [m.start for m in mentions]
        spots: list[Spot] = []
        for text in self._texts:
            end = text.offset + len(text.text)
            inside = mentions[bisect_left(starts, text.offset) : bisect_left(starts, end)]
            spots += beside(self.rules, list(self._roles(text, [m for m in inside if m.end <= end])), self._related)
        return spots

    def _begins(self, text: _Text) -> Iterator[int]:
        """Where in a text a name may open something: its lines and words set apart, the clauses of the opening."""
        yield 0
        for mark in CLAUSE_END.finditer(text.text):
            if mark[0] == "\n" or text.where == "title" or mark.start() < self.rules.limits.opening:
                yield mark.end()

    @cached_property
    def roles(self) -> dict[str, list[str]]:
        """The roles in which each key stands, in order."""
        roles: dict[str, list[str]] = defaultdict(list)
        for spot in self.spots:
            for key in spot.keys:
                roles[key].append(spot.role)
        return roles

    def _masks(self, joined: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
        taken = {i for m in mentions for i in range(m.start, m.end)}
        for mask in self.rules.masks:
            for match in mask.pattern.finditer(joined):
                if taken.isdisjoint(range(match.start(), match.end())):
                    yield Mention(match.start(), match.end(), match.group(), ("*" + match.group(),), "official")

    def _roles(self, text: _Text, mentions: Sequence[Mention]) -> Iterator[Spot]:
        """A spot for each mention; names in a row share what stands before the first of them."""
        for row in self._rows(text, mentions):
            head = row[0].start - text.offset
            before = clause_before(text.text, head)
            above = [self._below(after, name) and after.start == name.end for name, after in pairwise(row)] + [False]
            enumerated = any(text.text[m.end - text.offset] == "、" for m in row[:-1]) or len(row) - sum(above) > 2
            for mention, is_above in zip(row, above, strict=True):
                start, end = mention.start - text.offset, mention.end - text.offset
                role = "above" if is_above else self._role(text.where, before, text.text[end : end + 40])
                if enumerated and role in ("subject", "name") and text.where == "body":
                    role = "listed"
                yield Spot(self._keys(mention), text.where, text.text, start, end, role, mention.bare)

    def _rows(self, text: _Text, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
        """Names that follow one another directly or in a list."""
        row: list[Mention] = []
        for mention in mentions:
            between = text.text[row[-1].end - text.offset : mention.start - text.offset] if row else ""
            if between and between not in self.rules.joins.all:
                yield row
                row = []
            row.append(mention)
        if row:
            yield row

    def _below(self, mention: Mention, upper: Mention) -> bool:
        if "*" in (mention.codes[0][0], upper.codes[0][0]) or mention.codes[0][0] == MARK:
            return True
        return upper.codes[0][0] != MARK and any(c != u and self.places.within(c, u) for c in mention.codes for u in upper.codes)

    def _keys(self, mention: Mention) -> tuple[str, ...]:
        codes = mention.codes
        if len(codes) == 1 or all(self.places.related(a, b) for a in codes for b in codes):
            return codes
        return ("?" + mention.text,)

    def _role(self, where: Where, before: str, after: str) -> Role:
        if role := next((context.id for context in self.rules.contexts if context.fits(where, before, after)), None):
            return "credit_organ" if where == "credit" and role == "organ" else role
        if where == "credit":
            return "credit"
        opens = self.opens.fullmatch(before.rpartition(" ")[2] if where == "title" else before)
        if where == "title":
            return "title_open" if opens else "title"
        return "subject" if opens and not self.rules.not_subject.match(after) else "name"

    @cached_property
    def opens(self) -> re.Pattern[str]:
        """All that may stand before a subject in its clause."""
        return re.compile(f"(?:{self.signs.pattern.pattern}|{self.rules.openers.source})*")

    # what kind of division

    def level(self, key: str) -> Level:
        """The level of a key; for a masked 市 by the units the text names below it."""
        if coded(key):
            return self.places.get(key).level
        if key[0] == MARK and (printed := next((k.level for k in self.rules.printed if self._ends(k.match(key, 1), key)), None)):
            if not (printed == "county" and key[-1] == "市"):
                return printed
        kind = max((k for k in self.rules.kinds if key.endswith(k)), key=len, default="县")
        if kind == "市":
            return "prefecture" if self._has_upper_units else "county"
        return self.rules.kinds[kind][0]

    @staticmethod
    def _ends(match: re.Match[str] | None, key: str) -> bool:
        return match is not None and match.end() == len(key)

    @cached_property
    def _has_upper_units(self) -> bool:
        return self.rules.upper_units.search(self.document.body) is not None

    def kinds(self, key: str) -> set[str]:
        """The kinds of division (县, 市 …) that a key goes by; 全区 is said of districts and autonomous regions."""
        name = self.places.get(key).name if coded(key) else key[1:]
        level = self.level(key)
        return {kind for kind, levels in self.rules.kinds.items() if name.endswith(kind) and level in levels}

    def _related(self, one: Spot, other: Spot) -> bool:
        return any(self.within(a, b) or self.within(b, a) for a in one.keys for b in other.keys)

    def within(self, key: str, upper: str) -> bool:
        """Whether a division lies in another one, or is the same, as far as the tables tell."""
        return key == upper or (coded(key) and coded(upper) and self.places.within(key, upper))

    def itself(self, start: int = 0, end: int | None = None) -> dict[str, float]:
        """What that part of the body calls itself: weight by kind; title and credits count with the opening."""
        stop = len(self.document.body) if end is None else end
        kinds: dict[str, float] = defaultdict(float)
        for places, called, weight in self.calls:
            for kind in called[bisect_left(places, start or -1) : bisect_left(places, stop)]:
                kinds[kind] += weight
        return dict(kinds)

    @cached_property
    def calls(self) -> list[tuple[list[int], list[str], float]]:
        """Where the document calls itself 我县, 全州 …, -1 for title and credits, with the kinds and, by rule, the weight."""
        around = "\n".join(t.text for t in self._texts if t.where != "body")
        found = []
        for rule in self.rules.itself:
            outside = [match[1] for match in rule.pattern.finditer(around)]
            inside = list(rule.pattern.finditer(self.document.body))
            places = [-1] * len(outside) + [match.start() for match in inside]
            found.append((places, outside + [match[1] for match in inside], rule.weight))
        return found

    @cached_property
    def said(self) -> str:
        """Title and body, each from a line of its own."""
        return "\n".join(t.text for t in self._texts if t.where != "credit")

    # points

    def points(self, start: int = 0, end: int | None = None) -> dict[str, float]:
        """Points by key for that part of the body; title and credits always count."""
        stop = len(self.document.body) if end is None else end
        spots = [s for s in self.spots if s.where != "body" or start <= s.start < stop]
        weights, most = self.rules.weights, self.rules.most
        sums: dict[tuple[str, Role], float] = defaultdict(float)
        for spot in spots:
            for key in spot.keys:
                sums[key, spot.role] += weights[spot.role]
        total: dict[str, float] = defaultdict(float)
        for (key, role), value in sums.items():
            total[key] += min(value, most.get(role, value))
        for bonus, spot in self._firsts([s for s in spots if s.where == "body"], start):
            for key in spot.keys:
                total[key] += weights[bonus]
        self._add_children(total, spots)
        self._add_itself(total, self.itself(start, end))
        full = {key for s in spots for key in s.keys if not s.bare or self.level(key) == "province"}
        # A name that nowhere stands with its ending may be an ordinary word.
        return {key: value * (1 if key in full else weights["bare"]) for key, value in total.items()}

    def _firsts(self, spots: Sequence[Spot], start: int) -> Iterator[tuple[Bonus, Spot]]:
        """The first subject of the opening and the first name in it."""
        opening = [s for s in spots if s.start < start + self.rules.limits.opening]
        bonuses: dict[Bonus, tuple[Role, ...]] = {"opening": OWN, "first": (*OWN, "name", "document")}
        for bonus, roles in bonuses.items():
            first = next((s for s in opening if s.role in roles), None)
            if first:
                yield bonus, first

    def _add_children(self, total: dict[str, float], spots: Iterable[Spot]) -> None:
        children: dict[str, set[str]] = defaultdict(set)
        for spot in spots:
            if spot.where == "body" and spot.role != "partner" and len(spot.keys) == 1 and coded(spot.keys[0]):
                parent = self.places.parent(spot.keys[0])
                if parent and parent.code in total:
                    children[parent.code].add(spot.keys[0])
        for key, found in children.items():
            total[key] += min(len(found) * self.rules.weights["child"], self.rules.most["child"])

    def _add_itself(self, total: dict[str, float], itself: dict[str, float]) -> None:
        everything = sum(itself.values())
        titled = {k for s in self.spots if s.role in ("title_open", "credit_organ") for k in s.keys}
        for key, value in total.items():
            if everything and value > 0:
                # What is named before others' names alone (新疆皮山县) is not what the text calls 我区.
                acts = set(self.roles[key]) != {"above"}
                share = sum(itself.get(kind, 0) for kind in self.kinds(key)) if acts else 0
                # Two occurrences are the least that is worth the whole.
                total[key] = value + self.rules.weights["itself"] * share / max(everything, 2)
                if everything >= 3 and share < 0.2 * everything and key not in titled:
                    total[key] *= self.rules.weights["mismatch"]
