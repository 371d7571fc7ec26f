"""Saved web pages: the text of the article, and what the page says of itself."""

import logging
import re
from typing import Any

from generator.errors import SeedError
from generator.reader.article import limits


def read(source: str, file: str) -> tuple[str, dict[str, str]]:
    """A page's text, and title, published, publisher, byline and url as far as it states them; raises SeedError."""
    import trafilatura

    limits.markup(source, file, limits.WEB_TAGS, limits.WEB_ATTRIBUTES, raw=True)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree, depth = trafilatura.load_html(source), dict[Any, int]()
    for element in tree.iter() if tree is not None else ():
        depth[element] = depth.get(element.getparent(), 0) + 1
        if depth[element] > limits.NESTED:
            limits.refuse(file, limits.NESTED, "elements inside each other")
    body = trafilatura.extract(tree, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    if not body or not body.strip():
        raise SeedError.at(file, "is a web page without an article", hint="save the page's main text")
    facts = trafilatura.extract_metadata(source)
    known = {}
    if facts:
        named = {"title": facts.title, "published": facts.date, "publisher": facts.sitename, "byline": facts.author, "url": facts.url}
        known = {key: " ".join(str(value).split()) for key, value in named.items() if value}
        if not re.fullmatch(r"https?://\S+", known.get("url", "http://-")):
            del known["url"]
    return body, known
