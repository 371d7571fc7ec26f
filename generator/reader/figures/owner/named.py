"""Who is named where a clause opens: a division or part by name or by its kind alone, a neighbour, a person or body, several together.

What he is to the region comes from `region.relations`; which figures are his is decided in `owners`.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from generator.language.clauses import JOINTS, Clauses
from generator.reader.region.relations import Relations
from generator.rules import Rules

OPENS = ",;:(“\n。!?"
"""What stands before a clause."""
NAME_LENGTH = 16
"""A quotation longer than this is somebody's words; a shorter one is a name."""
# How far back a part is looked for that a text calls by its kind alone (该镇).
_BACK = 400
# A name for a part in hand has as many pieces at most (云南省|大理州|云龙县|漕涧镇|铁厂村), a list as many names.
_PIECES, _LISTED = 6, 12


class Owner(NamedTuple):
    """Who governs a clause: the words that name him, and whose figures they make.

    `apart` are divisions above and beside and persons; what they do for the region is the region's. `giver` is an office above
    that gives: what it gives is the region's but for what is handed on.
    """

    begin: int
    end: int
    kind: Literal["own", "part", "apart", "giver"]
    names: tuple[str, ...] = ()
    above: bool = False
    """Whether it is a division above the region."""
    joint: bool = False
    """Several regions together, or somebody sent, in the one clause that says so."""
    person: bool = False
    """A private person, by role."""

    @property
    def name(self) -> str | None:
        return "、".join(self.names) or None


