"""The gold gate: how well the generator reads, held against pinned floors.

    python -m tests.gold.gate            scores all sets but the held-back one, compares with floors.yml
    python -m tests.gold.gate --write    also writes scores.yml, of all sets, and adds to history.yml: the site's quality page shows both
    python -m tests.gold.gate --pin      raises floors that were passed by more than a point
    python -m tests.gold.gate --lower    sets every floor to today's score, lower ones too: say why in the commit

`seeds` are the five real documents of the frozen corpus, `dev` eight made-up ones of other shapes, `further` thirty more by other writers;
`fresh1` to `fresh3` ten each, read once before the rules learnt from them (their first readings stand in their READMEs and in history.yml). Sets
that are not pinned are scored by `--write`, and the held-back one by `--heldback`; they have no floors: rules are never tuned to them.
A further set is one more line of `ABOUT`, with a folder of its name beside this file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from generator import __version__, yaml_io
from generator.errors import GeneratorError
from tests.gold import score
from tests.project import FROZEN, READER

HERE = Path(__file__).resolve().parent
FLOORS, SCORES, HISTORY = HERE / "floors.yml", HERE / "scores.yml", HERE / "history.yml"


class About(NamedTuple):
    """A set of annotated documents, as the quality page tells of it."""

    zh: str
    en: str
    kind: Literal["real", "reworded", "invented"]
    pinned: bool
    """Whether the rules are made with it in sight."""


ABOUT = {
    "seeds": About("本站最早收录的文件", "First documents of this site", "real", True),
    "dev": About("开发用文件", "Development set", "reworded", True),
    "further": About("补充文件", "Further set", "reworded", True),
    "fresh1": About("新写文件甲", "New set A", "invented", True),
    "fresh2": About("新写文件乙", "New set B", "invented", True),
    "fresh3": About("新写文件丙", "New set C", "invented", True),
    "heldback": About("留作检验的文件", "Held back", "reworded", False),
}
"""The sets, in the order of the page."""
SETS: dict[str, tuple[Path, Path]] = {
    name: (FROZEN / "seeds", HERE / "seeds") if name == "seeds" else (HERE / name / "docs", HERE / name / "gold") for name in ABOUT
}
"""The folders of each: documents and annotation."""
PINNED = tuple(name for name, about in ABOUT.items() if about.pinned)
SLACK = 0.01


class Annotated(NamedTuple):
    """A document of a set."""

    path: Path
    gold: dict[str, Any]
    reading: dict[str, Any]
    """Empty where it is refused."""
    refused: tuple[str, ...]
    """Why."""


@cache
def annotated(name: str) -> tuple[Annotated, ...]:
    """The documents of a set, each read once a run, however many ask."""
    documents, gold = SETS[name]
    found = []
    for path in sorted(gold.glob("*.gold.yml")):
        want = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        document = documents / Path(want["document"]["file"]).name
        try:
            found.append(Annotated(document, want, READER.read(document), ()))
        except GeneratorError as error:
            found.append(Annotated(document, want, {}, tuple(map(str, error.problems))))
    return tuple(found)


@cache
def tally(name: str) -> score.Tally:
    """The scores of a set's readings, of a document that is refused nothing; misses are kept in `.misses`."""
    found = score.Tally()
    for document in annotated(name):
        found.misses += document.refused
        score.score_document(found, document.gold, document.reading)
    return found


def figures(found: score.Tally) -> dict[str, float]:
    """F1 of every list and accuracy of every attribute, cut behind the third digit."""
    lists = {name: down(2 * right, gold + read) for name, (right, gold, read) in found.lists.items()}
    return lists | {name: down(right, count) for name, (right, count) in found.attrs.items()}


def confidence(names: tuple[str, ...] = PINNED) -> dict[str, tuple[int, int]]:
    """Of the indicators and programmes of each confidence class: how many there are, and how many are right."""
    out: dict[str, tuple[int, int]] = {}
    for name in names:
        for document in annotated(name):
            want, got = document.gold, score.flatten(document.reading)
            for kind, same in (("indicators", same_figure), ("programmes", _same_name), ("measures", _same_heading)):
                right = {j for _, j in score.pairs(want.get(kind) or [], got[kind], same)}
                for number, row in enumerate(got[kind]):
                    count, good = out.get(row["confidence"], (0, 0))
                    out[row["confidence"]] = (count + 1, good + (number in right))
    return out


