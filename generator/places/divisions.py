"""Chinese administrative divisions, province to township: codes, names, levels, and what lies in what.

The tables are rules/divisions.csv and rules/townships.csv; how names are built stands in rules/places.yml. Names in
running text are found in `gazetteer`, not here.
"""

from dataclasses import dataclass
from functools import cached_property

from generator.model import LEVELS, Level
from generator.rules import Rules
from generator.workspace import RULES


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division; `code` has 6 digits, 9 for a township; `parent_code` is None for a province."""

    code: str
    name: str
    level: Level
    parent_code: str | None


class Divisions:
    """All divisions; the townships are read when first needed."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules.places
        self._upper: dict[str, Division] = {}
        self._above: dict[str, frozenset[str]] = {}  # the codes above each that was asked for
        for code, name in _table("divisions.csv"):
            self._upper[code] = self._division(code, name)

    @cached_property
    def _townships(self) -> dict[str, str]:
        """Names by code; 38,000 of them, so divisions are made one at a time."""
        return dict(_table("townships.csv"))

    def _division(self, code: str, name: str) -> Division:
        depth = 3 if len(code) == 9 else 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
        above = (code[:6], code[:4] + "00", code[:2] + "0000")
        parent = next((c for c in above if c != code and c in self._upper), None)
        return Division(code, name, LEVELS[depth], parent)

    def __contains__(self, code: str) -> bool:
        """Whether a province, prefecture or county has that code."""
        return code in self._upper

    def get(self, code: str) -> Division:
        """The division with that code; raises KeyError where there is none."""
        return self._upper[code] if len(code) == 6 else self._division(code, self._townships[code])

    def parent(self, code: str) -> Division | None:
        """The next division up; None for a province."""
        above = self.get(code).parent_code
        return self.get(above) if above else None

    def ancestors(self, code: str) -> list[Division]:
        """All divisions above, the nearest first."""
        above = self.parent(code)
        return [above, *self.ancestors(above.code)] if above else []

    def within(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies in it."""
        if code == ancestor:
            return True
        if (above := self._above.get(code)) is None:
            above = self._above[code] = frozenset(division.code for division in self.ancestors(code))
        return ancestor in above

    def related(self, one: str, other: str) -> bool:
        """Whether one of the two lies in the other, or both are the same."""
        return self.within(one, other) or self.within(other, one)

    def ending(self, name: str, level: Level) -> str:
        """What an official name of that level ends in: 自治县, 市 …"""
        return next((s for s in self.rules.suffixes[level] if name.endswith(s)), "")

    def bare(self, name: str, level: Level) -> str:
        """The name without ending and ethnic groups: 延边朝鲜族自治州 -> 延边; itself where nothing would be left."""
        for ending in self.rules.suffixes[level]:
            if name.endswith(ending):
                rest = name[: -len(ending)]
                if ending in self.rules.autonomous:
                    rest = self.rules.groups_before[ending].sub("", name)[: -len(ending)]
                if rest.endswith("族") and rest[:-1] in self.rules.ethnic.all:
                    rest = rest[:-1]
                if len(rest) > 1:
                    return rest
        return name


def _table(name: str) -> list[tuple[str, str]]:
    """Rows of a CSV file in rules/ with the fields code, name; comment lines left out."""
    lines = (RULES / name).read_text(encoding="utf-8").splitlines()
    return [(code, title) for code, _, title in (line.partition(",") for line in lines if line and line[0] != "#")]
