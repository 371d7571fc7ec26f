"""What the site needs of each profile: its model, what people changed in it, whether anything is wrong; worked out once.

It is kept by a digest of the profile, its seed, base, reading and memory and of the program, so that an unchanged profile
is not parsed again; several are worked out on all cores.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from generator import workers, yaml_io
from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.known import Cache, code, digest
from generator.model import Account, Profile
from generator.profiles import diff
from generator.profiles.check import check
from generator.profiles.diff import Edit, Edits
from generator.profiles.merge import kept
from generator.profiles.shelf import Filed
from generator.profiles.text import extent
from generator.profiles.text.extent import Extent
from generator.reader.article import inputs
from generator.rules import Rules
from generator.workspace import Workspace


@dataclass(frozen=True)
class Product:
    """One profile without an error."""

    key: str
    """The digest of all it was worked out of."""
    profile: Profile
    edits: Edits
    extent: Extent | None


def keys(workspace: Workspace) -> dict[Path, str]:
    """The digests of all profiles with what belongs to them, in the order of their files; nothing is parsed for them."""
    return {path: _key(workspace, path, _seed(path)) for path in workspace.profile_files()}


def products(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None] = lambda done, total: None
) -> list[Product] | None:
    """Those of all profiles by their `keys`, in their order; `step` is told how many of those to be worked out are. None where one has an error or is in another's way, which `check` tells."""
    packed = _packed(rules, workspace, keys, step)
    found = [one for path, key in keys.items() if (one := _unpacked(key, packed[path]))]
    ids, stems = {one.profile.id for one in found}, {Path(one.profile.source.file).stem for one in found}
    return found if len(found) == len(keys) == len(ids) == len(stems) else None


def settled(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None] = lambda done, total: None
) -> bool:
    """Whether every profile is without an error and merged with its reading, and every seed and reading has one: then a merge has
    nothing to do. Where it says no, a merge tells what there is."""
    seeds = [_seed(path) for path in keys]
    names = {seed: Path(seed).stem + ".yml" for seed in seeds}
    readings = {path.name for path in workspace.readings.glob("*.yml")}
    if not (
        len(set(names.values())) == len(keys) and readings == set(names.values()) and {p.name for p in workspace.seed_files()} == set(seeds)
    ):
        return False
    for seed, name in names.items():
        reading, base = _bytes(workspace.readings / name), _bytes(workspace.merged / name)
        if reading is None or reading != base or kept.files(workspace, Path(seed).stem)[1].exists():
            return False
    every = set(keys.values())  # what is kept is without an error
    return Cache(workspace, "profiles").has(every) == every or all(_packed(rules, workspace, keys, step).values())


def _packed(rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None]) -> dict[Path, bytes]:
    """The products of all profiles as they are kept; empty where one has an error."""
    store = Cache(workspace, "profiles")
    found = store.get(keys.values())
    missing = [path for path, key in keys.items() if key not in found]
    fresh = dict[str, bytes]()
    made = zip(missing, workers.each(partial(_worked_out, rules, workspace), missing), strict=True)
    for number, (path, (seed, data)) in enumerate(made, 1):
        found[keys[path]] = data
        if data and seed == _seed(path):  # else it was worked out of more than its digest tells
            fresh[keys[path]] = data
        step(number, len(missing))
    store.put(fresh, keys.values())
    return {path: found[key] for path, key in keys.items()}


def _seed(path: Path) -> str:
    """The seed that a profile names, by the line it stands in where a profile is laid out as usual: to be had without parsing."""
    named = next((line for line in (_bytes(path) or b"").splitlines()[:40] if line.startswith(b"  file: ")), b"")
    name = named.removeprefix(b"  file: ").strip().strip(b"'\"").decode("utf-8", "replace")
    return name if name == Path(name).name else ""


def _key(workspace: Workspace, path: Path, seed: str) -> str:
    """The digest of a profile and of all files that belong to it."""
    stem = Path(seed).stem + ".yml"
    beside = (workspace.seeds / seed, workspace.reading_file(stem), workspace.base_file(stem), *kept.files(workspace, Path(seed).stem))
    return digest(code(), path.name, *map(_bytes, (path, *beside) if seed else (path,)))


def _bytes(path: Path) -> bytes | None:
    try:
        return read_bytes(path, max(inputs.MAX_BYTES, yaml_io.MAX_BYTES) + 1)
    except OSError:
        return None


def _worked_out(rules: Rules, workspace: Workspace, path: Path) -> tuple[str, bytes]:
    """The seed that a profile names, and its product as it is kept; empty where it has an error."""
    one = Filed(workspace, path)
    if any(problem.severity == "error" for problem in (*one.problems, *check.of(rules, one))):
        return "", b""
    try:
        edits = diff.of(one)
    except GeneratorError:
        return "", b""
    found = extent.of(rules, one)
    beside = {
        "edits": [[e.kind, e.path, e.field, e.yours, e.read, e.words] for e in edits.all],
        "anchors": [[path, anchor] for path, anchor in edits.anchors.items()],
        "extent": found and asdict(found),
        "account": edits.account.model_dump(mode="json") if edits.account else None,
    }
    profile = one.profile.model_dump_json(by_alias=True, exclude_defaults=True)
    return one.profile.source.file, f"{profile}\n{json.dumps(beside)}".encode()


def _unpacked(key: str, data: bytes) -> Product | None:
    if not data:
        return None
    profile, _, beside = data.partition(b"\n")
    found = json.loads(beside)
    edits = tuple(Edit(kind, tuple(path), *rest) for kind, path, *rest in found["edits"])
    anchors = {tuple(path): anchor for path, anchor in found["anchors"]}
    account = Account.model_validate(found["account"]) if found["account"] else None
    return Product(key, Profile.model_validate_json(profile), Edits(edits, anchors, account), extent.unpacked(found["extent"]))
