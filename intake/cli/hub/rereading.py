"""`intake hub reread`: what an older hub could not read."""

from __future__ import annotations

import click

from intake.cli.hub.asking import call, database_option
from intake.hub import rereading, stations


@click.command()
@database_option
def reread(database: str) -> None:
    """Take the dead letters that this release can read: after an update. Nothing is taken twice."""
    for station in call(database, stations.list_all):
        if count := call(database, rereading.reread, station.station):
            click.echo(f"{station.station}: {count} read")
