"""Sites of hostile texts in a real browser, held against the same sites of plain ones; and their data files as what reads them does."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import Error as PlaywrightError

from generator.cli import main
from generator.language.signs import one_line, paragraphs
from generator.profiles.check import check
from generator.profiles.shelf import Shelf
from generator.publish import build, engine
from generator.publish.charts import charts, drawing
from generator.search import index
from generator.workspace import Workspace
from tests.conftest import PATIENCE, serve
from tests.hostile import profiles, sources
from tests.project import PAGES, RULES, copied

_CODE = (*PAGES, "templates", "generator/publish/verbatim.py", "mkdocs.yml", "tests/gold/scores.yml")
READ_OF = ("regions/", "documents/", "programmes/", "compare/documents/", "compare/honours/", "compare/networks/")
"""Where pages stand on which seeds are looked for; what is made of figures alone is looked at with the profiles."""
ADDRESSES = {"SITE_URL": "https://site.example/", "REPO_URL": "https://forge.example/a/b", "CONTACT": "mail@site.example"}
# What of a page no value may change. Styles that stand in a page break its policy, which is told; those in the tree are the theme's scripts',
# by where it was scrolled to.
SHAPE = """(ids) => {
  const LEADS = ["href", "src", "action", "formaction", "data", "poster", "ping", "xlink:href"];
  const mark = /甲\\d+乙/;
  const told = (text) => text.replace(/\\b([0-9a-f]{8}|[0-9a-f]{10})\\b/g, "*");
  const plain = (text) => ids.reduce((left, id) => left.replaceAll(id, "*"), told(text)).replace(/\\d+/g, "*").replace(/(-\\*)+/g, "-*");
  const every = [...document.querySelectorAll("*")];
  const attributes = (element) => [...element.attributes].filter(({ name }) => name !== "style");
  const led = ({ value }) => {
    const to = new URL(value, document.baseURI);
    return to.origin === location.origin ? "" : `${to.protocol}//${to.host}`;
  };
  const value = (one) => {
    // A description is cut to a length: of a long text its mark is cut off.
    if (one.name === "content" && one.ownerElement.matches("[name=description], [property='og:description']")) return "甲";
    let told = one.value;
    try { told = decodeURIComponent(told); } catch { }
    return (LEADS.includes(one.name) ? led(one) : "") + (mark.test(told) ? "甲" : plain(one.value));
  };
  const kind = (element) => [element.localName, ...attributes(element).map(({ name }) => name).sort(),
    ...[...element.classList].filter((one) => !one.startsWith("t-")).map(plain).sort()].join(" ");
  return {
    // Every element and attribute; what holds a mark is a value, of links all but where they lead to.
    whole: every.map((element) => [element.localName, ...attributes(element).map((one) => `${one.name}=${value(one)}`).sort()].join(" | ")),
    // For a page that has no like: what may stand in what, and what is a heading or has an id.
    parts: [...new Set(every.map((element) => `${element.parentElement ? kind(element.parentElement) : ""} > ${kind(element)}`))],
    names: [...new Set([...document.querySelectorAll("[id], h1, h2, h3, h4, h5, h6")].map((one) => `${one.localName} #${plain(one.id)}`))],
    schemes: [...new Set(every.flatMap((element) => attributes(element).filter(({ name }) => LEADS.includes(name)).map(led)).map((to) => to.split("//")[0]))],
    broken: every.filter((one) => one.matches("script[type*=json]")).map((one) => one.textContent).filter((text) => {
      try { JSON.parse(text); } catch { return true; }
    }),
    text: document.body.textContent.replace(/\\s+/g, ""),
  };
}"""
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Site:
    """A built site, and what its profiles hold."""

    folder: Path
    ids: list[str]
    """Of its profiles, as addresses and as anchors have them."""
    held: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """By the number of the profile, its texts with their fields' paths."""


def _texts(strings: list[str], number: int) -> Callable[[str], str]:
    """A text for each field of a profile: over as many profiles as there are strings, each field has each string once."""
    slot = iter(range(10**6))
    return lambda _: strings[(37 * number + next(slot)) % len(strings)]


