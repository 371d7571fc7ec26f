"""How well the machine reads, as the quality page says it: nothing rounds up, every field is explained, what moved is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.errors import GeneratorError
from generator.publish.data.scores import Quality, interval, load, percent
from generator.workspace import Workspace
from tests.gold import gate, score
from tests.project import RULES

SET = "  - {id: seeds, zh: '甲', en: 'A', kind: real, pinned: true, documents: 2, lists: [{name: measures, gold: 2, read: 3, right: 1}], attributes: []}\n"


def scored(folder: Path, text: str) -> Workspace:
    space = Workspace(folder)
    space.scores.parent.mkdir(parents=True)
    space.scores.write_text(text, encoding="utf-8")
    return space


@pytest.mark.parametrize(
    ("right", "count", "said"), [(1999, 2000, "99.9%"), (9999, 10_000, "99.9%"), (996, 1000, "99.6%"), (2, 3, "66.6%")]
)
def test_what_is_not_all_is_not_100_percent(right: int, count: int, said: str) -> None:
    assert percent(right / count) == said
    assert percent(interval(right, count)[1]) != "100%"


def test_shares_are_as_they_are() -> None:
    assert [percent(share) for share in (1, 0, 0.9, 0.07, 0.29)] == ["100%", "0%", "90%", "7%", "29%"]


def test_the_interval_is_wilsons() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    assert interval(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_scores_are_read_where_there_are_any(tmp_path: Path) -> None:
    assert load(Workspace(tmp_path / "none")) == Quality([], [])
    space = scored(tmp_path, "sets:\n" + SET)
    ((name, ((one, row),)),) = load(space).lists()
    assert (name, one.zh, row.gold, row.read, row.right) == ("measures", "甲", 2, 3, 1)


@pytest.mark.parametrize("text", ["sets: 3\n", "sets:\n" + SET.replace("gold: 2", "gold: many"), "sets:\n" + SET.replace("real", "odd")])
def test_what_is_no_file_of_scores_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(GeneratorError, match=r"tests/gold/scores.yml: is not a file of scores"):
        load(scored(tmp_path, text))


def test_every_field_that_is_scored_is_explained() -> None:
    quality = load(Workspace(gate.HERE.parents[1]))
    names = [name for name, _ in (*quality.lists(), *quality.attributes())]
    assert names and [name for name in names if name not in RULES.quality.fields_] == []
    assert {one.id for one in quality.sets} <= set(gate.ABOUT)


def test_history_grows_only_where_scores_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "HISTORY", tmp_path / "history.yml")
    scores = yaml.safe_load("sets:\n" + SET)

    def renewed(today: str) -> list[dict[str, object]]:
        text = gate.history_text(today, yaml.safe_dump(scores))
        gate.HISTORY.write_text(text, encoding="utf-8")
        return list(yaml.safe_load(text))

    assert [entry["date"] for entry in renewed("2026-01-01")] == ["2026-01-01"]
    assert [entry["date"] for entry in renewed("2026-02-01")] == ["2026-01-01"]
    scores["sets"][0]["lists"][0]["right"] = 2
    assert [entry["date"] for entry in renewed("2026-02-01")] == ["2026-01-01", "2026-02-01"]
    scores["sets"][0]["lists"][0]["read"] = 2
    last = renewed("2026-02-01")
    assert [entry["sets"] for entry in last] == [{"seeds": {"measures": 0.4}}, {"seeds": {"measures": 1.0}}]


def test_the_gate_cuts_and_does_not_round() -> None:
    found = score.Tally()
    found.lists["measures"], found.attrs["measure.level"] = [1999, 2000, 2000], [9999, 10_000]
    assert gate.figures(found) == {"measures": 0.999, "measure.level": 0.999}


def test_a_document_that_is_refused_counts_as_read_without_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents, gold = tmp_path / "docs", tmp_path / "gold"
    documents.mkdir()
    gold.mkdir()
    (documents / "a.txt").write_text("无", encoding="utf-8")
    annotated = {
        "document": {"file": "a.txt", "title": "甲"},
        "measures": [{"region": "甲县", "level": 1, "heading": "一、甲", "themes": None}],
    }
    (gold / "a.gold.yml").write_text(yaml.safe_dump(annotated, allow_unicode=True), encoding="utf-8")
    monkeypatch.setitem(gate.SETS, "odd", (documents, gold))
    assert gate.tally("odd").lists["measures"] == [0, 1, 0]
