"""A walk of random actions over one document on the desk, and what must hold at each step and at its end.

After each action: lines it is not about keep their bytes, the check tells no new error, a refusal writes nothing. At the end: every
correction outlives an update, by the same reading and by one that reads other values everywhere; undoing all restores the file.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from generator.desk.desk import Desk
from generator.errors import GeneratorError
from generator.profiles.check import check
from generator.profiles.merge import merge
from generator.profiles.shelf import Filed, Shelf
from generator.reader import seal
from generator.workspace import Workspace
from tests.desk.client import project
from tests.gold.score import overlap
from tests.project import RULES

NAMES = ["jiayuguan", "neimenggu", "tongjiang-2024", "yanji-2023", "yongdeng-2025"]
TEXTS = ["改", "'单引号'", "a: b # c", "“引号”", "*x", "两\n行", "  空白  ", "12", "null", "", "1.2万", "2023", "over", "元", "{a}", "- 一"]
DOES = ["put", "put", "put", "delete", "move", "revert", "restore", "review", "add", "undo"]
STEP = st.tuples(st.sampled_from(DOES), st.integers(0, 999), st.integers(0, 999), st.sampled_from(TEXTS))
Step = tuple[str, int, int, str]
_FILLED = re.compile(r"(- )?\w+:( \[\])?( +#.*)?")
"""A key whose list lost its last entry, or got its first."""


def commented(folder: Path) -> Path:
    """A project whose profiles nobody checked, with comments of people everywhere: behind lines, above them, at the end."""
    root = project(folder)
    for name in NAMES:
        file, lines = root / f"docs/profiles/{name}.yml", list[str]()
        for number, line in enumerate(file.read_text("utf-8").splitlines()):
            if number % 11 == 5 and re.match(r" +(- )?\w+: ", line):
                lines.append(f"{line[: len(line) - len(line.lstrip())]}# 上注{number}")
            tail = f"  # 注{number}" if number % 7 == 3 and re.match(r" *(- )?\w+: .*['\d\w\]]$", line) else ""
            lines.append(re.sub(r"^review: .*", "review: {status: unreviewed}", line) + tail)
        file.write_text("\n".join(lines) + "\n# 末尾\n", "utf-8")
    return root


def walk(whole: Path, root: Path, name: str, steps: Sequence[Step], acted: Callable[[str], None] = lambda do: None) -> None:
    """Takes those steps in a copy of the project `whole` at `root`; `acted` hears of each action that was done."""
    shutil.copytree(whole, root, symlinks=True)
    workspace, file = Workspace(root), root / f"docs/profiles/{name}.yml"
    desk, states = Desk(RULES, workspace, print), [file.read_text("utf-8")]
    had = _errors(workspace, file)
    for step in steps:
        shown, before = desk.shown(name), file.read_text("utf-8")
        assert shown is not None and "entries" in shown
        try:
            answer = desk.act(name, {"do": step[0], "hash": shown["hash"], **_asked(shown, step)})
        except GeneratorError as error:
            assert file.read_text("utf-8") == before, error
            assert all("an error of the program" not in problem.message for problem in error.problems), (step, error)
            continue
        after = file.read_text("utf-8")
        acted(step[0])
        assert answer["hash"] == desk.stamp(name)
        assert (now := _errors(workspace, file)) <= had, (step, now - had)
        if step[0] == "undo":
            assert states.pop() == before and after == states[-1]
        elif after != before:
            states.append(after)
            _spared(step[0], before.splitlines(), after.splitlines())
        assert answer["undo"] == len(states) - 1
    _outlives_updates(workspace, file)
    while (shown := desk.shown(name)) and shown["undo"]:
        desk.act(name, {"do": "undo", "hash": shown["hash"]})
    assert file.read_text("utf-8") == states[0]


def _asked(shown: dict[str, Any], step: Step) -> dict[str, Any]:
    """An action on something that is shown."""
    do, one, other, text = step
    items = [entry for entry in shown["entries"] if "path" in entry]
    entry, within = items[one % len(items)], items[other % len(items)]
    names = sorted(entry["fields"])
    field = names[other % len(names)] if names else "item"
    value = text.split("、") if isinstance(entry["fields"].get(field), list) else text
    # What is there already is refused; a figure or honour of other words beside it is not.
    new = {key: f"{entry['fields'][key]}之二" for key in ("item", "holder") if isinstance(entry["fields"].get(key), str)}
    gone = [entry["base"] for entry in shown["entries"] if entry["kind"] == "deleted"] or [["regions", 0]]
    return {
        "put": {"path": entry["path"], "fields": {field: value}},
        "delete": {"path": entry["path"]},
        "move": {"path": entry["path"], "within": within["path"]},
        "revert": {"path": entry["path"]},
        "restore": {"base": gone[one % len(gone)]},
        "review": {"fields": {"status": ["checked", "unreviewed", "disputed"][one % 3], "note": text}},
        "add": {"kind": entry["kind"], "within": entry["within"] or [], "fields": entry["fields"] | new | {"note": text}},
        "undo": {},
    }[do]


def _errors(workspace: Workspace, file: Path) -> Counter[tuple[str, str]]:
    one = Filed(workspace, file)
    problems = (*one.problems, *check.of(RULES, one))
    return Counter((p.field.rpartition(".")[2], p.message) for p in problems if p.severity == "error")


def _spared(do: str, before: list[str], after: list[str]) -> None:
    """Whatever an action is not about keeps its bytes, comments included."""
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    tail = next((n for n, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), len(before))
    tail = min(tail, len(before) - same, len(after) - same)
    gone, come = before[same : len(before) - tail], after[same : len(after) - tail]
    told = "\n".join((do, *(f"- {line}" for line in gone), *(f"+ {line}" for line in come)))
    went, came = (Counter(line.strip() for line in lines) for lines in (gone, come))
    went, came = went - came, came - went
    if do in ("put", "review"):
        assert len(gone) <= 8, told  # one field, or the entries of one set
    elif do == "delete":
        assert all(_FILLED.fullmatch(line) for line in came), told
    elif do in ("add", "restore"):
        assert all(_FILLED.fullmatch(line) for line in went), told
    elif do == "move":
        assert all(_FILLED.fullmatch(line) for line in (*went, *came)), told
    if do != "delete":  # what is taken out takes its own comments along
        assert Counter(_comments(before)) <= Counter(_comments(after)), told


def _comments(lines: Sequence[str]) -> Iterator[str]:
    return (found[0] for line in lines if (found := re.search(r"# (?:上?注\d+|末尾|yaml.*)$", line)))


def _outlives_updates(workspace: Workspace, file: Path) -> None:
    """The same reading changes nothing; another one changes only what nobody touched, comments stay, and a second time nothing."""
    one, text = Filed(workspace, file), file.read_bytes()
    assert one.model is not None and one.stem and one.base
    mine = one.data
    read = (workspace.readings / f"{one.stem}.yml").read_text("utf-8").partition("\n")[2]
    other = re.sub(r"(\n +value: )(\d+)(?=\n)", lambda found: f"{found[1]}{int(found[2]) + 1}", read)
    other = seal.seal(re.sub(r"(\n +themes: \[)(\w+)[^\]]*", lambda found: found[1] + _other(found[2]), other))
    held = {path: path.read_bytes() for path in [*workspace.merged.rglob("*.*"), file]}
    for reading, again in ((None, True), (other, False), (other, True)):
        report = merge.merge(Shelf(workspace), [file.stem], readings={one.stem: reading} if reading else None)
        assert not [problem for problem in report.problems if problem.severity == "error"], report.problems
        if again:
            assert file.read_bytes() == text
        text = file.read_bytes()
    _kept(mine, yaml.safe_load(text), list(_read(yaml.safe_load(read))), ())
    assert list(_comments(text.decode().splitlines())) == list(_comments(held[file].decode().splitlines()))
    for path in workspace.merged.rglob("*.*"):
        if path not in held:
            path.unlink()
    for path, data in held.items():
        path.write_bytes(data)


def _other(theme: str) -> str:
    """What a machine of another mind takes a theme for."""
    return "governance" if theme != "governance" else "culture"


def _read(data: Any) -> Iterator[tuple[str, Any]]:
    """Every figure and measure of a reading with what it is to be read as: the words, and value or themes."""
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _read(part)
    if isinstance(data, dict):
        yield from ((data[key], data[field]) for key, field in (("quote", "value"), ("heading", "themes")) if key in data and field in data)


def _kept(before: Any, after: Any, read: list[tuple[str, Any]], path: tuple[Any, ...]) -> None:
    """What differs after an update is what the machine had read there, and reads otherwise now."""
    if path == ("review",):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        assert list(before) == list(after), path
        for key in before:
            if before[key] != after[key] and key in ("value", "themes"):
                words = before["quote" if key == "value" else "heading"]
                wanted = before[key] + 1 if key == "value" else [_other(before[key][0])]
                told = [one for one, value in read if value == before[key] and overlap(one, words) >= min(4, len(words))]
                assert told, (path, key, before, after)
                assert after[key] == wanted, (path, key, before, after)
            else:
                _kept(before[key], after[key], read, (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        assert len(before) == len(after), (path, before, after)
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            _kept(one, other, read, (*path, number))
    else:
        assert before == after, (path, before, after)
