"""From a report that no rule was made for to its gold annotation, in a real browser, by keyboard alone."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.profiles.items import items
from generator.yaml_io import entry_lines
from tests.desk.client import Client
from tests.desk.proofreader import Keyboard, faults
from tests.gold import score
from tests.gold.gate import SETS
from tests.project import alone

pytestmark = pytest.mark.browser
REPORT = "k04_xunhua"
MOST = 1.3
"""Actions for each item that is wrong or missing."""


def said(data: Any) -> Counter[str]:
    """What every item says by itself."""
    return Counter(repr((item.kind, sorted(item.values.items()))) for item in items(data) if item.kind != "ethnic_groups")


def lines(data: Any) -> Counter[str]:
    return Counter(line.strip() for item in items(data) if isinstance(item.data, dict) for line in entry_lines(item.kind, item.values, 0))


def test_an_unseen_report_becomes_its_gold(root: Path, browser: Any) -> None:
    """`pytest -s` prints the figures."""
    documents, annotation = SETS["heldback"]
    gold = yaml.safe_load((annotation / f"{REPORT}.gold.yml").read_text("utf-8"))
    alone(root, "jiayuguan")
    added = CliRunner().invoke(main, ["--root", str(root), "add", str(documents / f"{REPORT}.txt"), "--id", "unseen"])
    file = root / "docs/profiles/unseen.yml"
    assert added.exit_code == 0, added.output
    before = file.read_text("utf-8")
    desk = Client(root, enter=False)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(60_000)
    page.goto(desk.pages.address("unseen"))
    page.wait_for_selector("body.ready")
    begun, keyboard = time.perf_counter(), Keyboard(page, lambda: desk.pages.desk.shown("unseen") or {})
    for _ in range(4):
        if page.get_attribute("#filters button:last-child", "aria-pressed") != "true":
            page.keyboard.press("f")
    first = faults(gold, yaml.safe_load(before))
    wrong, touched = len({(one.kind, one.path, one.words * (one.do == "n")) for one in first}), Counter[str]()
    while found := faults(gold, yaml.safe_load(file.read_text("utf-8"))):
        assert len(keyboard.actions) < 2 * wrong, keyboard.actions
        keyboard.put_right(found[0])
        touched[found[0].do] += 1
    keyboard.check("王某")
    took = time.perf_counter() - begun
    page.close()
    desk.close()
    done = len(keyboard.actions)
    print(f"{REPORT}: {wrong} items wrong or missing, {done} actions ({done / wrong:.2f} each), {took:.0f} s")
    after = file.read_text("utf-8")
    tally = score.Tally()
    score.score_document(tally, gold, yaml.safe_load(after))
    assert tally.misses == [] and re.search(r"^review: \{status: checked, by: '王某', date: ", after, re.MULTILINE)
    assert wrong >= 5 and done <= MOST * wrong, keyboard.actions
    was, now = yaml.safe_load(before), yaml.safe_load(after)
    gone, come = said(was) - said(now), said(now) - said(was)
    assert gone.total() <= touched["e"] + touched["d"] and come.total() <= touched["e"] + touched["n"]  # the touched items alone
    old, new = (Counter(line.strip() for line in text.splitlines()) for text in (before, after))
    allowed = re.compile(r"(- )?\w+:( \[\])?|review: .*")
    for differs, own in ((old - new, lines(was)), (new - old, lines(now))):
        assert [line for line in differs if not allowed.fullmatch(line) and line not in own] == []
