"""The page 更正记录 and the marks of hand edits: what they say, where they lead, and that they can be read everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.profiles import diff as edits
from generator.profiles.format.messages import parse
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus, corrections
from generator.publish.corpus.corrections import Change, Corrected
from generator.workspace import Workspace
from tests import built
from tests.project import FROZEN, RULES, copied

YANJI = "yanji-2023"
ADDED = """          - item: '干部教育读本'
            value: 15000
            unit: '册'
            quote: '编印铸牢中华民族共同体意识干部教育读本15000册'
"""


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """The project's data with profiles as the machine read them: nothing is corrected yet."""
    workspace = Workspace(copied(tmp_path))
    for path in workspace.profile_files():
        _, profile = parse(path.read_text(encoding="utf-8"), path.name)
        base = workspace.base_file(profile.source.file).read_text(encoding="utf-8")
        text = re.sub(r"^id: .*$", f"id: {profile.id}", base, count=1, flags=re.MULTILINE)
        path.write_text(re.sub(r"\n +(at|rule|confidence): .*", "", text.partition("\naccount:")[0] + "\n"), encoding="utf-8")
    return workspace


def told(space: Workspace, *changes: tuple[str, str]) -> list[corrections.Record]:
    """The records once the texts in the profile of Yanji are replaced."""
    path = space.profiles / f"{YANJI}.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    done = edits.load(Shelf(space))
    machine = {name: one.machine() for name, one in done.items()}
    return corrections.records(RULES, corpus.load(RULES, Shelf(space), machine), done)


def only(records: list[corrections.Record]) -> Corrected:
    [record] = records
    assert record.profile.id == YANJI
    [item] = record.items
    return item


def test_what_the_machine_read_is_no_correction(space: Workspace) -> None:
    assert told(space) == []


def test_a_changed_value_has_its_field_both_readings_and_its_place(space: Workspace) -> None:
    item = only(told(space, ("value: 370", "value: 1380")))
    assert (item.item, item.words) == ("数字", "开展各类学习活动370余场次")
    assert re.fullmatch(r"regions/222401/#f-[0-9a-f]{8}", item.link)
    assert item.changes == (Change("changed", "数值", "370", "1380"),)


def test_a_note_is_told_beside_its_correction_and_counts_as_none(space: Workspace) -> None:
    quote = "quote: '开展各类学习活动370余场次'"
    [record] = told(space, ("value: 370", "value: 1380"), (quote, f"{quote}\n            note: '与台账核对过。张三'"))
    [item] = record.items
    assert item.changes == (Change("changed", "数值", "370", "1380"), Change("note", "", "", "与台账核对过。张三"))
    assert record.count == 1


def test_codes_are_shown_in_words(space: Workspace) -> None:
    changes = only(
        told(space, ("qualifier: over\n            concept: study_sessions", "qualifier: about\n            concept: lectures"))
    ).changes
    assert {(change.read, change.yours) for change in changes} == {
        ("超过（余、多、以上）", "大约（约、近）"),
        ("学习、研讨与培训班", "宣讲、宣传与普法"),
    }


def test_a_field_that_was_taken_out_or_put_in_is_said_to_be(space: Workspace) -> None:
    item = only(told(space, ("            concept: study_sessions\n", "            period: '2023'\n")))
    assert set(item.changes) == {Change("changed", "可比类别", "学习、研讨与培训班", ""), Change("changed", "时期", "", "2023")}


def test_an_added_and_a_deleted_figure_are_told(space: Workspace) -> None:
    text = (space.profiles / f"{YANJI}.yml").read_text(encoding="utf-8")
    start = text.index("          - item: '学习活动'")
    first = text[start : text.index("          - item:", start + 5)]
    [record] = told(space, (first, ADDED))
    kinds = {item.changes[0].kind: item for item in record.items}
    assert "数值 15000" in kinds["added"].changes[0].yours and "#f-" in kinds["added"].link
    assert "数值 370" in kinds["deleted"].changes[0].read and kinds["deleted"].link == "regions/222401/"
    assert record.count == 2


def test_a_moved_figure_names_both_measures(space: Workspace) -> None:
    path = space.profiles / f"{YANJI}.yml"
    text = path.read_text(encoding="utf-8")
    start = text.index("          - item: '学习活动'")
    first = text[start : text.index("          - item:", start + 5)]
    other = text.index("        indicators:\n", start) + len("        indicators:\n")
    path.write_text(text[:start] + text[start + len(first) : other] + first + text[other:], encoding="utf-8")
    [change] = only(told(space)).changes
    assert change.kind == "moved" and change.read.startswith("一是") and change.yours not in ("", change.read)


def test_a_corrected_source_leads_to_the_document(space: Workspace) -> None:
    item = only(told(space, ("publisher: '延吉新闻网'", "publisher: '延吉市融媒体中心'")))
    assert item.link == f"documents/{YANJI}/"
    assert item.changes == (Change("changed", "发布者", "延吉新闻网", "延吉市融媒体中心"),)


def test_entries_without_an_anchor_lead_to_their_section(space: Workspace) -> None:
    assert only(told(space, ("ethnic_groups: [朝鲜族]", "ethnic_groups: [朝鲜族, 满族]"))).link == "regions/222401/#groups"


def test_every_code_has_a_word() -> None:
    """No field of any kind of item prints a code of the format."""
    words = corrections.FieldWords(RULES)
    assert words.value("regions", "level", "county") == "县级"
    assert words.value("honours", "level", "county") != "county"
    assert words.value("documents_cited", "kind", "policy") != "policy"
    assert words.value("gaps", "kind", "masked") != "masked"
    assert words.value("regions", "basis", "confirmed") != "confirmed"
    assert words.value("measures", "themes", ["education", "culture"]) == "宣传教育、共有精神家园"
    assert [words.kind(kind) for kind in ("clues", "ethnic_groups", "gaps")] == ["线索", "民族", "原文缺漏"]


# ---- the built site ------------------------------------------------------------------------------------------------


def test_corrections_are_listed_and_linked(site: Path, tmp_path: Path) -> None:
    pages = built.parsed(site)
    assert built.unlisted_corrections(FROZEN, site, pages) == []
    assert pages["data/corrections/index.html"].css("article section")
    edited = copied(tmp_path) / f"docs/profiles/{YANJI}.yml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("value: 370", "value: 371"), encoding="utf-8")
    assert built.unlisted_corrections(tmp_path, site, pages) == [YANJI]  # not in the site, so not listed
    for hub in ("about", "data"):
        assert "corrections/" in (site / hub / "index.html").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_a_mark_says_what_the_machine_read_on_hover_and_focus(browser: Any, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}regions/222401/")
    marks = page.locator(".edited > button")
    assert marks.count() > 0
    box = "e => { const r = e.nextElementSibling.getBoundingClientRect(); return [r.left, r.right, getComputedStyle(e.nextElementSibling).clipPath] }"
    for number in range(marks.count()):
        mark = marks.nth(number)
        mark.focus()
        left, right, clip = mark.evaluate(box)
        assert left >= 0 and right <= width and clip == "none", mark.evaluate("e => e.parentElement.textContent")
        mark.blur()
    page.mouse.move(0, 0)
    assert marks.first.evaluate(box)[2] != "none"
    marks.first.hover()
    assert marks.first.evaluate(box)[2] == "none"
    assert "程序原识别为" in page.locator(".edited > .was").first.inner_text()
    context.close()
