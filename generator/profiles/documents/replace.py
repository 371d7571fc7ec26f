"""Puts a longer or corrected version of a document in the place of its seed: read anew and merged, the hand edits kept."""

from __future__ import annotations

from pathlib import Path

from generator.errors import GeneratorError, Problem, SeedError
from generator.profiles.documents.add import ALIKE, alike, refuse_known, shingles
from generator.profiles.merge import merge
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.splice import Editor
from generator.reader import fingerprint, reading
from generator.reader.article import text
from generator.reader.region import stated
from generator.workspace import sha256, write_bytes, write_text


def replace(reader: reading.Reader, shelf: Shelf, one: Filed, data: bytes, given: str) -> merge.Report:
    """Takes `data`, which came as the file `given`, for the seed of a profile, and merges what it reads to.

    Raises GeneratorError, with nothing written, where it cannot be read, is the seed that is there already, is another document's,
    or shares too little with the one it is to replace.
    """
    workspace, old, tree = shelf.workspace, one.seed, one.tree
    if one.profile and (old is None or tree is None):
        raise GeneratorError.at(one.file, "has no seed to be replaced", hint="put the seed back")
    assert old is not None and tree is not None
    seed = old.with_suffix(Path(given).suffix.lower())
    if one.sha256 == sha256(data):
        raise GeneratorError.at(given, f"is {workspace.show(old)} already: nothing was replaced", hint=merge.UPDATE)
    region = stated.load(workspace).get(old.resolve())
    try:
        document = text.document(reader.rules, data, seed.name)
        read = reader.reading(document, sha256(data), region)
    except SeedError as error:
        raise SeedError(Problem(given, message=p.message, hint=p.hint) for p in error.problems) from None
    refuse_known(reader.rules, workspace, data, document.body, given, but=old)
    share = alike(shingles(document.source), shingles(one.evidence.source if one.evidence else ""))
    if share < ALIKE:
        message = f"shares {share:.0%} of its text with {workspace.show(old)}: it is another document"
        raise GeneratorError.at(given, message, hint=f"add it; and remove {one.path.stem} if that is to go")
    write_bytes(seed, data)
    if seed != old:
        editor = Editor(one.text, tree)
        editor.set(("source",), "file", seed.name)
        write_text(one.path, editor.result())
        if region:
            stated.save(workspace, seed.name, region)
            stated.forget(workspace, [old.name])
        old.unlink()
    write_text(workspace.reading_file(seed.name), reading.text(read))
    fingerprint.record(workspace, [seed])
    return merge.merge(Shelf(workspace), [seed.stem])
