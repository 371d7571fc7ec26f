"""What an action writes, what is refused, and that whatever it does not touch keeps its bytes."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

import pytest

from generator.profiles.merge import merge
from generator.profiles.shelf import Shelf
from generator.reader import seal
from generator.workspace import Workspace
from tests.desk.client import Client

NAME = "yongdeng-2025"
API = f"/api/documents/{NAME}"


class Work:
    """One document on the desk."""

    def __init__(self, desk: Client, root: Path, name: str = NAME) -> None:
        self.desk, self.api, self.file = desk, f"/api/documents/{name}", root / f"docs/profiles/{name}.yml"
        self.view = desk.get(self.api)

    def act(self, do: str, status: int = 200, hash: str | None = None, **asked: Any) -> Any:
        """What is answered to an action, which is asked on top of what was shown last."""
        got, answer = self.desk.post(f"{self.api}/act", {"do": do, "hash": hash or self.view["hash"], **asked})
        assert got == status, answer
        if status in (200, 409):
            self.view = answer
        return answer

    def entry(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The first item of a kind with those fields."""
        return next(e for e in self.view["entries"] if e["kind"] == kind and fields.items() <= e["fields"].items())

    def source(self) -> str:
        text: str = self.desk.get(f"{self.api}/article")["text"]
        return text

    def diff(self, before: str) -> list[str]:
        """The lines that went and came."""
        lines = difflib.ndiff(before.splitlines(), self.file.read_text("utf-8").splitlines())
        return [line for line in lines if line[:1] in "+-"]


@pytest.fixture
def work(desk: Client, root: Path) -> Work:
    file = root / f"docs/profiles/{NAME}.yml"
    text = re.sub("^review: .*$", "review: {status: unreviewed}  # 待核", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(text.replace("    measures:\n", "    # 下面逐条对过原文\n    measures:\n", 1), "utf-8")
    return Work(desk, root)


# ---- what is refused -------------------------------------------------------------------------------------------------


def test_nothing_is_written_where_the_file_was_changed_meanwhile(work: Work) -> None:
    one = work.entry("indicators")
    work.file.write_text(outside := work.file.read_text("utf-8") + "# 别处加的一行\n", "utf-8")
    answer = work.act("put", 409, path=one["path"], fields={"value": "99"})
    assert work.file.read_text("utf-8") == outside and answer["hash"] and answer["entries"]
    work.act("put", path=one["path"], fields={"value": "99"})  # offered again, on what is there now
    assert work.file.read_text("utf-8").endswith("# 别处加的一行\n") and "value: 99" in work.file.read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", "许多", "value"),
        ("value", "", "value"),
        ("unit", "", "unit"),
        ("quote", "原文里没有的一句话", "is not in the source"),
        ("qualifier", "most", "qualifier"),
        ("concept", "nonsense", "concept"),
        ("period", "去年", "period"),
        ("item", "", "item"),
        ("file", "x.txt", "is no field"),
        ("at", "1", "is no field"),
    ],
)
def test_what_the_check_would_not_let_pass_is_told_beside_its_field(work: Work, field: str, value: str, said: str) -> None:
    before, one = work.file.read_bytes(), work.entry("indicators")
    problems = work.act("put", 422, path=one["path"], fields={field: value})["problems"]
    assert any(said in f"{p['field']}: {p['message']}" for p in problems), problems
    assert problems[0]["field"].endswith(field)
    assert work.file.read_bytes() == before


