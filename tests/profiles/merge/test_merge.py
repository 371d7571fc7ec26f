"""Merging: what is refused, what is never overwritten, and the editor's cases one by one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import yaml_io
from generator.errors import GeneratorError
from generator.profiles import diff as edits
from generator.profiles.check import check
from generator.profiles.format.messages import parse
from generator.profiles.merge import kept, merge
from generator.profiles.merge.rewrite import MergeResult, merge_profile
from generator.profiles.shelf import Shelf
from generator.profiles.text.splice import Editor
from generator.publish.corpus import corpus
from generator.reader.seal import seal
from generator.workspace import Workspace, sha256, write_text
from tests.project import ROOT, RULES

SOURCE = """延吉市民族工作
一是抓宣传。开展宣讲370余场次,受众2.5万人次,编印读本15000册。
二是抓创建。打造示范点12个,培育示范社区8个。
"""


def figure(quote: str, item: str, value: float, unit: str, **rest: Any) -> dict[str, Any]:
    return {"item": item, "value": value, "unit": unit, **rest, "quote": quote}


TALKS = figure("开展宣讲370余场次", "宣讲", 370, "场次", qualifier="over", concept="lectures")
AUDIENCE = figure("受众2.5万人次", "受众", 25000, "人次", concept="audience")
BOOKS = figure("编印读本15000册", "读本", 15000, "册")
SITES = figure("打造示范点12个", "示范点", 12, "个")
HOMES = figure("培育示范社区8个", "示范社区", 8, "个")


def measure(heading: str, *figures: dict[str, Any], themes: tuple[str, ...] = ("education",)) -> dict[str, Any]:
    made: dict[str, Any] = {"heading": heading, "level": 1, "themes": list(themes)}
    return made | ({"indicators": list(figures)} if figures else {})


def document(*measures: dict[str, Any], loose: tuple[dict[str, Any], ...] = (), **region: Any) -> dict[str, Any]:
    """A reading, or with `id` and `review` a profile, of SOURCE."""
    place = {"name": "延吉市", "adcode": "222401", "level": "county", "parent": "延边朝鲜族自治州", "basis": "stated"} | region
    lists = {"documents_cited": [], "programmes": [], "honours": [], "networks": [], "ethnic_groups": []}
    source = {"file": "a.txt", "sha256": sha256(SOURCE.encode("utf-8")), "title": "延吉市民族工作", "published": None}
    rest = {"publisher": None, "byline": None, "url": None, "completeness": "full", "gaps": []}
    body = {"clues": ["延吉市民族工作"], "measures": list(measures), "indicators": list(loose)}
    return {"schema": 1, "id": "a", "source": source | rest, "review": {"status": "unreviewed"}, "regions": [place | body | lists]}


BASE = document(measure("一是抓宣传", TALKS, AUDIENCE), measure("二是抓创建", SITES, themes=("demonstration",)))


def text(data: dict[str, Any]) -> str:
    return yaml_io.dump(data, merge.HEADER)


def merged(profile: str | dict[str, Any], new: dict[str, Any], base: dict[str, Any] = BASE) -> MergeResult:
    """The result, merged again to see that nothing more happens."""
    result = merge_profile(profile if isinstance(profile, str) else text(profile), text(base), text(new), source=SOURCE)
    assert merge_profile(result.text, text(new), text(new), source=SOURCE, kept=result.kept).text == result.text
    return result


def told(result: MergeResult) -> list[str]:
    return [str(problem) for problem in (*result.changes, *result.conflicts, *result.notes)]


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, blanks around them left off."""
    old, new = before.splitlines(), after.splitlines()
    return [line.strip() for line in old if line not in new], [line.strip() for line in new if line not in old]


# lists that are one field


def programme(*parts: str) -> dict[str, Any]:
    data = document(measure("一是抓宣传", TALKS))
    data["regions"][0]["programmes"] = [{"name": "双抓", "count": 2} | ({"parts": list(parts)} if parts else {})]
    return data


def test_the_parts_of_a_programme_are_one_field_left_out_where_none_are_listed() -> None:
    bare, listed = programme(), programme("抓宣传", "抓创建")
    assert "parts" not in text(bare) and "        parts: ['抓宣传', '抓创建']\n" in text(listed)
    assert merged(bare, listed, bare).text == text(listed)
    assert merged(listed, bare, listed).text == text(bare)
    assert merged(programme("抓宣传"), programme("抓创建"), listed).text == text(programme("抓宣传"))


