"""A document as a whole: taking it in, replacing it, withdrawing it, another id."""

import sys
from pathlib import Path

import click

from generator.cli.group import in_project, main, rules, write_alone
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
