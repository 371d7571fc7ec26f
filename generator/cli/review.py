"""The desk: where an editor reviews a profile against its source."""

import click

from generator.cli.group import in_project, main, rules
from generator.workspace import Workspace


@main.command("review")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1 (default: any that is free).")
@in_project
def review(workspace: Workspace, name: str | None, port: int) -> None:
    """Opens the desk: a local page where a profile is reviewed against its source; prints its address, which works once."""
    from generator.desk import server

    server.review(rules(), workspace, name, port, click.echo)
