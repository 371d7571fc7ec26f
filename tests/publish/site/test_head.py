"""What every page's head tells machines: one description of its own, and, where the site has an address, where it stands, its picture, its data."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from selectolax.lexbor import LexborHTMLParser

from generator.profiles.shelf import Shelf
from generator.publish import build, engine
from generator.publish.charts import card
from tests.built import parsed
from tests.project import ROOT, RULES
from tests.publish.pages.test_pages import EDITS, workspace

URL = "https://example.org/archive/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up site of hostile texts, published at URL."""
    space = workspace(tmp_path_factory.mktemp("head") / "site")
    shutil.copytree(ROOT / "docs/schema", space.docs / "schema")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("REPO_URL", "EDIT_URI", "CONTACT"):
            patch.delenv(name, raising=False)
        patch.setenv("SITE_URL", URL)
        build.build(RULES, Shelf(space), EDITS)
        engine.build(space, space.root / "site")
    return space.root / "site"


def metas(page: LexborHTMLParser, name: str) -> list[str]:
    return [str(node.attributes["content"]) for node in page.css(f'meta[name="{name}"], meta[property="{name}"]')]


def test_every_page_has_one_description_that_no_other_has(site: Path) -> None:
    found = {name: metas(page, "description") for name, page in parsed(site).items()}
    assert [name for name, one in found.items() if len(one) != 1 or not 10 < len(one[0]) <= (320 if name.startswith("en/") else 200)] == []
    twice = [words for words, times in Counter(one[0] for one in found.values()).items() if times > 1]
    assert twice == []


def test_the_picture_and_the_address_stand_on_every_page_that_has_one(site: Path) -> None:
    for name, page in parsed(site).items():
        if name == "404.html":
            continue
        (canonical,) = [str(node.attributes["href"]) for node in page.css('link[rel="canonical"]')]
        assert metas(page, "og:url") == [canonical] and canonical.startswith(URL), name
        assert metas(page, "og:image") == [f"{URL}assets/card.png"] and (site / "assets/card.png").is_file()
        assert metas(page, "og:description") == metas(page, "description")
        assert metas(page, "og:title") == [page.css_first("title").text()]


def test_each_language_names_the_whole_address_of_the_other(site: Path) -> None:
    found = parsed(site)
    for name, page in found.items():
        said = {node.attributes["hreflang"]: str(node.attributes["href"]) for node in page.css("link[rel~=alternate][hreflang]")}
        chinese = name.removeprefix("en/")
        twins = {"zh-CN": chinese, "en": f"en/{chinese}"} if f"en/{chinese}" in found and chinese in found else {}
        assert {key: href.removesuffix("/") for key, href in said.items()} == {
            key: f"{URL}{file.removesuffix('index.html')}".removesuffix("/") for key, file in twins.items()
        }, name
    assert "en/index.html" in found


def test_the_data_set_of_a_page_names_files_that_are_there_and_holds_hostile_texts_as_text(site: Path) -> None:
    found = {}
    for name, page in parsed(site).items():
        for node in page.css('script[type="application/ld+json"]'):
            found[name] = json.loads(node.text())
    assert {"index.html", "data/index.html", "regions/222401/index.html", "regions/150000/index.html"} <= set(found)
    for name, one in found.items():
        assert (one["@context"], one["@type"]) == ("https://schema.org/", "Dataset") and one["name"] and one["description"], name
        for file in one["distribution"]:
            assert (site / file["contentUrl"].removeprefix(URL)).is_file(), (name, file)
    assert found["regions/222401/index.html"]["spatialCoverage"]["name"] == "延吉市<sup>*</sup>"
    raw = (site / "regions/222401/index.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', raw, re.DOTALL)
    assert "<" not in data


def test_the_picture_is_what_the_settings_say(tmp_path: Path) -> None:
    again, kept = imread(io.BytesIO(card.draw(*card.words()))), imread(card.FILE)
    assert kept.shape[:2] == card.SIZE[::-1]
    assert float(np.abs(again - kept).max()) < 0.02, "run `python -m generator.publish.charts.card`"
    assert float(np.abs(imread(io.BytesIO(card.draw("某站", "另一句话"))) - kept).max()) > 0.5
