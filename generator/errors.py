"""Problems and how they are told: file, line, field, what is wrong, what is allowed, what to do.

One base class for everything the input can do wrong; the command line turns it into plain lines. A traceback is a bug.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Self

_log = logging.getLogger(__name__)

UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
"""What is not seen where it is printed, or does something to what is printed beside it: controls, line breaks, signs of direction, halves
of characters (what a file name that is not UTF-8 is decoded to), and what is no character."""

REPORT = "please report it, with the file; `python -m generator --debug …` shows where it happened"
"""What to do about an error that only the program can be blamed for."""

Severity = Literal["error", "warning", "fixed"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place.

    `file` is relative to the project root, `line` and `column` count from 1 (0 where the place has none),
    `field` is a dotted path such as `regions[0].measures[2].themes`; `message` says what is wrong and what is
    allowed, `hint` what to do. One that is `fixed` was mended: `message` says what was done.
    """

    file: str
    line: int = 0
    column: int = 0
    field: str = ""
    message: str = ""
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = self.file + (f":{self.line}:{self.column}" if self.line else "")
        parts = [place, *([self.field] if self.field else []), self.message]
        text = ": ".join(parts)
        if self.severity == "warning":
            text = f"{place}: warning: " + ": ".join(parts[1:])
        # One line, whatever a value that is printed in it holds.
        return UNSEEN.sub(lambda sign: repr(sign[0])[1:-1], text + (f" ({self.hint})" if self.hint else ""))


class GeneratorError(Exception):
    """Base of all errors the input can cause; carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: list[Problem] = [problems] if isinstance(problems, Problem) else sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[Self], tuple[list[Problem]]]:
        """So that it comes whole out of another process."""
        return type(self), (self.problems,)

    @classmethod
    def at(cls, file: str, message: str, hint: str = "", field: str = "") -> Self:
        """The error of one problem that has no line."""
        return cls(Problem(file, message=message, hint=hint, field=field))


class SeedError(GeneratorError):
    """A source document cannot be read: empty, not text, not Chinese, no article, no region's own work."""


class ProfileError(GeneratorError):
    """One or more profiles break the format."""


class RuleError(GeneratorError):
    """A file in `generator/rules/` breaks its own schema."""


def mishap(file: str, what: str, error: Exception) -> Problem:
    """An error that only the program can be blamed for, in one line; its traceback goes to the log, which `--debug` prints."""
    _log.debug("%s", file, exc_info=error)
    return Problem(file, message=f"{what}: an error of the program ({type(error).__name__}: {str(error)[:100]})", hint=REPORT)


@contextmanager
def contained(file: str, what: str) -> Iterator[None]:
    """Turns what no input should cause into a GeneratorError that names one file, so that the others can go on.

    Errors of the input and of the disk pass as they are.
    """
    try:
        yield
    except (GeneratorError, OSError):
        raise
    except Exception as error:
        raise GeneratorError(mishap(file, what, error)) from error
