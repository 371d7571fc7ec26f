"""Many seeds, read on all cores: a bad one never stops the others."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from generator import workers
from generator.errors import REPORT, GeneratorError, Problem, contained
from generator.reader.reading import Reader, text
from generator.reader.watchdog import PATIENCE, Hang, watched

Progress = Callable[[str], None]
"""Told the name of each seed that was read."""
Beside = Callable[[Path, Mapping[str, Any]], Any]
"""Makes something else of the reading of a seed, where that was read; it must be picklable."""


def read_all(
    reader: Reader, paths: Sequence[Path], show: Callable[[Path], str], progress: Progress = lambda name: None, beside: Beside | None = None
) -> tuple[dict[Path, str], list[Problem], dict[Path, Any]]:
    """The texts of the readings of `paths`, what was wrong with the others, and what `beside` made of them but for nothing, all in their order."""
    readings, problems, more = dict[Path, str](), list[Problem](), dict[Path, Any]()
    for path, done in zip(paths, workers.each(partial(_attempt, reader, beside), paths), strict=True):
        if isinstance(done, list):
            problems += [Problem(show(path), message=message, hint=hint) for message, hint in done]
        else:
            readings[path], made = done
            if made is not None:
                more[path] = made
        progress(path.name)
    return readings, problems, more


def _attempt(reader: Reader, beside: Beside | None, path: Path) -> tuple[str, Any] | list[tuple[str, str]]:
    """The text of a reading and what `beside` makes of it, or what was wrong, each thing with a hint."""
    try:
        with watched(PATIENCE), contained(path.name, "cannot be read"):
            data = reader.read(path)
            return text(data), beside and beside(path, data)
    except GeneratorError as error:
        return [(problem.message, problem.hint) for problem in error.problems]
    except Hang:
        return [(f"was not read within {PATIENCE} seconds: the program hangs", REPORT)]
    except OSError as error:
        return [(f"cannot be opened: {error.strerror}", "")]
