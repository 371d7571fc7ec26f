"""The search index: what of a page is searched, and that every run of characters is found where it stands and nowhere else."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import workers
from generator.errors import GeneratorError
from generator.language.words import nouns
from generator.rules.site import FIGURE, NAME, TEXT, TITLE
from generator.search import grams as search_grams
from generator.search import index as search
from generator.search import kept, runs
from generator.search import pages as search_pages
from generator.search import terms as search_terms
from generator.search.files import FOLDER
from generator.search.pages import PageReader
from generator.search.text import PageText
from generator.workspace import Workspace
from tests.project import RULES
from tests.search.reader import Index

READER = PageReader(RULES)

PAGE = """<!doctype html><html><head><title>页名 · 站名</title>{meta}</head><body><nav>菜单</nav>
<main><article class="md-content__inner">{body}</article></main><footer>页脚</footer></body></html>"""


def page(body: str, meta: str = "") -> str:
    return PAGE.format(body=body, meta=meta)


def texts(body: str) -> list[str]:
    return [block.text for block in PageText(RULES).read(page(body)).blocks]


def write(site: Path, pages: dict[str, str]) -> Path:
    for address, body in pages.items():
        file = site / address / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(body), encoding="utf-8")
    return site


# ---- what is searched ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>不含<script>var x = '<b>脚本</b>'</script>脚本</p>", ["不含", "脚本"]),
        ("<p>民族<b>团结</b>进<a href='/x'>步</a></p>", ["民族团结进步"]),
        ("<p>第一<br>第二</p>第三<div>第四</div>", ["第一", "第二", "第三", "第四"]),
        ("<p>看得见<span data-search-exclude>看<b>不</b>见</span>的</p>", ["看得见的"]),
        ("<div data-search-exclude><p>无</p><div>无</div></div><p>有</p>", ["有"]),
        ("<nav><ul><li>无</li></ul></nav><svg><text>无</text></svg><noscript>无</noscript><template>无</template>有", ["有"]),
        ("<ul><li>一<li>二</ul><p>三", ["一", "二", "三"]),
        ("<p>民族\n   团结</p><p>work\n  hard</p>", ["民族团结", "work hard"]),
        ("<p>a &lt; b &amp; “石榴籽”&nbsp;</p><!-- 注 -->", ["a < b & “石榴籽”"]),
        ('<p title="a > b">字</p><img alt="图"><input value="值">', ["字"]),
        ("<TABLE><TR><TD>甲</TD><TD>乙</TD></TR></TABLE>", ["甲", "乙"]),
        ("<p><b>民族</b> <i>团结</i>\n<u>进步</u></p> <p><b> 甲 </b></p>", ["民族 团结 进步", "甲"]),
        ("<p><b>甲<i>乙</b>丙</i></p></section>丁<p>&#34;戊&amp;#34;</p>", ["甲乙丙", "丁", '"戊&#34;']),
        ("<p>甲</p><script>乙", ["甲"]),
    ],
)
def test_text_of_a_page(body: str, blocks: list[str]) -> None:
    assert texts(body) == blocks


def test_a_page_without_article_has_no_text() -> None:
    assert PageText(RULES).read("<html><title>题</title><body><p>文</p></body></html>").blocks == []


def test_ranks_names_headings_and_anchors() -> None:
    article = PageText(RULES).read(
        page(
            '<h1>延吉市</h1><h2 id="measures">措施</h2><section id="m-1"><div><h3>一是宣教</h3></div>'
            '<ul class="figures"><li id="f-1">370场次</li></ul><p>说明</p></section>'
            '<h2 id="programmes">方案</h2><ul class="tags"><li><span class="name">七项工程</span> <small>7 项</small></li></ul>',
            '<meta name="search:level" content="县级"><meta name="search:theme" content="宣传&amp;教育"><meta name="x" content="y">',
        )
    )
    assert article.title == "延吉市"
    assert article.facets == {"level": ["县级"], "theme": ["宣传&教育"]}
    assert [(b.text, b.rank, b.anchor, b.heading) for b in article.blocks] == [
        ("延吉市", TITLE, "", "延吉市"),
        ("措施", NAME, "measures", "措施"),
        ("一是宣教", NAME, "m-1", "一是宣教"),
        ("370场次", FIGURE, "f-1", "一是宣教"),
        ("说明", TEXT, "m-1", "一是宣教"),
        ("方案", NAME, "programmes", "方案"),
        ("七项工程 7 项", NAME, "programmes", "方案"),
    ]
    assert [name.text for name in article.names if name.offered] == ["延吉市", "七项工程"]


def test_the_nearest_anchor_counts_however_it_is_written() -> None:
    html = '<section id="s"><p id=\'q\'>甲</p><p id="">乙</p><p>丙 <b id="b">丁</b></p><h3 id=h>戊</h3></section><p>己</p>'
    assert [(block.text, block.anchor) for block in PageText(RULES).read(page(html)).blocks] == [
        ("甲", "q"), ("乙", "s"), ("丙 丁", "s"), ("戊", "h"), ("己", "h"),
    ]  # fmt: skip


def test_folding_keeps_lengths() -> None:
    assert READER.folded("７＋Ｎ，團結İ\u200bＡ") == "7+n,团结İ a"
    assert READER.folded('"甲"乙"\n"丙𐐀𪚥') == "“甲”乙“\n“丙𐐨𪚥"


def test_rules_hold_on_their_examples() -> None:
    rules = RULES.search
    assert {text: sorted(rules.values(text)) for text in rules.hit} == {text: sorted(values) for text, values in rules.hit.items()}
    assert {text: rules.values(text) for text in rules.miss} == {text: set() for text in rules.miss}
    for kind in rules.kinds:
        assert all(kind.finds(text) for text in kind.hit), kind.id
        assert not any(kind.finds(text) for text in kind.miss), kind.id


def test_distinctive_words_are_those_others_do_not_say() -> None:
    pages = [{"石榴": 2, "草原": 1, "工作": 1}, {"草原": 1, "工作": 1}, {"海岛": 1, "草原": 1}, {}]
    assert search_terms.distinctive(RULES, pages) == [["石榴"], [], ["海岛"], []]


def test_words_are_those_jieba_cuts() -> None:
    assert nouns(["一、石榴籽，民族团结", "民族团结"]) == {"石榴": 1, "民族团结": 2}


# ---- what is found ---------------------------------------------------------------------------------------------

ALPHABET = "民族团结0a"
blocks = st.lists(st.text(ALPHABET, min_size=1, max_size=40), min_size=1, max_size=6)


@settings(deadline=None, max_examples=60)
@given(
    pages=st.lists(blocks, min_size=1, max_size=8), many=st.integers(1, 6), depth=st.integers(2, 5), part=st.integers(8, 60), data=st.data()
)
def test_exactly_the_pages_that_contain_it(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[str]], many: int, depth: int, part: int, data: st.DataObject
) -> None:
    """Thresholds so low that heavy grams, extensions, cuts and gaps between head and tail all occur in short texts."""
    site = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_grams, "MANY", many)
        patch.setattr(search_grams, "DEPTH", depth)
        patch.setattr(search_pages, "PART", part)
        patch.setattr(search, "_size", lambda characters: 48)
        write(site, {f"p{i}": "".join(f"<p>{block}</p>" for block in page) for i, page in enumerate(pages)})
        search.build_index(RULES, site)
    index = Index(site)
    everything = [block for page in pages for block in page]
    for _ in range(12):
        block = data.draw(st.sampled_from(everything))
        start = data.draw(st.integers(0, len(block) - 1))
        query = block[start : data.draw(st.integers(start + 1, len(block)))]
        if data.draw(st.booleans()):
            query += data.draw(st.text(ALPHABET, max_size=3))
        assert index.addresses(query) == {f"p{i}/" for i, page in enumerate(pages) if any(query in one for one in page)}, query


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of 120 pages with common and rare text."""
    rng = random.Random(3)
    words = [
        "铸牢中华民族共同体意识",
        "民族团结进步",
        "开展活动",
        "少数民族发展资金",
        "石榴籽",
        "一家亲",
        "，",
        "。",
        "7+N",
        "1415万元",
        "Ｎ２",
    ]
    pages = {}
    for number in range(120):
        body = "".join(f"<p>{''.join(rng.choices(words, k=30))}{rng.randrange(10**6)}</p>" for _ in range(12))
        pages[f"regions/{100000 + number}"] = f"<h1>第{number}县</h1>{body}"
    site = write(tmp_path_factory.mktemp("small"), pages)
    search.build_index(RULES, site)
    return site


