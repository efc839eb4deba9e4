"""The record: the journal as it lies there, opened so that nothing of it changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from intake import schema, sqlite
from intake.errors import StorageError
from intake.state_folder import is_state_folder, journal_path, log_path

_PATIENCE = 500
"""Milliseconds a busy journal is waited for: the whole examination is over in two seconds."""


class NoRecordError(Exception):
    """There is nothing to ask: no journal this user may read, or not its views; another check tells of it."""


class UnreadableError(NoRecordError):
    """There is a file, but it is no journal, or not a sound one: the journal's check tells of it."""


@contextmanager
def record(folder: Path) -> Iterator[sqlite.Connection]:
    """Open the journal to be read. Raises NoRecordError; asking it may raise SQLite's own errors."""
    path = journal_path(folder)
    if not (is_state_folder(folder) and os.access(path, os.R_OK, effective_ids=True)):
        raise NoRecordError
    # To read a journal in WAL mode SQLite makes the log and its index anew, unless the file is said to be at
    # rest; without a log it is.
    at_rest = not log_path(folder).exists()
    try:
        connection = sqlite.connect(path, readonly=True, immutable=at_rest, busy_timeout=_PATIENCE)
    except (StorageError, sqlite.Error) as error:
        raise UnreadableError(str(error)) from error
    with closing(connection):
        _expect_sound(connection)
        yield connection


def _expect_sound(connection: sqlite.Connection) -> None:
    try:
        schema.expect_journal(connection)
        connection.execute("SELECT count(*) FROM event WHERE seq = 1").fetchone()
    except (StorageError, sqlite.Error) as error:
        raise UnreadableError(str(error)) from error


@contextmanager
def views(folder: Path) -> Iterator[sqlite.Connection]:
    """Open the journal to ask its views. Raises as `record`; NoRecordError where a view is missing."""
    with record(folder) as connection:
        if schema.missing_views(connection):
            raise NoRecordError
        yield connection
