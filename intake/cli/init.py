"""`intake init`: make a state folder."""

from __future__ import annotations

import socket

import click

from intake.founding import TRAINING_PIN, found
from intake.state_folder import default_folder


@click.command()
@click.option("--production", is_flag=True, help="For real parcels; for ever, and without operators.")
@click.option("--station", default=None, help="This station's name; the machine's name if left out.")
def init(production: bool, station: str | None) -> None:  # noqa: FBT001 (click's way)
    """Make the state folder: training by default, with badges, containers and a list to try out."""
    made = found(default_folder(), training=not production, station=station or socket.gethostname())
    kind = "production" if production else "training"
    click.echo(f"A {kind} folder stands at {made.folder}.")
    for what, code in made.labels:
        click.echo(f"  {code:<16} {what}")
    if made.labels:
        click.echo(f"  Every training badge has the PIN {TRAINING_PIN}.")
    else:
        click.echo("Next: intake operators add, intake containers open, intake campaigns activate.")
