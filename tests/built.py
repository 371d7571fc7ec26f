"""What must hold of every built site, whatever its data: held of the frozen corpus's and of the live one."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from generator.model import CONCEPTS
from generator.profiles import diff
from generator.profiles.shelf import Shelf
from generator.publish.corpus import corpus
from generator.reader.article import inputs
from generator.workspace import Workspace
from tests.project import RULES

PARAGRAPH = 150
"""Characters from which a paragraph is one: what is shorter may be a single clause, which a quote may need."""
Pages = dict[str, LexborHTMLParser]


def parsed(site: Path) -> Pages:
    """Every page by its path below `site`."""
    return {path.relative_to(site).as_posix(): LexborHTMLParser(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def addresses(data: Path) -> list[str]:
    """The permanent addresses that the documents in `data` give the site."""
    made = corpus.load(RULES, Shelf(Workspace(data)))
    return [
        *(f"regions/{code}/index.html" for code in made.regions),
        *(f"documents/{one.id}/index.html" for one in made.documents),
        *(f"profiles/{one.id}.yml" for one in made.documents),
        *(f"compare/{concept}/index.html" for concept in CONCEPTS),
        "schema/profile.schema.json",
    ]


def broken_links(site: Path, pages: Pages) -> list[str]:
    """Links within the site that lead to no file, or to no element of their page."""
    ids = {name: {node.attributes.get("id") for node in page.css("[id]")} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        if name == "404.html":
            continue
        for node in page.css("a[href], img[src], link[href], script[src]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if not link or urlsplit(link).scheme or urlsplit(link).netloc:
                continue
            target, anchor = urldefrag(urljoin("/" + name, link))
            path = site / unquote(urlsplit(target).path).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.exists() or (anchor and path.suffix == ".html" and unquote(anchor) not in ids[path.relative_to(site).as_posix()]):
                broken.append(f"{name}: {link}")
    return broken


def foreign(site: Path, pages: Pages) -> list[str]:
    """What a page or style sheet would load from another site."""
    found = []
    for name, page in pages.items():
        for node in page.css("script[src], link[href], img[src], iframe, object, embed, source, video, audio"):
            link = node.attributes.get("src") or node.attributes.get("href") or ""
            if urlsplit(link).netloc and node.attributes.get("rel") != "canonical":
                found.append(f"{name}: {link}")
    for css in site.rglob("*.css"):
        found += [f"{css.name}: {m}" for m in re.findall(r"url\(['\"]?(https?:[^)]+|//[^)]+)\)", css.read_text(encoding="utf-8"))]
    return found


def republished(data: Path, site: Path) -> list[str]:
    """Paragraphs of the seeds in `data` that stand whole on a page: the site quotes clauses, however many of them (`check` tells the share)."""
    pages = "".join(_bare(path.read_text(encoding="utf-8")) for path in site.rglob("*.html"))
    found = []
    for path in Workspace(data).seed_files():
        paragraphs = map(_bare, inputs.extract(path.read_bytes(), path.name).text.split("\n"))
        found += [f"{path.name}: {one}" for one in paragraphs if len(one) > PARAGRAPH and escape(one, quote=False) in pages]
    return found


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def unlisted_corrections(data: Path, site: Path, pages: Pages) -> list[str]:
    """Documents in `data` whose hand edits are not all listed on the page of corrections, or that do not link to it."""
    page = pages["data/corrections/index.html"]
    listed = {str(node.attributes["id"]): len(node.css(".changes p")) for node in page.css("article section")}
    found = []
    for name, done in diff.load(Shelf(Workspace(data))).items():
        document = (site / f"documents/{name}/index.html").read_text(encoding="utf-8")
        if listed.pop(f"d-{name}", 0) != len(done.all) or (f"data/corrections/#d-{name}" in document) != bool(done.all):
            found.append(name)
    return found + list(listed)
