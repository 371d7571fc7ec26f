"""How much of anything a seed may hold. All limits are counts, so that every machine decides alike, and each is told with what to do.

Far above any report, and so low that what stays below them is read in seconds.
"""

import re
from typing import NoReturn

from generator.errors import SeedError

CHARACTERS = 1_000_000
LINES = 20_000
FIGURES, APART = 1500, 10
"""A document may state so many figures; past that, one in so many characters. Reports state one in 16 at most."""
PAGES = 1000
DRAWN = 5_000_000
"""Bytes that draw the pages of a PDF."""
CELLS = 10_000
"""Of all tables of a DOCX together, each as often as it spans columns."""
SPANNED = 100
"""Rows or columns that a cell of a web page spans at most; more are not counted."""
WEB_TAGS, WEB_ATTRIBUTES = 25_000, 200_000
NESTED = 200
"""Elements inside each other on a web page."""
WORD_TAGS, WORD_ATTRIBUTES, WORD_BYTES = 1_000_000, 1_000_000, 30_000_000
WORDS_IN_TAG = 1000
"""Attributes of one element; parsers compare each with all others."""

_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
# A comment; a tag to its end; a tag that never ends and so holds the rest. Read once from left to right, without a way back.
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[a-z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>|<[a-z].*+",
    re.DOTALL | re.IGNORECASE,
)
_TEXT_OF = {name: re.compile(rf".*?(?=</{name}[\s/>]|\Z)", re.DOTALL | re.IGNORECASE) for name in _RAW}
_NAME = re.compile(r"<([a-z]+)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"[\s/\"'\0]+[^\s/\"'=>\0]")
CUT = "cut it down to the one document"
PLAIN = "save the document's text as .txt"


def refuse(file: str, most: int, what: str, hint: str = PLAIN) -> NoReturn:
    """Raises SeedError: the file holds more than `most` of something."""
    raise SeedError.at(file, f"holds more than {most:,} {what}", hint=hint)


def text(text: str, file: str) -> None:
    """Raises SeedError where a document is too long to be one report."""
    if len(text) > CHARACTERS:
        refuse(file, CHARACTERS, "characters", CUT)
    if text.count("\n") > LINES:
        refuse(file, LINES, "lines", CUT)


def figures(count: int, characters: int, file: str) -> None:
    """Raises SeedError where a text of so many characters is no prose, but figures in a row."""
    if count > max(FIGURES, characters // APART):
        refuse(file, max(FIGURES, characters // APART), f"figures in {characters:,} characters", "leave out its tables of figures")


def markup(source: str, file: str, tags: int, attributes: int, *, raw: bool) -> None:
    """Raises SeedError where HTML or XML holds more than a parser takes in a moment; `raw` tells that scripts and the like hold no tags."""
    if source.count("<") > tags:
        refuse(file, tags, "tags")
    place = total = 0
    while match := _TOKEN.search(source, place):
        place, tag = match.end(), match[0]
        if tag.startswith("<!"):
            continue
        count = len(_ATTRIBUTE.findall(_QUOTED.sub('"', tag)))
        total += count
        if count > WORDS_IN_TAG:
            refuse(file, WORDS_IN_TAG, "attributes in one tag")
        if total > attributes:
            refuse(file, attributes, "attributes")
        name = _NAME.match(tag)
        if raw and name and (behind := _TEXT_OF.get(name[1].lower())):
            ended = behind.match(source, place)
            place = ended.end() if ended else place
