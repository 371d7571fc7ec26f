"""Profiles of regions that report nothing: as many as wanted, the same for the same seed, as varied as real ones.

    python -m tests.bench.synthetic REGIONS FOLDER

Places are real (rules/divisions.csv, then townships). What they report is taken to pieces from the annotated documents in
tests/gold/ and put together anew, with other figures, names and words, so that lengths, repetitions and rare phrases
are those of real reports. For measuring only: nothing in it is true.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from generator import yaml_io
from generator.model import CONCEPTS, LEVELS
from generator.places import gazetteer
from generator.reader.article.text import fold
from generator.workspace import RULES as FOLDER
from generator.workspace import write_text
from tests.project import ROOT, RULES

GOLD = ROOT / "tests/gold"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WRAP = re.compile(r"\s*\n\s*|[{}]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+是(?:要)?|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.、])")
_NUMERALS = "一二三四五六七八九十"
_SCALES = {1: "", 10_000: "万", 100_000_000: "亿"}
SECOND = 0.05
"""Share of regions with a second document."""


@dataclass(frozen=True)
class Material:
    """What real documents are made of."""

    headings: list[tuple[str, list[str]]]
    """Without enumerator, with themes."""
    indicators: list[dict[str, Any]]
    """Those with one figure in their quote, which gives their value."""
    programmes: list[dict[str, Any]]
    titles: list[dict[str, Any]]
    honours: list[dict[str, Any]]
    networks: list[dict[str, Any]]
    groups: list[str]
    words: list[str]
    """Two characters that stand beside each other somewhere, to put in the place of two others."""
    names: list[str]
    """Titles of the documents, with the place as `{}`."""


def material() -> Material:
    """Reads the annotated documents."""
    made, known = Material([], [], [], [], [], [], [], [], []), gazetteer.load(RULES)
    for file in sorted(GOLD.rglob("*.gold.yml")):
        gold = yaml.safe_load(file.read_text(encoding="utf-8"))
        names = {(region["name"], region["level"]) for region in gold["regions"]}
        places = sorted({name for name, _ in names} | {known.bare(*one) for one in names}, key=len, reverse=True)
        for measure in gold["measures"]:
            made.headings.append((_without(_ENUMERATOR.sub("", measure["heading"]), places), measure["themes"] or []))
        for one in gold["indicators"]:
            figures = _FIGURE.findall(one["quote"])
            if len(figures) == 1 and _scale(one["value"], figures[0]):
                keys = ("value", "unit", "qualifier", "concept")
                texts = {"quote": _without(one["quote"], places), "item": _without(one["item"], [])}
                made.indicators.append({key: one.get(key) for key in keys} | texts)
        made.programmes.extend({"name": _without(one["name"], []), "count": one.get("count")} for one in gold["programmes"])
        made.titles.extend({"title": _without(one["title"], places), "kind": one["kind"]} for one in gold["documents_cited"])
        made.honours.extend({key: _without(one[key], []) for key in ("quote", "title", "holder", "level")} for one in gold["honours"])
        made.networks.extend({"quote": _without(one["quote"], []), "levels": one["levels"]} for one in gold["networks"])
        made.groups.extend(gold["ethnic_groups"])
        if gold["document"]["title"]:
            made.names.append(_without(gold["document"]["title"], places))
    pieces = [heading for heading, _ in made.headings] + [one["quote"] for one in made.indicators]
    made.words.extend(
        sorted({piece[i : i + 2] for piece in pieces for i in range(len(piece) - 1) if len(_HAN.findall(piece[i : i + 2])) == 2})
    )
    return made


def profiles(regions: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Profiles of `regions` different regions, a few of them with two documents."""
    rng, of, places = random.Random(seed), material(), gazetteer.load(RULES)
    codes = _codes()
    if regions > len(codes):
        raise ValueError(f"there are {len(codes)} divisions only")
    # Counties and above first, as far as they go: reports are theirs more often than townships'.
    upper = [code for code in codes if len(code) == 6]
    chosen = upper[:] if regions > len(upper) else rng.sample(upper, regions)
    chosen += rng.sample([code for code in codes if len(code) == 9], regions - len(chosen))
    for number, code in enumerate(sorted(chosen)):
        for again in range(2 if rng.random() < SECOND else 1):
            yield _profile(rng, of, places, code, f"{number:05d}{'b' * again}")


def _codes() -> list[str]:
    found = []
    for name in ("divisions.csv", "townships.csv"):
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        found += [line.partition(",")[0] for line in lines if line and line[0] != "#"]
    return found


