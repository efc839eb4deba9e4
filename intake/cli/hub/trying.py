"""`intake hub try`: a hub with a PostgreSQL of its own, for trying out."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from pathlib import Path
from shlex import quote

import click

from intake.cli.hub.asking import call
from intake.cli.hub.serve import bring_up_to_date
from intake.cli.hub.stations import register, station_name
from intake.errors import IntakeError, StorageError
from intake.hub import serving
from intake.hub.embedded import EmbeddedError, embedded
from intake.hub.serving import Serving, ServingError
from intake.state_folder import default_folder

_SITE = "trial"


@click.command("try")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--station",
    default="DOCK-1",
    show_default=True,
    callback=station_name,
    help="The station that is let in.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8443,
    show_default=True,
    help="Port it listens at.",
)
def try_(folder: Path | None, station: str, port: int) -> None:
    """Serve this machine from a PostgreSQL in FOLDER (left out: beside the state folder), until Ctrl+C.

    Nothing to install and nothing to set up; what is sent stays in FOLDER. As root, PostgreSQL runs as a user
    of its own, pgserver, which is made.
    """
    place = folder or default_folder().with_name("intake-hub")
    with ExitStack() as running:
        try:
            database = running.enter_context(embedded(place / "postgresql"))
        except EmbeddedError as error:
            raise StorageError(f"expected to run PostgreSQL in {place}, got: {error}") from error
        bring_up_to_date(database)
        token = place / f"{station}-{secrets.token_hex(4)}.token"
        token.touch(mode=0o600)
        token.write_text(call(database, register, station, _SITE) + "\n", encoding="utf-8")
        click.echo("\n".join(to_type(station, token, port, database)))
        try:
            serving.serve(Serving(database, port=port))
        except ServingError as error:
            raise IntakeError(str(error)) from error


def to_type(station: str, token: Path, port: int, database: str) -> tuple[str, ...]:
    """Give what somebody types to have a production station speak with it, and to look at what it holds."""
    return (
        f"For station {station} (INTAKE_STATE names its state folder, made by intake init --production):",
        f'  install -m 600 {quote(str(token))} "$INTAKE_STATE/hub-token"',
        f'  echo \'hub_url = "http://127.0.0.1:{port}"\' >> "$INTAKE_STATE/settings.toml"',
        "  intake sync",
        "To look at what the hub holds:",
        f"  export INTAKE_HUB_DATABASE={quote(database)}",
        f"  intake hub log {station}",
    )
