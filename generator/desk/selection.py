"""What is proposed for words that an editor selected: a figure as the reader's own rules read it there, else a title, name or heading.

The quote is what the source prints, so it is exact. Nothing is decided: each field stands in the form to be changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from generator.desk.sheet import Sheet
from generator.errors import GeneratorError
from generator.language.marks import Span
from generator.reader.article.text import Document, unwrap
from generator.reader.figures import quantity
from generator.reader.figures.concepts import judged
from generator.reader.figures.indicators import figures
from generator.reader.figures.period import Periods
from generator.reader.outline.outline import outline
from generator.rules import Rules
from generator.yaml_io import Path

_MOST = 600
"""Characters of a selection: a quote is a clause."""
_REST = "、,;:。()“”《》"
"""What an item neither begins nor ends with."""


def proposed(rules: Rules, paper: Sheet, start: int, end: int) -> dict[str, Any]:
    """The kind, fields and place of a new item for a span of the source; raises GeneratorError where none can be made of it."""
    document = paper.document
    if document is None:
        raise _refused(paper, "the source cannot be read")
    if not 0 <= start < end <= len(document.source) or end - start > _MOST:
        raise _refused(paper, "select one clause of the source")
    first, last = bisect_left(document.at, start), bisect_left(document.at, end)
    inside = set(document.at[first:last])
    if any(place not in inside and not document.source[place].isspace() for place in range(start, end)):
        raise _refused(paper, "the selection reaches beyond the article", "select words of the article alone")
    quote = unwrap(document.source[start:end]).strip()
    region = _region(paper, start)
    kind, fields = _figure(rules, document, Span(first, last)) or _named(quote)
    within = _measure(paper, start) or region if kind == "indicators" else region
    return {"kind": kind, "fields": {**fields, "quote": quote}, "within": list(within), "start": paper.offsets.there(start)}


def _refused(paper: Sheet, message: str, hint: str = "") -> GeneratorError:
    return GeneratorError.at(paper.one.file, message, hint, "quote")


def _figure(rules: Rules, document: Document, span: Span) -> tuple[str, dict[str, Any]] | None:
    """The figure of a span of the body; None where no number stands there."""
    whole, body = Span(0, len(document.body)), document.body
    fields: dict[str, Any]
    found = next(iter(figures(rules, document, span)), None)
    if found is not None:
        numeral, fields = found.number, {"item": found.item, "value": found.value, "unit": found.unit, "qualifier": found.qualifier}
        fields |= {"of": found.of, "concept": judged(rules, found)[0]}
    else:
        counted = next(iter(quantity.find(rules, body, *span)), None)
        if counted is None:
            return None
        numeral, fields = counted.number, {"value": counted.value, "unit": counted.unit, "qualifier": counted.qualifier}
        before, behind = (body[a:b].strip(_REST) for a, b in ((span.start, counted.start), (counted.end, span.end)))
        fields["item"] = behind or before
    period = Periods(rules, document, whole, [numeral], outline(rules, document, whole)).at(numeral)
    return "indicators", {**fields, "period": period}


def _named(quote: str) -> tuple[str, dict[str, Any]]:
    """What words without a number are most likely taken for."""
    if quote.startswith("《") and quote.endswith("》"):
        return "documents_cited", {"title": quote, "kind": "policy"}
    if quote[:1] in "“‘" or quote[-1:] in "”’":
        return "programmes", {"name": quote.strip("“”‘’")}
    return "measures", {"heading": quote, "title": quote, "name": quote, "level": 1, "themes": []}


def _measure(paper: Sheet, start: int) -> Path | None:
    """The measure whose text a place stands in: that of the last heading before it."""
    headings = [(span[0], path) for path, span in paper.spans.items() if path[-2] == "measures" and span[0] <= start]
    return max(headings)[1] if headings else None


def _region(paper: Sheet, start: int) -> Path:
    """The region in whose part a place stands: that of the last measure or figure before it, else the first."""
    measure = _measure(paper, start)
    return measure[:2] if measure else ("regions", 0)


def listed(asked: Mapping[str, Any], paper: Sheet) -> tuple[int, int]:
    """The span that was sent, as offsets of the source; raises GeneratorError where it is none."""
    start, end = asked.get("start"), asked.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise _refused(paper, "select one clause of the source")
    return paper.offsets.here(start), paper.offsets.here(end)
