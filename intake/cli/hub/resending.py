"""`intake hub resend`: what could not be sent the first time."""

from __future__ import annotations

import click

from intake.cli.hub.asking import call, database_option
from intake.hub import dispatching


@click.command()
@click.argument("key")
@database_option
def resend(key: str, database: str) -> None:
    """Put the replacement of KEY, whose sending failed, back into the queue; held, where its unit is."""
    click.echo(f"{key} is {call(database, dispatching.send_again, key)}.")
