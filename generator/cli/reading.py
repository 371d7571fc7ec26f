"""What is read out of a document: its text, lines and outline, its reading, and what to look at first."""

from pathlib import Path

import click

from generator.cli.group import fail, file_argument, main, project, read_seeds, reader, rules, write_alone
from generator.workspace import Workspace, write_text


@main.command("text")
@file_argument
def show_text(file: Path) -> None:
    """Prints FILE's article without furniture."""
    from generator.reader.article import text

    document = text.read_document(rules(), file)
    click.echo("\n".join(document.quote(*span) for span in document.paragraphs))


@main.command("lines")
@file_argument
def show_lines(file: Path) -> None:
    """Prints every line of FILE with what it was taken for and the rule that said so."""
    from generator.reader.article import text

    document = text.read_document(rules(), file)
    for line in document.lines:
        if line.kind != "blank":
            click.echo(f"{line.kind:<9} {line.rule:<13} {document.source[line.start : line.end].strip()}")


@main.command("outline")
@file_argument
@click.pass_obj
def show_outline(workspace: Workspace, file: Path) -> None:
    """Prints FILE's outline with levels, themes and figures, region by region."""
    for region in reader(workspace).read(file)["regions"]:
        click.echo(f"{region['name']} {region['adcode'] or '——'}")
        for measure in region["measures"]:
            click.echo(f"{'  ' * measure['level']}{measure['heading']}  [{', '.join(measure['themes'])}]")
            for figure in measure.get("indicators", []):
                click.echo(f"{'  ' * measure['level']}    {figure['value']} {figure['unit']}  {figure['item']}  「{figure['quote']}」")
        for figure in region["indicators"]:
            click.echo(f"      {figure['value']} {figure['unit']}  {figure['item']}  「{figure['quote']}」")


@main.command("account")
@click.argument("name", metavar="FILE|ID")
@click.pass_obj
def show_account(workspace: Workspace, name: str) -> None:
    """Prints what became of every numeral, title, outline sign and place of FILE, or of the seed of profile ID against the profile."""
    from generator.places import gazetteer
    from generator.profiles.shelf import Shelf
    from generator.profiles.text.evidence import Evidence, placed
    from generator.reader.account import account, show
    from generator.reader.article import text

    path, places = Path(name), gazetteer.load(rules())
    one = None if path.is_file() else next(iter(Shelf(project()).named([name])), None)
    seed = path if path.is_file() else one.seed if one else None
    if seed is None:
        raise click.UsageError(f"{name} is neither a file nor the id of a profile whose seed is there")
    document = text.read_document(rules(), seed)
    data = placed(one.profile.model_dump(), Evidence(document.source)) if one else reader(workspace).read(seed)
    for line in show.lines(document, account.account(rules(), places, document, data)):
        click.echo(line)


@main.command("read")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to (default: seeds/readings/).")
@click.pass_obj
def read(workspace: Workspace, files: tuple[Path, ...], out: Path | None) -> None:
    """Reads seeds (default: all) into readings."""
    from generator.reader import fingerprint

    if not out:
        write_alone(project())
    readings, problems = read_seeds(workspace if out else project(), files or None, alone=out is not None)
    for path, data in readings.items():
        target = (out or workspace.readings) / f"{path.stem}.yml"
        state = "written" if write_text(target, data) else "unchanged"
        click.echo(f"{workspace.show(target)}: {state}")
    if not out:
        fingerprint.record(workspace, files)
    fail(problems)


@main.command("todo")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many lines a document gets.")
@click.pass_obj
def show_todo(workspace: Workspace, files: tuple[Path, ...], most: int) -> None:
    """Lists what an editor should look at first, seed by seed (default: all); first those that leave something out unexplained."""
    from generator import yaml_io
    from generator.profiles import todo
    from generator.reader.article import inputs

    texts, problems = read_seeds(workspace, files or None, alone=True)
    readings = {path: yaml_io.plain(data, path.name) for path, data in texts.items()}
    for path, reading in sorted(readings.items(), key=lambda one: -todo.unexplained(one[1])):
        found = todo.tasks(rules(), reading, inputs.extract(inputs.opened(path), path.name).text)
        unexplained = todo.unexplained(reading)
        click.echo(f"{workspace.show(path)}: {len(found)} to look at" + (f", {unexplained} of them unexplained" if unexplained else ""))
        for task in found[:most]:
            click.echo(f"  {task}")
    fail(problems)
