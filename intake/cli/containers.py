"""`intake containers`: quarantine containers and reject bins."""

from __future__ import annotations

import click

from intake.campaign import UnNumber
from intake.cli.asking import ask, request_options
from intake.cli.kinds import Amount, choice
from intake.condition import Condition
from intake.container import Limits
from intake.request import AddRejectBin, OpenContainer, SealContainer
from intake.settings import load
from intake.state_folder import default_folder

_CLASSES = [Condition.R, Condition.D, Condition.K1, Condition.N]


@click.group()
def containers() -> None:
    """Open and seal quarantine containers, add reject bins."""


@containers.command(name="open")
@click.argument("code")
@click.option("--class", "condition", type=choice(_CLASSES), required=True, help="Condition class.")
@click.option("--un", "un_number", type=choice(UnNumber), required=True, help="UN number.")
@click.option("--location", default="", help="Where it stands.")
@click.option("--tare", type=Amount(0, 10_000), default=0.0, help="Its own weight in kilograms.")
@click.option("--units", type=click.IntRange(1, 100_000), help="Most units; site policy if left out.")
@click.option("--wh", type=Amount(1, 10_000_000), help="Most watt-hours; site policy if left out.")
@click.option("--kg", type=Amount(0.001, 100_000), help="Most gross kilograms; site policy if left out.")
@request_options
def open_container(  # noqa: PLR0913, PLR0917 (click gives every option as an argument)
    code: str,
    condition: str,
    un_number: str,
    location: str,
    tare: float,
    units: int | None,
    wh: float | None,
    kg: float | None,
    by: str | None,
    request_id: str | None,
) -> None:
    """Put the container CODE (RI-Q-…) into use."""
    wish = OpenContainer(
        code, Condition(condition), UnNumber(un_number), _limits(units, wh, kg), round(tare * 1000), location
    )
    ask(wish, by, request_id)


def _limits(units: int | None, wh: float | None, kg: float | None) -> Limits | None:
    if units is wh is kg is None:
        return None
    policy = load(default_folder()).policy.limits
    grams = round(kg * 1000) if kg is not None else policy.grams
    return Limits(units or policy.units, wh or policy.wh, grams)


@containers.command()
@click.argument("code")
@request_options
def seal(code: str, by: str | None, request_id: str | None) -> None:
    """Close the container CODE for good."""
    ask(SealContainer(code), by, request_id)


@containers.command(name="add-bin")
@click.argument("code")
@request_options
def add_bin(code: str, by: str | None, request_id: str | None) -> None:
    """Make the reject bin CODE (RI-R-…) known."""
    ask(AddRejectBin(code), by, request_id)
