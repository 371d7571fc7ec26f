"""Two desks and a text editor on one file, whose saves interleave: what was saved stays, what is refused is said and changes nothing."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.desk.client import Client


class Seat:
    """One desk at the file, and what it was shown last; `own` are its saves that it can still undo."""

    def __init__(self, desk: Client, name: str) -> None:
        self.desk, self.api, self.own = desk, f"/api/documents/{name}", list[str]()
        self.view = desk.get(self.api)

    def ask(self, **asked: Any) -> int:
        """The status of an action on top of what was shown last; then what the desk shows is looked at."""
        status, answer = self.desk.post(f"{self.api}/act", {"hash": self.view["hash"], **asked})
        if status == 422:
            assert answer["problems"][0]["message"], answer
            return status
        assert status in (200, 409) and answer["entries"], answer
        self.view = answer
        return status


def interleaved(root: Path, first: Client, name: str, saves: int, told: Callable[[int], None] = lambda number: None) -> Counter[str]:
    """So many attempts to save a mark, each by one of the three, half of them on top of what was seen earlier; how each ended."""
    file, chance = root / f"docs/profiles/{name}.yml", random.Random(saves)
    other = Client(root)
    seats, seen, ends = [Seat(first, name), Seat(other, name)], file.read_text("utf-8"), Counter[str]()
    standing = list[str]()
    for number in range(saves):
        mark, before, who = f"记{number}。", file.read_bytes(), chance.randrange(3)
        if chance.random() < 0.5:  # looks at the file first
            seen = file.read_text("utf-8") if who == 2 else seen
            if who < 2:
                seats[who].view = seats[who].desk.get(seats[who].api)
        if who == 2:  # as an editor that tells of a file that is newer than its text
            if seen.encode() == before:
                file.write_text(seen := f"{seen}# {mark}\n", "utf-8")
                standing.append(mark)
                ends["editor saved"] += 1
            else:
                seen = before.decode()
                ends["editor refused"] += 1
            continue
        seat = seats[who]
        if seat.own and chance.random() < 0.2:
            undone = seat.own.pop()
            if (status := seat.ask(do="undo")) == 200:
                standing.remove(undone)
                ends["undone"] += 1
            else:
                ends[f"undo refused: {status}"] += 1
        else:
            items = [entry for entry in seat.view["entries"] if entry["kind"] in ("measures", "indicators")]
            item = chance.choice(items)
            status = seat.ask(do="put", path=item["path"], fields={"note": f"{item['fields']['note'] or ''}{mark}"})
            if status == 200:
                standing.append(mark)
                seat.own.append(mark)
                ends["saved"] += 1
            else:
                assert status == 409
                ends["refused"] += 1
        if status != 200:
            assert file.read_bytes() == before
            seat.own = seat.own if status == 409 else []  # what was changed elsewhere is not undone any more
        if status in (200, 409):
            assert seat.view["hash"] == hashlib.sha256(file.read_bytes()).hexdigest()
        _held(file.read_text("utf-8"), standing, number)
        told(number + 1)
    other.close()
    return ends


def _held(text: str, standing: list[str], last: int) -> None:
    """Every mark that was saved stands in the file once, no other does."""
    found = [f"记{number}。" for number in range(last + 1) for _ in range(text.count(f"记{number}。"))]
    assert sorted(found) == sorted(standing)
