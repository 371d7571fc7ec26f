"""Similar regions: what two regions share, when that is too little to tell, and that the order never depends on chance."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from generator import settings
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.publish.corpus.similar import Alike, Similar
from generator.publish.data.scores import Quality
from generator.publish.pages import pages
from generator.publish.pages.extras import Extras
from generator.workspace import Workspace
from tests.project import FROZEN, RULES, copied
from tests.publish.corpus.test_corpus import gather, indicator, profile, region

WORDS = RULES.vocabulary
CODES = ("222401", "230881", "620121", "620200", "150200", "150600", "110101")


def told(made: corpus.Corpus, adcode: str) -> list[tuple[str, tuple[str, ...], bool]]:
    found: list[Alike] = Similar(RULES, list(made.regions.values())).to(made.regions[adcode])
    return [(one.region.adcode, one.shared, one.more) for one in found]


def having(adcode: str, *, concepts: tuple[str, ...] = (), titles: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> dict[str, Any]:
    """A document on one region."""
    figures = [indicator(f"{n}次") | {"concept": concept} for n, concept in enumerate(concepts)]
    lists = {"documents_cited": [{"title": t, "kind": "policy"} for t in titles], "programmes": [{"name": name} for name in names]}
    return profile(f"d{adcode}", region(f"地{adcode}", adcode, "county", *figures) | lists)


def test_nothing_or_one_thing_shared_is_nothing_told() -> None:
    made = gather(
        having(CODES[0], concepts=("lectures",), titles=("《甲》",)),
        having(CODES[1], concepts=("lectures", "lectures"), titles=("《乙》",)),
        having(CODES[2], names=("甲",)),
        having(CODES[3]),
    )
    assert [told(made, code) for code in CODES[:4]] == [[]] * 4


def test_what_both_have_is_told_the_rarest_first_and_the_rest_said_to_be_more() -> None:
    made = gather(
        having(CODES[0], concepts=("lectures", "audience"), titles=("《甲 法》",), names=("石榴籽",)),
        having(CODES[1], concepts=("audience", "lectures", "trainees"), titles=("《甲法》",), names=("石榴籽", "七进")),
        having(CODES[2], concepts=("lectures", "audience"), names=("七 进",)),
    )
    lectures, audience = WORDS.concepts["lectures"].label.zh, WORDS.concepts["audience"].label.zh
    assert told(made, CODES[0]) == [
        (CODES[1], ("“石榴籽”", "《甲 法》", audience), True),
        (CODES[2], (audience, lectures), False),
    ]
    assert told(made, CODES[2]) == [
        (CODES[1], ("“七 进”", audience, lectures), False),
        (CODES[0], (audience, lectures), False),
    ]


def test_one_document_of_several_regions_and_several_of_one_count_once() -> None:
    made = gather(
        having(CODES[0], names=("石榴籽", "石榴籽", "七进")),
        having(CODES[0], names=("石榴籽", "七进")) | {"id": "again"},
        having(CODES[1], names=("石榴籽",)),
    )
    assert told(made, CODES[1]) == []


def test_at_most_four_the_same_whatever_the_order_given() -> None:
    given = [having(code, concepts=("lectures", "audience")) for code in CODES]
    wanted = sorted(CODES[1:])[:4]
    for order in (given, given[::-1]):
        assert [code for code, _, _ in told(gather(*order), CODES[0])] == wanted


def test_real_regions_tell_what_stands_on_both_pages() -> None:
    made = corpus.load(RULES, Shelf(Workspace(FROZEN)))
    similar = Similar(RULES, list(made.regions.values()))
    found = {code: similar.to(one) for code, one in made.regions.items()}
    assert found["222401"] and all(len(alike) <= 4 for alike in found.values())
    for code, alike in found.items():
        for one in alike:
            for other in (made.regions[code], one.region):
                entries = [report.entry for report in other.reports]
                names = {f"“{p.name}”" for e in entries for p in e.programmes} | {c.title for e in entries for c in e.documents_cited}
                names |= {WORDS.concepts[f.indicator.concept].label.zh for r in other.reports for f in r.figures if f.indicator.concept}
                assert set(one.shared) <= names
            assert one.region.adcode != code and 2 <= len(one.shared) <= 3


def test_many_regions_that_all_have_the_same_cost_little_more_each() -> None:
    """Without bounds on what is compared, ten times the regions would cost a hundred times as much."""

    def seconds(count: int) -> float:
        documents = (
            having(str(100_000 + n), concepts=("lectures", "audience", "trainees"), names=("七进", f"之{n // 3}")) for n in range(count)
        )
        made = gather(*documents)
        similar = Similar(RULES, list(made.regions.values()))
        start = time.process_time()
        for one in made.regions.values():
            assert similar.to(one)
        return time.process_time() - start

    assert seconds(2000) < 40 * max(seconds(200), 0.001)


def test_the_page_has_the_list_only_where_there_is_one_and_what_sources_print_stays_text(tmp_path: Path) -> None:
    hostile = {"titles": ("《<script>alert(1)</script>》",), "names": ("*甲* & [乙](javascript:x)",)}
    made = gather(having(CODES[0], **hostile), having(CODES[1], **hostile), having(CODES[2], names=("丙",)))
    root = Workspace(copied(tmp_path, "templates", "mkdocs.yml"))
    sources = pages.Pages(RULES, root, made, settings.load(root.root), Extras(RULES, made, {}, Quality([], []))).sources()
    texts = {code: sources[f"regions/{code}/index.md"]() for code in CODES[:3]}
    assert ["内容相近的地区" in texts[code] for code in CODES[:3]] == [True, True, False]
    (onward,) = LexborHTMLParser(texts[CODES[0]]).css(".onward .alike")
    assert onward.text(strip=True) == f"地{CODES[1]}都写到：“*甲* & [乙](javascript:x)”；《<script>alert(1)</script>》"
    assert [link.attributes["href"] for link in onward.css("a")] == [f"../../regions/{CODES[1]}/"]
