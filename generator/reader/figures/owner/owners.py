"""Whose a figure is: the region's own, or that of a division above or beside it, a part of it, a person or firm.

Who opens a clause governs its figures and those behind them in the sentence, until another one does; what is told in quotation
marks is the speaker's. Locatives, destinations and partners govern nothing. Words stand in rules/owners.yml.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from generator.language.clauses import LONGEST, Clauses
from generator.language.marks import Span
from generator.language.numerals import Quantity
from generator.reader.figures.owner.named import NAME_LENGTH, OPENS, Owner, Who
from generator.reader.region.relations import Relations
from generator.rules import Rules

_OPEN = re.compile(f"[{OPENS}]")
# How far from a quotation who speaks is looked for.
_SPEAKER = 40


class Owners:
    """Whose the figures of one span of a body are."""

    def __init__(
        self, rules: Rules, relations: Relations, c: Clauses, quotes: Sequence[Span], brackets: Sequence[Span], joint: Sequence[str]
    ) -> None:
        """`joint` are the names of all regions the document reports on."""
        self._rules, self._words, self._relations, self._c = rules, rules.owners, relations, c
        self._who = Who(rules, relations, c, joint)
        self._said = [quote for quote in quotes if quote.end - quote.start > NAME_LENGTH]
        self._brackets = brackets
        self._sentences: dict[int, list[Owner]] = {}

    def of(self, this: Quantity, part: int) -> tuple[str | None, int, int]:
        """Whose a figure is, None for the region's own; and where the words that say so begin and end, `part` twice if they stand before it.

        `part` is where the figure's own part of its clause begins.
        """
        place = this.start
        told = self._around(self._said, place)
        owner = self._governing(place, part, told) or (self._speaker(told) if told else None)
        if owner is None and told:
            owner = self._governing(place, part, None)
        owner = owner or self._topic(place)
        if owner is None or (owner.above and self._graded(owner, this)):
            return None, part, part
        if told and owner.kind == "part" and owner.name == self._c.body[owner.begin : owner.end]:
            # 我们社区, said by whoever speaks for it
            speaker = self._speaker(told)
            owner = owner._replace(names=speaker.names) if speaker and speaker.kind == "part" else owner
        if owner.person:
            owner = self._helped(owner, place)
        begin, end = (max(part, owner.begin), owner.end) if part < owner.end <= place else (part, part)
        return None if owner.kind == "own" or self._handed(owner, part, place) else owner.name, begin, end

    def of_cell(self, start: int, end: int) -> str | None:
        """Whose the figures of a table's row are, whose first cell is a part's or another's name and no more."""
        owner = self._who.at(start)
        if owner is None and self._words.row.fullmatch(self._c.body, start, end):
            return self._c.body[start:end]
        return owner.name if owner and owner.kind != "own" and owner.end == end else None

    # who governs

    def _governing(self, place: int, part: int, told: Span | None) -> Owner | None:
        """Who opened a clause last before `place`, in the quotation `told` or outside all of them; what closed brackets hold is left out."""
        sentence = self._c.sentence(place)
        if sentence not in self._sentences:
            self._sentences[sentence] = self._opening(sentence, self._c.sentence_end(place))
        inner = self._who.at(part)
        if inner and inner.end <= place:
            return inner
        known, around = self._sentences[sentence], self._around(self._brackets, place)
        for number in range(bisect_right(known, (place + 1,)) - 1, -1, -1):
            owner = known[number]
            if owner.begin < place - LONGEST:
                break
            seen = self._around(self._said, owner.begin) == told and self._around(self._brackets, owner.begin) in (None, around)
            if owner.end <= place and seen:
                return None if self._ended(owner, place) else owner
        return None

    def _ended(self, owner: Owner, place: int) -> bool:
        """Whether a statement that names no subject of its own is no longer about `owner`: it opens with no verb."""
        if owner.kind == "own":
            return False
        if owner.joint:
            return self._c.start(place) > owner.begin
        if self._c.body.startswith("的", owner.end) and self._c.start(place) == place > owner.end:
            # 铁厂村的刺绣有了传习所,|5所学校开课
            return True
        mark = self._c.body.rfind(";", owner.end, place)
        return mark >= 0 and not self._rules.nouns.done.match(self._c.body, mark + 1)

    def _opening(self, start: int, end: int) -> list[Owner]:
        """Those who open a clause of a sentence, in order."""
        told = {quote.start for quote in self._said}
        marks = (mark.start() for mark in _OPEN.finditer(self._c.body, start, end - 1))
        places = [start, *(place + 1 for place in marks if self._c.body[place] != "“" or place in told)]
        return [owner for place in places if (owner := self._who.at(place))]

    def _around(self, spans: Sequence[Span], place: int) -> Span | None:
        number = bisect_right(spans, (place, place)) - 1
        return spans[number] if number >= 0 and spans[number].start < place < spans[number].end else None

    # whose it is all the same

    def _graded(self, owner: Owner, this: Quantity) -> bool:
        """Whether a division above only says of what is counted how high it stands: 全国乡村旅游重点村3个."""
        known, between = self._rules.nouns, self._c.body[owner.end : this.start]
        if not between or this.unit not in self._words.graded.all or owner.end < self._c.start(this.start):
            return False
        told = known.leads.match(between) or known.done.match(between) or known.act.search(between)
        return not told and not self._shared(this.start)

    def _shared(self, place: int) -> bool:
        """Whether what is stated at `place` is followed in its sentence by what the region has of it."""
        known = self._sentences.get(self._c.sentence(place), [])
        first, last = bisect_right(known, (place,)), bisect_right(known, (place + LONGEST,))
        return any(owner.kind == "own" for owner in known[first:last])

    def _helped(self, owner: Owner, place: int) -> Owner:
        """Whose a figure is behind a person: the body's that he founded, or those households' that it is stated of one by one."""
        body, words = self._c.body, self._words
        if not (founded := words.founded.search(body, owner.end, place)):
            return owner
        helped = words.helped.search(body, founded.end(), place) if words.each.search(body, self._c.start(place), place) else None
        return owner._replace(names=(helped["role"] if helped else founded["body"],))

    def _handed(self, owner: Owner, part: int, place: int) -> bool:
        """Whether a figure that another one's clause states is the region's own: it is given to the region, or done there."""
        body, words = self._c.body, self._words
        if owner.kind == "part":
            return False
        if owner.kind == "giver":
            return not self._shared(place)
        own = self._relations.own_between(owner.end, place)
        if owner.person:
            return False
        if words.share.search(body, max(part, owner.end), place) or (own is not None and not words.bought.search(body, owner.end, own)):
            return True
        stop = self._c.end(place)
        to = self._relations.own_between(place, stop)
        return to is not None and words.given.search(body, place, to) is not None

    # told speech and topics

    def _speaker(self, told: Span) -> Owner | None:
        """Whose the figures are that somebody tells of: a private person's, by role; None where an official or nobody speaks."""
        body, words = self._c.body, self._words
        stop = min(told.end + _SPEAKER, self._c.line_end(told.end - 1))
        behind = body[told.end : stop].partition("“")[0].partition("。")[0]
        before = body[max(self._c.line(told.start), told.start - _SPEAKER) : told.start].rpartition("。")[2].rpartition("”")[2]
        who = next((text for text in (behind, before) if words.says.search(text)), "")
        if not who and not words.officials.pattern.search(behind) and (role := words.speaker.search(behind)):
            # “我家茶园12亩。”茶农刚从地里回来: who is told of right behind his words.
            own = words.self.search(body, told.start, min(told.end, told.start + LONGEST))
            return Owner(told.start, told.start + 1, "apart", (role.group(),)) if own else None
        if not who or words.officials.pattern.search(words.hearer.pattern.sub("", who)):
            speaker = self._who.at(told.end + (body[told.end : told.end + 1] in (",", ":"))) if who and who is behind else None
            return speaker if speaker and speaker.kind == "part" else None
        if role := words.speaker.search(who):
            return Owner(told.start, told.start + 1, "apart", (role.group(),))
        return (
            Owner(told.start, told.start + 1, "apart", ("受访者",))
            if words.self.search(body, told.start, min(told.end, told.start + LONGEST))
            else None
        )

    def _topic(self, place: int) -> Owner | None:
        """The part a paragraph is about, where it opens with its name alone: 铁厂村:种茶3000亩."""
        line = self._c.line(place)
        owner = self._who.at(line)
        alone = owner is not None and owner.kind == "part" and owner.end < place and self._c.body[owner.end] in ":。 \n"
        return owner if alone else None
