"""Reads local governments' reports on ethnic-unity work into profiles and publishes them as a site.

The door for programs. In: a document, a project's folder, or a folder of data downloaded from the site. Out: its reading, or
a table as plain records. Importing this costs next to nothing: each function imports what it needs. Not here: how anything is
read or made, and whatever writes a file, which is the command line's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import GeneratorError, Problem
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.model import Profile
    from generator.publish.corpus.corpus import Corpus
    from generator.publish.data.tables import Cell
    from generator.reader.reading import Reader
else:

    def __getattr__(name: str) -> Any:
        """`Profile`, when it is first asked for: the format takes a third of a second to import."""
        if name != "Profile":
            raise AttributeError(f"module 'generator' has no attribute {name!r}")
        from generator.model import Profile

        return Profile


__version__ = "0.1.0"
__all__ = ["GeneratorError", "Profile", "Workspace", "load", "read"]


def read(path: str | Path) -> Profile:
    """The reading of the document at `path` (.txt, .html, .docx or .pdf): its source, regions, measures and figures, each with its quote.

    `model_dump()` makes plain data of it, and `load("figures", it)` a table. Each item says where it stands in the decoded source (`at`,
    in characters) and how sure its rule is (`confidence`). Raises GeneratorError where it is no report that can be read, OSError where it
    cannot be opened.
    """
    from generator.model import Profile

    return Profile.model_validate(_reader().read(Path(path)))


def load(table: str, source: str | Path | Workspace | Profile | Iterable[Profile] = ".") -> list[dict[str, Cell]]:
    """A table as plain records, one dict a row, all with the same keys in the same order; what is missing is None.

    `source` is the folder of a project, whose profiles are read (hand corrections included); a folder of data downloaded from the site, with
    its datapackage.json; or a profile, or several, as `read` gives them. The records are the same from all of them. Each column has one type: str, int,
    float or bool, as the codebook says; `adcode` and dates are str. Codes are those of the codebook (`culture`, `county`), not their labels.

    The tables are those of the site: regions, documents, measures, figures, themes, documents_cited, networks, programmes, honours,
    ethnic_groups, gaps, and for every concept its comparable figures, such as concept-lectures. Raises GeneratorError for another name, for
    a folder that holds neither profiles nor data, and for profiles that break the format, naming each fault.
    """
    from generator.publish.data import package, tables

    if isinstance(source, str | Path) and (Path(source) / package.FILE).is_file():
        return package.records(_reader().rules, Path(source), table)
    made = tables.build(_reader().rules, _corpus(source))
    return package.plain(package.one_of(made, table, "load"))


def _corpus(source: str | Path | Workspace | Profile | Iterable[Profile]) -> Corpus:
    """The profiles of `source` as one corpus; raises GeneratorError where there are none."""
    from generator.model import Profile
    from generator.profiles import diff
    from generator.profiles.shelf import Shelf
    from generator.publish.corpus import corpus

    if isinstance(source, str | Path):
        source = Workspace(Path(source))
        if not source.profiles.is_dir():
            hint = "name the project's folder, or the folder of downloaded data with its datapackage.json"
            raise GeneratorError(Problem(source.root.as_posix(), message="holds neither docs/profiles/ nor datapackage.json", hint=hint))
    if isinstance(source, Workspace):
        shelf = Shelf(source)
        edits = {} if shelf.problems else diff.load(shelf)
        return corpus.load(_reader().rules, shelf, edits=edits)
    profiles = (source,) if isinstance(source, Profile) else tuple(source)
    if problems := corpus.clashes(profiles, "docs/profiles"):
        raise GeneratorError(problems)
    return corpus.gather(profiles, _reader().places)


@cache
def _reader() -> Reader:
    """One reader with its rules for all calls: making one takes half a second."""
    from generator.reader.reading import Reader
    from generator.rules import Rules

    return Reader(Rules())
