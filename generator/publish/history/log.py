"""The history of all profiles, read in one pass over git's log.

A commit that changes a profile together with its base has read it anew; one that changes the profile alone has corrected it. Changes of
comments, blank lines and the state of review are neither.
"""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple, get_args

from generator.known import Cache, digest
from generator.workspace import Workspace

Kind = Literal["added", "reread", "corrected", "withdrawn"]
KINDS: Sequence[Kind] = get_args(Kind)
_FORMAT = 1
"""Of what is kept; to be raised where other things are read out of the same commits."""
_PROFILES, _BASES = "docs/profiles", "seeds/readings/merged"
_COMMIT = "\x01"
_ENTRY = re.compile(r"^( *)- (item: .*)$")
_FIELD = re.compile(r"^ +(of|value|unit|qualifier|period|concept|quote): (.*)$")
_CHUNK = 500
"""Files that are asked for at once; a profile has about 30 kB."""
_SEED = re.compile(r"^  file: (.*)$", re.MULTILINE)
_FORMER = re.compile(r"^former_ids:((?:\n *- .*)+)", re.MULTILINE)


class Happening(NamedTuple):
    """What was done with a document on a day."""

    day: str
    """YYYY-MM-DD where it was committed."""
    kind: Kind
    document: str
    """Its id at that time."""


class Days(NamedTuple):
    """When a figure came and when it last changed."""

    first: str
    changed: str | None


@dataclass(frozen=True)
class Chronicle:
    """All changes, the newest day first, and the days of every figure, by document and quote as YAML has it."""

    lacks: Literal["", "git", "shallow"] = ""
    """Why nothing is known: no repository, or a clone that was cut off."""
    changes: tuple[Happening, ...] = ()
    figures: Mapping[str, Mapping[str, Days]] = field(default_factory=dict)


class _Version(NamedTuple):
    """A file as one commit left it."""

    day: str
    status: str
    """A, M or D."""
    path: PurePosixPath
    blob: str
    along: frozenset[PurePosixPath]
    """The bases that the same commit changed."""


def head(workspace: Workspace) -> str:
    """What the history depends on: the commit that is checked out, and whether all before it is there; empty without git."""
    done = _git(workspace.root, "rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix")
    return done.decode() if done else ""


def load(workspace: Workspace) -> Chronicle:
    """The history of the project at `workspace`; what is known of a commit is kept."""
    at = head(workspace)
    if not at:
        return Chronicle("git")
    if at.split("\n")[1] == "true":
        return Chronicle("shallow")
    cache, key = Cache(workspace, "history"), digest(at, str(_FORMAT))
    for data in cache.get([key]).values():
        kept = json.loads(data)
        changes = tuple(Happening(*row) for row in kept["changes"])
        return Chronicle("", changes, {name: {q: Days(*days) for q, days in rows.items()} for name, rows in kept["figures"].items()})
    history = _told(workspace.root, list(_versions(workspace.root)))
    cache.put({key: json.dumps(asdict(history), ensure_ascii=False).encode()}, [])
    return history


def _told(root: Path, versions: Sequence[_Version]) -> Chronicle:
    texts = _texts(root, [one.blob for one in versions if one.status != "D"])
    seen: dict[str, str] = {}
    figures: dict[str, dict[str, Days]] = {}
    stated: dict[str, dict[str, list[str]]] = {}
    changes: dict[Happening, None] = {}
    renamed: dict[str, str] = {}
    for one, text in zip(versions, _aligned(versions, texts), strict=True):
        name = one.path.stem
        if text is None:
            if seen.pop(name, None) is not None:
                changes[Happening(one.day, "withdrawn", name)] = None
            continue
        new = _statements(text)
        for former in (former for former in _former(text) if former != name and former not in renamed):
            renamed[former] = name
            figures[name], stated[name] = figures.get(name) or figures.get(former, {}), stated.get(name) or stated.get(former, {})
        before = seen.get(name)
        if before is None:
            changes[Happening(one.day, "added", name)] = None
        elif _substance(text) != _substance(before):
            changes[Happening(one.day, "reread" if _base(text) in one.along else "corrected", name)] = None
        seen[name] = text
        days, old = figures.get(name, {}), stated.get(name, {})
        figures[name] = {
            quote: Days(days[quote].first, days[quote].changed if old.get(quote) == fields else one.day)
            if quote in days
            else Days(one.day, None)
            for quote, fields in new.items()
        }
        stated[name] = new
    gone = set(renamed) - set(seen)
    kept = [change for change in changes if not _of_renaming(change, gone, renamed, changes)]
    # Of a document that is not here any more nothing stays but that.
    kept = [change for change in kept if change.kind == "withdrawn" or change.document in seen or change.document in renamed]
    order = sorted(
        sorted(kept, key=lambda change: (KINDS.index(change.kind), change.document)), key=lambda change: change.day, reverse=True
    )
    return Chronicle("", tuple(order), {name: figures[name] for name in sorted(seen)})


