"""Text files of the project as they are opened: whole, UTF-8, with a clear line where that cannot be."""

from __future__ import annotations

import re
from pathlib import Path

from generator import yaml_io
from generator.errors import GeneratorError
from generator.files import read_bytes
from generator.reader import seal

MARKS = re.compile(r"^(<{7}|>{7})(?=[ \r\n]|$)", re.MULTILINE)
"""Of a conflict that git left."""
JOIN = "run `python -m generator join`"
"""What mends the machine's files after git brought two branches together."""


def read_text(path: Path, file: str) -> str:
    """A file's text, line ends as they are; raises GeneratorError where it cannot be opened, is not UTF-8 or too large."""
    if path.suffix != ".yml":
        raise GeneratorError.at(file, f"ends in {path.suffix}, so it would be passed over", hint=f"name it {path.stem}.yml")
    try:
        data = read_bytes(path, yaml_io.MAX_BYTES + 1)
        if len(data) > yaml_io.MAX_BYTES:
            raise GeneratorError.at(file, f"is larger than {yaml_io.MAX_BYTES // 1_000_000} MB", hint="a profile is a few hundred lines")
        return data.decode("utf-8")
    except OSError as error:
        hint = "a link leads to a file that is not there: put the file here, or delete the link" if path.is_symlink() else ""
        raise GeneratorError.at(file, f"cannot be opened: {error.strerror}", hint=hint) from None
    except UnicodeDecodeError as error:
        raise GeneratorError.at(file, f"is not UTF-8 text, from byte {error.start} on", hint="save it as UTF-8") from None


def read_whatever(path: Path) -> str:
    """What can be had of a file that is no profile; nothing of a folder, or of a link that leads nowhere."""
    try:
        return read_bytes(path, yaml_io.MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def read_sealed(path: Path, file: str) -> str:
    """The text of a reading or base; raises GeneratorError where it was edited by hand, too."""
    text = read_text(path, file)
    if MARKS.search(text):
        raise GeneratorError.at(file, "has git's marks of a conflict in it", hint=JOIN)
    if seal.broken(text):
        message = "was edited by hand, which is what the machine alone does"
        hint = (
            "put the correction into docs/profiles/, and take this file back from the last commit; a reading `make update` writes anew; "
            f"after a merge of branches {JOIN}"
        )
        raise GeneratorError.at(file, message, hint=hint)
    return text
