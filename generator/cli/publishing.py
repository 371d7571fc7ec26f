"""What profiles become: pages, the site with its index, the live preview."""

from collections.abc import Mapping
from pathlib import Path

import click

from generator.cli.editing import update
from generator.cli.group import fail, in_project, main, progress, project, rules
from generator.files import naming
from generator.workspace import Workspace


@main.command("build")
@in_project
def build(workspace: Workspace, keys: Mapping[Path, str] | None = None) -> None:
    """Generates pages, charts and data from the profiles under docs/."""
    from generator.profiles import diff, product
    from generator.profiles.check import check
    from generator.profiles.shelf import Shelf
    from generator.publish import build, rebuild

    keys = product.keys(workspace) if keys is None else keys
    whole = rebuild.everything(workspace, keys)
    built = rebuild.unchanged(workspace, whole)
    if built is None:
        with progress("checking") as step:
            found = product.products(rules(), workspace, keys, step)
        if not found:  # an error, or no profile at all: told in full
            shelf = Shelf(workspace)
            fail([problem for problem in check.check(rules(), shelf) if problem.severity == "error"])
            built = build.build(rules(), shelf, diff.load(shelf))
        else:
            with progress("building docs") as step:
                built = rebuild.rebuild(workspace, rebuild.planned(rules(), workspace, found), whole, step)
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

        with progress("indexing") as step:
            done = search.build_index(rules(), site, step, known)
    click.echo(done)


@main.command("site")
@click.option("--site-dir", type=click.Path(file_okay=False, path_type=Path), help="Folder to build into (default: site/).")
@click.pass_context
def site(context: click.Context, site_dir: Path | None) -> None:
    """The whole pipeline: stops where something is stale, checks, builds pages, site and index; writes no tracked file."""
    from generator.profiles import product
    from generator.publish import engine

    workspace = project()
    folder = site_dir or workspace.root / "site"
    engine.free(workspace, folder)
    keys = product.keys(workspace)
    context.invoke(update, check=True, keys=keys)
    click.echo("readings, bases and schema: nothing is stale")
    context.invoke(build, keys=keys)
    with naming(folder), progress("building site") as step:
        made = engine.build(workspace, folder, step)
    click.echo(f"{workspace.show(folder)}/: {made}")
    context.invoke(index, site=folder)


@main.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on 127.0.0.1.")
@in_project
def serve(workspace: Workspace, port: int) -> None:
    """Shows the site in the browser as it is being edited; never writes profiles."""
    from generator.preview import serve

    serve.serve(workspace, port, click.echo)
