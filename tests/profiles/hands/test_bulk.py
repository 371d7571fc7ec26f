"""One change over many profiles: what fits is changed and nothing else of any file; where one would be wrong, none is."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.profiles.items import items
from generator.profiles.shelf import Shelf
from generator.workspace import Workspace
from tests.project import copied


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The frozen corpus; one profile has comments of people, another has none."""
    root = copied(tmp_path, "docs/schema")
    for path in sorted((root / "docs/profiles").glob("*.yml"))[:3]:
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(
            "\n".join(f"{line}  # 核过{n}" if line.strip().startswith("unit:") else line for n, line in enumerate(lines)) + "\n# 末尾\n",
            encoding="utf-8",
        )
    return root


def run(root: Path, *words: str) -> Result:
    done = CliRunner().invoke(main, ["--root", str(root), "edit", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def texts(root: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode("utf-8") for path in sorted((root / "docs/profiles").glob("*.yml"))}


def lines(before: str, after: str) -> list[str]:
    told = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in told if line[0] in "+-" and line[:3] not in ("+++", "---")]


def figures(root: Path) -> list[tuple[str, dict[str, object]]]:
    """Every figure with the id of its profile."""
    return [(one.path.stem, item.values) for one in Shelf(Workspace(root)).files for item in items(one.data) if item.kind == "indicators"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--where", "unit", "--set", "unit=场"), "unit: is not of the form FIELD=VALUE or FIELD~TEXT"),
        (("--where", "unit=次", "--set", "unit~场"), "is not of the form FIELD=VALUE"),
        (("--where", "units=次", "--set", "unit=场"), "units is no field (did you mean unit?)"),
        (("--where", "figures.unit=次", "--set", "unit=场"), "figures is no kind of item (allowed: "),
        (("--where", "unit=次", "--set", "sha256=0"), "sha256"),
        (("--where", "unit=次", "--set", "rule=x"), "rule is no field"),
        (("--undo",), "there is nothing to undo"),
    ],
)
def test_what_is_no_condition_is_told_and_nothing_is_written(root: Path, words: tuple[str, ...], told: str) -> None:
    before = texts(root)
    done = run(root, *words)
    assert done.exit_code == 1 and told in done.output, done.output
    assert texts(root) == before


@pytest.mark.parametrize("words", [(), ("--where", "unit=次"), ("--set", "unit=次"), ("--undo", "--where", "unit=次")])
def test_half_a_command_is_wrong_usage(root: Path, words: tuple[str, ...]) -> None:
    assert run(root, *words).exit_code == 2


def test_where_one_profile_would_be_wrong_none_is_written(root: Path) -> None:
    before = texts(root)
    done = run(root, "--where", "unit~", "--set", "concept=nonsense")
    assert done.exit_code == 1 and "nonsense" in done.output and texts(root) == before
    done = run(root, "--where", "unit~", "--set", "quote=没有这样的话")
    assert done.exit_code == 1 and texts(root) == before


def test_all_that_fits_is_changed_and_no_other_byte(root: Path) -> None:
    before, had = texts(root), figures(root)
    wanted = [(name, one) for name, one in had if one["unit"] == "个"]
    assert len({name for name, _ in wanted}) > 2
    shown = run(root, "--where", "indicators.unit=个", "--set", "unit=处", "--dry-run")
    assert texts(root) == before and f"fields to be changed: {len(wanted)}\n" in shown.output
    done = run(root, "--where", "indicators.unit=个", "--set", "unit=处")
    assert done.exit_code == 0 and done.output.count(" -> '处'") == len(wanted)
    after = texts(root)
    changed = [line for name in before for line in lines(before[name], after[name])]
    assert len(changed) == 2 * len(wanted)
    assert all(line.lstrip("+- ").startswith(("unit: '个'", "unit: '处'", "unit: 个", "unit: 处")) for line in changed), changed
    # Comments stay where they are.
    assert sum(text.count("# 核过") for text in after.values()) == sum(text.count("# 核过") for text in before.values())
    first = done.output.splitlines()[0]
    file, line = first.split(":")[:2]
    assert "unit:" in (root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert run(root, "--undo").exit_code == 0 and texts(root) == before
    assert "nothing to undo" in run(root, "--undo").output


def test_conditions_hold_together(root: Path) -> None:
    had = figures(root)
    name, one = next((name, one) for name, one in had if one["concept"])
    done = run(
        root,
        "--where",
        f"id={name}",
        "--where",
        f"concept={one['concept']}",
        "--where",
        f"value={one['value']}",
        "--set",
        "note=核对过原文",
    )
    now = figures(root)
    assert done.exit_code == 0 and [got["note"] for _, got in now].count("核对过原文") == sum(
        (n, o["concept"], o["value"]) == (name, one["concept"], one["value"]) for n, o in had
    )
    assert run(root, "--where", "note~核对", "--set", "note=").exit_code == 0
    assert figures(root) == had


def test_how_the_machine_read_it_can_be_asked_for(root: Path) -> None:
    done = run(root, "--where", "confidence=low", "--set", "note=再看", "--dry-run")
    bases = {path.stem: path.read_text(encoding="utf-8") for path in root.rglob("merged/*.yml")}
    assert sum(text.count("confidence: low") for text in bases.values()) >= done.output.count(" -> '再看'") > 0


def test_a_figure_that_is_given_an_owner_loses_its_concept(root: Path) -> None:
    name, one = next((name, one) for name, one in figures(root) if one["concept"])
    assert (
        run(
            root, "--where", f"id={name}", "--where", f"item={one['item']}", "--where", f"value={one['value']}", "--set", "of=某公司"
        ).exit_code
        == 0
    )
    now = [got for other, got in figures(root) if other == name and got["of"] == "某公司"]
    assert now and not any(got["concept"] for got in now)


def test_a_broken_profile_is_named_and_the_others_are_edited(root: Path) -> None:
    path = sorted((root / "docs/profiles").glob("*.yml"))[0]
    broken = path.read_text(encoding="utf-8").replace("regions:", "regionen:", 1)
    path.write_text(broken, encoding="utf-8")
    done = run(root, "--where", "indicators.unit=个", "--set", "unit=处")
    assert done.exit_code == 1 and f"docs/profiles/{path.name}" in done.output and " -> '处'" in done.output
    assert path.read_text(encoding="utf-8") == broken


def test_what_was_changed_since_is_not_undone(root: Path) -> None:
    run(root, "--where", "indicators.unit=个", "--set", "unit=处")
    path = sorted((root / "docs/profiles").glob("*.yml"))[-1]
    changed = next(
        p
        for p in sorted((root / "docs/profiles").glob("*.yml"))
        if "unit: '处'" in p.read_text("utf-8") or "unit: 处" in p.read_text("utf-8")
    )
    changed.write_text(changed.read_text(encoding="utf-8") + "# 又改了\n", encoding="utf-8")
    now = texts(root)
    done = run(root, "--undo")
    assert done.exit_code == 1 and f"{changed.name}: was changed since" in done.output and texts(root) == now, path
