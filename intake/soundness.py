"""Soundness: SQLite's own check of the journal, made behind the open desk when it was not closed in order.

A journal that was closed leaves no write-ahead log. Where one lies there, the station was killed, the power
went, or a reader was still looking: the check is due, and stays so, over the orderly end of any command
that comes between, until it has been made. The file `unchecked` says so; afterwards it is gone, or holds
the fault.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from intake import sqlite
from intake.content import flush_folder
from intake.errors import StorageError
from intake.reading_room import reading_connection
from intake.state_folder import log_path

_LONGEST = 500
"""Characters kept of what SQLite says: it may name a fault for each page."""


def _marker(folder: Path) -> Path:
    return folder / "unchecked"


def note_end(folder: Path) -> None:
    """Note, before the journal is opened to be written, how it was left. Raises StorageError."""
    try:
        if log_path(folder).stat().st_size > 0:
            _marker(folder).touch(mode=0o640)
    except FileNotFoundError:
        pass  # no log: it was closed in order
    except OSError as error:
        raise StorageError(f"expected a writable state folder, got: {error}") from error


def is_due(folder: Path) -> bool:
    """Tell whether the check is still to be made."""
    with suppress(OSError):  # no marker
        return _marker(folder).stat().st_size == 0
    return False


def fault(folder: Path) -> str:
    """Give what the last check has found; empty where nothing is known to be wrong."""
    with suppress(OSError):  # no marker
        return _marker(folder).read_text("utf-8", "replace")
    return ""


def check(folder: Path) -> str:
    """Check the journal while a station may be writing it, keep what was found, and give it; empty: sound."""
    try:
        with reading_connection(folder) as connection:
            found = quick_check(connection)
    except StorageError as error:
        found = str(error)
    _keep(folder, found[:_LONGEST])
    return found


def quick_check(connection: sqlite.Connection) -> str:
    """Ask SQLite whether a database is sound; give the first fault, or nothing."""
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite.DatabaseError as error:
        return str(error) or "it cannot be read"
    return "" if found == "ok" else str(found)


def _keep(folder: Path, found: str) -> None:
    """Whole or not at all; where a power cut comes between, it is checked once more."""
    marker = _marker(folder)
    try:
        if found:
            draft = marker.with_suffix(".new")
            draft.write_text(found, "utf-8")
            draft.replace(marker)
        else:
            marker.unlink(missing_ok=True)
        flush_folder(folder)
    except OSError as error:
        raise StorageError(f"expected a writable state folder, got: {error}") from error
