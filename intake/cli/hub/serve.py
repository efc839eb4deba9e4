"""`intake hub serve` and `intake hub migrate`."""

from __future__ import annotations

from pathlib import Path

import click
import psycopg

from intake.cli.hub.asking import database_option, said
from intake.errors import IntakeError, StorageError, WrongUsageError
from intake.hub import migrations, serving
from intake.hub.own_log import LogFormat
from intake.hub.serving import Serving, ServingError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@database_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; :: is everywhere.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8443,
    show_default=True,
    help="Port it listens at.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes behind the port."
)
@click.option(
    "--tls-cert", type=_FILE, help="The hub's certificate, with those between it and its authority."
)
@click.option("--tls-key", type=_FILE, help="Its key.")
@click.option(
    "--client-ca",
    type=_FILE,
    help="Each call must come with a certificate of this authority, issued to its token's holder.",
)
@click.option(
    "--log-format",
    type=click.Choice([each.value for each in LogFormat]),
    default=LogFormat.TEXT.value,
    show_default=True,
    help="Lines for people, or an object a line for programs.",
)
def serve(  # noqa: PLR0913, PLR0917 (an option each)
    database: str,
    host: str,
    port: int,
    workers: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    client_ca: Path | None,
    log_format: str,
) -> None:
    """Serve stations from a PostgreSQL, whose tables are made or brought up to date first."""
    try:
        asked = Serving(database, host, port, workers, tls_cert, tls_key, client_ca, LogFormat(log_format))
    except ValueError as error:
        raise WrongUsageError(str(error)) from None
    bring_up_to_date(database)
    try:
        serving.serve(asked)
    except ServingError as error:
        raise IntakeError(str(error)) from error


@click.command()
@database_option
def migrate(database: str) -> None:
    """Make the hub's tables, or bring them up to date; serve does it by itself."""
    done = bring_up_to_date(database)
    click.echo(f"{done} step(s) were missing and are done." if done else "Up to date.")


def bring_up_to_date(database: str) -> int:
    """Migrate, and give how many steps that were. Raises StorageError, never with the address."""
    try:
        return migrations.migrate(database)
    except migrations.MigrationError as error:
        raise StorageError(str(error)) from None
    except psycopg.Error as error:
        raise StorageError(f"expected a PostgreSQL database and its owner, got: {said(error)}") from None
