"""Where an outline ends: the paragraph behind the last measure that sums up, looks ahead or takes leave.

Its figures belong to no measure. Words tell it (rules/outline.yml), or the build of the text: the last division has a
paragraph more than all others of its kind, or a blank line sets the paragraph off where no other is set off.
"""

from bisect import bisect_left

from generator.reader.article.text import Document, Span
from generator.reader.outline.headings import Heading
from generator.rules import Rules

_LAST = 2
"""How many paragraphs a closing has at most where words tell it."""


def closing(rules: Rules, document: Document, paragraphs: list[Span], span: Span, found: list[Heading]) -> int:
    """Where the text that belongs to no measure begins after the last heading; the end of `span` where all belongs."""
    if not found:
        return span.end
    end = _annexed(document, span, found[-1])
    body, last, words = document.body, found[-1], rules.outline.closing
    rest = [p for p in paragraphs if p.start > last.start]
    own = next((p for p in paragraphs if p.start <= last.start < p.end), None)
    if own and last.end >= own.end:
        # A heading on a line of its own: what stands right below it is its text.
        rest = rest[1:]
    if not rest:
        return end
    # A blank line says more than counting.
    extra = _set_off(document, paragraphs, rest, found) or _surplus(paragraphs, span, found)
    by_build = [extra] if extra and extra.start >= rest[0].start else []
    longer = bool(extra) or _longest(paragraphs, found) < sum(p.end > last.start for p in paragraphs)
    for paragraph in rest[-_LAST:]:
        text = body[paragraph.start : paragraph.end]
        if words.opens.match(text) or (longer and words.sums.match(text)) or (paragraph == rest[-1] and words.ahead.search(text)):
            by_build.append(paragraph)
            break
    starts = [p.start for p in by_build if p.start > last.start]
    return min([*starts, end])


def _annexed(document: Document, span: Span, last: Heading) -> int:
    """Where what stands below the line that names an annex begins, behind the last heading; the end of `span` where none does."""
    for block in document.blocks:
        if block.rule == "attachment" and block.start > document.at[last.start]:
            return min(bisect_left(document.at, block.end), span.end)
    return span.end


def _sizes(paragraphs: list[Span], headings: list[tuple[Heading, int]]) -> list[list[Span]]:
    """The paragraphs of each heading up to the place given with it, its own among them."""
    ends, starts = [p.end for p in paragraphs], [p.start for p in paragraphs]
    return [paragraphs[bisect_left(ends, h.start + 1) : bisect_left(starts, stop)] for h, stop in headings]


def _surplus(paragraphs: list[Span], span: Span, found: list[Heading]) -> Span | None:
    """What the last division has beyond the paragraphs that each of the others has: at least two others, all alike."""
    tops = [h for h in found if h.level == 1]
    stops = [h.start for h in found[1:]] + [span.end]
    leaves = [(h, stop) for h, stop in zip(found, stops, strict=True) if (h.form, h.level) == (found[-1].form, found[-1].level)]
    for headings in (list(zip(tops, [h.start for h in tops[1:]] + [span.end], strict=True)), leaves):
        sizes = _sizes(paragraphs, headings)
        if len(sizes) >= 3 and len({len(s) for s in sizes[:-1]}) == 1 and len(sizes[-1]) > len(sizes[0]):
            return sizes[-1][len(sizes[0])]
    return None


def _longest(paragraphs: list[Span], found: list[Heading]) -> int:
    """How many paragraphs the longest division has, the last one left out; a large number where there is no other."""
    stops = [(h, after.start) for h, after in zip(found, found[1:], strict=False)]
    sizes = [len(s) for s in _sizes(paragraphs, stops)]
    return max(sizes, default=1 << 30)


def _set_off(document: Document, paragraphs: list[Span], rest: list[Span], found: list[Heading]) -> Span | None:
    """The paragraph that a blank line sets off where all other blank lines stand before headings of the first level."""
    tops = {h.start for h in found if h.level == 1}
    blank = [p for p in paragraphs if p.start > found[0].start and _blank_before(document, p)]
    others = [p for p in blank if p not in rest]
    first = next((p for p in rest if p in blank), None)
    return first if len(others) >= 2 and all(p.start in tops for p in others) else None


def _blank_before(document: Document, paragraph: Span) -> bool:
    """Whether an empty line stands before a paragraph in the source."""
    before = document.source[document.at[paragraph.start - 2] + 1 : document.at[paragraph.start]] if paragraph.start > 1 else ""
    return before.count("\n") > 1 and not before.strip()
