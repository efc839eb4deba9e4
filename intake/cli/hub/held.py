"""`intake hub replacements`, `intake hub log`, `intake hub emergencies`: what the hub holds."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.hub.asking import call, database_option, limit_option, rows
from intake.cli.output import Table, forms, write
from intake.errors import IntakeError
from intake.hub import dispatching, stations
from intake.hub import emergencies as told
from intake.hub import log as store
from intake.hub.award import State

_REPLACEMENTS = (
    *("key", "state", "station", "unit", "campaign", "serial", "item", "claim", "label"),
    *("awarded_at", "settled_at", "reference", "compensate"),
)
_SHOWN = ("key", "state", "station", "item", "claim", "awarded_at", "reference", "compensate")
_POSITIONS = ("incarnation", "first", "seq", "hash", "before")
_REJECTED = ("number", "incarnation", "seq", "reason", "at")
_EMERGENCIES = ("station", "incident", "state", "at")


@click.command()
@click.option("--state", type=click.Choice([each.value for each in State]), help="Only those.")
@limit_option
@forms
@database_option
def replacements(
    state: str | None, limit: int, form: str | None, workbook: Path | None, database: str
) -> None:
    """Show replacements, in the order they were awarded."""
    found = rows(call(database, dispatching.replacements, state, limit))
    write(Table(_REPLACEMENTS, found, _SHOWN), form, workbook)


@click.command()
@click.argument("station")
@click.option("--rejected", is_flag=True, help="Show the dead letters instead.")
@forms
@database_option
def log(station: str, form: str | None, workbook: Path | None, database: str, *, rejected: bool) -> None:
    """Show how far the hub has the log of STATION."""
    if station not in {each.station for each in call(database, stations.list_all)}:
        raise IntakeError(f"expected a station that was let in, got {station}: see intake hub stations list")
    if rejected:
        items = rows(call(database, store.rejected, station, 0).items)
        write(Table(_REJECTED, items, _REJECTED), form, workbook)
    else:
        found = rows(call(database, store.positions, station).positions)
        write(Table(_POSITIONS, found, _POSITIONS), form, workbook)


@click.command()
@forms
@database_option
def emergencies(form: str | None, workbook: Path | None, database: str) -> None:
    """Show the emergencies that are not closed, at every site."""
    write(Table(_EMERGENCIES, rows(call(database, told.open_ones)), _EMERGENCIES), form, workbook)
