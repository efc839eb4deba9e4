"""`intake hub lists`: affected lists that stations fetch."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from intake.cli.hub.asking import call, database_option, rows
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.errors import IntakeError
from intake.hub import published
from intake.wire import ListHead

_COLUMNS = ("campaign", "version", "published", "rows", "in_force", "content", "sha256", "bytes")
_SHOWN = _COLUMNS[:5]


@click.group(cls=ToldGroup)
def lists() -> None:
    """Publish affected lists, list them, put one in force."""


@lists.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@database_option
def publish(files: tuple[Path, ...], database: str) -> None:
    """Publish FILES that intake campaigns export has written; none is in force by that."""
    for path in files:
        line, _, body = path.read_bytes().partition(b"\n")
        head = _head(path, line)
        about = (head.campaign, head.version, head.published, head.content)
        told = call(database, published.publish_list, *about, body)
        click.echo(f"{told.campaign} {told.version}: {told.rows} rows")


def _head(path: Path, line: bytes) -> ListHead:
    try:
        return msgspec.json.decode(line, type=ListHead)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntakeError(
            f"expected in the first line of {path} what intake campaigns export writes, got: {error}"
        ) from None


@lists.command("list")
@forms
@database_option
def list_(form: str | None, workbook: Path | None, database: str) -> None:
    """List what is published, and what is in force."""
    write(Table(_COLUMNS, rows(call(database, published.lists).lists), _SHOWN), form, workbook)


@lists.command()
@click.argument("campaign")
@click.argument("version")
@database_option
def activate(campaign: str, version: str, database: str) -> None:
    """Put VERSION of CAMPAIGN in force: stations fetch it this night, and judge by it."""
    call(database, published.activate_list, campaign, version)
    click.echo(f"{campaign} {version} is in force.")
