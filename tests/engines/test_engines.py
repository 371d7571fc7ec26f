"""Other engines build the same site; where none is installed, at least no template asks for what their template languages lack."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from tests.engines.compare import ENGINES, Difference, Engine, Reason, build, compare, read_reasons, unexplained
from tests.project import ROOT

THEME = ROOT / "templates/theme"
METHODS = frozenset(name for kind in (str, dict, list, int) for name in dir(kind) if not name.startswith("_"))


def python_methods(template: str) -> Iterator[str]:
    """The methods of Python's own types that a template calls; MiniJinja, which Zensical renders with, has none."""
    for call in jinja2.Environment(extensions=["jinja2.ext.loopcontrols"]).parse(template).find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and call.node.attr in METHODS:
            yield call.node.attr


@pytest.mark.parametrize(
    "template",
    [
        "{% if page.url.startswith(item.url) %}{% endif %}",
        "{% for name, values in page.meta.facets.items() %}{% endfor %}",
        "{% set a = 'x'.upper() %}",
    ],
)
def test_a_method_of_pythons_is_found(template: str) -> None:
    assert len(list(python_methods(template))) == 1


@pytest.mark.parametrize("path", sorted(THEME.rglob("*.html")), ids=lambda path: path.relative_to(THEME).as_posix())
def test_the_themes_templates_call_no_methods_of_pythons(path: Path) -> None:
    assert list(python_methods(path.read_text(encoding="utf-8"))) == []


PAGE = "<title>页 · 站</title><nav>首页</nav><article><h2 id='a'>题</h2><p>共<b>3</b>场 <a href='../b/'>乙</a></p></article>"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("场", "次", "text"),
        ("id='a'", "id='_1'", "anchors"),
        ("../b/", "../../b/", "links"),
        ("页 · 站", "站 · 站", "title"),
        ("article", "section", "title text anchors links"),
    ],
)
def test_what_an_engine_changes_in_a_page_is_a_difference(tmp_path: Path, old: str, new: str, what: str) -> None:
    for name, text in (("a", PAGE), ("b", PAGE.replace(old, new))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
    assert [one.what for one in compare("x", tmp_path / "a", tmp_path / "b")] == what.split()


def test_what_lies_around_the_article_is_the_engines_own(tmp_path: Path) -> None:
    for name, text in (("a", PAGE), ("b", PAGE.replace("<nav>首页</nav>", "<header>站</header>").replace("<article>", "<article>\n\n"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
    assert list(compare("x", tmp_path / "a", tmp_path / "b")) == []


def test_files_that_are_missing_added_or_of_other_bytes_are_differences(tmp_path: Path) -> None:
    for name, files in (("a", {"one.csv": "1", "two.csv": "2"}), ("b", {"one.csv": "2", "three.csv": "3"})):
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    found = [(one.file, *one.detail) for one in compare("x", tmp_path / "a", tmp_path / "b")]
    assert found == [("one.csv", "has other bytes"), ("three.csv", "is added"), ("two.csv", "is missing")]


def test_a_difference_without_a_reason_and_a_reason_without_a_difference_are_both_told() -> None:
    known, idle = Reason("x", "file", "assets/*", "its own"), Reason("x", "text", "*", "none")
    differences = [Difference("x", "file", "assets/a.js"), Difference("x", "file", "index.html"), Difference("y", "file", "assets/a.js")]
    found = unexplained(differences, [known, idle, Reason("z", "file", "*", "not tried")], ["x", "y"])
    assert [line.split(":")[0] for line in found] == ["x", "y", "differences.yml"]
    assert "nothing needs the entry x, text, *" in found[2]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_every_article_and_the_whole_index_are_as_published(engine: Engine, site: Path) -> None:
    if find_spec(engine.command[0]) is None:
        pytest.skip(f"{engine.command[0]} is not installed: `make engines` sets it up")
    differences = compare(engine.name, site, build(engine, site.parent))
    assert unexplained(differences, read_reasons(), [engine.name]) == []
