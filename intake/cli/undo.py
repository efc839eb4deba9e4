"""`intake undo`: take the last act back, as only a lead may."""

from __future__ import annotations

import sys

import click

from intake.acts import told_last
from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.leads import lead_options
from intake.correction import UndoReason
from intake.request import UndoAct
from intake.settings import load
from intake.state_folder import default_folder
from intake.wording import Wording


def _last(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Take the last act now, before the PIN is typed: what the desk scans meanwhile is not undone instead."""
    if value is not None:
        return value
    settings = load(default_folder())
    told = told_last(default_folder(), settings.policy)
    if told is not None and sys.stdin.isatty():
        click.echo(f"{Wording(settings.language).term('act', told.kind)} {told.about}".rstrip(), err=True)
    return told.event if told else None


@click.command()
@click.option(
    "--act", callback=_last, is_eager=True, help="The event that tells the act; the last one if left out."
)
@click.option("--reason", type=choice(UndoReason), required=True, help="Why it does not count.")
@lead_options
@request_options
def undo(act: str | None, reason: str, lead: str, pin: str, by: str | None, request_id: str | None) -> None:
    """Undo the last act of the desk, also one that only a lead may undo."""
    ask(UndoAct(lead, pin, UndoReason(reason), act), by or lead, request_id)
