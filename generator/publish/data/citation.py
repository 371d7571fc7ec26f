"""How a document of the corpus, and a page of the site, are cited: GB/T 7714, BibTeX and CSL-JSON.

Nothing depends on the day of the build: where a style wants the day of access, the reader fills it in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator import __version__, model
from generator.language.signs import one_line
from generator.rules import Rules
from generator.settings import Settings

# Outside a command, LaTeX reads each of these as something other than itself.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """One document or page in three styles, as text."""

    gbt: str
    bibtex: str
    csl: str


def cite(rules: Rules, profile: model.Profile, page: str, settings: Settings) -> Citation:
    """`page` is the address, from the site's root, of the page the reader stands on."""
    named = {name: one_line(text) for name in ("title", "publisher", "byline") if (text := getattr(profile.source, name))}
    source, absent = profile.source.model_copy(update=named), rules.vocabulary.absent
    title = source.title or f"［{absent['title'].label.zh}］"
    # Who only put a text on a website has not written it.
    byline = source.byline if source.byline and not rules.tables.uploaders.search(source.byline) else None
    author = byline or source.publisher
    url = source.url or (settings.address(page) if settings.url else None)
    return Citation(
        _gbt(title, author, source, url, absent["published"].label.zh),
        _bibtex(profile.id, source, title, author, url, settings),
        _csl(profile.id, source, title, author, url, settings),
    )


def cite_page(name: str, title: str, page: str, settings: Settings) -> Citation:
    """The page at the address `page` from the site's root, called `title`, as a part of the site; `name` is its key in a list of references."""
    url, title = settings.address(page) if settings.url else None, one_line(title)
    gbt = [settings.name, f"{title}[DB/OL]", f"{__version__} 版[    -  -  ]", url]
    fields = {
        "title": f"{{{_latex(title)}}}",
        "author": f"{{{_latex(settings.name)}}}",
        "version": __version__,
        "url": url,
        "langid": "chinese",
    }
    item: dict[str, Any] = {"id": name, "type": "webpage", "title": title, "language": "zh-CN", "author": [{"literal": settings.name}]}
    item |= {"container-title": settings.name, "version": __version__} | ({"URL": url} if url else {})
    return Citation(". ".join(part for part in gbt if part) + ".", _entry(name, fields), json.dumps([item], ensure_ascii=False, indent=2))


def _gbt(title: str, author: str | None, source: model.Source, url: str | None, undated: str) -> str:
    """GB/T 7714-2015, electronic resource: 责任者. 题名[EB/OL]. 发布者, 年(日期)[引用日期]. 网址."""
    published = source.published or undated
    day = f"({published})" if len(published) == 10 else ""
    year = published[:4] if source.published else published
    issuer = f"{source.publisher}, " if source.publisher and source.publisher != author else ""
    parts = [author, f"{title}[EB/OL]", f"{issuer}{year}{day}[    -  -  ]", url]
    return ". ".join(part for part in parts if part) + "."


def _bibtex(name: str, source: model.Source, title: str, author: str | None, url: str | None, settings: Settings) -> str:
    year, month, day = _date(source.published)
    fields: dict[str, str | None] = {
        "title": f"{{{_latex(title)}}}",
        "author": f"{{{_latex(author)}}}" if author else None,
        "publisher": f"{{{_latex(source.publisher)}}}" if source.publisher else None,
        "year": year,
        "month": month,
        "day": day,
        "url": url and re.sub(r"[{}\\]", "", url),
        "note": f"{_latex(settings.name)}, {_latex(name)}",
        "langid": "chinese",
    }
    return _entry(name, fields)


def _entry(name: str, fields: Mapping[str, str | None]) -> str:
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@misc{{{name},\n" + ",\n".join(lines) + "\n}"


def _csl(name: str, source: model.Source, title: str, author: str | None, url: str | None, settings: Settings) -> str:
    item: dict[str, Any] = {"id": name, "type": "webpage", "title": title, "language": "zh-CN"}
    if author:
        item["author"] = [{"literal": author}]
    if source.publisher:
        item["publisher"] = source.publisher
    if source.published:
        item["issued"] = {"date-parts": [[int(part) for part in source.published.split("-")]]}
    if url:
        item["URL"] = url
    item["archive"] = settings.name
    return json.dumps([item], ensure_ascii=False, indent=2)


def _date(published: str | None) -> tuple[str | None, str | None, str | None]:
    """Year, month and day as numbers without leading zeros, as far as they are stated."""
    parts = [str(int(part)) for part in published.split("-")] if published else []
    year, month, day = (*parts, None, None, None)[:3]
    return year, month, day


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in text)
