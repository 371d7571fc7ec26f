"""The region of a document where an editor named it: seeds/regions.yml, written by `add --region` and read with every seed.

What an editor states is not weighed against the document, and a document that would be refused is read.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from generator import yaml_io
from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.model import Level
from generator.places.gazetteer import Gazetteer
from generator.rules import Rules
from generator.workspace import Workspace, write_text

_HEADER = ("Whose work a seed reports, where an editor said so: file: code or name. Written by `add --region`, read by `update`.",)
_LARGEST = 1_000_000


class Stated(NamedTuple):
    """A division by its code, or one that no table has by its name and level."""

    name: str
    adcode: str | None
    level: Level


def resolve(rules: Rules, places: Gazetteer, given: str) -> Stated:
    """The division of that code or name; raises GeneratorError where there is none, or several."""
    given = given.strip()
    if given.isdecimal() and given.isascii():
        try:
            division = places.get(given)
        except KeyError:
            raise GeneratorError.at(
                "--region", f"no division has the code {given}", "write its 6 digits (9 of a township), or its name"
            ) from None
        return Stated(division.name, division.code, division.level)
    chain = places.resolve(places.find(given))
    whole = bool(chain) and chain[0].start == 0 and all(a.end == b.start for a, b in zip(chain, chain[1:], strict=False))
    codes = chain[-1].codes if whole and chain[-1].end == len(given) else ()
    if len(codes) == 1:
        division = places.get(codes[0])
        return Stated(division.name, division.code, division.level)
    if codes:
        told = "、".join(f"{code} {above.name if (above := places.parent(code)) else ''}{places.get(code).name}" for code in codes[:6])
        raise GeneratorError.at("--region", f"several divisions are called {given}: {told}", "name one of them by its code")
    for kind in rules.regions.printed:
        if kind.fullmatch(given) and not rules.regions.common.fullmatch(given):
            return Stated(given, None, kind.level)
    raise GeneratorError.at("--region", f"{given} is no name of a division or area", "write its code, or its whole name (石榴镇, 雄安新区)")


def load(workspace: Workspace) -> dict[Path, str]:
    """What editors named, by seed; raises GeneratorError where the file is not as `save` writes it."""
    return {(workspace.seeds / name).resolve(): given for name, given in _read(workspace).items()}


def save(workspace: Workspace, seed: str, given: str) -> None:
    """Keeps the region of the seed named `seed`."""
    write_text(workspace.stated, yaml_io.dump(dict(sorted((_read(workspace) | {seed: given}).items())), _HEADER))


def forget(workspace: Workspace, seeds: Iterable[str]) -> None:
    """Keeps no region of those seeds any more."""
    known = _read(workspace)
    left = {name: given for name, given in known.items() if name not in set(seeds)}
    if left:
        write_text(workspace.stated, yaml_io.dump(dict(sorted(left.items())), _HEADER))
    elif known:
        workspace.stated.unlink()


def _read(workspace: Workspace) -> dict[str, str]:
    path = workspace.stated
    if not path.is_file():
        return {}
    file = workspace.show(path)
    data = yaml_io.plain(read_bytes(path, _LARGEST).decode("utf-8", "replace"), file) or {}
    if not isinstance(data, dict) or not all(isinstance(text, str) for pair in data.items() for text in pair):
        raise GeneratorError.at(file, "is no list of seeds and their regions", "one a line: 'file.txt': '532929', the code in quotes")
    return data
