"""What all commands share: how mistakes are told, the project and its rules, writing alone, reading seeds with progress."""

from __future__ import annotations

import errno
import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator import __version__, lock
from generator.errors import GeneratorError, Problem, mishap
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.profiles.shelf import Filed, Shelf
    from generator.reader.reading import Reader
    from generator.reader.seeds import Beside
    from generator.rules import Rules


class _Command(click.Group):
    """Turns what the input got wrong into plain lines; lists commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GeneratorError as error:
            fail(error.problems)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # the reader of a pipe has gone: click ends quietly
            _fail_on_disk(error, ctx.obj)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            fail([mishap(f"generator {ctx.invoked_subcommand}", "stopped", error)])


def _fail_on_disk(error: OSError, workspace: Workspace) -> NoReturn:
    """Tells in one line what could not be opened or written, and ends with status 1."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    file = workspace.show(Path(os.fsdecode(error.filename))) if error.filename else "output"
    done = "used" if error.filename and not full else "written"
    hint = "make room on the disk and run it again: what was there before is whole" if full and error.filename else ""
    click.echo(str(Problem(file, message=f"cannot be {done}: {error.strerror or error}", hint=hint)), err=True)
    if not error.filename:  # what waits to be printed would be tried again at the end, and fail with a traceback
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def fail(problems: Sequence[Problem]) -> None:
    """Prints every problem and ends with status 1 where one of them is an error."""
    for problem in problems:
        click.echo(str(problem), err=True)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The project's folder (default: the current one)."
)
@click.option("--debug", is_flag=True, help="Prints where an error of the program happened, for a report.")
@click.version_option(__version__, message="%(version)s", help="Prints the version and ends.")
@click.pass_context
def main(ctx: click.Context, root: Path | None, debug: bool) -> None:
    """Reads reports on ethnic-unity work into profiles and builds their site."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(100_000)  # most of what is made stays: to look through it again and again takes a tenth of a build
    os.umask(0o022)  # what is written is to be published, whoever's habits write it
    if debug:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("generator").setLevel(logging.DEBUG)
    ctx.obj = Workspace(root or Path.cwd())


def project() -> Workspace:
    """The project to work on: the folder named with --root, else the current one where it is a project, so that no other is written into."""
    context = click.get_current_context().find_root()
    workspace: Workspace = context.obj
    if context.params["root"] is None and not workspace.is_project:
        hint = "run it in the project's folder, or name that with --root"
        raise click.UsageError(f"no project here (neither seeds/ nor docs/profiles/): {hint}")
    return workspace


def in_project(command: Callable[..., None]) -> Callable[..., None]:
    """Hands a command the project to work on, as its first argument."""

    @wraps(command)
    def checked(**given: Any) -> None:
        command(project(), **given)

    return checked


def write_alone(workspace: Workspace) -> None:
    """Keeps other commands that write waiting until this one ends; where it has to wait itself, it says for whom."""
    context = click.get_current_context()
    context.with_resource(lock.writing(workspace, context.info_name or "", partial(click.echo, err=True)))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Shows on a terminal how far something has come; what it gives is to be told how much is done, and how much there is in all."""
    bar: Any = None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and sys.stderr.isatty():
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
        if bar:
            bar.update(done - bar.pos)

    try:
        yield step
    finally:
        if bar:
            bar.render_finish()


@cache
def rules() -> Rules:
    """The rules of this run."""
    from generator.rules import Rules

    return Rules()


def one_profile(shelf: Shelf, name: str) -> Filed:
    """The profile that goes by an id or file name; raises GeneratorError where there is none, or several."""
    found = shelf.named([name])
    if len(found) > 1:
        raise GeneratorError.at(
            name, f"is the id of {' and of '.join(one.file for one in found)}", hint="give each profile an id of its own"
        )
    if found:
        return found[0]
    was = next((one.card.id for one in shelf.held if one.card and name in one.card.former_ids), None)
    near = get_close_matches(name, [one.path.stem for one in shelf.files], 1)
    hint = f"it is {was} now" if was else f"did you mean {near[0]}?" if near else ""
    raise GeneratorError.at(name, "is not the id of a profile", hint=hint)


file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def reader(workspace: Workspace) -> Reader:
    """Reads by this run's rules, seeds whose region an editor named with that."""
    from generator.reader import reading

    return reading.reader_of(workspace, rules())


def read_seeds(workspace: Workspace, files: Sequence[Path] | None = None, alone: bool = False) -> tuple[dict[Path, str], list[Problem]]:
    """The readings of `files`, or of all seeds where that is None, and what is wrong, with progress on a terminal; of seeds that share a name none is read.

    `alone` files are not kept beside the readings of seeds, so no seed is in their way.
    """
    readings, problems, _ = read_beside(workspace, files, alone)
    return readings, problems


def read_beside(
    workspace: Workspace, files: Sequence[Path] | None = None, alone: bool = False, beside: Beside | None = None
) -> tuple[dict[Path, str], list[Problem], dict[Path, Any]]:
    """The same with what `beside` makes of each reading, as `read_all` gives it."""
    from generator.profiles import clashes as seeds
    from generator.reader.seeds import read_all

    kept = (project() if files is None else workspace).seed_files()
    clashes = seeds.clashes(workspace, kept if files is None else files, () if alone else kept)
    files = [path for path in (kept if files is None else files) if not any(path in group for group in clashes)]
    bar: Any = None
    step: Callable[[str], None] = lambda name: None  # noqa: E731
    if sys.stderr.isatty() and len(files) > 1:
        bar = click.progressbar(length=len(files), label="reading", file=sys.stderr, item_show_func=lambda name: name or "")

        def step(name: str) -> None:
            bar.update(1, name)

    try:
        readings, problems, more = read_all(reader(workspace), files, workspace.show, step, beside)
    finally:
        if bar:
            bar.render_finish()
    return readings, [*clashes.values(), *problems], more
