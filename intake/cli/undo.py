"""`intake undo`: undo the last act by a lead's badge and PIN."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.leads import lead_options
from intake.correction import UndoReason
from intake.request import UndoAct


@click.command()
@click.option("--reason", type=choice(UndoReason), required=True, help="Why it does not count.")
@lead_options
@request_options
def undo(lead: str, pin: str, reason: str, by: str | None, request_id: str | None) -> None:
    """Undo the last act of the desk, also one that only a lead may undo."""
    ask(UndoAct(lead, pin, UndoReason(reason)), by or lead, request_id)
