"""Takes a new document into `seeds/`: reads it first, refuses one that is there already, then opens its profile.

Nothing is written of a document that cannot be read. The name keeps what is safe of the one given, Chinese characters too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import GeneratorError, Problem, SeedError
from generator.files import read_bytes
from generator.profiles import todo
from generator.profiles.documents import ids
from generator.profiles.merge import merge
from generator.profiles.shelf import Shelf
from generator.reader import fingerprint, reading
from generator.reader.article import inputs, text
from generator.reader.region import stated
from generator.rules import Rules
from generator.workspace import Workspace, sha256, write_bytes, write_text

SHINGLE = 12
"""Characters. Two reports on the same work in different places share phrases of eight to ten, rarely longer ones."""
ALIKE = 0.5
"""Share of the shorter text's shingles that stand in the other one. Different reports in this project share at most 2 %,
two printings of one report four fifths and more, even where one is cut short or wrapped otherwise."""
LONGEST = 60
"""Characters of a name: 180 bytes where all are Chinese, with room for endings in file systems that allow 255."""
# Names that Windows keeps for devices.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Added:
    """What was taken in."""

    seed: Path
    profile: Path
    tasks: list[todo.Task]
    """What to look at first."""


def add(
    reader: reading.Reader, workspace: Workspace, data: bytes, given: str, name: str | None = None, region: str | None = None,
    id_: str | None = None,
) -> Added:  # fmt: skip
    """Takes `data` in, a document that came as the file `given` ('' where it was pasted), under `name` if there is one.

    `region` is the code or name of the division it reports on, where the editor named it; it is kept for later readings. `id_` is
    the id the editor chose; else it is made of the region's code and the year.

    Raises GeneratorError, with nothing written, where it cannot be read or is there already.
    """
    shown, shelf = given or "the pasted text", Shelf(workspace)
    chosen = ids.given(shelf, id_) if id_ is not None else None
    suffix = Path(given).suffix.lower() if given else inputs.ending(data)
    stem = _free(workspace, safe_stem(_without_suffix(name) if name else Path(given).stem if given else _dated(data)))
    file = stem + suffix
    try:
        document = text.document(reader.rules, data, file)
        read = reader.reading(document, sha256(data), region)
    except SeedError as error:
        raise SeedError(Problem(shown, message=p.message, hint=p.hint) for p in error.problems) from None
    refuse_known(reader.rules, workspace, data, document.body, shown)
    seed = workspace.seeds / file
    write_bytes(seed, data)
    if region:
        stated.save(workspace, file, region)
    write_text(workspace.reading_file(file), reading.text(read))
    fingerprint.record(workspace, [seed])
    report = merge.merge(shelf, [stem], name=chosen or ids.free(shelf, ids.proposed(read)))
    if not report.merged:
        raise GeneratorError(report.problems)
    return Added(seed, report.merged[0].path, todo.tasks(reader.rules, read, document.source))


def safe_stem(name: str) -> str:
    """What of `name` every file system and address can hold: letters of any script, digits, - and _; never empty."""
    kept = re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", name))
    stem = re.sub(r"-{2,}", "-", kept)[:LONGEST].strip("-_")
    return stem if stem and not _RESERVED.fullmatch(stem) else f"seed-{stem or sha256(name.encode('utf-8', 'surrogatepass'))[:8]}"


def _without_suffix(name: str) -> str:
    return Path(name).stem if Path(name).suffix.lower() in inputs.SUFFIXES else name


def _dated(data: bytes) -> str:
    return f"{date.today().isoformat()}-{sha256(data)[:8]}"


def _free(workspace: Workspace, stem: str) -> str:
    """`stem`, or with a number behind it: readings and bases are named after it, those of deleted documents too."""
    folders = (workspace.seeds, workspace.readings, workspace.merged)
    taken = {path.stem.casefold() for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()}
    number, free = 2, stem
    while free.casefold() in taken:
        number, free = number + 1, f"{stem}-{number}"
    return free


def refuse_known(rules: Rules, workspace: Workspace, data: bytes, body: str, shown: str, but: Path | None = None) -> None:
    """Raises GeneratorError where the same bytes, or nearly the same text, stand in `seeds/` already, in another file than `but`."""
    digest, mine = sha256(data), shingles(body)
    for path in workspace.seed_files():
        if but and path.stem == but.stem:
            continue
        try:
            theirs = read_bytes(path, inputs.MAX_BYTES + 1)
        except OSError:
            continue  # `read` tells what is wrong with it
        if sha256(theirs) == digest:
            raise GeneratorError(
                Problem(shown, message=f"is in seeds/ already, as {path.name}", hint="its profile names it in source.file")
            )
        share = alike(mine, shingles(_text(rules, theirs, path.name)))
        if share >= ALIKE:
            raise GeneratorError(
                Problem(
                    shown,
                    message=f"is nearly the same text as seeds/{path.name}: they share {share:.0%}",
                    hint="if it is another document, put it into seeds/ by hand and run `make update`",
                )
            )


def _text(rules: Rules, data: bytes, file: str) -> str:
    """A seed's whole text, its page's furniture with it: twenty times faster than to find the article."""
    try:
        return text.fold(rules, inputs.extract(data, file).text)
    except SeedError:
        return ""  # `read` tells what is wrong with it


def shingles(words: str) -> frozenset[int]:
    """Every run of SHINGLE characters, punctuation and white space aside, as hashes."""
    dense = re.sub(r"[\W_]+", "", words)
    return frozenset(hash(dense[i : i + SHINGLE]) for i in range(max(1, len(dense) - SHINGLE + 1)))


def alike(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of the smaller set that is in the other, 0 to 1."""
    a, b = frozenset(one), frozenset(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
