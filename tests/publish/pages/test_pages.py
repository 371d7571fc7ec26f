"""The generated pages: golden Markdown of a made-up site, and what must hold of every page once MkDocs has built them.

`UPDATE_GOLDEN=1 python -m pytest tests/test_pages.py` writes the golden files anew; read their diff.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import markdown
import pytest
from selectolax.lexbor import LexborHTMLParser

import generator
from generator import model, settings
from generator.errors import GeneratorError
from generator.places import gazetteer
from generator.profiles.diff import Edit, Edits
from generator.profiles.shelf import Shelf
from generator.publish import build, verbatim
from generator.publish.corpus import corpus
from generator.publish.data import citation
from generator.publish.pages import comparisons, pages, views
from generator.workspace import Workspace
from tests.project import ROOT, RULES

GOLDEN = ROOT / "tests/golden"
REGION = ("regions", 0)
EDITS = {
    "hostile": Edits((
        Edit("changed", ("source",), "publisher", "<img src=x onerror=alert(2)>", "<b>甲报", "<b>甲报"),
        Edit("changed", (*REGION, "measures", 1), "themes", ["exchange", "culture", "education"], ["education"], "（一）“7+N”活动 *星* _线_"),
        Edit("changed", (*REGION, "measures", 1, "indicators", 0), "value", 25000, 24000, "约2.5万人</q></li><script>alert(5)</script>"),
        Edit("changed", (*REGION, "measures", 1, "indicators", 0), "period", None, None, "约2.5万人</q></li><script>alert(5)</script>"),
        Edit("moved", (*REGION, "measures", 1, "indicators", 0), "within", "（一）“7+N”活动 *星* _线_", None, "约2.5万人</q></li><script>alert(5)</script>"),
        Edit("added", (*REGION, "measures", 2), "", {"heading": "（二）<!-- 注释", "level": 2, "themes": ["security"]}, None, "（二）<!-- 注释"),
        Edit("changed", (*REGION, "programmes", 1), "count", None, 2, "双百"),
        Edit("deleted", (*REGION, "indicators", 1), "", None, {"item": "<b>条", "value": 1500000, "unit": "[条](x)", "quote": "150万条"}, "150万条</a>"),
    ))
}  # fmt: skip


def workspace(folder: Path) -> Workspace:
    """The made-up site in `folder`, with the project's templates, settings and hand-written pages."""
    shutil.copytree(GOLDEN / "site", folder, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs/about", folder / "docs/about")
    shutil.copytree(ROOT / "docs/search", folder / "docs/search")
    (folder / "templates").symlink_to(ROOT / "templates")
    (folder / "generator").symlink_to(ROOT / "generator")
    (folder / "mkdocs.yml").symlink_to(ROOT / "mkdocs.yml")
    return Workspace(folder)


@pytest.fixture(scope="module", autouse=True)
def no_addresses() -> Iterator[None]:
    """The environment the golden files were made in: none of the addresses is set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SITE_URL", "REPO_URL", "EDIT_URI", "CONTACT"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, no_addresses: None) -> Workspace:
    """The made-up site after `build`."""
    space = workspace(tmp_path_factory.mktemp("pages") / "site")
    build.build(RULES, Shelf(space), EDITS)
    return space


@pytest.fixture(scope="module")
def site(made: Workspace) -> Path:
    """The same after a strict MkDocs build."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(made.root / "mkdocs.yml")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return made.root / "site"


def parsed(site: Path) -> dict[str, LexborHTMLParser]:
    """Every built page by its path below `site`."""
    return {path.relative_to(site).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_an_id_of_underscores_is_no_markdown(tmp_path: Path) -> None:
    space = workspace(tmp_path / "site")
    profile = (space.root / "docs/profiles/older.yml").read_text(encoding="utf-8")
    (space.root / "docs/profiles/a-__b__-_c_.yml").write_text(
        profile.replace("id: older", "id: a-__b__-_c_").replace("older.txt", "c.txt"), encoding="utf-8"
    )
    build.build(RULES, Shelf(space))
    page = markdown.markdown((space.docs / "regions/222401/index.md").read_text(encoding="utf-8"), extensions=["attr_list"])
    assert 'id="document-a-..b..-.c."' in page and "{ #" not in page


# ---- generated Markdown ------------------------------------------------------------------------------------------


def test_pages_are_the_golden_ones(made: Workspace) -> None:
    listed = (made.docs / build.LIST).read_text(encoding="utf-8").splitlines()
    # The codebook only prints rule files, which have tests of their own.
    shown = [path for path in listed if path.endswith(".md") and not path.endswith("data/codebook/index.md")]
    now = {path: (made.docs / path).read_text(encoding="utf-8") for path in shown}
    folder = GOLDEN / "pages"
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in now.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    golden = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in folder.rglob("*.md")}
    assert sorted(now) == sorted(golden)
    for path in golden:
        assert now[path] == golden[path], f"{path} has changed: if it should, run with UPDATE_GOLDEN=1 and read the diff"


def test_generated_pages_are_headings_and_verbatim_html(made: Workspace) -> None:
    chunk = re.compile(f"{verbatim.OPEN}\n(.*?)\n{verbatim.CLOSE}", re.DOTALL)
    for path in (made.docs / build.LIST).read_text(encoding="utf-8").splitlines():
        if path.endswith(".md"):
            body = (made.docs / path).read_text(encoding="utf-8").split("\n---\n", 1)[1]
            assert [line for line in chunk.sub("", body).split("\n") if line and not re.fullmatch(r"##+ .* \{ #[\w.-]+ \}", line)] == [], (
                path
            )
            assert [html for html in chunk.findall(body) if "{ #" in html or "\n\n" in html] == [], path


def test_every_address_of_the_contract_has_a_page(site: Path) -> None:
    fixed = ["", "regions/", "documents/", "compare/", "compare/documents/", "compare/networks/", "compare/honours/",
             "compare/regions/", "programmes/", "data/", "data/codebook/", "data/quality/", "data/corrections/", "data/trust/", "themes/", *(f"themes/{theme}/" for theme in model.THEMES), "about/"]  # fmt: skip
    found = ["regions/222401/", "regions/150000/", "documents/hostile/", "documents/masked/"]
    for address in [*fixed, *found, *(f"compare/{concept}/" for concept in model.CONCEPTS)]:
        assert (site / address / "index.html").is_file(), address
    assert (site / "404.html").is_file()


def test_without_an_address_no_page_tells_one(site: Path) -> None:
    for name, page in parsed(site).items():
        assert page.css('link[rel="canonical"], meta[property^="og:"], script[type="application/ld+json"]') == [], name


def test_a_second_run_writes_nothing_and_stale_files_go(tmp_path: Path) -> None:
    space = workspace(tmp_path / "site")
    first = build.build(RULES, Shelf(space), EDITS)
    assert first.written == first.files
    again = build.build(RULES, Shelf(space), EDITS)
    assert (again.written, again.removed) == (0, 0)
    by_hand = space.docs / "regions/by-hand.md"
    by_hand.write_text("# 手写\n", encoding="utf-8")
    (space.profiles / "two-regions.yml").unlink()
    after = build.build(RULES, Shelf(space), EDITS)
    assert after.removed > 0
    assert not (space.docs / "regions/150200").exists()
    assert by_hand.exists()


def test_bad_profiles_write_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path / "site")
    (space.profiles / "broken.yml").write_text("schema: 1\n", encoding="utf-8")
    with pytest.raises(GeneratorError):
        build.build(RULES, Shelf(space))
    assert not (space.docs / "index.md").exists()


