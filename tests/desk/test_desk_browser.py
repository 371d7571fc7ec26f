"""The desk in a real browser, by keyboard alone: what is typed is what the file then says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import until
from tests.desk.client import Client

pytestmark = pytest.mark.browser
NAME = "yongdeng-2025"
PATIENCE = 60_000
WAYS = ((1280, "light"), (800, "dark"), (360, "light"), (360, "dark"))
REFUSED = re.compile("status of (404|409|422)")


@pytest.fixture
def unseen(root: Path) -> Path:
    """A profile that nobody has checked."""
    file = root / f"docs/profiles/{NAME}.yml"
    file.write_text(re.sub("^review: .*$", "review: {status: unreviewed}", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return file


@pytest.fixture
def page(root: Path, unseen: Path, browser: Any) -> Iterator[Any]:
    """The first page, come in by the printed address; what breaks the policy, is logged or asked elsewhere fails the test."""
    desk, told = Client(root, enter=False), list[str]()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on(
        "console",
        lambda message: told.append(message.text) if message.type in ("error", "warning") and not REFUSED.search(message.text) else None,
    )
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url) if f"127.0.0.1:{desk.port}/" not in request.url else None)
    page.goto(desk.pages.address())
    page.wait_for_selector("#about:has-text('未核对')")  # all are counted
    yield page
    context.close()
    desk.close()
    assert told == []


def lay(page: Any, name: str = NAME) -> None:
    """Opens a document."""
    page.goto(f"{page.url.split('/d/')[0].rstrip('/')}/d/{name}")
    page.wait_for_selector("body.ready")


def keys(page: Any, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def current(page: Any) -> str:
    """The words of the current item."""
    text: str = page.inner_text("[aria-current] .head")
    return text


def until_current(page: Any, words: str) -> None:
    """Goes down to the item with those words."""
    for _ in range(200):
        if words in current(page):
            return
        page.keyboard.press("j")
    raise AssertionError(words)


def choose(page: Any, label: str) -> None:
    """Types the sign that stands before a choice of the list that has the focus."""
    number = page.evaluate(
        "(label) => [...document.activeElement.options].find((one) => one.text.endsWith(label)).text.split(' ')[0]", label
    )
    page.keyboard.type(number)


def saved(page: Any) -> None:
    """Waits until the form has gone."""
    page.wait_for_selector("form.act", state="detached")


def deleted(page: Any) -> None:
    """Deletes the current item and waits until the list is without it: what is pressed before goes down the old one."""
    key = page.get_attribute("[aria-current]", "data-key")
    page.keyboard.press("d")
    until(page, f"document.querySelector('[aria-current]').dataset.key !== {key!r}")


def test_a_report_is_reviewed_by_keyboard_alone(page: Any, unseen: Path) -> None:
    before = unseen.read_text("utf-8")
    keys(page, "/")
    page.keyboard.type("永登")
    keys(page, "Enter", "Enter")  # to the first that is left, and into it
    page.wait_for_selector("body.ready")
    keys(page, "f", "f", "f")  # all
    until_current(page, "创建工作动员大会")
    keys(page, "e", "Tab", "Tab")
    page.keyboard.type("四百")
    keys(page, "Enter")
    saved(page)
    until_current(page, "党建亮牌考核赋值")
    deleted(page)
    until_current(page, "中小学生代表")
    keys(page, "o")
    page.keyboard.type("各学校")
    keys(page, "Enter")
    saved(page)
    until_current(page, "平台发力")
    keys(page, "t", "8", "Enter")
    saved(page)
    keys(page, "v")  # where nobody has signed yet the name is asked for first
    page.keyboard.type("王某")
    keys(page, "Enter")
    saved(page)
    page.wait_for_selector("#state.checked")
    lines = [line for line in difflib.ndiff(before.splitlines(), unseen.read_text("utf-8").splitlines()) if line[0] in "+-"]
    gone, come = ([line[2:].strip() for line in lines if line[0] == sign] for sign in "-+")
    assert "value: 400" in come and "of: '各学校'" in come and "themes: [education, demonstration]" in come
    assert any(line.startswith("review: {status: checked, by: '王某', date: '20") for line in come)
    assert len(come) == 4 and "- item: '党建亮牌考核赋值'" in gone and len(gone) <= 3 + 7
    for _ in range(5):
        keys(page, "u")  # as fast as they come
    page.wait_for_selector("#undo:disabled")
    assert unseen.read_text("utf-8") == before


def test_words_of_the_source_become_a_figure(page: Any, unseen: Path) -> None:
    lay(page)
    keys(page, "f", "f", "f")
    until_current(page, "创建工作动员大会")
    deleted(page)
    keys(page, "/")
    page.keyboard.type("创建领导小组会议4次")
    keys(page, "Enter", "Escape", "n")
    page.wait_for_selector("#f-value")
    assert (page.input_value("#f-value"), page.input_value("#f-unit"), page.input_value("#f-period")) == ("4", "次", "2024")
    assert page.input_value("#f-quote") == "创建领导小组会议4次"
    page.keyboard.type("会议")
    keys(page, "Enter")
    saved(page)
    assert "- item: '会议'" in unseen.read_text("utf-8") and "quote: '创建领导小组会议4次'" in unseen.read_text("utf-8")
    assert "会议" in current(page)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(page: Any, unseen: Path) -> None:
    lay(page)
    keys(page, "f", "f", "f")
    until_current(page, "创建工作动员大会")
    before = unseen.read_text("utf-8")
    keys(page, "e", "Tab", "Tab")
    page.keyboard.type("许多")
    keys(page, "Enter")
    page.wait_for_selector("#f-value[aria-invalid=true]")
    assert page.inner_text("#f-value-said") and page.input_value("#f-value") == "许多"
    assert unseen.read_text("utf-8") == before
    unseen.write_text(before + "# 别处\n", "utf-8")
    page.fill("#f-value", "9")
    keys(page, "Enter")  # refused: the file was changed; the form is offered again with what was typed
    page.wait_for_selector("#said.bad")
    page.wait_for_selector("#f-value")
    assert page.input_value("#f-value") == "9" and unseen.read_text("utf-8") == before + "# 别处\n"
    keys(page, "Enter")
    saved(page)
    assert unseen.read_text("utf-8").endswith("# 别处\n") and "value: 9\n" in unseen.read_text("utf-8")


def test_a_profile_that_breaks_while_it_is_open_is_told_until_it_is_mended(page: Any, unseen: Path) -> None:
    lay(page)
    good = unseen.read_text("utf-8")
    unseen.write_text(good.replace("schema: 1", "schema: [", 1), "utf-8")
    page.wait_for_selector("div.broken")
    assert "is not valid YAML" in page.inner_text("div.broken") and page.query_selector_all("#list > .entry")
    unseen.write_text(good, "utf-8")
    page.wait_for_selector("div.broken", state="detached")
    unseen.unlink()
    page.wait_for_selector("div.broken")
    assert "不在了" in page.inner_text("div.broken")


def test_both_sides_are_tied_and_every_numeral_is_marked(page: Any) -> None:
    lay(page)
    keys(page, "f", "f", "f")
    sizes = page.evaluate("() => Object.fromEntries([...CSS.highlights].map(([name, one]) => [name, one.size]))")
    said = page.inner_text("#numerals")
    assert sum(sizes[f"numeral-{state}"] for state in ("taken", "doubtful", "unexplained", "other")) == sum(
        map(int, re.findall(r"\d+", said))
    )
    page.hover("#list > .entry:nth-child(9)")
    assert page.evaluate("() => CSS.highlights.get('hover').size") == 1
    until_current(page, "创建工作动员大会")
    assert page.evaluate("() => [...CSS.highlights.get('here')].map(String)") == ["工作动员大会、创建领导小组会议4次"]
    box = page.evaluate("() => { const b = [...CSS.highlights.get('here')][0].getBoundingClientRect(); return [b.x + 20, b.y + 8]; }")
    keys(page, "k", "k", "k")
    page.mouse.move(*box)
    page.wait_for_selector(".entry.over")
    page.mouse.click(*box)
    assert "创建工作动员大会" in current(page)


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_axe_finds_nothing_on_either_page(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for shown in ("first", "desk", "form", "help"):
        if shown == "desk":
            lay(page)
        elif shown == "form":
            keys(page, "f", "f", "f")
            until_current(page, "创建工作动员大会")
            keys(page, "e")
        elif shown == "help":
            keys(page, "Escape", "?")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == [], shown
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def asked_for(page: Any, field: str, value: str) -> None:
    """Opens the query over all profiles and asks it for a value."""
    keys(page, "b")
    page.wait_for_selector("#bulk-kind:focus")
    keys(page, "Tab")
    choose(page, field)
    keys(page, "Tab", "Tab")
    page.keyboard.type(value)


def test_the_same_change_in_all_profiles_by_keyboard_alone(page: Any, root: Path) -> None:
    files = sorted((root / "docs/profiles").glob("*.yml"))
    before = [file.read_text("utf-8") for file in files]
    asked_for(page, "单位", "次")
    keys(page, "Enter")  # nothing is said yet of what it is to be
    page.wait_for_selector("#bulk [role=alert]:not([hidden])")
    keys(page, "Tab", "Tab", "Tab")
    choose(page, "单位")
    keys(page, "Tab")
    page.keyboard.type("场次")
    keys(page, "Enter")
    page.wait_for_selector("#bulk-do:focus")
    shown = page.locator("#bulk .changes li").count()
    assert shown >= 2 and f"{shown} 处要改" in page.inner_text("#bulk-found") and "次 → 场次" in page.inner_text("#bulk-found")
    assert [file.read_text("utf-8") for file in files] == before
    keys(page, "Enter")
    page.wait_for_selector("#bulk-undo:focus")
    after = [file.read_text("utf-8") for file in files]
    lines = [line for pair in zip(before, after, strict=True) for line in difflib.ndiff(*(text.splitlines() for text in pair))]
    assert sum(line.startswith("+ ") for line in lines) == shown and {line[2:].strip() for line in lines if line[:2] == "+ "} == {
        "unit: '场次'"
    }
    keys(page, "Enter")
    page.wait_for_selector("#bulk .done:has-text('已撤销')")
    assert [file.read_text("utf-8") for file in files] == before
    keys(page, "Escape")
    page.wait_for_selector("#bulk", state="hidden")
    page.wait_for_selector("#bulk-open:focus")


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_axe_finds_nothing_on_the_query(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    asked_for(page, "单位", "次")
    page.locator("#bulk .row.sets select").select_option("unit")
    page.locator("#bulk .row.sets input").fill("场次")
    keys(page, "Enter")
    page.wait_for_selector("#bulk-do:focus")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
