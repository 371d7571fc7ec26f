"""Divisions and their names in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator import yaml_io
from generator.places.gazetteer import Gazetteer, Mention
from generator.reader.article.text import fold
from generator.rules import Rules
from generator.rules.places import PlaceRules
from tests.project import PLACES, ROOT, RULES

CASES: dict[str, list[dict[str, Any]]] = yaml_io.load((ROOT / "tests/cases/places.yml").read_text(encoding="utf-8"), "places.yml").data


def plain(marked: str) -> str:
    return fold(RULES, re.sub("[〔〕]", "", marked))


def marked(text: str) -> list[str]:
    return re.findall("〔(.*?)〕", text)


def wrong(places: Gazetteer) -> Iterator[str]:
    """The examples in which other names are found than they mark, or names that mean something else."""
    for case in CASES["find"]:
        text = plain(case["text"])
        found = places.resolve(places.find(text))
        assert all(text[m.start : m.end] == m.text for m in found)
        means = ["|".join(places.get(c).name for c in m.codes) for m in found]
        if [m.text for m in found] != marked(case["text"]) or means != case.get("means", means):
            yield case["text"]
    for text in (*RULES.places.hit, *RULES.places.miss):
        if [m.text for m in places.find(plain(text))] != marked(text):
            yield text
    for case in CASES["localities"]:
        codes = {code for place in places.localities(fold(RULES, case["text"])) for code in place.codes}
        if [places.get(code).name for code in sorted(codes)] != case["counties"]:
            yield case["text"]


def test_names_in_texts() -> None:
    assert list(wrong(PLACES)) == []


NEVER = {"pattern": re.compile("(?!)")}
BLANK: dict[str, Any] = {
    "ethnic": {"words": ("??",)}, "short_ethnic": {"words": ("??",)}, "ethnic_units": {"words": ("??",)}, "guarded": {"words": ("??",)}, "inside": {"words": ("??",)},
    "not_seats": {"words": ("??",)}, "seats": {"words": ("??",)}, "not_before": NEVER, "boundary": NEVER,
}  # fmt: skip


def blanked(name: str, blank: dict[str, Any]) -> Any:
    """A field of the rules without its words, and without what was made of them before."""
    rule = getattr(RULES.places, name)
    made = type(rule).model_construct(**{field: getattr(rule, field) for field in type(rule).model_fields})
    made.__dict__.update(blank)
    return made


LESS = [(name, {name: blanked(name, blank)}) for name, blank in BLANK.items()]
LESS += [(name, {name: {}}) for name in ("short", "former")]
LESS += [(level, {"suffixes": RULES.places.suffixes | {level: ()}}) for level in RULES.places.suffixes]
LESS += [(ending, {"autonomous": {k: v for k, v in RULES.places.autonomous.items() if k != ending}}) for ending in RULES.places.autonomous]


@pytest.mark.parametrize("update", [pytest.param(update, id=name) for name, update in LESS])
def test_every_field_is_needed_by_an_example(update: dict[str, Any]) -> None:
    rules = Rules()
    fields = {name: getattr(RULES.places, name) for name in type(RULES.places).model_fields} | update
    rules.__dict__["places"] = PlaceRules.model_construct(**fields)
    assert next(wrong(Gazetteer(rules)), None)


@pytest.mark.parametrize(
    ("code", "name", "official"),
    [
        ("230881204", "街津口赫哲族乡", True), ("230881204", "街津口乡", True), ("652302203", "三工河哈萨克族乡", True), ("222401", "延吉市", True),
        ("652302203", "三工河乡", False), ("230881204", "八岔赫哲族乡", False), ("230881204", "同江市街津口赫哲族乡", False), ("222400", "延边州", False),
    ],
)  # fmt: skip
def test_what_a_division_is_officially_called(code: str, name: str, official: bool) -> None:
    assert PLACES.official(code, name) is official


@pytest.mark.parametrize(
    ("code", "name", "level", "parent"),
    [
        ("222401", "延吉市", "county", "延边朝鲜族自治州"),
        ("620200", "嘉峪关市", "prefecture", "甘肃省"),
        ("150200", "包头市", "prefecture", "内蒙古自治区"),
        ("620121", "永登县", "county", "兰州市"),
        ("330206", "北仑区", "county", "宁波市"),
        ("110116", "怀柔区", "county", "北京市"),
        ("500240", "石柱土家族自治县", "county", "重庆市"),
        ("429021", "神农架林区", "county", "湖北省"),
        ("469025", "白沙黎族自治县", "county", "海南省"),
        ("441900", "东莞市", "prefecture", "广东省"),
        ("460300", "三沙市", "prefecture", "海南省"),
        ("460400", "儋州市", "prefecture", "海南省"),
        ("150000", "内蒙古自治区", "province", None),
        ("710000", "台湾省", "province", None),
        ("620200100", None, None, None),
        ("441900101", "石碣镇", "township", "东莞市"),
        ("522630101", "施洞镇", "township", "台江县"),
    ],
)
def test_division(code: str, name: str | None, level: str | None, parent: str | None) -> None:
    if name is None:
        with pytest.raises(KeyError):
            PLACES.get(code)
        return
    division, above = PLACES.get(code), PLACES.parent(code)
    assert (division.name, division.level, above.name if above else None) == (name, level, parent)


def test_no_filler_levels() -> None:
    upper = [PLACES.get(code) for code in PLACES._upper]
    assert not [d.name for d in upper if re.search("市辖区|直辖|^县$|开发区|管理区|产业|工业园|群岛", d.name)]
    assert {d.level for d in upper if d.parent_code is None} == {"province"}
    assert len([d for d in upper if d.level == "province"]) == 34


def test_ancestry() -> None:
    assert [d.name for d in PLACES.ancestors("620121")] == ["兰州市", "甘肃省"]
    assert PLACES.within("620121", "620000")
    assert not PLACES.within("620000", "620121")
    assert PLACES.related("620000", "620121")
    assert not PLACES.related("620121", "620200")


def test_word_counts_where_the_division_is_named_elsewhere() -> None:
    assert PLACES.find("同心各族干部") == []
    assert [m.codes for m in PLACES.find("同心各族干部", named=["640324"])] == [("640324",)]


def test_resolve_by_context() -> None:
    district = [Mention(0, 3, "鼓楼区", PLACES.find("鼓楼区")[0].codes, "official")]
    assert len(PLACES.resolve(district)[0].codes) == 4
    assert PLACES.resolve(district, ["350100"])[0].codes == ("350102",)
    assert len(PLACES.resolve(district, ["320000"])[0].codes) == 2


def test_rules_are_used() -> None:
    """No code that is unknown, no entry that can never apply."""
    rules = PLACES.rules
    assert [n for n, c in {**rules.short, **rules.former}.items() if c not in PLACES._upper] == []
    assert [w for w in rules.guarded.words if not PLACES._names[w].bare] == []
    assert [w for w in rules.not_seats.words if not any(w + s in PLACES._towns for s in rules.suffixes["township"])] == []
    names = [n for n, meant in PLACES._names.items() if meant.codes] + list(PLACES._towns)
    begins = {name[:size] for name in names for size in range(1, len(name) + 1)}
    # A word keeps a name from being found that stands in it, or that begins with its end.
    ends = {word: [word[start:end] for start in range(len(word)) for end in range(start + 2, len(word) + 1)] for word in rules.inside.words}
    assert [w for w, parts in ends.items() if begins.isdisjoint([*(w[n:] for n in range(1, len(w))), *parts])] == []
    official = {d.name for d in PLACES._upper.values()}
    assert [n for n in rules.former if n in official] == []
