"""`intake units`: what a lead does with single units in quarantine."""

from __future__ import annotations

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.leads import lead_options
from intake.cli.told_group import ToldGroup
from intake.condition import Observation
from intake.request import MoveUnit

_WORSE = [Observation.D, Observation.K1]


@click.group(cls=ToldGroup)
def units() -> None:
    """Move units between quarantine containers."""


@units.command()
@click.argument("unit")
@click.argument("container")
@click.option("--seen", type=choice(_WORSE), help="What is seen of it now, if it has got worse: D or K1.")
@lead_options
@request_options
def move(
    unit: str, container: str, seen: str | None, lead: str, pin: str, by: str | None, request_id: str | None
) -> None:
    """Move UNIT (its bag label or serial) into CONTAINER (RI-Q-…), by a lead's badge and PIN."""
    observed = Observation(seen) if seen else None
    ask(MoveUnit(unit, container, lead, pin, observed), by or lead, request_id)
