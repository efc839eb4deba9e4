"""`intake notes`: notes to whoever stands at the desk."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.asking import ask, request_options
from intake.cli.output import Table, forms, write
from intake.cli.told_group import ToldGroup
from intake.reading_room import reading_connection
from intake.request import LeaveNote
from intake.state_folder import default_folder

_COLUMNS = ("left_at", "left_by", "text", "read_at", "read_by", "note")
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM note ORDER BY left_at, note"  # noqa: S608 (our own names)


@click.group(cls=ToldGroup)
def notes() -> None:
    """Leave notes to the desk, and see which were read."""


@notes.command()
@click.argument("text")
@request_options
def leave(text: str, by: str | None, request_id: str | None) -> None:
    """Leave TEXT, at most 200 characters. It stays in the log for ever: put no name into it."""
    ask(LeaveNote(text), by, request_id)


@notes.command("list")
@forms
def show(form: str | None, workbook: Path | None) -> None:
    """List every note, the oldest first, with who read it and when."""
    with reading_connection(default_folder()) as connection:
        rows = (dict(zip(_COLUMNS, row, strict=True)) for row in connection.execute(_ALL))
        write(Table(_COLUMNS, rows, _COLUMNS[:-1]), form, workbook)
