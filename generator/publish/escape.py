"""The one door through which values leave: whatever comes of a profile or a source is text in every file that is published.

Templates print through `finalize`, which the environment calls for every expression; tables take their cells from `one_line`.
Markup is what templates write themselves, never a value.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup, escape

from generator.language.signs import one_line, paragraphs

HEADING = "\x02"
"""Stands before each heading that a template writes in Markdown. No value can hold it: it is one of the signs the door takes away."""
# The signs that begin a formula, in both widths; an apostrophe is what guards them.
_FORMULA = tuple("=+-@＝＋－＠'")
# Categories of signs that a spreadsheet may pass over before it looks for a formula: blanks, controls, marks, what has no form.
_PASSED = ("Z", "C", "M")
_HAN = re.compile(r"[\u3001-\u303f\u4e00-\u9fff]+")
_FILLERS = "\u115f\u1160\u3164\uffa0"


def finalize(value: Any) -> Any:
    """A value of a template's expression as it may be printed; texts become one line, which the environment then escapes."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def lines(text: str) -> Markup:
    """A text over several lines that the program made, such as a citation, for `<pre>`; what it quotes must be one line each."""
    return Markup("\n".join(escape(one_line(line)) for line in text.split("\n") if line.strip()))


def meta(text: str) -> Markup:
    """`text` as a value of the front matter. The theme prints it as it is, so it is escaped for HTML as well."""
    return Markup(json_text(str(escape(one_line(text)))))


def plain(html: str) -> str:
    """The text of markup that a template made, on one line."""
    return one_line(Markup(html).striptags())  # noqa: S704 - what it is made of was escaped


def marked(text: str) -> Markup:
    """English text with the Chinese in it marked as such."""
    return Markup(_HAN.sub(r'<span lang="zh-Hans">\g<0></span>', str(escape(one_line(text)))))


def data(value: Any) -> Markup:
    """`value` as JSON, which is YAML too, inside a page."""
    text = json_text(value)
    for sign in "<>&'":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def json_text(value: Any) -> str:
    """`value` as JSON on one line, every text in it folded to one."""
    return json.dumps(_plain(value), ensure_ascii=False)


def compact(value: Any) -> str:
    """The same without blanks, for files that scripts load."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return one_line(value) if isinstance(value, str) else value


def cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula, whatever invisible signs stand before; one apostrophe away it is itself."""
    if text[:1].isalnum() and text[0] not in _FILLERS:
        return text
    for sign in text:
        if sign not in _FILLERS and unicodedata.category(sign)[0] not in _PASSED:
            return "'" + text if sign in _FORMULA else text
    return text


FILTERS = {"meta": meta, "tojson": data, "lines": lines, "marked": marked, "line": one_line, "paragraphs": paragraphs}
"""What templates may call besides jinja's own filters of numbers and lists; `tojson` takes the place of jinja's."""


class Door(Extension):
    """What makes an environment print through this module; and marks the headings that templates write in Markdown, before any value is in them."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.finalize = finalize
        environment.filters.update(FILTERS)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """A template's source with the mark before each line that is a heading."""
        found = (HEADING + line if line.startswith(("## ", "{{ hashes }} ")) else line for line in source.split("\n"))
        return "\n".join(found)
