"""What profiles become: pages, the site with its index, the live preview."""

from pathlib import Path

import click

from generator.cli.editing import update
from generator.cli.group import fail, in_project, main, project, rules
from generator.files import naming
from generator.workspace import Workspace


@main.command("build")
@in_project
def build(workspace: Workspace) -> None:
    """Generates pages, charts and data from the profiles under docs/."""
    from generator.profiles import diff, product
    from generator.profiles.check import check
    from generator.profiles.shelf import Shelf
    from generator.publish import build, rebuild

    keys = product.keys(workspace)
    whole = rebuild.everything(workspace, keys)
    built = rebuild.unchanged(workspace, whole)
    if built is None:
        found = product.products(rules(), workspace, keys)
        if not found:  # an error, or no profile at all: told in full
            shelf = Shelf(workspace)
            fail([problem for problem in check.check(rules(), shelf) if problem.severity == "error"])
            built = build.build(rules(), shelf, diff.load(shelf))
        else:
            built = rebuild.rebuild(rules(), workspace, found, whole)
    click.echo(f"docs/: {built.files} files, {built.written} written, {built.removed} removed")


@main.command("index")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def index(site: Path) -> None:
    """Builds the search index of the built SITE into it."""
    from generator.search import kept

    workspace: Workspace = click.get_current_context().find_root().obj
    known = workspace if workspace.is_project else None
    done = known and kept.unchanged(site, known)
    if done is None:
        from generator.search import index as search

        done = search.build_index(rules(), site, workspace=known)
    click.echo(done)


@main.command("site")
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Folder to build into (default: site/).")
@click.pass_context
def site(context: click.Context, site_dir: Path | None) -> None:
    """The whole pipeline: stops where something is stale, checks, builds pages, site and index; writes no tracked file."""
    from generator.publish import engine

    workspace = project()
    folder = site_dir or workspace.root / "site"
    engine.free(workspace, folder)
    context.invoke(update, check=True)
    click.echo("readings, bases and schema: nothing is stale")
    context.invoke(build)
    with naming(folder):
        click.echo(f"{workspace.show(folder)}/: {engine.build(workspace, folder)}")
    context.invoke(index, site=folder)


@main.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on 127.0.0.1.")
@in_project
def serve(workspace: Workspace, port: int) -> None:
    """Shows the site in the browser as it is being edited; never writes profiles."""
    from generator.preview import serve

    serve.serve(workspace, port, click.echo)
