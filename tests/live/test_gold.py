"""The live readings of annotated documents are as good as those that the gold gate measures.

Which documents are still the annotated ones is told by their bytes. A corrected or withdrawn one is skipped, with the reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.workspace import Workspace
from tests.gold import gate, score
from tests.project import FROZEN, ROOT

GOLD = sorted(gate.SETS["seeds"][1].glob("*.gold.yml"))


def figures(space: Workspace, gold: dict[str, object], seed: str) -> dict[str, float]:
    """How well the reading that stands in `space` fits the annotation."""
    found = score.Tally()
    score.score_document(found, gold, yaml.safe_load(space.reading_file(seed).read_text(encoding="utf-8")))
    return gate.figures(found)


@pytest.mark.parametrize("annotation", GOLD, ids=lambda path: path.name.split(".")[0])
def test_a_document_reads_as_well_as_measured(annotation: Path) -> None:
    gold = yaml.safe_load(annotation.read_text(encoding="utf-8"))
    seed, live, frozen = gold["document"]["file"], Workspace(ROOT), Workspace(FROZEN)
    if not (live.seeds / seed).exists():
        pytest.skip(f"seeds/{seed} was withdrawn")
    if (live.seeds / seed).read_bytes() != (frozen.seeds / seed).read_bytes():
        pytest.skip(f"seeds/{seed} was corrected: the annotation is of its earlier text")
    now, measured = figures(live, gold, seed), figures(frozen, gold, seed)
    assert {name: (value, measured[name]) for name, value in now.items() if value < measured[name]} == {}
