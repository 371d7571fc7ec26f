"""What readings and hands make of profiles: merging, joining, checking."""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Literal

import click

from generator.cli.group import fail, in_project, main, progress, read_beside, read_seeds, rules, write_alone
from generator.errors import Problem
from generator.workspace import Workspace, write_text


@main.command("merge")
@click.argument("ids", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Shows what would change and writes nothing.")
@in_project
def merge(workspace: Workspace, ids: tuple[str, ...], dry_run: bool) -> None:
    """Merges readings into profiles (default: all), keeping every hand edit; prints changes and conflicts."""
    from generator.profiles.merge import merge
    from generator.profiles.shelf import Shelf

    if not dry_run:
        write_alone(workspace)
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
    write_alone(workspace)
    report = branches.join(Shelf(workspace), partial(read_seeds, workspace, alone=True), commits)
    click.echo(report.text(), nl=False)
    fail(report.problems)


@main.command("update")
@click.option("--check", is_flag=True, help="Writes nothing; ends with status 1 where something is stale.")
@click.option("--dry-run", is_flag=True, help="Writes nothing; shows every change of a profile that an update would make.")
@in_project
def update(workspace: Workspace, check: bool, dry_run: bool = False, keys: Mapping[Path, str] | None = None) -> None:
    """Reads all seeds and merges the readings into the profiles."""
    from generator.profiles import product
    from generator.profiles.format import schema
    from generator.profiles.merge import merge
    from generator.profiles.shelf import Shelf
    from generator.reader import fingerprint

    if check and dry_run:
        raise click.UsageError("one of the two: --check tells whether, --dry-run what")
    if not check and not dry_run:
        write_alone(workspace)
    pending = fingerprint.pending(workspace)
    if check and pending is None:
        stale = Problem(
            workspace.show(workspace.readings), message="was made by another reader: rules or code changed since", hint=merge.UPDATE
        )
        fail([stale])
    readings, problems, openings = read_beside(workspace, pending, beside=partial(merge.opening_beside, workspace))
    if dry_run:
        report = merge.merge(Shelf(workspace), dry_run=True, readings={path.stem: text for path, text in readings.items()})
        click.echo(report.text(), nl=False)
        fail([*problems, *report.problems])
        return
    with progress("checking") as step:
        settled = not (readings or problems) and product.settled(rules(), workspace, keys or product.keys(workspace), step)
    if check:
        problems = [*problems, *([] if settled else merge.stale(Shelf(workspace), readings))]
        schema_file = workspace.docs / schema.FILE
        if not schema_file.exists() or schema_file.read_text(encoding="utf-8") != schema.text(rules()):
            problems.append(Problem(workspace.show(schema_file), message="does not fit the model", hint="run `make update`"))
        fail(problems)
        return
    if pending is None:
        fingerprint.forget(workspace)
    for path, data in readings.items():
        write_text(workspace.reading_file(path.name), data)
    fingerprint.record(workspace)
    schema.write(rules(), workspace)
    if settled:
        click.echo(f"profiles: {len(workspace.profile_files())}, changed: 0, conflicts: 0")
        return
    report = merge.merge(Shelf(workspace), openings={path.stem: one for path, one in openings.items()})
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
        write_alone(workspace)
    mended = check.fix(Shelf(workspace), ids) if fix else []
    shelf = Shelf(workspace)
    found = check.checked(rules(), shelf, ids)
    problems = found.problems
    if not ids:
        problems += seeds.clashes(workspace, workspace.seed_files()).values()
    if form == "text":
        for problem in mended:
            click.echo(str(problem))
        for file, share in found.shares:
            click.echo(f"{file}: quotes and headings are {share:.0%} of the source")
        click.echo(check.show(problems, form), nl=False)
    else:
        click.echo(check.show([*mended, *problems], form), nl=False)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)
