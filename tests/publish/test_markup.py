"""The HTML of one page of each type, by html-validate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.publish.test_browser import PAGE_TYPES
from tests.test_forge import CLIENT, said, tool


def faults(pages: Iterable[Path]) -> str:
    command = tool("html-validate", CLIENT / "node_modules/.bin", "npm ci --prefix tests/client")
    return said(command, "--config", CLIENT / "markup.cjs", "--formatter", "text", *pages)


def test_pages_are_valid_html(site: Path) -> None:
    types = [path.split("?")[0] for path in (*PAGE_TYPES, "search/")]
    assert faults([site / "404.html", *(site / path / "index.html" for path in types)]) == ""


def test_what_is_not_valid_is_seen(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = (site / "compare/audience/index.html").read_text(encoding="utf-8")
    page.write_text(text.replace("<table", '<table role="table"', 1), encoding="utf-8")
    assert "no-redundant-role" in faults([page])
