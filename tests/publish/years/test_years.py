"""Reports of several years of one region: told apart, put beside one another, and recomputed from the published data alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator import model
from generator.places import gazetteer
from generator.profiles import diff
from generator.profiles.shelf import Shelf
from generator.publish import build
from generator.publish.corpus import corpus
from generator.publish.years import years
from generator.rules.vocabulary import UnitFamily
from generator.workspace import Workspace
from tests.project import RULES, YEARS, copied

REGION, SINGLE = "450226", "450225"
ORDER = ["sanjiang-2022", "sanjiang-2023", "sanjiang-2024-03", "sanjiang-2024", "sanjiang-undated"]
HEADS = ["2022", "2023", "2024-03-15", "2024-11-28", "日期未注明"]
COURSES = {
    "always": "每年都写到",
    "came": "后来写到",
    "went": "最近一年没有写到",
    "again": "有的年份没有写到",
    "undated": "只见于日期未注明的报告",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("years") / "site", "mkdocs.yml", "templates/pages", data=YEARS)
    shelf = Shelf(Workspace(root))
    build.build(RULES, shelf, diff.load(shelf))
    return root / "docs"


@pytest.fixture(scope="module")
def page(docs: Path) -> LexborHTMLParser:
    return LexborHTMLParser((docs / f"regions/{REGION}/index.md").read_text(encoding="utf-8"))


def rows(docs: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((docs / f"data/{table}.json").read_text(encoding="utf-8"))["rows"]
    return [row for row in found if row.get("adcode") == REGION]


def text(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text().split())


def family(concept: str, unit: str) -> UnitFamily:
    found = RULES.vocabulary.concepts[concept].family(unit)
    assert found
    return found


# ---- the table, from the data package alone -------------------------------------------------------------------------


def test_reports_stand_in_the_order_of_time_and_are_told_apart(page: LexborHTMLParser) -> None:
    for table in page.css("table.years, table.matrix"):
        heads = table.css("thead th")[1:]
        assert [text(head) for head in heads] == HEADS
        assert [head.css_first("a").attributes["href"] for head in heads] == [f"#document-{name}" for name in ORDER]


def test_the_table_has_every_figure_once_and_says_its_gaps(docs: Path, page: LexborHTMLParser) -> None:
    wanted: dict[str, list[list[tuple[str, str, str, str]]]] = {}
    for concept in model.CONCEPTS:
        for row in (row for row in rows(docs, "figures") if row.get("concept") == concept and not row.get("of")):
            line = wanted.setdefault(f"y-{concept}-{family(concept, row['unit']).id}", [[] for _ in ORDER])
            told = row["period"].split("-")[0] + "年" if row.get("period") else "时期未注明"
            line[ORDER.index(row["document"])].append((row["link"].partition("/#")[2], row["shown"], row["item"], told))
    shown: dict[str, list[list[tuple[str, str, str, str]]]] = {}
    for line_ in page.css("table.years tbody tr"):
        cells = line_.css("td")
        assert [cell.attributes["data-year"] for cell in cells] == HEADS
        assert all(bool(cell.css("p")) != (text(cell) == "未载") for cell in cells)
        shown[str(line_.attributes["id"])] = [
            [
                (str(one.css_first("a").attributes["href"])[1:], text(one.css_first("a")), text(one.css_first(".item")), text(one.css_first(".period")))
                for one in cell.css("p")
            ]
            for cell in cells
        ]  # fmt: skip
    assert {name: [sorted(cell) for cell in line] for name, line in shown.items()} == {
        name: [sorted(cell) for cell in line] for name, line in wanted.items()
    }
    assert sum(len(cell) for line in shown.values() for cell in line) == sum(bool(row.get("concept")) for row in rows(docs, "figures")) > 15


def test_every_number_leads_to_its_quote(docs: Path, page: LexborHTMLParser) -> None:
    quotes = {row["link"].partition("/#")[2]: row["quote"] for row in rows(docs, "figures")}
    for link in page.css("table.years td a"):
        anchor = str(link.attributes["href"])[1:]
        assert text(page.css_first(f"li#{anchor} q")) == quotes[anchor]


def test_what_does_not_compare_is_apart_or_said(page: LexborHTMLParser) -> None:
    lines = {str(line.attributes["id"]): text(line.css_first("th")) for line in page.css("table.years tbody tr")}
    assert "二者不宜直接相比" in lines["y-audience-people"], "人 of one year, 人次 of the others"
    assert "不宜" not in lines["y-trainees-people"] and "y-study_sessions-courses" in lines
    early = page.css(".years small.caveat")
    assert [text(one) for one in early] == ["晚于发布日期"]
    assert "2025年" in text(early[0].parent)
    assert not page.css("table.years svg, table.years img")


def test_shares_of_text_are_those_of_the_data(docs: Path, page: LexborHTMLParser) -> None:
    by_document = {row["document"]: row for row in rows(docs, "themes")}

    def cells(values: Sequence[tuple[int, int]]) -> list[str]:
        return ["·" if not part else f"{part / whole * 100:.0f}" for part, whole in values]

    shown = [[text(cell) for cell in line.css("td")] for line in page.css("table.matrix tbody tr")]
    told = [by_document[name] for name in ORDER]
    wanted = [cells([(row[f"{theme}_text"] or 0, row["text"]) for row in told]) for theme in model.THEMES]
    assert shown == [*wanted, cells([(row["other_text"], row["text"]) for row in told]), [f"{row['text']:,}" for row in told]]
    assert len({tuple(line) for line in shown[:8]}) > 4


def test_programmes_came_stayed_and_went(docs: Path, page: LexborHTMLParser) -> None:
    named: dict[str, set[str]] = {}
    for row in rows(docs, "programmes"):
        named.setdefault(row["programme"], set()).add(row["document"])
    published = {row["document"]: (row.get("published") or "")[:4] for row in rows(docs, "themes")}
    all_years = sorted({year for year in published.values() if year})

    def course(documents: set[str]) -> str:
        told = {published[name] for name in documents} - {""}
        first, last = all_years[0] in told, all_years[-1] in told
        return "undated" if not told else "always" if len(told) == len(all_years) else "went" if not last else "again" if first else "came"

    shown = {}
    for group in page.css("dl.kinds > div"):
        if (label := text(group.css_first("dt"))) in COURSES.values():
            for one in group.css("dd"):
                shown[text(one.css_first(".name"))] = (
                    label,
                    [str(link.attributes["href"])[len("#document-") :] for link in one.css("small a")],
                )
    assert shown == {name: (COURSES[course(documents)], [one for one in ORDER if one in documents]) for name, documents in named.items()}
    assert {label for label, _ in shown.values()} == {COURSES[one] for one in ("always", "came", "went", "undated")}


def test_a_region_with_one_report_has_none_of_it(docs: Path) -> None:
    single = (docs / f"regions/{SINGLE}/index.md").read_text(encoding="utf-8")
    assert "years" not in single and "未载" not in single and single.count('class="trust"') == 1


@pytest.mark.parametrize("path", ["compare/lectures", "compare", "themes/education"])
def test_two_reports_of_one_year_are_told_apart_elsewhere(docs: Path, path: str) -> None:
    shown = LexborHTMLParser((docs / path / "index.md").read_text(encoding="utf-8"))
    found = [text(one) for one in shown.css("th") if one.css(f"a[href$='regions/{REGION}/']")]
    assert len(found) == len(set(found)) > 2 and "三江侗族自治县 2024-11-28" in found


@pytest.mark.parametrize("path", ["programmes", "en/programmes"])
def test_a_region_of_several_reports_is_named_once_in_a_list(docs: Path, path: str) -> None:
    shown = LexborHTMLParser((docs / path / "index.md").read_text(encoding="utf-8"))
    lists = [[link.text() for link in line.css("a")] for line in shown.css("li .about")]
    assert [names for names in lists if len(names) != len(set(names))] == [] and any(len(names) > 1 for names in lists)


def test_a_report_is_led_to_whatever_signs_its_id_has(tmp_path: Path) -> None:
    root = copied(tmp_path / "site", "mkdocs.yml", "templates/pages", data=YEARS)
    old = root / "docs/profiles/sanjiang-2023.yml"
    text = old.read_text(encoding="utf-8")
    old.unlink()
    (old.parent / "2023_a-b_c.yml").write_text(text.replace("id: sanjiang-2023", "id: '2023_a-b_c'", 1), encoding="utf-8")
    shelf = Shelf(Workspace(root))
    build.build(RULES, shelf, diff.load(shelf))
    page = (root / f"docs/regions/{REGION}/index.md").read_text(encoding="utf-8")
    assert 'href="#document-2023.a-b.c"' in page and "\n\n## 文件3：2023-11-06 { #document-2023.a-b.c }\n\n" in page


def test_figures_of_the_explorer_have_the_year_of_their_report(docs: Path) -> None:
    kept = json.loads((docs / "figures/450000.json").read_text(encoding="utf-8"))
    told = {(kept["reports"][row[0]][3], str(kept["reports"][row[0]][4] or ""), row[11]) for row in kept["rows"]}
    wanted = {(r["document"], (r.get("published") or "")[:4], r["link"].partition("/#")[2]) for r in rows(docs, "figures")}
    assert wanted <= told and {year for _, year, _ in wanted} == {"", "2022", "2023", "2024"}


# ---- made-up cases --------------------------------------------------------------------------------------------------


def dated(*dates: str | None, programmes: Sequence[Sequence[str]] = ()) -> years.Years:
    """The years of a region with a report of each date, whose ids are a, b, c …; each names its programmes."""
    profiles = []
    for number, date in enumerate(dates):
        named = programmes[number] if programmes else []
        entry = model.Region.model_validate(
            {"name": "甲县", "adcode": "222401", "level": "county", "parent": None, "basis": "stated", "programmes": [{"name": n} for n in named]}
        )  # fmt: skip
        source = model.Source.model_validate(
            {
                "file": f"{number}.txt",
                "sha256": f"{number:064x}",
                "title": None,
                "published": date,
                "publisher": None,
                "completeness": "full",
            }
        )
        review = model.Review.model_validate({"status": "unreviewed"})
        profiles.append(model.Profile(schema=1, id="abcdef"[number], source=source, review=review, regions=[entry]))
    made = corpus.gather(profiles, gazetteer.load(RULES))
    return years.of(RULES, made.regions["222401"].reports)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["2023", "2021"], [("b", "2021", None, False), ("a", "2023", None, False)]),
        (["2023-05", "2023-11-02"], [("a", "2023", "2023-05", False), ("b", "2023", "2023-11-02", False)]),
        (["2023", "2023", "2020"], [("c", "2020", None, False), ("a", "2023", "2023", True), ("b", "2023", "2023", True)]),
        ([None, "2020", None], [("b", "2020", None, False), ("a", None, None, True), ("c", None, None, True)]),
    ],
)
def test_no_more_is_told_than_tells_apart(dates: list[str | None], told: list[tuple[str, str | None, str | None, bool]]) -> None:
    found = dated(*dates)
    assert [(one.report.profile.id, one.year, one.date, one.twin) for one in found.years] == told
    assert found.several == (len({date[:4] for date in dates if date}) > 1)


def test_courses_are_of_years_not_of_reports() -> None:
    found = dated("2021", "2022-03", "2022-09", "2023", programmes=[["A", "B", "D"], ["A", "C"], [], ["A", "C ", "D"]])
    assert {course: [one.name for one in some] for course, some in found.programmes.items()} == {
        "always": ["A"], "came": ["C "], "went": ["B"], "again": ["D"],
    }  # fmt: skip
    assert dated("2022-03", "2022-09", None, programmes=[["A"], ["A"], ["B"]]).programmes == {}, "one year has no course"


@pytest.mark.parametrize(
    ("published", "period", "ahead"),
    [
        ("2024-11-28", "2025", True), ("2024-11-28", "2024", False), ("2024-11-28", "2024-12", True), ("2024-11", "2024-11-30", False),
        ("2024", "2024-12", False), ("2023", "2021-2025", False), ("2020", "2021-2025", True), (None, "2030", False), ("2024", None, False),
    ],
)  # fmt: skip
def test_a_period_after_the_report_is_seen(published: str | None, period: str | None, ahead: bool) -> None:
    source = model.Source.model_construct(published=published)
    profile, one = model.Profile.model_construct(source=source), model.Indicator.model_construct(period=period)
    figure = corpus.ReportedFigure(None, profile, None, None, one, 1, (), "", "", None)  # type: ignore[arg-type]
    assert years.ahead(figure) is ahead
