"""`intake hub compensations`: what went out and was not owed."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from intake.cli.hub.asking import call, database_option, limit_option, rows
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.errors import WrongUsageError
from intake.hub import compensating
from intake.wire import MadeGood

_OPEN = ("key", "station", "unit", "serial", "item", "claim", "label", "shipped", "reference", "awarded_at")
_SHOWN = ("key", "station", "item", "claim", "label", "shipped", "reference", "awarded_at")
_SETTLED = ("key", "at", "name", "reason")


@click.group(cls=ToldGroup)
def compensations() -> None:
    """Show replacements that went out and were not owed, and settle them."""


@compensations.command("list")
@click.option("--settled", is_flag=True, help="Those that somebody has settled, the newest first.")
@limit_option
@forms
@database_option
def list_(limit: int, form: str | None, workbook: Path | None, database: str, *, settled: bool) -> None:
    """List what nobody has settled yet. Not shipped: nobody has told what became of it."""
    if settled:
        write(Table(_SETTLED, rows(call(database, compensating.settled, limit)), _SETTLED), form, workbook)
    else:
        found = call(database, compensating.open_ones, limit).compensations
        write(Table(_OPEN, rows(found), _SHOWN), form, workbook)


@compensations.command()
@click.argument("key")
@click.option("--reason", required=True, help="What was done about it.")
@click.option("--by", "name", required=True, help="Who says so.")
@database_option
def settle(key: str, reason: str, name: str, database: str) -> None:
    """Settle the replacement KEY: nobody has to look after it any more. What was said first stands."""
    told = call(database, compensating.settle, _made_good(key, name, reason))
    click.echo(f"{told.key}: settled by {told.name} on {told.at}: {told.reason}")


def _made_good(key: str, name: str, reason: str) -> MadeGood:
    """Give what the contract takes as well. Raises WrongUsageError."""
    try:
        return msgspec.convert({"key": key, "name": name.strip(), "reason": reason.strip()}, MadeGood)
    except msgspec.ValidationError as error:
        raise WrongUsageError(
            f"expected a key, a name and a reason of 1 to 200 printable characters each, got: {error}"
        ) from None
