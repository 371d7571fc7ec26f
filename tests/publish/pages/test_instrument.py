"""What pages say of themes, shares of text and trust is what the published data says, and the caveat travels with a region's name."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator import model
from generator.profiles import diff
from generator.profiles.shelf import Shelf
from generator.publish import build
from generator.workspace import Workspace
from tests.project import RULES, copied

NAME, CAUTION = "同江市", "地名推断；原文不全"


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("instrument") / "site", "mkdocs.yml", "templates/pages")
    shelf = Shelf(Workspace(root))
    build.build(RULES, shelf, diff.load(shelf))
    return root / "docs"


def rows(docs: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((docs / f"data/{table}.json").read_text(encoding="utf-8"))["rows"]
    return found


def page(docs: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((docs / path / "index.md").read_text(encoding="utf-8"))


def cells(row: LexborNode) -> list[str]:
    return [node.text().strip() for node in row.css("th, td")]


def percent(part: int, whole: int) -> str:
    return "·" if not part else "<1" if part / whole < 0.005 else f"{part / whole * 100:.0f}"


@pytest.mark.parametrize("path", ["", "compare"])
def test_the_matrix_is_the_table_of_themes(docs: Path, path: str) -> None:
    shown = [cells(row) for row in page(docs, path).css("table.matrix tbody tr:not(.group)")]
    wanted = [
        [
            *(percent(row.get(f"{theme}_text") or 0, row["text"]) for theme in model.THEMES),
            percent(row["other_text"], row["text"]),
            f"{row['text']:,}",
        ]
        for row in rows(docs, "themes")
    ]
    assert [one[1:] for one in shown] == wanted
    assert [one[0].split()[0] for one in shown] == [row["region"] for row in rows(docs, "themes")]


def test_shares_are_those_of_the_measures(docs: Path) -> None:
    for row in rows(docs, "themes"):
        mine = [one for one in rows(docs, "measures") if (one["document"], one["region"]) == (row["document"], row["region"])]
        for theme in model.THEMES:
            assert row[f"{theme}_text"] == sum(one["characters"] for one in mine if one.get("theme") == theme)
        assert row["text"] == row["other_text"] + sum(row[f"{theme}_text"] for theme in model.THEMES)


@pytest.mark.parametrize("theme", model.THEMES)
def test_a_theme_s_page_has_its_measures_and_figures(docs: Path, theme: str) -> None:
    shown = page(docs, f"themes/{theme}")
    mine = [one for one in rows(docs, "measures") if theme in (one.get("theme"), one.get("theme_2"), one.get("theme_3"))]
    assert [node.attributes["href"] for node in shown.css(".outline li > a")] == [f"../../{one['link']}" for one in mine]
    under = {(one["document"], one["region"], one["heading"]) for one in mine}
    figures = [f"../../{one['link']}" for one in rows(docs, "figures") if (one["document"], one["region"], one.get("heading")) in under]
    assert [node.attributes["href"] for node in shown.css(".outline .in a")] == figures
    told = [cells(row)[2:] for row in shown.css(".shares-table tbody tr:not(.group)")]
    wanted = []
    for row in (row for row in rows(docs, "themes") if row[theme]):
        some = [one for one in mine if (one["document"], one["region"]) == (row["document"], row["region"])]
        share = percent(row[f"{theme}_text"], row["text"]).replace("·", "0")
        wanted.append([f"{share}%", f"{row[f'{theme}_text']:,}", str(row[theme]), str(sum(one["figures"] for one in some))])
    assert told == wanted
    assert not shown.css(".outline li > a")[0].text().startswith("#")


def test_the_page_of_trust_is_the_table_of_documents(docs: Path) -> None:
    shown = {str(row.attributes["id"])[2:]: cells(row) for row in page(docs, "data/trust").css("tbody tr[id]")}
    assert list(shown) == [row["document"] for row in rows(docs, "documents")]
    for row in rows(docs, "documents"):
        told = shown[row["document"]]
        assert told[3:7] == [str(row["figures"]), str(row["dated"]), str(row["exact"]), f"{row['recorded']} / {row['numerals']}"]
        assert (f"缺 {row.get('missing') or 0:,} 字" in told[2]) == bool(row.get("missing"))
        assert told[8] == str(row["corrected"])


def test_figures_with_and_without_a_period_and_their_density_are_those_of_the_tables(docs: Path) -> None:
    wanted = []
    for row in rows(docs, "themes"):
        mine = [one for one in rows(docs, "figures") if (one["document"], one["region"]) == (row["document"], row["region"])]
        dated = sum(one.get("period") is not None for one in mine)
        wanted.append([row["region"], str(dated), str(len(mine) - dated), f"{len(mine) / row['text'] * 1000:.1f}"])
    shown = [cells(row) for row in page(docs, "data/trust").css(".periods tbody tr")]
    assert [[one[0].split()[0], *one[2:]] for one in shown] == wanted


def test_trust_counts_what_the_figures_say(docs: Path) -> None:
    for row in rows(docs, "documents"):
        mine = [one for one in rows(docs, "figures") if one["document"] == row["document"]]
        told = len(mine), sum(one.get("period") is not None for one in mine), sum(one["qualifier"] == "exact" for one in mine)
        assert (row["figures"], row["dated"], row["exact"]) == told


def named(docs: Path) -> Iterator[tuple[str, LexborNode]]:
    """Every link or cell outside quotes and crumbs whose whole text is the region's name."""
    for path in sorted(docs.rglob("*.md")):
        for node in LexborHTMLParser(path.read_text(encoding="utf-8")).css("article a, a, th, dd"):
            if node.text(deep=False).strip() == NAME and not node.attributes.get("aria-current"):
                yield path.relative_to(docs).as_posix(), node


def test_the_mark_stands_wherever_the_name_does(docs: Path) -> None:
    found = list(named(docs))
    assert len({path for path, _ in found}) > 10
    for path, node in found:
        around = node.parent.text() if node.parent else ""
        mark = "place inferred" if path.startswith("en/") else "地名推断"
        assert mark in around or mark in node.text(), (path, node.html)
    assert len(page(docs, "regions/230881").css("dl.trust")) == 1
    assert "缺 1,853 字" in page(docs, "regions/230881").css_first("dl.trust").text()


def test_the_mark_stands_in_every_table_with_the_name(docs: Path) -> None:
    found = 0
    for path in sorted((docs / "data").rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                if NAME in (row.get("地区"), row.get("所报告地区")) or row.get("文件") == "tongjiang-2024":
                    assert row["注意"] == CAUTION, path
                    found += 1
                elif row.get("地区") in ("延吉市", "永登县"):
                    assert row["注意"] == "", path
    assert found > 50


def test_what_nobody_counted_is_not_told_as_nothing(docs: Path) -> None:
    text = (docs / "data/trust/index.md").read_text(encoding="utf-8")
    assert not re.search(r"<td[^>]*></td>|None", text)