def test_many_rows_are_cut_and_said_to_be(made: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "ROWS", 1)
    monkeypatch.setattr(pages, "ROWS", 1)
    monkeypatch.setattr(pages, "COMPACT", 1)
    texts = dict(build.generate(RULES, Shelf(made), {}))
    assert "前 1 行，共 2 行" in texts["compare/audience/index.md"]
    assert 'class="names"' in texts["regions/index.md"]
    assert "222401" in texts["regions/index.md"]


def test_side_by_side_finds_its_data(made: Workspace) -> None:
    """What `side.js` reads: the list of names, and in each region's file the columns it shows."""
    names = json.loads((made.docs / "compare/regions/names.json").read_text(encoding="utf-8"))
    assert [row[3:] for row in names] == [[], [], ["地名推断、原文不全、内容有争议"]]
    for code, *_ in names:
        rows = json.loads((made.docs / f"data/regions/{code}.json").read_text(encoding="utf-8"))["rows"]
        for row in rows:
            assert {"concept", "family", "unit", "of", "document", "shown", "item", "period", "link"} <= set(row)
        reports = json.loads((made.docs / f"compare/regions/{code[:4]}.json").read_text(encoding="utf-8"))[code]
        assert {row["document"] for row in rows} <= {report[0] for report in reports} and {len(report) for report in reports} == {11}
    assert "222401" in [code for code, *_ in names]


