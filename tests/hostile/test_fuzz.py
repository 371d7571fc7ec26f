"""A sample of the documents and profiles that nobody would write; `make fuzz` tries more, `make soak` many more."""

import pytest

from generator.errors import GeneratorError
from tests.hostile import fuzz
from tests.project import READER

SAMPLE = {"texts": 120, "files": 150, "profiles": 30}


@pytest.mark.parametrize("name", SAMPLE)
def test_nothing_that_comes_in_ends_the_program(name: str) -> None:
    fuzz.tried(name, SAMPLE[name])


@pytest.mark.parametrize("path", sorted(fuzz.CASES.iterdir()), ids=lambda path: path.name)
def test_what_once_ended_it_is_read_or_refused(path: object) -> None:
    fuzz.again(path)  # type: ignore[arg-type]


def test_a_fault_is_found_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.reader.reading.outline", lambda *_: "x"[1:].index("x"))
    found = list(fuzz.failures("texts", 5))
    assert found and all("ValueError: substring not found" in trace for _, trace in found)


def test_an_error_that_is_contained_counts_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.profiles.shelf.examine", lambda *_: {}["x"])
    assert len(list(fuzz.failures("profiles", 3))) == 3


def test_most_of_what_is_made_is_read() -> None:
    """A sample that is refused at the door says nothing of the house."""

    def reads(number: int) -> bool:
        try:
            return bool(READER.reading(*fuzz.document(number))["regions"])
        except GeneratorError:
            return False

    assert sum(map(reads, range(40))) >= 20
