"""`intake photos`: pictures of units, kept as evidence."""

from __future__ import annotations

from pathlib import Path

import click

from intake import photos as kept_photos
from intake.cli.asking import ask, request_options
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.errors import IntakeError, StorageError
from intake.reading_room import reading_connection
from intake.request import ErasePhoto
from intake.state_folder import default_folder

_COLUMNS = kept_photos.Kept._fields
_SHOWN = ("kept_at", "serial", "parcel", "kept_by", "erased_at", "sha256")


@click.group(cls=ToldGroup)
def photos() -> None:
    """List, copy out and erase pictures of units."""


@photos.command("list")
@forms
def show(form: str | None, workbook: Path | None) -> None:
    """List every picture with its unit, the oldest first; erased ones stay in the list."""
    with reading_connection(default_folder()) as connection:
        rows = [each._asdict() for each in kept_photos.kept(connection)]
    write(Table(_COLUMNS, rows, _SHOWN), form, workbook)


@photos.command()
@click.argument("sha256")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(sha256: str, file: Path) -> None:
    """Copy the picture SHA256 out into FILE, a JPEG."""
    data = kept_photos.read(default_folder(), sha256)
    if data is None:
        raise IntakeError(f"expected a picture that is kept, got {sha256}: see intake photos list")
    try:
        with file.open("xb") as copy:
            copy.write(data)
    except OSError as error:
        raise StorageError(f"expected to write a new file {file}, got: {error}") from error


@photos.command()
@click.argument("sha256")
@click.option("--reason", required=True, help="Why it is erased; it stays in the log for ever.")
@request_options
def erase(sha256: str, reason: str, by: str | None, request_id: str | None) -> None:
    """Erase the picture SHA256; the log keeps that there was one and stays valid."""
    ask(ErasePhoto(sha256, reason), by, request_id)
