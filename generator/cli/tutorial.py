"""The tutorial: ten corrections to try one's hand at."""

from pathlib import Path

import click

from generator.cli.group import main, rules
from generator.workspace import Workspace


@main.command("tutorial")
@click.argument("folder", default="练习", type=click.Path(path_type=Path))
def tutorial(folder: Path) -> None:
    """Lays a made-up report and its profile with ten mistakes into FOLDER (default: 练习); run again, says which are mended."""
    from generator.profiles.check import check
    from generator.profiles.shelf import Shelf
    from generator.profiles.tutorial import tutorial

    workspace = Workspace(folder)
    if not tutorial.laid(workspace):
        tutorial.lay(rules(), workspace)
    marks = tutorial.marks(workspace)
    for number, mark in enumerate(marks, 1):
        click.echo(f"{'✓' if mark.stands else '○'} {number:2}. {mark.task}")
    profile = f"{folder.as_posix()}/docs/profiles/{tutorial.ID}.yml"
    done = sum(mark.stands for mark in marks)
    click.echo(f"{profile}: {done} of {len(marks)} stand")
    if done == len(marks):  # whatever else was touched on the way
        for problem in check.check(rules(), Shelf(workspace), [tutorial.ID]):
            click.echo(f"{folder.as_posix()}/{problem}")