def same_figure(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    """How much of their quotes two figures share that have one value and unit; 0 where they are not the same."""
    if score.number(a["value"]) != score.number(b["value"]) or score.core(a["unit"]) != score.core(b["unit"]):
        return 0
    shared = score.overlap(a["quote"], b["quote"])
    return shared if shared >= min(4, len(score.squash(a["quote"]))) else 0


def _same_name(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    alike = score.similar(a["name"], b["name"])
    return alike if alike >= 0.8 else 0


def _same_heading(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    alike = score.similar(a["heading"], b["heading"])
    return alike if alike >= 0.7 else 0


def scores_text() -> str:
    """The file the quality page is made of: counts per list and attribute of every set."""
    sets = []
    for name, about in ABOUT.items():
        found = tally(name)
        lists = [{"name": n, "gold": g, "read": r, "right": hit} for n, (hit, g, r) in found.lists.items()]
        attributes = [{"name": n, "count": count, "right": right} for n, (right, count) in found.attrs.items()]
        documents = len(list(SETS[name][1].glob("*.gold.yml")))
        told = {"id": name, **about._asdict(), "documents": documents}
        sets.append({**told, "lists": lists, "attributes": attributes})
    head = ("How the generator's readings compare with the gold annotation; written by `python -m tests.gold.gate --write`.",)
    return yaml_io.dump({"sets": sets}, head)


def history_text(today: str, scores: str) -> str:
    """The kept history with an entry of `today` for `scores`, as they stand in their file; none where nothing moved, one a day at most."""
    kept = yaml.safe_load(HISTORY.read_text(encoding="utf-8")) if HISTORY.exists() else []
    sets = {}
    for one in yaml.safe_load(scores)["sets"]:
        lists = {row["name"]: down(2 * row["right"], row["gold"] + row["read"]) for row in one["lists"]}
        sets[one["id"]] = lists | {row["name"]: down(row["right"], row["count"]) for row in one["attributes"]}
    if not kept or kept[-1]["sets"] != sets:
        kept = [entry for entry in kept if entry["date"] != today] + [{"date": today, "version": __version__, "sets": sets}]
    head = "# How scores moved: F1 of lists, accuracy of attributes, cut behind the third digit; `python -m tests.gold.gate --write` adds to it.\n"
    return head + yaml.safe_dump(kept, allow_unicode=True, default_flow_style=None, sort_keys=False, width=100_000)


def down(right: int, count: int) -> float:
    """A share cut behind its third digit: nothing rounds up to 1."""
    return right * 1000 // count / 1000 if count else 1.0


def shortfalls() -> list[str]:
    """What fell below its floor, one line each."""
    floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    out = []
    for name in PINNED:
        today = figures(tally(name))
        for field, floor in floors[name].items():
            if today.get(field, 0.0) < floor:
                out.append(f"{name}: {field} is {today.get(field)}, its floor {floor}")
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("--write", "--pin", "--lower", "--heldback", "--misses"):
        parser.add_argument(flag, action="store_true")
    args = parser.parse_args()
    for name in ("heldback",) if args.heldback else PINNED:
        found = tally(name)
        print(f"{name}: " + ", ".join(f"{field} {value}" for field, value in figures(found).items()))
        if args.misses:
            print("\n".join(found.misses))
    if args.write:
        scores = scores_text()
        SCORES.write_text(scores, encoding="utf-8")
        HISTORY.write_text(history_text(date.today().isoformat(), scores), encoding="utf-8")
    if args.pin or args.lower:
        old = yaml.safe_load(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
        new = {
            n: {f: max(round(v - SLACK, 3), 0 if args.lower else old.get(n, {}).get(f, 0)) for f, v in figures(tally(n)).items()}
            for n in PINNED
        }
        FLOORS.write_text(yaml_io.dump(new, ("Floors of the gold gate; `python -m tests.gold.gate --pin` raises them.",)), encoding="utf-8")
    if args.heldback:
        return 0
    low = shortfalls()
    print("\n".join(low) or "all floors hold")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
