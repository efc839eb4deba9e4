"""`intake units`: what a lead does with single units in quarantine."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.leads import lead_options
from intake.request import MoveUnit


@click.group()
def units() -> None:
    """Move units between quarantine containers."""


@units.command()
@click.argument("unit")
@click.argument("container")
@lead_options
@request_options
def move(unit: str, container: str, lead: str, pin: str, by: str | None, request_id: str | None) -> None:
    """Move UNIT (its bag label or serial) into CONTAINER (RI-Q-…), by a lead's badge and PIN."""
    ask(MoveUnit(unit, container, lead, pin), by or lead, request_id)
