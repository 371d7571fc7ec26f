"""A document as a whole: taking it in, replacing it, withdrawing it, another id."""

import sys
from pathlib import Path

import click

from generator.cli.group import fail, in_project, main, one_profile, reader, rules, write_alone
from generator.errors import GeneratorError, Problem
from generator.files import read_bytes
from generator.workspace import Workspace

MOST = 10
"""Lines of what to look at first when a document is added."""


@main.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--name", help="Name to keep it under in seeds/ (default: that of FILE; of pasted text the date).")
@click.option(
    "--id", "id_", metavar="ID", help="Of its profile and in its page's address (default: the region's code and the year, 222401-2024)."
)
@click.option("--region", metavar="NAME|CODE", help="Whose work it reports, where the text does not tell; kept for later readings.")
@in_project
def add(workspace: Workspace, file: Path, name: str | None, id_: str | None, region: str | None) -> None:
    """Takes a document into seeds/ (- for pasted text), reads it, opens its profile and says where to look first."""
    from generator.profiles.documents import add
    from generator.reader import reading
    from generator.reader.article import inputs

    write_alone(workspace)
    pasted = str(file) == "-"
    try:
        data = sys.stdin.buffer.read(inputs.MAX_BYTES + 1) if pasted else read_bytes(file, inputs.MAX_BYTES + 1)
    except OSError as error:
        raise GeneratorError(Problem(str(file), message=f"cannot be opened: {error.strerror}")) from None
    added = add.add(reading.Reader(rules()), workspace, data, "" if pasted else file.name, name, region, id_)
    click.echo(f"{workspace.show(added.seed)}: taken in")
    click.echo(f"{workspace.show(added.profile)}: opened; for a better id: python -m generator rename {added.profile.stem} NEW")
    click.echo(f"{len(added.tasks)} to look at")
    for task in added.tasks[:MOST]:
        click.echo(f"  {task}")
    if len(added.tasks) > MOST:
        click.echo(f"  … all of them: python -m generator todo {workspace.show(added.seed)} --most {len(added.tasks)}")


@main.command("replace")
@click.argument("name", metavar="ID")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_project
def replace(workspace: Workspace, name: str, file: Path) -> None:
    """Takes FILE, a longer or corrected version of the document ID, in its seed's place, reads it and merges; hand edits stay."""
    from generator.profiles.documents import replace
    from generator.profiles.shelf import Shelf
    from generator.reader.article import inputs

    write_alone(workspace)
    shelf = Shelf(workspace)
    try:
        data = read_bytes(file, inputs.MAX_BYTES + 1)
    except OSError as error:
        raise GeneratorError.at(str(file), f"cannot be opened: {error.strerror}") from None
    report = replace.replace(reader(workspace), shelf, one_profile(shelf, name), data, file.name)
    click.echo(report.text(), nl=False)
    fail([problem for problem in report.problems if problem.file == workspace.show(workspace.profiles / f"{name}.yml")])


@main.command("remove")
@click.argument("name", metavar="ID")
@click.option("--yes", is_flag=True, help="Removes without asking.")
@in_project
def remove(workspace: Workspace, name: str, yes: bool) -> None:
    """Withdraws the document ID: its seed, reading, base and profile; its id is never given again."""
    from generator.profiles.documents import remove
    from generator.profiles.shelf import Shelf

    write_alone(workspace)
    shelf = Shelf(workspace)
    found = remove.belongings(shelf, one_profile(shelf, name))
    for path in found.files:
        click.echo(f"{workspace.show(path)}: {'removed' if yes else 'would be removed'}")
    if not yes and not (sys.stdin.isatty() and click.confirm("Remove them? What people wrote into the profile goes too", err=True)):
        raise GeneratorError.at(name, "nothing was removed", hint=f"`python -m generator remove {name} --yes` removes it")
    remove.remove(shelf, found)
    click.echo(f"{', '.join(found.ids)}: withdrawn, and never given again; `make site` takes its pages away; git's history still holds it")


@main.command("rename")
@click.argument("name", metavar="ID")
@click.argument("new", metavar="NEW")
@in_project
def rename(workspace: Workspace, name: str, new: str) -> None:
    """Gives the document ID the id NEW; the page's old address leads to the new one for good."""
    from generator.profiles.documents import rename
    from generator.profiles.shelf import Shelf

    write_alone(workspace)
    shelf = Shelf(workspace)
    target = rename.rename(shelf, one_profile(shelf, name), new)
    click.echo(f"{workspace.show(target)}: was {name}, whose address leads to documents/{new}/ now")
