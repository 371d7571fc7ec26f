"""What the site needs of each profile: its model, what people changed in it, whether anything is wrong; worked out once.

It is kept by a digest of the profile, its seed, base, reading and memory and of the program, so that an unchanged profile
is not parsed again; several are worked out on all cores.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from generator import workers, yaml_io
from generator.errors import GeneratorError
from generator.files import FullStamp, bytes_of, stamp
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

_TICK = 1_000_000_000
"""Nanoseconds. No file system's clock is coarser, but for some of before 2000."""


@dataclass(frozen=True)
class Product:
    """One profile without an error."""

    key: str
    """The digest of all it was worked out of."""
    profile: Profile
    edits: Edits
    extent: Extent | None


def keys(workspace: Workspace) -> dict[Path, str]:
    """The digests of all profiles with what belongs to them, in the order of their files; nothing is parsed for them, and of a profile
    whose files have the stamps they had at the last command none is read."""
    cache, name = Cache(workspace, "keys"), digest(code())
    kept = cache.get([name]).get(name)
    known: dict[str, KnownKey] = {
        file: (seed, [one and (one[0], one[1], one[2]) for one in stamps], key)
        for file, (seed, stamps, key) in json.loads(kept or "{}").items()
    }
    one = Keys(workspace, known)
    found = one.now()
    if one.known != known:
        cache.put({name: json.dumps(one.known).encode()}, [])
    return found


KnownKey = tuple[str, list[FullStamp | None], str]
"""The seed of a profile, the stamps of its files, and its digest."""


class Keys:
    """`keys`, asked for again and again; `known` may have what was found before, by the names of the profiles."""

    def __init__(self, workspace: Workspace, known: Mapping[str, KnownKey] | None = None) -> None:
        self._workspace = workspace
        self.known = dict(known or {})

    def now(self) -> dict[Path, str]:
        """The digests as the files are now."""
        found = {path: self._of(path) for path in self._workspace.profile_files()}
        # A file may change twice within one tick of the clock, so that only stamps of before tell that it is as it was.
        old = time.time_ns() - _TICK
        self.known = {path.name: one for path, one in found.items() if all(each is None or each[1] < old for each in one[1])}
        return {path: key for path, (_, _, key) in found.items()}

    def _of(self, path: Path) -> KnownKey:
        known = self.known.get(path.name)
        if known and known[1] == [stamp(file) for file in (path, *_beside(self._workspace, known[0]))]:
            return known
        seed = _seed(path)
        beside = _beside(self._workspace, seed)
        stamps = [stamp(file) for file in (path, *beside)]
        return seed, stamps, _key(path, beside)


def each(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None] = lambda done, total: None
) -> dict[Path, Product | None]:
    """Those of all profiles by their `keys`, in their order; None for one with an error, which `check` tells. `step` is told how many
    of those to be worked out are."""
    packed = _packed(rules, workspace, keys, step)
    return {path: _unpacked(key, packed.pop(path)) for path, key in keys.items()}


def products(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None] = lambda done, total: None
) -> list[Product] | None:
    """The same; None where one has an error or is in another's way."""
    found = [one for one in each(rules, workspace, keys, step).values() if one]
    ids, stems = {one.profile.id for one in found}, {Path(one.profile.source.file).stem for one in found}
    return found if len(found) == len(keys) == len(ids) == len(stems) else None


def settled(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None] = lambda done, total: None
) -> bool:
    """Whether every profile is without an error and merged with its reading, and every seed and reading has one: then a merge has
    nothing to do. Where it says no, a merge tells what there is."""
    cache = Cache(workspace, "merged")
    known = cache.get(keys.values())  # the seeds of those that were found so before
    seeds = [known[key].decode() if key in known else _seed(path) for path, key in keys.items()]
    names = {seed: Path(seed).stem + ".yml" for seed in seeds}
    readings = {path.name for path in workspace.readings.glob("*.yml")}
    if not (
        len(set(names.values())) == len(keys) and readings == set(names.values()) and {p.name for p in workspace.seed_files()} == set(seeds)
    ):
        return False
    every, found = set(keys.values()), dict[str, bytes]()
    for key, (seed, name) in zip(keys.values(), names.items(), strict=True):
        if key in known:
            continue
        reading, base = _bytes(workspace.readings / name), _bytes(workspace.merged / name)
        if reading is None or reading != base or kept.files(workspace, Path(seed).stem)[1].exists():
            return False
        found[key] = seed.encode()
    cache.put(found, every)
    fine = Cache(workspace, "profiles").has(every)  # what is kept is without an error
    return all(_made(rules, workspace, keys, [path for path, key in keys.items() if key not in fine], step).values())


def _packed(rules: Rules, workspace: Workspace, keys: Mapping[Path, str], step: Callable[[int, int], None]) -> dict[Path, bytes]:
    """The products of all profiles as they are kept; empty where one has an error."""
    found = Cache(workspace, "profiles").get(keys.values())
    made = _made(rules, workspace, keys, [path for path, key in keys.items() if key not in found], step)
    return {path: made[path] if path in made else found[key] for path, key in keys.items()}


def _made(
    rules: Rules, workspace: Workspace, keys: Mapping[Path, str], missing: Sequence[Path], step: Callable[[int, int], None]
) -> dict[Path, bytes]:
    """The products of those profiles, worked out and from now on kept."""
    made, fresh = dict[Path, bytes](), dict[str, bytes]()
    for path, (seed, data) in zip(missing, workers.each(partial(_worked_out, rules, workspace), missing), strict=True):
        made[path] = data
        if data and seed == _seed(path):  # else it was worked out of more than its digest tells
            fresh[keys[path]] = data
        step(len(made), len(missing))
    Cache(workspace, "profiles").put(fresh, keys.values())
    return made


def _seed(path: Path) -> str:
    """The seed that a profile names, by the line it stands in where a profile is laid out as usual: to be had without parsing."""
    named = next((line for line in (_bytes(path) or b"").splitlines()[:40] if line.startswith(b"  file: ")), b"")
    name = named.removeprefix(b"  file: ").strip().strip(b"'\"").decode("utf-8", "replace")
    return name if name == Path(name).name else ""


def _beside(workspace: Workspace, seed: str) -> list[Path]:
    """The files that belong to the profile of a seed; none where it names none."""
    stem = Path(seed).stem + ".yml"
    return (
        [workspace.seeds / seed, workspace.reading_file(stem), workspace.base_file(stem), *kept.files(workspace, Path(seed).stem)]
        if seed
        else []
    )


def _key(path: Path, beside: Iterable[Path]) -> str:
    """The digest of a profile and of all files that belong to it."""
    return digest(code(), path.name, *map(_bytes, (path, *beside)))


def _bytes(path: Path) -> bytes | None:
    return bytes_of(path, max(inputs.MAX_BYTES, yaml_io.MAX_BYTES) + 1)


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
    return Product(key, Profile.model_validate_json(profile).compact(), Edits(edits, anchors, account), extent.unpacked(found["extent"]))
