"""What is kept is what was put there, or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from generator import known
from generator.known import Cache, digest
from generator.workspace import Workspace


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_what_is_put_is_found_by_its_stage_alone(space: Workspace) -> None:
    assert Cache(space, "a").get(["one"]) == {} and Cache(space, "a").has(["one"]) == set()
    Cache(space, "a").put({"one": b"1", "two": b""}, [])
    assert Cache(space, "a").get(["one", "two", "three"]) == {"one": b"1", "two": b""}
    assert Cache(space, "a").has(["two", "three"]) == {"two"}
    assert Cache(space, "b").get(["one"]) == {}


def test_what_is_not_used_any_more_goes_and_all_else_stays(space: Workspace) -> None:
    store = Cache(space, "a")
    store.put({"one": b"1", "two": b"2", "three": b"3"}, [])
    Cache(space, "b").put({"one": b"other"}, [])
    store.put({"four": b"4"}, ["one"])
    assert store.get(["one", "two", "three", "four"]) == {"one": b"1", "four": b"4"}
    store.put({}, ["four"])
    assert store.get(["one", "four"]) == {"four": b"4"}
    assert store.add({"five": b"5"}) and store.get(["four", "five"]) == {"four": b"4", "five": b"5"}
    store.put({}, [])
    assert store.get(["four", "five"]) == {} and Cache(space, "b").get(["one"]) == {"one": b"other"}


def test_more_than_one_question_may_name_are_found(space: Workspace) -> None:
    many = {str(number): b"%d" % number for number in range(3 * known._CHUNK + 1)}
    Cache(space, "a").put(many, [])
    assert Cache(space, "a").get(many) == many


@pytest.mark.parametrize("value", [b"", b"short", b"\0" * 40, b"x" * 16 + b"\x78\x01\x03\0\0\0\0\x01"])
def test_a_value_that_is_not_what_was_put_is_not_there(space: Workspace, value: bytes) -> None:
    Cache(space, "a").put({"one": b"1", "two": b"2"}, [])
    with sqlite3.connect(space.cache / known.FILE) as base:
        base.execute("UPDATE products SET value = ? WHERE key = 'one'", (value,))
    assert Cache(space, "a").get(["one", "two"]) == {"two": b"2"}


def test_a_value_of_another_key_is_not_there(space: Workspace) -> None:
    Cache(space, "a").put({"one": b"1", "two": b"2"}, [])
    with sqlite3.connect(space.cache / known.FILE) as base:
        base.execute("UPDATE products SET value = (SELECT value FROM products WHERE key = 'two') WHERE key = 'one'")
    assert Cache(space, "a").get(["one", "two"]) == {"two": b"2"}


def test_a_file_that_is_none_of_ours_is_begun_anew(space: Workspace) -> None:
    space.cache.mkdir()
    (space.cache / known.FILE).write_bytes(b"something else" * 500)
    assert Cache(space, "a").get(["one"]) == {}
    assert not Cache(space, "a").add({"one": b"1"})
    assert Cache(space, "a").add({"one": b"1"}) and Cache(space, "a").get(["one"]) == {"one": b"1"}


def test_what_another_command_holds_is_left_to_it(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_WAIT", 0.01)
    Cache(space, "a").put({"one": b"1"}, [])
    with sqlite3.connect(space.cache / known.FILE) as base:
        base.execute("BEGIN EXCLUSIVE")
        assert not Cache(space, "a").add({"two": b"2"}) and Cache(space, "a").get(["one"]) == {}
    assert Cache(space, "a").get(["one", "two"]) == {"one": b"1"}


def test_a_digest_tells_its_parts_apart() -> None:
    kinds: list[tuple[str | bytes | None, ...]] = [(), (None,), ("",), ("", ""), ("ab",), ("a", "b"), ("b", "a"), ("a", None, "b"), ("-",)]
    assert len({digest(*parts) for parts in kinds}) == len(kinds)
    assert digest("民") == digest("民".encode()) and digest("\ud800") != digest("?")
