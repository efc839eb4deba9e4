"""`intake containers`: quarantine containers and reject bins."""

from __future__ import annotations

from typing import Any

import click

from intake.campaign import UnNumber
from intake.cli.asking import ask, request_options
from intake.cli.kinds import Amount, choice
from intake.cli.told_group import ToldGroup
from intake.condition import Condition
from intake.container import Limits
from intake.request import (
    AddRejectBin,
    ClearContainer,
    HandOverContainer,
    InspectContainer,
    LoadContainer,
    OpenContainer,
    RefuseContainer,
    SealContainer,
    SuspectContainer,
)
from intake.settings import load as load_settings
from intake.state_folder import default_folder

_CLASSES = [Condition.R, Condition.D, Condition.K1, Condition.N]


@click.group(cls=ToldGroup)
def containers() -> None:
    """Open, inspect, watch, seal, load and hand over quarantine containers; add reject bins."""


@containers.command(name="open")
@click.argument("code")
@click.option("--class", "condition", type=choice(_CLASSES), required=True, help="Condition class.")
@click.option("--un", "un_number", type=choice(UnNumber), required=True, help="UN number.")
@click.option("--location", default="", help="Where it stands.")
@click.option("--zone", default="", help="The zone whose limits it shares.")
@click.option("--holding", is_flag=True, help="A holding box of the desk: units wait in it for a while.")
@click.option("--tare", type=Amount(0, 10_000), default=0.0, help="Its own weight in kilograms.")
@click.option("--units", type=click.IntRange(1, 100_000), help="Most units; site policy if left out.")
@click.option("--wh", type=Amount(1, 10_000_000), help="Most watt-hours; site policy if left out.")
@click.option("--kg", type=Amount(0.001, 100_000), help="Most gross kilograms; site policy if left out.")
@request_options
def open_container(by: str | None, request_id: str | None, **told: Any) -> None:  # noqa: ANN401 (click's values)
    """Put the container CODE (RI-Q-…) into use."""
    wish = OpenContainer(
        told["code"],
        Condition(told["condition"]),
        UnNumber(told["un_number"]),
        _limits(told["units"], told["wh"], told["kg"]),
        round(told["tare"] * 1000),
        told["location"],
        told["zone"],
        told["holding"],
    )
    ask(wish, by, request_id)


def _limits(units: int | None, wh: float | None, kg: float | None) -> Limits | None:
    if units is wh is kg is None:
        return None
    policy = load_settings(default_folder()).policy.limits
    grams = round(kg * 1000) if kg is not None else policy.grams
    return Limits(units or policy.units, wh or policy.wh, grams, policy.age_ms)


@containers.command()
@click.argument("code")
@click.option("--celsius", type=Amount(-60, 1000), help="Its temperature, where it was measured.")
@click.option("--note", default="", help="What was seen.")
@request_options
def inspect(code: str, celsius: float | None, note: str, by: str | None, request_id: str | None) -> None:
    """Record that the container CODE was looked at: cold and quiet, unless the note says otherwise."""
    ask(InspectContainer(code, celsius, note), by, request_id)


@containers.command()
@click.argument("code")
@click.option("--hours", type=Amount(0.01, 10_000), required=True, help="For how long.")
@click.option("--reason", required=True, help="Why: what in it may still react.")
@request_options
def watch(code: str, hours: float, reason: str, by: str | None, request_id: str | None) -> None:
    """Put the container CODE under watch: nothing goes in or out."""
    ask(SuspectContainer(code, hours, reason), by, request_id)


@containers.command()
@click.argument("code")
@request_options
def clear(code: str, by: str | None, request_id: str | None) -> None:
    """End the watch over the container CODE."""
    ask(ClearContainer(code), by, request_id)


@containers.command()
@click.argument("code")
@request_options
def seal(code: str, by: str | None, request_id: str | None) -> None:
    """Close the container CODE for good."""
    ask(SealContainer(code), by, request_id)


@containers.command()
@click.argument("code")
@request_options
def load(code: str, by: str | None, request_id: str | None) -> None:
    """Put the sealed container CODE onto the carrier's vehicle."""
    ask(LoadContainer(code), by, request_id)


@containers.command(name="hand-over")
@click.argument("code")
@click.option("--document", required=True, help="The carrier's number.")
@click.option("--release", default=None, help="The maker's written release: for class N and evidence.")
@request_options
def hand_over(code: str, document: str, release: str | None, by: str | None, request_id: str | None) -> None:
    """Record that the carrier has accepted the loaded container CODE."""
    ask(HandOverContainer(code, document, release), by, request_id)


@containers.command()
@click.argument("code")
@click.option("--reason", required=True, help="The carrier's reason.")
@request_options
def refuse(code: str, reason: str, by: str | None, request_id: str | None) -> None:
    """Record that the carrier would not take the loaded container CODE: it stands sealed again."""
    ask(RefuseContainer(code, reason), by, request_id)


@containers.command(name="add-bin")
@click.argument("code")
@request_options
def add_bin(code: str, by: str | None, request_id: str | None) -> None:
    """Make the reject bin CODE (RI-R-…) known."""
    ask(AddRejectBin(code), by, request_id)
