"""Whether a figure says what its quote says: value, unit and qualifier, and a name without a number in it.

Whose figure it is stands in `whose`; what must hold between several figures in `invariants`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.language.numerals import SCALED
from generator.profiles.check.plausible import multiplied, plain, stated, written
from generator.profiles.check.whose import Fault
from generator.profiles.text.evidence import Evidence
from generator.reader.article.text import fold
from generator.reader.figures.quantity import find
from generator.rules import Rules
from generator.yaml_io import scalar

# Names such as 国道G331 and COVID-19 end in a number of their own.
_NUMBERED = re.compile(r"(?<![A-Za-z\d.-])\d+(\.\d+)?$")
_BEFORE = 60
"""Characters before a quote among which a word said once for a whole list may tell how exact its figures are."""


def faults(rules: Rules, figure: Mapping[str, Any], evidence: Evidence | None, formed: bool = True) -> Iterator[Fault]:
    """What is wrong with the item, value, unit and qualifier of an indicator; of one that is not well-`formed` what can be told."""
    item, value, unit, quote = (figure.get(name) for name in ("item", "value", "unit", "quote"))
    if isinstance(item, str) and (number := _NUMBERED.search(fold(rules, item))):
        yield Fault("item", f"ends in the number {number.group()}", "say there only what is counted", "warning")
    if not isinstance(unit, str):
        return
    if scale := SCALED.match(unit):
        example = f"; {scalar(value)}{scale.group()} is {multiplied(value, scale.group())}" if isinstance(value, int | float) else ""
        yield Fault("unit", f"`{scale.group()}` belongs to the value, not to the unit", f"write the value out{example}")
    elif word := next((word for word in rules.qualifiers.behind if unit.endswith(word)), ""):
        yield Fault("unit", f"`{word}` belongs to the qualifier, not to the unit", "e.g. qualifier: over")
    elif isinstance(value, int | float) and isinstance(quote, str) and not isinstance(value, bool):
        worth = Decimal(str(value))
        numbers = stated(rules, quote, unit)
        if worth not in numbers:
            read = f"states {', '.join(plain(n) for n in sorted(numbers)[:6])}" if numbers else "states no number"
            yield Fault("value", f"{scalar(value)} does not follow from its quote, which {read}", "correct one of the two", "warning")
        elif formed and unit.strip() and unit.isprintable():
            yield from _stated_otherwise(rules, worth, unit, str(figure.get("qualifier") or "exact"), quote, evidence)


def _stated_otherwise(rules: Rules, value: Decimal, unit: str, qualifier: str, quote: str, evidence: Evidence | None) -> Iterator[Fault]:
    """A unit or qualifier that its quote does not give to the value; nothing where the quote has no unit, as in a table."""
    text = written(rules, quote)
    same = [quantity for quantity in find(rules, text, 0, len(text)) if Decimal(str(quantity.value)) == value]
    fitting = [quantity for quantity in same if quantity.unit == fold(rules, unit)]
    if same and not fitting:
        read = " and ".join(dict.fromkeys(f"{plain(value)} {quantity.unit}" for quantity in same))
        yield Fault("unit", f"{unit} does not follow from its quote, which states {read}", "correct one of the two", "warning")
    # 规模以上186家, 州级以上58个: the word belongs to what is counted.
    elif told := [one.qualifier for one in fitting if text[max(0, one.start - 1) : one.number] not in rules.qualifiers.behind]:
        if qualifier not in told and (qualifier == "exact" or not _said(rules, qualifier, quote, evidence)):
            hint = "leave it out" if told[0] == "exact" else f"write {told[0]}"
            yield Fault("qualifier", f"{qualifier} does not follow from its quote, which states {told[0]}", hint, "warning")


def _said(rules: Rules, qualifier: str, quote: str, evidence: Evidence | None) -> bool:
    """Whether a number of a quote or a little before it in its source has that qualifier, be it said once for a whole list."""
    place = evidence.find(quote)[:1] if evidence else []
    before = evidence.source[max(0, place[0][0] - _BEFORE) : place[0][0]] if evidence and place else ""
    text = written(rules, before + quote)
    least = qualifier == "at_least" and rules.qualifiers.least.search(text)
    return bool(least) or any(quantity.qualifier == qualifier for quantity in find(rules, text, 0, len(text)))