# what is refused


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A seed, read and merged, and a second one that is new."""
    made = Workspace(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "docs" / "profiles").mkdir(parents=True)
    for name in ("a", "b"):
        (made.seeds / f"{name}.txt").write_text(SOURCE, encoding="utf-8")
        write_reading(made, name, BASE)
    write_text(made.merged / "a.yml", text(BASE))
    write_text(made.profiles / "first.yml", text(BASE | {"id": "first"}))
    return made


def write_reading(workspace: Workspace, stem: str, data: dict[str, Any]) -> None:
    source = data["source"] | {"file": f"{stem}.txt"}
    write_text(workspace.readings / f"{stem}.yml", text(data | {"id": stem, "source": source}))


def everything(workspace: Workspace) -> dict[str, bytes]:
    return {p.relative_to(workspace.root).as_posix(): p.read_bytes() for p in sorted(workspace.root.rglob("*")) if p.is_file()}


BAD_PROFILES = {
    "a conflict marker": (
        lambda t: t.replace("regions:\n", "<<<<<<< HEAD\nregions:\n=======\n"),
        "docs/profiles/first.yml:15:1: a merge conflict was left here",
    ),
    "a tab": (lambda t: t.replace("    level: county", "\tlevel: county"), "a tab in the indentation"),
    "a duplicate key": (
        lambda t: t.replace("    level: county\n", "    level: county\n    level: county\n"),
        "regions[0].level: this key stands twice",
    ),
    "a missing key": (lambda t: t.replace("    level: county\n", ""), "regions[0].level: is missing"),
    "an anchor bomb": (lambda t: t + "a: &a [x]\nb: &b [*a, *a]\n", "begins an alias or anchor"),
    "deep nesting": (lambda t: t + "a: " + "[" * 50_000, "is nested more than 50 deep"),
    "deep nesting that ends": (lambda t: t + "a: " + "[" * 110 + "1, [2, 3]" + "]" * 110, "is nested more than 50 deep"),
    "50 MB": (lambda t: t + "#" * 50_000_000, "is larger than 20 MB"),
    "no YAML": (lambda t: t.replace("level: county", "level: [county"), "is not valid YAML"),
    "nothing": (lambda t: "", "is empty"),
    "a list": (lambda t: "- a\n", "must be fields"),
}


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_bad_profile_is_told_and_left_alone(workspace: Workspace, name: str) -> None:
    spoil, message = BAD_PROFILES[name]
    path = workspace.profiles / "first.yml"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))
    before = everything(workspace)
    report = merge.merge(Shelf(workspace))
    assert any(message in str(problem) for problem in report.problems), report.problems
    assert {key: value for key, value in everything(workspace).items() if key in before} == before
    assert (workspace.profiles / "b.yml").exists()  # the other seed's profile is opened all the same


def test_a_profile_that_is_not_utf_8_is_told_and_left_alone(workspace: Workspace) -> None:
    (workspace.profiles / "first.yml").write_bytes(text(BASE).encode("gb18030"))
    before = everything(workspace)
    report = merge.merge(Shelf(workspace), ["a"])
    assert [str(p) for p in report.problems] == ["docs/profiles/first.yml: is not UTF-8 text, from byte 189 on (save it as UTF-8)"]
    assert everything(workspace) == before


@pytest.mark.parametrize("folder", ["readings", "merged"])
def test_a_bad_reading_or_base_is_told_and_nothing_written(workspace: Workspace, folder: str) -> None:
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))
    write_text(getattr(workspace, folder) / "a.yml", "schema: 2\n")
    before = everything(workspace)
    report = merge.merge(Shelf(workspace), ["first"])
    assert {problem.file for problem in report.problems} == {workspace.show(getattr(workspace, folder) / "a.yml")}
    assert everything(workspace) == before


@pytest.mark.parametrize("folder", ["readings", "merged"])
def test_a_reading_or_base_edited_by_hand_is_told_and_nothing_written(workspace: Workspace, folder: str) -> None:
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))
    path = getattr(workspace, folder) / "a.yml"
    path.write_text(seal(path.read_text(encoding="utf-8")).replace("370", "380"), encoding="utf-8")
    before = everything(workspace)
    (problem,) = merge.merge(Shelf(workspace), ["first"]).problems
    assert str(problem).startswith(f"{workspace.show(path)}: was edited by hand")
    assert everything(workspace) == before


def test_profiles_with_one_id_or_one_seed_are_left_alone(workspace: Workspace) -> None:
    write_text(workspace.profiles / "second.yml", text(BASE | {"id": "first"}))
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))
    before = everything(workspace)
    report = merge.merge(Shelf(workspace), ["a"])
    assert [str(p).split(" (")[0] for p in report.problems] == [
        "docs/profiles/first.yml:3:5: id: is also that of docs/profiles/second.yml",
        "docs/profiles/second.yml:3:5: id: is also that of docs/profiles/first.yml",
        "docs/profiles/first.yml:5:9: source.file: is also that of docs/profiles/second.yml",
        "docs/profiles/second.yml:5:9: source.file: is also that of docs/profiles/first.yml",
    ]
    assert everything(workspace) == before


@pytest.mark.parametrize("reading_too", [False, True])
def test_a_profile_whose_seed_is_gone_is_told_and_left_alone(workspace: Workspace, reading_too: bool) -> None:
    (workspace.seeds / "a.txt").unlink()
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))
    if reading_too:
        (workspace.readings / "a.yml").unlink()
    before = everything(workspace)
    report = merge.merge(Shelf(workspace), ["first"])
    assert [str(p) for p in report.problems] == [
        "docs/profiles/first.yml:5:9: source.file: is not in seeds/ (put the seed back; `python -m generator remove ID` withdraws the document)"
    ]
    assert everything(workspace) == before


def test_an_unknown_id_is_told(workspace: Workspace) -> None:
    report = merge.merge(Shelf(workspace), ["firts"])
    assert [str(p) for p in report.problems] == ["firts: is neither the id of a profile nor the stem of a seed"]


def test_a_profile_saved_in_the_meantime_is_not_overwritten(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workspace.profiles / "first.yml"
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS)))

    def slow(*args: Any, **rest: Any) -> MergeResult:
        path.write_text(path.read_text(encoding="utf-8") + "# saved\n", encoding="utf-8")
        return merge_profile(*args, **rest)

    monkeypatch.setattr(merge, "merge_profile", slow)
    report = merge.merge(Shelf(workspace), ["first"])
    assert [str(p) for p in report.problems] == [
        "docs/profiles/first.yml: was saved while it was merged; nothing was written (merge again)"
    ]
    assert path.read_text(encoding="utf-8").endswith("# saved\n")
    monkeypatch.undo()
    assert not merge.merge(Shelf(workspace), ["first"]).problems


# new profiles


def test_a_reading_without_a_profile_gets_one(workspace: Workspace) -> None:
    write_reading(workspace, "b", document(measure("一是抓宣传", TALKS | {"at": [3, 9], "rule": "r", "confidence": "high"})))
    report = merge.merge(Shelf(workspace))
    assert report.text() == "docs/profiles/b.yml: opened for its new reading\nprofiles: 2, changed: 1, conflicts: 0\n"
    opened = (workspace.profiles / "b.yml").read_text(encoding="utf-8")
    assert opened.startswith("# yaml-language-server: $schema=../schema/profile.schema.json\nschema: 1\nid: b\n")
    assert "at:" not in opened and "rule:" not in opened and "confidence:" not in opened
    assert (workspace.merged / "b.yml").read_bytes() == (workspace.readings / "b.yml").read_bytes()
    assert not check.check(RULES, Shelf(workspace), ["b"])


def test_a_file_in_the_way_of_a_new_profile_is_not_overwritten(workspace: Workspace) -> None:
    write_text(workspace.profiles / "b.yml", text(BASE | {"id": "b"}))
    (workspace.profiles / "first.yml").unlink()
    (workspace.merged / "a.yml").unlink()
    write_text(workspace.profiles / "a.yml", text(BASE | {"source": BASE["source"] | {"file": "b.txt"}, "id": "b2"}))
    before = everything(workspace)
    merge.merge(Shelf(workspace))
    after = everything(workspace)
    assert all(after[name] == before[name] for name in before)


def test_a_deleted_profile_is_not_opened_again(workspace: Workspace) -> None:
    (workspace.profiles / "first.yml").unlink()
    report = merge.merge(Shelf(workspace), ["a"])
    (problem,) = report.problems
    assert problem.severity == "warning" and "to open it anew delete seeds/readings/merged/a.yml" in str(problem)
    assert not list(workspace.profiles.iterdir())


def test_no_second_profile_for_the_seed_of_one_that_cannot_be_read(workspace: Workspace) -> None:
    (workspace.merged / "a.yml").unlink()
    path = workspace.profiles / "first.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: county", "level: [county"), encoding="utf-8")
    merge.merge(Shelf(workspace))
    assert sorted(p.name for p in workspace.profiles.iterdir()) == ["b.yml", "first.yml"]


def test_a_profile_that_was_never_merged_takes_the_reading_as_its_base(workspace: Workspace) -> None:
    (workspace.merged / "a.yml").unlink()
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS, BOOKS)))
    before = (workspace.profiles / "first.yml").read_bytes()
    report = merge.merge(Shelf(workspace), ["first"])
    assert "was never merged with a reading" in report.text()
    assert (workspace.profiles / "first.yml").read_bytes() == before
    assert (workspace.merged / "a.yml").read_bytes() == (workspace.readings / "a.yml").read_bytes()


# files


def test_a_dry_run_writes_nothing_and_shows_the_difference(workspace: Workspace) -> None:
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS | {"value": 380}, AUDIENCE), BASE["regions"][0]["measures"][1]))
    before = everything(workspace)
    shown = merge.merge(Shelf(workspace), ["first"], dry_run=True).text()
    assert everything(workspace) == before
    assert "-            value: 370\n+            value: 380\n" in shown
    assert shown.startswith("docs/profiles/first.yml:29:20: regions[0].measures[0].indicators[0].value: 370 -> 380\n")
    assert shown.endswith("profiles: 1, would change: 1, conflicts: 0\n")


def test_merging_twice_writes_nothing_more(workspace: Workspace) -> None:
    merge.merge(Shelf(workspace))
    before = everything(workspace)
    stamps = {p: p.stat().st_mtime_ns for p in workspace.root.rglob("*")}
    assert merge.merge(Shelf(workspace)).text() == "profiles: 2, changed: 0, conflicts: 0\n"
    assert everything(workspace) == before
    assert {p: p.stat().st_mtime_ns for p in workspace.root.rglob("*")} == stamps


def test_what_is_stale_is_told_and_the_way_out(workspace: Workspace) -> None:
    readings = {workspace.seeds / f"{n}.txt": (workspace.readings / f"{n}.yml").read_text(encoding="utf-8") for n in ("a", "b")}
    assert [str(p) for p in merge.stale(Shelf(workspace), readings)] == [
        "docs/profiles/b.yml: is not there yet, though its seed is (run `make update`)"
    ]
    merge.merge(Shelf(workspace))
    assert merge.stale(Shelf(workspace), readings) == []
    write_text(workspace.readings / "a.yml", readings[workspace.seeds / "a.txt"].replace("370", "371"))
    (edited,) = merge.stale(Shelf(workspace), readings)
    assert str(edited).startswith(
        "seeds/readings/a.yml: is not what its seed reads to: the seed or a rule changed, or it was edited by hand"
    )


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("steps", range(5))
def test_a_kill_between_any_two_files_leaves_what_merging_again_completes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """An edit the machine comes to agree with, a deletion it comes to share and a conflict: all told apart afterwards."""
    mine = document(measure("一是抓宣传", TALKS | {"value": 380}, AUDIENCE | {"unit": "人"}), BASE["regions"][0]["measures"][1])
    new = document(measure("一是抓宣传", TALKS | {"value": 380}, AUDIENCE | {"unit": "名", "item": "听众"}, BOOKS))
    write_text(workspace.profiles / "first.yml", text(mine | {"id": "first"}))
    write_reading(workspace, "a", new)
    left = iter(range(steps))

    def write(path: Path, content: str) -> bool:
        if next(left, None) is None:
            raise Killed
        return write_text(path, content)

    monkeypatch.setattr(merge, "write_text", write)
    if steps < 4:
        with pytest.raises(Killed):
            merge.merge(Shelf(workspace), ["first"])
    else:
        merge.merge(Shelf(workspace), ["first"])
    monkeypatch.undo()
    merge.merge(Shelf(workspace), ["first"])
    result = merge_profile(text(mine | {"id": "first"}), text(BASE), text(new), source=SOURCE)
    assert (workspace.profiles / "first.yml").read_text(encoding="utf-8") == result.text
    assert (workspace.merged / "a.yml").read_bytes() == (workspace.readings / "a.yml").read_bytes()
    assert kept.load((workspace.merged / "kept" / "a.yml").read_text(encoding="utf-8"), "kept") == result.kept
    assert not list(workspace.merged.rglob("*.next"))


def test_what_a_killed_write_left_behind_is_used_up_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "a.yml"
    write_text(target, "old")
    kill = "Path.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)"
    code = (
        f"import os, signal; from pathlib import Path; from generator.workspace import write_text; {kill}; write_text(Path('a.yml'), 'new')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == -signal.SIGKILL and target.read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 2
    write_text(target, "newer")
    assert target.read_text(encoding="utf-8") == "newer" and list(tmp_path.iterdir()) == [target]


# one by one


def test_a_field_a_person_changed_keeps_its_value_and_others_follow() -> None:
    mine = document(measure("一是抓宣传", TALKS | {"item": "政策宣讲"}, AUDIENCE), BASE["regions"][0]["measures"][1])
    new = document(measure("一是抓宣传", TALKS | {"value": 375}, AUDIENCE), BASE["regions"][0]["measures"][1])
    result = merged(mine, new)
    assert lines_changed(text(mine), result.text) == (["value: 370"], ["value: 375"])
    assert not result.conflicts


def test_a_conflict_is_listed_once_on_its_line_and_the_persons_value_stays() -> None:
    mine = document(measure("一是抓宣传", TALKS | {"value": 380}, AUDIENCE), BASE["regions"][0]["measures"][1])
    new = document(measure("一是抓宣传", TALKS | {"value": 375}, AUDIENCE), BASE["regions"][0]["measures"][1])
    result = merged(mine, new)
    assert result.text == text(mine)
    assert told(result) == ["profile:29:20: regions[0].measures[0].indicators[0].value: yours 380, was 370, now reads 375"]


def test_a_conflict_stands_in_check_until_both_agree(workspace: Workspace) -> None:
    path = workspace.profiles / "first.yml"
    write_text(path, path.read_text(encoding="utf-8").replace("value: 370", "value: 380"))
    write_reading(workspace, "a", document(measure("一是抓宣传", TALKS | {"value": 375}, AUDIENCE), BASE["regions"][0]["measures"][1]))
    merge.merge(Shelf(workspace))
    merge.merge(Shelf(workspace))

    def standing() -> list[str]:
        return [str(p).split(" (")[0] for p in check.check(RULES, Shelf(workspace), ["first"]) if "conflict" in p.message]

    shown = (
        "docs/profiles/first.yml:29:20: warning: regions[0].measures[0].indicators[0].value: conflict: yours 380, was 370, now reads 375"
    )
    assert standing() == [shown]
    write_text(path, path.read_text(encoding="utf-8").replace("value: 380", "value: 375"))
    assert standing() == []


def test_what_a_person_deleted_stays_deleted_even_if_the_machine_lost_it_in_between() -> None:
    mine = document(measure("一是抓宣传", TALKS), BASE["regions"][0]["measures"][1])
    without = document(measure("一是抓宣传", TALKS), BASE["regions"][0]["measures"][1])
    first = merged(mine, without)
    assert first.text == text(mine)
    again = merge_profile(first.text, text(without), text(BASE), source=SOURCE, kept=first.kept)
    assert again.text == text(mine)


def test_a_region_a_person_deleted_stays_deleted_under_another_name() -> None:
    here = BASE["regions"][0]
    there = document(measure("二是抓创建", HOMES), name="图们市", adcode="222402")["regions"][0]
    base, lost = BASE | {"regions": [here, there]}, BASE | {"regions": [there]}
    first = merged(lost, lost, base)
    renamed = BASE | {"regions": [here | {"name": "珲春市", "adcode": "222404"}, there]}
    again = merge_profile(first.text, text(lost), text(renamed), source=SOURCE, kept=first.kept)
    assert [region["name"] for region in yaml_io.load(again.text, "").data["regions"]] == ["图们市"]


def test_what_comes_up_in_one_region_is_not_what_a_person_deleted_with_another() -> None:
    """The same words at two places of the source are of two regions; a third reading has the one and not the other."""
    here, there = (
        document(measure(heading), name=name, adcode=code)["regions"][0] | {"programmes": [{"name": "宣讲", "at": at}]}
        for heading, name, code, at in (("一是抓宣传", "延吉市", "222401", [18, 20]), ("二是抓创建", "图们市", "222402", [58, 60]))
    )
    third = document(name="珲春市", adcode="222404")["regions"][0]
    both, first_only, second_only = (BASE | {"regions": [*regions, third]} for regions in ([here, there], [here], [there]))
    mine = BASE | {"regions": [there | {"programmes": [{"name": "宣讲"}]}, third]}
    first = merge_profile(text(mine), text(both), text(first_only), source=SOURCE)
    again = merge_profile(first.text, text(first_only), text(second_only), source=SOURCE, kept=first.kept)
    merged_regions = {region["name"]: region["programmes"] for region in yaml_io.load(again.text, "").data["regions"]}
    assert merged_regions == {"珲春市": [], "图们市": [{"name": "宣讲"}]}


def test_what_a_person_deleted_stays_deleted_even_if_the_machine_lost_its_region_in_between() -> None:
    """A clue belongs to its region alone: the same words elsewhere are another one."""
    here = BASE["regions"][0] | {"clues": ["延吉市民族工作", "一是抓宣传"], "ethnic_groups": ["回族"]}
    there = document(measure("二是抓创建", HOMES), name="图们市", adcode="222402")["regions"][0] | {"ethnic_groups": ["回族"]}
    base, lost = BASE | {"regions": [here, there]}, BASE | {"regions": [there]}
    mine = BASE | {"regions": [here | {"clues": ["延吉市民族工作"], "ethnic_groups": []}, there]}
    first = merged(mine, lost, base)
    assert "222401" not in first.text
    again = merge_profile(first.text, text(lost), text(base), source=SOURCE, kept=first.kept)
    assert {r["name"]: (r["clues"], r["ethnic_groups"]) for r in yaml_io.load(again.text, "").data["regions"]} == {
        "延吉市": (["延吉市民族工作"], []),
        "图们市": (["延吉市民族工作"], ["回族"]),
    }


def test_a_clue_a_person_deleted_stays_deleted_if_the_machine_lost_its_region_and_found_it_under_another_name() -> None:
    here = BASE["regions"][0] | {"clues": ["延吉市民族工作", "一是抓宣传"]}
    there = document(measure("二是抓创建", HOMES), name="图们市", adcode="222402")["regions"][0]
    base, lost = BASE | {"regions": [here, there]}, BASE | {"regions": [there]}
    renamed = BASE | {"regions": [here | {"name": "珲春市", "adcode": "222404"}, there]}
    first = merged(BASE | {"regions": [here | {"clues": ["一是抓宣传"]}, there]}, lost, base)
    second = merge_profile(first.text, text(lost), text(lost | {"id": "b"}), source=SOURCE, kept=first.kept)
    assert second.kept == first.kept
    again = merge_profile(second.text, text(lost), text(renamed), source=SOURCE, kept=second.kept)
    assert {r["name"]: r["clues"] for r in yaml_io.load(again.text, "").data["regions"]} == {
        "图们市": ["延吉市民族工作"],
        "珲春市": ["一是抓宣传"],
    }


def test_what_a_person_added_becomes_one_item_with_the_persons_values_and_stays() -> None:
    mine = document(measure("一是抓宣传", TALKS, AUDIENCE, BOOKS | {"item": "教育读本"}), BASE["regions"][0]["measures"][1])
    found = document(
        measure("一是抓宣传", TALKS, AUDIENCE, BOOKS | {"quote": "读本15000册", "period": "2023"}), BASE["regions"][0]["measures"][1]
    )
    first = merged(mine, found)
    assert first.text == text(mine)
    lost = merge_profile(first.text, text(found), text(BASE), source=SOURCE, kept=first.kept)
    assert lost.text == text(mine)
    assert told(lost) == [
        "profile:39:13: regions[0].measures[0].indicators[2]: kept as edited, though the machine no longer finds it: '编印读本15000册'"
    ]


def test_what_is_new_comes_in_at_its_place() -> None:
    mine = text(BASE).replace("          - item: '受众'", "          # 已核对\n          - item: '受众'")
    new = document(
        measure("一是抓宣传", TALKS, AUDIENCE, BOOKS),
        measure("二是抓创建", SITES, HOMES, themes=("demonstration",)),
        loose=(HOMES | {"item": "合计", "quote": "8个"},),
    )
    result = merged(mine, new)
    went, came = lines_changed(mine, result.text)
    assert went == ["indicators: []"]
    assert [line for line in came if line.startswith("- item")] == ["- item: '读本'", "- item: '示范社区'", "- item: '合计'"]
    assert result.text.replace("          # 已核对\n", "") == text(new)


def test_what_the_machine_no_longer_finds_goes_unless_a_hand_is_in_it() -> None:
    mine = text(BASE).replace("value: 12\n", "value: 12  # 与统计公报一致\n")
    result = merged(mine, document(measure("一是抓宣传")))
    assert "宣讲" not in result.text and "受众" not in result.text
    assert "value: 12  # 与统计公报一致\n" in result.text and "二是抓创建" in result.text
    assert [str(p).split(": ", 2)[2] for p in result.notes] == ["kept as edited, though the machine no longer finds it: '打造示范点12个'"]


@pytest.mark.parametrize("quote", ["2.5万", "开展宣讲370余场次,受众2.5万人次", "受众2.5万人次,编印读本15000册"])
@pytest.mark.parametrize("deleted", [False, True])
def test_an_item_quoted_anew_that_the_machine_lost_and_found_in_other_words_is_one_item(quote: str, deleted: bool) -> None:
    lost = document(measure("一是抓宣传", TALKS), measure("二是抓创建", SITES, themes=("demonstration",)))
    found = document(
        measure("一是抓宣传", TALKS, figure("众2.5万人次", "受众人数", 2.5, "万人次")),
        measure("二是抓创建", SITES, themes=("demonstration",)),
    )
    mine = text(BASE).replace("quote: '受众2.5万人次'", f"quote: '{quote}'")
    first = merge_profile(mine, text(BASE), text(lost), source=SOURCE)
    assert first.text == mine and "no longer finds it" in told(first)[0]
    again = merge_profile(mine, text(lost), text(lost | {"id": "b"}), source=SOURCE, kept=first.kept)
    assert again.kept == first.kept  # remembered for as long as it takes
    held = merge_profile(mine, text(BASE), text(lost), source=SOURCE).text
    if deleted:
        held = held.replace(text_of(AUDIENCE | {"quote": quote}), "")
        assert held != mine
    result = merge_profile(held, text(lost), text(found), source=SOURCE, kept=again.kept)
    assert result.text == held and not result.changes
    later = merge_profile(held, text(found), text(lost), source=SOURCE, kept=result.kept)
    assert merge_profile(held, text(lost), text(found), source=SOURCE, kept=later.kept).text == held


def text_of(entry: dict[str, Any]) -> str:
    """A figure's lines as a profile has them."""
    lines = yaml_io.dump(entry).splitlines()
    return "".join(f"          {'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


LINE_ENDS = {"windows": "\r\n", "unix": "\n", "mac": "\r"}


@pytest.mark.parametrize("usual", ["windows", "unix"])
@pytest.mark.parametrize("stray", LINE_ENDS)
def test_one_line_that_ends_otherwise_is_no_hindrance_and_keeps_its_end(usual: str, stray: str) -> None:
    shorter = {name: value for name, value in TALKS.items() if name != "qualifier"}
    moved = document(measure("一是抓宣传", AUDIENCE), measure("二是抓创建", SITES, HOMES, themes=("governance",)), loose=(shorter,))
    plain = merge_profile(text(BASE), text(BASE), text(moved), source=SOURCE).text
    lines = text(BASE).splitlines()
    for number, line in enumerate(lines):
        mixed = "".join(one + LINE_ENDS[stray if at == number else usual] for at, one in enumerate(lines))
        result = merge_profile(mixed, text(BASE), text(moved), source=SOURCE).text
        assert re.split("\r\n|\r|\n", result) == plain.split("\n"), line
        odd = [found for found in re.findall(".*?(?:\r\n|\r|\n)", result) if not re.search(f"[^\r\n]{LINE_ENDS[usual]}$", found)]
        assert len(odd) <= 1 and all(found.endswith(LINE_ENDS[stray]) for found in odd), line  # what comes new ends as most lines do
        if line in plain.splitlines() and stray != usual and line not in text_of(TALKS):
            assert odd, line


def test_a_comment_alone_does_not_keep_what_stands_beside_it() -> None:
    mine = text(BASE).replace("      - heading: '二是抓创建'", "\n      - heading: '二是抓创建'")
    result = merged(mine, document(measure("一是抓宣传", TALKS), BASE["regions"][0]["measures"][1]))
    assert "受众" not in result.text and "\n\n      - heading: '二是抓创建'" in result.text


def test_a_moved_figure_takes_its_comments_along() -> None:
    mine = (
        text(BASE)
        .replace("          - item: '受众'", "          # 见原文第二段\n          - item: '受众'  # 人次")
        .replace("value: 25000", "value: 26000")
    )
    new = document(measure("一是抓宣传", TALKS), measure("二是抓创建", SITES, themes=("demonstration",)), loose=(AUDIENCE,))
    result = merged(mine, new)
    assert (
        "    indicators:\n      # 见原文第二段\n      - item: '受众'  # 人次\n        value: 26000\n        unit: '人次'\n" in result.text
    )
    assert result.text.count("受众2.5万人次") == 1


def test_a_key_added_at_the_end_of_one_figure_stays_when_the_next_one_moves() -> None:
    mine = text(BASE).replace("            qualifier: over\n            concept: lectures\n", "            concept: lectures\n")
    mine = mine.replace("            quote: '开展宣讲370余场次'\n", "            quote: '开展宣讲370余场次'\n            qualifier: over\n")
    new = document(measure("一是抓宣传", TALKS | {"period": "2023"}), BASE["regions"][0]["measures"][1], loose=(AUDIENCE,))
    result = merged(mine, new)
    assert "            qualifier: over\n            period: '2023'\n      - heading: '二是抓创建'\n" in result.text
    assert result.text.count("受众2.5万人次") == 1


def test_a_layout_of_ones_own_is_kept() -> None:
    mine = (
        text(BASE)
        .replace("        themes: [education]\n", "        themes:\n        - education   # 主\n")
        .replace("          - item: '示范点'\n            value: 12\n            unit: '个'\n            quote: '打造示范点12个'\n",
                 "          - {item: 示范点, value: 12, unit: \"个\", quote: '打造示范点12个'}   # 一行\n")
        .replace("\n", "\r\n")
    )  # fmt: skip
    assert merged(mine, BASE).text == mine
    new = document(
        measure("一是抓宣传", TALKS, AUDIENCE, themes=("culture", "education")),
        measure("二是抓创建", SITES | {"value": 13, "period": "2023"}, HOMES, themes=("demonstration",)),
    )
    result = merged(mine, new)
    assert (
        "          - {item: 示范点, value: 13, unit: \"个\", period: '2023', quote: '打造示范点12个'}   # 一行\r\n          - item: '示范社区'\r\n"
        in result.text
    )
    assert "        themes: [culture, education]   # 主\r\n" in result.text
    assert "\n" not in result.text.replace("\r\n", "")


@pytest.mark.parametrize("indent", [None, 2])
def test_a_profile_in_brackets_is_edited_in_brackets(indent: int | None) -> None:
    mine = json.dumps(BASE, ensure_ascii=False, indent=indent)
    new = document(
        measure("一是抓宣传", TALKS | {"period": "2023"}), measure("二是抓创建", SITES, HOMES, themes=("demonstration",)), loose=(AUDIENCE,)
    )
    result = merged(mine, new)
    assert parse(result.text, "")[1].regions == parse(text(new), "")[1].regions
    assert """"qualifier": "over", period: '2023',""" in result.text and not result.text.endswith("\n")


def test_an_edited_text_that_does_not_say_what_was_planned_is_never_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Editor, "result", lambda editor: editor.text)
    with pytest.raises(GeneratorError, match="cannot be edited in place; nothing was changed"):
        merge_profile(text(BASE), text(BASE), text(document(measure("一是抓宣传"))))


