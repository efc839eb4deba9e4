"""The cache: what a run would else ask for again. `sync.db` may be deleted at any moment, or be any file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from intake import sqlite
from intake.errors import StorageError
from intake.wire import Rejected

_Found = TypeVar("_Found")
_TABLES = (
    "CREATE TABLE IF NOT EXISTS cursor (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS fetched (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS dead_letter (
  number INTEGER PRIMARY KEY, incarnation TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT""",
)
_ANSWERED = "answered"


class Cache:
    """The file `sync.db` of a state folder, opened anew for each question. Raises StorageError."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "sync.db"

    def answered(self) -> int:
        """Give the number of the last answer that was brought to the desk; 0: ask for all again."""
        query = "SELECT number FROM cursor WHERE name = ?"
        row = self._ask(lambda connection: connection.execute(query, (_ANSWERED,)).fetchone())
        return int(row[0]) if row else 0

    def keep_answered(self, number: int) -> None:
        """Remember up to which answer the desk knows all."""
        query = "INSERT OR REPLACE INTO cursor VALUES (?, ?)"
        self._ask(lambda connection: connection.execute(query, (_ANSWERED, number)))

    def fetched(self, name: str) -> str | None:
        """Give the checksum by which something was fetched, checked and published."""
        query = "SELECT sha256 FROM fetched WHERE name = ?"
        row = self._ask(lambda connection: connection.execute(query, (name,)).fetchone())
        return row[0] if row else None

    def keep_fetched(self, name: str, sha256: str) -> None:
        """Remember that something need not be fetched again."""
        query = "INSERT OR REPLACE INTO fetched VALUES (?, ?)"
        self._ask(lambda connection: connection.execute(query, (name, sha256)))

    def dead_letters(self) -> list[Rejected]:
        """Give the dead letters known here, the oldest first."""
        query = "SELECT number, incarnation, seq, reason, at FROM dead_letter ORDER BY number"
        return self._ask(lambda connection: [Rejected(*row) for row in connection.execute(query)])

    def keep_dead_letters(self, letters: Iterable[Rejected]) -> None:
        """Remember dead letters."""
        rows = [(each.number, each.incarnation, each.seq, each.reason, each.at) for each in letters]
        query = "INSERT OR REPLACE INTO dead_letter VALUES (?, ?, ?, ?, ?)"
        self._ask(lambda connection: connection.executemany(query, rows))

    def forget_dead_letters(self) -> None:
        """Know of no dead letter."""
        self._ask(lambda connection: connection.execute("DELETE FROM dead_letter"))

    def _ask(self, work: Callable[[sqlite.Connection], _Found]) -> _Found:
        """Work on the file; one that is broken, or vanishes meanwhile, is made anew once."""
        try:
            return self._work(work)
        except sqlite.DatabaseError:
            try:
                self.path.unlink(missing_ok=True)
                return self._work(work)
            except (sqlite.Error, OSError) as error:
                raise StorageError(f"expected to write {self.path}, got: {error}") from error

    def _work(self, work: Callable[[sqlite.Connection], _Found]) -> _Found:
        # No write-ahead log, which would stay beside a deleted file, and nothing flushed: it is a cache.
        connection = sqlite.connect(self.path, journal_mode="DELETE", synchronous="OFF")
        with closing(connection), sqlite.immediate(connection):
            for table in _TABLES:
                connection.execute(table)
            return work(connection)
