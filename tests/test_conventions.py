"""What a repository is expected to say of itself: how to contribute, report, cite and reuse, and where in the code things are."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from generator import __version__
from generator.reader.article import inputs, limits
from generator.reader.article.formats import word
from tests.project import ROOT

PATHS = re.compile(r"`((?:generator|templates|tests|docs|seeds)/[^`<>*…]*)`")


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md", "docs/about/architecture.md", "docs/about/engines.md"])
def test_every_path_that_is_named_exists(name: str) -> None:
    named = PATHS.findall((ROOT / name).read_text(encoding="utf-8"))
    assert named
    gone = [path for path in named if not (ROOT / path).exists()]
    assert not gone, f"{name} names what is not there: say where it is now"


def test_every_package_stands_on_the_map() -> None:
    named = set(PATHS.findall((ROOT / "docs/about/architecture.md").read_text(encoding="utf-8")))
    packages = {f"generator/{path.parent.name}/" for path in (ROOT / "generator").glob("*/__init__.py")}
    assert len(packages) > 5 and packages <= named


FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
KINDS = {"markdown", "input", "textarea", "dropdown", "checkboxes"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_forges_forms_are_as_it_takes_them(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert {part["type"] for part in form["body"]} <= KINDS
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert any(part.get("validations", {}).get("required") for part in asked)
    ids = [part["id"] for part in asked]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[\w-]+", one) for one in ids)
    for part in asked:
        assert part["attributes"]["label"]
        assert ("options" in part["attributes"]) == (part["type"] in ("dropdown", "checkboxes"))


def test_there_is_a_form_for_a_wrong_figure_a_document_a_removal_and_a_fault() -> None:
    assert [path.stem[2:] for path in FORMS] == ["figure", "document", "removal", "bug"]


def test_the_citation_names_the_project_and_no_person() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0" and cited["message"] and cited["title"]
    assert [set(author) for author in cited["authors"]] == [{"name"}]
    assert (cited["version"], cited["license"]) == (__version__, project["license"])


def test_what_is_promised_of_large_files_is_what_the_code_does() -> None:
    promised = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert f"more than {inputs.MAX_BYTES // 1_000_000} MB" in promised
    assert f"more than {word.UNPACKED // 1_000_000} MB" in promised
    counts = (limits.CHARACTERS, limits.LINES, limits.WEB_TAGS, limits.WORDS_IN_TAG, limits.NESTED, limits.CELLS, limits.PAGES)
    assert [count for count in counts if f"{count:,}" not in promised] == []


@pytest.mark.parametrize("name", ["LICENSE", "docs/about/index.md"])
def test_the_licence_leaves_out_every_field_with_a_sources_words(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "CC BY 4.0" in text and "WTFPL" in text
    assert [
        field for field in ("quote", "heading", "clues", "title", "name", "parts", "holder") if not re.search(rf"\b{field}\b", text)
    ] == []


def test_every_page_says_the_licence_and_leads_to_its_terms(site: Path) -> None:
    assert LexborHTMLParser((site / "about/index.html").read_text(encoding="utf-8")).css_first("#rights")
    for path in site.rglob("*.html"):
        footer = LexborHTMLParser(path.read_text(encoding="utf-8")).css_first("footer.foot")
        english = path.is_relative_to(site / "en")
        assert footer is not None and "CC BY 4.0" in footer.text() and ("except quotations" if english else "引文除外") in footer.text(), (
            path
        )
        here = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        assert f"{'/en' if english else ''}/about/#rights" in {urljoin(here, str(link.attributes["href"])) for link in footer.css("a")}, (
            path
        )


def test_no_hook_touches_a_file_whose_bytes_are_compared() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    left = re.compile(config["exclude"])
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False).stdout.split("\n")
    covered = re.compile(r"^seeds/|^docs/profiles/|\.schema\.json$|\.golden$|^tests/fixtures/.*\.(txt|yml)$")
    assert [file for file in files if covered.search(file) and not left.search(file)] == []
    assert not left.search("generator/rules/tables.yml") and not left.search("README.md")
    remote = [repo for repo in config["repos"] if repo["repo"] != "local"]
    assert all(re.fullmatch(r"[0-9a-f]{40}", repo["rev"]) for repo in remote)
