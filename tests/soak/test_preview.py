"""The preview under more than an editor would ask of it."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from tests.preview.test_live import PATIENCE, hurried, live, rewritten  # noqa: F401
from tests.preview.test_serve import YANJI, Served, served  # noqa: F401

REBUILDS, READS = 200, 1000
READERS = 2


def test_five_hundred_at_once_and_three_hundred_slow_ones(live) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    assert hurried(live, requests=500, slow=300) < PATIENCE


def test_a_thousand_reads_of_files_written_two_hundred_times(live) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    rewritten(live, READS, REBUILDS)


def test_every_page_is_whole_while_it_is_built_two_hundred_times(served: Served) -> None:  # noqa: F811
    style = served.root / "templates/theme/assets/site.css"
    profile = served.root / YANJI
    ends = {"/": "</html>", "/regions/222401/": "</html>", "/documents/yanji-2023/": "</html>", "/assets/site.css": "/* end */"}
    style.write_text(style.read_text(encoding="utf-8") + "/* end */", encoding="utf-8")
    served.shows("/assets/site.css", "/* end */")
    stop, torn, count = threading.Event(), list[str](), [0] * READERS

    def read(number: int) -> None:
        while not stop.is_set():
            for address, end in ends.items():
                time.sleep(0.02)  # the builder is to have its turn
                content = served.get(address).rstrip()
                count[number] += 1
                if not content.endswith(end):
                    torn.append(f"{address}: {content[-80:]}")

    threads = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for number in range(REBUILDS):
        _save(profile, f"value: {number + 4000}", f"value: {number + 4001}" if number else "")
        told = served.said.count("shown after")
        served.until(lambda told=told: served.said.count("shown after") > told)  # type: ignore[misc]
    stop.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert torn == [] and sum(count) >= READS


def _save(profile: Path, old: str, new: str) -> None:
    """Puts one value in the place of another; the first time of whatever stands there."""
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace(old, new, 1) if new else text.replace("value: 370", "value: 4001", 1), encoding="utf-8")
