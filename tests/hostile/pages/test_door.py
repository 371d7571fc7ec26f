"""Every value leaves through one door: no template can print past it, and what is hostile in a profile is text on every page."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import markdown
import pytest
import yaml
from jinja2 import nodes
from selectolax.lexbor import LexborHTMLParser

from generator.profiles.shelf import Shelf
from generator.publish import build, escape
from generator.workspace import Workspace
from tests.project import FROZEN, ROOT, RULES, copied

TEMPLATES = sorted((ROOT / "templates/pages").rglob("*.jinja"))
PAST = {"safe", "e", "escape", "forceescape", "urlize", "xmlattr", "replace", "indent", "wordwrap", "pprint"}
"""Filters of jinja's that make markup of a value, or that could put line breaks into one."""
OURS = {"address", "theme_page"}
"""Calls that give an address of the site, which holds nothing of a profile but its codes."""
HOSTILE = [
    "完\n## ![x](x){: onerror=alert(1) } [点我](javascript:alert(1)) { #x }\n完",
    '"><img src=x onerror=alert(1)>\n\n# 冒充\n\n<script>alert(1)</script>',
    "' onmouseover='alert(1)' style='x",
    "</code></pre></section></article><h2 id=y>冒充</h2>{{ 7*7 }}{% raw %}",
    "\x02## 冒充 { #y }\n\u2028### 冒充 { #y }\x02wzxhzdk:0\x03",
    "<!-- /verbatim -->\n\n[a](javascript:alert(1)){: #y onclick=alert(1) }\n\n<!-- verbatim -->",
    "```html\n<b>\n```\n[^1]: x\n*[甲]: 乙\n\ufffe\uffff\u202e\x1b",
    '=HYPERLINK("http://evil.example")',
]
_HASH = re.compile(r"\b[0-9a-f]{8,10}\b")
"""Ids of items are short hashes of their quotes."""
KEPT = {"file", "sha256", "published", "date", "url", "adcode", "level", "concept", "kind", "qualifier", "period", "basis", "completeness",
        "status", "id", "themes"}  # fmt: skip
"""Fields whose form leaves no room for anything hostile: codes, dates and addresses."""


def problems(source: str) -> list[str]:
    """Where a template prints past the door."""
    tree = jinja2.Environment(trim_blocks=True, extensions=[escape.Door]).parse(source)
    found = [f"filter {one.name}" for one in tree.find_all(nodes.Filter) if one.name in PAST]
    found += ["autoescape is turned" for _ in tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier))]
    # Joined to markup, a value would be escaped but not folded.
    joined = [part for one in tree.find_all(nodes.Concat) for part in one.nodes if isinstance(part, nodes.Call)]
    names = [(part, getattr(part.node, "attr", None) or getattr(part.node, "name", None)) for part in joined]
    found += [f"joins a call in line {part.lineno}" for part, name in names if name not in OURS]
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates/pages").as_posix())
def test_no_template_prints_past_the_door(path: Path) -> None:
    assert problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("source", ["{{ x | safe }}", "{% autoescape false %}{{ x }}{% endautoescape %}", "{{ 'a' ~ p.quote(x) ~ y }}"])
def test_a_way_past_the_door_is_seen(source: str) -> None:
    assert problems(source)


def test_what_is_markup_is_made_in_one_module() -> None:
    users = [path.name for path in (ROOT / "generator").rglob("*.py") if "Markup" in path.read_text(encoding="utf-8")]
    assert users == ["escape.py"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_one_line_of_text(text: str) -> None:
    env = jinja2.Environment(autoescape=True, extensions=[escape.Door])
    made = env.from_string("## 标题 { #t }\n<p>{{ x }}</p>").render(x=text)
    assert made.startswith(escape.HEADING) and made.count(escape.HEADING) == 1
    assert made.count("\n") == 1 and len(LexborHTMLParser(made.split("\n")[1]).css("p *")) == 0
    front = yaml.safe_load(env.from_string("title: {{ x | meta }}\nfacets: {{ [x] | tojson }}").render(x=text))
    assert "\n" not in front["title"] and len(front["facets"]) == 1


def filled(value: Any, texts: Callable[[], str], key: str = "") -> Any:
    """A profile whose every free text is a hostile one, after what it was."""
    if isinstance(value, dict):
        return {name: one if name in KEPT else filled(one, texts, name) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, texts, key) for one in value]
    return value + texts() if isinstance(value, str) else value


def space(folder: Path, texts: Callable[[], str]) -> Workspace:
    """The frozen corpus as a project, every free text of its profiles ending in one of `texts`."""
    copied(folder, "docs/schema", "mkdocs.yml", data=FROZEN)
    shutil.copytree(ROOT / "templates", folder / "templates")
    for path in (folder / "docs/profiles").glob("*.yml"):
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for region in data["regions"]:
            for measure in region["measures"]:
                measure["summary"] = "编辑写的摘要"
        data["review"]["note"], data["review"]["by"] = "疑", "甲"
        made = filled(data, texts)
        path.write_text(yaml.dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Workspace(folder)


def rendered(pages: Workspace) -> Iterator[tuple[str, LexborHTMLParser]]:
    """Every generated page as an engine without our hook reads it, with every extension that could find markup in a value."""
    extensions = ["attr_list", "md_in_html", "tables", "toc", "footnotes", "abbr", "def_list", "pymdownx.superfences"]
    for path in sorted(pages.docs.rglob("*.md")):
        front, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
        yaml.safe_load(front.removeprefix("---\n"))
        yield path.relative_to(pages.docs).as_posix(), LexborHTMLParser(markdown.markdown(body, extensions=extensions))


def shape(page: LexborHTMLParser) -> tuple[list[object], ...]:
    """What of a page no value may change: elements, the names of their attributes, headings, ids, addresses."""
    body = page.body
    assert body is not None
    every = [node for node in body.css("*") if node.tag not in ("p", "br")]  # paragraphs of a summary are its own
    return (
        [(node.tag, sorted(set(node.attributes) - {"title"})) for node in every],
        [(node.tag, _HASH.sub("*", node.attributes.get("id") or "")) for node in body.css("h1, h2, h3, h4, h5, h6, [id]")],
        [_HASH.sub("*", node.attributes.get("href") or "").split("?")[0][:11] for node in body.css("[href]")],
    )


def test_no_value_changes_the_shape_of_a_page(tmp_path: Path) -> None:
    turn = iter(range(10**9))
    plain = space(tmp_path / "plain", lambda: f"甲{next(turn)}")
    number = iter(range(10**9))
    hostile = space(tmp_path / "hostile", lambda: f"甲{(n := next(number))}" + HOSTILE[n % len(HOSTILE)])
    for one in (plain, hostile):
        build.build(RULES, Shelf(one))
    expected = {name: shape(page) for name, page in rendered(plain)}
    found = {name: shape(page) for name, page in rendered(hostile)}
    assert sorted(found) == sorted(expected) and len(found) > 30
    for name, one in found.items():
        for was, now in zip(expected[name], one, strict=True):
            assert now == was, name
    # They did reach the pages.
    texts = "".join(path.read_text(encoding="utf-8") for path in (hostile.docs / "regions").rglob("*.md"))
    assert texts.count("![x](x)") > 50 and texts.count("&lt;script&gt;") > 50