# the three scenarios


def test_a_change_of_a_checked_profile_is_listed_and_sets_it_back() -> None:
    mine = text(BASE).replace("review: {status: unreviewed}", "review: {status: checked, by: '王', date: '2024-05-01'}  # 全文核对")
    new = document(measure("一是抓宣传", TALKS | {"value": 375}, AUDIENCE), BASE["regions"][0]["measures"][1])
    result = merged(mine, new)
    assert told(result) == [
        "profile:29:20: regions[0].measures[0].indicators[0].value: 370 -> 375",
        "profile:14:18: review.status: checked -> unreviewed: the reading changed what nobody had edited",
    ]
    assert "review: {status: unreviewed, by: '王', date: '2024-05-01'}  # 全文核对\n" in result.text


@pytest.mark.parametrize("note", [False, True])
def test_figures_a_person_moved_and_the_machine_then_too(note: bool) -> None:
    """No duplicates; the old measure goes only if nothing of the person's is in it."""
    old, target = measure("一是抓宣传", TALKS, AUDIENCE), measure("二是抓创建", SITES, themes=("demonstration",))
    emptied = {"heading": "一是抓宣传", "level": 1, "themes": ["education"]} | ({"summary": "编辑所写"} if note else {})
    full = measure("二是抓创建", SITES, TALKS, AUDIENCE, themes=("demonstration",))
    result = merged(document(emptied, full), document(full), document(old, target))
    assert result.text.count("开展宣讲370余场次") == result.text.count("受众2.5万人次") == 1
    assert ("一是抓宣传" in result.text) == note
    assert not result.conflicts


