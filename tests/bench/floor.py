"""Floors: what the bare libraries take for the least that has to happen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from intake import sqlite
from intake.journal import CHECKPOINT_AT
from intake.reading_room import reading_connection

REPAINT = Path(__file__).parent / "bare_repaint.py"
HELLO = Path(__file__).parent / "bare_hello.py"

Row = tuple[str, bytes, bytes, str]


class BareCommit:
    """One table, one row a commit, durable: the same bytes as real events, and nothing else."""

    def __init__(self, path: Path, rows: list[Row]) -> None:
        """Make a fresh file; rows are stored in turn, again and again."""
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        self._connection = sqlite.connect(path, wal_autocheckpoint=CHECKPOINT_AT)
        self._connection.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT, prev BLOB, hash BLOB, envelope TEXT)"
        )
        self._rows: Iterator[Row] = cycle(rows)

    def once(self) -> float:
        """Commit a row and give the seconds it took."""
        row = next(self._rows)
        start = time.perf_counter()
        with sqlite.immediate(self._connection):
            self._connection.execute("INSERT INTO event (id, prev, hash, envelope) VALUES (?, ?, ?, ?)", row)
        return time.perf_counter() - start

    def many(self, count: int) -> float:
        """Commit so many rows, one by one, and give the seconds for all."""
        start = time.perf_counter()
        for _ in range(count):
            self.once()
        return time.perf_counter() - start

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()


def real_rows(folder: Path, count: int = 7) -> list[Row]:
    """Give the last events of a journal as they are stored; an ordinary parcel has seven."""
    with reading_connection(folder) as connection:
        query = "SELECT id, prev, hash, envelope FROM event ORDER BY seq DESC LIMIT ?"
        return connection.execute(query, (count,)).fetchall()
