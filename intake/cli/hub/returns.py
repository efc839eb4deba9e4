"""`intake hub expected`: expected returns that stations fetch."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.hub.asking import call, database_option
from intake.errors import IntakeError
from intake.hub import published


@click.group()
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
@database_option
def show(database: str) -> None:
    """Show what is in force."""
    told = call(database, published.expected)
    if told is None:
        raise IntakeError("expected returns are not published yet: intake hub expected publish")
    click.echo(f"{told.version}: {told.rows} rows, published {told.published_at}, SHA-256 {told.sha256}")
