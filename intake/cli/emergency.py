"""`intake emergency`: end an emergency by a lead's badge and PIN."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.disposition import EmergencyOutcome
from intake.request import CloseEmergency


@click.group()
def emergency() -> None:
    """End an emergency. No scan ever does."""


@emergency.command()
@click.option("--lead", required=True, help="The lead's badge (RI-O-…).")
@click.option("--outcome", type=choice(EmergencyOutcome), required=True, help="How it ended.")
@click.password_option("--pin", confirmation_prompt=False, help="The lead's PIN; asked for if left out.")
@request_options
def close(lead: str, outcome: str, pin: str, by: str | None, request_id: str | None) -> None:
    """End the emergency that is on."""
    ask(CloseEmergency(lead, pin, EmergencyOutcome(outcome)), by or lead, request_id)
