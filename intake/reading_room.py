"""The reading room: the journal opened to be read while a station may be writing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from intake import sqlite
from intake.errors import DiskFullError, StorageError
from intake.schema import expect_journal, missing_views
from intake.state_folder import expect_state_folder, journal_path
from intake.surroundings import free_bytes

if TYPE_CHECKING:
    from intake.tables import Database


ROOM = 32_768
"""Bytes of the index beside a write-ahead log, which a reader makes anew where no station stands
(sqlite.org/walformat.html, section 2.1): without them SQLite says nothing but "disk I/O error"."""


_WRITING = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""How the errors begin that a full disk may be behind."""


@contextmanager
def reading_connection(folder: Path) -> Iterator[sqlite.Connection]:
    """Open a state folder's journal read-only.

    Raises StorageError when there is none, when it is broken, and where a question fails because the views
    are another release's (`expect_views`); DiskFullError where the disk has no room left even to read.
    """
    expect_state_folder(folder)
    try:
        connection = sqlite.connect(journal_path(folder), readonly=True)
        try:
            expect_journal(connection)
            yield connection
        except sqlite.OperationalError:
            expect_views(connection)
            raise
        finally:
            connection.close()
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        raise _fault(folder, error) from error


def _fault(folder: Path, error: Exception) -> StorageError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(_WRITING) and free_bytes(folder) < ROOM:
        return DiskFullError(
            f"expected room on the disk of {folder}, got none: move other files away ({error})"
        )
    return StorageError(f"expected a readable journal in {folder}, got: {error}")


def expect_views(connection: sqlite.Connection) -> None:
    """Raise StorageError where the views are not this release's: a reader may not make them anew."""
    if missing := missing_views(connection):
        raise StorageError(
            f"expected the views of this release, got none or another release's: {', '.join(missing)}; "
            "start intake station once, which makes them anew"
        )


@contextmanager
def reading(folder: Path) -> Iterator[Database]:
    """Open a state folder's journal read-only for sqlite-utils. Raises as `reading_connection`."""
    from intake.tables import Database  # noqa: PLC0415 (100 ms; the station never needs it)

    with reading_connection(folder) as connection:
        yield Database(connection)


def decoded(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """Give a view's row with its JSON columns as lists."""
    return row | {name: msgspec.json.decode(row[name]) for name in columns}