def test_random_queries_on_a_small_site(small: Path) -> None:
    index = Index(small)
    truth = {}
    for file in sorted(small.rglob("index.html")):
        address = file.relative_to(small).as_posix().removesuffix("index.html")
        truth[address] = [READER.folded(block.text) for block in PageText(RULES).read(file.read_text(encoding="utf-8")).blocks]
    rng = random.Random(5)
    everything = [block for blocks in truth.values() for block in blocks]
    for size in (1, 2, 3, 4, 6, 9, 17, 40) * 12:
        block = rng.choice([one for one in everything if len(one) >= size] or everything)
        start = rng.randrange(max(1, len(block) - size + 1))
        query = block[start : start + size]
        assert index.addresses(query) == {address for address, blocks in truth.items() if any(query in one for one in blocks)}, query


def test_ranks_tell_where_it_stands_best(tmp_path: Path) -> None:
    write(
        tmp_path, {"a": "<h1>石榴</h1><p>石榴</p>", "b": "<h2>石榴</h2>", "c": "<table><tr><td>石榴</td></tr></table>", "d": "<p>石榴</p>"}
    )
    search.build_index(RULES, tmp_path)
    index = Index(tmp_path)
    found = {index.row(index.root["urls"], index.pages[part])["url"]: rank for part, rank in index.find("石榴").items()}
    assert found == {"a/": TITLE, "b/": NAME, "c/": FIGURE, "d/": TEXT}