def plain(strings: list[str]) -> list[str]:
    """What stands in the place of each in the site that is held against: a mark, in as many paragraphs, that sorts as it does."""
    order = {text: number for number, text in enumerate(sorted(strings))}
    return ["\n\n".join([f"甲{order[text]:03}乙"] * len(paragraphs(text))) for text in strings]


def profiled(folder: Path, strings: list[str], numbers: range, drawn: bool = True) -> Site:
    """The site of profiles that hold the strings in every field, with its charts if they are to be `drawn`."""
    copied(folder, *_CODE, data=folder)
    site = Site(folder / "site", [f"d{number}" for number in numbers])
    (folder / "docs/profiles").mkdir(parents=True)
    for number in numbers:
        made, site.held[number] = profiles.profile(_texts(strings, number), number)
        text = yaml.dump(made, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        (folder / f"docs/profiles/d{number}.yml").write_text(text, encoding="utf-8")
    finished(folder, drawn)
    index.build_index(RULES, folder / "site")
    return site


def sourced(folder: Path, strings: list[str], numbers: Sequence[int], alone: bool = False, beside: Path | None = None) -> Site:
    """The site of seeds that hold the strings, as they are read, merged and checked; with the documents `beside` them."""
    copied(folder, *_CODE, data=beside or folder)
    for number in numbers:
        sources.write(folder / "seeds", strings[number], number, alone)
    done = CliRunner().invoke(main, ["--root", str(folder), "update"])
    assert isinstance(done.exception, SystemExit | None) and "error of the program" not in done.output, done.output
    shelf = Shelf(Workspace(folder))
    assert [problem for problem in check.check(RULES, shelf) if problem.severity == "error"] == []
    assert len(shelf.held) >= len(numbers), done.output
    finished(folder, drawn=False)
    ids = (told for one in shelf.held for told in (one.profile.id, one.profile.id.replace("_", ".")))
    return Site(folder / "site", sorted(ids, key=len, reverse=True))


def finished(folder: Path, drawn: bool) -> None:
    """Pages and site of a project as `make site` makes them, but for the check, which would refuse most such profiles."""
    workspace = Workspace(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ADDRESSES.items():
            patch.setenv(name, value)
        if not drawn:
            patch.setattr(charts, "svgs", lambda *_: dict.fromkeys(drawing.SCHEMES, '<svg xmlns="http://www.w3.org/2000/svg"/>'))
        build.build(RULES, Shelf(workspace))
        engine.build(workspace, folder / "site")


# ---- in the browser -------------------------------------------------------------------------------------------------


class Visitor:
    """Opens pages and keeps what happened that should not."""

    def __init__(self, browser: Any, address: str) -> None:
        self.address, self.faults = address, list[str]()
        self.again: list[str] = []
        """Addresses that did not come at once, and why."""
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.context.on("page", lambda page: self._said(f"opens {page.url}"))
        self.context.on("request", self._asked)
        self.page.on("dialog", lambda dialog: (self._said(f"runs: {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self._said(f"error: {error}"))
        self.page.on("console", lambda message: self._said(message.text) if message.type == "error" else None)
        self.page.on("download", lambda download: self._said(f"downloads {download.url}"))

    def _said(self, what: str) -> None:
        self.faults.append(f"{self.page.url.removeprefix(self.address)}: {what}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:image/")):
            self._said(f"asks {request.url}")

    def start(self, path: str) -> None:
        """Begins to open a page; what goes wrong is `finish`'s to tell."""
        self._failed = ""
        try:
            self.page.goto(self.address + path, wait_until="commit")
        except PlaywrightError as error:
            self._failed = str(error)

    def finish(self, path: str, ids: list[str] | None = None, ready: str = "") -> dict[str, Any] | None:
        """What the page that was started is made of, once it has come and `ready` stands in it; `ids` are names that are told from
        others by no more. A page that does not come is asked for once more; then it is a fault, and None."""
        for last in (False, True):
            try:
                if self._failed:
                    raise PlaywrightError(self._failed)
                self.page.wait_for_load_state("load")
                if self.page.url.split("?")[0] != self.address + path.split("?")[0]:
                    self.faults.append(f"{path} led to {self.page.url}")
                    return None
                if ready:
                    self.page.wait_for_selector(ready, state="attached")
                found: dict[str, Any] = self.page.evaluate(SHAPE, ids or [])
            except PlaywrightError as error:  # of a page that goes elsewhere by itself, for one
                (self.faults if last else self.again).append(f"{path}: {error}")
                if not last:
                    self.start(path)
            else:
                self.faults += [f"{path}: is no JSON: {text[:200]}" for text in found["broken"]]
                return found
        return None

    def look(self, path: str, ids: list[str] | None = None, ready: str = "") -> dict[str, Any] | None:
        """A page, started and finished."""
        self.start(path)
        return self.finish(path, ids, ready)


@contextmanager
def visitor(browser: Any, site: Site) -> Iterator[Visitor]:
    """Whoever opens the pages of a site."""
    server, address = serve(site.folder, kept=True)
    visit = Visitor(browser, address)
    try:
        yield visit
    finally:
        visit.context.close()
        server.shutdown()
        if visit.again:
            print("asked for once more:", *visit.again, sep="\n")


def pages(
    site: Site, folders: tuple[str, ...] = ("regions/", "documents/", "compare/", "figures/", "programmes/", "themes/", "data/")
) -> list[str]:
    """The addresses of all pages that are made of profiles."""
    found = [path.parent.relative_to(site.folder).as_posix() + "/" for path in sorted(site.folder.rglob("index.html"))]
    return ["", *(path for path in found if path.startswith(folders))]


def _asked(visit: Visitor, query: str, known: Known) -> None:
    path = f"search/?q={quote(query)}"
    known.add(path, visit.look(path, ready="[role=status]:not(:empty)"))


class Known:
    """What pages may be made of: learnt from those of plain texts, held against those that have no like."""

    def __init__(self) -> None:
        # What plain texts give no cause for: words like those that were found, a year of which a part of the report is missing,
        # a measure of a fourth level beside another report, a table of documents without a row.
        parts = {
            "p class finder-kin > a href", "span class period > small", "div class head > h6",
            "article class md-content__inner md-typeset > p class empty", "p class empty > span class end", "div class about end > span class undated",
        }  # fmt: skip
        self._seen: dict[str, set[str]] = {"parts": parts, "names": {"h6 #"}, "schemes": {"", "https:", "http:", "mailto:"}}
        self.faults: list[str] | None = None
        """None while it learns."""

    def add(self, path: str, page: dict[str, Any] | None) -> None:
        if page is None:  # a fault already
            return
        for kind, seen in self._seen.items():
            if self.faults is None:
                seen |= {*page[kind]}
            else:
                self.faults += [f"{path}: {one}" for one in sorted({*page[kind]} - seen)]


def profile_faults(browser: Any, plain: Site, hostile: Site, queries: list[str], known: Known) -> list[str]:
    """What happens on the pages of hostile profiles that does not on those of plain ones; `known` learns of the latter."""
    with visitor(browser, plain) as calm, visitor(browser, hostile) as visit:
        if pages(plain) != pages(hostile):
            return [f"{path}: stands in one site alone" for path in sorted({*pages(plain)} ^ {*pages(hostile)})]
        chosen = f"compare/regions/?r={','.join(dict.fromkeys(profiles.county(number) for number in [*plain.held][:6]))}"
        of_page: dict[str, list[int]] = {}
        for number in plain.held:
            for path in (f"documents/d{number}/", f"regions/{profiles.county(number)}/"):
                of_page.setdefault(path, []).append(number)
        found = []
        for path in [*pages(plain), chosen]:
            ready = {chosen: "#side table", "compare/regions/": "#side-form:not([hidden])", "figures/": "#figures table"}.get(path, "")
            calm.start(path)
            visit.start(path)
            was, now = calm.finish(path, ready=ready), visit.finish(path, ready=ready)
            known.add(path, was)
            if was and now:
                if path == "figures/":  # its script puts units in the order of their texts
                    was["whole"], now["whole"] = sorted(was["whole"]), sorted(now["whole"])
                found += [f"{path}: {one}" for one in differences(was, now)]
                for number in of_page.get(path, ()):
                    found += [f"{path}: {one}" for one in lost(was["text"], now["text"], plain.held[number], hostile.held[number])]
        for query in ("乙", "没有一页有的话"):
            _asked(calm, query, known)
        known.faults = found
        for query in ("乙", *queries):
            _asked(visit, query, known)
        known.faults = None
        return found + calm.faults + visit.faults


def seed_faults(browser: Any, hostile: Site, known: Known) -> list[str]:
    """What happens on the pages of hostile seeds, and what they are made of that no other page is."""
    known.faults = told = list[str]()
    happened = _visited(browser, hostile, known)
    known.faults = None
    return told + happened


def learnt(browser: Any, plain: Site, known: Known) -> list[str]:
    """What goes wrong on the pages of plain seeds, of which `known` learns."""
    return _visited(browser, plain, known)


def _visited(browser: Any, site: Site, known: Known) -> list[str]:
    """Shows `known` the pages on which seeds are looked for, two at a time; gives what happened on them."""
    with visitor(browser, site) as one, visitor(browser, site) as other:
        paths = pages(site, READ_OF)
        for at in range(0, len(paths), 2):
            pair = list(zip((one, other), paths[at : at + 2], strict=False))
            for visit, path in pair:
                visit.start(path)
            for visit, path in pair:
                known.add(path, visit.finish(path, site.ids))
        return one.faults + other.faults


def differences(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Where a page is made of something else than its like of plain texts."""
    if was["whole"] == now["whole"]:
        return []
    pair = next((one for one in zip(was["whole"], now["whole"], strict=False) if one[0] != one[1]), ("", ""))
    return [f"{len(now['whole'])} elements, not {len(was['whole'])}; {pair[1]}, not {pair[0]}"]


_NARROW = str.maketrans("：，；！？（）", ":,;!?()")


def squeezed(text: str) -> str:
    """A text as it stands on a page, blanks and the width of marks aside: headings are set in full-width ones."""
    return re.sub(r"\s+", "", one_line(text)).translate(_NARROW)


def lost(was: str, now: str, plain_texts: list[tuple[str, str]], texts: list[tuple[str, str]]) -> list[str]:
    """Fields that a page shows of plain texts, and not, sign by sign, of hostile ones."""
    now = now.translate(_NARROW)
    shown = ((path, text) for (path, before), (_, text) in zip(plain_texts, texts, strict=True) if squeezed(before) in was)
    return [f"{path} is not shown as it is: {text!r}" for path, text in shown if squeezed(text) not in now]


# ---- files ----------------------------------------------------------------------------------------------------------


def _csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        seen = next((sign for sign in cell if unicodedata.category(sign)[0] not in "ZCM" and sign not in "\u115f\u1160\u3164\uffa0"), "")
        assert seen not in tuple("=+-@＝＋－＠") or re.fullmatch(r"-?\d+(\.\d+)?", cell), f"calculates: {cell!r}"
        assert not re.search(r"[\n\r\t\x00]", cell), f"is not one line: {cell!r}"


def _xml(text: str) -> None:
    root = ET.fromstring(text)
    assert "<!DOCTYPE" not in text and "<!ENTITY" not in text
    for one in root.iter():
        assert not one.tag.endswith("}script") and not [name for name in one.attrib if name.startswith("on")], one.tag


READ: dict[str, Callable[[str], Any]] = {
    ".csv": _csv, ".json": json.loads, ".xml": _xml, ".svg": _xml, ".yml": lambda text: yaml.load(text, yaml.CSafeLoader),
}  # fmt: skip
"""What reads each kind of file."""


def unreadable(site: Site) -> list[str]:
    """Published files that what reads them does not take, or takes for something else; and kinds nobody here reads."""
    found = []
    for path in sorted(site.folder.rglob("*")):
        name = path.relative_to(site.folder).as_posix()
        if path.suffix not in READ or not path.is_file():
            if path.is_file() and name.startswith("data/") and path.suffix != ".html":
                found.append(f"{name}: nothing here says how it is read")
            continue
        try:
            READ[path.suffix](path.read_text(encoding="utf-8"))
        except Exception as error:
            found.append(f"{name}: {type(error).__name__}: {error}")
    return found
