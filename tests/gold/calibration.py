"""How often a figure of each confidence is right: value, unit, item, concept and owner.

    python -m tests.gold.calibration              prints it for each set but the held-back one
    python -m tests.gold.calibration --heldback   for the held-back one alone

An item is right as `score.py` says. A figure that has an owner where the gold, annotated before there were owners, has none is left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import NamedTuple

from tests.gold import gate, score


class Share(NamedTuple):
    """Of the figures of one confidence: how many there are, and how many are right."""

    count: int
    right: int


def calibration(name: str) -> dict[str, Share]:
    """The figures of a set by their confidence."""
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for document in gate.annotated(name):
        want, got = document.gold["indicators"], score.flatten(document.reading)["indicators"]
        same = {j: want[i] for i, j in score.pairs(want, got, gate.same_figure)}
        for number, row in enumerate(got):
            gold_row = same.get(number)
            if row.get("of") and not (gold_row or {}).get("of"):
                continue
            count[row["confidence"]] += 1
            right[row["confidence"]] += gold_row is not None and (
                score.similar(gold_row["item"], row["item"]) >= 0.6
                and gold_row["concept"] == row.get("concept")
                and score.squash(gold_row.get("of")) == score.squash(row.get("of"))
            )
    return {level: Share(count[level], right[level]) for level in ("high", "medium", "low")}


def main() -> None:
    for name in ("heldback",) if "--heldback" in sys.argv else gate.PINNED:
        found = calibration(name)
        all_of = sum(share.count for share in found.values())
        for level, (count, right) in found.items():
            if count:
                print(f"{name}: {level} {count} of {all_of} ({count / all_of:.0%}), right {right} ({right / count:.3f})")


if __name__ == "__main__":
    main()
