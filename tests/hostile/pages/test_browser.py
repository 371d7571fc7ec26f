"""A few of the hostile strings in every field of profiles and seeds, in a real browser under the pages' policy; all of them in `make soak`."""

from pathlib import Path
from typing import Any

import pytest

from tests.hostile import strings, visits

PROFILES, SEEDS = range(2), range(4, 6)


@pytest.mark.browser
def test_no_text_acts_in_a_browser(browser: Any, tmp_path: Path) -> None:
    tried(browser, tmp_path, PROFILES, SEEDS)


def tried(browser: Any, folder: Path, numbers: range, seeds: range) -> None:
    """Builds the sites of hostile profiles and of hostile seeds, and demands that they are made of what those of plain ones are."""
    texts = strings.strings()
    plain, known = visits.plain(texts), visits.Known()
    calm = visits.profiled(folder / "plain", plain, numbers, drawn=False)
    hostile = visits.profiled(folder / "hostile", texts, numbers)
    assert visits.unreadable(hostile) == []
    queries = [visits.one_line(texts[number])[:200] for number in numbers[::10]]
    assert visits.profile_faults(browser, calm, hostile, queries, known) == []
    visits.learnt(browser, visits.sourced(folder / "read", plain, seeds[:20]), known)
    read = visits.sourced(folder / "seeds", texts, seeds)
    assert visits.unreadable(read) == []
    assert visits.seed_faults(browser, read, known) == []
