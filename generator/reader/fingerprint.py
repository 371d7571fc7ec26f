"""Which reader made the readings: one digest of all that can change a reading beside its seed, kept once in `seeds/readings/`.

It covers the rules and tables, the code that reading imports (as syntax trees, without docstrings and comments) and the
versions of the libraries that imports. So whether anything is stale is known without reading anything.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from sys import stdlib_module_names
from typing import Any

from generator import yaml_io
from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.reader import seal
from generator.reader.region import stated
from generator.workspace import PACKAGE, RULES, Workspace, sha256, write_text

FILE = "reader.txt"
"""In the folder of the readings."""
ROOT = "generator.reader.reading"
"""The module that reads: what it imports, and what that imports, is the reader."""
DISTRIBUTIONS = {"yaml": "PyYAML", "docx": "python-docx", "ahocorasick": "pyahocorasick"}
"""Libraries that are installed under another name than they are imported by."""
_HEADER = (
    "Which reader made these readings, and the regions it was told; written by `make update`, which reads all anew where it is another.",
)
TREES = "trees.json"
_SITE = {"charts.yml", "entries.yml", "fields.yml", "quality.yml", "search.yml", "tables.yml", "thesaurus.yml"}
"""Rule files that only the site has use for."""


def pending(workspace: Workspace) -> list[Path] | None:
    """The seeds whose readings are not what they would be read to now; None where the reader is another: then all may be."""
    made_by, told = _record(workspace)
    if not (seeds := workspace.seed_files()):
        return []
    if made_by != reader(workspace.cache):
        return None
    named = {path.name: region for path, region in stated.load(workspace).items()}
    return [path for path in seeds if named.get(path.name) != told.get(path.name) or not _fits(workspace, path)]


def record(workspace: Workspace, read: Iterable[Path] = ()) -> None:
    """Notes that this reader made the readings of the seeds `read`, or with none named all there are.

    Where another made those of the others, it is no longer known who made which: the next update reads all.
    """
    if not workspace.seed_files():
        return
    now, names = reader(workspace.cache), {path.name for path in read}
    made_by, told = _record(workspace)
    others = names and made_by != now and any(path.name not in names for path in workspace.seed_files())
    named = {path.name: region for path, region in stated.load(workspace).items()}
    if names:
        named = {name: region for name, region in named.items() if name in names}
        named |= {name: region for name, region in told.items() if name not in names}
    write_text(workspace.readings / FILE, yaml_io.dump({"reader": "" if others else now, "regions": dict(sorted(named.items()))}, _HEADER))


def forget(workspace: Workspace) -> None:
    """Notes that readings of several readers may stand side by side, before the first of another is written."""
    if _record(workspace)[0]:
        write_text(workspace.readings / FILE, yaml_io.dump({"reader": "", "regions": {}}, _HEADER))


def drop(workspace: Workspace, seeds: Iterable[str]) -> None:
    """Takes seeds that are gone out of the note."""
    made_by, told = _record(workspace)
    if left := set(told) & set(seeds):
        regions = {name: region for name, region in told.items() if name not in left}
        write_text(workspace.readings / FILE, yaml_io.dump({"reader": made_by, "regions": regions}, _HEADER))


def _record(workspace: Workspace) -> tuple[str, Mapping[str, str]]:
    """The digest and the regions that are noted; nothing where the note is missing or damaged."""
    try:
        data = yaml_io.plain(read_bytes(workspace.readings / FILE, yaml_io.MAX_BYTES).decode("utf-8"), FILE)
        return str(data["reader"]), dict(data["regions"] or {})
    except (OSError, UnicodeDecodeError, GeneratorError, LookupError, TypeError, ValueError):
        return "", {}


def _fits(workspace: Workspace, seed: Path) -> bool:
    """Whether a seed has a reading of its bytes that nobody edited."""
    try:
        text = read_bytes(workspace.reading_file(seed.name), yaml_io.MAX_BYTES).decode("utf-8")
        digest = sha256(read_bytes(seed, yaml_io.MAX_BYTES))
    except (OSError, UnicodeDecodeError):
        return False
    # Whose it is stands in its first lines; nothing that a source says can stand before them.
    return seal.sealed(text) and f"\n  file: {yaml_io.scalar(seed.name)}\n  sha256: '{digest}'\n" in text[:2000]


@cache
def reader(cache_folder: Path | None = None) -> str:
    """The digest of the reader as it stands; digests of its modules are kept in `cache_folder`, by their bytes."""
    known = _trees(cache_folder)
    modules, libraries = dict[str, str](), set[str]()
    wanted, seen = [ROOT], set[str]()
    while wanted:
        name = wanted.pop()
        path = _file(name)
        if name in seen or path is None:
            continue
        seen.add(name)
        key = sha256(path.read_bytes())
        if key not in known:
            tree = ast.parse(path.read_bytes())
            known[key] = {"tree": _digest(_plain(tree)), "imports": sorted(_imports(tree))}
        modules[name] = known[key]["tree"]
        for one in known[key]["imports"]:
            if one.partition(".")[0] == "generator":
                wanted.append(one)
            elif one.partition(".")[0] not in stdlib_module_names:
                libraries.add(one.partition(".")[0])
    _keep(cache_folder, known)
    # Line ends may be another system's after a checkout.
    files = {path.name: sha256(path.read_bytes().replace(b"\r\n", b"\n")) for path in RULES.iterdir() if path.suffix in (".yml", ".csv")}
    files = {name: digest for name, digest in files.items() if name not in _SITE}
    versions = {name: metadata.version(DISTRIBUTIONS.get(name, name)) for name in libraries}
    return _digest([sorted(one.items()) for one in (modules, files, versions)])


def _file(name: str) -> Path | None:
    """The module of that name; None for a package's folder as such, for what a module merely holds, and for the door of the whole package,
    through which everything comes in, the site too, and nothing that is read."""
    if name == PACKAGE.name:
        return None
    path = PACKAGE.parent.joinpath(*name.split("."))
    return next(
        (file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file() and file.parent != PACKAGE.parent), None
    )


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _plain(node: Any) -> Any:
    """A syntax tree as lists, the same under every version of Python: without places, docstrings and what is empty."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = [(name, value) for name, value in ast.iter_fields(node) if value not in (None, []) and name not in ("ctx", "kind")]
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        fields = [(name, value if name != "body" else [one for one in value if not _told(one)]) for name, value in fields]
    return [type(node).__name__, *([name, _plain(value)] for name, value in fields)]


def _told(node: ast.AST) -> bool:
    """Whether it is a text that stands by itself: a docstring, of a function or of a name."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8")).hexdigest()


def _trees(folder: Path | None) -> dict[str, Any]:
    """What is known of modules by the digest of their bytes; nothing where it was kept by another version of this one."""
    try:
        kept = json.loads((folder / TREES).read_bytes()) if folder else {}
        known = kept["trees"] if kept["by"] == _this() else {}
        return {key: {"tree": str(one["tree"]), "imports": [*map(str, one["imports"])]} for key, one in known.items()}
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return {}


def _keep(folder: Path | None, known: Mapping[str, Any]) -> None:
    """Keeps that; a folder that cannot be written costs the time to work it out again, nothing else."""
    if folder:
        with suppress(OSError):
            write_text(folder / TREES, json.dumps({"by": _this(), "trees": dict(sorted(known.items()))}, indent=0) + "\n")


def _this() -> str:
    return sha256(Path(__file__).read_bytes())
