"""What the bench measures on: texts of every kind, the same for the same seed, and edits that the next merge trips over."""

import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.texts import KINDS, LONGEST, Made, Maker
from tests.project import PLACES

SIZE = 60


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(Maker().texts(SIZE))


def test_a_folder_that_is_there_is_not_written_into(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.corpus", tmp_path, "--size", "1"], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 2 and "is there already" in done.stderr and not any(tmp_path.iterdir())


def test_same_seed_same_bytes_whatever_the_number(made: list[Made]) -> None:
    assert [one.data for one in Maker().texts(5)] == [one.data for one in made[:5]]
    assert [one.data for one in Maker().texts(5, 3)] == [one.data for one in made[3:5]]
    assert [one.data for one in Maker(2).texts(5)] != [one.data for one in made[:5]]


def test_every_kind_is_there_and_no_division_comes_twice(made: list[Made]) -> None:
    kinds = Counter(one.kind for one in made)
    assert set(kinds) == {*KINDS, "joint"}
    assert max(Counter(one.code for one in made).values()) == 1
    assert len({one.source for one in made}) > SIZE / 3


def test_ten_thousand_are_spread_over_the_country_and_the_years() -> None:
    maker = Maker()
    drawn = list(islice(maker._atlas.draws(set(maker._by_kind), 1), 10_000))
    assert len(set(drawn)) == len(drawn) and len({year for _, year in drawn}) == 10
    assert len({code for code, _ in drawn}) > 3000 and len({code[:2] for code, _ in drawn}) == 31


def test_texts_name_their_own_division_and_none_of_their_source(made: list[Made]) -> None:
    named = {"plain", "table", "html"}
    without = [one for one in made if one.kind in named and PLACES.get(one.code).name[:2] not in one.data.decode()]
    assert len(without) <= SIZE * 0.1, without  # some sources are masked themselves
    assert not [one for one in made if "甘南" in one.data.decode(errors="ignore") and one.source.endswith("gannan")]


def test_lengths_are_spread(made: list[Made]) -> None:
    sizes = sorted(len(one.data.decode()) for one in made if one.kind != "docx")
    assert sizes[0] < 1200 and sizes[-1] > 2 * sizes[len(sizes) // 2] > 2000 and sizes[-1] < LONGEST * 2
