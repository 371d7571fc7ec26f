"""Every page of the frozen site in a real browser: what tests/publish holds of one page of each type, of one row of many and of few seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.publish.test_browser import PAGE_TYPES, WAYS, Open, open_page, opened, violated  # noqa: F401
from tests.publish.test_lines import broken, page  # noqa: F401
from tests.publish.test_rebuild import damaged, edited, root  # noqa: F401
from tests.publish.test_weight import visited

pytestmark = pytest.mark.browser


def test_no_page_breaks_its_policy_or_logs_an_error(open_page: Open, site: Path, address: str) -> None:  # noqa: F811
    opened(open_page, site, address)


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_nothing_for_axe_to_find_in_any_row(open_page: Open, address: str, width: int, scheme: str) -> None:  # noqa: F811
    violated(open_page, address, PAGE_TYPES, width, scheme)


@pytest.mark.parametrize("width", [1280, 360])
def test_first_visits_are_light_and_calm(browser: Any, address: str, site: Path, width: int) -> None:
    visited(browser, address, site, (*PAGE_TYPES, "search/"), width)


def test_lines_of_every_page_break_well(page: Any, address: str, site: Path) -> None:  # noqa: F811
    broken(page, address, [path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")])


@pytest.mark.parametrize("seed", range(1, 6))
def test_edits_one_after_the_other_end_as_a_build_from_nothing(root: Path, tmp_path: Path, seed: int) -> None:  # noqa: F811
    edited(root, tmp_path, seed, 8)


def test_what_was_kept_never_changes_what_is_made(root: Path, tmp_path: Path) -> None:  # noqa: F811
    damaged(root, tmp_path, ["gone", "empty", "cut", "foreign", "overwritten", "a folder"])
