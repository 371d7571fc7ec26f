"""The positional index: runs of characters (grams) with where they stand, so laid out that any query costs a few small files.

A gram that stands in more than `MANY` places is extended by every character that follows it, again and again; for the
long lists of such a heavy gram only its parts are kept, by rank. A gram in fewer places is a leaf with its positions. Then
a query is either a gram, and its list is the answer, or it begins with a leaf: then a leaf of the same kind read from
the query's end, and others in between where there is a gap, prove by their positions that all of it stands there. No
list but those of heavy grams has more than `MANY` positions, and those have at most one number for each part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from generator.search.files import varints

MANY = 4096
"""Places. Lists of leaves stay below 12 kB; half as many would double the levels to sort, at the same size of a query."""
DEPTH = 16
"""Characters. Longer grams are leaves, however many places they have: what all pages say in the same words."""
_SPAN = 1 << 19
"""Positions sorted together: what is looked up for them fits the processor's cache."""

Numbers = npt.NDArray[np.integer[Any]]
"""Positions and numbers of parts are held in 32 bits: half the memory to fetch, and to ask the system for."""
Step = Literal[1, -1]


@dataclass(frozen=True)
class FoldedText:
    """The folded text of all pages as arrays, with `DEPTH` empty positions before and after."""

    symbols: npt.NDArray[np.uint16]
    """UTF-16 code units; 0 between blocks."""
    home: npt.NDArray[np.uint32]
    """Part and rank of each: part * 4 + rank."""
    starts: Numbers
    """Where each part begins."""
    order: npt.NDArray[np.uint32]
    """All positions of text by symbol, then by position."""
    bounds: Numbers
    """Where the positions of each symbol begin in `order`; 65,537 of them."""


@dataclass(frozen=True)
class _Grams:
    """Grams in the order of their characters, a gram before its extensions."""

    depth: Numbers
    """Length of each, in code units."""
    last: Numbers
    """Its last one."""
    first: Numbers
    """A position where it begins (ends, where grams are read backwards)."""
    count: Numbers
    """How many positions a leaf has; 0 for a heavy gram."""
    positions: Numbers
    """Of all leaves, one after the other."""
    ranked: Numbers
    """For each heavy gram, how many parts have each of the four ranks as their best."""
    parts: Numbers
    """Of all heavy grams, one after the other, by rank."""


def text(pieces: Sequence[tuple[str, bytes, list[int]]]) -> FoldedText:
    """Of each piece the blocks, a line end behind each; a rank for each block; how many blocks each part has."""
    units = sum(len(blocks.encode("utf-16-le", "surrogatepass")) // 2 for blocks, _, _ in pieces)
    symbols, home = np.zeros(units + 2 * DEPTH, np.uint16), np.zeros(units + 2 * DEPTH, np.uint32)
    starts, at, part = list[Numbers](), DEPTH, 0
    for blocks, ranks, parts in pieces:
        piece = np.frombuffer(blocks.encode("utf-16-le", "surrogatepass"), np.uint16)
        ends = np.append(0, np.flatnonzero(piece == ord("\n")) + 1)
        owner = np.repeat(np.arange(part, part + len(parts)), parts) * 4 + np.frombuffer(ranks, np.uint8)
        symbols[at : at + len(piece)] = np.where(piece == ord("\n"), 0, piece)
        home[at : at + len(piece)] = np.repeat(owner, np.diff(ends))
        starts.append(at + ends[np.cumsum([0, *parts[:-1]])])
        at, part = at + len(piece), part + len(parts)
    return FoldedText(symbols, home, np.concatenate(starts), *_by_symbol(symbols))


def _by_symbol(symbols: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint32], Numbers]:
    """Positions by symbol: a counting sort, chunk by chunk to save memory."""
    size = 1 << 22
    # Counting widens what it counts to 64 bits.
    counts = np.sum([np.bincount(symbols[start : start + size], minlength=1 << 16) for start in range(0, len(symbols), size)], axis=0)
    counts[0] = 0
    bounds = np.append(0, np.cumsum(counts))
    order = np.empty(bounds[-1], np.uint32)
    free = bounds[:-1].copy()
    for start in range(0, len(symbols), size):
        chunk = symbols[start : start + size]
        here = np.bincount(chunk, minlength=1 << 16)
        local = np.argsort(chunk, kind="stable")[here[0] :]
        here[0] = 0
        order[np.repeat(free - (np.cumsum(here) - here), here) + np.arange(len(local))] = local + start
        free += here
    return order, bounds


