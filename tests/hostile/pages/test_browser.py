"""A few of the hostile strings in every field of profiles and seeds, in a real browser under the pages' policy; all of them in `make soak`."""

from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import strings, visits
from tests.project import YEARS

PROFILES, SEEDS = range(1), range(4, 6)


@pytest.mark.browser
def test_no_text_acts_in_a_browser(browser: Any, tmp_path: Path) -> None:
    tried(browser, tmp_path, PROFILES, SEEDS)


def tried(browser: Any, folder: Path, numbers: range, seeds: range) -> None:
    """Builds the sites of hostile profiles and of hostile seeds, and demands that they are made of what those of plain ones are.

    A hundred to a site, so that no page is one of thousands of rows; the next are built while the last are looked at.
    """
    texts = strings.strings()
    plain, known, faults = visits.plain(texts), visits.Known(), list[str]()
    shared = [plain[seeds[0]] if number == seeds[-1] else text for number, text in enumerate(plain)]  # two regions name the same

    def made(*sites: Future[visits.Site]) -> list[visits.Site]:
        """The sites; none where one could not be built, and that is a fault."""
        try:
            return [site.result() for site in sites]
        except Exception as error:  # told with all others, at the end
            faults.append(f"not built: {error!r}")
            return []

    with ProcessPoolExecutor(2, get_context("spawn")) as builders:
        profiled = [
            (
                builders.submit(visits.profiled, folder / f"plain{some[0]}", plain, some, False),
                builders.submit(visits.profiled, folder / f"hostile{some[0]}", texts, some),
            )
            for some in _hundreds(numbers)
        ]
        some = list(dict.fromkeys([*seeds[:20], seeds[-1]]))
        learnt = [
            builders.submit(visits.sourced, folder / f"read{alone}", shared, some, alone, beside)
            for alone, beside in ((False, YEARS), (True, None))
        ]
        sourced = [builders.submit(visits.sourced, folder / f"seeds{some[0]}", texts, some) for some in _hundreds(seeds)]
        for pair in profiled:
            if sites := made(*pair):
                queries = [visits.one_line(texts[number])[:200] for number in [*sites[1].held][::10]]
                faults += visits.unreadable(sites[1]) + visits.profile_faults(browser, *sites, queries, known)
        for site in made(*learnt):
            faults += visits.learnt(browser, site, known)
        for one in sourced:
            for site in made(one):
                faults += visits.unreadable(site) + visits.seed_faults(browser, site, known)
    if faults:
        pytest.fail(f"{len(faults)} faults:\n" + "\n".join(faults), pytrace=False)


def _hundreds(numbers: range) -> list[range]:
    return [numbers[at : at + 100] for at in range(0, len(numbers), 100)]
