"""The site of the live data: it builds strictly, every document and region has its pages, every link leads somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import built
from tests.conftest import build_site
from tests.project import ROOT

MOST = 1_000_000
"""Bytes of a page's HTML: more would be slow on a phone; long tables are cut before."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_site(tmp_path_factory.mktemp("live"), ROOT)


@pytest.fixture(scope="module")
def pages(site: Path) -> built.Pages:
    return built.parsed(site)


def test_every_document_and_region_has_its_pages(site: Path) -> None:
    assert [path for path in built.addresses(ROOT) if not (site / path).exists()] == []


def test_every_link_and_anchor_leads_somewhere(site: Path, pages: built.Pages) -> None:
    assert built.broken_links(site, pages) == []


def test_nothing_loads_from_third_parties(site: Path, pages: built.Pages) -> None:
    assert built.foreign(site, pages) == []


def test_every_correction_is_listed(site: Path, pages: built.Pages) -> None:
    assert built.unlisted_corrections(ROOT, site, pages) == []


def test_no_source_is_republished(site: Path) -> None:
    assert built.republished(ROOT, site) == []


def test_no_page_is_too_large(site: Path) -> None:
    assert [path.relative_to(site) for path in site.rglob("*.html") if path.stat().st_size > MOST] == []


def test_the_search_has_an_index(site: Path) -> None:
    assert (site / "search/data/index-1.json").exists()