def _profile(rng: random.Random, of: Material, places: gazetteer.Gazetteer, code: str, number: str) -> dict[str, Any]:
    place = places.get(code)
    parent = places.parent(code)
    digest = sha256(f"{code} {number}".encode()).hexdigest()
    year = rng.randint(2019, 2025)
    published = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    return {
        "schema": 1,
        "id": f"{number}_{digest[:16]}",
        "source": {
            "file": f"{number}_{digest[:16]}.txt",
            "sha256": digest,
            "title": _named(_vary(rng, of, rng.choice(of.names)), place.name),
            "published": rng.choice([published, published, published[:7], str(year)]),
            "publisher": rng.choice(["{}人民政府网", "{}融媒体中心", "{}民族宗教事务局", "{}统战部"]).format(place.name),
            "byline": None,
            "url": None,
            "completeness": "full",
            "gaps": [],
        },
        "review": {"status": "unreviewed"},
        "regions": [
            {
                "name": place.name,
                "adcode": code,
                "level": LEVELS[3] if len(code) == 9 else place.level,
                "parent": parent.name if parent else None,
                "basis": "stated",
                "clues": [f"{place.name}以铸牢中华民族共同体意识为主线"],
                "measures": _measures(rng, of, place.name, str(year)),
                "indicators": [_indicator(rng, of, place.name, str(year)) for _ in range(rng.choice((0, 0, 1, 3)))],
                "documents_cited": _some(
                    rng, of.titles, 4, lambda one: one | {"title": _named(_vary(rng, of, one["title"]), place.name)}, "title"
                ),
                "programmes": _some(rng, of.programmes, 9, lambda one: one | {"name": _vary(rng, of, one["name"])}, "name"),
                "honours": _some(rng, of.honours, 1, lambda one: one, "quote"),
                "networks": _some(rng, of.networks, 1, lambda one: one, "quote"),
                "ethnic_groups": sorted(set(rng.sample(of.groups, rng.randint(0, 5)))),
            }
        ],
    }


def _measures(rng: random.Random, of: Material, place: str, year: str) -> list[dict[str, Any]]:
    """Four to eight headings, with others below them and figures below those."""
    form = rng.choice(("{}是", "{}、", "({})", ""))
    found = []
    for number in range(rng.randint(4, 8)):
        for level in (1, *[2] * rng.choice((0, 0, 1, 2, 3))):
            text, themes = rng.choice(of.headings)
            opening = form.format(_NUMERALS[number]) if level == 1 else ""
            measure: dict[str, Any] = {"heading": opening + _named(_vary(rng, of, text), place), "level": level, "themes": themes}
            figures = [_indicator(rng, of, place, year) for _ in range(rng.choice((0, 0, 1, 1, 2, 4)))]
            if figures:
                measure["indicators"] = figures
            found.append(measure)
    return found


def _indicator(rng: random.Random, of: Material, place: str, year: str) -> dict[str, Any]:
    """A figure with another number in its quote, and two characters exchanged in quote and item alike."""
    one = dict(rng.choice(of.indicators))
    printed = _FIGURE.search(one["quote"])
    assert printed
    scale = _scale(one["value"], printed[0])
    whole, dot, part = printed[0].partition(".")
    number = str(rng.randint(10 ** (len(whole) - 1), 10 ** len(whole) - 1)) + dot + "".join(rng.choice("123456789") for _ in part)
    quote = one["quote"][: printed.start()] + number + one["quote"][printed.end() :]
    if rng.random() < 0.5:
        pairs = [one["item"][i : i + 2] for i in range(len(one["item"]) - 1)]
        both = [pair for pair in pairs if pair in quote and len(_HAN.findall(pair)) == 2]
        if both:
            old, new = rng.choice(both), rng.choice(of.words)
            one["item"], quote = one["item"].replace(old, new), quote.replace(old, new)
    value = round(float(number) * scale, 4)
    found = {"item": one["item"], "value": int(value) if value == int(value) else value, "unit": one["unit"]}
    if one["qualifier"] and one["qualifier"] != "exact":
        found["qualifier"] = one["qualifier"]
    if rng.random() < 0.4:
        found["period"] = year
    if one["concept"] in CONCEPTS:
        found["concept"] = one["concept"]
    return found | {"quote": _named(quote, place)}


def _some(rng: random.Random, pool: list[dict[str, Any]], most: int, change: Any, key: str) -> list[dict[str, Any]]:
    """Up to `most` entries, changed, no two with the same `key`; keys without a value are left out."""
    found = {}
    for one in rng.sample(pool, min(len(pool), rng.randint(0, most))):
        made = {name: value for name, value in change(one).items() if value is not None}
        found[made[key]] = made
    return list(found.values())


def _vary(rng: random.Random, of: Material, text: str) -> str:
    """`text` with two characters, more often than not, exchanged for others that stand together somewhere."""
    pairs = [i for i in range(len(text) - 1) if len(_HAN.findall(text[i : i + 2])) == 2]
    if pairs and rng.random() < 0.6:
        i = rng.choice(pairs)
        return text[:i] + rng.choice(of.words) + text[i + 2 :]
    return text


def _without(text: str, places: list[str]) -> str:
    # Simplified throughout: search finds one spelling by the other, which a comparison of plain texts takes for an error.
    text = "".join(fold(RULES, sign) if _HAN.match(sign) else sign for sign in _WRAP.sub("", text))
    for name in places:
        text = text.replace(name, "{}")
    return text


def _named(text: str, place: str) -> str:
    return text.replace("{}", place)


def _scale(value: float, printed: str) -> int:
    """What `printed` is multiplied by to give `value`; 0 where nothing usual does."""
    return next((scale for scale in _SCALES if abs(float(printed) * scale - value) < 1e-6 * max(1, value)), 0)


def write(folder: Path, regions: int, seed: int = 1) -> int:
    """Writes the profiles into `folder`; how many."""
    return sum(write_text(folder / f"{profile['id']}.yml", yaml_io.dump(profile)) for profile in profiles(regions, seed))


if __name__ == "__main__":
    print(write(Path(sys.argv[2]), int(sys.argv[1])))
