"""HTML that passes through Markdown as it is: the marks around it, and the MkDocs hook (see mkdocs.yml) that looks for them.

Generated pages are HTML but for their headings. Python-Markdown and MkDocs each read such HTML with a parser written in
Python, which took two thirds of MkDocs' time. An engine without the hook sees two comments and reads the HTML itself.
"""

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from mkdocs.config.defaults import MkDocsConfig

OPEN, CLOSE = "<!-- verbatim -->", "<!-- /verbatim -->"
_CHUNK = re.compile(f"^{OPEN}\n(.*?)\n{CLOSE}$", re.M | re.S)
_ID = re.compile(r'<[a-z][^<>]*\sid="([^"]+)"')
_KEPT = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)
_BLANK = re.compile(r"\n\s+")
_MKDOCS = "mkdocs_raw_html"
"""Where MkDocs keeps the ids it finds in HTML."""
# Python-Markdown's and MkDocs' places in the line of preprocessors: line ends at 30, fenced code at 25, ids at 21, HTML at 20.
_FIRST, _AFTER_MKDOCS = 29, 20.5


def mark(html: str) -> str:
    """`html`, without blank lines around it, as a block that Markdown leaves alone."""
    return f"{OPEN}\n{html}\n{CLOSE}"


class _Verbatim(Preprocessor):  # type: ignore[misc]
    """Takes marked HTML out; Markdown puts it back at the end."""

    def run(self, lines: list[str]) -> list[str]:
        return _CHUNK.sub(lambda chunk: f"\n{self.md.htmlStash.store(chunk[1])}\n", "\n".join(lines)).split("\n")


class _Ids(Preprocessor):  # type: ignore[misc]
    """Names the ids in it to MkDocs: without them it would take a link from a hand-written page to a figure for broken."""

    def run(self, lines: list[str]) -> list[str]:
        if _MKDOCS in self.md.preprocessors:
            for html in self.md.htmlStash.rawHtmlBlocks:
                self.md.preprocessors[_MKDOCS].present_anchor_ids.update(_ID.findall(str(html)))
        return lines


class _Extension(Extension):  # type: ignore[misc]
    """Both for Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Verbatim(md), "verbatim", _FIRST)
        md.preprocessors.register(_Ids(md), "verbatim_ids", _AFTER_MKDOCS)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """MkDocs calls this when it starts."""
    config.markdown_extensions.append(_Extension())
    return config


def on_post_page(output: str, **_: Any) -> str:
    """MkDocs hands every page through here: the theme's templates leave a tenth of it blank. What is preformatted stays as it is."""
    return "".join(part if number % 2 else _BLANK.sub("\n", part) for number, part in enumerate(_KEPT.split(output)))
