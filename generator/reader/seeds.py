"""Many seeds, read on all cores: a bad one never stops the others."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from generator import workers
from generator.errors import REPORT, GeneratorError, Problem, contained
from generator.reader.reading import Reader, text
from generator.reader.watchdog import PATIENCE, Hang, watched

Progress = Callable[[str], None]
"""Told the name of each seed that was read."""


def read_all(
    reader: Reader, paths: Sequence[Path], show: Callable[[Path], str], progress: Progress = lambda name: None
) -> tuple[dict[Path, str], list[Problem]]:
    """The texts of the readings of `paths`, and what was wrong with the others, both in their order."""
    readings: dict[Path, str] = {}
    problems: list[Problem] = []
    for path, done in zip(paths, workers.each(partial(_attempt, reader), paths), strict=True):
        if isinstance(done, str):
            readings[path] = done
        else:
            problems += [Problem(show(path), message=message, hint=hint) for message, hint in done]
        progress(path.name)
    return readings, problems


def _attempt(reader: Reader, path: Path) -> str | list[tuple[str, str]]:
    """The text of a reading, or what was wrong, each thing with a hint."""
    try:
        with watched(PATIENCE), contained(path.name, "cannot be read"):
            return text(reader.read(path))
    except GeneratorError as error:
        return [(problem.message, problem.hint) for problem in error.problems]
    except Hang:
        return [(f"was not read within {PATIENCE} seconds: the program hangs", REPORT)]
    except OSError as error:
        return [(f"cannot be opened: {error.strerror}", "")]