def shards(text: FoldedText, step: Step, size: int) -> Iterator[tuple[str, bytes]]:
    """The grams read forwards or backwards, in files of about `size` bytes: the least key each may hold, and its content."""
    before = np.zeros(0, np.uint16)
    symbol = 0
    while symbol < 1 << 16:
        low = text.bounds[symbol]
        symbol = max(symbol + 1, int(np.searchsorted(text.bounds, low + _SPAN, "right")) - 1)
        where = text.order[low : text.bounds[symbol]]
        if not len(where):
            continue
        grams = _grow(text, where, step)
        for first, end, content in _encode(text, grams, size):
            key = _key(text, grams, first, step)
            yield _show(key[: _shared(before, key) + 1]), _head(end - first, key) + content
            before = _key(text, grams, end - 1, step)


def _key(text: FoldedText, grams: _Grams, number: int, step: Step) -> npt.NDArray[np.uint16]:
    key: npt.NDArray[np.uint16] = text.symbols[grams.first[number] + step * np.arange(grams.depth[number])]
    return key


def _show(key: npt.NDArray[np.uint16]) -> str:
    return key.tobytes().decode("utf-16-le", "surrogatepass")


def _head(grams: int, key: npt.NDArray[np.uint16]) -> bytes:
    """How many grams follow, and what the first of them begins with: the rest is told by its columns."""
    return varints(np.array([grams, len(key) - 1, *key[:-1]]))[0].tobytes()


def _shared(one: npt.NDArray[np.uint16], other: npt.NDArray[np.uint16]) -> int:
    """How many symbols the two begin with in common."""
    size = min(len(one), len(other))
    differ = np.flatnonzero(one[:size] != other[:size])
    return int(differ[0]) if len(differ) else size


def _grow(text: FoldedText, where: Numbers, step: Step) -> _Grams:
    """All grams that begin at the positions `where`: sorted by one symbol more at each level, heavy ones going on to the next.

    Every gram has a slot, its first place in the order of its characters, so that levels can be told apart and put
    back together at the end.
    """
    places, group, base = where, np.zeros(len(where), np.uint16), np.zeros(1, np.int64)
    slots = np.zeros(len(where), np.uint32)
    levels: list[tuple[Numbers, ...]] = []
    lists: list[tuple[Numbers, ...]] = []
    for depth in range(1, DEPTH + 1):
        symbol = text.symbols[places + (depth - 1) if step == 1 else places - (depth - 1)]
        if depth > 1:  # at first they are sorted, and none has come to the end of its block
            alive = np.flatnonzero(symbol)
            alive = alive[np.argsort(symbol[alive], kind="stable")]
            # Groups hold more than MANY places each, so 16 bits are enough for their number: numpy sorts those by radix.
            alive = alive[np.argsort(group[alive], kind="stable")]
            places, group, symbol = places[alive], group[alive], symbol[alive]
        if not len(places):
            break
        start = np.append(0, np.flatnonzero((symbol[1:] != symbol[:-1]) | (group[1:] != group[:-1])) + 1)
        size = np.diff(start, append=len(symbol))
        parent = group[start]
        slot = base[parent] + start - start[np.searchsorted(parent, parent)]
        heavy = (size > MANY) & (depth < DEPTH)
        each = np.repeat(heavy, size)
        slots[_runs(slot[~heavy], size[~heavy])] = places[~each]
        levels.append((slot, np.full(len(slot), depth), symbol[start], places[start], np.where(heavy, 0, size)))
        places, base = places[each], slot[heavy]
        group = np.repeat(np.arange(len(base), dtype=np.uint16), size[heavy])
        if step == 1:
            ranked, parts = _by_rank(text.home[places], group, len(base))
            lists.append((base, np.full(len(base), depth), ranked, parts))
    slot, length, last, first, count = (np.concatenate(column) for column in zip(*levels, strict=True))
    order = np.lexsort((length, slot))
    leaf = order[count[order] > 0]
    return _Grams(length[order], last[order], first[order], count[order], slots[_runs(slot[leaf], count[leaf])], *_in_order(lists))


