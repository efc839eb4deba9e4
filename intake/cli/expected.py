"""`intake expected`: what claims announce, so that the desk knows what a parcel should hold."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.asking import ask, request_options
from intake.errors import WrongUsageError
from intake.expected import ensure_published, parse_csv
from intake.request import ActivateExpected
from intake.state_folder import default_folder, expect_state_folder

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def expected() -> None:
    """Import expected returns, put them in force."""


@expected.command(name="import")
@click.argument("file", type=_FILE)
@click.option("--version", required=True, help="Its name, never used before: 2026-05-01.")
@request_options
def import_returns(file: Path, version: str, by: str | None, request_id: str | None) -> None:
    """Publish the CSV FILE (claim,kit,serial,model,colour,count) whole or not at all; put it in force."""
    folder = default_folder()
    expect_state_folder(folder)
    ensure_published(parse_csv(_text(file)), version, folder / "reference")
    ask(ActivateExpected(version), by, request_id)


@expected.command()
@click.argument("version")
@request_options
def activate(version: str, by: str | None, request_id: str | None) -> None:
    """Put VERSION, published in this state folder, in force."""
    ask(ActivateExpected(version), by, request_id)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsageError(f"{file}: expected a CSV file in UTF-8, got: {error}") from error
