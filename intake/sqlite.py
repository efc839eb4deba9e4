"""SQLite: the one place that imports it, so that one process never holds two libraries.

Two SQLite libraries in one process ignore each other's locks (sqlite.org/howtocorrupt.html, section
2.2.1; measured: both held the write lock), and releases up to 3.51.2 can lose commits when a checkpoint
races another connection (sqlite.org/wal.html#walresetbug). Hence pysqlite3 alone, checked at each opening.
A connection belongs to the thread that opened it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from intake.errors import StorageError

if TYPE_CHECKING:
    # pysqlite3 has no types; it is the standard library's module built against another SQLite.
    from sqlite3 import (
        Connection,
        DatabaseError,
        Error,
        IntegrityError,
        OperationalError,
        ProgrammingError,
        Row,
        sqlite_version_info,
    )
    from sqlite3 import connect as _connect
else:
    try:
        from pysqlite3 import dbapi2 as _library
    except ImportError:  # no wheel for this processor: Python's own, refused below if it is too old
        import sqlite3 as _library
    Connection, Row = _library.Connection, _library.Row
    Error, DatabaseError, IntegrityError = _library.Error, _library.DatabaseError, _library.IntegrityError
    OperationalError, ProgrammingError = _library.OperationalError, _library.ProgrammingError
    sqlite_version_info, _connect = _library.sqlite_version_info, _library.connect

__all__ = [
    "OLDEST",
    "SYNCHRONOUS",
    "Connection",
    "DatabaseError",
    "Error",
    "IntegrityError",
    "OperationalError",
    "PragmaError",
    "ProgrammingError",
    "Row",
    "TooOldError",
    "connect",
    "immediate",
    "sqlite_version_info",
]

OLDEST = (3, 51, 3)
"""The first release without the write-ahead-log reset bug."""

Synchronous = Literal["OFF", "NORMAL", "FULL", "EXTRA"]
SYNCHRONOUS: Synchronous = "FULL"
"""Only FULL (or more) makes a commit in a write-ahead log survive a power cut."""

JournalMode = Literal["WAL", "DELETE"]

_LEVELS: dict[Synchronous, int] = {"OFF": 0, "NORMAL": 1, "FULL": 2, "EXTRA": 3}


class TooOldError(StorageError):
    """The SQLite library has a bug that loses commits."""


class PragmaError(StorageError):
    """SQLite did not take a setting that durability or integrity rests on."""


def connect(
    path: Path,
    *,
    readonly: bool = False,
    immutable: bool = False,
    synchronous: Synchronous = SYNCHRONOUS,
    journal_mode: JournalMode = "WAL",
    wal_autocheckpoint: int = 1000,
    busy_timeout: int = 5000,
) -> Connection:
    """Open a database with settings that are read back. No implicit transactions (`immediate`).

    `immutable` (implies `readonly`) takes no locks: only for files that never change again.
    `wal_autocheckpoint` is in pages, 0 for never; `busy_timeout` in milliseconds. Raises TooOldError,
    PragmaError, and SQLite's own errors (a missing file to be read is an OperationalError).
    """
    _check_library()
    mode = "?mode=ro&immutable=1" if immutable else "?mode=ro" if readonly else "?mode=rwc"
    connection = _connect(path.absolute().as_uri() + mode, uri=True, isolation_level=None)
    try:
        _set(connection, "busy_timeout", busy_timeout)
        if readonly or immutable:
            _set(connection, "query_only", 1)
        else:
            _set(connection, "journal_mode", journal_mode, journal_mode.lower())
            _set(connection, "synchronous", synchronous, _LEVELS[synchronous])
            _set(connection, "foreign_keys", 1)
            # Without it REPLACE deletes a row without firing a trigger that forbids deleting.
            _set(connection, "recursive_triggers", 1)
            _set(connection, "wal_autocheckpoint", wal_autocheckpoint)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_library() -> None:
    if sqlite_version_info < OLDEST:
        got, expected = (".".join(map(str, version)) for version in (sqlite_version_info, OLDEST))
        raise TooOldError(f"expected SQLite {expected} or later, got {got}: install pysqlite3 >= 0.6.1")


def _set(connection: Connection, pragma: str, value: str | int, expected: str | int | None = None) -> None:
    """Set a pragma and read it back: SQLite ignores what it cannot do without a word."""
    connection.execute(f"PRAGMA {pragma} = {value}").close()
    (got,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    wanted = value if expected is None else expected
    if got != wanted:
        raise PragmaError(f"{pragma}: expected {wanted}, got {got}")


@contextmanager
def immediate(connection: Connection) -> Iterator[Connection]:
    """Run the block in one transaction that holds the write lock from its beginning.

    A deferred transaction that reads before it writes fails at once beside another writer, whatever the
    busy timeout. Any exception rolls back, one from COMMIT as well, and is raised: whether a failed
    COMMIT is on the disk may then be unknown (its `sqlite_errorname` is SQLITE_IOERR_…).
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back already
            connection.execute("ROLLBACK")
        raise