# ---- built pages -------------------------------------------------------------------------------------------------


def test_links_lead_somewhere(site: Path) -> None:
    """MkDocs checks links in Markdown only; most of ours stand in HTML."""
    built = parsed(site)
    ids = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in built.items()}
    broken = []
    for path, page in built.items():
        for node in page.css("[href], [src], [srcset]"):
            address = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("srcset") or ""
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else (site / path).parent
            target = Path(os.path.normpath(base / unquote(parts.path).lstrip("/"))) if parts.path else site / path
            target = target / "index.html" if target.is_dir() else target
            name = target.relative_to(site).as_posix()
            if name == "schema/profile.schema.json":  # committed in the project, not part of the made-up site
                continue
            if not target.is_file() or (parts.fragment and name in ids and parts.fragment not in ids[name]
                                        and not parts.fragment.startswith("__")):  # fmt: skip
                broken.append(f"{path}: {address}")
    assert not broken


def test_nothing_comes_from_third_parties(site: Path) -> None:
    for path, page in parsed(site).items():
        for node in page.css("script[src], link[href], img[src], source[srcset], iframe, object, embed, video, audio"):
            address = node.attributes.get("src") or node.attributes.get("href") or node.attributes.get("srcset") or ""
            assert not urlsplit(address).netloc, f"{path}: {address}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


def test_what_a_source_prints_stays_text(site: Path) -> None:
    """No element or attribute comes from the hostile profile, and every one of its texts can be read on a page."""
    built = parsed(site)
    theirs = {path: page for path, page in built.items() if not path.startswith("about/")}
    for path, page in theirs.items():
        content = page.css_first("article, [role=article]")
        assert content is not None
        for node in content.css("*"):
            assert node.tag not in {"textarea", "sup", "u", "i", "iframe", "svg"}, f"{path}: <{node.tag}>"
            assert not any(name.startswith("on") for name in node.attributes), f"{path}: {node.html}"
            if node.tag == "script":
                source = node.attributes.get("src") or ""
                assert source.endswith(("assets/side.js", "assets/figures/figures.js")) or node.id in ("side-words", "figures-words"), path
        for node in content.css("a[href]"):
            assert urlsplit(node.attributes["href"] or "").scheme in ("", "http", "https", "mailto"), node.html
        assert len(content.css("h1")) == 1, path
    article = built["regions/222401/index.html"].css_first("article, [role=article]")
    assert article is not None
    region = " ".join(article.text().split())
    for text in ("<script>alert(1)</script> **粗** {{ 7*7 }} {% raw %} | [链](javascript:alert(1)) & \"引\" '单'",
                 "一、</section></div><h1>冒充</h1> # 标题 {#x onclick=alert(3)}", "（一）“7+N”活动 *星* _线_", "<!-- 注释",
                 "《内蒙古自治区实施<中华人民共和国国家通用语言文字法>办法》", "a&amp;b &lt; c", "两行 缩进 | 表 | 格", "56个[^1]",
                 "《<a href=\"//evil.example\">文</a>》", "<![CDATA[x]]>", "全国&nbsp;示范", "“市、镇(街道)”<textarea>两级",
                 "<u>族</u>", "“**中俄边境文化季”</li></ul>"):  # fmt: skip
        assert text in region, text


def test_pages_are_chinese_throughout(site: Path) -> None:
    """Language tag, and no English in what the theme and the templates say but the way to the English pages."""
    for path, page in parsed(site).items():
        if path.startswith("en/"):
            continue
        html = page.css_first("html")
        assert html is not None and html.attributes["lang"] == "zh-CN", path
        for node in page.css("[aria-label], [title], [placeholder], [alt]"):
            for name in ("aria-label", "title", "placeholder", "alt"):
                said = node.attributes.get(name) or ""
                assert not re.fullmatch(r"[\x20-\x7e]*[A-Za-z]{3,}[\x20-\x7e]*", said), f"{path}: {name}={said}"
        for node in page.css("script, style, [lang=en]"):
            if node.tag != "html":
                node.decompose()
        for node in page.css("body > header, footer, .md-tabs, .md-sidebar, .md-search, .skip"):
            assert not re.search(r"[A-Za-z]{3,}", node.text()), f"{path}: {node.text().strip()}"


