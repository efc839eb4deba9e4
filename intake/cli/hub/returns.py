"""`intake hub expected`: expected returns that stations fetch."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from intake.cli.hub.asking import call, database_option
from intake.cli.output import json_line
from intake.cli.told_group import ToldGroup
from intake.errors import IntakeError
from intake.hub import published


@click.group(cls=ToldGroup)
def expected() -> None:
    """Publish the returns that are expected."""


@expected.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", required=True, help="Its name: another for each content.")
@database_option
def publish(file: Path, version: str, database: str) -> None:
    """Publish FILE, which intake expected export has written; it is in force at once."""
    told = call(database, published.publish_expected, version, file.read_bytes())
    click.echo(f"{told.version}: {told.rows} rows are in force.")


@expected.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@database_option
def show(database: str, as_json: bool) -> None:  # noqa: FBT001 (click's way)
    """Show what is in force."""
    told = call(database, published.expected)
    if told is None:
        raise IntakeError("expected returns are not published yet: intake hub expected publish")
    if as_json:
        json_line(msgspec.structs.asdict(told))
        return
    click.echo(f"{told.version}: {told.rows} rows, published {told.published_at}, SHA-256 {told.sha256}")
