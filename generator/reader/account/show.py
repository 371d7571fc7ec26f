"""The account of one document as it is printed: what became of each thing, in the order of the source, then the totals."""

from bisect import bisect_right
from collections.abc import Iterator

from generator.model import ACCOUNTED
from generator.reader.account.account import Accounts, Fate, around
from generator.reader.article.text import Document

_NEAR = 10
"""Characters shown on either side."""


def lines(document: Document, accounts: Accounts) -> Iterator[str]:
    """A line for each thing, `line:column` counted from 1 in the source; a last one for each kind."""
    starts = [line.start for line in document.lines]
    for fate in accounts.fates:
        line = max(0, bisect_right(starts, fate.start) - 1)
        place = f"{line + 1}:{fate.start - starts[line] + 1}"
        yield f"{place:<9} {fate.kind:<12} {_became(accounts, fate):<22} {_marked(document, fate)}"
    totals = accounts.totals()
    for kind in ACCOUNTED:
        counts = totals[kind]
        held = [f"{way} {count}" for way, count in accounts.ways(kind).items()]
        others = [f"{why} {count}" for why, count in counts.items() if why != "taken"]
        yield f"{kind}: {sum(counts.values())}, taken {counts.get('taken', 0)} ({', '.join(held) or 'none'}), not taken: {', '.join(others) or 'none'}"


def _became(accounts: Accounts, fate: Fate) -> str:
    if accounts.taken(fate):
        return f"taken: {fate.why}"
    return fate.why if fate.why == "unexplained" else f"{fate.why} (in doubt)" if accounts.doubtful(fate) else fate.why


def _marked(document: Document, fate: Fate) -> str:
    """It in 【】 with what stands around it."""
    before, it, behind = around(document, fate, _NEAR)
    return f"{before}【{it}】{behind}".strip()
