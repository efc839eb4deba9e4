"""Notes to the desk, as the view tells."""

from __future__ import annotations

from typing import Any

from intake.scene import Note
from intake.sqlite import Connection
from intake.surroundings import milliseconds

_UNREAD = "SELECT note, text, left_by, left_at FROM note WHERE read_at IS NULL ORDER BY left_at, note"


def unread(connection: Connection) -> tuple[Note, ...]:
    """Give the notes nobody has read, oldest first."""
    return tuple(_note(row) for row in connection.execute(_UNREAD).fetchall())


def is_unread(connection: Connection, note: str) -> bool:
    """Tell whether a note is there that nobody has read."""
    query = "SELECT 1 FROM note WHERE note = ? AND read_at IS NULL"
    return connection.execute(query, (note,)).fetchone() is not None


def _note(row: tuple[Any, ...]) -> Note:
    note, text, by, at = row
    return Note(note, text, by or "", milliseconds(at))
