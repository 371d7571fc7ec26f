"""Several people on one file at once; `make soak` takes five hundred saves."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.desk.client import Client
from tests.desk.together import interleaved

NAME = "jiayuguan"


def test_two_desks_and_an_editor_lose_no_edit(desk: Client, root: Path) -> None:
    ends = interleaved(root, desk, NAME, 40)
    assert ends.total() == 40 and {"saved", "refused", "editor saved", "editor refused"} <= set(ends)


def test_two_desks_that_save_at_the_same_time_lose_no_edit(desk: Client, root: Path) -> None:
    """Each adds signs of its own to one note; whatever was answered with 200 stands there in the end."""
    other, path = Client(root), ["regions", 0, "measures", 0]
    done, refused = list[str](), list[int]()

    def run(at: Client, sign: str) -> None:
        for number in range(8):
            shown, text = at.get(f"/api/documents/{NAME}"), f"{sign}{number}。"
            note = next(entry for entry in shown["entries"] if entry.get("path") == path)["fields"]["note"] or ""
            asked = {"do": "put", "hash": shown["hash"], "path": path, "fields": {"note": note + text}}
            status, _ = at.post(f"/api/documents/{NAME}/act", asked)
            (done.append(text) if status == 200 else refused.append(status))

    threads = [threading.Thread(target=run, args=(at, sign)) for at, sign in ((desk, "甲"), (other, "乙"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    text = (root / f"docs/profiles/{NAME}.yml").read_text("utf-8")
    assert len(done) >= 8 and set(refused) <= {409}
    assert [one for one in done if one not in text] == []
