"""How the code is laid out: imports point one way, modules stay small, commands are documented, rule files are all used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Collection
from graphlib import TopologicalSorter

import click
import pytest

from generator.cli import main
from tests.project import ROOT

PACKAGE = ROOT / "generator"

# Bottom to top. A module imports from its own package and the packages below it, never from above; "" is what lies in generator/ itself.
LAYERS = ("", "language", "rules", "places", "reader", "profiles", "publish", "search", "preview", "cli")
ABOVE_ALL = ("cli", "__main__")


def modules() -> dict[str, ast.Module]:
    """The package's modules by dotted name within the package."""
    return {
        ".".join(p.relative_to(PACKAGE).with_suffix("").parts): ast.parse(p.read_text(encoding="utf-8"))
        for p in sorted(PACKAGE.rglob("*.py"))
    }


def imported(tree: ast.Module, names: Collection[str]) -> set[str]:
    """Which of the package's modules a module imports, at its top or inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "generator":
            inside = node.module.removeprefix("generator").removeprefix(".")
            found |= {inside} & set(names)
            found |= {f"{inside}.{alias.name}".removeprefix(".") for alias in node.names} & set(names)
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("generator.") for alias in node.names if alias.name.startswith("generator.")}
    return found


def layer_of(name: str) -> int:
    return LAYERS.index("cli" if name in ABOVE_ALL else name.partition(".")[0] if "." in name else "")


def test_imports_point_one_way() -> None:
    trees = modules()
    graph = {name: imported(tree, trees) for name, tree in trees.items()}
    wrong = [f"{name} imports {other}" for name, others in graph.items() for other in others if layer_of(other) > layer_of(name)]
    assert not wrong
    list(TopologicalSorter(graph).static_order())  # raises CycleError on a circle


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree)]
    assert not silent


def test_public_functions_and_classes_have_docstrings() -> None:
    silent = [
        f"{name}.{node.name}"
        for name, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and len(node.body) > 3
    ]
    assert not silent


def test_modules_stay_small() -> None:
    long = {p.name: lines for p in PACKAGE.rglob("*.py") if (lines := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


@pytest.mark.parametrize("name", list(main.commands))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    assert main.commands[name].help
    assert f"python -m generator {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_make_target_stands_in_the_readme() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [t for t in targets if t != "help" and f"make {t}" not in readme] == []


def test_every_rule_file_is_read_by_the_code() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py"))
    unused = [
        p.name
        for p in (PACKAGE / "rules").iterdir()
        if p.suffix in (".yml", ".csv") and not re.search(rf"[\"'/]{re.escape(p.stem)}(\.\w+)?[\"']", code)
    ]
    assert not unused


def test_rule_files_open_with_their_fields() -> None:
    bare = [p.name for p in (PACKAGE / "rules").glob("*.yml") if not p.read_text(encoding="utf-8").startswith("#")]
    assert not bare


def test_no_command_hides_its_options() -> None:
    context = click.Context(main)
    for command in main.commands.values():
        assert all(p.help for p in command.params if isinstance(p, click.Option)), command.get_help(context)


def test_a_python_without_the_packages_is_told_what_to_do() -> None:
    command = [sys.executable, "-S", "-m", "generator", "check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and "run `make check` once" in done.stderr and "Traceback" not in done.stderr
