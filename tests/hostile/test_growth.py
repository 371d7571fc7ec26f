"""Twice the text costs twice the time: no search in a text looks further than its clause, its sentence or a fixed number of signs."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from generator.errors import GeneratorError
from generator.reader import reading
from generator.reader.article import inputs, text
from generator.reader.figures.item.nouns import FAR
from tests.hostile.texts import FILES, HEAD, TEXTS, repeated
from tests.project import READER, RULES

LENGTH = 4000
"""Characters: long enough that what grows with the square outweighs the rest, which at this length is some milliseconds."""
MOST = 2.5


def read(source: str) -> None:
    with suppress(GeneratorError):  # what is refused has cost something too
        reading.text(READER.reading(text.read_text(RULES, source, "a.txt"), "0" * 64))


def extracted(data: bytes, file: str) -> None:
    with suppress(GeneratorError):
        inputs.extract(data, file)


def cost(run: Callable[[int], object], size: int) -> float:
    """Seconds of the process, and a few milliseconds that its clock may be off."""
    began = time.process_time()
    run(size)
    return time.process_time() - began + 0.005


def growth(run: Callable[[int], object], size: int) -> float:
    """How many times what `run` costs for twice the size; where that seems too much, by the least of several looks."""
    once, twice = [cost(run, size)], [cost(run, 2 * size)]
    while min(twice) > MOST * min(once) and len(once) < 6:
        once.append(cost(run, size))
        twice.append(cost(run, 2 * size))
    return min(twice) / min(once)


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_costs_twice(name: str) -> None:
    assert growth(lambda size: read(repeated(TEXTS[name], size)), LENGTH) <= MOST


def test_a_noun_ends_where_no_noun_is_so_long() -> None:
    """Each figure is followed by another, so that nothing else ends it."""
    found = READER.reading(text.read_text(RULES, HEAD + "3个" * 700 + "。\n", "a.txt"), "0" * 64)["regions"][0]["indicators"]
    assert len(found) > 700 and max(len(row["item"]) for row in found) <= FAR + 4


@pytest.mark.parametrize("name", FILES)
def test_twice_the_file_costs_twice(name: str) -> None:
    file, made, size, _ = FILES[name]
    files = {n: made(n) for n in (size, 2 * size)}
    assert growth(lambda size: extracted(files[size], file), size) <= MOST