class Who:
    """Those named in one body, seen from the region reported on."""

    def __init__(self, rules: Rules, relations: Relations, c: Clauses, joint: Sequence[str]) -> None:
        self._rules, self._words, self._relations, self._c, self._joint = rules, rules.owners, relations, c, joint
        self._known: dict[int, Owner | None] = {}

    def at(self, place: int) -> Owner | None:
        """Who is named where a clause opens, behind what may stand before."""
        if place not in self._known:
            self._known[place] = None
            self._known[place] = self._opened(place)
        return self._known[place]

    def _opened(self, place: int) -> Owner | None:
        body, begin = self._c.body, self._rules.outline.signs.end(self._c.body, place)
        for _ in range(3):
            opener = self._words.openers.match(body, begin) or self._rules.regions.openers.match(body, begin)
            if not opener or opener.end() == begin or self._call(begin):
                break
            begin = opener.end()
        quoted = body.rfind("“", place, begin) >= 0 and body.find("”", begin, begin + NAME_LENGTH) >= 0
        return None if quoted else self._listed(begin) or self._among(begin) or self._setting(begin)

    def _among(self, place: int) -> Owner | None:
        """Those of all of a division above, where the next clause says what the region has of it: 在全省12个试点县中,我县…"""
        body, words = self._c.body, self._words
        if not (frame := words.among.match(body, place)):
            return None
        owner = self._call(frame.end())
        stop = self._c.end(place)
        share = self._relations.own_between(stop, min(stop + NAME_LENGTH, self._c.last))
        return owner if owner and owner.above and share == stop + 1 and body[stop - 1] == "中" else None

    def _setting(self, place: int) -> Owner | None:
        """The part where a sentence plays, where somebody else than the region acts in its next clause: 在漕涧镇,|工坊吸纳妇女61名."""
        body, words = self._c.body, self._words
        if place != self._c.sentence(place) or not (frame := words.setting.match(body, place)):
            return None
        owner = self._named(frame.end())
        scene = words.scene.match(body, owner.end) if owner and owner.kind == "part" else None
        told = scene and (self._rules.nouns.done.match(body, scene.end()) or self._rules.nouns.leads.match(body, scene.end()))
        return owner if scene and not told else None

    def _listed(self, begin: int) -> Owner | None:
        """Who is named at a place, with those named beside him."""
        first = self._named(begin)
        if first is None:
            return None
        body, words, owner = self._c.body, self._words, first
        for _ in range(_LISTED):
            if body[owner.end : owner.end + 1] not in tuple(JOINTS) or first.kind == "giver":
                break
            other = self._named(owner.end + 1)
            if other is None or other.kind == "giver":
                break
            joined = self._rules.regions.joint.pattern.match(body, other.end)
            if both := self._reported(owner, other):
                return both
            if body[owner.end] in "与及" and "own" in (first.kind, other.kind) and not joined:
                # 云龙县与永平县: a partner, unless they do it 共同.
                return Owner(begin, other.end, "own")
            names = [name for one in (owner, other) for name in (one.names or (self._relations.name,))]
            kind: Literal["own", "part", "apart"] = "part" if {owner.kind, other.kind} == {"part"} else "apart"
            owner = Owner(begin, other.end, "own" if {owner.kind, other.kind} == {"own"} else kind, tuple(dict.fromkeys(names)))
        counted = owner is not first and len(owner.names) > 1 and owner.kind != "part" and words.counted.match(body, owner.end)
        if counted or words.group.match(body, owner.end):
            return Owner(begin, owner.end, "own") if owner.kind == "part" else None
        if words.not_owner.match(body, owner.end):
            return None
        return owner

    def _named(self, begin: int) -> Owner | None:
        """Who is named at a place."""
        body, words = self._c.body, self._words
        if near := words.near.match(body, begin):
            known = self._named(near.end())
            return Owner(begin, known.end, "apart", known.names) if known and known.names else None
        if other := words.others.match(body, begin):
            return Owner(begin, other.end(), "apart", (other.group(),))
        if (several := words.joint.match(body, begin)) and (len(self._joint) > 1 or not words.both.match(body, begin)):
            return self._several(begin, several.end(), several.group())
        if person := self._person(begin, begin):
            return person
        if (member := words.members.match(body, begin)) or (member := words.going.match(body, begin)):
            named = self._last(member.group(), begin)
            if named or member.re is words.members.pattern:
                return Owner(begin, member.end(), "part", (named or member.group(),))
        if giver := words.above.match(body, begin):
            return Owner(begin, giver.end(), "giver", (self._relations.upper(giver.group().removesuffix("级")) or giver.group(),))
        if museum := words.museum.match(body, begin):
            return Owner(begin, museum.end(), "part", (museum.group(),))
        owner = self._call(begin) or self._chain(begin) or self._unit(begin, begin)
        if (anyone := words.anyone.match(body, owner.end if owner and owner.kind in ("own", "part") else begin)) and anyone.end() > begin:
            return Owner(begin, anyone.end(), "part", (anyone["body"],))
        return (owner and self._person(begin, owner.end + body.startswith("的", owner.end))) or owner

    def _person(self, begin: int, place: int) -> Owner | None:
        """A private person by role at `place`, the part he lives in perhaps named from `begin` on."""
        person = self._words.person.match(self._c.body, place)
        name = person and (person["role"] or person["called"])
        return Owner(begin, person.end(), "apart", (name,), person=True) if person and name else None

    def _call(self, begin: int) -> Owner | None:
        """A division or part by its kind alone: 全县, 该镇, 州里."""
        body = self._c.body
        match = self._words.call.match(body, begin)
        if not match:
            return None
        if officer := match["officer"]:
            known = self._last(officer, begin)
            return Owner(begin, match.end(), "part", (known,)) if known else None
        kind = match["kind"] or match["here"]
        relation = self._relations.kind(kind)
        end = match.end()
        if relation == "own":
            if match["here"]:
                # 县财政投入: the office is part of what is counted.
                return Owner(begin, begin, "own")
            deeper = self._chain(end) or self._unit(end, end)
            return deeper if deeper and deeper.kind == "part" else Owner(begin, end, "own")
        if relation == "above":
            if self._words.titled.match(body, end):
                return None
            office = self._words.organs.match(body, end)
            name = (
                self._relations.upper(kind, "province") if len(self._rules.regions.kinds.get(kind, ())) > 1 else None
            ) or match.group().removesuffix("里").removesuffix("上")
            return Owner(begin, begin, "giver", (name,)) if office else Owner(begin, end, "apart", (name,), True)
        return Owner(begin, end, "part", (self._last(kind, begin) or match.group(),))

    def _last(self, kind: str, place: int) -> str | None:
        """The part of that kind named last before a place in its paragraph, wherever it stands."""
        body, first = self._c.body, max(self._c.line(place), place - _BACK)
        kinds = self._words.schools.words if kind in self._words.schools.all else (kind,)
        named = [owner for mention in self._relations.named("part", first, place) if (owner := self._chain(mention.start))]
        opening = (at for at in range(first, place) if at == first or body[at - 1] in OPENS)
        named += [owner for at in opening if (owner := self.at(at))]
        fitting = [
            o for o in named if o.kind == "part" and o.end <= place and body.endswith(kinds, first, o.end) and o.names[-1][0] not in "全该"
        ]
        return max(fitting, key=lambda owner: owner.end).names[-1] if fitting else None

    def _chain(self, begin: int) -> Owner | None:
        """A division by name, those above it before it, or a part with a name of its own behind them: 大理州云龙县漕涧镇铁厂村."""
        body, words, relations = self._c.body, self._words, self._relations
        shown, end, relation, known = begin, begin, None, None
        for _ in range(_PIECES):
            mention = relations.named_at(end)
            # A name that no table has may begin with one that stands there: 兰州新区.
            longer = mention is None or mention.end - begin < len(relations.name)
            if longer and end == begin and body.startswith(relations.name, begin):
                end, relation, shown = begin + len(relations.name), "own", begin + len(relations.name)
                continue
            if mention is None:
                break
            if relation is not None and not relations.nested(known, mention):
                break
            known, relation = mention, relations.relation(mention)
            if relation in ("own", "above") and relations.named_at(mention.end):
                shown = mention.end
            end = mention.end
        if relation is None:
            return None
        behind = end + 1 if relation == "own" and body.startswith("的", end) else end
        if unit := self._unit(
            behind, begin if relation == "other" or (known and known.bare) else shown if relation == "part" else behind, relation == "part"
        ):
            return unit._replace(begin=begin)
        if (
            known
            and known.bare
            and relation != "own"
            and not (self._rules.nouns.acts.pattern.match(body, end) or words.organs.match(body, end))
        ):
            return None
        if relation == "own":
            proper = words.proper.match(body, behind)
            return Owner(begin, proper.end(), "part", (body[begin : proper.end()],)) if proper else Owner(begin, end, "own")
        if relation == "part":
            end = self._lying(end)
            return Owner(begin, end, "part", (body[shown:end],))
        if team := words.team.match(body, end):
            return Owner(begin, team.end(), "apart", (body[shown:end],), joint=True)
        if words.titled.match(body, end):
            return None
        return Owner(
            begin,
            end,
            "giver" if relation == "above" and words.organs.match(body, end) else "apart",
            (body[shown:end],),
            relation == "above",
        )

    def _unit(self, begin: int, shown: int, lies: bool = False) -> Owner | None:
        """A part or body with a name of its own (铁厂村, 某公司), or one of a kind that `lies` in a place named before it (漕涧镇|中心小学).

        Its name is told from `shown` on.
        """
        body, words = self._c.body, self._words
        match = words.unit.match(body, begin) or words.town.match(body, begin)
        if not match or self._rules.nouns.done.match(body, begin):
            return None
        if words.classes.fullmatch(match["name"]) and not lies:
            return None
        alone = shown == begin and body[match.end() : match.end() + 1].isdigit() and not words.holds.match(body, match.end())
        end = self._lying(match.end())
        return None if alone else Owner(begin, end, "part", (body[shown:end],))

    def _lying(self, end: int) -> int:
        """Where the name of a part ends with that of what lies in it and is called by it: 铁厂村|安置点."""
        proper = self._words.proper.match(self._c.body, end)
        return proper.end() if proper else end

    def _reported(self, one: Owner, other: Owner) -> Owner | None:
        """All regions of a joint report, named in a row where a clause opens."""
        if len(self._joint) < 2 or {one.kind, other.kind} != {"own", "apart"}:
            return None
        beside = (self._relations.official(mention) for mention in self._relations.named("other", one.begin, other.end))
        fit = {self._relations.name, *beside} >= set(self._joint)
        return Owner(one.begin, other.end, "apart", tuple(self._joint)) if fit else None

    def _several(self, begin: int, end: int, said: str) -> Owner:
        """Regions together, by their number: 两县联合举办."""
        names = self._joint if len(self._joint) > 1 else self._partners(begin)
        return Owner(begin, end, "apart", tuple(names) or (said,), joint=len(self._joint) < 2)

    def _partners(self, place: int) -> tuple[str, ...]:
        """The region and those beside it named before a place in its paragraph; none where it stands alone."""
        first = max(self._c.line(place), place - _BACK)
        others = dict.fromkeys(mention.text for mention in self._relations.named("other", first, place) if not mention.bare)
        return (self._relations.name, *others) if others else ()