def test_long_pages_are_cut_between_blocks(tmp_path: Path) -> None:
    write(tmp_path, {"long": "".join(f"<p>第{i}段{'字' * 900}</p>" for i in range(20)), "short": "<p>第7段</p>"})
    search.build_index(RULES, tmp_path)
    index = Index(tmp_path)
    assert len(index.pages) > 2
    assert index.addresses("第7段") == {"long/", "short/"}
    assert index.addresses("第19段字") == {"long/"}


# ---- the files -------------------------------------------------------------------------------------------------


def files(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((site / FOLDER).iterdir())}


def test_same_pages_same_bytes(small: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(small, again, ignore=shutil.ignore_patterns("data"))
    search.build_index(RULES, again)
    assert files(again) == files(small)


def test_a_change_leaves_most_files_alone_and_no_stale_ones(small: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(small, site)
    before = files(site)
    assert search.build_index(RULES, site).written == 0
    file = site / "regions/100119/index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("石榴籽", "石榴花", 1), encoding="utf-8")
    report = search.build_index(RULES, site)
    after = files(site)
    assert 0 < report.written == len(set(after) - set(before)) and report.removed == len(set(before) - set(after))
    assert Index(site).addresses("石榴花") == {"regions/100119/"}
    file.write_text(page("<p>石榴籽</p>"), encoding="utf-8")
    search.build_index(RULES, site)
    assert set(files(site)) == {f"{name}.bin" for name in _reachable(Index(site))} | {"index-1.json"}


def _reachable(index: Index) -> set[str]:
    found = {index.root["typed"], index.root["offered"], index.root["thesaurus"]}

    def walk(tree: dict[str, object]) -> None:
        names = tree["f"]
        assert isinstance(names, list)
        found.update(names)
        if tree["d"]:
            for name in names:
                walk(index.json(name))

    for value in index.root.values():
        if isinstance(value, dict) and "f" in value:
            walk(value)
    return found


@pytest.mark.parametrize("large", [10, 8000])
def test_many_pages_are_read_in_several_processes_alike(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    site = tmp_path / "site"
    shutil.copytree(small, site, ignore=shutil.ignore_patterns("data"))
    monkeypatch.setattr(runs, "SEVERAL", 1)
    monkeypatch.setattr(workers, "CHUNK", 1)
    monkeypatch.setattr(search, "LARGE", large)
    steps: list[tuple[int, int]] = []
    search.build_index(RULES, site, lambda done, total: steps.append((done, total)))
    assert files(site) == files(small)
    assert steps[-1] == (120, 120) and steps == sorted(steps) and len(steps) > 4


@pytest.mark.parametrize("large", [1, 8000])
def test_a_site_without_articles_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(search, "LARGE", large)
    (tmp_path / "index.html").write_text("<html><body>空</body></html>", encoding="utf-8")
    with pytest.raises(GeneratorError, match="holds no page with an <article>"):
        search.build_index(RULES, tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["index.html"]


def test_names_values_and_what_is_offered(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "regions/222401": '<h1>延吉市</h1><ul class="figures"><li>资金1415万元</li></ul><ul class="tags"><li><span class="name">《七项工程》</span> 7 项</li></ul>'
        },
    )
    search.build_index(RULES, tmp_path)
    index = Index(tmp_path)
    names = {}
    for key in ("延吉市", "延吉", "222401", "七项工程", "《七项工程》", "=14150000"):
        leaf = index.leaf(index.root["names"], key)
        assert leaf
        held = index.json(leaf[1])
        names[key] = held["p"][held["k"].index(key)]
    assert names == {"延吉市": [0], "延吉": [0], "222401": [0], "七项工程": [1], "《七项工程》": [1], "=14150000": [1]}
    assert index.json(index.root["offered"]) == {"name": ["《七项工程》", "延吉市"], "page": [0, 0]}


def test_what_is_known_changes_no_byte(small: Path, tmp_path: Path) -> None:
    """Pages changed, files touched, a cache deleted or damaged: the index is always that of a first run."""
    site, space = tmp_path / "site", Workspace(tmp_path)
    shutil.copytree(small, site)
    search.build_index(RULES, site, workspace=space)
    assert files(site) == files(small)
    assert kept.unchanged(site, space) == kept.Indexed(
        120, search.build_index(RULES, site, workspace=space).characters, len(files(site)), 0, 0
    )
    file = site / "regions/100119/index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("石榴籽", "石榴花", 1), encoding="utf-8")
    (site / "regions/100100/index.html").unlink()
    some = sorted((site / FOLDER).glob("*.bin"))
    some[3].write_bytes(b"by hand")
    some[5].unlink()
    assert kept.unchanged(site, space) is None
    search.build_index(RULES, site, workspace=space)
    fresh = tmp_path / "fresh"
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("data"))
    search.build_index(RULES, fresh)
    assert files(site) == files(fresh)
    cache = space.cache / "products.sqlite"
    for harm in (cache.unlink, lambda: cache.write_bytes(cache.read_bytes()[:5000]), lambda: cache.write_bytes(b"foreign")):
        harm()
        assert kept.unchanged(site, space) is None
        assert search.build_index(RULES, site, workspace=space).written == 0
        assert files(site) == files(fresh)


def test_a_page_read_again_is_known_by_its_bytes(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, space = tmp_path / "site", Workspace(tmp_path)
    shutil.copytree(small, site)
    search.build_index(RULES, site, workspace=space)
    read, before = list[str](), PageText.read
    monkeypatch.setattr(PageText, "read", lambda self, html: read.append(html) or before(self, html))
    file = site / "regions/100119/index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("石榴籽", "石榴花", 1), encoding="utf-8")
    search.build_index(RULES, site, workspace=space)
    assert 0 < len(read) < 60 and any("石榴花" in html for html in read)