def test_headings_step_down_by_one(site: Path) -> None:
    for path, page in parsed(site).items():
        article = page.css_first("article, [role=article]")
        assert article is not None
        levels = [int((node.tag or "")[1:]) for node in article.css("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, path
        skipped = [f"h{a} h{b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
        assert not skipped, f"{path}: {skipped}"


def test_wide_tables_scroll_in_a_frame_of_their_own(site: Path) -> None:
    for path, page in parsed(site).items():
        if path.startswith("about/"):
            continue  # Markdown's own tables get theirs from the theme and site.js
        for table in page.css("article table"):
            frame = table.parent
            assert frame is not None and frame.attributes.get("tabindex") == "0", path
            assert frame.tag == "section" and frame.attributes.get("aria-label"), path


def test_hand_edits_are_marked(site: Path) -> None:
    page = parsed(site)["regions/222401/index.html"]
    said = [" ".join(node.text().split()) for node in page.css(".edited")]
    assert "手工更正数值：程序原识别为“24000”时期：程序原识别为空" in said
    assert "手工更正主题：程序原识别为“宣传教育”" in said
    assert "手工添加" in said


def test_machinery_is_kept_from_the_search(site: Path) -> None:
    page = parsed(site)["regions/222401/index.html"]
    for selector in (".crumbs", ".edited .was", ".anchor"):
        nodes = page.css(f"article {selector}")
        assert nodes and all("data-search-exclude" in node.attributes for node in nodes), selector


def test_a_search_can_be_narrowed(site: Path) -> None:
    built = parsed(site)
    said = {
        path: sorted((node.attributes["name"], node.attributes["content"]) for node in built[path].css("meta[name^='search:']"))
        for path in ("regions/150200/index.html", "documents/two-regions/index.html", "documents/masked/index.html")
    }
    assert said["regions/150200/index.html"] == [
        ("search:level", "地级"), ("search:province", "内蒙古自治区"), ("search:theme", "组织领导"), ("search:year", "2023"),
    ]  # fmt: skip
    assert ("search:level", "省级") in said["documents/two-regions/index.html"]
    assert not any(name in ("search:province", "search:year") for name, _ in said["documents/masked/index.html"])


# ---- colours -----------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    sheet = (ROOT / "templates/theme/assets/site.css").read_text(encoding="utf-8")
    blocks = re.findall(r"^(?::root, )?\[data-md-color-scheme=\"(\w+)\"\] \{\n(.*?)\n\}", sheet, re.S | re.M)
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", body)) for name, body in blocks}


def test_colours_can_be_told_apart() -> None:
    assert set(schemes()) == {"default", "slate"}
    for name, colour in schemes().items():
        for ground in ("paper", "wash", "mark"):
            for text in ("ink", "quiet", "accent"):
                assert contrast(colour[text], colour[ground]) >= 4.5, (name, text, ground)
        assert contrast(colour["on-accent"], colour["accent"]) >= 4.5, name
        assert contrast(colour["edge"], colour["paper"]) >= 3, name
        for step, text in enumerate(("on-h", "on-h", "on-h", "on-h4", "on-h5"), start=1):
            assert contrast(colour[text], colour[f"h{step}"]) >= 4.5, (name, step)
        for theme in (*model.THEMES, "none"):
            # Numbers stand on the colour and in the colour, so a theme is text as well as a graphic.
            assert contrast(colour[f"t-{theme}"], colour["paper"]) >= 4.5, (name, theme)
            assert contrast(colour["on-t"], colour[f"t-{theme}"]) >= 4.5, (name, theme)


# ---- the parts ---------------------------------------------------------------------------------------------------


def report(*measures: tuple[int, list[str], int]) -> corpus.RegionReport:
    """A report of measures given as level, themes and number of figures."""
    figure = {"item": "活动", "value": 1, "unit": "次", "quote": "活动1次"}
    profile = model.Profile.model_validate({
        "schema": 1, "id": "one", "source": {"file": "a.txt", "sha256": "0" * 64},
        "regions": [{"name": "延吉市", "adcode": "222401", "level": "county", "measures": [
            {"heading": f"标题{n}", "level": level, "themes": themes, **({"indicators": [figure] * count} if count else {})}
            for n, (level, themes, count) in enumerate(measures)
        ]}],
    })  # fmt: skip
    return corpus.gather([profile], gazetteer.load(RULES)).reports[0]


@pytest.mark.parametrize(
    ("measures", "parts"),
    [
        ([(1, ["culture"], 2), (2, ["culture"], 1), (1, ["security"], 0)], [("标题0", 1, 3), ("标题2", 0, 0)]),
        # a heading that only groups gives way to what it groups
        (
            [(1, ["culture"], 0), (1, [], 0), (2, ["exchange"], 1), (2, ["security"], 0)],
            [("标题0", 0, 0), ("标题2", 0, 1), ("标题3", 0, 0)],
        ),
        # a title over the whole report as well
        ([(1, ["culture"], 0), (2, ["exchange"], 0), (2, ["security"], 0)], [("标题1", 0, 0), ("标题2", 0, 0)]),
        ([(2, ["exchange"], 0)], [("标题0", 0, 0)]),
        ([], []),
    ],
)
def test_the_picture_of_a_report(measures: list[tuple[int, list[str], int]], parts: list[tuple[str, int, int]]) -> None:
    made = views.segments(report(*measures))
    assert [(part.heading, part.steps, part.figures) for part in made] == parts
    assert all(part.characters is None for part in made)  # its article is not known


def test_citations() -> None:
    profile = model.Profile.model_validate({
        "schema": 1, "id": "a-1", "regions": [{"name": "甲县", "level": "county"}],
        "source": {"file": "a.txt", "sha256": "0" * 64, "title": "100% {好}_报告", "publisher": "甲报", "published": "2023-07"},
    })  # fmt: skip
    cited = citation.cite(RULES, profile, "regions/1/", settings.Settings("某站", "https://example.org/"))
    assert cited.gbt == "甲报. 100% {好}_报告[EB/OL]. 2023[    -  -  ]. https://example.org/regions/1/."
    assert r"title = {{100\% \{好\}\_报告}}" in cited.bibtex
    assert '"date-parts": [\n        [\n          2023,\n          7\n        ]' in cited.csl
    assert "http" not in citation.cite(RULES, profile, "regions/1/", settings.Settings("某站")).csl


@pytest.mark.parametrize(("byline", "author"), [("网友投稿", None), ("会员上传", None), ("永登县委统战部", "永登县委统战部")])
def test_who_put_a_text_on_a_website_is_no_author(byline: str, author: str | None) -> None:
    profile = model.Profile.model_validate({
        "schema": 1, "id": "a-1", "regions": [{"name": "甲县", "level": "county"}],
        "source": {"file": "a.txt", "sha256": "0" * 64, "title": "好", "byline": byline},
    })  # fmt: skip
    cited = citation.cite(RULES, profile, "regions/1/", settings.Settings("某站"))
    assert (f"author = {{{{{byline}}}}}" in cited.bibtex, '"author"' in cited.csl, byline in cited.gbt) == (author is not None,) * 3


def test_a_page_is_cited_as_a_part_of_the_site() -> None:
    cited = citation.cite_page("region-222401", "延吉市", "regions/222401/", settings.Settings("某_站", "https://example.org/"))
    assert cited.gbt == f"某_站. 延吉市[DB/OL]. {generator.__version__} 版[    -  -  ]. https://example.org/regions/222401/."
    assert cited.bibtex.startswith("@misc{region-222401,\n  title = {{延吉市}},\n  author = {{某\\_站}},\n")
    (item,) = json.loads(cited.csl)
    assert (item["title"], item["container-title"], item["URL"]) == ("延吉市", "某_站", "https://example.org/regions/222401/")
    assert "http" not in "".join(vars(citation.cite_page("a", "甲", "regions/1/", settings.Settings("某站"))).values())


def test_links_to_edit_and_report() -> None:
    forge = settings.Settings("站", repo_url="https://forge.example/a/b", edit_uri="edit/main/docs/")
    assert forge.edit_link("profiles/a.yml") == "https://forge.example/a/b/edit/main/docs/profiles/a.yml"
    assert settings.Settings("站", edit_uri="edit/main/docs/").edit_link("profiles/a.yml") == ""
    mail = settings.Settings("站", contact="a@b.example").contact_link("更正", "一\n二&三")
    assert mail == "mailto:a@b.example?subject=%E6%9B%B4%E6%AD%A3&body=%E4%B8%80%0A%E4%BA%8C%26%E4%B8%89"
    assert settings.Settings("站").contact_link("更正", "") == ""


def test_settings_refuse_addresses_that_run_code(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: 站\nrepo_url: 'javascript:alert(1)'\n", encoding="utf-8")
    with pytest.raises(GeneratorError, match="repo_url"):
        settings.load(tmp_path)
