"""Every number on every page is one that the published data give: each is counted again from data/*.json alone, and none is left over.

A page's numbers are taken away as they are explained. What is left may hold digits only in words that stand in the data as they are
(headings, titles, names, items, dates); a number that nobody explains turns the test red, so a new one on a page needs its line here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator import model
from generator.language.signs import headline
from tests.project import RULES
from tests.publish.pages.test_instrument import docs, percent, rows

__all__ = ["docs"]
Row = dict[str, Any]
ELSEWHERE = {
    "data/quality/": "scores of the gold gate, which has its own tests",
    "data/corrections/": "what people changed: the profiles and their bases have it, no table",
    "data/trust/": "held to the table of documents by test_instrument",
    "changes/": "data/history.json, held by tests/publish/history",
    "data/codebook/": "the rules' own words, whose digits are no counts",
    "about/": "prose of the English edition; that of the Chinese is written by hand",
}
"""Pages whose numbers are not those of the tables, and where they come from."""
APART = "q, pre, code, svg, script, .key, .matrix, .hash, .style, .was"
"""Quotes, citations, addresses, the key of shades, the matrix (test_instrument counts it), and what the machine had read."""


MONTHS = "January February March April May June July August September October November December".split()


def _iso(date: re.Match[str]) -> str:
    """`9 April 2025` -> 2025-04-09, as the data have it."""
    return f"{date[3]}-{MONTHS.index(date[2]) + 1:02}" + (f"-{int(date[1]):02}" if date[1] else "")


def numbers(text: object) -> list[str]:
    """The numbers in a text, without commas and leading zeros."""
    return [re.sub(r"^0+(?=\d)", "", one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", "" if text is None else str(text))]


class Data:
    """The published tables of one build."""

    def __init__(self, folder: Path) -> None:
        names = [path.stem for path in (folder / "data").glob("*.json") if '"rows"' in path.read_text(encoding="utf-8")]
        self.tables: dict[str, list[Row]] = {name: rows(folder, name) for name in sorted(names)}
        cells = {str(cell) for table in self.tables.values() for row in table for cell in row.values() if isinstance(cell, str)}
        parts = {part for cell in cells for part in cell.split("、")}
        words = {form for one in cells | parts for form in (one, headline(one)) if re.search(r"\d", one)}
        self.words = sorted(words, key=len, reverse=True)
        """Texts with digits that a page may print as they are, the longest first."""
        self.years = {one[:4] for one in cells if re.match(r"\d{4}(?:-|$)", one)}

    def of(self, table: str, **wanted: object) -> list[Row]:
        return [row for row in self.tables[table] if all(row.get(key) == value for key, value in wanted.items())]

    def places(self, some: Iterable[Row]) -> int:
        """How many regions some rows are of."""
        return len({(row.get("adcode"), row["region"], None if row.get("adcode") else row["document"]) for row in some})


class Page:
    """A generated page whose numbers are taken away as they are explained."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path, self.english = path.removeprefix("en/"), path.startswith("en/")
        text = (folder / path / "index.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
        text = re.sub(rf"(?:(\d\d?) )?({'|'.join(MONTHS)}) (\d{{4}})", _iso, text) if self.english else text
        self.tree = LexborHTMLParser(re.sub(r"(?m)^#+ .*$", "", text))
        self.dots = LexborHTMLParser(text).css("#dots tbody tr")
        self.tiles = [[cell.text() for cell in row.css("th, td")] for row in LexborHTMLParser(text).css(".tiles tr")]
        for node in self.tree.css(APART):
            node.decompose()

    def css(self, selector: str) -> list[LexborNode]:
        return self.tree.css(selector)

    def shows(self, node: LexborNode, row: Row) -> bool:
        """Whether a figure stands there as the page's language prints it: in English in plain digits."""
        if not self.english:
            return node.text().strip() == row["shown"]
        return (node.css_first(".num").text().replace(",", ""), node.css_first(".unit").text()) == (f"{row['value']:.15g}", row["unit"])

    def take(self, selector: str, wanted: Iterable[object]) -> None:
        """Explains all numbers in what `selector` finds, in order."""
        nodes = self.css(selector)
        found = [number for node in nodes for number in numbers(node.text())]
        assert found == [one for value in wanted for one in numbers(value)], f"{self.path}: {selector}"
        for node in nodes:
            node.decompose()

    def left(self, data: Data) -> Iterator[str]:
        """Texts with a number that nobody explained."""
        for node in self.tree.root.traverse(include_text=True) if self.tree.root else ():
            if node.tag == "-text" and re.search(r"\d", text := node.text()):
                plain = text
                for words in data.words:
                    if len(words) > 3 or words == text.strip("《》“” "):
                        plain = plain.replace(words, "")
                if re.search(r"\d", plain) and plain.strip() not in data.years:
                    yield f"{self.path}: {text.strip()[:80]}"


def home(page: Page, data: Data) -> None:
    page.take("dl.totals dd", [len(data.tables[name]) for name in ("documents", "regions", "measures", "figures")])
    provinces = Counter(row["province"] for row in sorted(data.tables["regions"], key=lambda row: str(row["adcode"])))
    page.take(".ways small", [*provinces.values(), *(data.places(data.tables[f"concept-{one}"]) or 0 for one in model.CONCEPTS)])


def regions(page: Page, data: Data) -> None:
    page.take(".lede", [len(data.tables["regions"])])
    found = sorted(data.tables["regions"], key=lambda row: (str(row["adcode"])[:2], model.LEVELS.index(row["level"]), str(row["adcode"])))
    page.take(".jump small", Counter(row["province"] for row in found).values())
    by_province: dict[str, list[Row]] = {}
    for row in data.tables["regions"]:
        by_province.setdefault(row["province"], []).append(row)
    ordered = [row for _, some in sorted(by_province.items(), key=lambda one: str(one[1][0]["adcode"])[:2]) for row in some]
    told = [[len(data.of("measures", adcode=r["adcode"], document=r["document"])), r["figures"], r["published"]] for r in ordered]
    page.take(".end", [one for three in told for one in three])


def period(row: Row) -> str:
    return str(row["period"] or "")


def gaps(page: Page, data: Data, document: str) -> None:
    found: dict[str, list[Row]] = {}
    for row in data.of("gaps", document=document):
        found.setdefault(row["gap"], []).append(row)
    told = [n for _, some in sorted(found.items()) for n in (len(some), sum(row["missing"] or 0 for row in some) or "")]
    page.take("aside.notice", told)
    page.take("p.note.gaps-note", told if page.css("p.note.gaps-note") else [])


def segments(page: Page, data: Data, adcode: str) -> None:
    """The outline: the parts of a report, each with the text and figures of all that stands below it."""
    measures = data.of("measures", adcode=adcode)
    starts = [node.attributes["href"] for node in page.css(".ledger a")]
    at = [next(n for n, row in enumerate(measures) if row["link"].endswith(str(start))) for start in starts]
    groups = {n for n, row in enumerate(measures) if row["depth"] == 1 and not row["theme"] and not row["figures"] and n not in at}
    counts, lengths = list[object](), list[int]()
    for start, end in zip(at, [*at[1:], len(measures)], strict=True):
        some = [row for n, row in enumerate(measures) if start <= n < end and n not in groups]
        lengths.append(sum(row["characters"] or 0 for row in some))
        counts += [f"{lengths[-1]}" if lengths[-1] else "", len(some) - 1 or "", sum(row["figures"] for row in some) or ""]
    page.take(".ledger .count", counts)
    page.take(".ledger .no", range(1, len(at) + 1))
    page.take(".strip:not(.whole)", [n for n, length in enumerate(lengths, 1) if length and lengths])
    page.take(".measure .no", range(1, len(at) + 1))


def figures(page: Page, data: Data) -> None:
    """Every figure of a list by its anchor."""
    by_link = {row["link"]: row for row in data.tables["figures"]}
    for node in page.css("ul.figures > li"):
        row = by_link[f"{page.path}#{node.attributes['id']}"]
        assert node.css_first(".value").text().strip() == row["shown"], page.path
        assert numbers(node.css_first(".period").text()) == numbers(period(row).replace("-", " ")), page.path
        for part in node.css(".value, .period"):
            part.decompose()


def trusted(page: Page, row: Row) -> None:
    told = [row["figures"], *([row["dated"], row["exact"], row["figures"] - row["exact"]] if row["figures"] else [])]
    counted = [row["numerals"], row["recorded"], row["doubtful"] or ""] if row["numerals"] is not None else []
    page.take("dl.trust dd", [row["missing"] or row.get("gaps") or "", *told, *counted, str(row["reviewed_on"] or "").replace("-", " "), row["corrected"] or ""])  # fmt: skip


def region(page: Page, data: Data) -> None:
    adcode = page.path.split("/")[1]
    (row,), mine = data.of("regions", adcode=adcode), data.of("figures", adcode=adcode)
    (themes,), measures = data.of("themes", adcode=adcode), data.of("measures", adcode=adcode)
    facts = {node.css_first("dt").text(): node.css_first("dd").text() for node in page.css("dl.facts > div")}
    assert (numbers(facts["文件"]), numbers(facts["措施"]), numbers(facts["数字"])) == tuple(
        [str(n)] for n in (row["documents"], len(measures), len(mine))
    )
    page.take("dl.facts", [adcode, row["documents"], str(row["published"] or "").replace("-", " "), len(measures), len(mine)])
    gaps(page, data, row["document"])
    if page.css(".ledger"):
        segments(page, data, adcode)
    shares = [(themes[f"{theme}_text"], themes["text"]) for theme in model.THEMES] + [(themes["other_text"], themes["text"])]
    page.take("ul.shares li", [one for part, whole in shares if part for one in (percent(part, whole), part)])
    page.take("ul.shares + p", [themes["text"], sum(one["characters"] is None for one in measures) or ""])
    page.take(".measure .head .themes > span", [one["characters"] or "" for one in measures])
    cards: list[object] = []
    for concept in model.CONCEPTS:
        if some := [one for one in mine if one["concept"] == concept]:
            others = data.places(data.of("figures", concept=concept)) - 1
            cards += [some[0]["shown"], some[0]["item"], period(some[0]).replace("-", " "), len(some) - 1 or "", others or ""]
    page.take(".cards", cards)
    figures(page, data)
    trusted(page, {**row, "gaps": len(data.of("gaps", document=row["document"]))})
    named = data.of("programmes", adcode=adcode)
    page.take(".tags small", [one for p in named for one in (p["parts"] or "", (p["meaning"] == "listed" and p["part_names"]) or "")])
    networks = data.of("networks", adcode=adcode)
    found = [node for node in page.css(".entries .item") if re.fullmatch(r"\d 级", node.text())]
    assert [numbers(node.text()) for node in found] == [[str(one["levels"])] for one in networks]
    for node in found:
        node.decompose()


def documents(page: Page, data: Data) -> None:
    page.take(".lede", [len(data.tables["documents"])])
    provinces = {row["province"]: str(row["adcode"])[:2] for row in data.tables["regions"]}
    dates = {(row["province"], row["document"], str(row["published"] or "")[:4]) for row in data.tables["themes"]}
    years = sorted(int(year) for _, _, year in dates if year)
    columns = [*map(str, range(years[0], years[-1] + 1)), *([""] if any(not year for _, _, year in dates) else [])]
    counts = Counter((province, year) for province, _, year in dates)
    assert page.tiles[0][1:] == [year or ("No date" if page.english else "日期未注明") for year in columns]
    assert page.tiles[1:] == [
        [province, *(str(counts[province, year] or "·") for year in columns)]
        for province in sorted(provinces, key=lambda one: provinces[one])
    ]


def compare(page: Page, data: Data) -> None:
    told = [(data.tables[f"concept-{one}"]) for one in model.CONCEPTS]
    page.take("table.list td.n", [n for some in told for n in (data.places(some), len(some))])


def concept(page: Page, data: Data) -> None:
    table = data.tables[f"concept-{page.path.split('/')[1]}"]
    page.take(".claim", [data.places(table) or ""])
    page.take(".doors span", [])
    shown = page.css(".figures-table tbody tr:not(.group)")
    assert len(shown) == len(table)
    links = {row["link"]: row for row in table}
    for node in shown:
        link = node.css_first("td a")
        row = links.pop(str(link.attributes["href"]).replace("../", ""))
        assert page.shows(link, row), page.path
        assert numbers(node.css_first(".when").text()) == numbers(period(row).replace("-", " "))
        assert node.css_first("th").text().split()[0] == row["region"]
        for part in node.css("td a, .when"):
            part.decompose()
    assert links == {}


def several(data: Data, table: str, key: Callable[[Row], str]) -> tuple[int, list[int]]:
    """How many different names a table has, and of those that several regions have, the numbers of regions."""
    found: dict[str, list[Row]] = {}
    for row in data.tables[table]:
        found.setdefault(key(row), []).append(row)
    return len(found), [data.places(some) for some in found.values() if data.places(some) > 1]


def cited(page: Page, data: Data) -> None:
    names, shared = several(data, "documents_cited", lambda row: row["normalised"])
    page.take(".lede", [names, len(shared) or ""])
    page.take(".rows .about", sorted(shared) * 2)
    levels = Counter(row["issuer"] for row in data.tables["documents_cited"] if row["kind"] in ("policy", "law"))
    assert sum(len(node.css("li")) for node in page.css(".rows")) >= sum(1 for _ in levels)


def networks(page: Page, data: Data) -> None:
    page.take("td.n", [row["levels"] for row in data.tables["networks"]])
    labels = [RULES.vocabulary.networks[row["network_kind"]].label for row in data.tables["networks"]]
    kinds = [label.en if page.english else label.zh for label in labels]
    assert [node.text() for node in page.css("td.when")] == kinds


def dotted(page: Page, data: Data, shared: dict[str, list[Row]]) -> None:
    """The picture of which regions use which formula; the English page has none."""
    if page.english:
        return
    formulas = [some for some in shared.values() if some[0]["programme_kind"] == "formula"]
    codes = [row["adcode"] for row in data.tables["regions"] if any(row["adcode"] in {one["adcode"] for one in some} for some in formulas)]
    wanted = [["●" if code in {one["adcode"] for one in some} else "·" for some in formulas] for code in codes]
    assert len(wanted) > 2 and [[cell.text() for cell in row.css("td")] for row in page.dots] == wanted


def programmes(page: Page, data: Data) -> None:
    by_name: dict[str, list[Row]] = {}
    for row in data.tables["programmes"]:
        by_name.setdefault("".join(row["programme"].split()), []).append(row)
    shared = {name: some for name, some in by_name.items() if data.places(some) > 1}
    page.take(".lede", [len(by_name), len(shared) or ""])
    reports = dict.fromkeys((row["document"], row["region"], str(row["published"] or "")[:4]) for row in data.tables["programmes"])
    numbered = {name: some for name, some in by_name.items() if some[0]["programme_kind"] == "numbered"}
    told = [(next((row["parts"] for row in some if row["parts"]), ""), data.places(some)) for some in numbered.values()]
    assert ["".join(node.text().split()) for node in page.css("#numbers li a")] == list(numbered)
    page.take("#numbers small", [n for both in told for n in both])
    page.take("#by-region h3 small", [year for _, _, year in reports])
    dotted(page, data, shared)
    first = {name: next((row["parts"] for row in some if row["parts"]), None) for name, some in by_name.items()}
    page.take("#shared .item small", [first[name] or "" for name in shared])
    for kind, entry in RULES.vocabulary.programmes.items():
        some = [name for name, uses in by_name.items() if uses[0]["programme_kind"] == kind]
        page.take(f"#{kind} h2 small", [len(some)])
        page.take(f"#{kind} .note", [entry.definition.zh])
        items = page.css(f"#{kind} li")
        assert ["".join(node.css_first(".item").text().split()) for node in items] == some
        page.take(
            f"#{kind} li > div:first-child small",
            [n for name in some for n in (first[name] or "", data.places(shared[name]) if name in shared else "")],
        )


def themes(page: Page, data: Data) -> None:
    page.take(".end", [sum(1 for row in data.tables["themes"] if row[theme]) for theme in model.THEMES])


def theme(page: Page, data: Data) -> None:
    name = page.path.split("/")[1]
    mine = [row for row in data.tables["measures"] if name in (row["theme"], row["theme_2"], row["theme_3"])]
    reports = [row for row in data.tables["themes"] if row[name]]
    page.take(".claim", [len(reports)])
    page.take(".lede", [])
    counted = list[object]()
    for row in reports:
        some = [one for one in mine if (one["document"], one["region"]) == (row["document"], row["region"])]
        part = percent(row[f"{name}_text"], row["text"]).replace("·", "0")
        counted += [part, row[f"{name}_text"], len(some), sum(one["figures"] for one in some)]
    page.take(".shares-table td.n", counted)
    heads = [one for row in reports for one in (percent(row[f"{name}_text"], row["text"]).replace("·", "0"), row[name])]
    heads = [
        one for pair in zip([str(row["published"] or "")[:4] for row in reports], heads[::2], heads[1::2], strict=True) for one in pair
    ]
    page.take(".outline h3", heads)
    page.take(".lines small", [row["characters"] if row["theme"] == name and row["characters"] else "" for row in mine])
    under = {(one["document"], one["region"], one["heading"]) for one in mine}
    shown = [row for row in data.tables["figures"] if (row["document"], row["region"], row["heading"]) in under]
    assert all(page.shows(node, row) for node, row in zip(page.css(".in a"), shown, strict=True)), page.path
    for node in page.css(".in a"):
        node.decompose()


def explorer(page: Page, data: Data) -> None:
    found = data.tables["figures"]
    page.take(".lede", [len(found)])
    counts = [n for _, n in sorted(Counter(str(row["adcode"])[:2] for row in found).items())]
    page.take("select option", counts)
    page.take(".more button", [200])  # how many rows come at a time
    page.take("li > small", counts)


def tables(page: Page, data: Data) -> None:
    page.take("td.n", [len(data.tables[str(name)]) for name in _listed(page)])
    page.take(".note, .rows .about", [8] + [7] * (len(page.css(".rows")) > 0))  # UTF-8, JSON Schema draft-07
    page.take("time", [str(row["published"] or "").replace("-", " ") for row in data.tables["documents"]])
    page.take(".rows a", [f"{row['document']}.yml" for row in data.tables["documents"]])


def _listed(page: Page) -> list[str]:
    """The tables that the page of data lists, by the addresses of their files."""
    return [
        re.sub(r".*/|\.csv$", "", str(node.css_first("a[href$='.csv']").attributes["href"]))
        for node in page.css("tbody tr")
        if node.css("td.n")
    ]


def document(page: Page, data: Data) -> None:
    name = page.path.split("/")[1]
    (row,) = data.of("documents", document=name)
    page.take(".steps", [str(row["published"] or "")[:4]] * any(numbers(node.text()) for node in page.css(".steps")))
    gaps(page, data, name)
    told = [row["figures"], *([row["dated"], row["exact"], row["figures"] - row["exact"]] if row["figures"] else [])]
    (counted,) = [node for node in page.css("dd") if "确数" in node.text()]
    assert numbers(counted.text()) == [str(n) for n in told]
    counted.decompose()
    for node in page.css("dd"):
        if "数词" in node.text():  # the reasons why others were not taken are those of the account, which no table has
            assert numbers(node.text())[:2] == [str(row["numerals"]), str(row["recorded"])]
            node.decompose()
    for node in [node for node in page.css("dd") if "见更正记录" in node.text()]:
        node.decompose()  # all corrections, of wording too: held by tests/built.py
    reports = data.of("themes", document=name)
    heads = {text for node in page.css("h3 small") if numbers(text := node.text())}
    assert {tuple(numbers(text)) for text in heads} <= {
        (str(r["measures"]), str(len([f for f in data.of("figures", document=name) if f["region"] == r["region"]]))) for r in reports
    }
    for node in page.css("h3 small"):
        node.decompose()
    by_heading = Counter(row["figures"] for row in data.of("measures", document=name) if row["figures"])
    assert Counter(int(n) for node in page.css("li > small") for n in numbers(node.text())) == by_heading
    for node in page.css("li > small"):
        node.decompose()
    for node in page.css(".gaps .about, p.note"):
        assert set(numbers(node.text())) <= {str(n) for g in data.of("gaps", document=name) for n in (g["missing"],)} | {str(n) for n in Counter(g["gap"] for g in data.of("gaps", document=name)).values()}  # fmt: skip
        node.decompose()


KINDS: tuple[tuple[str, Callable[[Page, Data], None]], ...] = (
    (r"", home), (r"regions/", regions), (r"regions/\d+/", region), (r"documents/", documents), (r"documents/[\w-]+/", document),
    (r"compare/", compare), (r"compare/documents/", cited), (r"compare/networks/", networks), (r"compare/(?:honours|regions)/", lambda *_: None),
    (r"compare/\w+/", concept), (r"programmes/", programmes), (r"themes/", themes), (r"themes/\w+/", theme),
    (r"figures/", explorer), (r"data/", tables),
)  # fmt: skip


def unexplained(folder: Path, path: str, data: Data) -> list[str]:
    """The numbers of a page that are none of the data's; raises AssertionError for one that should be and is not."""
    explain = next(found for pattern, found in KINDS if re.fullmatch(pattern, path.removeprefix("en/")))
    page = Page(folder, path)
    explain(page, data)
    return list(page.left(data))


def addresses(folder: Path) -> list[str]:
    """Every generated page by its address."""
    listed = (folder / ".generated").read_text(encoding="utf-8").splitlines()
    return sorted(path.removesuffix("index.md") for path in listed if path.endswith("index.md"))


def test_every_number_of_every_page_is_counted_again_from_the_data(docs: Path) -> None:
    data, wrong = Data(docs), list[str]()
    pages = [path for path in addresses(docs) if path.removeprefix("en/") not in ELSEWHERE]
    assert len(pages) > 40
    for path in pages:
        try:
            wrong += unexplained(docs, path, data)
        except AssertionError as error:
            wrong.append(str(error)[:600])
    assert wrong == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("", "<dd>100 个</dd>", "<dd>101 个</dd>"),
        ("regions/620121/", "正文 2,417 字", "正文 2,418 字"),
        ("themes/exchange/", 'class="n">387</td>', 'class="n">388</td>'),
        ("programmes/", "共 126 个", "共 127 个"),
        ("documents/", "</header>", "<p>另有 3 份</p></header>"),
    ],
)
def test_a_number_that_the_data_do_not_give_is_seen(docs: Path, tmp_path: Path, path: str, old: str, new: str) -> None:
    text = (docs / path / "index.md").read_text(encoding="utf-8")
    front, body = text.split("\n---\n", 1)
    assert old in body
    changed = tmp_path / path / "index.md"
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text(f"{front}\n---\n{body.replace(old, new, 1)}", encoding="utf-8")
    try:
        found = unexplained(tmp_path, path, Data(docs))
    except AssertionError as error:
        found = [str(error)]
    assert found
