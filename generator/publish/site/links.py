"""Which links and pictures of the built pages lead nowhere, anchors included, whoever built the page and when."""

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

_FOUND = re.compile(r'\s(id|href|src)="([^"<>]*)"(?=[^<>]*>)')
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_QUERY = re.compile(r"[?#].*", re.DOTALL)


def found(html: str, page: str, base: str = "/") -> list[Any]:
    """What `broken` needs of a page: its ids, and where it leads within the site, whose addresses begin with `base`: anchors by file."""
    ids, targets = list[str](), dict[str, set[str]]()
    for kind, value in _FOUND.findall(html):
        if kind == "id":
            ids.append(unescape(value))
        elif not _FOREIGN.match(link := unescape(value)):
            path, anchor = unquote(_QUERY.sub("", link)), unquote(link.partition("#")[2].partition(":~:")[0])
            inside = path.removeprefix(base) if path.startswith("/") else join(dirname(page), path)
            inside = page if not path else normpath(inside or ".") + "/" * (path.rpartition("/")[2] in ("", ".", ".."))
            targets.setdefault(inside + "index.html" if inside.endswith("/") else inside, set()).add(anchor)
    return [ids, {file.removeprefix("./"): sorted(anchors) for file, anchors in targets.items()}]


def broken(pages: Mapping[str, Any], files: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Every page with a link that leads nowhere, the link as an address of the site, and what is missing.

    `pages` has what `found` says of each, `files` all that the site has.
    """
    ids = {page: frozenset(names) for page, (names, _) in pages.items()}
    for page, (_, targets) in pages.items():
        for file, anchors in targets.items():
            address = file.removesuffix("index.html")
            if file not in files:
                yield page, address, "there is no such page or file"
            elif file in ids:
                for anchor in anchors:
                    if anchor and anchor not in ids[file]:
                        yield page, f"{address}#{anchor}", f"the page has no place `{anchor}`"