def test_a_region_a_person_confirmed_stays_whatever_the_machine_infers(workspace: Workspace) -> None:
    tongjiang = {"name": "同江市", "adcode": "230881", "level": "county", "parent": "佳木斯市", "basis": "inferred"}
    fuyuan = {"name": "抚远市", "adcode": "230883", "level": "county", "parent": "佳木斯市", "basis": "inferred"}
    figures = measure("一是抓宣传", TALKS, AUDIENCE)
    base, mine, new = document(figures, **tongjiang), document(figures, **tongjiang | {"basis": "confirmed"}), document(figures, **fuyuan)
    write_text(workspace.merged / "a.yml", text(base | {"id": "a"}))
    write_text(workspace.profiles / "first.yml", text(mine | {"id": "first"}))
    write_reading(workspace, "a", new)
    report = merge.merge(Shelf(workspace), ["first"])
    assert (workspace.profiles / "first.yml").read_text(encoding="utf-8") == text(mine | {"id": "first"})
    lines = [line.split(": ", 2)[2] for line in report.text().splitlines() if line.startswith("conflict")]
    assert lines == [
        "regions[0].name: yours '同江市', was '同江市', now reads '抚远市'",
        "regions[0].adcode: yours '230881', was '230881', now reads '230883'",
    ]
    for _ in range(2):
        merge.merge(Shelf(workspace), ["first"])
        standing = [problem for problem in check.check(RULES, Shelf(workspace), ["first"]) if "conflict" in problem.message]
        assert [(p.severity, p.line, p.field) for p in standing] == [
            ("warning", 16, "regions[0].name"),
            ("warning", 17, "regions[0].adcode"),
        ]


