"""How templates print values that no rule has words for: periods, numbers, shares; and what they group."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, get_args

from generator import model
from generator.language.signs import headline
from generator.publish.corpus import comparison
from generator.publish.corpus.printed import amount
from generator.publish.years.coverage import depth
from generator.rules.vocabulary import Issuer

Named = TypeVar("Named", comparison.Cited, comparison.ProgrammeEntry)

MONTHS = "January February March April May June July August September October November December".split()
STEPS = (0.05, 0.1, 0.2, 0.3)
"""Shares at which a shade of the matrix gives way to the next deeper one."""


def period(value: str) -> str:
    """`2023` -> 2023年, `2023-05` -> 2023年5月, `2016-2020` -> 2016–2020年."""
    if re.fullmatch(r"\d{4}-\d{4}", value):
        return f"{value[:4]}–{value[5:]}年"
    return "".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "年月日", strict=False))


def thousands(number: int) -> str:
    """`1853` -> 1,853."""
    return f"{number:,}"


def date(value: str) -> str:
    """The same as `period` in English: `2023-07-25` -> 25 July 2023, `2023-05` -> May 2023, `2016-2020` -> 2016–2020."""
    if re.fullmatch(r"\d{4}-\d{4}", value):
        return value.replace("-", "–")
    year, *rest = value.split("-")
    return " ".join([*(str(int(day)) for day in rest[1:]), *(MONTHS[int(month) - 1] for month in rest[:1]), year])


def plural(number: int, one: str, several: str = "") -> str:
    """A number of things in English: `1 region`, `1,204 regions`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def percent(share: float) -> str:
    """A share of a text in whole hundredths, without its sign; what is written but little is not told as nothing."""
    return "<1" if 0 < share < 0.005 else f"{share * 100:.0f}"


def shade(share: float) -> int:
    """The shade of a share, 1 to 5; 0 for nothing."""
    return 0 if share <= 0 else 1 + sum(share >= step for step in STEPS)


def width(share: float) -> int:
    """The width of a part of a bar, 1 to 100."""
    return min(100, max(1, round(share * 100)))


def by_kind(cited: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Titles by their kind, kinds in the order of the format."""
    found: dict[str, list[Any]] = {kind: [] for kind in get_args(model.DocumentKind)}
    for one in cited:
        found[one.kind].append(one)
    return [(kind, titles) for kind, titles in found.items() if titles]


def neighbours(ones: Sequence[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Each with the one before and the one after it; None at the ends."""
    return zip([None, *ones[:-1]], ones, [*ones[1:], None], strict=True) if ones else iter(())


def shared(named: Iterable[Named]) -> list[Named]:
    """Those that several regions have."""
    return [one for one in named if len(one.places) > 1]


def by_issuer(cited: Iterable[comparison.Cited]) -> list[tuple[Issuer | None, list[comparison.Cited]]]:
    """Cited policies and laws by the level of who issued them, the nation first and those that do not tell it last; in each those first
    that most regions cite."""
    found: dict[Issuer | None, list[comparison.Cited]] = {level: [] for level in (*get_args(Issuer), None)}
    for one in cited:
        if one.kind in ("policy", "law"):
            found[one.issuer].append(one)
    return [(level, sorted(titles, key=lambda one: -len(one.places))) for level, titles in found.items() if titles]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "headline": headline, "period": period, "thousands": thousands, "by_kind": by_kind, "percent": percent, "shade": shade, "width": width,
    "amount": amount, "depth": depth, "date": date, "plural": plural,
}  # fmt: skip
"""What templates may call on a value."""