def test_an_action_that_makes_no_sense_is_refused(work: Work) -> None:
    before = work.file.read_bytes()
    for asked in (
        {"do": "put", "path": ["regions", 7], "fields": {}}, {"do": "put", "path": "regions", "fields": {}}, {"do": "put", "path": [True], "fields": {}},
        {"do": "put", "path": ["regions", 0], "fields": []}, {"do": "fly"}, {"do": "delete", "path": []}, {"do": "delete", "path": ["source"]},
        {"do": "delete", "path": ["regions", 0]}, {"do": "delete", "path": ["regions", 0, "measures", -1]}, {"do": "move", "path": ["regions", 0, "measures", 0], "within": ["source"]},
        {"do": "add", "kind": "review", "within": [], "fields": {}}, {"do": "add", "kind": "gaps", "within": ["regions", 0], "fields": {}},
        {"do": "move", "path": ["regions", 0, "measures", 0], "within": ["regions", 0, "clues", 0]}, {"do": "add", "kind": "clues", "within": ["regions", 0, "clues", 0], "fields": {}},
        {"do": "undo"}, {"do": "mine", "path": ["regions", 0], "field": "name"}, {"do": "restore", "base": ["regions", 0]}, {"do": "revert", "path": ["source", "gaps", 9]},
    ):  # fmt: skip
        answer = work.act(status=422, **asked)  # type: ignore[arg-type]
        assert answer["problems"] and "an error of the program" not in answer["problems"][0]["message"], (asked, answer)
    assert work.file.read_bytes() == before


def test_a_profile_that_was_broken_is_told_with_its_line_and_not_touched(work: Work) -> None:
    good = work.file.read_text("utf-8")
    work.file.write_text(broken := good.replace("schema: 1", "schema: 1\nreview: [", 1), "utf-8")
    shown = work.desk.get(work.api)
    assert "entries" not in shown and shown["broken"][0]["line"] and shown["broken"][0]["message"]
    assert work.act("put", 409, path=["source"], fields={"title": "x"})["broken"]
    work.act("put", 422, path=["source"], fields={"title": "x"})
    assert work.file.read_text("utf-8") == broken
    work.file.write_text(good, "utf-8")
    assert work.desk.get(work.api)["entries"]


def test_a_profile_that_is_gone_is_told(work: Work) -> None:
    work.file.unlink()
    assert work.desk.ask(work.api)[0] == 404
    assert work.desk.post(f"{work.api}/act", {"do": "undo", "hash": ""})[0] == 404
    assert not work.file.exists()


def test_a_seed_that_is_gone_leaves_the_profile_to_be_read(work: Work, root: Path) -> None:
    for seed in (root / "seeds").glob("*.txt"):
        seed.unlink()
    shown = work.desk.get(work.api)
    assert shown["entries"] and any("is not in seeds/" in p["message"] for e in shown["entries"] for p in e["problems"])
    assert work.desk.get(f"{work.api}/article")["text"] == ""


# ---- what is written -------------------------------------------------------------------------------------------------


def test_one_field_is_one_line(work: Work) -> None:
    before, one = work.file.read_text("utf-8"), work.entry("indicators", value=4)
    work.act("put", path=one["path"], fields={"value": "1.2万"})
    assert work.diff(before) == ["-             value: 4", "+             value: 12000"] or len(work.diff(before)) == 2
    assert work.entry("indicators", value=12000)["machine"] == {"value": 4} | one["machine"]
    warned = work.entry("indicators", value=12000)["problems"]
    assert warned[0]["field"] == "value" and "does not follow from its quote" in warned[0]["message"]


def test_an_owner_takes_the_concept_away(work: Work) -> None:
    before = work.file.read_text("utf-8")
    one = next(e for e in work.view["entries"] if e["fields"].get("concept"))
    work.act("put", path=one["path"], fields={"of": "甘肃省"})
    assert sorted(line[0] for line in work.diff(before)) == ["+", "-"]
    assert "of: '甘肃省'" in work.diff(before)[0] + work.diff(before)[1]


def test_what_is_taken_out_is_put_back_with_its_place(work: Work) -> None:
    before, one = work.file.read_text("utf-8"), work.entry("indicators", value=4)
    work.act("delete", path=one["path"])
    assert all(line[0] == "-" for line in work.diff(before))
    gone = next(e for e in work.view["entries"] if e["kind"] == "deleted" and e["what"] == "indicators" and e["at"])
    work.act("restore", base=gone["base"])
    assert work.entry("indicators", value=4)["path"] == one["path"]


