"""What people type into a field, as the format has it, and how it comes to stand there."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from generator.errors import GeneratorError
from generator.model import Profile
from generator.profiles.format.shape import FIELDS, OMITTED, PROSE, kind_of
from generator.profiles.shelf import Filed
from generator.profiles.text.splice import Editor
from generator.reader.account.held import values as stands_for
from generator.yaml_io import Path

NUMBERS = frozenset(
    {("measures", "level"), ("indicators", "value"), ("programmes", "count"), ("gaps", "characters"), ("networks", "levels")}
)
"""Fields that hold a number."""
_DIGITS = re.compile(r"-?\d{1,30}(\.\d{1,12})?")


def typed(kind: str, name: str, given: Any) -> Any:
    """What somebody typed into a field, as the format has it; what cannot be a number stays the text it is, which the format refuses."""
    if isinstance(given, list):
        return [text for one in given if (text := str(one).strip())]
    text = "" if given is None else str(given).strip()
    if not text:
        return None
    if (kind, name) in NUMBERS:
        return _number(text)
    return text if name in PROSE else " ".join(text.split("\n"))


def _number(text: str) -> int | float | str:
    """12,000 and 1.2万 are 12000."""
    bare = text.replace(",", "").replace("，", "")
    found = {Decimal(bare)} if _DIGITS.fullmatch(bare) else stands_for(bare)
    if len(found) != 1:
        return text
    value = next(iter(found))
    return int(value) if value == value.to_integral_value() else float(value)


def put(editor: Editor, path: Path, item: dict[str, Any], name: str, value: Any) -> None:
    """Gives a field of the item at `path` a value, in the text and in the data `item`; one that has it already keeps its bytes."""
    default = FIELDS[kind_of(path)][name]
    if value == item.get(name, default) and (name in item or name in OMITTED or path == ("review",)):
        return
    if name in OMITTED and value == default:
        editor.unset(path, name, value)
        item.pop(name, None)
    else:
        editor.set(path, name, value)
        item[name] = value


def result(one: Filed, editor: Editor, data: Any) -> str:
    """The edited text, which says what `data` does; raises GeneratorError where it breaks the format, or cannot be edited in place."""
    text = editor.result()
    new = one.with_text(text)
    if new.model is None:
        raise GeneratorError(new.problems)
    if new.model != Profile.model_validate(data):
        hint = "bring it into the usual layout, one key a line"
        raise GeneratorError.at(one.file, "is written in a way that cannot be edited in place; nothing was changed", hint)
    return text
