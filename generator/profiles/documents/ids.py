"""The id of a document, which its page's address is made of: the one proposed for a new one, and whether a given one is free.

An id once used is never given again: neither one that a document had, nor that of one withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from generator.errors import GeneratorError
from generator.model import Id
from generator.profiles.shelf import Shelf
from generator.reader.reading import profile_id
from generator.workspace import write_text

UNDATED = "undated"
"""In the place of the year where neither the page nor a figure tells one: an id is never digits alone."""
_ID: TypeAdapter[str] = TypeAdapter(Id)


def proposed(reading: Mapping[str, Any]) -> str:
    """`222401-2024`: the code of the first region and the year of the document; where the region has no code, the seed's name for it."""
    region = next((one["adcode"] for one in reading["regions"] if one["adcode"]), None)
    if region is None:
        name = profile_id(reading["source"]["file"])
        region = name if re.search("[a-z]", name) else f"document-{name}"
    return f"{region[:70]}-{_year(reading) or UNDATED}"


def _year(reading: Mapping[str, Any]) -> str | None:
    """The year it was published in; where the page does not say, the last one that its figures are of."""
    if published := reading["source"].get("published"):
        return str(published)[:4]
    return max((period[-4:] if len(period) == 9 else period[:4] for period in _periods(reading)), default=None)


def _periods(reading: Mapping[str, Any]) -> Iterator[str]:
    for region in reading["regions"]:
        for holder in (region, *region["measures"]):
            yield from (figure["period"] for figure in holder.get("indicators", ()) if figure.get("period"))


def free(shelf: Shelf, name: str) -> str:
    """`name`, or with a number behind it where that is taken."""
    number, found = 2, name
    while found in shelf.taken:
        number, found = number + 1, f"{name}-{number}"
    return found


def given(shelf: Shelf, name: str) -> str:
    """An id that an editor chose; raises GeneratorError where it has not the form of one, or is or was another's."""
    try:
        _ID.validate_python(name)
    except ValidationError:
        hint = f"at most 80 small letters, digits, - and _, e.g. {free(shelf, 'yanji-2023')}"
        raise GeneratorError.at(name, "is no id", hint=hint) from None
    if name.isdigit():
        raise GeneratorError.at(name, "is digits alone, which every reader takes for a code", hint=f"e.g. {name}-2024")
    if name in shelf.taken:
        other = next((one.file for one in shelf.files if one.named("id") == name or one.path.stem == name), "")
        was = next((one.file for one in shelf.held if one.card and name in one.card.former_ids), "")
        told = (
            f"is the id of {other}" if other else f"was the id of {was}, and leads there" if was else "was the id of a withdrawn document"
        )
        raise GeneratorError.at(name, told, hint=f"an id is given once; free is {free(shelf, name)}")
    return name


def withdraw(shelf: Shelf, names: list[str]) -> None:
    """Notes that no document is to be given those ids again."""
    lines = sorted({*shelf.withdrawn, *names})
    write_text(shelf.withdrawn_file, HEADER + "".join(f"{line}\n" for line in lines))


HEADER = "# Ids of withdrawn documents, written by `remove`: no other document is given them.\n"
