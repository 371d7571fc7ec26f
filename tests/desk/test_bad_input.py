"""The twelve wrong inputs: what each is answered, word for word, and that nothing is lost or half written.

The answers stand in `bad_input.yml`: look at every difference, it is what an editor reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.desk.client import Client
from tests.desk.test_actions import API, Work

SAID: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("bad_input.yml").read_text(encoding="utf-8"))
STEM = "004_57b64ff83b65151d"
Answer = tuple[int, Any]


@pytest.fixture
def work(desk: Client, root: Path) -> Work:
    return Work(desk, root)


def asked(work: Work, target: str, sent: Any, **headers: str | None) -> Answer:
    """What is answered; whatever is refused leaves the project as it stands at that moment."""
    before = files(work.desk.root)
    status, answer = work.desk.post(target, sent, **headers)
    assert status == 200 or files(work.desk.root) == before
    return status, answer


def files(root: Path) -> dict[Path, bytes]:
    """All files but those that may be deleted at any time."""
    return {path: path.read_bytes() for part in ("seeds", "docs") for path in (root / part).rglob("*") if path.is_file()}


def put(work: Work, **fields: str) -> Answer:
    """An edit of the first figure, asked on top of what the page shows."""
    one = work.entry("indicators", value=4)
    return asked(work, f"{API}/act", {"do": "put", "hash": work.view["hash"], "path": one["path"], "fields": fields})


def broken(work: Work) -> Answer:
    work.file.write_text(work.file.read_text("utf-8").replace("schema: 1", "schema: 1\nreview: [", 1), "utf-8")
    return put(work, value="5")


def two_desks(work: Work) -> Answer:
    other = Client(work.desk.root)
    try:
        assert put(Work(other, work.desk.root), value="5")[0] == 200
    finally:
        other.close()
    return put(work, value="6")


def deleted(work: Work) -> Answer:
    work.file.unlink()
    return put(work, value="5")


def renamed(work: Work) -> Answer:
    work.file.rename(work.file.with_name("elsewhere.yml"))
    return put(work, value="5")


def across_furniture(work: Work) -> Answer:
    edge = next(start for start, _, kind in work.desk.get(f"{API}/article")["blocks"] if kind == "body")
    return asked(work, f"{API}/propose", {"start": edge - 6, "end": edge + 6})


def twice(work: Work) -> Answer:
    """A quote that stands in the source several times is one, wherever it is meant to be."""
    word = next(w for w in re.findall("[\u4e00-\u9fff]{4}", work.source()) if work.source().count(w) > 1)
    return put(work, quote=word)


def invalid(work: Work) -> Answer:
    return put(work, value="许多", period="去年")


def no_token(work: Work) -> Answer:
    stranger = Client(work.desk.root, enter=False)
    try:
        status, content, _ = stranger.ask(f"{API}?token=")
        return status, content.decode()
    finally:
        stranger.close()


def stale_token(work: Work) -> Answer:
    status, content, _ = work.desk.ask(work.desk.token, Cookie=None)
    return status, content.decode()


def foreign(work: Work) -> Answer:
    return asked(work, f"{API}/act", {"do": "undo", "hash": work.view["hash"]}, Origin="http://evil.example")


def dots(work: Work) -> Answer:
    status, content, _ = work.desk.ask("/api/documents/..%2f..%2fmkdocs")
    return status, content.decode()


def a_megabyte(work: Work) -> Answer:
    """A source that has grown to a megabyte while the desk is open: it is shown, and what is edited is checked against it."""
    [seed] = (work.desk.root / "seeds").glob(f"{STEM}.txt")
    seed.write_text(seed.read_text("utf-8") + "\n".join(["各族群众手足相亲、守望相助。" * 20] * 1_300), "utf-8")
    assert len(work.desk.get(f"{API}/article")["text"]) > 300_000
    return put(work, value="5")


def too_much(work: Work) -> Answer:
    return asked(work, f"{API}/act", {"do": "put", "hash": work.view["hash"], "path": ["regions", 0], "fields": {"note": "字" * 400_000}})


def stale_kept(work: Work) -> Answer:
    """A note of what hands decided that fits nothing any more; the machine's own file is broken besides."""
    kept = work.desk.root / f"seeds/readings/merged/kept/{STEM}.yml"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("conflicts: [\n", "utf-8")
    return put(work, value="5")


def no_conflict(work: Work) -> Answer:
    """An end of a conflict that does not stand any more."""
    one = work.entry("indicators", value=4)
    return asked(work, f"{API}/act", {"do": "mine", "hash": work.view["hash"], "path": one["path"], "field": "value"})


CASES: list[Callable[[Work], Answer]] = [
    broken, two_desks, deleted, renamed, across_furniture, twice, invalid, no_token, stale_token, foreign, dots, a_megabyte, too_much, stale_kept, no_conflict,
]  # fmt: skip


def told(answer: Any) -> Any:
    """What of an answer an editor reads."""
    if not isinstance(answer, dict):
        return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", answer)
    if "gone" in answer:
        return f"gone: {answer['gone']}"
    problems = answer.get("problems") or answer.get("broken") or []
    return [": ".join(str(one[name]) for name in ("field", "message", "hint") if one.get(name)) for one in problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_wrong_input_is_told_and_nothing_is_lost(work: Work, case: Callable[[Work], Answer]) -> None:
    status, answer = case(work)
    assert {"status": status, "told": told(answer)} == SAID[case.__name__]
