"""The history as it is published: what the page 更新记录 is given, an Atom feed, and `data/history.json` with the days of documents and figures."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as xml

from generator.language.signs import one_line
from generator.publish.corpus.corpus import Corpus
from generator.publish.data.tables import document_page
from generator.publish.history import log
from generator.publish.history.log import Chronicle, Happening
from generator.rules import Rules
from generator.settings import Settings
from generator.workspace import Workspace

PAGE = "changes/"
FEED = "changes/feed.xml"
FILE = "data/history.json"
_NEWEST = 100
"""Entries of the feed."""
_ATOM = "http://www.w3.org/2005/Atom"


def build(rules: Rules, workspace: Workspace, corpus: Corpus, settings: Settings) -> Iterator[tuple[str, str]]:
    """The files by their path below `docs`: the data say why they are empty where the history is not known; no feed there, nor where nobody
    said where the site is published."""
    history = log.load(workspace)
    data = {"lacks": history.lacks, **_data(corpus, history)}
    yield FILE, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
    if settings.url and not history.lacks:
        yield FEED, _feed(rules, corpus, history, settings)


def told(rules: Rules, workspace: Workspace, corpus: Corpus, settings: Settings, limit: int) -> Mapping[str, Any]:
    """What the template `changes` is given: the newest changes by day and kind, each with the document where it is still here."""
    history, here = log.load(workspace), {profile.id: profile for profile in corpus.documents}
    days = [
        (
            day,
            [
                (kind, [(change.document, here.get(change.document)) for change in some])
                for kind, some in groupby(of_day, key=lambda c: c.kind)
            ],
        )
        for day, of_day in groupby(history.changes[:limit], key=lambda change: change.day)
    ]
    return {
        "days": days,
        "lacks": history.lacks,
        "total": len(history.changes),
        "limit": limit,
        "feed": bool(settings.url),
        "words": rules.tables.changes,
    }


def _data(corpus: Corpus, history: Chronicle) -> dict[str, Any]:
    """All changes, the newest first; of each document the figures that came later than it, or changed, by their anchor on its region's page:
    the day when each was first read and the day of its last change."""
    added = {change.document: change.day for change in reversed(history.changes) if change.kind == "added"}
    figures: dict[str, dict[str, list[str | None]]] = {}
    for figure in corpus.figures():
        name = figure.profile.id
        days = history.figures.get(name, {}).get(figure.indicator.quote)
        if days and (days.changed or days.first != added.get(name)):
            figures.setdefault(name, {})[figure.anchor] = [days.first, days.changed]
    changes = [{"day": one.day, "kind": one.kind, "document": one.document} for one in history.changes]
    return {"changes": changes, "figures": figures}


def _feed(rules: Rules, corpus: Corpus, history: Chronicle, settings: Settings) -> str:
    """The newest changes as an Atom feed."""
    words, here = rules.tables.changes, {profile.id: profile for profile in corpus.documents}
    feed = xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})

    def said(parent: xml.Element, name: str, text: str = "", **attributes: str) -> None:
        xml.SubElement(parent, name, attributes).text = text or None

    said(feed, "id", settings.address(PAGE))
    said(feed, "title", f"{settings.name}：更新记录")
    said(feed, "updated", _moment(history.changes[0].day if history.changes else "1970-01-01"))
    said(feed, "link", rel="self", href=settings.address(FEED))
    said(feed, "link", rel="alternate", href=settings.address(PAGE))
    said(xml.SubElement(feed, "author"), "name", settings.name)
    for change in history.changes[:_NEWEST]:
        entry = xml.SubElement(feed, "entry")
        said(entry, "id", f"{settings.address(PAGE)}#{anchor(change)}")
        profile = here.get(change.document)
        said(entry, "title", f"{change.document}：{words[change.kind]}")
        said(entry, "updated", _moment(change.day))
        said(entry, "link", rel="alternate", href=settings.address(document_page(profile) if profile else PAGE))
        if profile and profile.source.title:
            said(entry, "summary", one_line(profile.source.title))
    xml.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(feed, encoding="unicode") + "\n"


def anchor(change: Happening) -> str:
    """The place of a change on the page."""
    return f"{change.day}-{change.kind}-{change.document}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
