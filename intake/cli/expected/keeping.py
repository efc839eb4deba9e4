"""`intake expected list|activate|erase`: the versions that lie in the state folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from intake.cli.asking import ask, request_options
from intake.cli.output import Table, forms, write
from intake.expected import ExpectedReturns, retention
from intake.gathering.files import version_in_force
from intake.reading_room import reading_connection
from intake.request import ActivateExpected
from intake.state_folder import default_folder
from intake.surroundings import iso

_COLUMNS = ("version", "published", "rows", "in_force")


@click.command()
@click.argument("version")
@request_options
def activate(version: str, by: str | None, request_id: str | None) -> None:
    """Put VERSION, published in this state folder, in force."""
    ask(ActivateExpected(version), by, request_id)


@click.command(name="list")
@forms
def list_returns(form: str | None, workbook: Path | None) -> None:
    """List the versions that lie in the state folder, the oldest first."""
    folder = default_folder()
    write(Table(_COLUMNS, _rows(folder, _in_force(folder)), _COLUMNS), form, workbook)


def _rows(folder: Path, in_force: str | None) -> Iterator[dict[str, Any]]:
    for each in retention.kept(folder):
        with closing(ExpectedReturns.open(each.path)) as returns:
            values = (each.version, iso(each.published), returns.count, each.version == in_force)
            yield dict(zip(_COLUMNS, values, strict=True))


@click.command(name="erase")
@click.argument("version")
def erase_returns(version: str) -> None:
    """Erase VERSION, which must not be in force. What the log says of its claims stays."""
    folder = default_folder()
    retention.erase(folder, version, _in_force(folder))
    click.echo(f"Expected returns {version} erased.")


def _in_force(folder: Path) -> str | None:
    with reading_connection(folder) as connection:
        return version_in_force(connection)
