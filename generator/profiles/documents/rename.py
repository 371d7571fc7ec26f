"""Gives a document another id: the profile and its file are called so, the old id stays as a former one, whose address leads here.

The text changes before the file's name: a run that was cut short in between is begun again by either id.
"""

from __future__ import annotations

from pathlib import Path

from generator.errors import GeneratorError
from generator.profiles.documents import ids
from generator.profiles.format.messages import parse
from generator.profiles.shelf import Filed, Shelf
from generator.profiles.text.splice import Block, Editor
from generator.workspace import write_text


def rename(shelf: Shelf, one: Filed, new: str) -> Path:
    """The profile's file under its new id; raises GeneratorError, with nothing written, where that cannot be given."""
    profile, tree = one.profile, one.tree
    assert tree is not None
    if profile.id == new == one.path.stem:
        raise GeneratorError.at(one.file, f"has the id {new} already")
    if new not in (profile.id, *profile.former_ids):
        ids.given(shelf, new)
    target = one.path.with_name(f"{new}.yml")
    if target != one.path and target.exists():
        raise GeneratorError.at(new, f"is the name of {shelf.workspace.show(target)}")
    if profile.id != new:
        editor = Editor(one.text, tree)
        editor.set((), "id", new)
        kept = [number for number, name in enumerate(profile.former_ids) if name != new]
        last = kept[-1] if kept else -1
        editor.relist(("former_ids",), kept, {last: [Block((f"- {_written(profile.id)}",), profile.id)]})
        text = editor.result()
        renamed = parse(text, one.file)[1]
        if renamed != profile.model_copy(update={"id": new, "former_ids": [profile.former_ids[n] for n in kept] + [profile.id]}):
            raise GeneratorError.at(
                one.file, "is written in a way that cannot be edited in place", hint="one key a line, then rename it again"
            )
        write_text(one.path, text)
    one.path.rename(target)
    return target


def _written(name: str) -> str:
    return f"'{name}'" if name.replace("-", "").replace("_", "").isdigit() or not name[0].isalpha() else name
