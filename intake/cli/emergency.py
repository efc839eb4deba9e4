"""`intake emergency`: end an emergency by a lead's badge and PIN, with the incident's record."""

from __future__ import annotations

from typing import Any

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.leads import lead_options
from intake.cli.told_group import ToldGroup
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.request import CloseEmergency


class Ended(click.ParamType[tuple[str, EmergencyOutcome]]):
    """A thing and how the emergency ended for it: `RI-U-000001-K=water_bath`."""

    name = "thing=outcome"

    def convert(
        self,
        value: Any,  # noqa: ANN401 (click's way)
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, EmergencyOutcome]:
        """Give both, or fail with expected and got."""
        thing, _, outcome = str(value).rpartition("=")
        if not thing or outcome not in set(EmergencyOutcome):
            known = ", ".join(EmergencyOutcome)
            self.fail(f"expected a thing, = and one of {known}, got {value!r}", param, ctx)
        return thing.strip(), EmergencyOutcome(outcome)


@click.group(cls=ToldGroup)
def emergency() -> None:
    """End an emergency. No scan ever does."""


@emergency.command()
@click.option("--outcome", type=choice(EmergencyOutcome), required=True, help="How it ended.")
@click.option("--kind", type=choice(IncidentKind), default=IncidentKind.OTHER.value, help="What was seen.")
@click.option("--injured", type=click.IntRange(0, 10_000), default=0, help="How many people were hurt.")
@click.option("--fire-service", is_flag=True, help="The fire service came.")
@click.option("--before-recall", is_flag=True, help="It happened before the recall and is only recorded now.")
@click.option("--elsewhere", is_flag=True, help="It was not what lay on the table: that is judged again.")
@click.option("--unit", "units", type=Ended(), multiple=True, help="A contained unit it ended for too.")
@click.option("--parcel", "parcels", type=Ended(), multiple=True, help="An unopened parcel it ended for.")
@click.option("--suspect", "suspects", multiple=True, help="A container to be watched from now on.")
@lead_options
@request_options
def close(by: str | None, request_id: str | None, **told: Any) -> None:  # noqa: ANN401 (click's values)
    """End the emergency that is on, for every unit in hand and for what else is named."""
    ask(_wish(told), by or told["lead"], request_id)


def _wish(told: dict[str, Any]) -> CloseEmergency:
    return CloseEmergency(
        told["lead"],
        told["pin"],
        EmergencyOutcome(told["outcome"]),
        IncidentKind(told["kind"]),
        told["injured"],
        told["fire_service"],
        told["before_recall"],
        dict(told["units"]),
        dict(told["parcels"]),
        elsewhere=told["elsewhere"],
        suspects=tuple(told["suspects"]),
    )
