"""The gold gate: how well the generator reads, held against pinned floors.

    python -m tests.gold.gate            scores all sets but the held-back one, compares with floors.yml
    python -m tests.gold.gate --write    also writes scores.yml, which the site's quality page shows
    python -m tests.gold.gate --pin      raises floors that were passed by more than a point
    python -m tests.gold.gate --lower    sets every floor to today's score, lower ones too: say why in the commit

`seeds` are the five real documents of the frozen corpus, `dev` eight made-up ones of other shapes, `further` thirty more by other writers. The
held-back set is scored by `--heldback` alone and has no floors: rules are never tuned to it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator import yaml_io
from generator.reader import reading
from tests.gold import score
from tests.project import FROZEN, READER

HERE = Path(__file__).resolve().parent
FLOORS, SCORES = HERE / "floors.yml", HERE / "scores.yml"
SETS: dict[str, tuple[Path, Path]] = {
    "seeds": (FROZEN / "seeds", HERE / "seeds"),
    "dev": (HERE / "dev" / "docs", HERE / "dev" / "gold"),
    "further": (HERE / "further" / "docs", HERE / "further" / "gold"),
    "heldback": (HERE / "heldback" / "docs", HERE / "heldback" / "gold"),
}
PINNED = ("seeds", "dev", "further")
SLACK = 0.01


def tally(name: str) -> score.Tally:
    """Reads every document of a set and scores the readings; misses are kept in `.misses`."""
    documents, gold = SETS[name]
    found = score.Tally()
    for path in sorted(gold.glob("*.gold.yml")):
        want = yaml.safe_load(path.read_text(encoding="utf-8"))
        got = READER.read(documents / Path(want["document"]["file"]).name)
        score.score_document(found, want, yaml.safe_load(reading.text(got)))
    return found


def figures(found: score.Tally) -> dict[str, float]:
    """F1 of every list and accuracy of every attribute, three digits."""
    out = {}
    for name, (right, gold, read) in found.lists.items():
        out[name] = round(2 * right / (gold + read), 3) if gold + read else 1.0
    return out | {name: round(right / count, 3) for name, (right, count) in found.attrs.items()}


def confidence(names: tuple[str, ...] = PINNED) -> dict[str, tuple[int, int]]:
    """Of the indicators and programmes of each confidence class: how many there are, and how many are right."""
    out: dict[str, tuple[int, int]] = {}
    for name in names:
        documents, gold = SETS[name]
        for path in sorted(gold.glob("*.gold.yml")):
            want = yaml.safe_load(path.read_text(encoding="utf-8"))
            got = score.flatten(READER.read(documents / Path(want["document"]["file"]).name))
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
    """The file the quality page is made of: counts per list and attribute of the five seeds."""
    found = tally("seeds")
    lists = [{"name": n, "gold": g, "read": r, "right": hit} for n, (hit, g, r) in found.lists.items()]
    attributes = [{"name": n, "count": count, "right": right} for n, (right, count) in found.attrs.items()]
    head = ("How the generator's readings of the seeds compare with the gold annotation; written by `python -m tests.gold.gate --write`.",)
    return yaml_io.dump({"lists": lists, "attributes": attributes}, head)


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
        SCORES.write_text(scores_text(), encoding="utf-8")
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
