"""`intake expected`: what claims announce, so that the desk knows what a parcel should hold."""

from __future__ import annotations

import click

from intake.cli.expected.exporting import export
from intake.cli.expected.importing import import_returns
from intake.cli.expected.keeping import activate, erase_returns, list_returns
from intake.cli.expected.rematching import rematch
from intake.cli.told_group import ToldGroup


@click.group(cls=ToldGroup)
def expected() -> None:
    """Import expected returns, put them in force, compare held parcels with them."""


for command in (import_returns, export, activate, list_returns, erase_returns, rematch):
    expected.add_command(command)