def test_a_figure_moves_to_where_its_words_stand_among_others(work: Work) -> None:
    before, one = work.file.read_text("utf-8"), work.entry("indicators", value=4)
    target = next(
        e for e in work.view["entries"] if e["kind"] == "measures" and e["path"] != one["within"] and e["path"][3] > one["within"][3]
    )
    work.act("move", path=one["path"], within=target["path"])
    moved = work.entry("indicators", value=4)
    assert moved["path"] == work.view["focus"] == [*target["path"], "indicators", 0]
    work.act("revert", path=moved["path"], field="within")
    assert work.file.read_text("utf-8") == before


def test_new_from_selected_words_is_read_by_the_readers_rules(work: Work) -> None:
    one = work.entry("indicators", value=4)
    work.act("delete", path=one["path"])
    status, proposal = work.desk.post(f"{work.api}/propose", {"start": one["at"][0], "end": one["at"][1]})
    assert status == 200 and proposal["kind"] == "indicators" and proposal["within"] == one["within"]
    assert {name: proposal["fields"][name] for name in ("value", "unit", "qualifier", "period", "quote")} == {
        name: one["fields"][name] for name in ("value", "unit", "qualifier", "period", "quote")
    }
    work.act("add", kind="indicators", within=proposal["within"], start=proposal["start"], fields=proposal["fields"])
    assert work.entry("indicators", value=4)["path"] == one["path"] == work.view["focus"]


def test_a_selection_across_furniture_is_refused(work: Work) -> None:
    article = work.desk.get(f"{work.api}/article")
    edge = next(start for start, _, kind in article["blocks"] if kind == "body")
    status, answer = work.desk.post(f"{work.api}/propose", {"start": edge - 6, "end": edge + 6})
    assert status == 422 and "beyond the article" in answer["problems"][0]["message"]
    for start, end in ((-1, 4), (9, 9), (0, 10**9), ("a", 3), (None, None)):
        assert work.desk.post(f"{work.api}/propose", {"start": start, "end": end})[0] == 422


def test_a_quote_that_stands_twice_is_taken_where_it_was_selected(work: Work) -> None:
    source = work.source()
    word = next(w for w in re.findall("[\u4e00-\u9fff]{4}", source) if source.count(w) > 2 and f"'{w}'" not in work.file.read_text("utf-8"))
    places = [m.start() for m in re.finditer(word, source)]
    within = ["regions", 0]
    for place in reversed(places[-2:]):
        status, answer = work.desk.post(f"{work.api}/propose", {"start": place, "end": place + 4})
        if status == 200:
            work.act("add", kind="clues", within=within, start=answer["start"], fields={"text": word})
            break
    assert any(e["kind"] == "clues" and e["words"] == word for e in work.view["entries"])


def test_a_review_is_signed_and_a_second_name_is_kept(work: Work) -> None:
    before = work.file.read_text("utf-8")
    work.act("review", fields={"status": "checked", "by": "王某", "date": "2026-11-30"})
    assert work.diff(before)[1] == "+ review: {status: checked, by: '王某', date: '2026-11-30'}  # 待核"
    assert not [e for e in work.view["entries"] if e["todo"]]
    work.act("review", fields={"by": ["王某", "李某"]})
    assert work.view["review"]["by"] == ["王某", "李某"]
    work.act("review", 422, fields={"date": "昨天"})


def test_after_a_review_only_what_is_read_anew_is_to_be_looked_at(work: Work) -> None:
    work.act("review", fields={"status": "checked", "by": "王某", "date": "2026-11-30"})
    one = work.entry("indicators", value=4)
    text = work.file.read_text("utf-8").replace("status: checked", "status: unreviewed")  # as a merge leaves it
    work.file.write_text(text, "utf-8")
    assert not [e for e in work.desk.get(work.api)["entries"] if e["todo"]]
    assert one["key"] in {e["key"] for e in work.desk.get(work.api)["entries"]}


