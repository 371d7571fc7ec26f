"""The commands: thin wrappers that print what the stages return. Each imports its stage itself: reading takes half a second to load.

Exit status: 0 fine, 1 problems in the input (each printed), 2 wrong usage. Progress goes to a terminal only.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from generator import __version__, lock
from generator.errors import GeneratorError, Problem, mishap
from generator.files import naming, read_bytes
from generator.workspace import Workspace, write_text

if TYPE_CHECKING:
    from generator.rules import Rules

MOST = 10
"""Lines of what to look at first when a document is added."""


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
    os.umask(0o022)  # what is written is to be published, whoever's habits write it
    if debug:
        logging.basicConfig(format="%(message)s")
        logging.getLogger("generator").setLevel(logging.DEBUG)
    ctx.obj = Workspace(root or Path.cwd())


def _project() -> Workspace:
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
        command(_project(), **given)

    return checked


def _alone(workspace: Workspace) -> None:
    """Keeps other commands that write waiting until this one ends; where it has to wait itself, it says for whom."""
    context = click.get_current_context()
    context.with_resource(lock.writing(workspace, context.info_name or "", partial(click.echo, err=True)))


@cache
def _rules() -> Rules:
    """The rules of this run."""
    from generator.rules import Rules

    return Rules()


file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@main.command("text")
@file_argument
def show_text(file: Path) -> None:
    """Prints FILE's article without furniture."""
    from generator.reader.article import text

    document = text.read_document(_rules(), file)
    click.echo("\n".join(document.quote(*span) for span in document.paragraphs))


@main.command("lines")
@file_argument
def show_lines(file: Path) -> None:
    """Prints every line of FILE with what it was taken for and the rule that said so."""
    from generator.reader.article import text

    document = text.read_document(_rules(), file)
    for line in document.lines:
        if line.kind != "blank":
            click.echo(f"{line.kind:<9} {line.rule:<13} {document.source[line.start : line.end].strip()}")


@main.command("outline")
@file_argument
def show_outline(file: Path) -> None:
    """Prints FILE's outline with levels, themes and figures, region by region."""
    from generator.reader import reading

    for region in reading.Reader(_rules()).read(file)["regions"]:
        click.echo(f"{region['name']} {region['adcode'] or '——'}")
        for measure in region["measures"]:
            click.echo(f"{'  ' * measure['level']}{measure['heading']}  [{', '.join(measure['themes'])}]")
            for figure in measure.get("indicators", []):
                click.echo(f"{'  ' * measure['level']}    {figure['value']} {figure['unit']}  {figure['item']}  「{figure['quote']}」")
        for figure in region["indicators"]:
            click.echo(f"      {figure['value']} {figure['unit']}  {figure['item']}  「{figure['quote']}」")


@main.command("read")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to (default: seeds/readings/).")
@click.pass_obj
def read(workspace: Workspace, files: tuple[Path, ...], out: Path | None) -> None:
    """Reads seeds (default: all) into readings."""
    if not out:
        _alone(_project())
    readings, problems = _read(workspace if out else _project(), files, alone=out is not None)
    for path, data in readings.items():
        target = (out or workspace.readings) / f"{path.stem}.yml"
        state = "written" if write_text(target, data) else "unchanged"
        click.echo(f"{workspace.show(target)}: {state}")
    fail(problems)


