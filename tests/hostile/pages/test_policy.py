"""Nothing runs or is styled that stands in a page itself, and every page says so."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
DATA = ("application/json", "application/ld+json")


def test_every_page_forbids_what_stands_in_it_and_has_none(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 30
    for path in pages:
        page = LexborHTMLParser(path.read_text(encoding="utf-8"))
        head = page.css_first("head")
        assert head is not None
        first = next(node for node in head.iter() if node.tag != "#text")
        assert first.attributes.get("content") == POLICY, path
        for node in page.css("*"):
            loose = {name for name in node.attributes if name.startswith("on") or name == "style"}
            assert not loose, f"{path}: {node.tag} {loose}"
            assert node.tag != "style", path
            if node.tag == "script" and node.attributes.get("type") not in DATA:
                assert node.attributes.get("src"), path


def test_the_policy_is_told_to_those_who_send_headers(site: Path) -> None:
    security = Path(__file__).parents[3].joinpath("SECURITY.md").read_text(encoding="utf-8")
    assert f"{POLICY}; frame-ancestors 'none'" in security


def test_a_page_reads_its_encoding_in_time(site: Path) -> None:
    """The encoding must stand in the first 1,024 bytes, which the policy comes before."""
    found = re.search(rb'<meta charset="utf-8">', (site / "index.html").read_bytes())
    assert found is not None and found.end() <= 1024