def _of_renaming(change: Happening, gone: Iterable[str], renamed: Mapping[str, str], changes: Iterable[Happening]) -> bool:
    """Whether a document only got another id: the old one was not withdrawn, the new one not added."""
    if change.kind == "withdrawn":
        return change.document in gone
    return change.kind == "added" and any(
        Happening(change.day, "withdrawn", old) in changes for old, new in renamed.items() if new == change.document
    )


def _aligned(versions: Sequence[_Version], texts: Iterator[str]) -> Iterator[str | None]:
    for one in versions:
        yield None if one.status == "D" else next(texts)


def _versions(root: Path) -> Iterator[_Version]:
    """Every change of a profile, the oldest first; none where no commit has one."""
    words = ("log", "--reverse", "--date-order", "--no-merges", "--raw", "--no-renames", "--no-abbrev", "--relative", "-z")
    log = _git(root, *words, f"--format={_COMMIT}%cs", "--", _PROFILES, _BASES) or b""
    for commit in log.decode("utf-8", "replace").split(_COMMIT)[1:]:
        day, *rest = commit.replace("\n", "\0").strip("\0").split("\0")
        rows = [part for part in rest if part]
        found = [(meta.split(), PurePosixPath(path)) for meta, path in zip(rows[::2], rows[1::2], strict=True)]
        along = frozenset(path for _, path in found if path.parent == PurePosixPath(_BASES))
        for (_, _, _, blob, status), path in found:
            if path.parent == PurePosixPath(_PROFILES) and path.suffix == ".yml":
                yield _Version(day, "D" if status == "D" else "A" if status == "A" else "M", path, blob, along)


def _texts(root: Path, blobs: Sequence[str]) -> Iterator[str]:
    """The texts of files by their names in git, one after the other."""
    for start in range(0, len(blobs), _CHUNK):
        data = _git(root, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs[start : start + _CHUNK])) or b""
        at = 0
        while at < len(data):
            end = data.index(b"\n", at)
            size = int(data[at:end].split()[-1])
            yield data[end + 1 : end + 1 + size].decode("utf-8", "replace")
            at = end + size + 2


def _git(root: Path, *words: str, given: str = "") -> bytes | None:
    """What git prints; None where it fails or is not there."""
    try:
        done = subprocess.run(["git", *words], cwd=root, input=given.encode(), capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _substance(text: str) -> list[str]:
    """The lines of a profile but for comments, blank ones and the state of review."""
    lines, skipped = list[str](), False
    for line in text.splitlines():
        skipped = line.startswith("review:") or (skipped and line.startswith(" "))
        if line.strip() and not skipped and not line.lstrip().startswith("#"):
            lines.append(line.rstrip())
    return lines


def _statements(text: str) -> dict[str, list[str]]:
    """By quote, what a profile says of the figures that have it. Lines are taken as the format has them; parsing every version would take minutes."""
    found: dict[str, list[str]] = {}
    fields, indent = list[str](), -1
    for line in text.splitlines():
        if opened := _ENTRY.match(line):
            fields, indent = [opened[2]], len(opened[1])
        elif len(line) - len(line.lstrip()) <= indent and line.strip():
            indent = -1
        elif indent >= 0 and (told := _FIELD.match(line)):
            fields.append(f"{told[1]}: {told[2]}")
            if told[1] == "quote":
                found.setdefault(plain(told[2]), []).append("\n".join(fields))
    return found


def plain(scalar: str) -> str:
    """A text as YAML has it in one line, without its quotes."""
    if scalar[:1] == "'":
        return scalar[1 : scalar.rindex("'")].replace("''", "'") if len(scalar) > 1 else ""
    return scalar.strip().strip('"')


def _base(text: str) -> PurePosixPath | None:
    seed = _SEED.search(text)
    return PurePosixPath(_BASES) / (PurePosixPath(plain(seed[1])).stem + ".yml") if seed else None


def _former(text: str) -> list[str]:
    """The ids that a profile had before."""
    found = _FORMER.search(text)
    return [plain(line.strip().removeprefix("- ").strip()) for line in found[1].strip().splitlines()] if found else []
