"""Undoes hard wraps: lines of a text that is wrapped at one width are joined to paragraphs.

Lines that furniture's rules name, and lines longer than the width, are no lines of a wrapped text: they neither tell the width nor are joined.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from generator.rules import Rules

_SENTENCE = re.compile(r"[,。;!?]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDED = re.compile(r"[。;!?:…]”?$")
_WORD = re.compile(r"[\x21-\x7e]+[,.;:!?%)]*|.[,。、;:!?)》”]*")
"""What no line break divides."""
_LONG_LINE = 200
"""Characters; no line of a wrapped text is longer."""
_OUTLIER = 1.25
"""How many times the width a line is at least that is none of a wrapped text."""
_ENOUGH, _FEWEST, _NARROW = 6, 3, 24
"""Lines of prose that tell a width by themselves; fewer must be filled evenly, and be so many Chinese characters wide: headings are not."""


@cache
def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _width(text: str) -> int:
    rest = _HAN.sub("", text)
    return 2 * (len(text) - len(rest)) + sum(map(_columns, rest))


def join_wrapped(rules: Rules, folded: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs: single lines, or runs of lines where the text is wrapped at a fixed width."""
    trimmed = []
    for start, end in lines:
        text = folded[start:end]
        trimmed.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
    # The first line of a paragraph is as wide as the others with its indentation; longer ones are no lines of a wrapped text.
    wrap = _wrapped(
        rules, [folded[folded.rfind("\n", max(0, a - _LONG_LINE), a) + 1 or max(0, a - _LONG_LINE) : b] for a, b in trimmed if b > a]
    )
    begin = stop = -1
    for number, (a, b) in enumerate(trimmed):
        if begin >= 0 and (b <= a or not (wrap and _continues(rules, folded, begin, stop, trimmed[number : number + 2], wrap))):
            yield begin, stop
            begin = -1
        if b > a:
            begin, stop = a if begin < 0 else begin, b
    if begin >= 0:
        yield begin, stop


class _Wrap(NamedTuple):
    """How a text is wrapped."""

    width: int
    measure: Callable[[str], int]
    """Width of a text, in columns or in characters."""
    even: bool
    """Whether lines are filled up to the width."""


def _wrapped(rules: Rules, lines: list[str]) -> _Wrap | None:
    """How a text is wrapped, None where it is not.

    Wrapped is a text whose lines of prose hardly pass one width and often stop there in the middle of a sentence. The
    width is that in columns or that in characters, in which the lines are filled more evenly.
    """
    prose = [line for line in lines if len(line) >= 12 and _SENTENCE.search(line) and rules.furniture.name(line.strip()) is None]
    ways = [way for measure in (_width, len) if (way := _way(prose, measure))]
    return max(ways, key=lambda way: way[0])[1] if ways else None


def _way(prose: list[str], measure: Callable[[str], int]) -> tuple[float, _Wrap] | None:
    """How evenly lines are filled up to a width in one measure, and the wrap that gives; None where they are not wrapped by it."""
    sized = [(measure(line), _ENDED.search(line) is not None) for line in prose]
    cut = sorted(wide for wide, ended in sized if not ended)
    width = sorted(wide for wide, _ in sized)[int(0.9 * (len(sized) - 1))] if sized else 0
    # Some lines of the page around may be longer, whole sentences all; then the lines of the text alone tell its width.
    longer = cut and max(sized)[0] > _OUTLIER * width
    if longer:
        width = cut[int(0.9 * (len(cut) - 1))]
        outliers = [ended for wide, ended in sized if wide > _OUTLIER * width]
        if not all(outliers) or len(outliers) > 0.2 * len(sized):
            return None
        sized = [(wide, ended) for wide, ended in sized if wide <= _OUTLIER * width]
    few = len(sized) < _ENOUGH
    if width > (160 if measure is _width else 80) or len(sized) < _FEWEST:
        return None
    reach = [(wide, ended) for wide, ended in sized if wide >= 0.75 * width]
    broken = [wide for wide, ended in reach if not ended]
    if len(reach) < 0.4 * len(sized) or len(broken) < max(_FEWEST if few else 4, 0.4 * len(reach)):
        return None
    filled = sum(wide >= width - measure("宽") for wide in broken) / len(broken)
    if (few or longer) and (filled < 0.85 or measure("宽" * _NARROW) > width):
        return None
    return filled, _Wrap(width, measure, filled >= 0.85)


def _continues(rules: Rules, folded: str, begin: int, stop: int, following: list[tuple[int, int]], wrap: _Wrap) -> bool:
    """Whether the first line of `following`, spans of one or two lines, goes on with the paragraph [begin:stop)."""
    previous = folded[folded.rfind("\n", 0, stop) + 1 : stop]
    line, *later = (folded[a:b] for a, b in following)
    if rules.furniture.name(previous.strip()) or rules.furniture.name(line):
        return False
    if max(wrap.measure(previous), wrap.measure(line)) > _OUTLIER * wrap.width:
        return False
    if wrap.even and _had_room(previous, line, wrap):
        return False
    width = wrap.measure(previous)
    ended = _ENDED.search(previous)
    if ended and (rules.outline.signs.opens(line) or folded.endswith("  ", 0, following[0][0]) or width < 0.92 * wrap.width):
        return False
    if ended and wrap.even and later and later[0] and not re.search(r"[,、。;!?:]$", line) and _had_room(line, later[0], wrap):
        # A paragraph that ends without a full stop in its first line is a heading.
        return False
    return width >= 0.75 * wrap.width or (not ended and folded.find("\n", begin, stop) >= 0 and width >= 0.6 * wrap.width)


def _had_room(line: str, following: str, wrap: _Wrap) -> bool:
    """Whether the first word of the following line would have found room in this one: so that a paragraph ended here."""
    word = _WORD.match(following)
    return word is not None and wrap.measure(line) + wrap.measure(word[0]) < wrap.width
