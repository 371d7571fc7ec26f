"""What must hold between the items of one document, whatever each says: seven parts of seven, sums of their parts, shares of a whole.

Works on readings and on profiles whose items have `at`. What fails is something to look at, not an error: the source itself may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from generator.language.numerals import numerals
from generator.profiles.text.evidence import squeeze
from generator.reader.article.text import fold
from generator.rules import Rules
from generator.yaml_io import Path

Row = Mapping[str, Any]

ROUNDING = Decimal("0.5")
"""Per cent by which shares may miss the whole."""
FAR = 400
"""Characters before a figure among which the head of its table may name its unit."""
_NEAR = 30
_ENDS = re.compile(r"[。;!?\n]")
_GAP = 60
"""Characters; figures of a list stand no further apart."""


class Broken(NamedTuple):
    """What does not hold: the field, what is wrong, and the words it stands in."""

    path: Path
    message: str
    quote: str


class _Figure(NamedTuple):
    """A figure, where its quote stands, and its path."""

    start: int
    end: int
    value: Decimal
    row: Row
    path: Path


def broken(rules: Rules, data: Mapping[str, Any], source: str) -> Iterator[Broken]:
    """Everything that does not hold in a reading or profile of `source`, the decoded text; items without `at` are passed over."""
    folded = fold(rules, source)
    for number, region in enumerate(data["regions"]):
        path: Path = ("regions", number)
        yield from _counted(region, path)
        figures = sorted(_figures(region, path), key=lambda figure: (figure.end, figure.start))
        yield from _without_units(rules, folded, figures)
        for sentence in _sentences(folded, figures):
            yield from _sums(rules, folded, sentence)
            yield from _parts(rules, folded, sentence)
            yield from _shares(rules, folded, sentence)


def _figures(region: Row, path: Path) -> Iterator[_Figure]:
    lists = [(row, (*path, "indicators", n)) for n, row in enumerate(region.get("indicators", ()))]
    for number, measure in enumerate(region["measures"]):
        lists += [(row, (*path, "measures", number, "indicators", n)) for n, row in enumerate(measure.get("indicators", ()))]
    for row, place in lists:
        if row.get("at"):
            start, end = row["at"]
            yield _Figure(start, end, Decimal(str(row["value"])), row, place)


def _sentences(folded: str, figures: Sequence[_Figure]) -> Iterator[list[_Figure]]:
    """The figures of each sentence that has several; those in rows of a table are none."""
    sentence: list[_Figure] = []
    for figure in figures:
        last = sentence[-1] if sentence else None
        if last and (figure.start > last.end + _GAP or _ENDS.search(folded, min(last.end, figure.end), figure.end - 1)):
            yield sentence
            sentence = []
        sentence.append(figure)
    yield sentence


# programmes


def _counted(region: Row, path: Path) -> Iterator[Broken]:
    """七项工程 with eight parts, “四个聚焦” with three headings; a text may list fewer parts, or take up only one or two in headings."""
    for number, programme in enumerate(region.get("programmes", ())):
        count, name, parts = programme.get("count"), programme["name"], programme.get("parts") or ()
        if not count:
            continue
        here = (*path, "programmes", number)
        if len(parts) > count:
            yield Broken((*here, "parts"), f"{count} are named, {len(parts)} are listed", name)
        heads = _heads(region, name, count)
        if heads != count and heads * 2 >= count:
            yield Broken((*here, "count"), f"{count} are named, {heads} headings are of them", name)


def _heads(region: Row, name: str, count: int) -> int:
    """How many headings side by side take up the noun of a numbered name, where all of them do, or all but one; 0 where they do not.

    Of several such rows the one of `count` headings, else the longest.
    """
    found = numerals(name, lambda place: True)
    noun = name[-2:]
    if not found or found[0].start or len(name) < found[0].end + 2 or numerals(noun, lambda place: True):
        return 0
    rows = [(sum(noun in heading for heading in row), len(row)) for row in _rows(region)]
    taken_up = [of_it for of_it, all_ in rows if of_it >= max(2, all_ - 1)]
    return count if count in taken_up else max(taken_up, default=0)


def _rows(region: Row) -> list[list[str]]:
    """The headings of a region, those side by side under one heading together."""
    rows, open_ = list[list[str]](), dict[int, list[str]]()
    for measure in region["measures"]:
        level = measure["level"]
        open_ = {other: row for other, row in open_.items() if other <= level}
        if level not in open_:
            rows.append(open_.setdefault(level, []))
        open_[level].append(measure["heading"])
    return rows


# figures


def _without_units(rules: Rules, folded: str, figures: Sequence[_Figure]) -> Iterator[Broken]:
    for figure in figures:
        unit = squeeze(fold(rules, figure.row["unit"]))
        near = squeeze(folded[max(0, figure.start - FAR) : figure.end])
        if unit not in near and unit not in ("%", "人"):
            yield Broken((*figure.path, "unit"), f"{figure.row['unit']} stands neither in its quote nor before it", figure.row["quote"])


def _before(folded: str, figure: _Figure) -> str:
    """What stands before the number of a figure in its quote, and a little before that."""
    quote = folded[figure.start : figure.end]
    own = numerals(quote, lambda place: True)
    start = figure.start + (own[-1].start if own else 0)
    return squeeze(folded[max(0, start - _NEAR) : start])


def _exact(figure: _Figure) -> bool:
    return bool(figure.row.get("qualifier", "exact") == "exact")


def _sums(rules: Rules, folded: str, sentence: Sequence[_Figure]) -> Iterator[Broken]:
    """A total behind its parts: …2个、…14个、…66个,共82个."""
    for number, figure in enumerate(sentence):
        if not _exact(figure) or not rules.account.total.search(_before(folded, figure)):
            continue
        parts = []
        for part in reversed(sentence[:number]):
            if part.row["unit"] != figure.row["unit"] or not _exact(part):
                break
            parts.append(part.value)
        if len(parts) >= 2 and sum(parts, Decimal(0)) != figure.value:
            yield Broken((*figure.path, "value"), f"{figure.value} in all, but its parts add up to {sum(parts)}", figure.row["quote"])


def _parts(rules: Rules, folded: str, sentence: Sequence[_Figure]) -> Iterator[Broken]:
    """A part that is more than what it is a part of: 82个,其中…90个."""
    for whole, part in zip(sentence, sentence[1:], strict=False):
        between = squeeze(folded[whole.end : max(whole.end, part.end)])
        own = numerals(between, lambda place: True)
        if (
            part.row["unit"] == whole.row["unit"]
            and own
            and rules.account.of_which.search(between[: own[-1].start])
            and part.value > whole.value
        ):
            yield Broken((*part.path, "value"), f"{part.value}, more than the {whole.value} it is part of", part.row["quote"])


def _shares(rules: Rules, folded: str, sentence: Sequence[_Figure]) -> Iterator[Broken]:
    """Shares of one whole that come near it and miss it: 分别占40%、35%、26%."""
    shares = [figure for figure in sentence if figure.row["unit"] == "%"]
    if len(shares) < 2 or not rules.account.share.search(_before(folded, shares[0])):
        return
    total = sum((figure.value for figure in shares), Decimal(0))
    if ROUNDING < abs(total - 100) <= 10:
        yield Broken((*shares[-1].path, "value"), f"the shares of its sentence add up to {total} %", shares[-1].row["quote"])
