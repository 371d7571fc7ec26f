"""HTML between the marks passes as it is; around it Markdown stays Markdown, and MkDocs still knows every anchor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.publish import verbatim
from tests.project import ROOT

HTML = '<section id="s-1"><p>*星* _线_ [字](x.md)</p>\n<pre>## 不是标题\n\n    缩进 &amp; &lt;b&gt;</pre>\n<p id="f-1">末</p></section>'
CONFIG = """site_name: 站
plugins: []
theme: {name: mkdocs, nav_style: dark}
markdown_extensions: [attr_list]
hooks: %s
validation: {links: {anchors: warn}}
"""


def build(folder: Path, hooked: bool = True, **pages: str) -> str:
    """Builds `pages` strictly; what MkDocs said where it refused them."""
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG % ([str(ROOT / "generator/publish/verbatim.py")] if hooked else []), encoding="utf-8")
    for name, text in pages.items():
        (folder / f"docs/{name}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    return done.stderr if done.returncode else ""


def test_marked_html_keeps_its_bytes_and_headings_their_ids(tmp_path: Path) -> None:
    page = f"## 前 {{ #before }}\n\n{verbatim.mark(HTML)}\n\n## 后 {{ #after }}\n\n*强调*\n"
    assert build(tmp_path, index=page) == ""
    built = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert HTML in built and "verbatim" not in built
    assert '<h2 id="before">前</h2>' in built and '<h2 id="after">后</h2>' in built and "<em>强调</em>" in built


def test_without_the_hook_a_page_says_the_same(tmp_path: Path) -> None:
    pages = {"index": f"## 前 {{ #before }}\n\n{verbatim.mark(HTML)}\n\n## 后 {{ #after }}\n\n*强调*\n"}
    trees = []
    for hooked in (True, False):
        folder = tmp_path / str(hooked)
        folder.mkdir()
        assert build(folder, hooked, **pages) == ""
        body = LexborHTMLParser((folder / "site/index.html").read_text(encoding="utf-8")).css_first("[role=main]")
        assert body is not None
        trees.append(
            [(node.tag, node.attributes, node.text(deep=False).strip()) for node in body.traverse() if "comment" not in (node.tag or "")]
        )
    assert trees[0] == trees[1]


@pytest.mark.parametrize(("anchor", "fine"), [("f-1", True), ("s-1", True), ("f-2", False)])
def test_a_link_to_an_anchor_in_it_is_checked(tmp_path: Path, anchor: str, fine: bool) -> None:
    said = build(tmp_path, index=f"[数字](other.md#{anchor})\n", other=f"# 页\n\n{verbatim.mark(HTML)}\n")
    assert (said == "") is fine and (fine or f"#{anchor}" in said)
