"""What hands changed in profiles: seen, given back to the machine, settled, changed in many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.group import fail, in_project, main, one_profile, rules, write_alone
from generator.errors import GeneratorError, Problem
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.profiles.shelf import Filed, Shelf


def _shelf(workspace: Workspace) -> Shelf:
    from generator.profiles.shelf import Shelf

    return Shelf(workspace)


def _held(shelf: Shelf, name: str) -> Filed:
    """The profile of that id; raises GeneratorError where it breaks the format."""
    one = one_profile(shelf, name)
    if one.problems:
        raise GeneratorError(one.problems)
    return one


@main.command("diff")
@click.argument("ids", nargs=-1)
@in_project
def diff(workspace: Workspace, ids: tuple[str, ...]) -> None:
    """Prints what hands changed against the machine's reading, item by item (default: in all profiles)."""
    from generator.profiles import diff

    shelf, problems = _shelf(workspace), list[Problem]()
    total = 0
    wanted = [_held(shelf, name) for name in ids] or shelf.files
    for one in wanted:
        try:
            edits = diff.of(one).all
        except GeneratorError as error:
            problems += error.problems
            continue
        for edit in edits:
            click.echo(f"{one.file}: {edit}")
        total += len(edits)
        if edits:
            substance = sum(edit.of_substance for edit in edits)
            click.echo(f"{one.file}: {len(edits)} by hand, {substance} of them of a value, unit, period, place or owner")
    click.echo(f"profiles: {len(wanted)}, changed by hand: {total}")
    fail(problems)


@main.command("revert")
@click.argument("name", metavar="ID")
@click.argument("what", metavar="[PATH|QUOTE]", default="")
@click.option("--all", "all_", is_flag=True, help="The whole profile.")
@in_project
def revert(workspace: Workspace, name: str, what: str, all_: bool) -> None:
    """Gives a field, an item or the whole profile ID back to the machine's reading.

    PATH is that of the field or item as `check` and `diff` print it; QUOTE are words of the source. Without either it lists what there is.
    """
    from generator.profiles.hands import revert

    if bool(what) and all_:
        raise click.UsageError("name one thing, or --all")
    write_alone(workspace)
    shelf = _shelf(workspace)
    one = _held(shelf, name)
    chosen = revert.everything if all_ else revert.named(one.file, what) if what else revert.none(one.file)
    done = revert.revert(shelf, one, chosen)
    for edit in done:
        click.echo(f"{one.file}: given back: {edit}")
    click.echo(f"{one.file}: {len(done)} given back to the machine's reading")


@main.command("edit")
@click.option("--where", multiple=True, metavar="FIELD=VALUE|FIELD~TEXT", help="Which items; all that is given must hold.")
@click.option("--set", "to_set", multiple=True, metavar="FIELD=VALUE", help="What they get; nothing behind = leaves the field out.")
@click.option("--dry-run", is_flag=True, help="Shows every change, writes nothing.")
@click.option("--undo", is_flag=True, help="Takes the last edit back.")
@in_project
def edit(workspace: Workspace, where: tuple[str, ...], to_set: tuple[str, ...], dry_run: bool, undo: bool) -> None:
    """Sets fields of all items, in all profiles, that meet the conditions: in every file, or where one would be wrong in none.

    FIELD is a field of an item (`unit`, or with the kind `indicators.unit`), or one of id, region, text, rule, confidence.
    """
    from generator.profiles.hands import bulk

    if undo == bool(where or to_set or dry_run) or (not undo and not (where and to_set)):
        raise click.UsageError("say --where and --set, or --undo alone")
    if not dry_run:
        write_alone(workspace)
    if undo:
        files = bulk.undo(workspace)
        click.echo("\n".join([*(f"{file}: as it was" for file in files), f"profiles: {len(files)}"]))
        return
    found, left_out = bulk.edit(rules(), _shelf(workspace), *bulk.query(where, to_set))
    if not dry_run and found:
        bulk.write(workspace, found)
    for one in found:
        for change in one.changes:
            click.echo(str(change))
    click.echo(f"profiles: {len(found)}, fields {'to be changed' if dry_run else 'changed'}: {sum(len(one.changes) for one in found)}")
    fail(left_out)


@main.command("settle")
@click.argument("name", metavar="ID")
@click.argument("what", metavar="[PATH|QUOTE]", default="")
@click.option("--mine/--machine", default=None, help="Whose value holds.")
@in_project
def settle(workspace: Workspace, name: str, what: str, mine: bool | None) -> None:
    """Ends conflicts of profile ID (all, or the one at PATH, or with the words QUOTE): your value holds, or the machine's."""
    from generator.profiles.hands import conflicts, revert
    from generator.profiles.hands.named import fitting

    if mine is None:
        raise click.UsageError("say whose value holds: --mine or --machine")
    write_alone(workspace)
    shelf = _shelf(workspace)
    one = _held(shelf, name)
    found = conflicts.standing(one)
    if what:
        found = fitting(one.file, what, found, "no conflict stands in it")
    if mine:
        conflicts.keep_mine(one, found)
    elif found:
        revert.revert(shelf, one, revert.fields([conflict.at for conflict in found]))
    for conflict in found:
        click.echo(f"{one.file}: {'your value stays' if mine else 'the machine has it'}: {conflict}")
    click.echo(f"{one.file}: {len(found)} settled")
