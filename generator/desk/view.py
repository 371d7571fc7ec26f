"""What the desk shows of one document: its items in reading order, what the account says of every numeral, what is wrong.

All as plain data. What was looked at is `ticks`' business, how anything is changed that of `changes`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from generator.desk.sheet import Sheet
from generator.errors import GeneratorError, Problem
from generator.places.gazetteer import Gazetteer
from generator.profiles.check import check
from generator.profiles.format.shape import SETS
from generator.profiles.hands.conflicts import OpenConflict, standing
from generator.profiles.items import Item, items, region_of
from generator.profiles.merge import align
from generator.profiles.merge.align import Places
from generator.profiles.merge.threeway import MACHINES, Hand, edited, home_of, name
from generator.reader.account.account import Accounts, account, around
from generator.rules import Rules
from generator.yaml_io import show_path

NEAR = 14
"""Characters shown on either side of what the account leaves open."""
STATES = ("taken", "doubtful", "unexplained", "other")
"""What became of a numeral; `other` is what is no figure."""


class DeskView:
    """One sheet as it is shown; `ticked` are the keys of what an editor has looked at. The profile must follow the format."""

    def __init__(self, rules: Rules, places: Gazetteer, paper: Sheet, ticked: Collection[str] = ()) -> None:
        self._rules, self._places, self._sheet, self._ticked = rules, places, paper, ticked
        self._one = paper.one
        self._data = paper.placed
        self.problems = sorted([*paper.one.problems, *check.of(rules, paper.one)])
        """What `check` says of the profile."""

    def plain(self) -> dict[str, Any]:
        """Everything, as the page takes it."""
        review = self._data["review"]
        return {
            "file": self._one.file,
            "hash": self._sheet.hash,
            "title": self._data["source"]["title"],
            "regions": [region["name"] for region in self._data["regions"]],
            "review": {key: str(value) if key == "date" else value for key, value in review.items() if value is not None},
            "entries": self.entries,
            "numerals": [[*self._span(fate.start, fate.end), self._state(fate.why)] for fate in self._numerals],
            "problems": [told(problem, problem.field) for problem in self._sheet.unread] + [told(*one) for one in self._wrong.get((), ())],
        }

    def counts(self) -> dict[str, int]:
        """What the first page tells of a document."""
        return {
            "items": sum("path" in entry for entry in self.entries),
            "todo": sum(bool(entry["todo"]) for entry in self.entries),
            "conflicts": sum("conflict" in entry["todo"] for entry in self.entries),
            "unexplained": sum(entry["kind"] == "open" and "unexplained" in entry["todo"] for entry in self.entries),
            "low": sum("low" in entry["todo"] for entry in self.entries),
            "hand": sum(entry["hand"] for entry in self.entries),
            "wrong": sum(problem.severity == "error" for problem in self.problems),
        }

    # what the account says

    @cached_property
    def _accounts(self) -> Accounts | None:
        document = self._sheet.document
        return account(self._rules, self._places, document, self._data) if document else None

    @property
    def _numerals(self) -> list[Any]:
        return [fate for fate in self._accounts.fates if fate.kind == "numerals"] if self._accounts else []

    def _state(self, why: str) -> str:
        """Which of STATES a reason of the account means."""
        rules = self._rules.account
        if why in rules.taken:
            return "taken"
        return "unexplained" if why == "unexplained" else "doubtful" if rules.reason[why].doubt == "yes" else "other"

    # items

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """Every item, and what the account leaves open, by where it stands in the source; what stands nowhere keeps its place in the file."""
        found = [*self._items(), *self._open(), *self._deleted()]
        first: dict[str, int] = {}
        for entry in found:
            if entry["at"] and entry["kind"] in ("measures", "indicators"):
                region = show_path(tuple(entry["path"][:2]))
                first[region] = min(first.get(region, entry["at"][0]), entry["at"][0])
        last = -2
        for number, entry in enumerate(found):
            if entry["kind"] == "regions":
                last = first.get(show_path(tuple(entry["path"])), last) if entry["path"][1] else -1
            elif entry["at"] and entry["kind"] != "clues":
                last = entry["at"][0]
            elif "path" not in entry:
                last = 1 << 40  # what the machine read elsewhere than in this source, and a person took out
            entry["order"] = (last, number)
        return sorted(found, key=lambda entry: entry.pop("order"))

    @cached_property
    def _aligned(self) -> Places | None:
        """Which items of base and profile are the same; None without a base."""
        try:
            base = items(self._one.base[0].data) if self._one.base else None
        except GeneratorError:
            return None
        return align.places(base, self._mine, [], self._one.evidence) if base else None

    @cached_property
    def _mine(self) -> list[Item]:
        assert self._one.tree is not None
        return items(self._one.tree.data)

    def _items(self) -> Iterator[dict[str, Any]]:
        groups = {
            item.path: [c.data["text"] for c in item.children if c.kind == "ethnic_groups"] for item in self._mine if item.kind == "regions"
        }
        for item in self._mine:
            if item.kind == "ethnic_groups":
                continue
            span = self._sheet.spans.get(item.path) or (self._found(item.words) if item.kind == "clues" else None)
            own = {"text": item.data["text"]} if item.kind in SETS else dict(item.values)
            region = region_of(item)
            entry: dict[str, Any] = {
                "kind": item.kind,
                "path": list(item.path),
                "words": item.words,
                "at": self._span(*span) if span else None,
                "fields": {key: value for key, value in own.items() if key not in MACHINES},
                "within": list(item.parent.path) if item.parent else None,
                "key": digest(item.kind, region.data.get("name") if region else "", own),
                "problems": [told(*one) for one in self._wrong.get(item.path, ())],
                **self._by_hand(item),
            }
            if item.kind == "regions":
                entry["fields"]["ethnic_groups"] = groups[item.path]
            entry["todo"] = self._todo(entry)
            yield entry

    def _found(self, words: str) -> tuple[int, int] | None:
        spans = self._one.evidence.find(words) if self._one.evidence else []
        return spans[0] if spans else None

    def _by_hand(self, item: Item) -> dict[str, Any]:
        """How an item differs from what the machine read, and where both changed it."""
        told: dict[str, Any] = {"machine": {}, "conflicts": [], "hand": False}
        if self._aligned is None:
            return told
        places = self._aligned
        place = places.of[item]
        if place.base is None:
            return {**told, "hand": item.kind != "source", "added": True}
        for field in edited(place, places, Hand()):
            told["machine"][field] = _value(place.base, field, places)
        told["conflicts"] = [
            {"field": one.field, "yours": one.yours, "was": one.was, "now": one.now} for one in self._standing if one.path == item.path
        ]
        told["machine"] = {field: value for field, value in told["machine"].items() if field not in MACHINES}
        told |= {"hand": bool(told["machine"]), "rule": place.base.data.get("rule"), "confidence": place.base.data.get("confidence")}
        return told

    @cached_property
    def _standing(self) -> list[OpenConflict]:
        return standing(self._one)

    def _todo(self, entry: Mapping[str, Any]) -> list[str]:
        """Why an item should be looked at; what was ticked, or stands in a profile that was checked, only where something is wrong."""
        found = ["conflict"] * bool(entry["conflicts"]) + ["problem"] * bool(entry["problems"])
        if entry["key"] in self._ticked or self._data["review"]["status"] == "checked":
            return found
        fields = entry["fields"]
        if entry["kind"] == "regions" and fields["basis"] in ("inferred", "unknown"):
            found.append("inferred")
        if entry.get("confidence") in ("low", "medium") and not entry["hand"]:
            found.append(entry["confidence"])
        if entry["kind"] == "source" and not all(fields[key] for key in ("title", "published", "publisher")):
            found.append("absent")
        return found

    def _open(self) -> Iterator[dict[str, Any]]:
        """What the account leaves unexplained or in doubt."""
        for fate in self._accounts.fates if self._accounts and self._sheet.document else ():
            if self._state(fate.why) not in ("unexplained", "doubtful") or self._sheet.document is None:
                continue
            before, it, behind = around(self._sheet.document, fate, NEAR)
            key = digest("open", fate.kind, [before, it, behind])
            done = key in self._ticked or self._data["review"]["status"] == "checked"
            yield {
                "kind": "open", "what": fate.kind, "why": fate.why, "words": it, "before": before, "behind": behind,
                "at": self._span(fate.start, fate.end), "fields": {}, "machine": {}, "conflicts": [], "problems": [], "hand": False,
                "key": key, "todo": [] if done else [self._state(fate.why)],
            }  # fmt: skip

    def _deleted(self) -> Iterator[dict[str, Any]]:
        """What the machine reads and a person took out."""
        places = self._aligned.all if self._aligned else ()
        for place in places:
            if (
                place.base
                and not place.mine
                and place.kind != "ethnic_groups"
                and not (place.base.parent and self._gone(place.base.parent))
            ):
                at = place.base.data.get("at")
                yield {
                    "kind": "deleted", "what": place.kind, "base": list(place.base.path), "words": place.base.words,
                    "at": self._span(*at) if at else None, "fields": {}, "machine": {}, "conflicts": [], "problems": [], "hand": True,
                    "key": digest("deleted", place.kind, place.base.words), "todo": [],
                }  # fmt: skip

    def _gone(self, base: Item) -> bool:
        return self._aligned is not None and self._aligned.of[base].mine is None

    # problems

    @cached_property
    def _wrong(self) -> dict[tuple[str | int, ...], list[tuple[Problem, str]]]:
        """Problems by the path of the innermost item they are about, each with the field of it."""
        by_name = {show_path(item.path): item.path for item in self._mine if item.kind != "ethnic_groups"}
        found: dict[tuple[str | int, ...], list[tuple[Problem, str]]] = {}
        for problem in self.problems:
            field = problem.field
            while field and field not in by_name:
                field = field[: max(field.rfind("."), field.rfind("["), 0)]
            found.setdefault(by_name.get(field, ()), []).append((problem, problem.field[len(field) :].lstrip(".")))
        return found

    def _span(self, start: int, end: int) -> list[int]:
        return [self._sheet.offsets.there(start), self._sheet.offsets.there(end)]


def digest(kind: str, *parts: Any) -> str:
    """What an item says, wherever it stands: another one as soon as anything of it is changed."""
    return hashlib.sha256(repr((kind, *parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _value(item: Item, field: str, places: Places) -> Any:
    return name(home_of(item, places)) if field == "within" else item.values[field]


def told(one: Problem, field: str) -> dict[str, Any]:
    """A problem as the page takes it, its field counted from the item it is shown at."""
    return {"field": field, "message": one.message, "hint": one.hint, "severity": one.severity, "line": one.line}
