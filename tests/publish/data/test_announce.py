"""What machines look for: absolute addresses of files that are there, columns as they stand in them, nothing without the site's address."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as xml

from generator.places import gazetteer
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.publish.data import files as data
from generator.publish.data.lines import Tables
from generator.settings import Settings
from generator.workspace import Workspace, sha256
from tests.project import ROOT, RULES

URL = "https://example.org/站/"
MADE = Tables(RULES, corpus.load(RULES, Shelf(Workspace(ROOT / "tests/fixtures/two_years"))))
FILES = dict(data.build(RULES, MADE, Settings("某站 <甲&乙>", URL)))
OURS = {"robots.txt", "llms.txt", "opensearch.xml", "data/dataset.json"}


def test_without_an_address_nothing_is_made() -> None:
    without = dict(data.build(RULES, MADE, Settings("某站")))
    assert set(FILES) - set(without) == OURS and {name: FILES[name] for name in without} == without
    assert dict(data.build(RULES, Tables(RULES, corpus.gather([], gazetteer.load(RULES))), Settings("某站"))).keys() & OURS == set()


def test_every_file_and_column_of_the_data_set_is_as_it_says() -> None:
    made = json.loads(FILES["data/dataset.json"])
    assert made["@type"] == "Dataset" and made["conformsTo"] == "http://mlcommons.org/croissant/1.0" and len(made["license"]) == 2
    files = {one["@id"]: one for one in made["distribution"]}
    assert len(files) == len(made["recordSet"]) == len(MADE.forms)
    for one in files.values():
        path = one["contentUrl"].removeprefix(URL)
        assert sha256(FILES[path].encode()) == one["sha256"]
    for table in made["recordSet"]:
        for field in table["field"]:
            source = field["source"]
            head = next(csv.reader(io.StringIO(FILES[f"data/{files[source['fileObject']['@id']]['name']}"].removeprefix("\ufeff"))))
            assert source["extract"]["column"] in head
    assert len({field["@id"] for table in made["recordSet"] for field in table["field"]}) == sum(len(t["field"]) for t in made["recordSet"])


def test_robots_search_and_llms_have_absolute_addresses() -> None:
    assert f"Sitemap: {URL}sitemap.xml" in FILES["robots.txt"]
    root = xml.fromstring(FILES["opensearch.xml"])
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.findtext(f"{space}ShortName") == "某站 <甲&乙>"
    url = root.find(f"{space}Url")
    assert url is not None and url.attrib["template"] == f"{URL}search/?q={{searchTerms}}"
    assert f"]({URL}data/figures.json)" in FILES["llms.txt"] and FILES["llms.txt"].startswith("# 某站")