def _by_rank(home: Numbers, group: Numbers, groups: int) -> tuple[Numbers, Numbers]:
    """The parts of each group in which it stands, each once under its best rank: how many by group and rank, and which."""
    part = home >> 2
    start = np.append(0, np.flatnonzero((part[1:] != part[:-1]) | (group[1:] != group[:-1])) + 1) if len(home) else np.zeros(0, np.int64)
    best = np.minimum.reduceat(home, start) if len(start) else home
    key = (group[start].astype(np.int64) << 2 | best & 3) << 32 | best >> 2
    key.sort()
    return np.bincount(key >> 32, minlength=4 * groups).reshape(groups, 4), key.astype(np.uint32)


def _in_order(lists: list[tuple[Numbers, ...]]) -> tuple[Numbers, Numbers]:
    """The lists of all levels in the order of their grams."""
    if not lists:
        return np.zeros((0, 4), np.int64), np.zeros(0, np.int64)
    slot, depth, ranked, parts = (np.concatenate(column) for column in zip(*lists, strict=True))
    order = np.lexsort((depth, slot))
    size = ranked.sum(axis=1)
    return ranked[order], parts[_runs((np.cumsum(size) - size)[order], size[order])]


def _runs(start: Numbers, size: Numbers) -> Numbers:
    """The numbers from each start on, as many as its size, one run after the other."""
    # In 32 bits, where what falls below nought comes out right again.
    return np.repeat((start - np.cumsum(size) + size).astype(np.uint32), size) + np.arange(size.sum(), dtype=np.uint32)


def _encode(text: FoldedText, grams: _Grams, size: int) -> Iterator[tuple[int, int, bytes]]:
    """Runs of grams as bytes: the first, the one after the last, and the columns of what lies between."""
    home = text.home[grams.positions]
    leaf_size = grams.count[grams.count > 0]
    code = grams.positions - text.starts.astype(np.uint32)[home >> 2] << 2 | home & 3
    heavy = np.where(grams.count > 0, 0, 1) if len(grams.ranked) else np.zeros_like(grams.count)
    held = np.zeros_like(grams.count)
    held[heavy > 0] = grams.ranked.sum(axis=1)
    columns = [
        _Packed(grams.depth, np.ones_like(heavy)),
        _Packed(grams.last, np.ones_like(heavy)),
        _Packed(grams.count, np.ones_like(heavy)),
        _Packed(grams.ranked.ravel(), heavy * 4),
        _Packed(_gaps(home >> 2, leaf_size), grams.count),
        _Packed(code, grams.count),
        _Packed(_gaps(grams.parts, grams.ranked.ravel()), held),
    ]
    reach = np.sum([column.bounds for column in columns], axis=0)
    cuts = np.unique(np.searchsorted(reach, np.arange(0, reach[-1], size), "right") - 1)
    for first, end in zip(cuts, [*cuts[1:], len(heavy)], strict=True):
        yield int(first), int(end), b"".join(column.between(first, end) for column in columns)


class _Packed:
    """Numbers as bytes, so many for each gram."""

    def __init__(self, numbers: Numbers, each: Numbers) -> None:
        self._bytes, ends = varints(numbers)
        upto = np.cumsum(each)
        self.bounds: Numbers = np.append(0, np.where(upto, ends[upto - 1], 0) if len(ends) else np.zeros_like(upto))
        """Where the bytes of each gram begin; one more than there are grams."""

    def between(self, first: Any, end: Any) -> bytes:
        return self._bytes[self.bounds[first] : self.bounds[end]].tobytes()


def _gaps(numbers: Numbers, sizes: Numbers) -> Numbers:
    """Each number less the one before, but the first of every run, which stays whole; `sizes` are those of the runs."""
    found = np.diff(numbers, prepend=0)
    first = (np.cumsum(sizes) - sizes)[sizes > 0]
    found[first] = numbers[first]
    return found
