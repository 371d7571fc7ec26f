"""How the code is laid out: imports point one way, modules stay small, commands are documented, rule files are all used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import click
import pytest

from generator.cli import main
from generator.rules import Rules
from tests.project import ROOT

PACKAGE = ROOT / "generator"

# Bottom to top. A module imports from its own package and the packages below it, never from above; "" is what lies in generator/ itself.
LAYERS = ("", "language", "rules", "places", "reader", "profiles", "publish", "batch", "search", "preview", "desk", "cli")
ABOVE_ALL = ("__init__", "cli", "__main__")


# What stays for a reason; this list only shrinks.
HAN_EXPRESSIONS = {
    "profiles/text/fix.py": 2,  # dates as an editor writes them, mended where they stand
}


def files() -> list[Path]:
    """The package's modules as files."""
    return sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    """A module's path below generator/."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


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


def test_modules_and_packages_stay_small() -> None:
    assert [name(p) for p in files() if len(p.read_text(encoding="utf-8").splitlines()) > 300] == []
    wide = {
        f.relative_to(ROOT).as_posix() for f in PACKAGE.rglob("*") if f.is_dir() and len(set(f.glob("*.py")) - {f / "__init__.py"}) > 10
    }
    assert not wide


def test_a_class_name_stands_once() -> None:
    found = Counter(node.name for path in files() for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef))
    assert [word for word, times in found.items() if times > 1] == []


HAN = re.compile(r"[\u3400-\u9fff]")


def han_expressions(tree: ast.Module, source: str) -> list[str]:
    """The regular expressions of a module that hold Chinese characters: what `re` is given, and raw strings; ranges of characters aside."""
    found, lines = list[ast.expr](), source.encode().splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re":
            found += node.args[:1]
        elif isinstance(node, ast.Constant | ast.JoinedStr) and re.match(
            rb"[rR][fF]?[\"']|[fF][rR][\"']", lines[node.lineno - 1][node.col_offset :]
        ):
            found.append(node)
    texts = {
        (node.lineno, node.col_offset): "".join(
            part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        for node in found
    }
    return [text for text in texts.values() if HAN.search(text.replace("\u4e00-\u9fff", ""))]


def test_expressions_with_chinese_stand_in_rules_and_language() -> None:
    for path in files():
        if path.relative_to(PACKAGE).parts[0] not in ("language", "rules"):
            found = han_expressions(parsed(path), path.read_text(encoding="utf-8"))
            assert len(found) <= HAN_EXPRESSIONS.get(name(path), 0), (name(path), found)


def test_an_expression_in_code_would_be_found() -> None:
    source = """_A = re.compile("[市县]")\n_B = rf"{x}(省|州)"\n_C = re.compile("[\\u4e00-\\u9fff“]")\n_D = "市县"\n"""
    assert han_expressions(ast.parse(source), source) == ["[市县]", "(省|州)"]


def test_rules_are_asked_by_attribute() -> None:
    asked = {
        name(path)
        for path in files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "getattr"
        and re.search(r"\b(rules|labels)\b", ast.unparse(node.args[0]))
    }
    assert not asked


@pytest.mark.parametrize("name", list(main.commands))
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    assert main.commands[name].help
    assert f"python -m generator {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_make_target_stands_in_the_readme() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [t for t in targets if t != "help" and f"make {t}" not in readme] == []


def test_every_rule_file_is_read_by_the_code() -> None:
    """Each is an attribute of `Rules`, but for the tables and parts, which are opened by name."""
    code = "\n".join(p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py"))
    files = {p for p in (PACKAGE / "rules").iterdir() if p.suffix in (".yml", ".csv")}
    unused = [p.name for p in files if not hasattr(Rules, p.stem) and not re.search(rf"[\"'/]{re.escape(p.stem)}(\.\w+)?[\"']", code)]
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
