"""`intake hub stations`: who may send."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from intake.cli.hub.asking import call, database_option, rows
from intake.cli.hub.holders import revoke_token
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.errors import WrongUsageError
from intake.hub import stations as store
from intake.hub import tokens
from intake.hub.database import Connection
from intake.hub.tokens import TokenRole
from intake.wire.words import StationName

_COLUMNS = ("station", "site", "seen_at", "tokens")


@click.group(cls=ToldGroup)
def stations() -> None:
    """Add stations, list them, revoke their tokens."""


def station_name(_context: click.Context, _parameter: click.Parameter, given: str) -> str:
    """Give a name that can stand in the contract's paths."""
    try:
        return msgspec.convert(given, StationName)
    except msgspec.ValidationError:
        raise WrongUsageError(
            f"expected a station's name of 1 to 40 letters, digits, '.', '_' and '-', got {given!a}"
        ) from None


@stations.command()
@click.argument("name", callback=station_name)
@click.option("--site", required=True, help="Desks of one site tell each other of emergencies.")
@database_option
def add(name: str, site: str, database: str) -> None:
    """Let station NAME send: prints its token, which nobody can show again.

    Once more for the same station: a further token, and it belongs to the site given last.
    """
    click.echo(call(database, register, name, site))


async def register(connection: Connection, name: str, site: str) -> str:
    """Add a station, where it is not known yet, and make it a token."""
    await store.add(connection, name, site)
    return await tokens.make(connection, TokenRole.STATION, name)


@stations.command("list")
@forms
@database_option
def list_(form: str | None, workbook: Path | None, database: str) -> None:
    """List the stations, and when each was last heard of."""
    write(Table(_COLUMNS, rows(call(database, store.list_all)), _COLUMNS), form, workbook)


@stations.command()
@click.argument("name")
@database_option
def revoke(name: str, database: str) -> None:
    """End every token of station NAME at once; what it has sent stays."""
    revoke_token(database, TokenRole.STATION, name)
