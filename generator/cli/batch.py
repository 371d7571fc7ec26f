"""What needs more than the site does: a corpus of any size read on a cluster, the data in other forms."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from generator.cli.group import in_project, main, rules
from generator.errors import GeneratorError
from generator.workspace import Workspace


@contextmanager
def _installed(command: str) -> Iterator[None]:
    """Says how to install what a command needs and the site does not."""
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "generator":
            raise
        hint = "python -m pip install --require-hashes -r requirements-batch.txt"
        raise GeneratorError.at(f"generator {command}", f"{missing} is not installed", hint=hint) from None


@main.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@in_project
def export(workspace: Workspace, out: Path) -> None:
    """Writes the data that `build` made into OUT for other tools: Parquet, one SQLite file, a zip of all with a README."""
    with _installed("export"):
        from generator.batch import export
    names = export.export(rules(), workspace.docs / "data", out)
    click.echo(f"{out.as_posix()}/: {len(names)} files")


@main.command("batch")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster, such as tcp://10.0.0.1:8786 (default: this machine's cores).")
@click.option("--shard", type=click.IntRange(min=1), default=200, show_default=True, metavar="N", help="Documents that are read together.")
def batch(source: Path, out: Path, scheduler: str | None, shard: int) -> None:
    """Reads the corpus SOURCE (a folder, a tar, JSON Lines or Parquet) into Parquet tables in OUT, in shards; goes on where it stopped.

    Documents that cannot be read stand in the tables `problems`, each with the reason; they are no failure of the run.
    """
    with _installed("batch"):
        from generator.batch import run
    shown = sys.stderr.isatty()

    def progress(documents: int) -> None:
        if shown:
            click.echo(f"\r{documents:,} documents", nl=False, err=True)

    done = run.run(source, out, scheduler, shard, partial(click.echo, err=True), progress)
    if shown:
        click.echo("\r", nl=False, err=True)
    click.echo(f"{out.as_posix()}/: {done.documents} documents, {done.documents - done.bad} read, {done.bad} in problems; ", nl=False)
    click.echo(f"{done.shards} shards, {done.written} written, {done.removed} of other documents or another program removed")