@main.command("merge")
@click.argument("ids", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Shows what would change and writes nothing.")
@in_project
def merge(workspace: Workspace, ids: tuple[str, ...], dry_run: bool) -> None:
    """Merges readings into profiles (default: all), keeping every hand edit; prints changes and conflicts."""
    from generator.profiles.merge import merge
    from generator.profiles.shelf import Shelf

    if not dry_run:
        _alone(workspace)
    report = merge.merge(Shelf(workspace), ids, dry_run=dry_run)
    click.echo(report.text(), nl=False)
    fail(report.problems)


@main.command("join")
@click.argument("commits", nargs=-1)
@in_project
def join(workspace: Workspace, commits: tuple[str, ...]) -> None:
    """Mends readings, bases and kept state after git brought two branches together; prints what it did.

    The branches are those of the merge or rebase under way or just ended; COMMITS name others: a merge, or its two sides.
    """
    from generator.profiles import branches
    from generator.profiles.shelf import Shelf

    if len(commits) > 2:
        raise click.UsageError("name one merge, or the two commits that were brought together")
    _alone(workspace)
    report = branches.join(Shelf(workspace), partial(_read, workspace, alone=True), commits)
    click.echo(report.text(), nl=False)
    fail(report.problems)


@main.command("update")
@click.option("--check", is_flag=True, help="Writes nothing; ends with status 1 where something is stale.")
@in_project
def update(workspace: Workspace, check: bool) -> None:
    """Reads all seeds and merges the readings into the profiles."""
    from generator.profiles.format import schema
    from generator.profiles.merge import merge
    from generator.profiles.shelf import Shelf

    if not check:
        _alone(workspace)
    readings, problems = _read(workspace)
    if check:
        problems = [*problems, *merge.stale(Shelf(workspace), readings)]
        schema_file = workspace.docs / schema.FILE
        if not schema_file.exists() or schema_file.read_text(encoding="utf-8") != schema.text(_rules()):
            problems.append(Problem(workspace.show(schema_file), message="does not fit the model", hint="run `make update`"))
        fail(problems)
        return
    for path, data in readings.items():
        write_text(workspace.reading_file(path.name), data)
    schema.write(_rules(), workspace)
    report = merge.merge(Shelf(workspace))
    click.echo(report.text(), nl=False)
    fail([*problems, *report.problems])


@main.command("check")
@click.argument("ids", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How problems are printed.")
@click.option("--fix", is_flag=True, help="Mends what has one right answer, and says so.")
@in_project
def check(workspace: Workspace, ids: tuple[str, ...], form: Literal["text", "json", "github"], fix: bool) -> None:
    """Prints every problem of all profiles (or of those named)."""
    from generator.profiles import clashes as seeds
    from generator.profiles.check import check
    from generator.profiles.shelf import Shelf

    if fix:
        _alone(workspace)
    mended = check.fix(Shelf(workspace), ids) if fix else []
    shelf = Shelf(workspace)
    problems = check.check(_rules(), shelf, ids)
    if not ids:
        problems += seeds.clashes(workspace, workspace.seed_files()).values()
    if form == "text":
        for problem in mended:
            click.echo(str(problem))
        for file, share in check.shares(_rules(), shelf, ids):
            click.echo(f"{file}: quotes and headings are {share:.0%} of the source")
        click.echo(check.show(problems, form), nl=False)
    else:
        click.echo(check.show([*mended, *problems], form), nl=False)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)


@main.command("todo")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many lines a document gets.")
@click.pass_obj
def show_todo(workspace: Workspace, files: tuple[Path, ...], most: int) -> None:
    """Lists what an editor should look at first, seed by seed (default: all)."""
    from generator import yaml_io
    from generator.profiles import todo

    readings, problems = _read(workspace, files, alone=True)
    for path, data in readings.items():
        found = todo.tasks(yaml_io.plain(data, path.name))
        click.echo(f"{workspace.show(path)}: {len(found)} to look at")
        for task in found[:most]:
            click.echo(f"  {task}")
    fail(problems)


@main.command("build")
@in_project
def build(workspace: Workspace) -> None:
    """Generates pages, charts and data from the profiles under docs/."""
    from generator.profiles import diff as edits
    from generator.profiles.check import check
    from generator.profiles.shelf import Shelf
    from generator.publish import build

    shelf = Shelf(workspace)
    problems = [p for p in check.check(_rules(), shelf) if p.severity == "error"]
    fail(problems)
    built = build.build(_rules(), shelf, edits.load(shelf))
    click.echo(f"docs/: {built.files} files, {built.written} written, {built.removed} removed")


@main.command("index")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def index(site: Path) -> None:
    """Builds the search index of the built SITE into it."""
    from generator.search import index as search

    click.echo(search.build_index(_rules(), site))


@main.command("site")
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Folder to build into (default: site/).")
@click.pass_context
def site(context: click.Context, site_dir: Path | None) -> None:
    """The whole pipeline: stops where something is stale, checks, builds pages, site and index; writes no tracked file."""
    from generator.publish import engine

    workspace = _project()
    folder = site_dir or workspace.root / "site"
    engine.free(workspace, folder)
    context.invoke(update, check=True)
    click.echo("readings, bases and schema: nothing is stale")
    context.invoke(build)
    with naming(folder):
        click.echo(f"{workspace.show(folder)}/: {engine.build(workspace, folder)} pages")
    context.invoke(index, site=folder)


@main.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--name", help="Name to keep it under in seeds/ (default: that of FILE; of pasted text the date).")
@in_project
def add(workspace: Workspace, file: Path, name: str | None) -> None:
    """Takes a document into seeds/ (- for pasted text), reads it, opens its profile and says where to look first."""
    from generator.profiles import add
    from generator.reader import reading
    from generator.reader.article import inputs

    _alone(workspace)
    pasted = str(file) == "-"
    try:
        data = sys.stdin.buffer.read(inputs.MAX_BYTES + 1) if pasted else read_bytes(file, inputs.MAX_BYTES + 1)
    except OSError as error:
        raise GeneratorError(Problem(str(file), message=f"cannot be opened: {error.strerror}")) from None
    added = add.add(reading.Reader(_rules()), workspace, data, "" if pasted else file.name, name)
    click.echo(f"{workspace.show(added.seed)}: taken in")
    click.echo(
        f"{workspace.show(added.profile)}: opened; its page's address is made of its id: for a better one change the id and the file's name now, not later"
    )
    click.echo(f"{len(added.tasks)} to look at")
    for task in added.tasks[:MOST]:
        click.echo(f"  {task}")
    if len(added.tasks) > MOST:
        click.echo(f"  … all of them: python -m generator todo {workspace.show(added.seed)} --most {len(added.tasks)}")


@main.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on 127.0.0.1.")
@in_project
def serve(workspace: Workspace, port: int) -> None:
    """Shows the site in the browser as it is being edited; never writes profiles."""
    from generator.preview import serve

    serve.serve(workspace, port, click.echo)


def _read(workspace: Workspace, files: Sequence[Path] = (), alone: bool = False) -> tuple[dict[Path, str], list[Problem]]:
    """What `Reader.read_all` gives of `files`, or of all seeds, with progress on a terminal; of those that share a name none is read.

    `alone` files are not kept beside the readings of seeds, so no seed is in their way.
    """
    from generator.profiles import clashes as seeds
    from generator.reader import reading

    kept = (workspace if files else _project()).seed_files()
    clashes = seeds.clashes(workspace, files or kept, () if alone else kept)
    files = [path for path in files or kept if not any(path in group for group in clashes)]
    bar: Any = None
    step: Callable[[str], None] = lambda name: None  # noqa: E731
    if sys.stderr.isatty() and len(files) > 1:
        bar = click.progressbar(length=len(files), label="reading", file=sys.stderr, item_show_func=lambda name: name or "")

        def step(name: str) -> None:
            bar.update(1, name)

    try:
        readings, problems = reading.Reader(_rules()).read_all(files, workspace.show, step)
    finally:
        if bar:
            bar.render_finish()
    return readings, [*clashes.values(), *problems]
