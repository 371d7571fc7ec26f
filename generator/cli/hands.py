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


@main.command("edit")
@click.option("--where", multiple=True, metavar="FIELD=VALUE|FIELD~TEXT", help="What must hold of an item; all of several.")
@click.option(
    "--set", "to_set", multiple=True, metavar="FIELD=VALUE", help="What the item is given; without a value the field is left out."
)
@click.option("--dry-run", is_flag=True, help="Shows every change and writes nothing.")
@click.option("--undo", is_flag=True, help="Gives the profiles of the last edit the bytes they had.")
@in_project
def edit(workspace: Workspace, where: tuple[str, ...], to_set: tuple[str, ...], dry_run: bool, undo: bool) -> None:
    """Makes one change to all items of all profiles of which every --where holds; prints each change.

    FIELD is a field of an item, or `id` (of the document), `list` (indicators, measures, …), `rule`, `confidence` (how it was read),
    `text` (any of its words). Nothing is written where one of the profiles would be worse than before.
    """
    from generator.profiles.hands import many

    if undo:
        if where or to_set or dry_run:
            raise click.UsageError("--undo stands alone")
        write_alone(workspace)
        for file in many.undo(workspace):
            click.echo(f"{file}: as it was before the last edit")
        return
    if not where or not to_set:
        raise click.UsageError("say what to look for (--where) and what to set (--set)")
    try:
        conditions, settings = [many.condition(one) for one in where], [many.setting(one) for one in to_set]
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if not dry_run:
        write_alone(workspace)
    shelf, told = _shelf(workspace), list[many.Alteration]()

    def tell(one: many.Alteration) -> None:
        told.append(one)
        click.echo(str(one))

    changed = many.edit(rules(), shelf, conditions, settings, tell, dry_run)
    click.echo(f"profiles: {len(shelf.files)}, {'would change' if dry_run else 'changed'}: {changed}, values: {len(told)}")