# ---- undo ------------------------------------------------------------------------------------------------------------


def test_undo_gives_back_the_bytes_one_action_after_the_other(work: Work) -> None:
    states = [work.file.read_bytes()]
    one = work.entry("indicators", value=4)
    for do, asked in (
        ("put", {"path": one["path"], "fields": {"item": "会议", "note": "对过\n两遍"}}),
        ("delete", {"path": one["path"]}),
        ("put", {"path": ["regions", 0, "measures", 0], "fields": {"themes": ["culture", "education"]}}),
        ("review", {"fields": {"status": "disputed", "note": "待查"}}),
    ):
        work.act(do, **asked)  # type: ignore[arg-type]
        states.append(work.file.read_bytes())
        assert work.view["undo"] == len(states) - 1
    assert len(set(states)) == len(states)
    for state in reversed(states[:-1]):
        work.act("undo")
        assert work.file.read_bytes() == state
    work.act("undo", 422)


def test_undo_never_takes_away_what_was_done_elsewhere(work: Work) -> None:
    one = work.entry("indicators", value=4)
    work.act("put", path=one["path"], fields={"value": "5"})
    work.file.write_text(work.file.read_text("utf-8") + "# 别处\n", "utf-8")
    work.act("undo", 409)
    assert "was changed elsewhere" in work.act("undo", 422)["problems"][0]["message"]
    assert work.file.read_text("utf-8").endswith("# 别处\n")


# ---- conflicts, the merge contract -----------------------------------------------------------------------------------


def conflicted(root: Path, work: Work, value: int) -> None:
    """Has the machine read a figure anew that a person had changed."""
    one = work.entry("indicators", value=4)
    work.act("put", path=one["path"], fields={"value": "40"})
    stem = re.search(r"file: '(.*)\.txt'", work.file.read_text("utf-8"))
    assert stem is not None
    read = (root / f"seeds/readings/{stem[1]}.yml").read_text("utf-8").partition("\n")[2]
    reading = seal.seal(re.sub(r"(value: )4(\n +unit: '次'\n)", rf"\g<1>{value}\2", read, count=1))
    report = merge.merge(Shelf(Workspace(root)), [NAME], readings={stem[1]: reading})
    assert not report.problems or all(p.severity != "error" for p in report.problems), report.problems
    work.view = work.desk.get(work.api)


@pytest.mark.parametrize("side", ["mine", "machine"])
def test_a_conflict_is_settled_either_way_for_good(work: Work, root: Path, side: str) -> None:
    conflicted(root, work, 6)
    one = next(e for e in work.view["entries"] if e["conflicts"])
    assert one["conflicts"] == [{"field": "value", "yours": 40, "was": 4, "now": 6}] and "conflict" in one["todo"]
    before = work.file.read_bytes()
    if side == "mine":
        work.act("mine", path=one["path"], field="value")
        assert work.file.read_bytes() == before
    else:
        work.act("revert", path=one["path"], field="value")
    assert work.entry("indicators", value={"mine": 40, "machine": 6}[side])["conflicts"] == []
    assert not [e for e in work.view["entries"] if e["conflicts"]]
    work.act("undo")
    assert [e["conflicts"] for e in work.view["entries"] if e["conflicts"]] == [one["conflicts"]] and work.file.read_bytes() == before


def test_what_was_done_outlives_a_merge(work: Work, root: Path) -> None:
    one = work.entry("indicators", value=4)
    work.act("put", path=one["path"], fields={"value": "7", "note": "按原文"})
    work.act("delete", path=work.entry("indicators", value=5)["path"])
    text = work.file.read_bytes()
    for _ in range(2):
        report = merge.merge(Shelf(Workspace(root)), [NAME])
        assert not report.problems and work.file.read_bytes() == text