# addresses


def addresses(workspace: Workspace) -> dict[tuple[str, str], str]:
    """Where a build would put what has a quote or heading, by profile and item or heading."""
    made = corpus.load(RULES, Shelf(workspace), {name: done.anchors for name, done in edits.load(Shelf(workspace)).items()})
    found = [((report.profile.id, f.indicator.item), f.link) for report in made.reports for f in report.figures]
    found += [((r.profile.id, h.measure.heading), f"{r.page}#{h.anchor}") for r in made.reports for h in r.headings]
    assert len(set(dict(found).values())) == len(found)
    return dict(found)


def edit(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.profiles / f"{name}.yml"
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1
    write_text(path, before.replace(old, new))


CREATION = measure("二是抓创建", SITES, themes=("demonstration",))


@pytest.fixture
def alone(workspace: Workspace) -> Workspace:
    """Only the seed `a`."""
    (workspace.readings / "b.yml").unlink()
    (workspace.seeds / "b.txt").unlink()
    return workspace


def test_a_quote_read_anew_keeps_its_address(alone: Workspace) -> None:
    before = addresses(alone)
    assert not kept.files(alone, "a")[0].exists()
    longer = TALKS | {"quote": "一是抓宣传。开展宣讲370余场次"}
    for figures in ((longer, AUDIENCE), (TALKS | {"quote": "宣讲370余场次"}, AUDIENCE), (AUDIENCE, longer)):
        write_reading(alone, "a", document(measure("一是抓宣传", *figures), CREATION))
        assert not merge.merge(Shelf(alone)).problems
        assert addresses(alone) == before
    write_reading(alone, "a", BASE)
    merge.merge(Shelf(alone))
    assert addresses(alone) == before
    assert not kept.files(alone, "a")[0].exists()  # nothing is left to remember


def test_an_edited_quote_that_the_machine_loses_finds_and_loses_again_keeps_its_address(alone: Workspace) -> None:
    before = addresses(alone)
    edit(alone, "first", "quote: '打造示范点12个'", "quote: '示范点12个'")
    assert addresses(alone) == before
    without = document(measure("一是抓宣传", TALKS, AUDIENCE), measure("二是抓创建", themes=("demonstration",)))
    for reading in (without, document(measure("一是抓宣传", AUDIENCE, TALKS), CREATION), without, without):
        write_reading(alone, "a", reading)
        assert not merge.merge(Shelf(alone)).problems
        assert addresses(alone) == before
    edit(alone, "first", "quote: '示范点12个'", "quote: '二是抓创建。打造示范点12个'")
    assert addresses(alone) == before


def test_what_a_person_added_keeps_its_address_when_the_machine_finds_it_in_other_words(alone: Workspace) -> None:
    lines = text(document(measure("一", HOMES | {"quote": "示范社区8个"}))).splitlines(keepends=True)
    added = "".join(lines[lines.index("          - item: '示范社区'\n") :][:4])
    edit(alone, "first", "          - item: '示范点'\n", f"{added}          - item: '示范点'\n")
    before = addresses(alone)
    found = document(measure("一是抓宣传", TALKS, AUDIENCE), measure("二是抓创建", SITES, HOMES, themes=("demonstration",)))
    for reading in (document(measure("一是抓宣传", AUDIENCE, TALKS), CREATION), found):
        write_reading(alone, "a", reading)
        merge.merge(Shelf(alone))
        assert addresses(alone) == before


def test_a_figure_deleted_beside_one_of_the_same_quote_leaves_it_its_address(alone: Workspace) -> None:
    pair = [figure("宣讲370余场次,受众2.5万人次", item, value, "次") for item, value in (("甲", 1), ("乙", 2))]
    write_reading(alone, "a", document(measure("一是抓宣传", *pair)))
    merge.merge(Shelf(alone))
    first, second = (addresses(alone)["first", item] for item in ("甲", "乙"))
    assert second == f"{first}-2"
    entry = "          - item: '甲'\n            value: 1\n            unit: '次'\n            quote: '宣讲370余场次,受众2.5万人次'\n"
    edit(alone, "first", entry, "")
    assert addresses(alone)["first", "乙"] == second
    write_reading(alone, "a", document(measure("一是抓宣传", pair[1])))
    merge.merge(Shelf(alone))
    assert addresses(alone)["first", "乙"] == second


@pytest.mark.parametrize("date", ["2001", "2024-05", None])
def test_a_document_added_later_moves_no_address_whatever_its_date(workspace: Workspace, date: str | None) -> None:
    edit(workspace, "first", "published: null", "published: '2023'")
    (workspace.readings / "b.yml").unlink()
    before = addresses(workspace)
    later = BASE | {"source": BASE["source"] | {"published": date}}
    write_reading(workspace, "b", later)
    assert not merge.merge(Shelf(workspace)).problems
    after = addresses(workspace)
    assert {key: link for key, link in after.items() if key[0] == "first"} == before
    assert {item: link for (name, item), link in after.items() if name == "b"} == {item: f"{link}-2" for (_, item), link in before.items()}
    # Nor does what either document comes to say later.
    write_reading(workspace, "b", document(measure("一是抓宣传", TALKS, AUDIENCE, BOOKS), CREATION))
    merge.merge(Shelf(workspace))
    write_reading(workspace, "a", document(measure("一是抓宣传", BOOKS, TALKS, AUDIENCE), CREATION))
    merge.merge(Shelf(workspace))
    grown = addresses(workspace)
    assert grown["first", "读本"] == f"{grown['b', '读本']}-2"
    assert {key: link for key, link in grown.items() if key[1] != "读本"} == after


@pytest.mark.parametrize("writes", range(5))
def test_a_merge_that_is_killed_while_it_opens_a_profile_moves_no_address(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    before = addresses(workspace)
    write_reading(workspace, "b", BASE | {"source": BASE["source"] | {"published": "2001"}})
    left = iter(range(writes))

    def killed(path: Path, content: str) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return write_text(path, content)

    monkeypatch.setattr(merge, "write_text", killed)
    try:
        merge.merge(Shelf(workspace))
    except KeyboardInterrupt:
        assert writes < 4
    monkeypatch.undo()
    merge.merge(Shelf(workspace))
    assert {key: link for key, link in addresses(workspace).items() if key[0] == "first"} == before
    assert not kept.files(workspace, "b")[1].exists()
